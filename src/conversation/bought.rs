//! What a customer has bought, as the owner's checks count it: orders that are held or paid and not refunded.

use crate::{
    ids::{OrderId, ProductId},
    money::Currency,
    order::{Order, Quote},
    time::Timestamp,
};

/// One order that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bought {
    pub id: OrderId,
    /// When the money came; until then when it was promised.
    pub at: Timestamp,
    pub currency: Currency,
    /// Minor units, without a tip.
    pub total: i64,
    pub lines: Vec<BoughtLine>,
}

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoughtLine {
    pub product: ProductId,
    pub quantity: i64,
    /// Minor units for one piece.
    pub unit: i64,
}

impl Bought {
    pub(super) fn of(order: &Order, at: Timestamp, quote: &Quote) -> Bought {
        let lines = quote.lines.iter().map(|line| BoughtLine {
            product: line.product.clone(),
            quantity: line.quantity,
            unit: line.unit,
        });
        Bought {
            id: order.id,
            at,
            currency: quote.currency,
            total: quote.total,
            lines: lines.collect(),
        }
    }
}
