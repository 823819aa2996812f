//! What customers have bought, right for as long as the store writes: as the database told it, with each change since.
//! A customer's whole history is read once, not once for each question of a rule, and outlives the books; when there are
//! too many, those go of which nobody has heard for the longest time.

use std::{
    cmp::Reverse,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use foldhash::HashMap;

use super::{Books, Key, Missing, sums::Sums};
use crate::{
    conversation::Bought,
    ids::{OrderId, ShopId, UserId},
    money::Currency,
    order::{Order, Quote},
    rules::Purchase,
    time::Timestamp,
};

/// Histories with more orders than this, together, are too many after a batch. `cargo bench --bench rules -- histories`
/// says what so many take: some 27 MB, where each customer came on ten days.
pub const HISTORIES_ORDERS_MAX: usize = 64 * 1024;

pub(super) struct Histories {
    of: HashMap<(ShopId, UserId), History>,
    /// In all of them together; a customer takes up as much as one order more.
    orders: usize,
    orders_max: usize,
    /// When money of this batch came, of which the database does not tell yet.
    paid_at: HashMap<OrderId, Timestamp>,
    /// Counts them.
    batch: u64,
}

/// Of one customer.
struct History {
    /// By id.
    orders: Vec<Bought>,
    sums: Mutex<Option<Box<Sums>>>,
    /// The batch that asked for it or changed it last.
    used: AtomicU64,
}

impl Books {
    /// Every order of a customer that is held, or paid and not refunded, oldest first. What the turns before in this batch
    /// changed counts already.
    pub fn bought(&self, shop: &ShopId, user: UserId) -> Result<&[Bought], Missing> {
        Ok(&self.history(shop, user)?.orders)
    }

    /// The same by day and product, as rules see it. The order that they already hold does not count against a payer.
    pub fn purchases(
        &self,
        (shop, user): (&ShopId, UserId),
        zone: &str,
        currency: Currency,
        held: Option<OrderId>,
    ) -> Result<Vec<Purchase>, Missing> {
        Ok(self.history(shop, user)?.purchases(zone, currency, held))
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

    /// For tests: so few.
    #[cfg(test)]
    pub(crate) fn keep_few_histories(&mut self, orders_max: usize) {
        self.histories.orders_max = orders_max;
    }

    fn history(&self, shop: &ShopId, user: UserId) -> Result<&History, Missing> {
        let customer = (shop.clone(), user);
        let Some(history) = self.histories.of.get(&customer) else {
            return Err(Missing::Rows(Key::Bought(customer.0, user)));
        };
        history.used.store(self.histories.batch, Ordering::Relaxed);
        Ok(history)
    }
}

impl Histories {
    pub(super) fn knows(&self, shop: &ShopId, user: UserId) -> bool {
        self.of.contains_key(&(shop.clone(), user))
    }

    fn put(&mut self, customer: (ShopId, UserId), mut bought: Vec<Bought>) {
        bought.sort_unstable_by_key(|order| order.id);
        let history = History {
            orders: bought,
            sums: Mutex::default(),
            used: self.batch.into(),
        };
        self.orders += history.takes_up();
        let before = self.of.insert(customer, history);
        self.orders -= before.as_ref().map_or(0, History::takes_up);
    }

    /// Money came for an order.
    pub(super) fn paid(&mut self, order: OrderId, at: Timestamp) {
        self.paid_at.entry(order).or_insert(at);
    }

    /// An order is as this now; its invoice's quote is in the books wherever the order is.
    pub(super) fn follow(&mut self, order: &Order, quote: Option<&Quote>) {
        let Some(history) = self.of.get_mut(&(order.shop.clone(), order.payer)) else {
            return;
        };
        self.orders -= history.takes_up();
        *history.used.get_mut() = self.batch;
        if order.state.takes_the_only_place() {
            let paid_at = self.paid_at.get(&order.id).copied();
            match (history.find(order.id), quote) {
                (Ok(known), _) => history.moves(known, |was| at(order, paid_at.or(Some(was)))),
                (Err(place), Some(quote)) => history.insert(place, Bought::of(order, at(order, paid_at), quote)),
                (Err(_), None) => {}
            }
        } else {
            history.remove(order.id);
        }
        self.orders += history.takes_up();
    }

    /// What was written is what the database tells from now on.
    pub(super) fn written(&mut self) {
        self.paid_at.clear();
        if self.orders > self.orders_max {
            self.forget();
        }
        self.batch += 1;
    }

    /// Makes room for a while: whoever was heard of last stays.
    fn forget(&mut self) {
        let age = |history: &History| (history.used.load(Ordering::Relaxed), Reverse(history.orders.len()));
        let mut ages: Vec<_> = self.of.values().map(age).collect();
        ages.sort_unstable();
        let mut rest = self.orders;
        let stays = self.orders_max / 4 * 3;
        let goes = |(_, Reverse(orders)): &&(u64, Reverse<usize>)| {
            let goes = rest > stays;
            rest = rest.saturating_sub(orders + 1);
            goes
        };
        let Some(last) = ages.iter().take_while(goes).last().copied() else {
            return;
        };
        self.of.retain(|_, history| age(history) > last);
        self.of.shrink_to_fit();
        self.orders = self.of.values().map(History::takes_up).sum();
    }
}

impl Default for Histories {
    fn default() -> Histories {
        Histories {
            of: HashMap::default(),
            orders: 0,
            orders_max: HISTORIES_ORDERS_MAX,
            paid_at: HashMap::default(),
            batch: 0,
        }
    }
}

impl History {
    fn takes_up(&self) -> usize {
        self.orders.len() + 1
    }

    fn find(&self, id: OrderId) -> Result<usize, usize> {
        self.orders.binary_search_by_key(&id, |order| order.id)
    }

    fn insert(&mut self, place: usize, order: Bought) {
        if let Some(sums) = self.known_sums() {
            sums.add(&order);
        }
        self.orders.insert(place, order);
    }

    fn remove(&mut self, id: OrderId) {
        if let Ok(place) = self.find(id) {
            let order = self.orders.remove(place);
            if let Some(sums) = self.known_sums() {
                sums.take(&order);
            }
        }
    }

    /// To another moment.
    fn moves(&mut self, place: usize, to: impl Fn(Timestamp) -> Timestamp) {
        let (order, sums) = (&mut self.orders[place], self.sums.get_mut());
        let moment = to(order.at);
        if moment == order.at {
            return;
        }
        let mut sums = sums.unwrap_or_else(PoisonError::into_inner).as_mut();
        if let Some(sums) = sums.as_mut() {
            sums.take(order);
        }
        order.at = moment;
        if let Some(sums) = sums {
            sums.add(order);
        }
    }

    fn known_sums(&mut self) -> Option<&mut Box<Sums>> {
        let sums = self.sums.get_mut().unwrap_or_else(PoisonError::into_inner);
        sums.as_mut()
    }

    fn purchases(&self, zone: &str, currency: Currency, held: Option<OrderId>) -> Vec<Purchase> {
        let mut sums = self.sums.lock().unwrap_or_else(PoisonError::into_inner);
        let sums = match &mut *sums {
            Some(sums) if sums.is_in(zone) => sums,
            // The first question, or the first one since the shop moved to another zone.
            other => other.insert(Box::new(Sums::of(zone, self.orders.iter()))),
        };
        let held = held.and_then(|id| self.orders.get(self.find(id).ok()?));
        sums.purchases(currency, held)
    }
}

/// When the money came; until then when it was promised.
fn at(order: &Order, paid_at: Option<Timestamp>) -> Timestamp {
    let held = order.hold.as_ref().map(|hold| hold.since);
    held.or(paid_at).unwrap_or(order.updated_at)
}
