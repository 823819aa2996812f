//! A payment from the payer's side.

use serde::{Deserialize, Serialize};

use super::{ChatId, OrderInfo, ShippingChoice};

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

/// Money that moved. The list of charges is the truth that a shop's books are compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    pub bot: i64,
    pub payer: i64,
    /// Where the bot is told of it.
    pub chat: ChatId,
    /// The pre-checkout query that led here.
    pub query: i64,
    pub invoice_payload: String,
    pub currency: String,
    /// Smallest units, tip included.
    pub total_amount: i64,
    pub telegram_payment_charge_id: String,
    pub provider_payment_charge_id: String,
    /// Unix milliseconds.
    pub at_ms: i64,
    /// When the bot gave it back, in unix milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refunded_at_ms: Option<i64>,
}

impl Outcome {
    /// Still open, or the payer may still be charged.
    pub fn is_settled(&self) -> bool {
        !matches!(self, Outcome::Waiting | Outcome::Confirmed)
    }
}
