//! Stars from another process.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::act::{Act, value};
use super::client::People;
use crate::sandbox::view::{Charge, ChatId};
use crate::sandbox::{Error, Local};

/// One act; each is a call of [`Local`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StarsAct {
    BuyMedia { person: i64, chat: ChatId, message: i64 },
    Cancel { payer: i64, charge: String },
    Resume { payer: i64, charge: String },
    FailRenewal { payer: i64, charge: String },
}

pub(super) fn perform(local: &Local, act: StarsAct) -> Result<Value, Error> {
    match act {
        StarsAct::BuyMedia { person, chat, message } => value(local.buy_media(person, chat, message)?),
        StarsAct::Cancel { payer, charge } => value(local.cancel_subscription(payer, &charge)?),
        StarsAct::Resume { payer, charge } => value(local.resume_subscription(payer, &charge)?),
        StarsAct::FailRenewal { payer, charge } => value(local.fail_renewal(payer, &charge)?),
    }
}

/// Paid media and subscriptions; the verbs are those of [`Local`].
impl People {
    pub async fn buy_media(&self, person: i64, chat: ChatId, message: i64) -> Result<Charge, Error> {
        let act = StarsAct::BuyMedia { person, chat, message };
        self.act(Act::Stars(act)).await
    }

    pub async fn cancel_subscription(&self, payer: i64, charge: &str) -> Result<(), Error> {
        let charge = charge.to_owned();
        self.act(Act::Stars(StarsAct::Cancel { payer, charge })).await
    }

    pub async fn resume_subscription(&self, payer: i64, charge: &str) -> Result<(), Error> {
        let charge = charge.to_owned();
        self.act(Act::Stars(StarsAct::Resume { payer, charge })).await
    }

    pub async fn fail_renewal(&self, payer: i64, charge: &str) -> Result<(), Error> {
        let charge = charge.to_owned();
        self.act(Act::Stars(StarsAct::FailRenewal { payer, charge })).await
    }
}
