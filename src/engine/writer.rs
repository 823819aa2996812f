//! The one task that writes. A step takes what waits (at most 256 turns, pre-checkouts first, a fair share per shop),
//! lets `store` load, decide and commit it, and only then lets anything leave: answers, messages, acknowledgements.
//! The exception is a refusal, which promises nothing: it leaves the moment it is decided.
//!
//! Where the machine is at fault (disk full, I/O), no turn is to blame: the batch goes back to the head of the queue
//! and is tried again for ever, while the queries in it say their polite no by themselves.

use std::{sync::Arc, time::Duration};

use tokio::sync::oneshot;

use super::{
    Fault, query,
    query::{Asker, Verdict},
    queue::Urgency,
    shop::{Ground, RunningShop},
    supervise::{Backoff, Health, Token},
};
use crate::{
    conversation::{Change, Decision, Effect, Event},
    ids::{ShopId, Sku},
    order::Refusal,
    shop::Revision,
    store::{Job, Outcome, Store, StoreError},
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

/// A turn with those who wait for it.
pub(super) struct Task {
    pub(super) shop: Arc<RunningShop>,
    pub(super) job: Job,
    pub(super) asker: Option<Asker>,
    pub(super) reply: oneshot::Sender<Done>,
    /// Counts it as under way.
    pub(super) _busy: Token,
}

/// How a turn ended, durably.
pub(super) enum Done {
    Decided(Vec<Change>),
    /// It was handled before.
    Seen,
    /// It is stored and will be tried again, or is a dead letter.
    Failed,
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
        revision: Arc<Revision>,
        files: String,
        at: Timestamp,
        reply: oneshot::Sender<Result<(), StoreError>>,
    },
    /// Forgets updates that were handled before this time.
    Prune { before: Timestamp },
}

/// The only owner of the store's writing end.
pub(super) struct Writer {
    store: Store,
    ground: Arc<Ground>,
}

/// Takes steps until the queue is closed and empty, or the world stops while the machine is at fault.
pub(super) async fn run(writer: Arc<tokio::sync::Mutex<Writer>>, ground: Arc<Ground>) {
    let health = Health::default();
    let mut backoff = Backoff::new(RETRY_MIN, RETRY_MAX);
    while ground.queue.ready().await {
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
        let jobs = tasks.iter().map(|task| task.job.clone()).collect();
        let clock = self.ground.clock.clone();
        let mut decided = |index: usize, decision: &Decision| {
            if let Some(task) = tasks.get_mut(index) {
                task.refuse_at_once(decision);
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
            Err(error) => {
                self.put_back(tasks);
                Err(error)
            }
        }
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
                revision,
                files,
                at,
                reply,
            } => {
                let (shop, id) = (&revision.shop.id, &revision.id);
                drop(reply.send(self.store.save_revision(shop, id, &files, at).await));
            }
            Errand::Prune { before } => {
                if let Err(error) = self.store.prune(before).await {
                    tracing::warn!("old updates could not be forgotten: {error}");
                }
            }
        }
    }
}

/// Pre-checkouts have ten seconds, everything else has time.
pub(super) fn urgency(event: &Event) -> Urgency {
    match event {
        Event::PreCheckout(..) => Urgency::PreCheckout,
        _ => Urgency::Ordinary,
    }
}

impl Task {
    /// A refusal promises nothing, so it need not wait for the commit.
    fn refuse_at_once(&mut self, decision: &Decision) {
        for effect in &decision.effects {
            if let Effect::AnswerPreCheckout {
                verdict: Err(refusal),
                language,
                ..
            } = effect
                && let Some(mut asker) = self.asker.take()
            {
                asker.tell(Verdict::No(refusal.clone(), language.clone()));
            }
        }
    }

    /// What a turn decided is durable now: people may see it.
    fn settle(mut self, outcome: Outcome) {
        match outcome {
            Outcome::Decided(decision) => self.publish(decision),
            Outcome::Seen => {
                self.tell(Verdict::Nothing);
                drop(self.reply.send(Done::Seen));
            }
            Outcome::Failed { tries, dead } => self.failed(tries, dead),
        }
    }

    fn publish(mut self, decision: Decision) {
        if decision.changes.iter().any(|change| matches!(change, Change::Owe(_))) {
            self.shop.parcels.look_again();
        }
        for change in &decision.changes {
            if let Change::Revive { chat, .. } = change {
                self.shop.parcels.revive(*chat);
            }
        }
        for effect in decision.effects {
            match effect {
                Effect::AnswerPreCheckout {
                    query,
                    verdict: Ok(order),
                    ..
                } => {
                    if !self.tell(Verdict::Yes(order)) {
                        // The task of this query has spoken already, and it was not a yes.
                        query::release(&self.shop, query, order);
                    }
                }
                Effect::AnswerPreCheckout {
                    verdict: Err(refusal),
                    language,
                    ..
                } => {
                    self.tell(Verdict::No(refusal, language));
                }
                effect => {
                    let now = self.shop.ground.clock.now();
                    self.shop.parcels.passing(&self.job.turn.revision, effect, now);
                }
            }
        }
        drop(self.reply.send(Done::Decided(decision.changes)));
    }

    fn tell(&mut self, verdict: Verdict) -> bool {
        self.asker.take().is_some_and(|mut asker| asker.tell(verdict))
    }

    /// The turn itself is at fault: it is stored, and tried again until it is a dead letter.
    fn failed(mut self, tries: i64, dead: bool) {
        let language = self.shop.revision.load().shop.languages[0].clone();
        self.tell(Verdict::No(Refusal::TryAgain, language));
        let shop = self.shop.clone();
        if dead {
            tracing::error!(
                "{}: an update could not be handled; it is kept as a dead letter",
                shop.id
            );
            shop.parcels.look_again();
        } else if let Some(mut inbox) = self.job.inbox.take() {
            inbox.tries = tries;
            tokio::spawn(try_again(shop, self.job.turn.event, inbox));
        } else {
            tracing::error!(
                "{}: a turn of the engine itself failed: {:?}",
                shop.id,
                kind_of(&self.job.turn.event)
            );
        }
        drop(self.reply.send(Done::Failed));
    }
}

async fn try_again(shop: Arc<RunningShop>, event: Event, inbox: crate::store::InboxRow) {
    let seconds = 1_u64 << inbox.tries.clamp(0, 6);
    let clock = shop.ground.clock.clone();
    if !shop.closed.sleep(&*clock, Duration::from_secs(seconds)).await {
        // Where chance fails now the row stays owed, and the next start finds it.
        drop(shop.submit_update(event, inbox, None));
    }
}

/// The name of an event without what is in it.
fn kind_of(event: &Event) -> &'static str {
    match event {
        Event::Opened => "opened",
        Event::Due { .. } => "due",
        Event::Answered { .. } => "answered",
        Event::Delivered { .. } => "delivered",
        Event::Stock { .. } => "stock",
        _ => "update",
    }
}
