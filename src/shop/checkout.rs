//! What the payment form asks of a customer besides the price. Telegram's form: it does not let anybody pay who leaves
//! out what an invoice asks for.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Price, Product, Shop};
use crate::money::Money;

/// One thing that a customer can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    Name,
    Phone,
    Email,
    /// Where to send the goods.
    Address,
}

/// A tip on top of the price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tips {
    /// Above zero.
    pub max: Money,
    /// At most four, rising, none above `max`.
    pub suggested: Vec<Money>,
}

/// The payment form of every product that says nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkout {
    /// In the order of `Ask::ALL`, each once.
    pub ask: Vec<Ask>,
    /// What of it the provider gets as well: phone, email.
    pub send_to_provider: Vec<Ask>,
    pub tips: Option<Tips>,
    /// A JSON object for the provider, with `PROVIDER_DATA_PLACEHOLDERS` in its texts.
    pub provider_data: Option<Arc<str>>,
}

/// What is filled into `provider_data` for each invoice.
pub const PROVIDER_DATA_PLACEHOLDERS: [&str; 5] = ["title", "quantity", "price", "total", "currency"];

impl Ask {
    pub const ALL: [Ask; 4] = [Ask::Name, Ask::Phone, Ask::Email, Ask::Address];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Ask::Name => "name",
            Ask::Phone => "phone",
            Ask::Email => "email",
            Ask::Address => "address",
        }
    }
}

impl Shop {
    /// What a buyer of this product is asked for.
    pub fn asks_of<'s>(&'s self, product: &'s Product) -> &'s [Ask] {
        product.ask.as_deref().unwrap_or(&self.checkout.ask)
    }

    /// The greatest tip on this product in minor units; none where the customer names the price anyway.
    pub fn tip_max_of(&self, product: &Product) -> i64 {
        match (&product.price, &self.checkout.tips) {
            (Price::Fixed(_), Some(tips)) => tips.max.minor,
            _ => 0,
        }
    }
}
