//! getUpdates: who polls how, who waits, who is thrown out. Waiting goes by real time; lives of updates by the model's.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::answer::server_error;
use super::bot_api::unauthorized;
use crate::sandbox::api::{GetUpdates, Refusal};
use crate::sandbox::model::{Answer, Batch};
use crate::sandbox::shared::{Shared, lock};

/// The same offset again within this time gets one update at most.
const REPEAT_ONE: Duration = Duration::from_millis(500);
/// The same offset again within this time waits at least as long.
const REPEAT_WAIT: Duration = Duration::from_secs(3);
/// Conflict answers come at most this often.
const CONFLICT_EVERY: Duration = Duration::from_secs(3);
const CONFLICT: &str =
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";

/// How each bot has polled.
#[derive(Default)]
pub(crate) struct Polls(Mutex<HashMap<i64, Poll>>);

#[derive(Default)]
struct Poll {
    previous: Option<(i64, Instant)>,
    /// Counts long polls; who waits under an older number has lost.
    waiting: watch::Sender<u64>,
    next_conflict: Option<Instant>,
}

impl Polls {
    /// The limit and the timeout that this request really gets.
    fn pace(&self, bot: i64, ask: &GetUpdates, now: Instant) -> (usize, Duration) {
        let mut polls = lock(&self.0);
        let poll = polls.entry(bot).or_default();
        let timeout = Duration::from_secs(ask.timeout_s);
        let since = match poll.previous {
            Some((offset, at)) if offset == ask.offset => now.saturating_duration_since(at),
            _ => Duration::MAX,
        };
        poll.previous = Some((ask.offset, now));
        let limit = if since < REPEAT_ONE { 1 } else { ask.limit };
        (
            limit,
            if since < REPEAT_WAIT {
                timeout.max(REPEAT_WAIT)
            } else {
                timeout
            },
        )
    }

    /// Becomes the one long poll of this bot; the older one hears of it.
    fn enter(&self, bot: i64) -> watch::Receiver<u64> {
        let mut polls = lock(&self.0);
        let sender = &polls.entry(bot).or_default().waiting;
        sender.send_modify(|count| *count += 1);
        sender.subscribe()
    }

    /// How long the loser's answer is held back.
    fn conflict_delay(&self, bot: i64, now: Instant) -> Duration {
        let mut polls = lock(&self.0);
        let poll = polls.entry(bot).or_default();
        if poll.next_conflict.is_some_and(|at| now < at) {
            return CONFLICT_EVERY;
        }
        poll.next_conflict = Some(now + CONFLICT_EVERY);
        Duration::ZERO
    }
}

pub(super) async fn get_updates(shared: &Shared, token: &str, bot: i64, ask: GetUpdates) -> Result<Answer, Refusal> {
    let now = Instant::now();
    let (limit, timeout) = shared.polls.pace(bot, &ask, now);
    let mut bell = shared.bots.listen(bot);
    let mut batch = take(shared, token, &ask, limit)?;
    if !batch.is_empty || timeout.is_zero() {
        return Ok(answer(batch));
    }
    let mut long_poll = shared.polls.enter(bot);
    let deadline = now + timeout;
    while batch.is_empty {
        tokio::select! {
            biased;
            _ = long_poll.changed() => return Err(conflict(shared, bot).await),
            _ = bell.changed() => batch = take(shared, token, &ask, limit)?,
            () = tokio::time::sleep_until(deadline) => break,
        }
    }
    Ok(answer(batch))
}

/// Looked up by token each time: it may have been revoked while the request waited.
fn take(shared: &Shared, token: &str, ask: &GetUpdates, limit: usize) -> Result<Batch, Refusal> {
    let updates = shared.change(|model, now_ms| {
        let bot = model.bot_of(token).ok_or_else(unauthorized)?;
        model.get_updates(bot, ask, limit, now_ms)
    });
    updates.map_err(|error| {
        tracing::error!("{error}");
        server_error()
    })?
}

async fn conflict(shared: &Shared, bot: i64) -> Refusal {
    tokio::time::sleep(shared.polls.conflict_delay(bot, Instant::now())).await;
    Refusal::plain(409, CONFLICT)
}

fn answer(batch: Batch) -> Answer {
    Answer {
        json: batch.json,
        description: None,
    }
}
