//! The payment form of a quote, frozen with it: what its payer must fill in, and the greatest tip. An invoice that is
//! out asks what it asked when it was made, whatever the owner edits later.

use serde::{Deserialize, Serialize};

use super::OrderInfo;
use crate::shop::{Ask, Product, Shop};

/// What is asked besides the price.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    pub ask: Vec<Ask>,
    /// Minor units of the quote's currency; 0: no tip.
    pub tip_max: i64,
}

impl Form {
    pub fn of(shop: &Shop, product: &Product) -> Form {
        Form {
            ask: shop.asks_of(product).to_vec(),
            tip_max: shop.tip_max_of(product),
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Form::default()
    }

    /// What was asked and not given.
    pub fn missing(&self, info: &OrderInfo) -> Vec<Ask> {
        self.ask.iter().copied().filter(|ask| !info.has(*ask)).collect()
    }
}
