//! The updates that wait for one bot. They carry their final JSON, so that handing them out copies bytes only.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Model;
use super::delivery::Attempt;
use super::lane::Lane;
use super::rules::{CHOSEN_RESULT_LIFE_MS, INLINE_QUERY_LIFE_MS, MESSAGE_LIFE_MS, QUERY_LIFE_MS};
use crate::sandbox::api::{GetUpdates, Refusal};
use crate::sandbox::{Error, chance};

/// An answer of getUpdates stays near this many bytes.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;
/// An offset this far behind the newest update is outside the known range.
const BEHIND_MAX: i64 = 2_000_000;
/// As is one this far ahead.
const AHEAD_MAX: i64 = 10;
/// What polling is told while a webhook is set.
pub(crate) const WEBHOOK_IS_ACTIVE: &str = "Conflict: can't use getUpdates method while webhook is active; \
                                            use deleteWebhook to delete the webhook first";
/// Kinds that a bot must ask for by name.
const ON_DEMAND: &[&str] = &["chat_member", "message_reaction", "message_reaction_count"];
const KINDS: &[&str] = &[
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "message_reaction",
    "message_reaction_count",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "subscription",
];

/// Waiting updates, oldest first, and which kinds the bot wants.
#[derive(Serialize, Deserialize)]
pub(crate) struct Queue {
    /// The id that the next update gets.
    next_id: i64,
    pub(super) waiting: VecDeque<Waiting>,
    /// Nothing expires before.
    next_expiry_ms: i64,
    /// Empty: the default kinds.
    allowed: Vec<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Waiting {
    pub(super) id: i64,
    pub(super) expires_ms: i64,
    pub(super) json: Box<RawValue>,
    /// Known once a webhook asked for it.
    #[serde(skip)]
    pub(super) lane: Option<Lane>,
    #[serde(skip)]
    pub(super) attempt: Attempt,
}

impl Waiting {
    pub(super) fn new(id: i64, expires_ms: i64, json: Box<RawValue>) -> Waiting {
        Waiting {
            id,
            expires_ms,
            json,
            lane: None,
            attempt: Attempt::default(),
        }
    }
}

/// What getUpdates answers.
pub(crate) struct Batch {
    /// A JSON array.
    pub(crate) json: String,
    pub(crate) is_empty: bool,
}

impl Queue {
    pub(super) fn new() -> Queue {
        Queue {
            next_id: chance::between(100_000_000, 900_000_000),
            waiting: VecDeque::new(),
            next_expiry_ms: i64::MAX,
            allowed: Vec::new(),
        }
    }

    fn wants(&self, kind: &str) -> bool {
        if self.allowed.is_empty() {
            !ON_DEMAND.contains(&kind)
        } else {
            self.allowed.iter().any(|name| name == kind)
        }
    }

    /// `content` is the JSON of the update's one field.
    fn push(&mut self, kind: &str, content: &str, expires_ms: i64) -> Option<i64> {
        let id = self.next_id;
        let json = RawValue::from_string(format!(r#"{{"update_id":{id},"{kind}":{content}}}"#)).ok()?;
        self.next_id += 1;
        self.next_expiry_ms = self.next_expiry_ms.min(expires_ms);
        self.waiting.push_back(Waiting::new(id, expires_ms, json));
        Some(id)
    }

    /// Forgets what is out of time or acknowledged by this offset; says whether it forgot anything.
    pub(super) fn forget(&mut self, offset: i64, now_ms: i64) -> bool {
        let before = self.waiting.len();
        let first_kept = self.first_kept(offset);
        while self.waiting.front().is_some_and(|update| update.id < first_kept) {
            self.waiting.pop_front();
        }
        if self.next_expiry_ms <= now_ms {
            self.waiting
                .retain(|update| update.expires_ms > now_ms || update.attempt.under_way);
            self.next_expiry_ms = self
                .waiting
                .iter()
                .map(|update| update.expires_ms)
                .min()
                .unwrap_or(i64::MAX);
        }
        before != self.waiting.len()
    }

    fn first_kept(&self, offset: i64) -> i64 {
        let tail = self.next_id;
        let known = (tail - BEHIND_MAX)..=(tail + AHEAD_MAX);
        match offset {
            0 => i64::MIN,
            ..0 => tail + offset,
            _ if known.contains(&offset) => offset,
            _ => i64::MIN,
        }
    }

    fn batch(&self, limit: usize) -> Batch {
        let mut json = String::from("[");
        for update in self.waiting.iter().take(limit) {
            let text = update.json.get();
            if json.len() > 1 {
                if json.len() + text.len() > ANSWER_BYTES_MAX {
                    break;
                }
                json.push(',');
            }
            json.push_str(text);
        }
        let is_empty = json.len() == 1;
        json.push(']');
        Batch { json, is_empty }
    }

    /// How many still live.
    pub(super) fn count(&self, now_ms: i64) -> usize {
        self.waiting.iter().filter(|update| update.expires_ms > now_ms).count()
    }

    pub(super) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// The kinds that the bot named; empty if it takes the default ones.
    pub(super) fn allowed(&self) -> &[String] {
        &self.allowed
    }

    pub(super) fn allow(&mut self, names: &[String]) -> bool {
        let known: Vec<String> = names
            .iter()
            .filter(|name| KINDS.contains(&name.as_str()))
            .cloned()
            .collect();
        let changed = known != self.allowed;
        self.allowed = known;
        changed
    }
}

impl Model {
    pub(crate) fn get_updates(
        &mut self,
        bot: i64,
        ask: &GetUpdates,
        limit: usize,
        now_ms: i64,
    ) -> Result<Batch, Refusal> {
        let record = self
            .state
            .bots
            .get_mut(&bot)
            .ok_or_else(|| Refusal::plain(401, "Unauthorized"))?;
        if record.webhook.is_set() {
            return Err(Refusal::plain(409, WEBHOOK_IS_ACTIVE));
        }
        let allowed_changed = ask
            .allowed_updates
            .as_ref()
            .is_some_and(|names| record.queue.allow(names));
        let forgot = record.queue.forget(ask.offset, now_ms);
        self.news.changed |= allowed_changed || forgot;
        Ok(record.queue.batch(if record.held { 0 } else { limit }))
    }

    /// Queues an update of this kind if the bot wants such, and wakes the bot.
    pub(super) fn queue_update(&mut self, bot: i64, kind: &str, content: &str, now_ms: i64) {
        let Some(record) = self.state.bots.get_mut(&bot) else {
            return;
        };
        if record.queue.wants(kind) {
            record.queue.push(kind, content, now_ms + life_ms(kind));
            self.tell(bot);
        }
    }

    /// Wakes whoever fetches this bot's updates, or the postman.
    pub(super) fn tell(&mut self, bot: i64) {
        self.news.changed = true;
        self.news.bots.push(bot);
        if self.has_webhook(bot) {
            self.post.wake(bot);
        }
    }

    /// An update that nobody made, whatever its shape: `content` is the value of its field `kind`.
    pub(crate) fn inject(&mut self, bot: i64, kind: &str, content: &str, now_ms: i64) -> Result<i64, Error> {
        let record = self.state.bots.get_mut(&bot).ok_or_else(|| super::bot::no_bot(bot))?;
        let wrong = || Error::refused(format!("`{content}` is no JSON, so that it can be no update"));
        let id = record
            .queue
            .push(kind, content, now_ms + life_ms(kind))
            .ok_or_else(wrong)?;
        self.tell(bot);
        Ok(id)
    }

    /// The JSON of the updates that wait.
    pub(crate) fn waiting_updates(&self, bot: i64, now_ms: i64) -> Result<Vec<String>, Error> {
        let queue = &self.bot(bot)?.queue;
        let alive = queue.waiting.iter().filter(|update| update.expires_ms > now_ms);
        Ok(alive.map(|update| update.json.get().to_owned()).collect())
    }

    pub(crate) fn waiting_count(&self, bot: i64, now_ms: i64) -> Result<usize, Error> {
        Ok(self.bot(bot)?.queue.count(now_ms))
    }
}

fn life_ms(kind: &str) -> i64 {
    match kind {
        "callback_query" | "shipping_query" | "pre_checkout_query" => QUERY_LIFE_MS,
        "inline_query" => INLINE_QUERY_LIFE_MS,
        "chosen_inline_result" => CHOSEN_RESULT_LIFE_MS,
        _ => MESSAGE_LIFE_MS,
    }
}
