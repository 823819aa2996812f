//! What bots send: may they, and what becomes of it.

use super::Model;
use super::execute::Answer;
use super::message::{Author, Body, Message};
use crate::sandbox::api::{NewContent, Refusal, Send};
use crate::sandbox::view::ChatId;

impl Model {
    pub(super) fn send(&mut self, bot: i64, send: Send, now_ms: i64) -> Result<Answer, Refusal> {
        let chat = self.open_chat(bot, &send.chat)?;
        let reply_to = self.reply_target(chat, send.reply_to, send.reply_required)?;
        let topic = self.topic(chat, send.topic, reply_to)?;
        let mut message = self.new_message(bot, send.content, now_ms)?;
        message.rows = send.markup.rows;
        message.force_reply = send.markup.force_reply;
        message.protected = send.protect;
        message.reply_to = reply_to;
        message.topic = topic;
        let id = self.append(chat, message);
        Ok(Answer::of(self.message_json(chat, id)))
    }

    pub(super) fn reply_target(&self, chat: ChatId, to: Option<i64>, required: bool) -> Result<Option<i64>, Refusal> {
        let Some(to) = to else { return Ok(None) };
        let there = self
            .state
            .chats
            .get(&chat)
            .is_some_and(|record| record.message(to).is_some());
        match (there, required) {
            (true, _) => Ok(Some(to)),
            (false, false) => Ok(None),
            (false, true) => Err(Refusal::bad("message to be replied not found")),
        }
    }

    fn new_message(&mut self, bot: i64, content: NewContent, now_ms: i64) -> Result<Message, Refusal> {
        let author = Author::Bot(bot);
        Ok(match content {
            NewContent::Text(text) => Message {
                entities: text.entities,
                ..Message::new(author, text.text, Body::Text, now_ms)
            },
            NewContent::File(kind, file, caption) => {
                let id = self.state.files.take(bot, kind, file, self.rules.documents)?;
                let body = Body::File { kind, id };
                Message {
                    entities: caption.entities,
                    ..Message::new(author, caption.text, body, now_ms)
                }
            }
            NewContent::PaidMedia(media) => self.paid_media(bot, media, now_ms)?,
            NewContent::Invoice(invoice) => Message::new(author, "", Body::Invoice { invoice, paid: false }, now_ms),
        })
    }
}
