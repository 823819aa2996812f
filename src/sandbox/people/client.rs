//! The client of the people's door.

use std::time::Duration;

use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Act;
use crate::sandbox::Error;
use crate::sandbox::view::{Bot, Charge, ChatId, ChatView, MessageView, Outcome, Payment, Person, Toast};

/// The people of a sandbox that runs in another process. The verbs are those of [`crate::sandbox::Local`].
#[derive(Clone)]
pub struct People {
    door: String,
    client: reqwest::Client,
}

impl People {
    /// `url` is what `Sandbox::url` says there.
    pub fn new(url: &str) -> People {
        People {
            door: format!("{}/people", url.trim_end_matches('/')),
            client: reqwest::Client::new(),
        }
    }

    pub async fn bots(&self) -> Result<Vec<Bot>, Error> {
        self.act(Act::Bots).await
    }

    pub async fn people(&self) -> Result<Vec<Person>, Error> {
        self.act(Act::People).await
    }

    pub async fn put_person(&self, person: Person) -> Result<(), Error> {
        self.act(Act::PutPerson(person)).await
    }

    pub async fn say(&self, person: i64, chat: ChatId, text: &str) -> Result<i64, Error> {
        self.act(Act::Say {
            person,
            chat,
            text: text.to_owned(),
            reply_to: None,
        })
        .await
    }

    pub async fn reply(&self, person: i64, chat: ChatId, to: i64, text: &str) -> Result<i64, Error> {
        self.act(Act::Say {
            person,
            chat,
            text: text.to_owned(),
            reply_to: Some(to),
        })
        .await
    }

    pub async fn start(&self, person: i64, bot: i64, parameter: &str) -> Result<i64, Error> {
        self.act(Act::Start {
            person,
            bot,
            parameter: parameter.to_owned(),
        })
        .await
    }

    pub async fn tap(&self, person: i64, chat: ChatId, message: i64, data: &str) -> Result<i64, Error> {
        self.act(Act::Tap {
            person,
            chat,
            message,
            data: data.to_owned(),
        })
        .await
    }

    pub async fn forge_tap(&self, person: i64, chat: ChatId, message: i64, data: &str) -> Result<i64, Error> {
        self.act(Act::ForgeTap {
            person,
            chat,
            message,
            data: data.to_owned(),
        })
        .await
    }

    pub async fn tap_answer(&self, tap: i64) -> Result<Option<Toast>, Error> {
        self.act(Act::TapAnswer { tap, wait_ms: 0 }).await
    }

    pub async fn wait_for_tap_answer(&self, tap: i64, timeout: Duration) -> Result<Option<Toast>, Error> {
        self.act(Act::TapAnswer {
            tap,
            wait_ms: ms(timeout),
        })
        .await
    }

    pub async fn block(&self, person: i64, bot: i64) -> Result<(), Error> {
        self.act(Act::Block { person, bot }).await
    }

    pub async fn unblock(&self, person: i64, bot: i64) -> Result<(), Error> {
        self.act(Act::Unblock { person, bot }).await
    }

    pub async fn read(&self, chat: ChatId, after: u64) -> Result<ChatView, Error> {
        self.act(Act::Read {
            chat,
            after,
            wait_ms: 0,
        })
        .await
    }

    pub async fn wait_for_news(&self, chat: ChatId, after: u64, timeout: Duration) -> Result<ChatView, Error> {
        self.act(Act::Read {
            chat,
            after,
            wait_ms: ms(timeout),
        })
        .await
    }

    pub async fn message(&self, chat: ChatId, message: i64) -> Result<MessageView, Error> {
        self.act(Act::Message { chat, message }).await
    }

    pub async fn pay(&self, person: i64, chat: ChatId, message: i64, payment: Payment) -> Result<i64, Error> {
        self.act(Act::Pay {
            person,
            chat,
            message,
            payment,
        })
        .await
    }

    pub async fn pay_forwarded(&self, person: i64, chat: ChatId, message: i64, payment: Payment) -> Result<i64, Error> {
        self.act(Act::PayForwarded {
            person,
            chat,
            message,
            payment,
        })
        .await
    }

    pub async fn outcome(&self, payment: i64) -> Result<Outcome, Error> {
        self.act(Act::Outcome { payment, wait_ms: 0 }).await
    }

    pub async fn wait_for_outcome(&self, payment: i64, timeout: Duration) -> Result<Outcome, Error> {
        self.act(Act::Outcome {
            payment,
            wait_ms: ms(timeout),
        })
        .await
    }

    pub async fn charge(&self, payment: i64) -> Result<Charge, Error> {
        self.act(Act::Charge { payment }).await
    }

    pub async fn charge_again(&self, payment: i64) -> Result<Charge, Error> {
        self.act(Act::ChargeAgain { payment }).await
    }

    pub async fn decline(&self, payment: i64) -> Result<(), Error> {
        self.act(Act::Decline { payment }).await
    }

    pub async fn charges(&self) -> Result<Vec<Charge>, Error> {
        self.act(Act::Charges).await
    }

    pub(super) async fn act<T: DeserializeOwned>(&self, act: Act) -> Result<T, Error> {
        let lost = |error: reqwest::Error| {
            Error::machine(format!(
                "no sandbox answers at {}: {error}; is it still running?",
                self.door
            ))
        };
        let answer = self.client.post(&self.door).json(&act).send().await.map_err(lost)?;
        let status = answer.status();
        let body: Value = answer.json().await.map_err(lost)?;
        let words = |field: &str| {
            body.get(field)
                .and_then(Value::as_str)
                .unwrap_or("no reason was given")
                .to_owned()
        };
        match status {
            StatusCode::OK => serde_json::from_value(body)
                .map_err(|error| Error::machine(format!("{} answered in another format: {error}", self.door))),
            StatusCode::CONFLICT => Err(Error::Refused(words("refused"))),
            _ => Err(Error::Machine(words("failed"))),
        }
    }
}

pub(super) fn ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
