//! Inline mode in this process: type a query for a bot, look at what it offers, choose.

use std::time::Duration;

use super::model::{Model, Query};
use super::view::{ChatId, InlineAnswer};
use super::{Error, Local};

impl Local {
    /// Types a query for a bot in a chat in which the person may write: with the bot itself, in a group, with a friend.
    /// What the bot offers is read by `inline_answer`.
    pub fn type_inline(&self, person: i64, bot: i64, chat: ChatId, text: &str) -> Result<Query, Error> {
        self.shared
            .change(|model, now_ms| model.type_inline(person, bot, chat, (text, ""), now_ms))?
    }

    /// Scrolls to the next page of an answer; this is a query of its own.
    pub fn more_inline(&self, query: Query) -> Result<Query, Error> {
        self.shared.change(|model, now_ms| model.more_inline(query, now_ms))?
    }

    /// `None` while the bot has not answered.
    pub fn inline_answer(&self, query: Query) -> Result<Option<InlineAnswer>, Error> {
        self.shared.look(|model, _| model.inline_answer(query))
    }

    /// Waits for the bot's answer to a query; `None` if the time is over before.
    pub async fn wait_for_inline_answer(&self, query: Query, timeout: Duration) -> Result<Option<InlineAnswer>, Error> {
        let chat = self.shared.look(|model, _| model.inline_chat(query))?;
        let there = |model: &Model| model.inline_answer(query).is_ok_and(|answer| answer.is_some());
        self.wait(chat, timeout, there).await;
        self.inline_answer(query)
    }

    /// Chooses a result by its id; it becomes a message of the person in the chat in which the query was typed. Returns
    /// the message's id there.
    pub fn choose(&self, query: Query, result: &str) -> Result<i64, Error> {
        self.shared
            .change(|model, now_ms| model.choose(query, result, now_ms))?
    }
}
