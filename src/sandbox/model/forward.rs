//! Forwarded copies: what may be forwarded, what a copy keeps, and the buttons below it.
//! Rules: Bot API, "forwardMessage" (no service messages, nothing protected), "copyMessage" (no invoices either),
//! "sendInvoice" (`start_parameter`: what a forwarded copy of an invoice has in place of its Pay button).

use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use super::Model;
use super::execute::Answer;
use super::message::{Author, Body, Message};
use crate::sandbox::Error;
use crate::sandbox::api::{Carry, KeyboardButton, Refusal};
use crate::sandbox::view::ChatId;

/// Where a forwarded message stood first.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Origin {
    pub(super) author: Author,
    pub(super) chat: ChatId,
    pub(super) message: i64,
    pub(super) date_ms: i64,
}

impl Model {
    /// A person forwards a message that they see to a chat in which they may write; returns the copy's id there.
    pub(crate) fn forward(
        &mut self,
        person: i64,
        (from, message): (ChatId, i64),
        to: ChatId,
        now_ms: i64,
    ) -> Result<i64, Error> {
        self.sees(person, from)?;
        self.enter(person, to)?;
        let original = self.message(from, message)?;
        if let Some(why) = unmovable(original) {
            return Err(Error::refused(format!(
                "message {message} in {from} cannot be forwarded: {why}"
            )));
        }
        let copy = self.copy_of(from, original, Author::Person(person), now_ms);
        let id = self.append(to, copy);
        if let Some(record) = self.state.chats.get_mut(&to) {
            record.started = true;
        }
        self.tell_bots(to, id, now_ms);
        Ok(id)
    }

    /// A bot forwards a message, or copies it without a trace of where it was.
    pub(super) fn carry(&mut self, bot: i64, carry: &Carry, now_ms: i64) -> Result<Answer, Refusal> {
        let to = self.open_chat(bot, &carry.to)?;
        let from = self.known_chat(bot, &carry.from)?;
        let reply_to = self.reply_target(to, carry.reply_to, carry.reply_required)?;
        let topic = self.topic(to, carry.topic, reply_to)?;
        let done = if carry.with_origin { "forward" } else { "copy" };
        let found = self.state.chats.get(&from).and_then(|chat| chat.message(carry.message));
        let original = found.ok_or_else(|| Refusal::bad(format!("message to {done} not found")))?;
        // Bot API, "copyMessage": "… paid media messages … and invoice messages can't be copied".
        let sells = matches!(original.body, Body::Invoice { .. } | Body::PaidMedia(_));
        if unmovable(original).is_some() || (sells && !carry.with_origin) {
            let past = if carry.with_origin { "forwarded" } else { "copied" };
            return Err(Refusal::bad(format!("the message can't be {past}"))); // seen in public logs
        }
        let mut copy = self.copy_of(from, original, Author::Bot(bot), now_ms);
        copy.protected = carry.protect;
        copy.topic = topic;
        if !carry.with_origin {
            copy.origin = None;
            copy.via_bot = None;
            copy.rows.clone_from(&carry.markup.rows);
            copy.force_reply = carry.markup.force_reply;
            copy.reply_to = reply_to;
        }
        if let (Some(caption), Body::File { .. }) = (&carry.caption, &copy.body) {
            copy.text.clone_from(&caption.text);
            copy.entities.clone_from(&caption.entities);
        }
        let id = self.append(to, copy);
        Ok(if carry.with_origin {
            Answer::of(self.message_json(to, id))
        } else {
            Answer::of(format!(r#"{{"message_id":{id}}}"#))
        })
    }

    fn copy_of(&self, from: ChatId, original: &Message, author: Author, now_ms: i64) -> Message {
        let first = Origin {
            author: original.author,
            chat: from,
            message: original.id,
            date_ms: original.date_ms,
        };
        let body = match &original.body {
            Body::Invoice { invoice, .. } => Body::Invoice {
                invoice: invoice.clone(),
                paid: false,
            },
            Body::File { kind, id } => Body::File {
                kind: *kind,
                id: id.clone(),
            },
            Body::PaidMedia(sale) => Body::PaidMedia(sale.clone()),
            _ => Body::Text,
        };
        Message {
            entities: original.entities.clone(),
            rows: self.copied_rows(original),
            via_bot: original.via_bot,
            origin: Some(original.origin.clone().unwrap_or(first)),
            ..Message::new(author, original.text.clone(), body, now_ms)
        }
    }

    /// A `MessageOrigin` of the Bot API.
    pub(super) fn origin_json(&self, origin: &Origin) -> serde_json::Value {
        let date = origin.date_ms.div_euclid(1_000);
        let is_post = self
            .state
            .chats
            .get(&origin.chat)
            .is_some_and(|record| record.is_channel);
        if is_post {
            let chat = self.shown_chat(origin.chat);
            return json!({"type": "channel", "date": date, "chat": chat, "message_id": origin.message});
        }
        json!({"type": "user", "date": date, "sender_user": self.user(origin.author)})
    }

    fn copied_rows(&self, original: &Message) -> Vec<Vec<KeyboardButton>> {
        let Body::Invoice { invoice, .. } = &original.body else {
            // No page says what becomes of other keyboards. In the apps those survive that only open addresses.
            let opens = original.rows.iter().flatten().all(|button| button.url.is_some());
            return if opens { original.rows.clone() } else { Vec::new() };
        };
        if invoice.start_parameter.is_empty() {
            let pay = original.rows.iter().flatten().next().filter(|button| button.pay);
            return pay.map(|button| vec![vec![button.clone()]]).unwrap_or_default();
        }
        let bot = original.seller().and_then(|bot| self.state.bots.get(&bot));
        let username = bot.map_or("", |bot| bot.username.as_str());
        // The button's text is invented: the pages name only its address.
        vec![vec![KeyboardButton {
            text: invoice.title.clone(),
            url: Some(format!("https://t.me/{username}?start={}", invoice.start_parameter)),
            callback_data: None,
            pay: false,
            rest: Map::new(),
        }]]
    }
}

/// Why a message stays where it is.
fn unmovable(message: &Message) -> Option<&'static str> {
    if message.body.is_service() {
        return Some("it is a service line");
    }
    message.protected.then_some("its content is protected")
}
