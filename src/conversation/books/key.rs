//! How rows are named before they are loaded.

use std::sync::Arc;

use crate::{
    ids::{ChargeId, InvoiceId, MessageId, OrderId, OutboxId, Payload, PostId, ShopId, Sku, UserId},
    money::Currency,
    rules::Input,
};

/// Names what `store` must load. The store follows a fixed closure: an invoice or an order brings its invoice, its
/// quote's stock, enough heads of its key pools and its payer's balance.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    Customer(ShopId, UserId),
    /// The invoice of a payload, with this payer's orders of it and, where it is payable once, everybody's.
    Invoice(ShopId, Payload, UserId),
    Order(ShopId, OrderId),
    /// A customer's open and held orders.
    LiveOrders(ShopId, UserId),
    /// A customer's orders made from one card.
    OrdersFrom(ShopId, UserId, MessageId),
    /// A customer's latest orders, `ORDERS_LISTED_MAX` of them.
    LatestOrders(ShopId, UserId),
    Stock(ShopId, Sku),
    /// At least this many unsold keys of a pool, or all there are.
    Keys(ShopId, Sku, i64),
    Balance(ShopId, UserId, Currency),
    /// A charge, and the payload that it paid, as it arrived.
    Charge(ShopId, String, ChargeId),
    /// A post, with the invoice that it offers.
    Post(ShopId, PostId),
    /// Every open post and link of a shop, with what they offer.
    OpenPosts(ShopId),
    /// The standing invoice of a post (`PostId(0)`: of inline results) that has this fingerprint.
    Standing(ShopId, PostId, String),
    /// What a customer has bought, as the owner's checks count it.
    Bought(ShopId, UserId),
}

/// How many orders `/orders` lists.
pub const ORDERS_LISTED_MAX: usize = 10;

/// What a turn needs before it can be decided; it is decided again once that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It read what was not loaded.
    Rows(Key),
    /// The shop's rules are to be asked this.
    Verdict(Arc<Input>),
}

/// The next free number of each sequence. One writer owns them; gaps mean nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sequence {
    pub order: OrderId,
    pub invoice: InvoiceId,
    pub outbox: OutboxId,
    pub post: PostId,
}
