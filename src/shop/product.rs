//! One product: what it costs, what may be chosen, how it is counted and how it reaches the customer.

use std::sync::Arc;

use super::{Ask, Choice, Deliver, FileRef, InvoicePhoto, Localized, ProductOption, Selection};
use crate::{
    ids::{CategoryId, ProductId, Sku},
    money::Money,
};

/// Something that is sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    pub id: ProductId,
    pub title: Localized<Arc<str>>,
    pub description: Localized<Arc<str>>,
    pub price: Price,
    pub category: Option<CategoryId>,
    /// Shown in the chat; relative to the shop's folder.
    pub photo: Option<FileRef>,
    pub invoice_photo: Option<InvoicePhoto>,
    /// What its buyer is asked for; `None`: what the shop asks everybody.
    pub ask: Option<Vec<Ask>>,
    pub stock: Stock,
    pub options: Vec<ProductOption>,
    pub deliver: Deliver,
    /// The most that one order may hold, at least 1; 1 where the price is the customer's.
    pub quantity_max: i64,
}

/// A price of the shop's, or one that the customer names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Price {
    Fixed(Money),
    /// Donations and top-ups; bounds are inclusive.
    Free {
        min: Money,
        max: Money,
        suggested: Vec<Money>,
    },
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stock {
    /// Never runs out.
    Endless,
    /// A count taken when the file says so.
    Counted(i64),
    /// As many as its pool has unsold keys.
    Keys,
    /// Its choices are counted, each by itself.
    ByChoice,
}

impl Product {
    /// The card as it first opens: one piece, the first choice of each option.
    pub fn first_selection(&self) -> Selection {
        let choices = self.options.iter().map(|option| option.choices[0].id.code()).collect();
        Selection {
            product: self.id.code(),
            choices,
            quantity: 1,
            amount: None,
            campaign: None,
        }
    }

    /// Every sku that this product is counted by, with the count that the file gives.
    pub fn counted_skus(&self) -> Vec<(Sku, i64)> {
        match self.stock {
            Stock::Counted(count) => vec![(self.sku(None), count)],
            Stock::ByChoice => {
                let choices = self.options.iter().flat_map(|option| &option.choices);
                choices.filter_map(|c| Some((self.sku(Some(c)), c.stock?))).collect()
            }
            Stock::Endless | Stock::Keys => Vec::new(),
        }
    }

    /// Every sku that this product is counted by; none where it never runs out.
    pub fn skus(&self) -> Vec<Sku> {
        match self.stock {
            Stock::Endless => Vec::new(),
            Stock::Keys => vec![self.sku(None)],
            Stock::Counted(_) | Stock::ByChoice => self.counted_skus().into_iter().map(|(sku, _)| sku).collect(),
        }
    }

    /// The sku by which a selection's pieces are counted; the product itself unless a choice has its own count.
    pub fn sku(&self, choice: Option<&Choice>) -> Sku {
        match choice {
            Some(choice) => Sku::new(format!("{}/{}", self.id, choice.id)),
            None => Sku::new(self.id.as_str()),
        }
    }

    pub fn is_counted(&self) -> bool {
        self.stock != Stock::Endless
    }
}
