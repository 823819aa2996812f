//! What a decision changes. `Books::apply` makes later turns of the same batch see it; `store` writes it.

use super::{Balance, Consent, Customer, DeliveryEnd, Effect, Move, OwedRow, StockRow};
use crate::{
    ids::{ChatId, KeyId, OrderId, OutboxId, RevisionId, ShopId, UserId},
    order::Order,
    payment::{Charge, Entry, Invoice},
    time::Timestamp,
};

/// What one turn does: changes that are committed, effects that people see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    pub changes: Vec<Change>,
    pub effects: Vec<Effect>,
}

/// One written change. Rows of a key replace the earlier version of that row.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Customer(Customer),
    Consent(Consent),
    Invoice(Invoice),
    Order(Order),
    Stock(StockRow),
    Move(Move),
    Balance(Balance),
    /// A key of a pool now belongs to this order for ever.
    KeyAllotted {
        key: KeyId,
        order: OrderId,
        line: i64,
    },
    Payment(Payment),
    Entry(ShopId, Entry, Timestamp),
    Event(OrderEvent),
    Owe(OwedRow),
    OutboxEnd {
        row: OutboxId,
        end: DeliveryEnd,
        at: Timestamp,
    },
    /// Sends again what bounced while this customer had blocked the bot.
    Revive {
        shop: ShopId,
        chat: ChatId,
    },
}

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
