//! The working set of a batch: every row that its turns name, loaded by set before the first is decided, changed in
//! memory by each, and written by set after the last. *Not loaded is not absent*: asking for what was not loaded gives
//! `Missing`, the writer loads it and the turn is decided again.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use super::{Balance, Change, Customer, Decision, StockRow};
use crate::{
    ids::{ChargeId, InvoiceId, KeyId, MessageId, OrderId, OutboxId, Payload, ShopId, Sku, UserId},
    money::Currency,
    order::Order,
    payment::Invoice,
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
    Charge(ShopId, ChargeId),
}

/// How many orders `/orders` lists.
pub const ORDERS_LISTED_MAX: usize = 10;

/// A turn read what was not loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing(pub Key);

/// The next free number of each sequence. One writer owns them; gaps mean nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sequence {
    pub order: OrderId,
    pub invoice: InvoiceId,
    pub outbox: OutboxId,
}

/// The rows of one batch.
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
    charges: HashSet<(ShopId, ChargeId)>,
    /// Keys that this batch has given away.
    allotted: HashSet<KeyId>,
}

/// Reading: what `decide` asks.
impl Books {
    pub fn customer(&self, shop: &ShopId, user: UserId) -> Result<Option<&Customer>, Missing> {
        self.expect(Key::Customer(shop.clone(), user))?;
        Ok(self.customers.get(&(shop.clone(), user)))
    }

    /// The invoice of a payload with the orders that matter for this payer.
    pub fn invoice(
        &self,
        shop: &ShopId,
        payload: Payload,
        payer: UserId,
    ) -> Result<Option<(&Invoice, Vec<&Order>)>, Missing> {
        self.expect(Key::Invoice(shop.clone(), payload, payer))?;
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
            self.expect(Key::Order(shop.clone(), id))?;
        }
        Ok(self
            .orders
            .get(&id)
            .filter(|order| order.shop == *shop)
            .and_then(|order| self.with_invoice(order)))
    }

    /// A customer's open and held orders, oldest first.
    pub fn live_orders(&self, shop: &ShopId, user: UserId) -> Result<Vec<(&Order, &Invoice)>, Missing> {
        self.expect(Key::LiveOrders(shop.clone(), user))?;
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
        self.expect(Key::OrdersFrom(shop.clone(), user, card))?;
        Ok(self
            .orders_of(shop, user)
            .filter(|(order, _)| order.origin == card)
            .collect())
    }

    /// A customer's latest orders, newest first.
    pub fn latest_orders(&self, shop: &ShopId, user: UserId) -> Result<Vec<(&Order, &Invoice)>, Missing> {
        self.expect(Key::LatestOrders(shop.clone(), user))?;
        let mut orders: Vec<_> = self.orders_of(shop, user).collect();
        orders.reverse();
        orders.truncate(ORDERS_LISTED_MAX);
        Ok(orders)
    }

    pub fn stock(&self, shop: &ShopId, sku: &Sku) -> Result<Option<&StockRow>, Missing> {
        self.expect(Key::Stock(shop.clone(), sku.clone()))?;
        Ok(self.stock.get(&(shop.clone(), sku.clone())))
    }

    /// The next `units` unsold keys of a pool; fewer where the pool has no more.
    pub fn keys(&self, shop: &ShopId, sku: &Sku, units: i64) -> Result<Vec<KeyId>, Missing> {
        let pool = self.keys.get(&(shop.clone(), sku.clone()));
        let wanted = usize::try_from(units).unwrap_or(0);
        if pool.is_none_or(|pool| pool.len() < wanted) {
            self.expect(Key::Keys(shop.clone(), sku.clone(), units))?;
        }
        Ok(pool.into_iter().flatten().take(wanted).copied().collect())
    }

    pub fn balance(&self, shop: &ShopId, user: UserId, currency: Currency) -> Result<i64, Missing> {
        self.expect(Key::Balance(shop.clone(), user, currency))?;
        Ok(self
            .balances
            .get(&(shop.clone(), user, currency))
            .map_or(0, |balance| balance.amount))
    }

    /// Whether this charge is in the books already.
    pub fn knows_charge(&self, shop: &ShopId, charge: &ChargeId) -> Result<bool, Missing> {
        self.expect(Key::Charge(shop.clone(), charge.clone()))?;
        Ok(self.charges.contains(&(shop.clone(), charge.clone())))
    }

    fn expect(&self, key: Key) -> Result<(), Missing> {
        if self.loaded.contains(&key) {
            Ok(())
        } else {
            Err(Missing(key))
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

/// Filling: what `store` loads. A row that is in the books already stays: a turn of this batch may have changed it.
impl Books {
    pub fn new(next: Sequence) -> Books {
        Books {
            next,
            loaded: HashSet::new(),
            customers: HashMap::new(),
            invoices: HashMap::new(),
            payloads: HashMap::new(),
            orders: HashMap::new(),
            by_payer: HashMap::new(),
            by_invoice: HashMap::new(),
            stock: HashMap::new(),
            keys: HashMap::new(),
            balances: HashMap::new(),
            charges: HashSet::new(),
            allotted: HashSet::new(),
        }
    }

    /// Says that everything behind a key is in the books now, be it a row or the knowledge that there is none.
    pub fn loaded(&mut self, key: Key) {
        self.loaded.insert(key);
    }

    pub fn is_loaded(&self, key: &Key) -> bool {
        self.loaded.contains(key)
    }

    pub fn put_customer(&mut self, customer: Customer) {
        self.customers
            .entry((customer.shop.clone(), customer.user))
            .or_insert(customer);
    }

    pub fn put_invoice(&mut self, invoice: Invoice) {
        self.payloads
            .insert((invoice.shop.clone(), invoice.payload), invoice.id);
        self.invoices.entry(invoice.id).or_insert(invoice);
    }

    pub fn put_order(&mut self, order: Order) {
        self.by_payer
            .entry((order.shop.clone(), order.payer))
            .or_default()
            .insert(order.id);
        self.by_invoice.entry(order.invoice).or_default().insert(order.id);
        self.orders.entry(order.id).or_insert(order);
    }

    pub fn put_stock(&mut self, row: StockRow) {
        self.stock.entry((row.shop.clone(), row.sku.clone())).or_insert(row);
    }

    /// The heads of a pool, in the order in which they are sold.
    pub fn put_keys(&mut self, shop: ShopId, sku: Sku, mut keys: VecDeque<KeyId>) {
        keys.retain(|key| !self.allotted.contains(key));
        self.keys.insert((shop, sku), keys);
    }

    pub fn put_balance(&mut self, balance: Balance) {
        self.balances
            .entry((balance.shop.clone(), balance.user, balance.currency))
            .or_insert(balance);
    }

    pub fn put_charge(&mut self, shop: ShopId, charge: ChargeId) {
        self.charges.insert((shop, charge));
    }
}

/// Changing: what the turns before decided.
impl Books {
    /// Makes later turns of the batch see what this one changed.
    pub fn apply(&mut self, decision: &Decision) {
        for change in &decision.changes {
            self.apply_one(change);
        }
    }

    fn apply_one(&mut self, change: &Change) {
        match change {
            Change::Customer(customer) => {
                self.customers
                    .insert((customer.shop.clone(), customer.user), customer.clone());
            }
            Change::Invoice(invoice) => self.apply_invoice(invoice),
            Change::Order(order) => self.apply_order(order),
            Change::Stock(row) => {
                self.stock.insert((row.shop.clone(), row.sku.clone()), row.clone());
            }
            Change::Balance(balance) => {
                self.balances
                    .insert((balance.shop.clone(), balance.user, balance.currency), balance.clone());
            }
            Change::KeyAllotted { key, .. } => {
                self.allotted.insert(*key);
                for pool in self.keys.values_mut() {
                    pool.retain(|head| head != key);
                }
            }
            Change::Payment(payment) => self.put_charge(payment.shop.clone(), payment.charge.id.clone()),
            Change::Owe(row) => self.next.outbox = self.next.outbox.max(OutboxId(row.id.0 + 1)),
            Change::Consent(_)
            | Change::Move(_)
            | Change::Entry(..)
            | Change::Event(_)
            | Change::OutboxEnd { .. }
            | Change::Revive { .. } => {}
        }
    }

    /// Nobody can have orders yet of an invoice that was made in this batch.
    fn apply_invoice(&mut self, invoice: &Invoice) {
        self.next.invoice = self.next.invoice.max(InvoiceId(invoice.id.0 + 1));
        if let Some(customer) = invoice.audience.customer() {
            self.loaded(Key::Invoice(invoice.shop.clone(), invoice.payload, customer));
        }
        self.put_invoice(invoice.clone());
    }

    fn apply_order(&mut self, order: &Order) {
        self.next.order = self.next.order.max(OrderId(order.id.0 + 1));
        self.orders.remove(&order.id);
        self.put_order(order.clone());
    }
}
