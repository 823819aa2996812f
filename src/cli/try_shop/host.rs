//! Where a chat takes place: the sandbox of a kiosk that runs here, else one of its own, with only the shop that was
//! named in it.

use std::path::Path;

use super::super::{
    ending::Failure,
    folders::Folders,
    output::{Output, Tone},
    place,
    run::{Sorted, Worlds},
    stage,
};
use crate::{
    config::Settings,
    engine::{
        Fault, FolderLock, ShopStatus, WorldName,
        control::{self, Answer, Request},
    },
    sandbox::{Bot, People},
};

/// A sandbox with the shop in it.
pub(super) struct Host {
    pub(super) people: People,
    pub(super) bot: Bot,
    own: Option<(Worlds, FolderLock)>,
}

impl Host {
    pub(super) async fn open(settings: &Settings, named: &str, out: &mut Output) -> Result<Host, Failure> {
        let folder = place::shop_folder(settings, named)?;
        if let Some(people) = running(&settings.data).await {
            return attach(people, &folder, settings, out).await;
        }
        let own = begin(settings, &folder, out).await?;
        let Some(people) = running(&settings.data).await else {
            return Err(Failure::said(
                "the sandbox began and cannot be reached; is the address 127.0.0.1 closed here?",
            ));
        };
        let host = attach(people, &folder, settings, out).await?;
        let words = "No kiosk runs here, so the shop opens in a sandbox of its own until you leave.";
        out.announce(&out.paint(Tone::Faint, words));
        Ok(Host { own: Some(own), ..host })
    }

    /// What was started here ends here; a sandbox that ran before runs on.
    pub(super) async fn close(self) {
        if let Some((worlds, _lock)) = self.own {
            worlds.stop().await;
        }
    }
}

/// The sandbox that left its address and still answers.
async fn running(data: &Path) -> Option<People> {
    let url = std::fs::read_to_string(data.join("sandbox").join("address")).ok()?;
    let people = People::new(url.trim());
    people.bots().await.ok()?;
    Some(people)
}

/// Finds the shop's bot. A bot of a shop that nobody serves now would never answer.
async fn attach(people: People, folder: &Path, settings: &Settings, out: &mut Output) -> Result<Host, Failure> {
    let shop = place::shop_name(folder);
    let status = control::ask(&settings.data.join("sandbox"), &Request::Status).await;
    let Some(Answer::Status(report)) = status.map_err(Failure::said)? else {
        return Err(Failure::said("a sandbox runs here, and no kiosk serves a shop in it"));
    };
    let plays = |status: &ShopStatus| status.shop == shop && status.world == Some(WorldName::Sandbox);
    let served = report.shops.iter().any(plays);
    let bots = people.bots().await.map_err(Failure::said)?;
    let username = stage::username(&shop);
    match bots.into_iter().find(|bot| served && bot.username == username) {
        Some(bot) => Ok(Host { people, bot, own: None }),
        None => Err(Failure::said(format_args!(
            "a kiosk runs here, and `{shop}` is not in its sandbox: its folder was written a moment ago, it serves real \
             customers, its files had errors, or this is the `try` of another shop. Try once more, see `{}`, or end that \
             kiosk",
            out.command(&format!("check {shop}"))
        ))),
    }
}

/// Starts a sandbox and in it this one shop, whatever world its files name.
async fn begin(settings: &Settings, folder: &Path, out: &mut Output) -> Result<(Worlds, FolderLock), Failure> {
    let lock = FolderLock::take(&settings.data).map_err(|fault| occupied(&fault))?;
    let folders = Folders::around(settings, folder);
    let opened = Folders::open_to_play(folder, out).map_err(Failure::Config)?;
    let sorted = Sorted {
        live: Vec::new(),
        play: vec![opened],
        only_play: true,
    };
    let worlds = Worlds::start(settings, &sorted, &folders).await;
    Ok((worlds.map_err(Failure::Said)?, lock))
}

fn occupied(fault: &Fault) -> Failure {
    match fault {
        Fault::Locked { .. } => Failure::said(format_args!("{fault}. That one has no sandbox: all its shops are live")),
        _ => Failure::said(fault),
    }
}
