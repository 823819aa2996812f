//! The webhook of one bot: setting it, taking it away, asking how it does; and what may be said in the answer to one of
//! its requests instead of by a call.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use teloxide::payloads::SendMessage;

use super::{Bot, DEADLINE, messages::words, queries::ALLOWED_UPDATES};
use crate::{
    ids::QueryId,
    shop::Secret,
    telegram::{
        fault::ApiFault,
        outgoing::{Outgoing, Spot},
    },
    time::Timestamp,
};

/// Telegram's bound. Each request ends with a commit, so the more there may be at once, the less a pre-checkout waits
/// for a free one.
const CONNECTIONS_MAX: u32 = 100;

/// How Telegram sees the webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookInfo {
    /// Empty where none is set.
    pub url: String,
    /// Updates that no request has delivered yet.
    pub waiting: u64,
    /// The last request that failed, and why in Telegram's words.
    pub last_error: Option<(Timestamp, String)>,
}

#[derive(Deserialize)]
struct Info {
    #[serde(default)]
    url: String,
    #[serde(default)]
    pending_update_count: u64,
    last_error_date: Option<i64>,
    #[serde(default)]
    last_error_message: String,
}

impl Bot {
    /// Has updates posted to this address from now on, each request with this secret in a header of its own.
    pub async fn set_webhook(&self, url: &str, secret: &Secret) -> Result<(), ApiFault> {
        let body = json!({
            "url": url,
            "secret_token": secret.reveal(),
            "max_connections": CONNECTIONS_MAX,
            "allowed_updates": ALLOWED_UPDATES,
        });
        self.tell("setWebhook", &body, DEADLINE).await
    }

    /// Takes the webhook away, so that updates wait to be fetched; none is dropped.
    pub async fn delete_webhook(&self) -> Result<(), ApiFault> {
        self.tell("deleteWebhook", &json!({}), DEADLINE).await
    }

    pub async fn webhook_info(&self) -> Result<WebhookInfo, ApiFault> {
        let info: Info = self.call("getWebhookInfo", &json!({}), DEADLINE).await?;
        let at = |seconds: i64| Timestamp(seconds.saturating_mul(1000));
        Ok(WebhookInfo {
            url: info.url,
            waiting: info.pending_update_count,
            last_error: info.last_error_date.map(|date| (at(date), info.last_error_message)),
        })
    }
}

/// Ends a pressed button's waiting without words, as the body of the answer to a webhook's request. It follows from the
/// update alone, so an update that comes again gets the same answer.
pub fn tap_answer(query: &QueryId) -> String {
    let query = Value::from(query.as_str());
    format!(r#"{{"callback_query_id":{query},"method":"answerCallbackQuery"}}"#)
}

/// A message of words and buttons, sent in the same way.
pub(in crate::telegram) fn words_answer(spot: Spot, message: &Outgoing) -> Option<String> {
    let (method, payload) = ("sendMessage", words(spot, message));
    serde_json::to_string(&MethodInAnswer { method, payload }).ok()
}

#[derive(Serialize)]
struct MethodInAnswer {
    method: &'static str,
    #[serde(flatten)]
    payload: SendMessage,
}

/// A yes at pre-checkout, said in the same way.
pub fn yes_answer(query: &QueryId) -> String {
    let query = Value::from(query.as_str());
    format!(r#"{{"method":"answerPreCheckoutQuery","ok":true,"pre_checkout_query_id":{query}}}"#)
}
