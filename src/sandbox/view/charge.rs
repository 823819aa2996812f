//! Money that moved, and what for.

use serde::{Deserialize, Serialize};

use super::ChatId;

/// Money that moved. The list of charges is the truth that a shop's books are compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    pub bot: i64,
    pub payer: i64,
    /// Where the bot is told of it.
    pub chat: ChatId,
    /// The pre-checkout query that led here; 0 where there was none.
    pub query: i64,
    pub invoice_payload: String,
    pub currency: String,
    /// Smallest units, tip included.
    pub total_amount: i64,
    pub telegram_payment_charge_id: String,
    pub provider_payment_charge_id: String,
    /// Unix milliseconds.
    pub at_ms: i64,
    #[serde(default)]
    pub charged_for: ChargedFor,
    /// When the bot gave it back, in unix milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refunded_at_ms: Option<i64>,
}

/// What was paid for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargedFor {
    #[default]
    Invoice,
    /// Media that a message sells; the bot was not asked before.
    Media,
    /// A period of a subscription.
    Subscription(Term),
}

/// A period of a subscription that is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// It began the subscription; otherwise it renewed it.
    pub is_first: bool,
    pub period_s: i64,
    /// Unix seconds.
    pub until_s: i64,
}
