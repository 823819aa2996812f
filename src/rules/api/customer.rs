//! `customer`: who pays, and their history here.

use std::sync::Arc;

use super::{Failure, Item, ItemKind};
use crate::{
    rules::{CustomerFacts, Input},
    time::Civil,
};

/// The customer.
#[derive(Clone)]
pub(super) struct Customer(pub(super) Arc<Input>);

const CUSTOMER: ItemKind = ItemKind::Property("customer");
const OF_CUSTOMER: ItemKind = ItemKind::Method("customer");
/// Every day that there was.
const EVER: i64 = i64::MIN;

pub(super) const ITEMS: &[Item] = &[
    Item {
        name: "id",
        kind: CUSTOMER,
        signature: "customer.id -> int",
        doc: "Telegram's number of the person who pays; `/id` tells anybody theirs.",
        example: ("customer.id", "4242"),
        register: |engine| {
            engine.register_get("id", |customer: &mut Customer| customer.facts().id.0);
        },
    },
    Item {
        name: "language",
        kind: CUSTOMER,
        signature: "customer.language -> text",
        doc: "Two letters: the language in which the shop speaks to them.",
        example: ("customer.language", "en"),
        register: |engine| {
            engine.register_get("language", |customer: &mut Customer| customer.facts().language.clone());
        },
    },
    Item {
        name: "first_seen",
        kind: CUSTOMER,
        signature: "customer.first_seen -> text",
        doc: "The day on which they first agreed to the terms, chose a language or bought here; today for somebody new. Compare it with `now.date`.",
        example: ("customer.first_seen", "2026-10-15"),
        register: |engine| {
            engine.register_get("first_seen", |customer: &mut Customer| customer.first_seen().date());
        },
    },
    Item {
        name: "days_known",
        kind: CUSTOMER,
        signature: "customer.days_known -> int",
        doc: "How many days ago `first_seen` was; 0 for somebody new.",
        example: ("customer.days_known", "40"),
        register: |engine| {
            engine.register_get("days_known", |customer: &mut Customer| {
                customer.today().saturating_sub(customer.first_seen().day_number).max(0)
            });
        },
    },
    Item {
        name: "orders",
        kind: CUSTOMER,
        signature: "customer.orders -> int",
        doc: "Orders paid or being paid so far, refunded ones not counted.",
        example: ("customer.orders", "3"),
        register: |engine| {
            engine.register_get("orders", |customer: &mut Customer| {
                customer.facts().units_since("", EVER)
            });
        },
    },
    Item {
        name: "is_new",
        kind: CUSTOMER,
        signature: "customer.is_new -> bool",
        doc: "Whether this would be their first order.",
        example: ("customer.is_new", "false"),
        register: |engine| {
            engine.register_get("is_new", |customer: &mut Customer| {
                customer.facts().units_since("", EVER) == 0
            });
        },
    },
    Item {
        name: "spent",
        kind: CUSTOMER,
        signature: "customer.spent -> amount",
        doc: "What their orders so far cost together, in the quote's currency.",
        example: ("customer.spent", "30.00"),
        register: |engine| {
            engine.register_get("spent", |customer: &mut Customer| customer.amount(EVER));
        },
    },
    Item {
        name: "bought",
        kind: OF_CUSTOMER,
        signature: "customer.bought(product: text) -> int",
        doc: "Pieces of a product bought so far.",
        example: (r#"customer.bought("sourdough")"#, "4"),
        register: |engine| {
            engine.register_fn("bought", |customer: &mut Customer, product: &str| {
                customer.facts().units_since(product, EVER)
            });
        },
    },
    Item {
        name: "bought_within",
        kind: OF_CUSTOMER,
        signature: "customer.bought_within(product: text, days: int) -> int",
        doc: "Pieces of a product bought in the last so many days; 1 is today alone, by the shop's calendar.",
        example: (r#"customer.bought_within("sourdough", 7)"#, "3"),
        register: |engine| {
            engine.register_fn("bought_within", |customer: &mut Customer, product: &str, days: i64| {
                let first = customer.first_of(days)?;
                Ok::<i64, Failure>(customer.facts().units_since(product, first))
            });
        },
    },
    Item {
        name: "orders_within",
        kind: OF_CUSTOMER,
        signature: "customer.orders_within(days: int) -> int",
        doc: "Orders of the last so many days; 1 is today alone.",
        example: ("customer.orders_within(1)", "1"),
        register: |engine| {
            engine.register_fn("orders_within", |customer: &mut Customer, days: i64| {
                let first = customer.first_of(days)?;
                Ok::<i64, Failure>(customer.facts().units_since("", first))
            });
        },
    },
    Item {
        name: "spent_within",
        kind: OF_CUSTOMER,
        signature: "customer.spent_within(days: int) -> amount",
        doc: "What the orders of the last so many days cost together.",
        example: ("customer.spent_within(7)", "22.00"),
        register: |engine| {
            engine.register_fn("spent_within", |customer: &mut Customer, days: i64| {
                let first = customer.first_of(days)?;
                Ok::<_, Failure>(customer.amount(first))
            });
        },
    },
];

impl Customer {
    fn facts(&self) -> &CustomerFacts {
        &self.0.customer
    }

    /// In the shop's zone.
    fn today(&self) -> i64 {
        self.0.now.civil(&self.0.shop.timezone).day_number
    }

    fn first_seen(&self) -> Civil {
        self.facts().first_seen.civil(&self.0.shop.timezone)
    }

    fn amount(&self, first: i64) -> rust_decimal::Decimal {
        self.0.quote.amount(self.facts().spent_since(first))
    }

    fn first_of(&self, days: i64) -> Result<i64, Failure> {
        if days < 1 {
            return Err(format!("days are counted from 1, which is today; this says {days}").into());
        }
        Ok(self.today().saturating_sub(days - 1))
    }
}
