//! What a message holds.

use serde::{Deserialize, Serialize};

use super::{Charge, FileView};

/// The content of a message, one of the kinds that a shop sends or gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    Text,
    Photo(FileView),
    Document(FileView),
    Invoice(InvoiceView),
    /// Media that are seen once these Stars are paid for them, and how many there are.
    PaidMedia {
        stars: i64,
        count: usize,
    },
    /// The service line that follows a payment.
    Paid(Charge),
    /// Another line that Telegram writes by itself: somebody came or went.
    Notice,
}

/// An invoice, as the app shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceView {
    pub title: String,
    pub description: String,
    pub currency: String,
    /// In the smallest units of the currency, without a tip.
    pub total_amount: i64,
    /// The same as a person reads it: `12.50 EUR`.
    pub price: String,
    pub max_tip_amount: i64,
    /// The same as a person reads it.
    #[serde(default)]
    pub max_tip: String,
    pub suggested_tip_amounts: Vec<i64>,
    /// What the payment form asks for, in Telegram's words: `name`, `phone_number`, `email`, `shipping_address`.
    #[serde(default)]
    pub asks: Vec<String>,
    /// The address of its picture, which the sandbox does not fetch.
    #[serde(default)]
    pub photo_url: Option<String>,
    /// In a private chat with the bot the invoice becomes a receipt once it is paid.
    pub receipt: bool,
}

impl InvoiceView {
    /// What the form asks besides the price, such as `Asks for: name, phone number. Tip: up to 5.00 EUR`; empty for nothing.
    pub fn form_in_words(&self) -> String {
        let asks = self.asks.join(", ").replace('_', " ");
        let asks = (!asks.is_empty()).then(|| format!("Asks for: {asks}"));
        let tip = (self.max_tip_amount > 0).then(|| format!("Tip: up to {}", self.max_tip));
        let parts: Vec<String> = asks.into_iter().chain(tip).collect();
        parts.join(". ")
    }
}
