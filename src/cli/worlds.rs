//! The two worlds as they lie in the data folder: their databases, and the engines that listen there.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    ending::Failure,
    folders::Folders,
    held, kept,
    stage::{self, Stage},
};
use crate::{
    config::Settings,
    conversation::{Post, StockChange, StockRow},
    engine::{
        Fault, FolderLock, Report, ShopStatus, Wish, World, WorldName, WorldOptions,
        control::{self, Answer, Request},
    },
    ids::{PostId, ShopId, Sku},
    store::Reader,
    time::SystemClock,
};

/// One of the worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Live,
    Sandbox,
}

impl Side {
    pub(super) const ALL: [Side; 2] = [Side::Live, Side::Sandbox];

    /// Its folder's name too.
    pub(super) fn word(self) -> &'static str {
        match self {
            Side::Live => "live",
            Side::Sandbox => "sandbox",
        }
    }

    pub(super) fn is_play(self) -> bool {
        self == Side::Sandbox
    }

    pub(super) fn folder(self, data: &Path) -> PathBuf {
        data.join(self.word())
    }
}

/// The databases that are there, opened for looking, whether an engine runs or not.
pub(super) async fn readers(data: &Path) -> Result<Vec<(Side, Reader)>, Failure> {
    let mut readers = Vec::new();
    for side in Side::ALL {
        let path = side.folder(data).join("kiosk.db");
        if path.is_file() {
            readers.push((side, Reader::open(&path).await.map_err(Failure::said)?));
        }
    }
    Ok(readers)
}

/// How all shops are, from whichever engine listens; `None` where none does.
pub(super) async fn report(data: &Path) -> Result<Option<Report>, Failure> {
    for side in Side::ALL {
        match ask(data, side, &Request::Status).await? {
            Some(Answer::Status(report)) => return Ok(Some(report)),
            Some(Answer::Refused { words }) => return Err(Failure::Said(words)),
            _ => {}
        }
    }
    Ok(None)
}

/// The shops that are served now.
pub(super) async fn running(data: &Path) -> Result<Vec<(Side, ShopStatus)>, Failure> {
    let report = report(data).await?.unwrap_or_default();
    let sided = report.shops.into_iter().filter_map(|status| match status.world? {
        WorldName::Live => Some((Side::Live, status)),
        WorldName::Sandbox => Some((Side::Sandbox, status)),
    });
    Ok(sided.collect())
}

/// Asks the engine of one world; `None` where none listens.
pub(super) async fn ask(data: &Path, side: Side, request: &Request) -> Result<Option<Answer>, Failure> {
    control::ask(&side.folder(data), request).await.map_err(Failure::said)
}

/// One world, opened for a single change while no engine runs: nothing is fetched and nothing is sent.
pub(super) struct ByHand {
    side: Side,
    world: World,
    stage: Option<Stage>,
    _lock: FolderLock,
}

impl ByHand {
    /// Opens the world that a shop's files name, and takes up the files as a start would.
    pub(super) async fn open(settings: &Settings, folder: &Path) -> Result<ByHand, Failure> {
        let lock = FolderLock::take(&settings.data).map_err(Failure::said)?;
        let folders = Folders::around(settings, folder);
        let mut opened = folders.open_one(folder).map_err(Failure::Config)?;
        let side = opened.live_token().map_or(Side::Sandbox, |_| Side::Live);
        if let Some(reader) = kept::reader(side, settings).await.map_err(Failure::said)? {
            let before = held::instead(&folders, &opened, side, &reader).await;
            reader.close().await;
            opened = before.map_err(Failure::said)?.unwrap_or(opened);
        }
        let at = side.folder(&settings.data);
        let (stage, url, start) = match opened.live_token().cloned() {
            Some(token) => (None, settings.api_url.clone(), opened.live(token)),
            None => {
                let stage = Stage::start(&at).await.map_err(Failure::Said)?;
                let url = stage.url().to_owned();
                let token = stage::play_bot(&stage.local(), opened.shop()).map_err(Failure::Said)?;
                (Some(stage), url, opened.play(token))
            }
        };
        let starts = vec![start.map_err(Failure::Said)?];
        let options = WorldOptions {
            folder: at,
            api_url: url,
            public_url: None,
            play: side.is_play(),
            clock: Arc::new(SystemClock::default()),
            reloader: None,
        };
        let world = World::open(options, &starts).await.map_err(Failure::said)?;
        world.begin(&starts).await.map_err(Failure::said)?;
        Ok(ByHand {
            side,
            world,
            stage,
            _lock: lock,
        })
    }

    pub(super) fn side(&self) -> Side {
        self.side
    }

    pub(super) async fn stock(&self, shop: &ShopId, sku: &Sku, change: StockChange) -> Result<StockRow, Failure> {
        let handle = self.world.handle();
        let changed = self.world.drive(handle.stock(shop, sku, change)).await;
        changed.and_then(|row| row).map_err(Failure::said)
    }

    /// The address of a card in the bot, where the wish is for one.
    pub(super) async fn deep_link(&self, shop: &ShopId, wish: &Wish) -> Result<Option<String>, Failure> {
        self.world.handle().deep_link(shop, wish).await.map_err(Failure::said)
    }

    /// Makes a post or a link and has it shown.
    pub(super) async fn offer(&self, shop: &ShopId, wish: &Wish) -> Result<Post, Failure> {
        let handle = self.world.handle();
        let made = self.world.drive(handle.offer(shop, wish)).await;
        self.show(shop, made.and_then(|made| made)).await
    }

    /// Closes a post or a link and has its message taken away.
    pub(super) async fn withdraw(&self, shop: &ShopId, id: PostId) -> Result<Post, Failure> {
        let handle = self.world.handle();
        let closed = self.world.drive(handle.withdraw(shop, id)).await;
        self.show(shop, closed.and_then(|closed| closed)).await
    }

    async fn show(&self, shop: &ShopId, changed: Result<Post, Fault>) -> Result<Post, Failure> {
        let id = changed.map_err(Failure::said)?.id;
        // What waits for its chat goes first; a pass takes one message of each.
        let mut before = i64::MAX;
        while self.world.deliver(shop).await.map_err(Failure::said)? > 0 {
            let waiting = self.waiting(shop).await?;
            if waiting >= before {
                // Telegram cannot be reached; a kiosk that runs tries again, in its time.
                break;
            }
            before = waiting;
        }
        self.world.handle().post(shop, id).await.map_err(Failure::said)
    }

    /// Messages that are to be sent.
    async fn waiting(&self, shop: &ShopId) -> Result<i64, Failure> {
        let report = self.world.handle().report().await.map_err(Failure::said)?;
        let shops = report.shops.iter().filter(|status| status.shop == shop.as_str());
        Ok(shops.map(|status| status.to_do.messages).sum())
    }

    pub(super) async fn close(self) {
        self.world.stop().await;
        if let Some(stage) = self.stage {
            stage.stop().await;
        }
    }
}
