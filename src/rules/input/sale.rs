//! The lines of a quote and where they shall go, as rules see them. Amounts are minor units of the quote's currency.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::{Currency, Money};

/// What is to be sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteFacts {
    pub lines: Vec<LineFacts>,
    pub currency: Currency,
    pub total: i64,
}

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFacts {
    pub product: Arc<str>,
    /// In the customer's language.
    pub title: Arc<str>,
    /// Empty for none.
    pub category: Arc<str>,
    /// Ids of the choices, in the product's order.
    pub choices: Arc<[Arc<str>]>,
    pub quantity: i64,
    /// For one piece.
    pub price: i64,
    /// Whether people must hand it over.
    pub physical: bool,
}

/// What the customer told Telegram for this order; empty where it was not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeliveryFacts {
    pub name: String,
    pub phone: String,
    pub email: String,
    /// Two capital letters.
    pub country: String,
    pub state: String,
    pub city: String,
    pub street: String,
    pub postcode: String,
}

impl QuoteFacts {
    /// Minor units as an exact number of the currency: 650 of EUR are 6.50.
    pub(in crate::rules) fn amount(&self, minor: i64) -> Decimal {
        Decimal::new(minor, self.exponent())
    }

    /// As customers read it: `6.50 €`. Half a minor unit is rounded up.
    pub(in crate::rules) fn shown(&self, amount: Decimal) -> Option<String> {
        let rounded = self.rounded(amount);
        let minor = rounded.checked_mul(Decimal::from(10_i64.checked_pow(self.exponent())?))?;
        let minor = i64::try_from(minor.trunc()).ok()?;
        Some(Money::new(minor, self.currency).shown())
    }

    /// To the currency's decimals, half a minor unit away from zero.
    pub(in crate::rules) fn rounded(&self, amount: Decimal) -> Decimal {
        let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
        let mut rounded = amount.round_dp_with_strategy(self.exponent(), strategy);
        rounded.rescale(self.exponent());
        rounded
    }

    fn exponent(&self) -> u32 {
        self.currency.info().exponent
    }
}

impl DeliveryFacts {
    pub(super) fn is_empty(&self) -> bool {
        *self == DeliveryFacts::default()
    }
}

impl LineFacts {
    pub fn total(&self) -> i64 {
        self.price.saturating_mul(self.quantity)
    }
}
