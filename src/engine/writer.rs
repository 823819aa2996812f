//! The one task that writes. A step takes what waits (at most 256 turns, pre-checkouts first, a fair share per shop),
//! lets `store` load, decide and commit it, and only then lets anything leave: answers, messages, acknowledgements.
//! The exception is a refusal, which promises nothing: it leaves the moment it is decided.
//!
//! Where the machine is at fault (disk full, I/O), no turn is to blame: what is not durable goes back to the head of the
//! queue and is tried again for ever, while the queries in it say their polite no by themselves.

use std::{sync::Arc, time::Duration};

use tokio::sync::oneshot;

use super::{
    Fault,
    shop::{Ground, RunningShop},
    supervise::Backoff,
    task::{Done, Task, refuse_at_once, urgency},
};
use crate::{
    conversation::Decision,
    ids::{RevisionId, ShopId, Sku},
    store::{Halted, Job, KeptFiles, Store, StoreError},
    time::Timestamp,
};

/// A bigger batch would make a pre-checkout wait longer and gains nothing.
const TURNS_PER_BATCH_MAX: usize = 256;
/// Between two tries while the machine is at fault.
const RETRY_MIN: Duration = Duration::from_millis(250);
const RETRY_MAX: Duration = Duration::from_secs(30);

/// What the writer is asked to do.
pub(super) enum Work {
    Turn(Box<Task>),
    Errand(Errand),
}

/// A write that no shop decides about.
pub(super) enum Errand {
    /// New lines of a key pool; answers how many were new.
    Keys {
        shop: ShopId,
        sku: Sku,
        texts: Vec<String>,
        at: Timestamp,
        reply: oneshot::Sender<Result<i64, StoreError>>,
    },
    /// The files of a revision, so that it can be served again without its folder.
    Revision {
        shop: ShopId,
        revision: RevisionId,
        files: KeptFiles,
        /// The state of the folder that a rollback set aside for it; else empty.
        instead_of: String,
        at: Timestamp,
        reply: oneshot::Sender<Result<(), StoreError>>,
    },
    /// A shop's folder is gone.
    BeginClosing {
        shop: ShopId,
        at: Timestamp,
        reply: oneshot::Sender<Result<(), StoreError>>,
    },
    /// And nothing can come for it any more.
    EndClosing {
        shop: ShopId,
        at: Timestamp,
        reply: oneshot::Sender<Result<(), StoreError>>,
    },
    /// Keeps an update as a dead letter that nobody can read and that may hold money.
    SetAside {
        shop: Arc<RunningShop>,
        job: Box<Job>,
        reply: oneshot::Sender<Done>,
    },
    /// Forgets a slice of what was kept long enough; says how much that was.
    Forget {
        /// Updates that were handled before this time.
        updates: Timestamp,
        /// Why customers heard yes or no before this time.
        reasons: Timestamp,
        reply: oneshot::Sender<u64>,
    },
}

/// The only owner of the store's writing end.
pub(super) struct Writer {
    store: Store,
    ground: Arc<Ground>,
}

/// Takes steps until the queue is closed and empty, or the world stops while the machine is at fault.
pub(super) async fn run(writer: Arc<tokio::sync::Mutex<Writer>>, ground: Arc<Ground>) {
    let health = &ground.writing;
    let mut backoff = Backoff::new(RETRY_MIN, RETRY_MAX);
    while ground.queue.ready().await {
        // Whoever is about to hand something in goes first: one batch more costs more than their turn.
        tokio::task::yield_now().await;
        // A step is never dropped half-way: no deadline and no select around it.
        match writer.lock().await.step().await {
            Ok(_) => {
                health.fine("the database");
                backoff.reset();
            }
            Err(error) => {
                health.fault("the database", &Fault::Store(error));
                if ground.stop.sleep(&*ground.clock, backoff.next()).await {
                    return;
                }
            }
        }
    }
}

impl Writer {
    pub(super) fn new(store: Store, ground: Arc<Ground>) -> Writer {
        Writer { store, ground }
    }

    /// Writes one batch of what waits; says how many turns it held.
    pub(super) async fn step(&mut self) -> Result<usize, StoreError> {
        let (errands, mut tasks) = self.take();
        for errand in errands {
            self.run_errand(errand).await;
        }
        if tasks.is_empty() {
            return Ok(0);
        }
        let (jobs, mut askers): (Vec<_>, Vec<_>) =
            tasks.iter_mut().map(|task| (&mut task.job, &mut task.asker)).unzip();
        let clock = self.ground.clock.clone();
        let mut decided = |index: usize, decision: &Decision| {
            if let Some(asker) = askers.get_mut(index) {
                refuse_at_once(asker, decision);
            }
        };
        match self.store.run(jobs, &*clock, &mut decided).await {
            Ok(outcomes) => {
                let count = tasks.len();
                for (task, outcome) in tasks.into_iter().zip(outcomes) {
                    task.settle(outcome);
                }
                Ok(count)
            }
            Err(Halted { error, outcomes }) => {
                let mut waiting = Vec::new();
                for (task, outcome) in tasks.into_iter().zip(outcomes) {
                    match outcome {
                        Some(outcome) => task.settle(outcome),
                        None => waiting.push(task),
                    }
                }
                self.put_back(waiting);
                Err(error)
            }
        }
    }

    /// Folds the write-ahead log into the database.
    pub(super) async fn close(self) {
        if let Err(error) = self.store.close().await {
            tracing::warn!("the database was not closed in order, which harms nothing: {error}");
        }
    }

    async fn forget(&mut self, updates: Timestamp, reasons: Timestamp) -> u64 {
        let gone = [
            self.store.prune(updates).await,
            self.store.forget_reasons(reasons).await,
        ];
        let counted = gone.into_iter().map(|gone| {
            gone.unwrap_or_else(|error| {
                tracing::warn!("what is old could not be forgotten: {error}");
                0
            })
        });
        counted.sum()
    }

    fn take(&self) -> (Vec<Errand>, Vec<Task>) {
        let (mut errands, mut tasks) = (Vec::new(), Vec::new());
        for work in self.ground.queue.take(TURNS_PER_BATCH_MAX) {
            match work {
                Work::Turn(task) => tasks.push(*task),
                Work::Errand(errand) => errands.push(errand),
            }
        }
        (errands, tasks)
    }

    fn put_back(&self, tasks: Vec<Task>) {
        let things = tasks.into_iter().map(|task| {
            let shop = task.shop.id.clone();
            let urgency = urgency(&task.job.turn.event);
            (shop, urgency, Work::Turn(Box::new(task)))
        });
        self.ground.queue.put_back(things.collect());
    }

    /// Who sent the errand hears how it went; nobody may be listening any more.
    async fn run_errand(&mut self, errand: Errand) {
        match errand {
            Errand::Keys {
                shop,
                sku,
                texts,
                at,
                reply,
            } => drop(reply.send(self.store.import_keys(&shop, &sku, &texts, at).await)),
            Errand::Revision {
                shop,
                revision,
                files,
                instead_of,
                at,
                reply,
            } => {
                let saved = self.store.save_revision(&shop, &revision, &files, &instead_of, at);
                drop(reply.send(saved.await));
            }
            Errand::BeginClosing { shop, at, reply } => drop(reply.send(self.store.begin_closing(&shop, at).await)),
            Errand::EndClosing { shop, at, reply } => drop(reply.send(self.store.end_closing(&shop, at).await)),
            Errand::SetAside { shop, job, reply } => match self.store.set_aside(&job, "it cannot be read").await {
                Ok(()) => {
                    // The staff is owed an alert now.
                    shop.parcels.look_again();
                    drop(reply.send(Done::Failed));
                }
                // Without an answer its update is not acknowledged, and comes again.
                Err(error) => tracing::error!("an update that nobody can read could not be kept: {error}"),
            },
            Errand::Forget {
                updates,
                reasons,
                reply,
            } => drop(reply.send(self.forget(updates, reasons).await)),
        }
    }
}
