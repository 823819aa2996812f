//! A customer as rules see one: who, and what was bought before. What is held by an accepted pre-checkout counts as
//! bought, so that two payments at once cannot both be the first.

use serde::{Deserialize, Serialize};

use crate::{ids::UserId, time::Timestamp};

/// Who pays, and their history in this shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerFacts {
    pub id: UserId,
    /// Two letters.
    pub language: String,
    /// When the shop got to know them; the moment of the question for somebody new.
    pub first_seen: Timestamp,
    /// By day and product, in the quote's currency.
    #[serde(default)]
    pub purchases: Vec<Purchase>,
}

/// What one customer bought of one product on one day, refunds taken off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    /// Empty for the day's orders as a whole, where `units` counts orders.
    pub product: String,
    /// Days from 1 January 1970 in the shop's zone.
    pub day: i64,
    pub units: i64,
    /// Minor units.
    pub amount: i64,
}

impl CustomerFacts {
    /// Pieces of a product (orders, for an empty name) since a day, that day included.
    pub(in crate::rules) fn units_since(&self, product: &str, day: i64) -> i64 {
        let units = self.since(product, day).map(|purchase| purchase.units);
        units.fold(0, i64::saturating_add)
    }

    /// Minor units of whole orders since a day, that day included.
    pub(in crate::rules) fn spent_since(&self, day: i64) -> i64 {
        let amounts = self.since("", day).map(|purchase| purchase.amount);
        amounts.fold(0, i64::saturating_add)
    }

    fn since<'a>(&'a self, product: &'a str, day: i64) -> impl Iterator<Item = &'a Purchase> {
        self.purchases
            .iter()
            .filter(move |purchase| purchase.product == product && purchase.day >= day)
    }
}
