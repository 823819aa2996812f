//! Both worlds, started and stopped together, and what keeps their shops at what the files say.

use std::{path::Path, sync::Arc};

use super::{
    super::{
        folders::Folders,
        source::FolderSource,
        stage::{self, Stage},
    },
    Sorted,
    doors::{Doors, OpenDoors},
};
use crate::{
    config::Settings,
    engine::{
        ShopStart, World, WorldOptions,
        reload::{Following, Outcome, Print, Reloader},
    },
    time::SystemClock,
};

/// The worlds that run, with the sandbox under the second.
pub(in crate::cli) struct Worlds {
    pub(super) reloader: Reloader,
    following: Option<Following>,
    /// Not where shops are only played with.
    live: Option<World>,
    pub(super) doors: OpenDoors,
    play: Option<(World, Stage)>,
}

impl Worlds {
    /// With every shop the live world runs, too, so that one can open for real at any time.
    pub(in crate::cli) async fn start(
        settings: &Settings,
        sorted: &Sorted,
        folders: &Folders,
    ) -> Result<Worlds, String> {
        let sandbox = settings.data.join("sandbox");
        let stage = if sorted.play.is_empty() {
            None
        } else {
            Some(Stage::start(&sandbox).await?)
        };
        let reloader = Reloader::new(Arc::new(FolderSource::new(
            folders.clone(),
            stage.as_ref().map(Stage::local),
        )));
        let (live, doors) = if sorted.only_play {
            (None, Doors::default())
        } else {
            let doors = Doors::take(settings).await?;
            (Some(start_live(settings, sorted, &reloader).await?), doors)
        };
        let play = match stage {
            None => None,
            Some(stage) => {
                let local = stage.local();
                let shops = sorted.play.iter();
                let starts = shops.map(|shop| shop.play(stage::play_bot(&local, shop.shop())?));
                let starts = starts.collect::<Result<_, String>>()?;
                Some((
                    world(options(&sandbox, stage.url(), true, &reloader), starts).await?,
                    stage,
                ))
            }
        };
        let opened = sorted.live.iter().map(|(shop, _)| shop).chain(&sorted.play);
        let opened = opened.filter_map(|shop| {
            let outcome = if shop.set_aside.is_some() {
                Outcome::RolledBack
            } else {
                Outcome::Served
            };
            let id = shop.shop().id.clone();
            match shop.print() {
                Some(print) => Some((id, print, outcome)),
                None if shop.revision.closing => Some((id, Print::gone(), Outcome::Closing)),
                None => None,
            }
        });
        let (live_handle, play_handle) = (
            live.as_ref().map(World::handle),
            play.as_ref().map(|(world, _)| world.handle()),
        );
        reloader
            .attach(live_handle.clone(), play_handle, opened.collect())
            .await;
        Ok(Worlds {
            following: (!sorted.only_play).then(|| reloader.follow(settings.shops.clone())),
            live,
            doors: doors.open(live_handle, &reloader),
            reloader,
            play,
        })
    }

    pub(in crate::cli) async fn stop(self) {
        if let Some(following) = self.following {
            following.stop().await;
        }
        let live = async {
            let engine = async {
                if let Some(live) = self.live {
                    Box::pin(live.stop()).await;
                }
            };
            self.doors.close(engine).await;
        };
        let play = async {
            if let Some((world, stage)) = self.play {
                Box::pin(world.stop()).await;
                stage.stop().await;
            }
        };
        tokio::join!(live, play);
        self.reloader.detach();
    }
}

async fn start_live(settings: &Settings, sorted: &Sorted, reloader: &Reloader) -> Result<World, String> {
    let starts = sorted.live.iter().map(|(shop, token)| shop.live(token.clone()));
    let starts = starts.collect::<Result<_, _>>()?;
    let mut at = options(&settings.data.join("live"), &settings.api_url, false, reloader);
    at.public_url.clone_from(&settings.public_url);
    world(at, starts).await
}

fn options(folder: &Path, api_url: &str, play: bool, reloader: &Reloader) -> WorldOptions {
    WorldOptions {
        folder: folder.into(),
        api_url: api_url.into(),
        public_url: None,
        play,
        clock: Arc::new(SystemClock::default()),
        reloader: Some(reloader.clone()),
    }
}

async fn world(options: WorldOptions, starts: Vec<ShopStart>) -> Result<World, String> {
    World::start(options, starts).await.map_err(|fault| fault.to_string())
}
