//! Counts of what is there and what is promised, and the moves that explain them.

use crate::{
    ids::{OrderId, ShopId, Sku},
    time::Timestamp,
};

/// The count of one sku. `reserved` of `on_hand` are promised to orders that are being paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockRow {
    pub shop: ShopId,
    pub sku: Sku,
    pub on_hand: i64,
    pub reserved: i64,
    /// The number in the file when it was last counted; an unchanged number does nothing, ever. -1 for key pools.
    pub in_file: i64,
    /// As it was loaded; 0 for a row that is not written yet. The guarded update raises it.
    pub version: i64,
}

impl StockRow {
    pub fn free(&self) -> i64 {
        self.on_hand.saturating_sub(self.reserved)
    }
}

/// A change of `on_hand`, append-only: the sum of a sku's moves is its `on_hand`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    pub shop: ShopId,
    pub sku: Sku,
    pub units: i64,
    /// `recount`, `sale`, `restock`, `keys`.
    pub why: &'static str,
    pub order: Option<OrderId>,
    pub at: Timestamp,
}
