//! `quote` and its lines.

use std::sync::Arc;

use rhai::{Array, Dynamic, ImmutableString};
use rust_decimal::Decimal;

use super::{Failure, Item, ItemKind, number};
use crate::rules::{Input, LineFacts};

/// The whole quote.
#[derive(Clone)]
pub(super) struct Quote(pub(super) Arc<Input>);

/// One line of it, by its index.
#[derive(Clone)]
pub(super) struct Line(pub(super) Arc<Input>, pub(super) usize);

const QUOTE: ItemKind = ItemKind::Property("quote");
const LINE: ItemKind = ItemKind::Property("line");
const OF_QUOTE: ItemKind = ItemKind::Method("quote");

pub(super) const ITEMS: &[Item] = &[
    Item {
        name: "lines",
        kind: QUOTE,
        signature: "quote.lines -> list of line",
        doc: "What is to be sold, line by line.",
        example: ("quote.lines.len()", "2"),
        register: |engine| {
            engine.register_get("lines", |quote: &mut Quote| quote.lines());
        },
    },
    Item {
        name: "total",
        kind: QUOTE,
        signature: "quote.total -> amount",
        doc: "What the customer would pay, an exact number.",
        example: ("quote.total", "13.60"),
        register: |engine| {
            engine.register_get("total", |quote: &mut Quote| quote.0.quote.amount(quote.0.quote.total));
        },
    },
    Item {
        name: "currency",
        kind: QUOTE,
        signature: "quote.currency -> text",
        doc: "Three letters; `XTR` for Telegram Stars.",
        example: ("quote.currency", "EUR"),
        register: |engine| {
            engine.register_get("currency", |quote: &mut Quote| quote.0.quote.currency.code());
        },
    },
    Item {
        name: "quantity",
        kind: QUOTE,
        signature: "quote.quantity -> int",
        doc: "Pieces in all lines together.",
        example: ("quote.quantity", "3"),
        register: |engine| {
            engine.register_get("quantity", |quote: &mut Quote| quote.count(|_| true));
        },
    },
    Item {
        name: "quantity_of",
        kind: OF_QUOTE,
        signature: "quote.quantity_of(product: text) -> int",
        doc: "Pieces of one product, 0 where there are none.",
        example: (r#"quote.quantity_of("sourdough")"#, "2"),
        register: |engine| {
            engine.register_fn("quantity_of", |quote: &mut Quote, product: &str| {
                quote.count(|line| &*line.product == product)
            });
        },
    },
    Item {
        name: "quantity_in",
        kind: OF_QUOTE,
        signature: "quote.quantity_in(category: text) -> int",
        doc: "Pieces of all products of a category.",
        example: (r#"quote.quantity_in("bread")"#, "2"),
        register: |engine| {
            engine.register_fn("quantity_in", |quote: &mut Quote, category: &str| {
                quote.count(|line| &*line.category == category)
            });
        },
    },
    Item {
        name: "has",
        kind: OF_QUOTE,
        signature: "quote.has(product: text) -> bool",
        doc: "Whether a line is of this product.",
        example: (r#"quote.has("wine")"#, "false"),
        register: |engine| {
            engine.register_fn("has", |quote: &mut Quote, product: &str| {
                quote.0.quote.lines.iter().any(|line| &*line.product == product)
            });
        },
    },
    Item {
        name: "round",
        kind: OF_QUOTE,
        signature: "quote.round(amount: number) -> amount",
        doc: "To the currency's decimals; half a cent goes up.",
        example: ("quote.round(12.345)", "12.35"),
        register: |engine| {
            engine.register_fn("round", |quote: &mut Quote, amount: Dynamic| {
                number::decimal(&amount).map(|amount| quote.0.quote.rounded(amount))
            });
        },
    },
    Item {
        name: "shown",
        kind: OF_QUOTE,
        signature: "quote.shown(amount: number) -> text",
        doc: "An amount as customers read it in this currency.",
        example: ("quote.shown(5)", "5.00 €"),
        register: |engine| {
            engine.register_fn("shown", |quote: &mut Quote, amount: Dynamic| quote.shown(&amount));
        },
    },
];

pub(super) const LINE_ITEMS: &[Item] = &[
    Item {
        name: "product",
        kind: LINE,
        signature: "line.product -> text",
        doc: "The product's id.",
        example: ("quote.lines[0].product", "sourdough"),
        register: |engine| {
            engine.register_get("product", |line: &mut Line| line.text(|facts| &facts.product));
        },
    },
    Item {
        name: "title",
        kind: LINE,
        signature: "line.title -> text",
        doc: "Its title in the customer's language.",
        example: ("quote.lines[0].title", "Sourdough loaf"),
        register: |engine| {
            engine.register_get("title", |line: &mut Line| line.text(|facts| &facts.title));
        },
    },
    Item {
        name: "category",
        kind: LINE,
        signature: "line.category -> text",
        doc: "The category's id; empty for none.",
        example: ("quote.lines[0].category", "bread"),
        register: |engine| {
            engine.register_get("category", |line: &mut Line| line.text(|facts| &facts.category));
        },
    },
    Item {
        name: "choices",
        kind: LINE,
        signature: "line.choices -> list of text",
        doc: "Ids of what was chosen, in the order of the product's options.",
        example: ("quote.lines[0].choices", r#"["sliced"]"#),
        register: |engine| {
            engine.register_get("choices", |line: &mut Line| {
                let choices = line.facts().map_or(&[][..], |facts| &facts.choices);
                let text = |choice: &Arc<str>| ImmutableString::from(&**choice).into();
                choices.iter().map(text).collect::<Array>()
            });
        },
    },
    Item {
        name: "quantity",
        kind: LINE,
        signature: "line.quantity -> int",
        doc: "Pieces.",
        example: ("quote.lines[0].quantity", "2"),
        register: |engine| {
            engine.register_get("quantity", |line: &mut Line| {
                line.facts().map_or(0, |facts| facts.quantity)
            });
        },
    },
    Item {
        name: "price",
        kind: LINE,
        signature: "line.price -> amount",
        doc: "For one piece.",
        example: ("quote.lines[0].price", "5.50"),
        register: |engine| {
            engine.register_get("price", |line: &mut Line| line.amount(|facts| facts.price));
        },
    },
    Item {
        name: "total",
        kind: LINE,
        signature: "line.total -> amount",
        doc: "Price times quantity.",
        example: ("quote.lines[0].total", "11.00"),
        register: |engine| {
            engine.register_get("total", |line: &mut Line| line.amount(LineFacts::total));
        },
    },
    Item {
        name: "physical",
        kind: LINE,
        signature: "line.physical -> bool",
        doc: "Whether people must hand it over; keys, files, texts and credit are not.",
        example: ("quote.lines[0].physical", "true"),
        register: |engine| {
            engine.register_get("physical", |line: &mut Line| {
                line.facts().is_some_and(|facts| facts.physical)
            });
        },
    },
];

impl Quote {
    fn lines(&self) -> Array {
        let indexes = 0..self.0.quote.lines.len();
        indexes
            .map(|index| Dynamic::from(Line(self.0.clone(), index)))
            .collect()
    }

    fn count(&self, wanted: impl Fn(&LineFacts) -> bool) -> i64 {
        let lines = self.0.quote.lines.iter().filter(|line| wanted(line));
        lines.map(|line| line.quantity).fold(0, i64::saturating_add)
    }

    fn shown(&self, amount: &Dynamic) -> Result<String, Failure> {
        let shown = self.0.quote.shown(number::decimal(amount)?);
        shown.ok_or_else(|| "this amount is too big to be shown".into())
    }
}

impl Line {
    fn facts(&self) -> Option<&LineFacts> {
        self.0.quote.lines.get(self.1)
    }

    fn text(&self, of: impl Fn(&LineFacts) -> &str) -> ImmutableString {
        self.facts().map(|facts| of(facts).into()).unwrap_or_default()
    }

    fn amount(&self, of: impl Fn(&LineFacts) -> i64) -> Decimal {
        self.0.quote.amount(self.facts().map_or(0, of))
    }
}
