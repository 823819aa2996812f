//! One world: an engine instance with its own database file, clock, writer and order numbers, serving the shops that
//! run in it. `open` prepares everything and starts nothing; `start` lets the loops run; both drive the same steps.

use std::{future::Future, path::PathBuf, pin::pin, sync::Arc, time::Duration};

use tokio::{sync::Mutex, task::JoinHandle};

use super::{
    Fault, Handle, Meters, WorldName, control,
    delivery::Courier,
    expiry::{self, UPDATES_KEPT},
    lock::FolderLock,
    query,
    queue::Queue,
    reload::{Print, Reloader},
    shop::Ground,
    shops::{Shops, let_run},
    supervise::{Busy, Health, Stop, keep_alive},
    writer::{self, Writer},
};
use crate::{
    config::{Files, PublicUrl},
    failpoint,
    http::Http,
    ids::{ShopId, Sku},
    shop::{Revision, Secret},
    store::{Reader, Store},
    time::Clock,
};

/// How long a stop waits for what is under way.
const DRAIN_MAX: Duration = Duration::from_secs(9);
/// And how long for a batch that has begun.
const LAST_BATCH_MAX: Duration = Duration::from_secs(1);
/// Nobody waits any more for the answer to a query that arrived longer ago than this.
const QUERIES_WAIT: Duration = Duration::from_secs(10);

/// What a world is started with.
pub struct WorldOptions {
    /// The world's own folder: its database, lock and control socket.
    pub folder: PathBuf,
    /// Where the Bot API is.
    pub api_url: String,
    /// Where Telegram posts updates, which are to be handed to `Handle::door`; without it they are fetched.
    pub public_url: Option<PublicUrl>,
    /// Whether this is the sandbox: order numbers and receipts say so.
    pub play: bool,
    pub clock: Arc<dyn Clock>,
    /// Who reads a shop's files again, for commands and buttons.
    pub reloader: Option<Reloader>,
}

/// A checked shop with what its files may not hold.
pub struct ShopStart {
    pub revision: Arc<Revision>,
    /// The shop's files, kept so that the revision can be served without its folder.
    pub files: Files,
    pub bot_token: Secret,
    /// Empty for Stars.
    pub provider_token: String,
    /// The lines of its key pools; those that are known already are not counted again.
    pub keys: Vec<(Sku, Vec<String>)>,
    /// The state of the folder that a rollback set aside for it.
    pub instead_of: Option<Print>,
}

/// A running engine.
pub struct World {
    handle: Handle,
    folder: PathBuf,
    writer: Arc<Mutex<Writer>>,
    /// What may be cut off at any moment.
    rest: Vec<JoinHandle<()>>,
    writing: Option<JoinHandle<()>>,
    _lock: FolderLock,
}

impl World {
    /// Opens the world and lets it run.
    pub async fn start(options: WorldOptions, shops: Vec<ShopStart>) -> Result<World, Fault> {
        let mut world = World::open(options, &shops).await?;
        world.writing = Some(world.spawn_writer());
        world.say_yes_again().await?;
        world.handle.begin(&shops).await?;
        world.handle.shops.all().iter().for_each(let_run);
        world.spawn_rest();
        Ok(world)
    }

    /// Takes the folder's lock and opens its database; nothing runs and nobody is called.
    pub async fn open(options: WorldOptions, shops: &[ShopStart]) -> Result<World, Fault> {
        let lock = FolderLock::take(&options.folder)?;
        let mut store = Store::open(&options.folder.join("kiosk.db")).await?;
        store.prune_whole(options.clock.now().minus(UPDATES_KEPT)).await?;
        let http = Http::new().map_err(|fault| Fault::Command(fault.to_string()))?;
        let ground = Arc::new(Ground {
            clock: options.clock,
            http,
            api_url: options.api_url,
            public_url: options.public_url,
            play: options.play,
            reader: Reader::open(store.path()).await?,
            queue: Queue::new(),
            stop: Stop::new(),
            busy: Busy::default(),
            unsent: Busy::default(),
            reloader: options.reloader,
            writing: Health::default(),
            meters: Meters::new(WorldName::of(options.play))?,
        });
        let shops = Arc::new(Shops::new(&ground, shops)?);
        Ok(World {
            writer: Arc::new(Mutex::new(Writer::new(store, ground.clone()))),
            handle: Handle { ground, shops },
            folder: options.folder,
            rest: Vec::new(),
            writing: None,
            _lock: lock,
        })
    }

    /// For control verbs; outlives the world, and then refuses.
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Ends within seconds: nothing new is fetched, what was promised is said, what waits is written.
    pub async fn stop(mut self) {
        let mut tasks = Vec::new();
        for shop in self.handle.shops.all() {
            shop.closed.give();
            tasks.append(&mut shop.take_tasks());
        }
        let ground = self.handle.ground.clone();
        if tokio::time::timeout(DRAIN_MAX, self.drain(&mut tasks)).await.is_err() {
            tracing::warn!("stopped with work left over; the next start goes on with it");
        }
        failpoint::pass("shutdown.drain");
        ground.queue.close();
        ground.stop.give();
        if let Some(writing) = self.writing.take() {
            // Never aborted: a batch that has begun runs to its end.
            let _ = tokio::time::timeout(LAST_BATCH_MAX, writing).await;
        }
        for task in tasks.into_iter().chain(self.rest.drain(..)) {
            task.abort();
        }
        control::remove(&self.folder);
        // Whoever still holds the writer is cut off by the end of the process, which loses nothing.
        if let Some(writer) = Arc::into_inner(self.writer) {
            writer.into_inner().close().await;
        }
    }

    /// Sends that are on their way end, their marks and all turns are written, queries get their answers.
    async fn drain(&self, tasks: &mut Vec<JoinHandle<()>>) {
        for task in tasks.iter_mut() {
            let _ = task.await;
        }
        tasks.clear();
        self.handle.ground.busy.idle().await;
    }
}

/// Steps, for whoever drives an opened world by hand: a command without a running engine, a rehearsal, a test.
impl World {
    /// Writes what waits; says how many turns that were.
    pub async fn write(&self) -> Result<usize, Fault> {
        Ok(self.writer.lock().await.step().await?)
    }

    /// Does some work that needs the writer, such as a verb of the handle, and writes for it meanwhile.
    pub async fn drive<T>(&self, work: impl Future<Output = T>) -> Result<T, Fault> {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return Ok(done),
                _ = self.handle.ground.queue.ready() => {}
            }
            self.write().await?;
        }
    }

    /// Saves the revisions, imports keys and takes the counts, as a start does.
    pub async fn begin(&self, shops: &[ShopStart]) -> Result<(), Fault> {
        self.drive(self.handle.begin(shops)).await?
    }

    /// Looks once for holds and invoices that ran out.
    pub async fn expire(&self, shop: &ShopId) -> Result<usize, Fault> {
        let shop = self.handle.shops.find(shop)?;
        self.drive(expiry::step(&shop)).await?
    }

    /// Sends once what waits; a new courier begins with what the outbox holds.
    pub async fn deliver(&self, shop: &ShopId) -> Result<usize, Fault> {
        let mut courier = Courier::new(self.handle.shops.find(shop)?);
        self.drive(courier.step()).await?
    }
}

/// The tasks of a world.
impl World {
    fn spawn_writer(&self) -> JoinHandle<()> {
        let (writer, ground) = (self.writer.clone(), self.handle.ground.clone());
        let start = move || writer::run(writer.clone(), ground.clone());
        let ground = &self.handle.ground;
        tokio::spawn(keep_alive(
            "the writer".into(),
            ground.clock.clone(),
            ground.stop.clone(),
            start,
        ))
    }

    fn spawn_rest(&mut self) {
        if let Some(listener) = control::listen(&self.folder) {
            let serve = control::serve(listener, self.handle.clone());
            self.rest.push(tokio::spawn(serve));
        }
        self.rest.push(tokio::spawn(expiry::forget(self.handle.clone())));
    }

    /// Yeses that were committed before a crash and may not have left; their queries may still wait. Where it is too late
    /// for a yes, they hear a no.
    async fn say_yes_again(&self) -> Result<(), Fault> {
        let ground = &self.handle.ground;
        let since = ground.clock.now().minus(QUERIES_WAIT);
        for order in ground.reader.unanswered(since).await? {
            let (Ok(shop), Some(hold)) = (self.handle.shops.find(&order.shop), order.hold) else {
                continue;
            };
            query::say_again(&shop, hold.query, hold.since, order.id);
        }
        Ok(())
    }
}
