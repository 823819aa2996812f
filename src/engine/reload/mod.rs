//! Running shops follow their files. One look at one shop reads all its files, names them by their bytes, checks them
//! whole where they are new, and swaps one pointer; whatever is wrong keeps what serves. Every trigger (a file event, the
//! poll, a signal, a command) ends in the same look, and looks come one after the other.

mod aside;
mod attempt;
mod look;
mod source;
mod watch;
mod world;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::task::JoinHandle;

use self::{aside::Aside, watch::Watch};
pub use self::{
    attempt::{Attempt, Outcome},
    source::{Look, Print, Source},
};
use super::{Fault, Handle, supervise::Stop};
use crate::{
    conversation::{Accepted, FileNews, Lines},
    ids::{RevisionId, ShopId},
    shop::Revision,
    time::{Clock, SystemClock, Timestamp},
};

/// What is wrong or gone is looked at again after this before it is believed: a file may be half written.
const SECOND_LOOK: Duration = Duration::from_secs(1);
/// Files are read so often whatever the file system says: network drives and full watch tables say nothing.
const POLL: Duration = Duration::from_secs(5);

/// Keeps the shops of both worlds at what their files say.
#[derive(Clone)]
pub struct Reloader(Arc<Inner>);

struct Inner {
    source: Arc<dyn Source>,
    aside: Aside,
    clock: Arc<dyn Clock>,
    worlds: Mutex<Worlds>,
    looks: tokio::sync::Mutex<BTreeMap<ShopId, Seen>>,
    attempts: Mutex<BTreeMap<ShopId, Attempt>>,
}

#[derive(Clone, Default)]
struct Worlds {
    live: Option<Handle>,
    play: Option<Handle>,
}

/// What the last look at a shop found.
#[derive(Default)]
struct Seen {
    print: Option<Print>,
    /// Something wrong that was seen once, and when.
    suspect: Option<(Print, Timestamp)>,
}

/// A reload that runs until it is stopped.
pub struct Following {
    stop: Stop,
    task: JoinHandle<()>,
}

/// How a look is meant.
struct Wish<'a> {
    /// Whether somebody asked for it: then nothing is skipped and nothing waits for a second look.
    asked: bool,
    /// A revision that is to be served although it looks like a slip.
    accept: Option<&'a RevisionId>,
}

impl Reloader {
    pub fn new(source: Arc<dyn Source>) -> Reloader {
        Reloader(Arc::new(Inner {
            source,
            aside: Aside::new(),
            clock: Arc::new(SystemClock::default()),
            worlds: Mutex::default(),
            looks: tokio::sync::Mutex::default(),
            attempts: Mutex::default(),
        }))
    }

    /// The world in which real shops run, the one in which shops play, and what came of the folders at the start. A
    /// folder that is not named here is looked at as one that has changed.
    pub async fn attach(&self, live: Option<Handle>, play: Option<Handle>, opened: Vec<(ShopId, Print, Outcome)>) {
        *lock(&self.0.worlds) = Worlds { live, play };
        let mut looks = self.0.looks.lock().await;
        for (shop, print, outcome) in opened {
            self.note(&shop, outcome);
            looks.entry(shop).or_default().print = Some(print);
        }
    }

    /// What came of the last attempt at each shop.
    pub fn attempts(&self) -> BTreeMap<ShopId, Attempt> {
        lock(&self.0.attempts).clone()
    }

    /// Looks at all shops whenever a file may have changed.
    pub fn follow(&self, root: PathBuf) -> Following {
        let (own, stop) = (self.clone(), Stop::new());
        let stopped = stop.clone();
        let task = tokio::spawn(async move {
            let mut watch = Watch::new(root);
            while let Some(hinted) = stopped.or(watch.next(own.pause().await)).await {
                // Watched anew before anything is read, so that what changes meanwhile is seen by one of both.
                watch.renew_after(hinted);
                own.look_at_all(false).await;
            }
        });
        Following { stop, task }
    }

    /// Looks at every shop whose folder is there or that runs. `asked`: also at what has not changed.
    pub async fn look_at_all(&self, asked: bool) {
        let source = self.0.source.clone();
        let Ok(Ok(mut shops)) = self.0.aside.run(move || source.shops()).await else {
            return;
        };
        shops.extend(self.running().map(|(shop, _, _)| shop));
        shops.sort();
        shops.dedup();
        for shop in shops {
            let wish = Wish { asked, accept: None };
            if let Err(fault) = self.look(&shop, &wish).await {
                tracing::error!("{shop}: {fault}");
            }
        }
    }

    /// Looks at one shop because somebody asked; what serves then.
    pub async fn reload(&self, shop: &ShopId, accept: Option<&RevisionId>) -> Result<RevisionId, Fault> {
        self.look(shop, &Wish { asked: true, accept }).await?;
        let serving = self.serving(shop).map(|(_, revision, _)| revision.id.clone());
        serving.ok_or_else(|| Fault::UnknownShop { shop: shop.to_string() })
    }

    /// Serves a revision that was held back, if the folder still holds it.
    pub(super) async fn accept(&self, shop: &ShopId, revision: &RevisionId) -> Accepted {
        let serves = || {
            self.serving(shop)
                .is_some_and(|(_, serving, _)| serving.id == *revision)
        };
        if serves() {
            return Accepted::Before;
        }
        let folder = self.folders(vec![shop.clone()]).await;
        if folder.iter().all(|(_, found)| found != revision) {
            return Accepted::Changed;
        }
        match self.reload(shop, Some(revision)).await {
            Ok(_) if serves() => Accepted::Served,
            Ok(_) | Err(Fault::Command(_)) => Accepted::Changed,
            Err(fault) => {
                tracing::error!("{shop}: {fault}");
                Accepted::NotNow
            }
        }
    }

    /// Lets go of the worlds, which know whom to ask for files.
    pub fn detach(&self) {
        *lock(&self.0.worlds) = Worlds::default();
    }

    /// Serves a revision that served before, until the files change again.
    pub async fn roll_back(&self, shop: &ShopId, revision: &RevisionId) -> Result<RevisionId, Fault> {
        // No look may come between: it would serve the files again.
        let mut looks = self.0.looks.lock().await;
        let Some((world, before, play)) = self.serving(shop) else {
            return Err(Fault::UnknownShop { shop: shop.to_string() });
        };
        let mut start = self.kept(&world, shop, revision, play, false).await?;
        let lines = self.differences(&before, &start.revision).await?;
        let (source, id) = (self.0.source.clone(), shop.clone());
        let folder = self.0.aside.run(move || source.print(&id)).await;
        start.instead_of = folder.ok().flatten();
        self.swap(&world, &start).await?;
        looks.entry(shop.clone()).or_default().print = start.instead_of;
        self.note(shop, Outcome::RolledBack);
        let lines = Lines::of(lines.iter());
        if before.id != start.revision.id {
            let revision = start.revision.id.to_string();
            world.tell_staff(shop, FileNews::RolledBack { revision, lines }).await?;
        }
        Ok(start.revision.id.clone())
    }

    async fn pause(&self) -> Duration {
        let looks = self.0.looks.lock().await;
        let doubted = looks.values().any(|seen| seen.suspect.is_some());
        if doubted { SECOND_LOOK } else { POLL }
    }

    /// The worlds that run, each with whether shops only play there.
    fn all_worlds(&self) -> impl Iterator<Item = (Handle, bool)> {
        let Worlds { live, play } = lock(&self.0.worlds).clone();
        let worlds = [(live, false), (play, true)].into_iter();
        worlds.filter_map(|(world, play)| Some((world?, play)))
    }

    /// The worlds that run.
    pub fn worlds(&self) -> impl Iterator<Item = Handle> {
        self.all_worlds().map(|(world, _)| world)
    }

    /// What the folders of these shops hold now; a folder that cannot be read is left out.
    pub(super) async fn folders(&self, shops: Vec<ShopId>) -> Vec<(ShopId, RevisionId)> {
        let source = self.0.source.clone();
        let read = move || {
            let read = shops.iter().filter_map(|shop| {
                let revision = source.revision(shop)?;
                Some((shop.clone(), revision))
            });
            read.collect()
        };
        self.0.aside.run(read).await.unwrap_or_default()
    }

    fn running(&self) -> impl Iterator<Item = (ShopId, Handle, bool)> {
        self.all_worlds().flat_map(|(world, play)| {
            let shops = world.open_shops();
            shops.into_iter().map(move |shop| (shop, world.clone(), play))
        })
    }

    fn serving(&self, shop: &ShopId) -> Option<(Handle, Arc<Revision>, bool)> {
        let (_, world, play) = self.running().find(|(running, _, _)| running == shop)?;
        let revision = world.revision(shop)?;
        Some((world, revision, play))
    }
}

impl Following {
    /// A look that has begun runs to its end.
    pub async fn stop(self) {
        self.stop.give();
        let _ = self.task.await;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
