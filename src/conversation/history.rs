//! What is only ever added to: the charges and the history of orders.

use crate::{
    ids::{OrderId, RevisionId, ShopId, UserId},
    payment::Charge,
    time::Timestamp,
};

/// A charge in the books: append-only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    pub shop: ShopId,
    pub charge: Charge,
    /// `None` for money that fits no order.
    pub order: Option<OrderId>,
    /// `held`, `late`, `new`, or the word of a `Surplus`.
    pub matched: &'static str,
    pub at: Timestamp,
}

/// One line of an order's history: append-only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderEvent {
    pub shop: ShopId,
    pub order: OrderId,
    /// A state's word after a move; else what happened, such as `rearmed` or `receipt_sent`.
    pub what: &'static str,
    /// Who: a user, or nobody for the engine itself.
    pub actor: Option<UserId>,
    pub revision: RevisionId,
    /// More about it, for people; may be empty.
    pub note: String,
    pub at: Timestamp,
}
