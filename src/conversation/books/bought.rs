//! What customers have bought, right for as long as the books stay open: as the database told it, with each change since.
//! A customer's whole history is read once, not once for each question of a rule.

use std::collections::BTreeMap;

use foldhash::HashMap;

use super::{Books, Key, Missing};
use crate::{
    conversation::Bought,
    ids::{OrderId, ShopId, UserId},
    order::{Order, Quote},
    time::Timestamp,
};

/// Histories with more orders than this, together, are forgotten after the batch.
pub(super) const BOUGHT_KEPT_MAX: usize = 4096;

#[derive(Default)]
pub(super) struct Histories {
    of: HashMap<(ShopId, UserId), BTreeMap<OrderId, Bought>>,
    /// In all of them together.
    orders: usize,
    /// When money of this batch came, of which the database does not tell yet.
    paid_at: HashMap<OrderId, Timestamp>,
}

impl Books {
    /// Every order of a customer that is held, or paid and not refunded, oldest first. What the turns before in this batch
    /// changed counts already.
    pub fn bought(&self, shop: &ShopId, user: UserId) -> Result<Vec<&Bought>, Missing> {
        self.demand(Key::Bought(shop.clone(), user))?;
        let known = self.histories.of.get(&(shop.clone(), user));
        Ok(known.into_iter().flat_map(BTreeMap::values).collect())
    }

    /// What the database tells of a customer, be it nothing; the orders that are in the books know better.
    pub fn put_bought(&mut self, shop: ShopId, user: UserId, bought: Vec<Bought>) {
        let customer = (shop, user);
        self.histories.put(customer.clone(), bought);
        for id in self.by_payer.get(&customer).into_iter().flatten() {
            if let Some(order) = self.orders.get(id) {
                let invoice = self.invoices.get(&order.invoice);
                self.histories.follow(order, invoice.map(|invoice| &invoice.quote));
            }
        }
    }

    /// What was written is what the database tells from now on.
    pub(super) fn keep_histories(&mut self) {
        self.histories.paid_at.clear();
        if self.histories.orders > BOUGHT_KEPT_MAX {
            self.histories = Histories::default();
            self.loaded.retain(|key| !matches!(key, Key::Bought(..)));
        }
    }
}

impl Histories {
    fn put(&mut self, customer: (ShopId, UserId), bought: Vec<Bought>) {
        let bought: BTreeMap<_, _> = bought.into_iter().map(|order| (order.id, order)).collect();
        self.orders += bought.len();
        let before = self.of.insert(customer, bought);
        self.orders -= before.as_ref().map_or(0, BTreeMap::len);
    }

    /// Money came for an order.
    pub(super) fn paid(&mut self, order: OrderId, at: Timestamp) {
        self.paid_at.entry(order).or_insert(at);
    }

    /// An order is as this now; its invoice's quote is in the books wherever the order is.
    pub(super) fn follow(&mut self, order: &Order, quote: Option<&Quote>) {
        let Some(bought) = self.of.get_mut(&(order.shop.clone(), order.payer)) else {
            return;
        };
        self.orders -= bought.len();
        if order.state.takes_the_only_place() {
            let paid_at = self.paid_at.get(&order.id).copied();
            match (bought.get_mut(&order.id), quote) {
                (Some(known), _) => known.at = at(order, paid_at.or(Some(known.at))),
                (None, Some(quote)) => drop(bought.insert(order.id, Bought::of(order, at(order, paid_at), quote))),
                (None, None) => {}
            }
        } else {
            bought.remove(&order.id);
        }
        self.orders += bought.len();
    }
}

/// When the money came; until then when it was promised.
fn at(order: &Order, paid_at: Option<Timestamp>) -> Timestamp {
    let held = order.hold.as_ref().map(|hold| hold.since);
    held.or(paid_at).unwrap_or(order.updated_at)
}
