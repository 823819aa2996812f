//! What a customer has picked, as it travels in a button and back: codes only, resolved against the catalog of the
//! moment. Whatever arrives here was possibly typed by an attacker.

use super::{Choice, Price, Product, Stock};
use crate::{
    ids::{Campaign, Code, Sku},
    money::Money,
};

/// What a customer has picked so far: everything a button needs to lead back to the same card. No price is in it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Selection {
    pub product: Code,
    /// One code of a choice for each option, in the product's order.
    pub choices: Vec<Code>,
    pub quantity: i64,
    /// Minor units; only where the price is the customer's.
    pub amount: Option<i64>,
    /// The tag of the link that led here. It says where the customer came from, not what is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<Campaign>,
}

impl Selection {
    /// Whether the same goods are meant, wherever the customer came from.
    pub fn is_same_wish(&self, other: &Selection) -> bool {
        self.product == other.product
            && self.choices == other.choices
            && self.quantity == other.quantity
            && self.amount == other.amount
    }
}

/// Why a selection cannot be sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectionError {
    /// The files no longer hold this product or choice.
    Withdrawn,
    TooMany {
        max: i64,
    },
    /// The named amount is outside the product's bounds, or missing.
    AmountOutside,
}

/// A selection resolved against the catalog, before it is priced into a quote.
#[derive(Clone, Debug)]
pub struct Unpriced<'a> {
    pub product: &'a Product,
    pub choices: Vec<&'a Choice>,
    pub quantity: i64,
    pub unit: Money,
    pub sku: Sku,
}

impl Product {
    /// Resolves what a button or a link carries. Whatever it holds was possibly typed by an attacker.
    pub fn resolve(&self, selection: &Selection) -> Result<Unpriced<'_>, SelectionError> {
        if selection.choices.len() != self.options.len() {
            return Err(SelectionError::Withdrawn);
        }
        let pairs = self.options.iter().zip(&selection.choices);
        let choices: Option<Vec<&Choice>> = pairs
            .map(|(option, code)| option.choices.iter().find(|c| c.id.code() == *code))
            .collect();
        let choices = choices.ok_or(SelectionError::Withdrawn)?;
        if selection.quantity < 1 || selection.quantity > self.quantity_max {
            return Err(SelectionError::TooMany { max: self.quantity_max });
        }
        let unit = self.unit_price(&choices, selection.amount)?;
        let own = choices.iter().find(|c| c.stock.is_some()).copied();
        let sku = self.sku(if self.stock == Stock::ByChoice { own } else { None });
        Ok(Unpriced {
            product: self,
            choices,
            quantity: selection.quantity,
            unit,
            sku,
        })
    }

    /// The sku that a selection is counted by, whatever its quantity and amount; `None` where a choice is gone.
    pub fn sku_of(&self, selection: &Selection) -> Option<Sku> {
        if self.stock != Stock::ByChoice {
            return Some(self.sku(None));
        }
        let pairs = self.options.iter().zip(&selection.choices);
        let mut chosen = pairs.filter_map(|(option, code)| option.choices.iter().find(|c| c.id.code() == *code));
        chosen
            .find(|choice| choice.stock.is_some())
            .map(|choice| self.sku(Some(choice)))
    }

    fn unit_price(&self, choices: &[&Choice], amount: Option<i64>) -> Result<Money, SelectionError> {
        match &self.price {
            Price::Fixed(price) => choices
                .iter()
                .try_fold(*price, |sum, choice| sum.plus(choice.extra))
                .ok_or(SelectionError::AmountOutside),
            Price::Free { min, max, .. } => {
                let amount = amount.filter(|a| (min.minor..=max.minor).contains(a));
                amount
                    .map(|minor| Money { minor, ..*min })
                    .ok_or(SelectionError::AmountOutside)
            }
        }
    }
}
