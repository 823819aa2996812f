//! Shipping as the payer sees it.

use serde::{Deserialize, Serialize};

/// A way to send the goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingOption {
    pub id: String,
    pub title: String,
    /// Smallest units of the invoice's currency, the sum of its price lines.
    pub amount: i64,
}

/// What the bot said to an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ShippingAnswer {
    Waiting,
    Options { options: Vec<ShippingOption> },
    Refused { words: String },
    TimedOut,
}

/// The way that the payer chose among those that the bot offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingChoice {
    pub query: i64,
    pub option: String,
}
