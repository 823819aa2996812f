//! Shipping, from another process.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::act::{Act, value};
use super::client::People;
use crate::sandbox::view::{Address, ChatId, ShippingAnswer};
use crate::sandbox::{Error, Local};

/// One act; each is a call of [`Local`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ShipAct {
    Ask {
        payer: i64,
        chat: ChatId,
        message: i64,
        address: Address,
    },
    Answer {
        query: i64,
        wait_ms: u64,
    },
}

pub(super) async fn perform(local: &Local, act: ShipAct) -> Result<Value, Error> {
    match act {
        ShipAct::Ask {
            payer,
            chat,
            message,
            address,
        } => value(local.ask_shipping(payer, chat, message, &address)?),
        ShipAct::Answer { query, wait_ms } => {
            let patience = Duration::from_millis(wait_ms);
            value(local.wait_for_shipping_answer(query, patience).await?)
        }
    }
}

/// Shipping.
impl People {
    pub async fn ask_shipping(&self, payer: i64, chat: ChatId, message: i64, address: Address) -> Result<i64, Error> {
        let act = ShipAct::Ask {
            payer,
            chat,
            message,
            address,
        };
        self.act(Act::Ship(act)).await
    }

    pub async fn wait_for_shipping_answer(&self, query: i64, timeout: Duration) -> Result<ShippingAnswer, Error> {
        let wait_ms = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
        self.act(Act::Ship(ShipAct::Answer { query, wait_ms })).await
    }
}
