//! Everything that a script may use beside the language itself: one table. Name, signature, words and example of an
//! item stand beside its code; the reference page, editors' definitions, "did you mean" and the tests come from it.

mod compare;
mod customer;
mod functions;
mod language;
mod names;
mod number;
mod order;
mod quote;
mod when;

use std::sync::Arc;

pub(super) use functions::Answer;
pub(super) use names::{known_functions, known_properties, type_words};
use rhai::{Dynamic, Engine};
pub(super) use when::DAYS;

use super::Input;

/// The version of this table; a script says for which it was written: `const API = 1;`.
pub const API_VERSION: i64 = 1;

/// A failed function of ours: words for the author.
pub(super) type Failure = Box<rhai::EvalAltResult>;

/// One item that scripts may use.
pub struct Item {
    pub name: &'static str,
    pub kind: ItemKind,
    /// As the author writes it, with the kinds of values: `quote.quantity_of(product: text) -> int`.
    pub signature: &'static str,
    pub doc: &'static str,
    /// An expression, and what it is for the sample question.
    pub example: (&'static str, &'static str),
    pub(super) register: fn(&mut Engine),
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// Called by itself: `deny("…")`.
    Function,
    /// Read from a value: `quote.total`.
    Property(&'static str),
    /// Asked of a value: `quote.has("wine")`.
    Method(&'static str),
    /// Said by a script of itself, outside of its rules: `const API = 1;`. Its example is a whole line.
    Constant,
}

impl ItemKind {
    /// The kind of value that it belongs to.
    pub fn owner(self) -> Option<&'static str> {
        match self {
            ItemKind::Property(owner) | ItemKind::Method(owner) => Some(owner),
            ItemKind::Function | ItemKind::Constant => None,
        }
    }
}

/// A value that a rule is given when a parameter has its name.
pub struct Given {
    pub name: &'static str,
    pub doc: &'static str,
    pub(super) make: fn(&Arc<Input>) -> Dynamic,
}

/// What a rule may name as a parameter.
pub const GIVEN: &[Given] = &[
    Given {
        name: "quote",
        doc: "What is to be sold: lines, prices, total.",
        make: |input| Dynamic::from(quote::Quote(input.clone())),
    },
    Given {
        name: "customer",
        doc: "Who would pay, and what they bought here before.",
        make: |input| Dynamic::from(customer::Customer(input.clone())),
    },
    Given {
        name: "invoice",
        doc: "Where the invoice is shown, and whether it is being paid right now.",
        make: |input| Dynamic::from(order::Invoice(input.clone())),
    },
    Given {
        name: "delivery",
        doc: "What the customer told Telegram for this order; every text is empty where it was not asked for.",
        make: |input| Dynamic::from(order::Delivery(input.clone())),
    },
    Given {
        name: "shop",
        doc: "This shop.",
        make: |input| Dynamic::from(order::Shop(input.clone())),
    },
    Given {
        name: "now",
        doc: "Date and time in the shop's zone, daylight saving included.",
        make: |input| Dynamic::from(when::Now(input.now.civil(&input.shop.timezone))),
    },
];

/// Every item, in the order of the reference page.
pub fn items() -> impl Iterator<Item = &'static Item> {
    let tables = [
        language::CONSTANTS,
        functions::ITEMS,
        language::FUNCTIONS,
        quote::ITEMS,
        quote::LINE_ITEMS,
        customer::ITEMS,
        order::INVOICE_ITEMS,
        order::DELIVERY_ITEMS,
        order::SHOP_ITEMS,
    ];
    tables.into_iter().flatten().chain(when::items()).chain(language::ITEMS)
}

/// Gives an engine the table, exact numbers, and comparisons that are never silently false.
pub(super) fn register(engine: &mut Engine) {
    engine
        .register_type_with_name::<quote::Quote>("quote")
        .register_type_with_name::<quote::Line>("line")
        .register_type_with_name::<customer::Customer>("customer")
        .register_type_with_name::<order::Invoice>("invoice")
        .register_type_with_name::<order::Delivery>("delivery")
        .register_type_with_name::<order::Shop>("shop")
        .register_type_with_name::<when::Now>("now")
        .register_type_with_name::<functions::Answer>("answer");
    engine.register_fn("to_string", |answer: &mut functions::Answer| answer.to_string());
    for item in items() {
        (item.register)(engine);
    }
    compare::register(engine);
    number::register(engine);
}
