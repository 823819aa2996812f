//! A customer's history by day and product, as rules see it: summed up once and moved with each order, so that a question
//! takes no longer the more was bought before.

use crate::{conversation::Bought, ids::ProductId, money::Currency, rules::Purchase, time::Timestamp};

/// What one customer bought, in one zone.
pub(super) struct Sums {
    zone: String,
    /// In the order of day, product, currency; nothing twice.
    all: Vec<Sum>,
}

/// Of one day and product, in one currency.
struct Sum {
    /// Days from 1 January 1970 in the zone.
    day: i64,
    /// `None` for the day's orders as a whole.
    product: Option<ProductId>,
    currency: Currency,
    /// How many orders or lines are in it; none leave no sum.
    parts: i64,
    units: i128,
    /// Minor units.
    amount: i128,
}

impl Sums {
    pub(super) fn of<'a>(zone: &str, orders: impl Iterator<Item = &'a Bought>) -> Sums {
        let mut sums = Sums {
            zone: zone.to_owned(),
            all: Vec::new(),
        };
        orders.for_each(|order| sums.add(order));
        sums
    }

    pub(super) fn is_in(&self, zone: &str) -> bool {
        self.zone == zone
    }

    pub(super) fn add(&mut self, order: &Bought) {
        for part in parts(order, &self.zone) {
            match self.find(&part) {
                Ok(at) => self.all[at].add(&part),
                Err(at) => self.all.insert(at, part),
            }
        }
    }

    /// Takes off what was added.
    pub(super) fn take(&mut self, order: &Bought) {
        for part in parts(order, &self.zone) {
            if let Ok(at) = self.find(&part) {
                self.all[at].take(&part);
                if self.all[at].parts == 0 {
                    self.all.remove(at);
                }
            }
        }
    }

    /// As rules are told, oldest first; one order does not count. Of other currencies the pieces count, the amounts do not.
    pub(super) fn purchases(&self, currency: Currency, but_for: Option<&Bought>) -> Vec<Purchase> {
        let left_out = Sums::of(&self.zone, but_for.into_iter());
        let mut purchases: Vec<Purchase> = Vec::new();
        for sum in &self.all {
            let (mut parts, mut units, mut amount) = (sum.parts, sum.units, sum.amount);
            if let Ok(at) = left_out.find(sum) {
                parts -= left_out.all[at].parts;
                units -= left_out.all[at].units;
                amount -= left_out.all[at].amount;
            }
            if parts == 0 {
                continue;
            }
            let (units, amount) = (bounded(units), bounded(amount));
            let amount = if sum.currency == currency { amount } else { 0 };
            match purchases.last_mut() {
                Some(same) if same.day == sum.day && same.product == sum.product() => {
                    same.units = same.units.saturating_add(units);
                    same.amount = same.amount.saturating_add(amount);
                }
                _ => purchases.push(Purchase {
                    product: sum.product().to_owned(),
                    day: sum.day,
                    units,
                    amount,
                }),
            }
        }
        purchases
    }

    fn find(&self, sum: &Sum) -> Result<usize, usize> {
        self.all.binary_search_by(|known| known.key().cmp(&sum.key()))
    }
}

impl Sum {
    /// Empty for the day's orders as a whole.
    fn product(&self) -> &str {
        self.product.as_ref().map_or("", ProductId::as_str)
    }

    fn key(&self) -> (i64, &str, &str) {
        (self.day, self.product(), self.currency.code())
    }

    fn add(&mut self, part: &Sum) {
        self.parts += part.parts;
        self.units += part.units;
        self.amount += part.amount;
    }

    fn take(&mut self, part: &Sum) {
        self.parts -= part.parts;
        self.units -= part.units;
        self.amount -= part.amount;
    }
}

/// What an order adds: itself, and each of its lines.
fn parts<'a>(order: &'a Bought, zone: &str) -> impl Iterator<Item = Sum> + use<'a> {
    let (day, currency) = (order.at.max(Timestamp(0)).civil(zone).day_number, order.currency);
    let part = move |product, units: i64, amount: i64| Sum {
        day,
        product,
        currency,
        parts: 1,
        units: units.into(),
        amount: amount.into(),
    };
    let lines = order.lines.iter();
    let lines = lines.map(move |line| {
        part(
            Some(line.product.clone()),
            line.quantity,
            line.unit.saturating_mul(line.quantity),
        )
    });
    std::iter::once(part(None, 1, order.total)).chain(lines)
}

fn bounded(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}
