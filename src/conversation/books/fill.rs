//! How rows get into the books: loaded by the store, or changed by the turns of the batch.

use std::collections::{BTreeMap, VecDeque};

use foldhash::{HashMap, HashSet};

use super::{Books, Key, Sequence, bought::Histories};
use crate::{
    conversation::{Balance, Change, Customer, Decision, Post, StockRow},
    ids::{ChargeId, InvoiceId, KeyId, OrderId, OutboxId, PostId, ShopId, Sku},
    order::Order,
    payment::Invoice,
};

/// Filling: what `store` loads. A row that is in the books already stays: a turn of this batch may have changed it.
impl Books {
    pub fn new(next: Sequence) -> Books {
        Books {
            next,
            loaded: HashSet::default(),
            customers: HashMap::default(),
            invoices: HashMap::default(),
            payloads: HashMap::default(),
            orders: HashMap::default(),
            by_payer: HashMap::default(),
            by_invoice: HashMap::default(),
            stock: HashMap::default(),
            keys: HashMap::default(),
            balances: HashMap::default(),
            charges: HashSet::default(),
            posts: BTreeMap::new(),
            standing: HashMap::default(),
            histories: Histories::default(),
            allotted: HashSet::default(),
        }
    }

    /// Says that everything behind a key is in the books now, be it a row or the knowledge that there is none.
    pub fn loaded(&mut self, key: Key) {
        // Histories know for themselves what they know.
        if !matches!(key, Key::Bought(..)) {
            self.loaded.insert(key);
        }
    }

    pub fn is_loaded(&self, key: &Key) -> bool {
        match key {
            Key::Bought(shop, user) => self.histories.knows(shop, *user),
            key => self.loaded.contains(key),
        }
    }

    pub fn put_customer(&mut self, customer: Customer) {
        self.customers
            .entry((customer.shop.clone(), customer.user))
            .or_insert(customer);
    }

    pub fn put_invoice(&mut self, invoice: Invoice) {
        self.payloads
            .insert((invoice.shop.clone(), invoice.payload), invoice.id);
        if !invoice.standing.is_empty() {
            let key = (invoice.shop.clone(), invoice.post, invoice.standing.clone());
            self.standing.insert(key, invoice.id);
        }
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

    pub fn put_post(&mut self, post: Post) {
        self.posts.entry(post.id).or_insert(post);
    }

    pub fn put_charge(&mut self, shop: ShopId, payload: String, charge: ChargeId) {
        self.charges.insert((shop, payload, charge));
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
            Change::Payment(payment) => {
                let paid = &payment.charge;
                self.put_charge(payment.shop.clone(), paid.payload.clone(), paid.id.clone());
                if let Some(order) = payment.order {
                    self.histories.paid(order, payment.at);
                }
            }
            Change::Post(post) => {
                self.next.post = self.next.post.max(PostId(post.id.0 + 1));
                self.posts.insert(post.id, post.clone());
            }
            Change::Owe(row) => self.next.outbox = self.next.outbox.max(OutboxId(row.id.0 + 1)),
            Change::Consent(_)
            | Change::Move(_)
            | Change::Entry(..)
            | Change::Event(_)
            | Change::Reason(_)
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
        let invoice = self.invoices.get(&order.invoice);
        self.histories.follow(order, invoice.map(|invoice| &invoice.quote));
    }
}
