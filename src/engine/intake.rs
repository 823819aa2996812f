//! How updates come in: getUpdates by long poll, each answer durable before the next call acknowledges it. The offset
//! lives in memory alone: a start asks without one and gets again what was never acknowledged; the inbox knows what was
//! handled. Ids may start anew at any number, so an update is never judged by "lower than the last".

use std::{
    collections::HashSet,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

use super::{
    Fault, query,
    shop::RunningShop,
    supervise::{Backoff, jittered},
    task::Done,
};
use crate::{
    conversation::Event,
    failpoint,
    ids::UpdateId,
    store::InboxRow,
    telegram::{self, ApiFault, RawUpdate, UPDATES_MAX},
    time::Timestamp,
};

/// The longest wait that Telegram grants.
pub(super) const LONG_POLL: Duration = Duration::from_secs(50);
/// Telegram cuts an answer near 4 MiB: one this big may have left updates behind.
const WHOLE_ANSWER_BYTES_MAX: usize = 3 * 1024 * 1024;
/// When updates take longer than this to become durable, the ones after them are looked at all the same.
const LOOK_AHEAD_AFTER: Duration = Duration::from_secs(1);
/// Updates that are replayed in one go.
const PAGE: i64 = 256;
/// An empty answer that comes sooner did not wait for anything.
const HASTE: Duration = Duration::from_millis(50);
const HASTY_MAX: u32 = 20;
const BACKOFF_MIN: Duration = Duration::from_secs(1);
const BACKOFF_MAX: Duration = Duration::from_secs(60);
/// Two pollers that restart each other help nobody.
const CONFLICT_PAUSE: Duration = Duration::from_secs(30);

/// Fetches the updates of one shop.
pub(super) struct Poller {
    shop: Arc<RunningShop>,
    offset: Option<UpdateId>,
    /// How often in a row an answer was empty although it did not wait.
    hasty: u32,
}

/// What one call of getUpdates gave.
struct Answer {
    sent: Timestamp,
    updates: Vec<RawUpdate>,
    last: Option<UpdateId>,
    /// Whether it left nothing behind.
    whole: bool,
}

/// Updates that were given to the writer and are not acknowledged yet.
#[derive(Default)]
struct Unacknowledged {
    ids: HashSet<UpdateId>,
    waiting: Vec<oneshot::Receiver<Done>>,
}

/// Fetches until the shop closes or its token is refused.
pub(super) async fn run(shop: Arc<RunningShop>) {
    let mut poller = Poller::new(shop.clone());
    let mut backoff = Backoff::new(BACKOFF_MIN, BACKOFF_MAX);
    let mut ready = false;
    while !shop.closed.is_given() {
        let done = if ready {
            shop.closed.or(poller.step(LONG_POLL)).await
        } else {
            shop.closed.or(poller.begin()).await.map(|begun| begun.map(|()| 0))
        };
        let pause = match done {
            None => return,
            Some(Ok(_)) => {
                ready = true;
                backoff.reset();
                shop.health.fine(shop.id.as_str());
                continue;
            }
            Some(Err(fault)) => {
                shop.health.fault(shop.id.as_str(), &fault);
                match fault {
                    Fault::TokenRefused { .. } | Fault::Stopping => return shop.closed.give(),
                    Fault::Telegram {
                        fault: ApiFault::Retry { after },
                        ..
                    } => after.max(BACKOFF_MIN),
                    Fault::Telegram {
                        fault: ApiFault::Conflict(_),
                        ..
                    } => jittered(CONFLICT_PAUSE),
                    _ => backoff.next(),
                }
            }
        };
        if shop.closed.sleep(&*shop.ground.clock, pause).await {
            return;
        }
    }
}

impl Poller {
    pub(super) fn new(shop: Arc<RunningShop>) -> Poller {
        Poller {
            shop,
            offset: None,
            hasty: 0,
        }
    }

    /// Introduces the bot, then handles what an earlier run stored and did not finish.
    pub(super) async fn begin(&mut self) -> Result<(), Fault> {
        let bot = self.shop.bot();
        let me = bot.get_me().await.map_err(|fault| self.fault("getMe", fault))?;
        if me.id != self.shop.bot_id {
            return Err(Fault::OtherBot {
                shop: self.shop.id.clone(),
            });
        }
        self.shop.introduce(me.username);
        bot.delete_webhook()
            .await
            .map_err(|fault| self.fault("deleteWebhook", fault))?;
        let revision = self.shop.revision.load_full();
        if let Err(fault) = telegram::set_commands(&bot, &revision).await {
            tracing::warn!("{}: the menu of commands was not set: {fault}", self.shop.id);
        }
        self.replay().await
    }

    /// Fetches once; returns once every update is durable, and only then moves the offset on. While that takes long (the
    /// disk is full or slow) it looks ahead without acknowledging: who presses Pay meanwhile must hear a no in time.
    pub(super) async fn step(&mut self, wait: Duration) -> Result<usize, Fault> {
        let started = Instant::now();
        let mut answer = self.fetch(wait).await?;
        self.expect_patience(answer.updates.len(), started.elapsed(), wait)?;
        let mut open = Unacknowledged::default();
        let mut late = Duration::ZERO;
        loop {
            self.take_in(std::mem::take(&mut answer.updates), late, &mut open)?;
            if let Some(durable) = self.durable(&mut open.waiting).await {
                durable?;
                break;
            }
            late = LOOK_AHEAD_AFTER;
            // What cannot be fetched now is fetched by the next step.
            answer = self.fetch(Duration::ZERO).await.unwrap_or(answer);
        }
        if let Some(last) = answer.last {
            self.offset = Some(UpdateId(last.0.saturating_add(1)));
        }
        if answer.whole {
            self.shop.set_caught_up(answer.sent);
        }
        Ok(open.ids.len())
    }

    /// A server that never lets us wait would be asked thousands of times a second. Nothing was fetched where this fails.
    fn expect_patience(&mut self, count: usize, took: Duration, wait: Duration) -> Result<(), Fault> {
        let hasty = count == 0 && took < HASTE && wait > HASTE;
        self.hasty = if hasty { self.hasty + 1 } else { 0 };
        if self.hasty < HASTY_MAX {
            return Ok(());
        }
        self.hasty = 0;
        let words = "it answers at once with nothing, again and again, instead of waiting for updates";
        Err(self.fault("getUpdates", ApiFault::Unknown(words.into())))
    }

    async fn fetch(&self, wait: Duration) -> Result<Answer, Fault> {
        let sent = self.shop.ground.clock.now();
        let bot = self.shop.bot();
        let body = bot.get_updates(self.offset, UPDATES_MAX, wait).await;
        let body = body.map_err(|fault| self.fault("getUpdates", fault))?;
        let updates = telegram::read_batch(&body).map_err(|fault| self.fault("getUpdates", fault))?;
        if !updates.is_empty() {
            failpoint::pass("intake.fetched");
        }
        Ok(Answer {
            sent,
            last: updates.last().map(|update| update.update_id),
            whole: updates.len() < UPDATES_MAX && body.len() < WHOLE_ANSWER_BYTES_MAX,
            updates,
        })
    }

    /// Gives to the writer what it does not have yet; it may have waited at Telegram for as long as `late`.
    fn take_in(&self, updates: Vec<RawUpdate>, late: Duration, open: &mut Unacknowledged) -> Result<(), Fault> {
        let received_at = self.shop.ground.clock.now().minus(late);
        for update in updates {
            if !open.ids.insert(update.update_id) {
                continue;
            }
            let row = InboxRow {
                bot: self.shop.bot_id,
                update: update.update_id,
                raw: update.raw,
                received_at,
                tries: 0,
            };
            open.waiting.push(self.hand_over(row)?);
        }
        Ok(())
    }

    /// `None` where that takes long.
    async fn durable(&self, waiting: &mut Vec<oneshot::Receiver<Done>>) -> Option<Result<(), Fault>> {
        tokio::select! {
            biased;
            durable = all_durable(waiting) => Some(durable),
            () = self.shop.ground.clock.sleep(LOOK_AHEAD_AFTER) => None,
        }
    }

    /// Gives one update to the writer. A query gets its answering task before anything else can take time.
    fn hand_over(&self, row: InboxRow) -> Result<oneshot::Receiver<Done>, Fault> {
        let event = telegram::event(&row.raw);
        if event == Event::Nothing && telegram::holds_money(&row.raw) {
            return Ok(self.shop.set_aside(event, row));
        }
        let asker = match &event {
            Event::PreCheckout(asked, person) => {
                let revision = self.shop.revision.load();
                let language = revision.shop.language(person.language_code.as_deref()).clone();
                Some(query::watch(&self.shop, asked.query.clone(), row.received_at, language))
            }
            _ => None,
        };
        self.shop.submit_update(event, row, asker)
    }

    /// Handles the owed rows of the inbox, page by page, before new updates are fetched.
    async fn replay(&self) -> Result<(), Fault> {
        let mut after = UpdateId(i64::MIN);
        loop {
            let rows = self
                .shop
                .ground
                .reader
                .inbox_owed(self.shop.bot_id, after, PAGE)
                .await?;
            let Some(last) = rows.last().map(|row| row.update) else {
                return Ok(());
            };
            let waiting = rows.into_iter().map(|row| self.hand_over(row));
            all_durable(&mut waiting.collect::<Result<Vec<_>, _>>()?).await?;
            after = last;
        }
    }

    fn fault(&self, doing: &'static str, fault: ApiFault) -> Fault {
        match fault {
            ApiFault::Unauthorized => Fault::TokenRefused {
                shop: self.shop.id.clone(),
            },
            fault => Fault::Telegram { doing, fault },
        }
    }
}

/// A turn that failed is stored as such; a turn that was lost is not, and its update must come again.
async fn all_durable(waiting: &mut Vec<oneshot::Receiver<Done>>) -> Result<(), Fault> {
    while let Some(done) = waiting.last_mut() {
        done.await.map_err(|_| Fault::Lost)?;
        waiting.pop();
    }
    Ok(())
}
