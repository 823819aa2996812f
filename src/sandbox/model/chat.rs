//! Chats and their histories.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::Model;
use super::message::Message;
use crate::sandbox::Error;
use crate::sandbox::view::{ChatId, Toast};

/// Deletions and toasts that a chat remembers.
const MARKS_KEPT: usize = 100;

/// A chat with its history; which of the fields count depends on its kind.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct ChatRecord {
    /// Of a group or channel.
    pub(super) title: String,
    /// Of a group or channel that everybody can find; empty otherwise.
    #[serde(default)]
    pub(super) username: String,
    /// Only its administrators post here. A group without this mark is a basic group or a supergroup, as its id says.
    #[serde(default)]
    pub(super) is_channel: bool,
    /// Of a group or channel: people and bots.
    pub(super) members: BTreeSet<i64>,
    /// Those of the members who may do everything.
    #[serde(default)]
    pub(super) admins: BTreeSet<i64>,
    /// Who was a member once.
    #[serde(default)]
    pub(super) left: BTreeSet<i64>,
    /// Who was shown out.
    #[serde(default)]
    pub(super) kicked: BTreeSet<i64>,
    /// Of a supergroup that has topics: their names.
    #[serde(default)]
    pub(super) topics: BTreeMap<i64, String>,
    /// Of a basic group that is a supergroup now: the new id.
    #[serde(default)]
    pub(super) upgraded_to: Option<i64>,
    /// Of a private chat: the person wrote to the bot at least once.
    pub(super) started: bool,
    /// Of a private chat: the person blocked the bot.
    pub(super) blocked: bool,
    /// Of a group; private chats count in their bot.
    last_message: i64,
    pub(super) revision: u64,
    pub(super) messages: VecDeque<Message>,
    pub(super) deleted: VecDeque<(u64, i64)>,
    pub(super) toasts: VecDeque<(u64, Toast)>,
}

impl ChatRecord {
    pub(super) fn message(&self, id: i64) -> Option<&Message> {
        self.place(id).and_then(|place| self.messages.get(place))
    }

    pub(super) fn message_mut(&mut self, id: i64) -> Option<&mut Message> {
        self.place(id).and_then(|place| self.messages.get_mut(place))
    }

    fn place(&self, id: i64) -> Option<usize> {
        self.messages.binary_search_by_key(&id, |message| message.id).ok()
    }

    fn remember<T>(list: &mut VecDeque<T>, item: T) {
        list.push_back(item);
        if list.len() > MARKS_KEPT {
            list.pop_front();
        }
    }
}

impl Model {
    pub(super) fn chat(&self, chat: ChatId) -> Result<&ChatRecord, Error> {
        self.state
            .chats
            .get(&chat)
            .ok_or_else(|| Error::refused(format!("there is no chat {chat} yet")))
    }

    pub(super) fn message(&self, chat: ChatId, id: i64) -> Result<&Message, Error> {
        let message = self.chat(chat)?.message(id);
        message.ok_or_else(|| Error::refused(format!("there is no message {id} in {chat}")))
    }

    /// Puts a message at the end of a chat, which is made if need be, and returns its id.
    pub(super) fn append(&mut self, chat: ChatId, mut message: Message) -> i64 {
        let record = self.state.chats.entry(chat).or_default();
        let last = match chat {
            ChatId::Private { bot, .. } => match self.state.bots.get_mut(&bot) {
                Some(bot) => &mut bot.last_message,
                None => &mut record.last_message,
            },
            ChatId::Group { .. } | ChatId::People { .. } => &mut record.last_message,
        };
        *last += 1;
        message.id = *last;
        record.revision += 1;
        message.revision = record.revision;
        let id = message.id;
        record.messages.push_back(message);
        while record.messages.len() > self.rules.messages {
            record.messages.pop_front();
        }
        self.touch(chat);
        id
    }

    /// Changes a message, so that its readers hear of it.
    pub(super) fn change(&mut self, chat: ChatId, id: i64, change: impl FnOnce(&mut Message)) {
        let Some(record) = self.state.chats.get_mut(&chat) else {
            return;
        };
        record.revision += 1;
        let revision = record.revision;
        if let Some(message) = record.message_mut(id) {
            change(message);
            message.revision = revision;
        }
        self.touch(chat);
    }

    pub(super) fn remove(&mut self, chat: ChatId, id: i64) {
        let Some(record) = self.state.chats.get_mut(&chat) else {
            return;
        };
        record.revision += 1;
        if let Some(place) = record.place(id) {
            record.messages.remove(place);
            ChatRecord::remember(&mut record.deleted, (record.revision, id));
        }
        self.touch(chat);
    }

    pub(super) fn toast(&mut self, chat: ChatId, toast: Toast) {
        let Some(record) = self.state.chats.get_mut(&chat) else {
            return;
        };
        record.revision += 1;
        ChatRecord::remember(&mut record.toasts, (record.revision, toast));
        self.touch(chat);
    }

    /// Something about a chat changed that is no message: how far a payment got, whether a bot is blocked.
    pub(super) fn bump(&mut self, chat: ChatId) {
        if let Some(record) = self.state.chats.get_mut(&chat) {
            record.revision += 1;
        }
        self.touch(chat);
    }

    fn touch(&mut self, chat: ChatId) {
        self.news.changed = true;
        self.news.chats.push(chat);
    }
}
