//! Books that stay open: once a batch is durable they are what the database holds, since nobody else writes to it, so the
//! next batch need not read again what the last one read or changed.

use std::collections::BTreeSet;

use super::{Books, Key};
use crate::{
    conversation::{Change, Decision},
    ids::UserId,
    order::Goods,
    payment::Invoice,
};

/// Books that know more than this are closed: the next batch begins with empty ones.
const KEPT_MAX: usize = 8192;

impl Books {
    /// Says that what these decisions changed was written. Books that know too much are closed.
    pub fn committed<'a>(&mut self, decisions: impl Iterator<Item = &'a Decision>) {
        let (mut orders, mut stock, mut posts) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for change in decisions.flat_map(|decision| &decision.changes) {
            match change {
                Change::Order(order) => drop(orders.insert(order.id)),
                Change::Stock(row) => drop(stock.insert((row.shop.clone(), row.sku.clone()))),
                Change::Post(post) => drop(posts.insert(post.id)),
                _ => {}
            }
        }
        // However many turns changed a row, it was written once.
        for id in orders {
            self.orders.entry(id).and_modify(|order| order.version += 1);
        }
        for key in stock {
            self.stock.entry(key).and_modify(|row| row.version += 1);
        }
        for id in posts {
            self.posts.entry(id).and_modify(|post| post.version += 1);
        }
        self.histories.written();
        if self.loaded.len() + self.orders.len() + self.allotted.len() > KEPT_MAX {
            self.close();
        }
    }

    /// Forgets everything but what customers have bought: each order that changes is loaded before, so their histories
    /// follow it whether it was in the books or not.
    pub fn close(&mut self) {
        let closed = Books {
            histories: std::mem::take(&mut self.histories),
            ..Books::new(self.next)
        };
        *self = closed;
    }

    /// What must be loaded for these keys, given what is in the books already.
    pub fn missing(&self, keys: impl Iterator<Item = Key>) -> Vec<Key> {
        let mut missing = Vec::new();
        for key in keys {
            match self.root(&key) {
                Some((invoice, payer)) => self.add_missing_of(invoice, payer, &mut missing),
                None if self.is_loaded(&key) => {}
                None => missing.push(key),
            }
        }
        missing
    }

    /// The invoice behind a key whose rows are in the books, and who pays it.
    fn root(&self, key: &Key) -> Option<(&Invoice, UserId)> {
        match key {
            Key::Invoice(shop, payload, payer) if self.loaded.contains(key) => {
                let id = self.payloads.get(&(shop.clone(), *payload))?;
                Some((self.invoices.get(id)?, *payer))
            }
            Key::Order(shop, id) => {
                let order = self.orders.get(id).filter(|order| order.shop == *shop)?;
                Some((self.invoices.get(&order.invoice)?, order.payer))
            }
            _ => None,
        }
    }

    /// What an invoice would bring along if it were loaded. Of a key pool the books may hold too few.
    fn add_missing_of(&self, invoice: &Invoice, payer: UserId, missing: &mut Vec<Key>) {
        let mut add = |key: Key| {
            if !self.loaded.contains(&key) {
                missing.push(key);
            }
        };
        for line in &invoice.quote.lines {
            if line.counted {
                add(Key::Stock(invoice.shop.clone(), line.sku.clone()));
            }
            if let Goods::Credit(_) = line.goods {
                add(Key::Balance(invoice.shop.clone(), payer, invoice.quote.currency));
            }
        }
        let pools = invoice.quote.lines.iter().filter(|line| line.goods == Goods::Keys);
        missing.extend(pools.map(|line| Key::Keys(invoice.shop.clone(), line.sku.clone(), line.quantity)));
    }
}
