//! `kiosk run`: opens every shop of the folder, each in its world, and runs until it is told to stop.

mod both;
mod doors;

use std::time::Duration;

use clap::Args;

pub(super) use self::both::Worlds;
use self::doors::OpenDoors;
use super::{
    ending::{Ending, Exit, Failure},
    folders::{Folders, Opened},
    kept,
    output::{self, Output, Tone},
    worlds::Side,
};
use crate::{
    config::Settings,
    engine::{FolderLock, bot_id, reload::Reloader},
    ids::ShopId,
    shop::{Mode, Provider, Secret, Shop},
};

/// Signals that come within this time are one.
const ONE_SIGNAL: Duration = Duration::from_millis(500);

/// Runs every shop of the shops folder (what happens without a command)
///
/// A shop whose files name a bot token serves real customers; the others open in the sandbox, with play money. Shops
/// with errors are skipped and named. Ctrl-C stops; what was promised is still said and written.
#[derive(Debug, Default, Args)]
#[command(after_help = "\
Examples:
  kiosk
  kiosk run --shops my-shops --data /var/lib/kiosk")]
pub(super) struct Run {}

/// Shops by the world they belong to.
pub(super) struct Sorted {
    pub(super) live: Vec<(Opened, Secret)>,
    pub(super) play: Vec<Opened>,
    /// Whether the live world stays closed.
    pub(super) only_play: bool,
}

impl Run {
    pub(super) async fn act(&self, settings: &Settings, out: &mut Output) -> Ending {
        let _lock = FolderLock::take(&settings.data).map_err(Failure::said)?;
        let folders = Folders::new(settings);
        let opened = folders.open_all(out).map_err(Failure::Said)?;
        let mut sorted = sort(opened);
        kept::add(settings, &folders, &mut sorted)
            .await
            .map_err(Failure::Said)?;
        if sorted.live.is_empty() && sorted.play.is_empty() {
            return Err(Failure::said(format_args!(
                "no shop can be opened in `{}`",
                settings.shops.display()
            )));
        }
        let worlds = Worlds::start(settings, &sorted, &folders)
            .await
            .map_err(Failure::Said)?;
        announce(settings, &sorted, &worlds.doors, out);
        // Once the files change, what the shops began with is of no use any more.
        drop(sorted);
        wait_for_the_end(&worlds.reloader).await;
        out.announce("Stopping: what was promised is still said and written.");
        worlds.stop().await;
        Ok(Exit::Fine)
    }
}

impl Sorted {
    /// The world in which a shop opens.
    pub(super) fn side_of(&self, shop: &ShopId) -> Option<Side> {
        let is_it = |opened: &Opened| opened.shop().id == *shop;
        if self.live.iter().any(|(opened, _)| is_it(opened)) {
            return Some(Side::Live);
        }
        self.play.iter().any(is_it).then_some(Side::Sandbox)
    }
}

/// Each shop to its world. A token that is none skips its shop.
fn sort(opened: Vec<Opened>) -> Sorted {
    let mut sorted = Sorted {
        live: Vec::new(),
        play: Vec::new(),
        only_play: false,
    };
    for shop in opened {
        match shop.live_token().cloned() {
            Some(token) if bot_id(&token).is_none() => output::error(&format!(
                "`{}` does not open: its bot token does not look like one (123456789:AA…); copy it from BotFather again",
                shop.shop().id
            )),
            Some(token) => sorted.live.push((shop, token)),
            None => sorted.play.push(shop),
        }
    }
    sorted
}

/// Which shops run where, and what to type next.
fn announce(settings: &Settings, sorted: &Sorted, doors: &OpenDoors, out: &mut Output) {
    for (shop, _) in &sorted.live {
        announce_one(shop, live(shop.shop()), out);
        if let Some(url) = &settings.public_url {
            let webhook = format!("    Telegram posts to {}", url.webhook(&shop.shop().id));
            out.announce(&out.paint(Tone::Faint, &webhook));
        }
    }
    for shop in &sorted.play {
        announce_one(shop, "sandbox: play money, nobody is charged", out);
    }
    out.announce("");
    if let Some(shop) = sorted.play.iter().find(|shop| !shop.revision.closing) {
        let id = &shop.shop().id;
        let command = out.paint(Tone::Strong, &out.command(&format!("try {id}")));
        out.announce(&format!("Visit it as a customer:   {command}"));
        let file = shop.revision.folder.join("shop.yaml");
        out.announce(&format!(
            "Open it for real:         name its bot token in {}",
            file.display()
        ));
    }
    if let Some(address) = doors.webhooks() {
        out.announce(&format!("The proxy passes on to:   http://{address}"));
    }
    if let Some(address) = doors.operators() {
        out.announce(&format!(
            "Health and gauges:        http://{address}/healthz and /metrics"
        ));
    }
    out.announce("Stop everything:          Ctrl-C");
}

fn live(shop: &Shop) -> &'static str {
    match (shop.payments.provider, shop.payments.mode) {
        (Provider::Stars, _) | (_, Mode::Live) => "live: real customers, real money",
        (_, Mode::Test) => "live: real customers, and a test of payments, in which no real money moves",
    }
}

fn announce_one(opened: &Opened, world: &str, out: &mut Output) {
    let shop = opened.shop();
    let id = out.paint(Tone::Strong, shop.id.as_str());
    let world = if opened.revision.closing {
        out.paint(
            Tone::Bad,
            "its folder is gone: it sells nothing new, and ends when nothing is left to be done",
        )
    } else {
        out.paint(Tone::Faint, world)
    };
    out.announce(&format!("{id}  {}  {world}", shop.name.first));
}

/// Ctrl-C, or SIGTERM as a service manager sends it. A second one that is meant ends the program at once; some senders
/// give the same signal to the process and to its group.
async fn wait_for_the_end(reloader: &Reloader) {
    tokio::select! {
        () = asked_to_stop() => {}
        () = look_when_asked(reloader) => {}
    }
    tokio::spawn(async {
        tokio::time::sleep(ONE_SIGNAL).await;
        asked_to_stop().await;
        std::process::exit(130);
    });
}

/// SIGHUP, as service managers send it for "read your files again".
async fn look_when_asked(reloader: &Reloader) {
    use tokio::signal::unix::{SignalKind, signal};
    if let Ok(mut signal) = signal(SignalKind::hangup()) {
        while signal.recv().await.is_some() {
            reloader.look_at_all(true).await;
        }
    }
    std::future::pending::<()>().await;
}

async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
