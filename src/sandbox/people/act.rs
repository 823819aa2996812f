//! Everything that a person can do, as data.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::carry::{self, CarryAct};
use super::inline::{self, InlineAct};
use super::place::{self, PlaceAct};
use super::ship::{self, ShipAct};
use super::stars::{self, StarsAct};
use super::trouble::{self, TroubleAct};
use crate::sandbox::view::{ChatId, Payment, Person};
use crate::sandbox::{Error, Local};

/// One act; `perform` says which call of [`Local`] it is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Act {
    Bots,
    People,
    PutPerson(Person),
    Place(PlaceAct),
    Carry(CarryAct),
    Ship(ShipAct),
    Stars(StarsAct),
    Trouble(TroubleAct),
    Inline(InlineAct),
    Say {
        person: i64,
        chat: ChatId,
        text: String,
        reply_to: Option<i64>,
    },
    Start {
        person: i64,
        bot: i64,
        parameter: String,
    },
    Tap {
        person: i64,
        chat: ChatId,
        message: i64,
        data: String,
    },
    ForgeTap {
        person: i64,
        chat: ChatId,
        message: i64,
        data: String,
    },
    TapAnswer {
        tap: i64,
        wait_ms: u64,
    },
    Block {
        person: i64,
        bot: i64,
    },
    Unblock {
        person: i64,
        bot: i64,
    },
    Read {
        chat: ChatId,
        after: u64,
        wait_ms: u64,
    },
    Message {
        chat: ChatId,
        message: i64,
    },
    Pay {
        person: i64,
        chat: ChatId,
        message: i64,
        payment: Payment,
    },
    PayForwarded {
        person: i64,
        chat: ChatId,
        message: i64,
        payment: Payment,
    },
    Outcome {
        payment: i64,
        wait_ms: u64,
    },
    Charge {
        payment: i64,
    },
    ChargeAgain {
        payment: i64,
    },
    Decline {
        payment: i64,
    },
    Charges,
}

pub(crate) async fn perform(local: &Local, act: Act) -> Result<Value, Error> {
    match act {
        Act::Bots => value(local.bots()),
        Act::People => value(local.people()),
        Act::PutPerson(person) => value(local.put_person(person)?),
        Act::Place(act) => place::perform(local, act),
        Act::Carry(act) => carry::perform(local, act),
        Act::Ship(act) => ship::perform(local, act).await,
        Act::Stars(act) => stars::perform(local, act),
        Act::Trouble(act) => trouble::perform(local, act),
        Act::Inline(act) => inline::perform(local, act).await,
        Act::Say {
            person,
            chat,
            text,
            reply_to,
        } => value(match reply_to {
            None => local.say(person, chat, &text)?,
            Some(to) => local.reply(person, chat, to, &text)?,
        }),
        Act::Start { person, bot, parameter } => value(local.start(person, bot, &parameter)?),
        Act::Tap {
            person,
            chat,
            message,
            data,
        } => value(local.tap(person, chat, message, &data)?),
        Act::ForgeTap {
            person,
            chat,
            message,
            data,
        } => value(local.forge_tap(person, chat, message, &data)?),
        Act::TapAnswer { tap, wait_ms: 0 } => value(local.tap_answer(tap)?),
        Act::TapAnswer { tap, wait_ms } => value(local.wait_for_tap_answer(tap, Duration::from_millis(wait_ms)).await?),
        Act::Block { person, bot } => value(local.block(person, bot)?),
        Act::Unblock { person, bot } => value(local.unblock(person, bot)?),
        Act::Read {
            chat,
            after,
            wait_ms: 0,
        } => value(local.read(chat, after)),
        Act::Read { chat, after, wait_ms } => {
            value(local.wait_for_news(chat, after, Duration::from_millis(wait_ms)).await)
        }
        Act::Message { chat, message } => value(local.message(chat, message)?),
        Act::Pay {
            person,
            chat,
            message,
            payment,
        } => value(local.pay(person, chat, message, payment)?),
        Act::PayForwarded {
            person,
            chat,
            message,
            payment,
        } => value(local.pay_forwarded(person, chat, message, payment)?),
        Act::Outcome { payment, wait_ms: 0 } => value(local.outcome(payment)?),
        Act::Outcome { payment, wait_ms } => {
            value(local.wait_for_outcome(payment, Duration::from_millis(wait_ms)).await?)
        }
        Act::Charge { payment } => value(local.charge(payment)?),
        Act::ChargeAgain { payment } => value(local.charge_again(payment)?),
        Act::Decline { payment } => value(local.decline(payment)?),
        Act::Charges => value(local.charges()),
    }
}

pub(super) fn value(result: impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(result).map_err(|error| Error::machine(format!("a result cannot be written: {error}")))
}
