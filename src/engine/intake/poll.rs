//! Updates by long poll: each answer of getUpdates is durable before the next call acknowledges it. The offset
//! lives in memory alone: a start asks without one and gets again what was never acknowledged; the inbox knows what was
//! handled. Ids may start anew at any number, so an update is never judged by "lower than the last".
//!
//! A start asks without waiting until nothing is left behind: then it is known at once that the shop has seen all, and
//! not only when the first long poll ends.

use std::{
    collections::HashSet,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

use super::{
    super::{
        Fault,
        shop::RunningShop,
        supervise::Busy,
        task::{Done, Riders},
    },
    all_durable, hand_over, told,
};
use crate::{
    failpoint,
    ids::UpdateId,
    store::InboxRow,
    telegram::{self, ApiFault, RawUpdate, UPDATES_MAX},
    time::{Clock, Timestamp},
};

/// Telegram cuts an answer near 4 MiB: one this big may have left updates behind.
const WHOLE_ANSWER_BYTES_MAX: usize = 3 * 1024 * 1024;
/// The longest wait that Telegram grants.
const LONG_POLL: Duration = Duration::from_secs(50);
/// Telegram gives one update at most to who asks again with the same offset so soon after an answer.
const SAME_AGAIN: Duration = Duration::from_millis(500);
/// When updates take longer than this to become durable, the ones after them are looked at all the same.
const LOOK_AHEAD_AFTER: Duration = Duration::from_secs(1);
/// The same while a question to the shop's rules is under way: a slow rule is nobody's fault but its own.
const LOOK_AHEAD_WHILE_ASKING: Duration = Duration::from_millis(50);
/// An empty answer that comes sooner did not wait for anything.
const HASTE: Duration = Duration::from_millis(50);
const HASTY_MAX: u32 = 20;

/// Fetches the updates of one shop.
pub(super) struct Poller {
    shop: Arc<RunningShop>,
    offset: Option<UpdateId>,
    asked: Asked,
    /// Whether an answer since the start left nothing behind.
    up_to_date: bool,
    /// How often in a row an answer was empty although it did not wait.
    hasty: u32,
}

/// Whether Telegram was asked with the present offset before.
#[derive(Clone, Copy)]
enum Asked {
    Never,
    /// And answered then.
    Until(Instant),
    /// By an earlier run perhaps, or by a call whose end nobody saw.
    Perhaps,
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

impl Asked {
    /// Whether the next answer may be cut to one update.
    fn cuts_the_next(self) -> bool {
        match self {
            Asked::Never => false,
            Asked::Until(answered) => answered.elapsed() < SAME_AGAIN,
            Asked::Perhaps => true,
        }
    }
}

impl Poller {
    pub(super) fn new(shop: Arc<RunningShop>) -> Poller {
        Poller {
            shop,
            offset: None,
            asked: Asked::Perhaps,
            up_to_date: false,
            hasty: 0,
        }
    }

    /// Takes a webhook away, so that Telegram lets updates be fetched.
    pub(super) async fn begin(&mut self) -> Result<(), Fault> {
        let gone = self.shop.bot().delete_webhook().await;
        gone.map_err(|fault| self.fault("deleteWebhook", fault))
    }

    /// Fetches once; returns once every update is durable, and only then moves the offset on. While that takes long (the
    /// disk is full or slow, or a rule is) it looks ahead without acknowledging: who presses Pay meanwhile must hear a no
    /// in time.
    pub(super) async fn step(&mut self) -> Result<(), Fault> {
        let wait = if self.up_to_date { LONG_POLL } else { Duration::ZERO };
        let started = Instant::now();
        let mut answer = self.fetch(wait).await?;
        self.expect_patience(answer.updates.len(), started.elapsed(), wait)?;
        let mut open = Unacknowledged::default();
        let mut late = Duration::ZERO;
        loop {
            self.take_in(std::mem::take(&mut answer.updates), late, &mut open)?;
            late = match self.durable(&mut open.waiting).await {
                Ok(durable) => break durable?,
                Err(waited) => waited,
            };
            // What cannot be fetched now is fetched by the next step.
            answer = self.fetch(Duration::ZERO).await.unwrap_or(answer);
        }
        if let Some(last) = answer.last {
            self.offset = Some(UpdateId(last.0.saturating_add(1)));
            self.asked = Asked::Never;
        }
        if answer.whole {
            self.up_to_date = true;
            self.shop.set_caught_up(answer.sent);
        }
        Ok(())
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

    async fn fetch(&mut self, wait: Duration) -> Result<Answer, Fault> {
        let sent = self.shop.ground.clock.now();
        let cut = self.asked.cuts_the_next();
        self.asked = Asked::Perhaps;
        let bot = self.shop.bot();
        let body = bot.get_updates(self.offset, UPDATES_MAX, wait).await;
        let body = body.map_err(|fault| self.fault("getUpdates", fault))?;
        self.asked = Asked::Until(Instant::now());
        let updates = telegram::read_batch(&body).map_err(|fault| self.fault("getUpdates", fault))?;
        let may_be_more = updates.len() == UPDATES_MAX || (cut && updates.len() == 1);
        if !updates.is_empty() {
            failpoint::pass("intake.fetched");
        }
        Ok(Answer {
            sent,
            last: updates.last().map(|update| update.update_id),
            whole: !may_be_more && body.len() < WHOLE_ANSWER_BYTES_MAX,
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
            self.shop.ground.meters.update(self.shop.id.as_str());
            let row = InboxRow {
                bot: self.shop.bot_id,
                update: update.update_id,
                raw: update.raw,
                received_at,
                tries: 0,
            };
            let event = telegram::event(&row.raw);
            open.waiting.push(hand_over(&self.shop, event, row, Riders::None)?);
        }
        Ok(())
    }

    /// `Err` with the time that was waited where that takes long.
    async fn durable(&self, waiting: &mut Vec<oneshot::Receiver<Done>>) -> Result<Result<(), Fault>, Duration> {
        tokio::select! {
            biased;
            durable = all_durable(waiting) => Ok(durable),
            waited = patience(&*self.shop.ground.clock, &self.shop.asking) => Err(waited),
        }
    }

    fn fault(&self, doing: &'static str, fault: ApiFault) -> Fault {
        told(&self.shop, doing, fault)
    }
}

/// Waits until it is time to look ahead, and says how long that was.
async fn patience(clock: &dyn Clock, asking: &Busy) -> Duration {
    clock.sleep(LOOK_AHEAD_WHILE_ASKING).await;
    if !asking.is_idle() {
        return LOOK_AHEAD_WHILE_ASKING;
    }
    clock
        .sleep(LOOK_AHEAD_AFTER.saturating_sub(LOOK_AHEAD_WHILE_ASKING))
        .await;
    LOOK_AHEAD_AFTER
}

#[cfg(test)]
mod tests {
    use std::{future::Future, pin::Pin, task::Poll};

    use super::*;
    use crate::time::HandClock;

    async fn look(patience: &mut Pin<Box<impl Future<Output = Duration>>>) -> Poll<Duration> {
        std::future::poll_fn(|context| Poll::Ready(patience.as_mut().poll(context))).await
    }

    /// Who asks a slow rule holds up the others of that shop for a moment; a slow disk holds up everybody.
    #[tokio::test]
    async fn others_are_looked_at_soon_where_a_rule_thinks() {
        let clock = HandClock::at(Timestamp(0));
        let asking = Busy::default();
        let question = asking.token();
        let mut soon = Box::pin(patience(&clock, &asking));
        assert_eq!(look(&mut soon).await, Poll::Pending);
        clock.advance(LOOK_AHEAD_WHILE_ASKING);
        assert_eq!(look(&mut soon).await, Poll::Ready(LOOK_AHEAD_WHILE_ASKING));
        drop(question);
        let mut later = Box::pin(patience(&clock, &asking));
        assert_eq!(look(&mut later).await, Poll::Pending);
        clock.advance(LOOK_AHEAD_WHILE_ASKING);
        assert_eq!(look(&mut later).await, Poll::Pending);
        clock.advance(LOOK_AHEAD_AFTER);
        assert_eq!(look(&mut later).await, Poll::Ready(LOOK_AHEAD_AFTER));
    }
}
