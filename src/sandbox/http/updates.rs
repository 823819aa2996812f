//! getUpdates: who polls how, who waits, who is thrown out. Waiting goes by real time; lives of updates by the model's.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::answer::server_error;
use super::bot_api::unauthorized;
use crate::sandbox::api::{GetUpdates, Refusal};
use crate::sandbox::model::{Answer, Batch, WEBHOOK_IS_ACTIVE};
use crate::sandbox::shared::{Shared, lock};

/// The same offset again within this time gets one update at most.
const REPEAT_ONE: Duration = Duration::from_millis(500);
/// The same offset again within this time waits at least as long.
const REPEAT_WAIT: Duration = Duration::from_secs(3);
/// Conflict answers come at most this often.
const CONFLICT_EVERY: Duration = Duration::from_secs(3);
const OTHER_POLL: &str =
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
const WEBHOOK_SET: &str = "Conflict: terminated by setWebhook request";

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
    let mut batch = match take(shared, token, &ask, limit) {
        Err(refusal) if is_webhook_active(&refusal) => return Err(conflict(shared, bot, WEBHOOK_IS_ACTIVE).await),
        other => other?,
    };
    if !batch.is_empty || timeout.is_zero() {
        return Ok(answer(batch));
    }
    let mut long_poll = shared.polls.enter(bot);
    let deadline = now + timeout;
    while batch.is_empty {
        tokio::select! {
            biased;
            _ = long_poll.changed() => return Err(conflict(shared, bot, OTHER_POLL).await),
            _ = bell.changed() => batch = match take(shared, token, &ask, limit) {
                Err(refusal) if is_webhook_active(&refusal) => return Err(conflict(shared, bot, WEBHOOK_SET).await),
                other => other?,
            },
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

fn is_webhook_active(refusal: &Refusal) -> bool {
    refusal.description == WEBHOOK_IS_ACTIVE
}

async fn conflict(shared: &Shared, bot: i64, words: &str) -> Refusal {
    tokio::time::sleep(shared.polls.conflict_delay(bot, Instant::now())).await;
    Refusal::plain(409, words)
}

fn answer(batch: Batch) -> Answer {
    Answer {
        json: batch.json,
        description: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_offset_again_gets_one_update_and_has_to_wait() {
        let polls = Polls::default();
        let start = Instant::now();
        let ask = |offset, timeout_s| GetUpdates {
            offset,
            limit: 50,
            timeout_s,
            allowed_updates: None,
        };
        let pace = |offset, timeout_s, ms| {
            let (limit, timeout) = polls.pace(1, &ask(offset, timeout_s), start + Duration::from_millis(ms));
            (limit, timeout.as_secs())
        };
        assert_eq!(pace(7, 0, 0), (50, 0));
        assert_eq!(pace(7, 1, 499), (1, 3));
        assert_eq!(
            pace(7, 10, 999),
            (50, 10),
            "half a second after the one before, with a timeout of its own"
        );
        assert_eq!(pace(7, 0, 3_998), (50, 3));
        assert_eq!(pace(8, 0, 3_999), (50, 0), "another offset is another question");
        assert_eq!(pace(8, 0, 6_999), (50, 0));
    }

    #[test]
    fn conflicts_within_three_seconds_are_held_back() {
        let polls = Polls::default();
        let start = Instant::now();
        let delay = |ms| polls.conflict_delay(1, start + Duration::from_millis(ms)).as_secs();
        assert_eq!([delay(0), delay(2_999), delay(3_000), delay(3_001)], [0, 3, 0, 3]);
    }
}
