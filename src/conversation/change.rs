//! What a decision changes. `Books::apply` makes later turns of the same batch see it; `store` writes it.

use super::{
    Balance, Consent, Customer, DeliveryEnd, Effect, Move, OrderEvent, OrderFacts, OwedRow, Payment, Post, Reason,
    StockRow,
};
use crate::{
    ids::{ChatId, KeyId, OrderId, OutboxId, ShopId},
    order::Order,
    payment::{Entry, Invoice},
    time::Timestamp,
};

/// What one turn does: changes that are committed, effects that people see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    pub changes: Vec<Change>,
    pub effects: Vec<Effect>,
    /// The order that was paid, as messages tell it, where that is known without reading it: nothing of it need be loaded
    /// to send the receipt.
    pub paid: Option<Box<OrderFacts>>,
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
    Reason(Box<Reason>),
    Post(Post),
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
