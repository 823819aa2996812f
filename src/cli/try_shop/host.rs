//! Where a chat takes place: the sandbox of a kiosk that runs here, else one of its own, with only the shop that was
//! named in it.

use std::path::Path;

use super::super::{
    ending::Failure,
    folders::Folders,
    place,
    run::{Sorted, Worlds},
    stage,
    voice::Voice,
};
use crate::{
    config::Settings,
    engine::{Fault, FolderLock},
    sandbox::{Bot, People},
};

/// A sandbox with the shop in it.
pub(super) struct Host {
    pub(super) people: People,
    pub(super) bot: Bot,
    own: Option<(Worlds, FolderLock)>,
}

impl Host {
    pub(super) async fn open(settings: &Settings, named: &str, voice: &Voice) -> Result<Host, Failure> {
        if let Some((people, bots)) = running(&settings.data).await {
            let bot = bot_of(&bots, named).ok_or_else(|| not_there(settings, named, voice))?;
            return Ok(Host { people, bot, own: None });
        }
        let folder = place::shop_folder(settings, named)?;
        let lock = FolderLock::take(&settings.data).map_err(|fault| occupied(&fault, named))?;
        let folders = Folders::of_shop(settings, &folder);
        let opened = folders.open_for_play(&folder, voice).map_err(Failure::Config)?;
        let shop = opened.shop().id.to_string();
        let worlds = Worlds::start(&settings.data, &Sorted::to_play(opened), &folders).await;
        let worlds = worlds.map_err(Failure::Said)?;
        let Some((people, bots)) = running(&settings.data).await else {
            return Err(Failure::said("the sandbox began and cannot be reached; is this machine's loopback closed?"));
        };
        let bot = bot_of(&bots, &shop).ok_or_else(|| not_there(settings, named, voice))?;
        voice.line(&voice.faint("No kiosk runs here, so the shop opens in a sandbox of its own until you leave."));
        let own = Some((worlds, lock));
        Ok(Host { people, bot, own })
    }

    /// What was started here ends here; a sandbox that ran before runs on.
    pub(super) async fn close(self) {
        if let Some((worlds, _lock)) = self.own {
            worlds.stop().await;
        }
    }
}

/// The sandbox that left its address and still answers.
async fn running(data: &Path) -> Option<(People, Vec<Bot>)> {
    let url = std::fs::read_to_string(data.join("sandbox").join("address")).ok()?;
    let people = People::new(url.trim());
    let bots = people.bots().await.ok()?;
    Some((people, bots))
}

fn bot_of(bots: &[Bot], shop: &str) -> Option<Bot> {
    let username = stage::username(shop);
    bots.iter().find(|bot| bot.username == username).cloned()
}

fn not_there(settings: &Settings, named: &str, voice: &Voice) -> Failure {
    match place::shop_folder(settings, named) {
        Err(unknown) => unknown,
        Ok(_) => Failure::said(format_args!(
            "a kiosk runs here, and `{named}` is not in its sandbox: it serves real customers, or its files had errors \
             when kiosk began. See `{}`, or stop kiosk and try again",
            voice.command(&format!("check {named}"))
        )),
    }
}

fn occupied(fault: &Fault, named: &str) -> Failure {
    match fault {
        Fault::Locked { .. } => Failure::said(format_args!(
            "{fault}. It has no sandbox in which `{named}` could be tried: all its shops are live"
        )),
        _ => Failure::said(fault),
    }
}
