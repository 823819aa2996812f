//! Topics of supergroups. Rules: Bot API, "sendMessage" (`message_thread_id`: "for forum supergroups"), "Message"
//! (`message_thread_id`, `is_topic_message`), "Chat" (`is_forum`), "createForumTopic"; the refusal is the server's, as seen in public logs.
//! The general topic has no number here: what names none stands in it.

use super::Model;
use super::execute::Answer;
use super::group::SUPERGROUP_BELOW;
use super::message::{Author, Body, Message};
use crate::sandbox::Error;
use crate::sandbox::api::{NewTopic, Refusal};
use crate::sandbox::view::ChatId;

impl Model {
    /// Makes a topic of a supergroup, which has topics from then on, or renames it.
    pub(crate) fn put_topic(&mut self, id: i64, topic: i64, name: &str) -> Result<(), Error> {
        let chat = ChatId::group(id);
        let is_channel = self.chat(chat)?.is_channel;
        if id > SUPERGROUP_BELOW || is_channel {
            return Err(Error::refused("only a supergroup has topics"));
        }
        // 1 is the general topic's number in Telegram, and is refused where a bot names it.
        if topic <= 1 || name.is_empty() {
            return Err(Error::refused("a topic has a number above 1 and a name"));
        }
        if let Some(record) = self.state.chats.get_mut(&chat) {
            record.topics.insert(topic, name.to_owned());
        }
        self.bump(chat);
        Ok(())
    }

    /// Deletes a topic with all that stands in it.
    pub(crate) fn delete_topic(&mut self, id: i64, topic: i64) -> Result<(), Error> {
        let chat = ChatId::group(id);
        self.known_topic(chat, topic)?;
        if let Some(record) = self.state.chats.get_mut(&chat) {
            record.topics.remove(&topic);
        }
        let messages = self.chat(chat)?.messages.iter();
        let gone = messages.filter(|message| message.topic == Some(topic));
        let gone: Vec<i64> = gone.map(|message| message.id).collect();
        for message in gone {
            self.remove(chat, message);
        }
        self.bump(chat);
        Ok(())
    }

    /// A topic that a bot makes; its number is that of the line with which it begins.
    pub(super) fn create_topic(&mut self, bot: i64, new: &NewTopic, now_ms: i64) -> Result<Answer, Refusal> {
        let chat = self.open_chat(bot, &new.chat)?;
        let record = self.state.chats.get(&chat);
        if record.is_none_or(|record| record.topics.is_empty()) {
            return Err(Refusal::bad("the chat is not a forum"));
        }
        if !record.is_some_and(|record| record.admins.contains(&bot)) {
            return Err(Refusal::bad("not enough rights to create a topic"));
        }
        let line = format!("Topic: {}", new.name);
        let body = Body::TopicCreated(new.name.clone(), new.color);
        let topic = self.append(chat, Message::new(Author::Bot(bot), line, body, now_ms));
        self.change(chat, topic, |message| message.topic = Some(topic));
        if let Some(record) = self.state.chats.get_mut(&chat) {
            record.topics.insert(topic, new.name.clone());
        }
        let made = serde_json::json!({"message_thread_id": topic, "name": new.name, "icon_color": new.color});
        Ok(Answer::of(made.to_string()))
    }

    pub(super) fn known_topic(&self, chat: ChatId, topic: i64) -> Result<(), Error> {
        if self.chat(chat)?.topics.contains_key(&topic) {
            return Ok(());
        }
        Err(Error::refused(format!("{chat} has no topic {topic}")))
    }

    /// The topic of what a bot sends: the one that it names, else that of the message to which it replies.
    pub(super) fn topic(&self, chat: ChatId, named: i64, reply_to: Option<i64>) -> Result<Option<i64>, Refusal> {
        let record = self.state.chats.get(&chat);
        if named == 0 {
            return Ok(reply_to.and_then(|id| record?.message(id)?.topic));
        }
        let is_there = record.is_some_and(|record| record.topics.contains_key(&named));
        if is_there {
            return Ok(Some(named));
        }
        Err(Refusal::bad("message thread not found"))
    }
}
