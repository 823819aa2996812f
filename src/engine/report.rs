//! How the shops are: one report, which `kiosk status`, the page of health and the gauges show alike.

use serde::{Deserialize, Serialize};

use super::{
    Fault, Handle,
    reload::{Attempt, Reloader},
    shop::RunningShop,
};
use crate::{
    ids::{RevisionId, ShopId},
    store::Unfinished,
    time::{Timestamp, rfc3339},
};

/// All shops of a kiosk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Whether every shop serves its customers.
    pub healthy: bool,
    /// How many turns wait to be written.
    pub turns_waiting: usize,
    pub shops: Vec<ShopStatus>,
}

/// How one shop is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopStatus {
    pub shop: String,
    /// `None` for a folder whose shop does not run.
    pub world: Option<WorldName>,
    /// Whether it serves its customers: it runs, has reached Telegram, and nothing is in its way.
    pub healthy: bool,
    /// Empty until the bot introduced itself.
    pub bot: String,
    pub revision: Option<RevisionId>,
    #[serde(with = "rfc3339::if_any")]
    pub since: Option<Timestamp>,
    /// When Telegram was asked last for what waits, nothing was left behind, and all that came is handled.
    #[serde(with = "rfc3339::if_any")]
    pub updates_seen: Option<Timestamp>,
    pub last_attempt: Option<Attempt>,
    /// Whether the folder holds other files than those that serve.
    pub folder_differs: bool,
    /// What is wrong, for the operator.
    pub trouble: Option<String>,
    #[serde(flatten)]
    pub to_do: Unfinished,
}

/// The worlds in which shops run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorldName {
    Live,
    Sandbox,
}

impl WorldName {
    pub fn of(play: bool) -> WorldName {
        if play { WorldName::Sandbox } else { WorldName::Live }
    }

    /// The name of its folder, too.
    pub fn word(self) -> &'static str {
        match self {
            WorldName::Live => "live",
            WorldName::Sandbox => "sandbox",
        }
    }
}

impl ShopStatus {
    /// The revision that serves; nothing where none does.
    pub fn serves(&self) -> &str {
        self.revision.as_ref().map_or("", RevisionId::as_str)
    }
}

impl Report {
    /// A folder that never opened serves nobody, and makes nobody ill.
    fn of(turns_waiting: usize, shops: Vec<ShopStatus>) -> Report {
        let healthy = shops.iter().all(|shop| shop.world.is_none() || shop.healthy);
        Report {
            healthy,
            turns_waiting,
            shops,
        }
    }
}

impl Handle {
    /// The shops of this world, by what the engine alone knows of them.
    pub async fn report(&self) -> Result<Report, Fault> {
        let mut shops = Vec::new();
        for shop in self.shops.all() {
            let trouble = shop.trouble();
            if shop.closed.is_given() && trouble.is_none() {
                // It came to its end.
                continue;
            }
            let unfinished = self.ground.reader.unfinished(&shop.id).await?;
            shops.push(status(&shop, trouble, unfinished));
        }
        Ok(Report::of(self.waiting(), shops))
    }
}

impl Reloader {
    /// The shops of both worlds, and the folders whose shops do not run.
    pub async fn report(&self) -> Result<Report, Fault> {
        let (mut waiting, mut shops) = (0, Vec::new());
        for world in self.worlds() {
            let report = world.report().await?;
            waiting += report.turns_waiting;
            shops.extend(report.shops);
        }
        let mut attempts = self.attempts();
        let ids: Vec<ShopId> = shops.iter().filter_map(|shop| ShopId::parse(&shop.shop).ok()).collect();
        let folders = self.folders(ids).await;
        for shop in &mut shops {
            let folder = folders.iter().find(|(id, _)| id.as_str() == shop.shop);
            shop.folder_differs = folder.is_some_and(|(_, revision)| shop.revision.as_ref() != Some(revision));
            shop.last_attempt = attempts
                .iter()
                .find(|(id, _)| id.as_str() == shop.shop)
                .map(|(_, at)| at.clone());
        }
        attempts.retain(|id, _| shops.iter().all(|shop| shop.shop != id.as_str()));
        shops.extend(attempts.into_iter().map(|(id, attempt)| idle(&id, attempt)));
        Ok(Report::of(waiting, shops))
    }
}

fn status(shop: &RunningShop, trouble: Option<String>, unfinished: Unfinished) -> ShopStatus {
    let bot = shop.account.load().premises.bot_username.clone();
    let (revision, since) = (shop.revision.load().id.clone(), shop.since());
    ShopStatus {
        shop: shop.id.to_string(),
        world: Some(WorldName::of(shop.ground.play)),
        healthy: trouble.is_none() && !bot.is_empty(),
        bot,
        revision: Some(revision),
        since: Some(since),
        updates_seen: shop.caught_up(),
        last_attempt: None,
        folder_differs: false,
        trouble,
        to_do: unfinished,
    }
}

/// A folder whose shop does not run.
fn idle(shop: &ShopId, attempt: Attempt) -> ShopStatus {
    ShopStatus {
        shop: shop.to_string(),
        world: None,
        healthy: false,
        bot: String::new(),
        revision: None,
        since: None,
        updates_seen: None,
        last_attempt: Some(attempt),
        folder_differs: false,
        trouble: None,
        to_do: Unfinished::default(),
    }
}
