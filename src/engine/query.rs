//! The answer to a pre-checkout query. Each query gets a task of its own the moment it arrives, and only that task
//! speaks: a yes once it is durable, a refusal as soon as it is decided, and a polite no by itself when neither came in
//! time. Telegram waits ten seconds; money moves on a yes, so a yes that comes late is not said at all.
//!
//! What became of a yes is a turn (`Event::Answered`). A hold is released only when Telegram has certainly not taken
//! the yes: after an answer that may have arrived, the same "too old" can mean "your first yes was taken".

use std::{sync::Arc, time::Duration};

use tokio::sync::oneshot;

use super::shop::RunningShop;
use crate::{
    conversation::Event,
    failpoint,
    ids::{OrderId, QueryId},
    order::Refusal,
    shop::Language,
    telegram::ApiFault,
    time::Timestamp,
};

/// The polite no leaves by itself this long after the query arrived.
const GUARD_AFTER: Duration = Duration::from_secs(8);
/// No yes leaves later than this after the query arrived.
pub(super) const YES_WITHIN: Duration = Duration::from_millis(8500);
/// Telegram forgets the query this long after it asked.
const TELEGRAM_WAITS: Duration = Duration::from_secs(10);
/// Between two tries of one answer.
const PAUSE: Duration = Duration::from_millis(250);

/// What is to be said to a query.
pub(super) enum Verdict {
    /// The order holds the yes, durably.
    Yes(OrderId),
    /// A yes that rides in the answer to a request.
    Rides,
    No(Refusal, Language),
    /// This query was answered before.
    Nothing,
}

/// The writer's end: tells the task that answers what to say. The first word counts.
pub(super) struct Asker(Option<oneshot::Sender<Verdict>>);

impl Asker {
    /// Whether the word was taken; a task that has spoken takes none.
    pub(super) fn tell(&mut self, verdict: Verdict) -> bool {
        self.0.take().is_some_and(|asker| asker.send(verdict).is_ok())
    }
}

/// One query that waits for its answer.
struct Query {
    shop: Arc<RunningShop>,
    id: QueryId,
    arrived: Timestamp,
    language: Language,
    past: Past,
}

/// What is known of earlier words to a query.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Past {
    Silent,
    /// A yes was committed before a restart and may have left: no refusal by Telegram can prove that it did not.
    PerhapsYes,
}

/// How an answer ended.
enum End {
    Taken,
    /// Telegram certainly did not take it.
    NotTaken,
    /// It may have been taken.
    Unclear,
}

/// Starts the task that will answer this query, exactly once.
pub(super) fn watch(shop: &Arc<RunningShop>, id: QueryId, arrived: Timestamp, language: Language) -> Asker {
    let shop = shop.clone();
    start(Query {
        shop,
        id,
        arrived,
        language,
        past: Past::Silent,
    })
}

/// Says a yes again that was committed before a restart.
pub(super) fn say_again(shop: &Arc<RunningShop>, id: QueryId, arrived: Timestamp, order: OrderId) {
    let language = shop.revision.load().shop.language(None).clone();
    let shop = shop.clone();
    let mut asker = start(Query {
        shop,
        id,
        arrived,
        language,
        past: Past::PerhapsYes,
    });
    // The task holds its end until the word is there, so the word is always taken.
    let taken = asker.tell(Verdict::Yes(order));
    debug_assert!(taken, "a fresh task listens");
}

fn start(query: Query) -> Asker {
    let (asker, verdict) = oneshot::channel();
    let busy = query.shop.ground.busy.token();
    // Boxed: a task that holds a whole call is large, and the runtime moves it more than once.
    tokio::spawn(Box::pin(async move {
        query.answer(verdict).await;
        drop(busy);
    }));
    Asker(Some(asker))
}

/// Has the yes of a durable hold said by a call.
pub(super) fn say_yes(shop: &Arc<RunningShop>, id: QueryId, order: OrderId, asker: Option<Asker>) {
    if !asker.is_some_and(|mut asker| asker.tell(Verdict::Yes(order))) {
        // The task of this query has spoken already, and it was not a yes.
        release(shop, id, order);
    }
}

/// Lets go of a hold whose yes was never said.
pub(super) fn release(shop: &Arc<RunningShop>, id: QueryId, order: OrderId) {
    settle(shop, id, order, false);
}

fn settle(shop: &Arc<RunningShop>, query: QueryId, order: OrderId, taken: bool) {
    // Nobody waits for it; the turn itself counts as under way.
    drop(shop.submit(Event::Answered { order, query, taken }));
}

impl Query {
    async fn answer(&self, mut verdict: oneshot::Receiver<Verdict>) {
        let clock = &*self.shop.ground.clock;
        let patience = GUARD_AFTER.saturating_sub(clock.now().since(self.arrived));
        let said = tokio::select! {
            biased;
            said = &mut verdict => said.ok(),
            () = clock.sleep(patience) => {
                // A word that came at the last moment is in the channel already, or never will be.
                verdict.close();
                verdict.try_recv().ok()
            }
        };
        let said = match said {
            Some(Verdict::Yes(order)) => self.say_yes(order).await,
            Some(Verdict::No(refusal, language)) => self.say_no(&refusal, &language).await,
            Some(Verdict::Rides) => "yes",
            Some(Verdict::Nothing) => return,
            None => self.say_no(&Refusal::TryAgain, &self.language).await,
        };
        let took = clock.now().since(self.arrived);
        self.shop.ground.meters.pre_checkout(self.shop.id.as_str(), said, took);
    }

    /// A word for what Telegram was told.
    async fn say_yes(&self, order: OrderId) -> &'static str {
        if self.left(YES_WITHIN).is_none() {
            if self.past == Past::Silent {
                self.release(order);
            }
            return self.say_no(&Refusal::TryAgain, &self.language).await;
        }
        match self.deliver(None, YES_WITHIN).await {
            End::Taken => {
                failpoint::pass("pre.answer_sent");
                settle(&self.shop, self.id.clone(), order, true);
                return "yes";
            }
            End::NotTaken => self.release(order),
            End::Unclear => tracing::warn!(
                "{}: the yes to order {order} may not have reached Telegram; its goods stay reserved until the hold ends",
                self.shop.id
            ),
        }
        "none"
    }

    async fn say_no(&self, refusal: &Refusal, language: &Language) -> &'static str {
        let words = self.shop.refusal_words(refusal, language);
        // Nothing hangs on how a no ends: nothing is reserved and nothing is charged.
        match self.deliver(Some(words), TELEGRAM_WAITS).await {
            End::Taken => "no",
            End::NotTaken | End::Unclear => "none",
        }
    }

    fn release(&self, order: OrderId) {
        release(&self.shop, self.id.clone(), order);
    }

    /// What is left of a span that began when the query arrived.
    fn left(&self, span: Duration) -> Option<Duration> {
        let passed = self.shop.ground.clock.now().since(self.arrived);
        span.checked_sub(passed).filter(|left| !left.is_zero())
    }

    /// Sends the answer (a yes without words, a no with them) until it is known how it ended or time is up.
    async fn deliver(&self, words: Option<String>, within: Duration) -> End {
        let mut end = match self.past {
            Past::Silent => End::NotTaken,
            Past::PerhapsYes => End::Unclear,
        };
        while let Some(left) = self.left(within) {
            let bot = self.shop.bot();
            let answer = bot.answer_pre_checkout(&self.id, words.as_deref(), left).await;
            let pause = match answer {
                Ok(()) => return End::Taken,
                Err(ApiFault::NotSent(_)) => PAUSE,
                Err(ApiFault::Retry { after }) => after,
                Err(ApiFault::Unknown(_)) => {
                    end = End::Unclear;
                    PAUSE
                }
                Err(_) => return end,
            };
            self.shop.ground.clock.sleep(pause.min(left)).await;
        }
        end
    }
}
