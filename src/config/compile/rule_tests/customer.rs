//! Who pays, and what they bought before.

use super::super::{
    context::{Context, each},
    money, scalar,
};
use super::{
    language, number,
    order::{PIECES_MAX, product},
};
use crate::{
    config::{
        Entries, F, Kind, Problem,
        raw::{GivenCustomer, GivenDay},
    },
    ids::UserId,
    rules::{CustomerFacts, Purchase},
    shop::{Price, Shop},
    time::Timestamp,
};

/// Who pays where the test does not say.
const CUSTOMER: i64 = 4242;

pub(super) fn customer(
    cx: &mut Context<'_>,
    shop: &Shop,
    raw: Option<&GivenCustomer>,
    now: Timestamp,
) -> Option<CustomerFacts> {
    let today = now.civil(&shop.timezone).day_number;
    let nobody = GivenCustomer::default();
    let raw = raw.unwrap_or(&nobody);
    let mut purchases = Vec::new();
    let mut first = Day {
        days_ago: &raw.days_ago,
        orders: &raw.orders,
        spent: &raw.spent,
        bought: &raw.bought,
    };
    first.add(cx, shop, today, &mut purchases)?;
    for day in each(&raw.earlier) {
        first = Day::of(&day.v);
        first.add(cx, shop, today, &mut purchases)?;
    }
    Some(CustomerFacts {
        id: UserId(number(cx, &raw.id, 1, CUSTOMER)?),
        language: language(cx, shop, &raw.language)?.as_str().to_owned(),
        first_seen: first_seen(cx, shop, &raw.first_seen, &purchases, now)?,
        purchases,
    })
}

fn first_seen(
    cx: &mut Context<'_>,
    shop: &Shop,
    field: &F<String>,
    purchases: &[Purchase],
    now: Timestamp,
) -> Option<Timestamp> {
    let zone = &shop.timezone;
    let written = match field {
        F::Absent => {
            let first = purchases.iter().map(|purchase| purchase.day).min();
            let day = first.map(|day| Timestamp::noon(day, zone));
            return Some(day.unwrap_or(now).min(now));
        }
        F::Bad(_) => return None,
        F::Good(written) => written,
    };
    let day = Timestamp::of_local(&written.v, "00:00", zone);
    if day.is_none() {
        cx.push(
            Problem::new(Kind::WrongType, written.at, format!("`{}` is no day", written.v))
                .label("when did the shop get to know them?")
                .help("write `2026-11-01`"),
        );
    }
    day
}

/// What was bought on one day, as it is written.
struct Day<'a> {
    days_ago: &'a F<String>,
    orders: &'a F<String>,
    spent: &'a F<String>,
    bought: &'a F<Entries<String>>,
}

impl<'a> Day<'a> {
    fn of(raw: &'a GivenDay) -> Day<'a> {
        Day {
            days_ago: &raw.days_ago,
            orders: &raw.orders,
            spent: &raw.spent,
            bought: &raw.bought,
        }
    }

    fn add(&self, cx: &mut Context<'_>, shop: &Shop, today: i64, purchases: &mut Vec<Purchase>) -> Option<()> {
        let day = today - number(cx, self.days_ago, 0, 0)?;
        let mut cost: i64 = 0;
        let bought = self.bought.good().map_or(&[][..], |bought| &bought.v.0);
        for (name, pieces) in bought {
            let (name, pieces) = (name.good()?, pieces.good()?);
            let (product, units) = (product(cx, shop, name)?, scalar::integer(cx, pieces, 1, PIECES_MAX)?);
            let price = match &product.price {
                Price::Fixed(price) => price.minor,
                Price::Free { min, .. } => min.minor,
            };
            let amount = price.saturating_mul(units);
            cost = cost.saturating_add(amount);
            purchases.push(Purchase {
                product: product.id.to_string(),
                day,
                units,
                amount,
            });
        }
        let spent = match self.spent.good() {
            Some(written) => money::amount(cx, written)?.minor,
            None => cost,
        };
        let some = !bought.is_empty() || spent != 0;
        let orders = number(cx, self.orders, 0, i64::from(some))?;
        if orders > 0 || spent != 0 {
            purchases.push(Purchase {
                product: String::new(),
                day,
                units: orders,
                amount: spent,
            });
        }
        Some(())
    }
}
