//! Forwarding messages, opening links, sending files, and the menu of commands, from another process.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::act::{Act, value};
use super::client::People;
use crate::sandbox::view::{ChatId, MenuCommand, NewFile, Opened, Payment};
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
    SendFile {
        person: i64,
        chat: ChatId,
        file: NewFile,
    },
    Menu {
        person: i64,
        bot: i64,
        chat: ChatId,
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
        CarryAct::SendFile { person, chat, file } => value(local.send_file(person, chat, file)?),
        CarryAct::Menu { person, bot, chat } => value(local.menu(person, bot, chat)?),
        CarryAct::Open { person, address } => value(local.open(person, &address)?),
        CarryAct::PayLink {
            payer,
            address,
            payment,
        } => value(local.pay_link(payer, &address, *payment)?),
    }
}

/// Forwarding, links, files and the menu.
impl People {
    pub async fn send_file(&self, person: i64, chat: ChatId, file: NewFile) -> Result<i64, Error> {
        self.act(Act::Carry(CarryAct::SendFile { person, chat, file })).await
    }

    pub async fn menu(&self, person: i64, bot: i64, chat: ChatId) -> Result<Vec<MenuCommand>, Error> {
        self.act(Act::Carry(CarryAct::Menu { person, bot, chat })).await
    }

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
