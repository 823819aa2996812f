//! Webhooks: set, replaced, deleted, told about. What is posted when is `delivery`; who posts it is `http`.
//! The rules are those of `telegram-bot-api` (`Client.cpp`, from `process_set_webhook_query` on).

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Model;
use super::execute::Answer;
use super::queue::Queue;
use crate::sandbox::api::{HookPlace, Refusal, SetWebhook};

/// A bot may set a webhook once in this time.
const SET_EVERY_MS: i64 = 1_000;

/// A bot's webhook, if it has one, and what is remembered of it.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Webhook {
    pub(super) place: Arc<HookPlace>,
    /// Where its host was found.
    address: Option<String>,
    /// Unix seconds and words.
    last_error: Option<(i64, String)>,
    /// Tells an answer to the webhook of now from one to a webhook that is gone.
    #[serde(skip)]
    pub(super) generation: u64,
    #[serde(skip)]
    pub(super) in_flight: usize,
    /// Since when every answer was 410.
    #[serde(skip)]
    pub(super) gone_since_ms: Option<i64>,
    #[serde(skip)]
    next_set_ms: i64,
}

impl Webhook {
    pub(super) fn is_set(&self) -> bool {
        !self.place.url.is_empty()
    }

    pub(super) fn note_address(&mut self, address: String) {
        self.address = Some(address);
    }

    pub(super) fn note_error(&mut self, words: String, now_ms: i64) {
        self.last_error = Some((now_ms.div_euclid(1_000), words));
    }

    /// Ends it. Answers that are under way count for nothing; their updates wait for whoever comes next.
    pub(super) fn close(&mut self, queue: &mut Queue) {
        *self = Webhook {
            generation: self.generation + 1,
            next_set_ms: self.next_set_ms,
            ..Webhook::default()
        };
        queue.forget_attempts();
    }

    fn info(&self, waiting: usize, allowed: &[String]) -> serde_json::Value {
        let mut info = json!({
            "url": self.place.url, "has_custom_certificate": self.place.certificate.is_some(),
            "pending_update_count": waiting,
        });
        if let Some((date, words)) = &self.last_error {
            info["last_error_date"] = json!(date);
            info["last_error_message"] = json!(words);
        }
        if self.is_set() {
            info["max_connections"] = json!(self.place.max_connections);
        }
        if let Some(address) = &self.address {
            info["ip_address"] = json!(address);
        }
        if !allowed.is_empty() {
            info["allowed_updates"] = json!(allowed);
        }
        info
    }
}

impl Model {
    /// `setWebhook` and `deleteWebhook`. What is wrong with a new webhook is found after the old one has ended.
    pub(super) fn set_webhook(&mut self, bot: i64, wish: SetWebhook, now_ms: i64) -> Result<Answer, Refusal> {
        let unauthorized = || Refusal::plain(401, "Unauthorized");
        let record = self.state.bots.get_mut(&bot).ok_or_else(unauthorized)?;
        let (hook, queue) = (&mut record.webhook, &mut record.queue);
        let is_new = !wish.place.url.is_empty();
        if is_new {
            if now_ms < hook.next_set_ms {
                return Err(Refusal::too_many(1));
            }
            hook.next_set_ms = now_ms + SET_EVERY_MS;
        }
        let without_certificate = hook.place.certificate.is_none();
        if *hook.place == wish.place && without_certificate && !wish.drop_pending_updates {
            self.news.changed |= wish.allowed_updates.is_some_and(|names| queue.allow(&names));
            let words = if is_new {
                "Webhook is already set"
            } else {
                "Webhook is already deleted"
            };
            return Ok(Answer::truth_with(words));
        }
        let was_set = hook.is_set();
        hook.close(queue);
        if wish.drop_pending_updates {
            queue.clear();
        }
        self.news.changed = true;
        // Whoever polls hears of it, and so does the postman.
        self.news.bots.push(bot);
        if !is_new {
            let words = if was_set {
                "Webhook was deleted"
            } else {
                "Webhook is already deleted"
            };
            return Ok(Answer::truth_with(words));
        }
        wish.place.check_words()?;
        if let Some(names) = &wish.allowed_updates {
            queue.allow(names);
        }
        wish.place.check_place()?;
        hook.address = wish.place.known_address();
        hook.place = Arc::new(wish.place);
        self.post.wake(bot);
        Ok(Answer::truth_with("Webhook was set"))
    }

    pub(super) fn webhook_info(&self, bot: i64, now_ms: i64) -> Result<Answer, Refusal> {
        let record = self
            .state
            .bots
            .get(&bot)
            .ok_or_else(|| Refusal::plain(401, "Unauthorized"))?;
        let info = record.webhook.info(record.queue.count(now_ms), record.queue.allowed());
        Ok(Answer::of(info.to_string()))
    }

    /// Does this bot have a webhook now?
    pub(crate) fn has_webhook(&self, bot: i64) -> bool {
        self.state.bots.get(&bot).is_some_and(|record| record.webhook.is_set())
    }
}
