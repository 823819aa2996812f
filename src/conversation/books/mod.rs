//! The working set of a batch: every row that its turns name, loaded by set before the first is decided, changed in
//! memory by each, and written by set after the last. *Not loaded is not absent*: asking for what was not loaded gives
//! `Missing`, the writer loads it and the turn is decided again. The books of one batch serve the next as well, see
//! `kept`.

mod bought;
mod fill;
mod kept;
mod key;
mod sums;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub use bought::HISTORIES_ORDERS_MAX;
use bought::Histories;
use foldhash::{HashMap, HashSet};
pub use key::{Key, Missing, ORDERS_LISTED_MAX, Sequence};

use super::{Balance, Customer, Post, PostKind, PostState, StockRow};
use crate::{
    ids::{ChargeId, InvoiceId, KeyId, MessageId, OrderId, Payload, PostId, ShopId, Sku, UserId},
    money::Currency,
    order::Order,
    payment::{Charge, Invoice},
};

/// The rows that a batch works on.
pub struct Books {
    pub next: Sequence,
    loaded: HashSet<Key>,
    customers: HashMap<(ShopId, UserId), Customer>,
    invoices: HashMap<InvoiceId, Invoice>,
    payloads: HashMap<(ShopId, Payload), InvoiceId>,
    orders: HashMap<OrderId, Order>,
    by_payer: HashMap<(ShopId, UserId), BTreeSet<OrderId>>,
    by_invoice: HashMap<InvoiceId, BTreeSet<OrderId>>,
    stock: HashMap<(ShopId, Sku), StockRow>,
    keys: HashMap<(ShopId, Sku), VecDeque<KeyId>>,
    balances: HashMap<(ShopId, UserId, Currency), Balance>,
    charges: HashSet<(ShopId, String, ChargeId)>,
    posts: BTreeMap<PostId, Post>,
    standing: HashMap<(ShopId, PostId, String), InvoiceId>,
    histories: Histories,
    /// Keys that this batch has given away.
    allotted: HashSet<KeyId>,
}

/// Reading: what `decide` asks.
impl Books {
    pub fn customer(&self, shop: &ShopId, user: UserId) -> Result<Option<&Customer>, Missing> {
        self.demand(Key::Customer(shop.clone(), user))?;
        Ok(self.customers.get(&(shop.clone(), user)))
    }

    /// The invoice of a payload with the orders that matter for this payer.
    pub fn invoice(
        &self,
        shop: &ShopId,
        payload: Payload,
        payer: UserId,
    ) -> Result<Option<(&Invoice, Vec<&Order>)>, Missing> {
        self.demand(Key::Invoice(shop.clone(), payload, payer))?;
        let Some(id) = self.payloads.get(&(shop.clone(), payload)) else {
            return Ok(None);
        };
        let orders = self
            .by_invoice
            .get(id)
            .into_iter()
            .flatten()
            .filter_map(|order| self.orders.get(order));
        Ok(self.invoices.get(id).map(|invoice| (invoice, orders.collect())))
    }

    /// An order with its invoice.
    pub fn order(&self, shop: &ShopId, id: OrderId) -> Result<Option<(&Order, &Invoice)>, Missing> {
        if !self.orders.contains_key(&id) {
            self.demand(Key::Order(shop.clone(), id))?;
        }
        Ok(self
            .orders
            .get(&id)
            .filter(|order| order.shop == *shop)
            .and_then(|order| self.with_invoice(order)))
    }

    /// A customer's open and held orders, oldest first.
    pub fn live_orders(&self, shop: &ShopId, user: UserId) -> Result<Vec<(&Order, &Invoice)>, Missing> {
        self.demand(Key::LiveOrders(shop.clone(), user))?;
        Ok(self
            .orders_of(shop, user)
            .filter(|(order, _)| order.state.is_live())
            .collect())
    }

    /// A customer's orders made from one card, oldest first.
    pub fn orders_from(
        &self,
        shop: &ShopId,
        user: UserId,
        card: MessageId,
    ) -> Result<Vec<(&Order, &Invoice)>, Missing> {
        self.demand(Key::OrdersFrom(shop.clone(), user, card))?;
        Ok(self
            .orders_of(shop, user)
            .filter(|(order, _)| order.origin == card)
            .collect())
    }

    /// A customer's latest orders, newest first.
    pub fn latest_orders(&self, shop: &ShopId, user: UserId) -> Result<Vec<(&Order, &Invoice)>, Missing> {
        self.demand(Key::LatestOrders(shop.clone(), user))?;
        let mut orders: Vec<_> = self.orders_of(shop, user).collect();
        orders.reverse();
        orders.truncate(ORDERS_LISTED_MAX);
        Ok(orders)
    }

    pub fn stock(&self, shop: &ShopId, sku: &Sku) -> Result<Option<&StockRow>, Missing> {
        self.demand(Key::Stock(shop.clone(), sku.clone()))?;
        Ok(self.stock.get(&(shop.clone(), sku.clone())))
    }

    /// The next `units` unsold keys of a pool; fewer where the pool has no more.
    pub fn keys(&self, shop: &ShopId, sku: &Sku, units: i64) -> Result<Vec<KeyId>, Missing> {
        let pool = self.keys.get(&(shop.clone(), sku.clone()));
        let wanted = usize::try_from(units).unwrap_or(0);
        if pool.is_none_or(|pool| pool.len() < wanted) {
            self.demand(Key::Keys(shop.clone(), sku.clone(), units))?;
        }
        Ok(pool.into_iter().flatten().take(wanted).copied().collect())
    }

    pub fn balance(&self, shop: &ShopId, user: UserId, currency: Currency) -> Result<i64, Missing> {
        self.demand(Key::Balance(shop.clone(), user, currency))?;
        Ok(self
            .balances
            .get(&(shop.clone(), user, currency))
            .map_or(0, |balance| balance.amount))
    }

    /// Whether this charge is in the books already.
    pub fn knows_charge(&self, shop: &ShopId, charge: &Charge) -> Result<bool, Missing> {
        let charge = (shop.clone(), charge.payload.clone(), charge.id.clone());
        let known = self.charges.contains(&charge);
        self.demand(Key::Charge(charge.0, charge.1, charge.2))?;
        Ok(known)
    }

    /// Whether the post or link to which an invoice belongs was closed. It was loaded with the invoice.
    pub fn is_closed(&self, invoice: &Invoice) -> bool {
        let post = self.posts.get(&invoice.post);
        post.is_some_and(|post| post.state == PostState::Closed)
    }

    /// Whether an invoice belongs to a link. Its post was loaded with it.
    pub fn is_link(&self, invoice: &Invoice) -> bool {
        let post = self.posts.get(&invoice.post);
        post.is_some_and(|post| post.kind == PostKind::Link)
    }

    pub fn post(&self, shop: &ShopId, id: PostId) -> Result<Option<&Post>, Missing> {
        self.demand(Key::Post(shop.clone(), id))?;
        Ok(self.posts.get(&id).filter(|post| post.shop == *shop))
    }

    /// Every open post and link of a shop, oldest first.
    pub fn open_posts(&self, shop: &ShopId) -> Result<Vec<&Post>, Missing> {
        self.demand(Key::OpenPosts(shop.clone()))?;
        let open = self.posts.values().filter(|post| post.shop == *shop);
        Ok(open.filter(|post| post.state == PostState::Open).collect())
    }

    /// What an open post or link offers now.
    pub fn offered(&self, post: &Post) -> Option<&Invoice> {
        self.invoices.get(&post.invoice?)
    }

    /// The standing invoice of a post that has this fingerprint.
    pub fn standing(&self, shop: &ShopId, post: PostId, fingerprint: &str) -> Result<Option<&Invoice>, Missing> {
        let key = (shop.clone(), post, fingerprint.to_owned());
        if let Some(id) = self.standing.get(&key) {
            return Ok(self.invoices.get(id));
        }
        let (shop, post, fingerprint) = key;
        let is_whole =
            |post: &Post| post.state == PostState::Open && self.loaded.contains(&Key::OpenPosts(shop.clone()));
        if self.posts.get(&post).is_some_and(is_whole) {
            // An open post brings every invoice that it ever had.
            return Ok(None);
        }
        self.demand(Key::Standing(shop, post, fingerprint))?;
        Ok(None)
    }

    fn demand(&self, key: Key) -> Result<(), Missing> {
        if self.is_loaded(&key) {
            Ok(())
        } else {
            Err(Missing::Rows(key))
        }
    }

    fn orders_of(&self, shop: &ShopId, user: UserId) -> impl DoubleEndedIterator<Item = (&Order, &Invoice)> {
        let ids = self.by_payer.get(&(shop.clone(), user)).into_iter().flatten();
        ids.filter_map(|id| self.with_invoice(self.orders.get(id)?))
    }

    fn with_invoice<'a>(&'a self, order: &'a Order) -> Option<(&'a Order, &'a Invoice)> {
        self.invoices.get(&order.invoice).map(|invoice| (order, invoice))
    }
}
