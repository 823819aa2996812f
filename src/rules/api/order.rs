//! `invoice`, `delivery` and `shop`.

use std::sync::Arc;

use super::{Item, ItemKind};
use crate::rules::Input;

/// The invoice.
#[derive(Clone)]
pub(super) struct Invoice(pub(super) Arc<Input>);

/// Where it shall go.
#[derive(Clone)]
pub(super) struct Delivery(pub(super) Arc<Input>);

/// Who sells.
#[derive(Clone)]
pub(super) struct Shop(pub(super) Arc<Input>);

const INVOICE: ItemKind = ItemKind::Property("invoice");
const SHOP: ItemKind = ItemKind::Property("shop");

pub(super) const INVOICE_ITEMS: &[Item] = &[
    Item {
        name: "place",
        kind: INVOICE,
        signature: "invoice.place -> text",
        doc: "Where it is shown: `private`, `post` (in a group or channel), `link` or `inline`.",
        example: ("invoice.place", "private"),
        register: |engine| {
            engine.register_get("place", |invoice: &mut Invoice| invoice.0.invoice.place.clone());
        },
    },
    Item {
        name: "own",
        kind: INVOICE,
        signature: "invoice.own -> bool",
        doc: "Whether it was made for the customer who pays; `false` for a forwarded one and for one that anybody may pay.",
        example: ("invoice.own", "true"),
        register: |engine| {
            engine.register_get("own", |invoice: &mut Invoice| {
                invoice.0.invoice.made_for == Some(invoice.0.customer.id)
            });
        },
    },
    Item {
        name: "paying",
        kind: INVOICE,
        signature: "invoice.paying -> bool",
        doc: "`true` when the customer has pressed Pay, `false` when the invoice is only being made.",
        example: ("invoice.paying", "true"),
        register: |engine| {
            engine.register_get("paying", |invoice: &mut Invoice| invoice.0.invoice.paying);
        },
    },
];

macro_rules! delivery {
    ($($name:ident, $doc:literal, $value:literal;)*) => {
        &[$(Item {
            name: stringify!($name),
            kind: ItemKind::Property("delivery"),
            signature: concat!("delivery.", stringify!($name), " -> text"),
            doc: $doc,
            example: (concat!("delivery.", stringify!($name)), $value),
            register: |engine| {
                engine.register_get(stringify!($name), |delivery: &mut Delivery| delivery.0.delivery.$name.clone());
            },
        }),*]
    };
}

pub(super) const DELIVERY_ITEMS: &[Item] = delivery! {
    name, "The name that they gave.", "Ann Miller";
    phone, "Digits, with the country's first.", "351210000000";
    email, "As they typed it.", "ann@example.org";
    country, "Two capital letters: `PT`.", "PT";
    state, "State or region; often empty.", "";
    city, "Town.", "Lisboa";
    street, "Street and number.", "Rua Augusta 1";
    postcode, "As they typed it.", "1100-048";
};

pub(super) const SHOP_ITEMS: &[Item] = &[
    Item {
        name: "id",
        kind: SHOP,
        signature: "shop.id -> text",
        doc: "The name of its folder.",
        example: ("shop.id", "bakery"),
        register: |engine| {
            engine.register_get("id", |shop: &mut Shop| shop.0.shop.id.clone());
        },
    },
    Item {
        name: "name",
        kind: SHOP,
        signature: "shop.name -> text",
        doc: "Its name, in its first language.",
        example: ("shop.name", "Corner Bakery"),
        register: |engine| {
            engine.register_get("name", |shop: &mut Shop| shop.0.shop.name.clone());
        },
    },
];
