//! Requests of our own: whatever has a deadline or carries money.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Bot, DEADLINE, InvoiceBody, InvoiceRequest};
use crate::{
    ids::{BotId, ChatId, MessageId, QueryId, UpdateId},
    telegram::fault::ApiFault,
};

/// The most updates that Telegram gives in one answer.
pub const UPDATES_MAX: usize = 100;
/// The kinds of updates that shops read. Said in every call that can say it: Telegram keeps the last setting of a bot, and
/// one left over from another program would let payments time out.
pub(super) const ALLOWED_UPDATES: [&str; 4] = ["message", "callback_query", "pre_checkout_query", "inline_query"];
/// What an answer may take beyond the long poll itself.
const POLL_GRACE: Duration = Duration::from_secs(10);
/// Telegram's bound on what a pressed button or a refused payment shows.
const ANSWER_CHARACTERS_MAX: usize = 200;

/// Who the bot is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    pub id: BotId,
    /// Without the `@`.
    pub username: String,
}

#[derive(Serialize)]
struct GetUpdates {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<UpdateId>,
    limit: usize,
    timeout: u64,
    allowed_updates: [&'static str; 4],
}

#[derive(Serialize)]
struct TapAnswer<'a> {
    callback_query_id: &'a QueryId,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Serialize)]
struct PreCheckoutAnswer<'a> {
    pre_checkout_query_id: &'a QueryId,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<String>,
}

#[derive(Deserialize)]
struct Chat {
    id: ChatId,
}

#[derive(Deserialize)]
struct User {
    id: i64,
    #[serde(default)]
    username: String,
}

impl Bot {
    pub async fn get_me(&self) -> Result<Me, ApiFault> {
        let user: User = self.call("getMe", &json!({}), DEADLINE).await?;
        Ok(Me {
            id: BotId(user.id),
            username: user.username,
        })
    }

    /// The number of a chat by its public `@name`.
    pub async fn get_chat(&self, name: &str) -> Result<ChatId, ApiFault> {
        let chat: Chat = self.call("getChat", &json!({"chat_id": name}), DEADLINE).await?;
        Ok(chat.id)
    }

    /// Waits at most `wait` for updates and gives the answer as it came, for `read_batch`. Asking with an offset tells
    /// Telegram to forget everything below it: only what is durable may be below it.
    pub async fn get_updates(
        &self,
        offset: Option<UpdateId>,
        limit: usize,
        wait: Duration,
    ) -> Result<Vec<u8>, ApiFault> {
        let body = GetUpdates {
            offset,
            limit: limit.clamp(1, UPDATES_MAX),
            timeout: wait.as_secs(),
            allowed_updates: ALLOWED_UPDATES,
        };
        let reply = self.post("getUpdates", &body, wait + POLL_GRACE).await?;
        match reply.status {
            200 => Ok(reply.bytes),
            _ => Err(ApiFault::of_reply(&reply)),
        }
    }

    /// Ends a button's waiting; the words appear over the chat.
    pub async fn answer_callback(
        &self,
        query: &QueryId,
        words: Option<&str>,
        deadline: Duration,
    ) -> Result<(), ApiFault> {
        let body = TapAnswer {
            callback_query_id: query,
            text: words.map(short),
        };
        self.tell("answerCallbackQuery", &body, deadline).await
    }

    /// A yes without words, a no with them. Telegram gives ten seconds from its question on.
    pub async fn answer_pre_checkout(
        &self,
        query: &QueryId,
        refusal: Option<&str>,
        deadline: Duration,
    ) -> Result<(), ApiFault> {
        let body = PreCheckoutAnswer {
            pre_checkout_query_id: query,
            ok: refusal.is_none(),
            error_message: refusal.map(short),
        };
        self.tell("answerPreCheckoutQuery", &body, deadline).await
    }

    pub(in crate::telegram) async fn answer_inline(&self, body: &Value) -> Result<(), ApiFault> {
        self.tell("answerInlineQuery", body, DEADLINE).await
    }

    pub(in crate::telegram) async fn send_invoice(&self, invoice: &InvoiceRequest) -> Result<MessageId, ApiFault> {
        let sent = self.send_one("sendInvoice", invoice).await;
        sent.map_err(|fault| fault.in_chat(ChatId(invoice.chat_id)))
    }

    /// An address at which whoever opens it finds the invoice; it never changes.
    pub(in crate::telegram) async fn create_invoice_link(&self, invoice: &InvoiceBody) -> Result<String, ApiFault> {
        self.call("createInvoiceLink", invoice, DEADLINE).await
    }

    /// Takes a message of our own away; one that is gone already is fine.
    pub(in crate::telegram) async fn delete_message(&self, chat: ChatId, message: MessageId) -> Result<(), ApiFault> {
        let body = json!({"chat_id": chat, "message_id": message});
        match self.tell("deleteMessage", &body, DEADLINE).await {
            Err(ApiFault::Refused { words, .. }) if words.to_lowercase().contains("not found") => Ok(()),
            deleted => deleted,
        }
    }
}

fn short(words: &str) -> String {
    words.chars().take(ANSWER_CHARACTERS_MAX).collect()
}
