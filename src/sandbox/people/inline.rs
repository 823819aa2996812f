//! Inline mode from another process.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::act::{Act, value};
use super::client::{People, ms};
use crate::sandbox::view::{ChatId, InlineAnswer};
use crate::sandbox::{Error, Local};

/// One act; each is a call of [`Local`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InlineAct {
    Type {
        person: i64,
        bot: i64,
        chat: ChatId,
        text: String,
    },
    More {
        query: i64,
    },
    Answer {
        query: i64,
        wait_ms: u64,
    },
    Choose {
        query: i64,
        result: String,
    },
}

pub(super) async fn perform(local: &Local, act: InlineAct) -> Result<Value, Error> {
    match act {
        InlineAct::Type {
            person,
            bot,
            chat,
            text,
        } => value(local.type_inline(person, bot, chat, &text)?),
        InlineAct::More { query } => value(local.more_inline(query)?),
        InlineAct::Answer { query, wait_ms: 0 } => value(local.inline_answer(query)?),
        InlineAct::Answer { query, wait_ms } => {
            let wait = Duration::from_millis(wait_ms);
            value(local.wait_for_inline_answer(query, wait).await?)
        }
        InlineAct::Choose { query, result } => value(local.choose(query, &result)?),
    }
}

/// Inline mode.
impl People {
    pub async fn type_inline(&self, person: i64, bot: i64, chat: ChatId, text: &str) -> Result<i64, Error> {
        let act = InlineAct::Type {
            person,
            bot,
            chat,
            text: text.to_owned(),
        };
        self.act(Act::Inline(act)).await
    }

    pub async fn more_inline(&self, query: i64) -> Result<i64, Error> {
        self.act(Act::Inline(InlineAct::More { query })).await
    }

    pub async fn inline_answer(&self, query: i64) -> Result<Option<InlineAnswer>, Error> {
        self.act(Act::Inline(InlineAct::Answer { query, wait_ms: 0 })).await
    }

    pub async fn wait_for_inline_answer(&self, query: i64, timeout: Duration) -> Result<Option<InlineAnswer>, Error> {
        let wait_ms = ms(timeout);
        self.act(Act::Inline(InlineAct::Answer { query, wait_ms })).await
    }

    pub async fn choose(&self, query: i64, result: &str) -> Result<i64, Error> {
        let result = result.to_owned();
        self.act(Act::Inline(InlineAct::Choose { query, result })).await
    }
}
