//! Which updates are posted to which webhook when, and what becomes of the answers. Clockless: the postman in `http`
//! asks what is due, posts it and reports. The rules are those of `telegram-bot-api` (`WebhookActor.cpp`):
//! one update of a lane at a time, lanes side by side, failures again after 0, 2, 4, 8 … seconds.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::Model;
use super::lane::{Lane, lane};
use super::queue::{Queue, Waiting};
use super::webhook::Webhook;
use crate::sandbox::api::HookPlace;
use crate::sandbox::chance;

/// A `Retry-After` counts up to an hour.
const RETRY_AFTER_S_MAX: i64 = 3_600;
/// Delays double up to a random length between this and its double.
const DELAY_S_MAX: i64 = 60;
/// A webhook that answers 410 for 23 hours is closed.
const GONE_MS: i64 = 23 * 3_600_000;

/// How often an update was posted in vain, and when it may be posted again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attempt {
    fails: u32,
    delay_s: i64,
    not_before_ms: i64,
    pub(super) under_way: bool,
}

impl Default for Attempt {
    fn default() -> Attempt {
        Attempt {
            fails: 0,
            delay_s: 1,
            not_before_ms: i64::MIN,
            under_way: false,
        }
    }
}

/// One update to be posted.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) bot: i64,
    pub(crate) generation: u64,
    pub(crate) place: Arc<HookPlace>,
    pub(crate) update: i64,
    pub(crate) json: String,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Posted {
    /// Where the host was found.
    pub(crate) address: Option<String>,
    /// `None`: it was taken.
    pub(crate) failure: Option<Failure>,
}

/// Why an update has to be posted again.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub(crate) words: String,
    pub(crate) status: Option<u16>,
    /// 0: the answer did not say.
    pub(crate) retry_after_s: i64,
}

/// Bots that the postman has to look at, now or later. Not kept on disk.
#[derive(Default)]
pub(super) struct Post {
    ready: BTreeSet<i64>,
    later: BTreeSet<(i64, i64)>,
}

impl Post {
    pub(super) fn wake(&mut self, bot: i64) {
        self.ready.insert(bot);
    }

    fn wake_at(&mut self, at_ms: i64, bot: i64) {
        self.later.insert((at_ms, bot));
    }

    /// Is anybody to be looked at by now?
    pub(super) fn is_due(&mut self, now_ms: i64) -> bool {
        while let Some((at_ms, bot)) = self.later.first().copied().filter(|(at_ms, _)| *at_ms <= now_ms) {
            self.later.remove(&(at_ms, bot));
            self.ready.insert(bot);
        }
        !self.ready.is_empty()
    }
}

impl Model {
    /// What is to be posted now. It counts as under way until `delivered` is told.
    pub(crate) fn deliveries(&mut self, now_ms: i64) -> Vec<Delivery> {
        let mut due = Vec::new();
        self.post.is_due(now_ms);
        while let Some(bot) = self.post.ready.pop_first() {
            let record = self.state.bots.get_mut(&bot);
            let Some(record) = record.filter(|record| record.webhook.is_set() && !record.held) else {
                continue;
            };
            self.news.changed |= record.queue.forget(0, now_ms);
            let (hook, queue) = (&mut record.webhook, &mut record.queue);
            if let Some(at_ms) = pick(bot, hook, queue, now_ms, &mut due) {
                self.post.wake_at(at_ms, bot);
            }
        }
        due
    }

    /// The answer to a delivery came, or did not.
    pub(crate) fn delivered(&mut self, delivery: &Delivery, posted: Posted, now_ms: i64) {
        let Some(record) = self.state.bots.get_mut(&delivery.bot) else {
            return;
        };
        let (hook, queue) = (&mut record.webhook, &mut record.queue);
        if hook.generation != delivery.generation {
            return;
        }
        hook.in_flight = hook.in_flight.saturating_sub(1);
        if let Some(address) = posted.address {
            hook.note_address(address);
        }
        match posted.failure {
            None => {
                hook.gone_since_ms = None;
                queue.settle(delivery.update, |_| false);
            }
            Some(failure) => {
                queue.settle(delivery.update, |waiting| again(waiting, failure.retry_after_s, now_ms));
                if is_gone_for_good(hook, failure.status, now_ms) {
                    hook.close(queue);
                } else {
                    hook.note_error(failure.words, now_ms);
                }
            }
        }
        self.post.wake(delivery.bot);
        self.news.changed = true;
    }

    /// Has the postman anything to look at?
    pub(crate) fn is_post_due(&mut self, now_ms: i64) -> bool {
        self.post.is_due(now_ms)
    }
}

/// What a webhook asks of its queue.
impl Queue {
    fn head_mut(&mut self, count: usize) -> impl Iterator<Item = &mut Waiting> {
        self.waiting.iter_mut().take(count)
    }

    /// The answer for this update is there: it stays if `keep` says so.
    fn settle(&mut self, update: i64, keep: impl FnOnce(&mut Waiting) -> bool) {
        let under_way = |waiting: &Waiting| waiting.id == update && waiting.attempt.under_way;
        let Some(place) = self.waiting.iter().position(under_way) else {
            return;
        };
        if !self.waiting.get_mut(place).is_some_and(keep) {
            self.waiting.remove(place);
        }
    }

    /// A new webhook begins anew.
    pub(super) fn forget_attempts(&mut self) {
        for waiting in &mut self.waiting {
            waiting.attempt = Attempt::default();
        }
    }
}

/// Takes what may go out now and says when to look again. Like the server it looks no further than twice the number of
/// connections: many blocked lanes at the head hold up what stands behind them.
fn pick(bot: i64, hook: &mut Webhook, queue: &mut Queue, now_ms: i64, due: &mut Vec<Delivery>) -> Option<i64> {
    let mut seen: HashSet<Lane> = HashSet::new();
    let mut next_ms: Option<i64> = None;
    for waiting in queue.head_mut(hook.place.max_connections * 2) {
        if !seen.insert(lane(waiting)) || waiting.attempt.under_way {
            continue;
        }
        if waiting.attempt.not_before_ms > now_ms {
            let at_ms = waiting.attempt.not_before_ms;
            next_ms = Some(next_ms.map_or(at_ms, |next_ms| next_ms.min(at_ms)));
            continue;
        }
        if hook.in_flight >= hook.place.max_connections {
            break;
        }
        hook.in_flight += 1;
        waiting.attempt.under_way = true;
        due.push(Delivery {
            bot,
            generation: hook.generation,
            place: Arc::clone(&hook.place),
            update: waiting.id,
            json: waiting.json.get().to_owned(),
        });
    }
    next_ms
}

/// Puts an update back for another attempt, or says that it would come too late.
fn again(waiting: &mut Waiting, retry_after_s: i64, now_ms: i64) -> bool {
    let attempt = &mut waiting.attempt;
    let mut wait_s = retry_after_s.clamp(0, RETRY_AFTER_S_MAX);
    if wait_s == 0 && attempt.fails > 0 {
        attempt.delay_s = (attempt.delay_s * 2).min(chance::between(DELAY_S_MAX, DELAY_S_MAX * 2));
        wait_s = attempt.delay_s;
    }
    attempt.under_way = false;
    attempt.fails += 1;
    attempt.not_before_ms = now_ms + wait_s * 1_000;
    attempt.not_before_ms <= waiting.expires_ms
}

fn is_gone_for_good(hook: &mut Webhook, status: Option<u16>, now_ms: i64) -> bool {
    if status != Some(410) {
        // A hang-up says nothing about it; any other answer does.
        if status.is_some() {
            hook.gone_since_ms = None;
        }
        return false;
    }
    now_ms > *hook.gone_since_ms.get_or_insert(now_ms) + GONE_MS
}
