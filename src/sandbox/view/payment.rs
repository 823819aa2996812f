//! A payment from the payer's side.

use serde::{Deserialize, Serialize};

use super::{OrderInfo, ShippingChoice};

/// What a payer hands over when they press Pay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Payment {
    /// Smallest units, on top of the invoice's total.
    pub tip: i64,
    pub order_info: OrderInfo,
    /// Of an invoice whose price depends on the address: what was chosen among the bot's offers.
    pub shipping: Option<ShippingChoice>,
}

/// How far a payment got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Outcome {
    /// The bot has not answered the pre-checkout query yet.
    Waiting,
    /// The bot said no, in these words.
    Refused { words: String },
    /// The bot said nothing for ten seconds; the payer sees `BOT_PRECHECKOUT_TIMEOUT`.
    TimedOut,
    /// The bot said yes; the payer may be charged.
    Confirmed,
    /// Money moved.
    Charged,
    /// The provider refused the card. The bot never hears of it.
    Declined,
}

impl Outcome {
    /// Still open, or the payer may still be charged.
    pub fn is_settled(&self) -> bool {
        !matches!(self, Outcome::Waiting | Outcome::Confirmed)
    }
}
