//! Taps on inline buttons and the bots' answers to them.

use serde::{Deserialize, Serialize};

use super::Model;
use super::execute::Answer;
use super::render::json;
use super::rules::{Query, TAP_ANSWER_MS};
use crate::sandbox::Error;
use crate::sandbox::api::{AnswerCallback, Refusal};
use crate::sandbox::view::{ChatId, Toast};

/// One tap and its answer.
#[derive(Serialize, Deserialize)]
pub(crate) struct Tap {
    bot: i64,
    person: i64,
    chat: ChatId,
    at_ms: i64,
    answer: Option<Toast>,
}

impl Model {
    /// Taps the button with this callback data.
    pub(crate) fn tap(
        &mut self,
        person: i64,
        chat: ChatId,
        message: i64,
        data: &str,
        now_ms: i64,
    ) -> Result<Query, Error> {
        self.sees(person, chat)?;
        self.unblocked(chat)?;
        let found = self.message(chat, message)?;
        let has = found
            .rows
            .iter()
            .flatten()
            .any(|button| button.callback_data.as_deref() == Some(data));
        if !has {
            return Err(Error::refused(format!(
                "message {message} in {chat} has no button with the data `{data}`"
            )));
        }
        self.forge_tap(person, chat, message, data, now_ms)
    }

    /// A tap that no honest app would send: any person, any data, anybody's message.
    pub(crate) fn forge_tap(
        &mut self,
        person: i64,
        chat: ChatId,
        message: i64,
        data: &str,
        now_ms: i64,
    ) -> Result<Query, Error> {
        if !self.state.people.contains_key(&person) {
            return Err(Error::refused(format!("there is no person {person} in this sandbox")));
        }
        let found = self.message(chat, message)?;
        let Some(bot) = found.bot() else {
            return Err(Error::refused(format!(
                "message {message} in {chat} was not written by a bot"
            )));
        };
        // A message that was sent via the bot is known to it by its inline id alone (Bot API, "CallbackQuery").
        let place = match &found.inline_id {
            Some(inline_id) => format!(r#""inline_message_id":{}"#, json(inline_id)),
            None => format!(r#""message":{}"#, json(&self.shown(chat, found))),
        };
        let query = self.state.next_query();
        let (from, data) = (self.person_json(person), json(&data));
        let instance = instance(chat);
        let update = format!(r#"{{"id":"{query}","from":{from},{place},"chat_instance":"{instance}","data":{data}}}"#);
        self.state.taps.insert(
            query,
            Tap {
                bot,
                person,
                chat,
                at_ms: now_ms,
                answer: None,
            },
        );
        self.queue_update(bot, "callback_query", &update, now_ms);
        self.news.changed = true;
        self.state.taps.settle(query, self.rules.queries);
        Ok(query)
    }

    pub(super) fn answer_callback(&mut self, bot: i64, answer: AnswerCallback, now_ms: i64) -> Result<Answer, Refusal> {
        let tap = self.state.taps.get_mut(answer.query).filter(|tap| tap.bot == bot);
        let Some(tap) = tap.filter(|tap| tap.answer.is_none() && now_ms - tap.at_ms <= TAP_ANSWER_MS) else {
            return Err(Refusal::query_too_old());
        };
        let toast = Toast {
            query: answer.query,
            person: tap.person,
            text: answer.text,
            alert: answer.alert,
        };
        tap.answer = Some(toast.clone());
        let chat = tap.chat;
        self.toast(chat, toast);
        Ok(Answer::truth())
    }

    /// The bot's answer to a tap, once there is one.
    pub(crate) fn tap_answer(&self, query: Query) -> Result<Option<Toast>, Error> {
        self.find_tap(query).map(|tap| tap.answer.clone())
    }

    pub(crate) fn tap_chat(&self, query: Query) -> Result<ChatId, Error> {
        self.find_tap(query).map(|tap| tap.chat)
    }

    fn find_tap(&self, query: Query) -> Result<&Tap, Error> {
        let tap = self.state.taps.get(query);
        tap.ok_or_else(|| Error::refused(format!("tap {query} is unknown, or too old to be remembered")))
    }
}

/// A number that is the same for a chat whoever taps in it.
fn instance(chat: ChatId) -> i64 {
    match chat {
        ChatId::People { one, other } => one.wrapping_mul(31).wrapping_add(other),
        ChatId::Private { .. } | ChatId::Group { .. } => chat.number(),
    }
}
