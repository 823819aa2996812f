//! Forwarding messages and opening links, from another process.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::act::{Act, value};
use super::client::People;
use crate::sandbox::view::{ChatId, Opened, Payment};
use crate::sandbox::{Error, Local};

/// One act; each is a call of [`Local`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CarryAct {
    Forward {
        person: i64,
        from: ChatId,
        message: i64,
        to: ChatId,
    },
    Open {
        person: i64,
        address: String,
    },
    PayLink {
        payer: i64,
        address: String,
        payment: Box<Payment>,
    },
}

pub(super) fn perform(local: &Local, act: CarryAct) -> Result<Value, Error> {
    match act {
        CarryAct::Forward {
            person,
            from,
            message,
            to,
        } => value(local.forward(person, from, message, to)?),
        CarryAct::Open { person, address } => value(local.open(person, &address)?),
        CarryAct::PayLink {
            payer,
            address,
            payment,
        } => value(local.pay_link(payer, &address, *payment)?),
    }
}

/// Forwarding and links.
impl People {
    pub async fn forward(&self, person: i64, from: ChatId, message: i64, to: ChatId) -> Result<i64, Error> {
        let act = CarryAct::Forward {
            person,
            from,
            message,
            to,
        };
        self.act(Act::Carry(act)).await
    }

    pub async fn open(&self, person: i64, address: &str) -> Result<Opened, Error> {
        let address = address.to_owned();
        self.act(Act::Carry(CarryAct::Open { person, address })).await
    }

    pub async fn pay_link(&self, payer: i64, address: &str, payment: Payment) -> Result<i64, Error> {
        let act = CarryAct::PayLink {
            payer,
            address: address.to_owned(),
            payment: Box::new(payment),
        };
        self.act(Act::Carry(act)).await
    }
}
