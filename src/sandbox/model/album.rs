//! Albums: messages of their own that share a `media_group_id`.

use super::Model;
use super::execute::Answer;
use super::message::{Author, Body, Message};
use crate::sandbox::api::{Album, Refusal};
use crate::sandbox::chance;

impl Model {
    /// "On success, an array of Message objects that were sent is returned" (Bot API, "sendMediaGroup").
    pub(super) fn send_album(&mut self, bot: i64, album: Album, now_ms: i64) -> Result<Answer, Refusal> {
        let chat = self.open_chat(bot, &album.chat)?;
        let reply_to = self.reply_target(chat, album.reply_to, album.reply_required)?;
        let topic = self.topic(chat, album.topic, reply_to)?;
        let group = chance::between(10_000_000_000_000_000, 99_999_999_999_999_999).to_string();
        let mut messages = Vec::with_capacity(album.items.len());
        for item in album.items {
            let id = self.state.files.take(bot, item.kind, item.file, self.rules.documents)?;
            let body = Body::File { kind: item.kind, id };
            messages.push(Message {
                entities: item.caption.entities,
                album: Some(group.clone()),
                protected: album.protect,
                reply_to,
                topic,
                ..Message::new(Author::Bot(bot), item.caption.text, body, now_ms)
            });
        }
        let ids: Vec<i64> = messages.into_iter().map(|message| self.append(chat, message)).collect();
        let shown: Vec<String> = ids.iter().map(|id| self.message_json(chat, *id)).collect();
        Ok(Answer::of(format!("[{}]", shown.join(","))))
    }
}
