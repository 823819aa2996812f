//! `catalog.yaml` and `catalog/*.yaml`: what is sold.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::read::{Either, F};
use super::super::schema::form;
use super::Text;

/// What the shop sells, in the order in which customers see it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct CatalogFile {
    /// The shelves of the shop.
    #[schemars(extend("x-default" = "all products stand on the first screen", "x-example" = "[{id: bread, title: Bread}]"))]
    pub(crate) categories: F<Vec<F<Category>>>,
    /// Everything that is sold.
    #[schemars(
        extend(
            "x-default" = "one of the catalog's files must have some",
            "x-example" = "[{id: rye, title: Dark rye, description: 700 g, price: 5.20}]"
        )
    )]
    pub(crate) products: F<Vec<F<Product>>>,
}

/// A shelf of the shop.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Category {
    /// A short name that stays. Customers do not see it.
    #[schemars(schema_with = "form::id", extend("x-required" = true, "x-example" = "bread"))]
    pub(crate) id: F<String>,
    /// What customers see on the shelf.
    #[schemars(schema_with = "form::label", extend("x-required" = true, "x-example" = "Bread"))]
    pub(crate) title: F<Text>,
}

/// Something that is sold.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Product {
    /// A short name that stays for ever: orders remember it. Customers do not see it.
    #[schemars(schema_with = "form::id", extend("x-required" = true, "x-example" = "dark-rye"))]
    pub(crate) id: F<String>,
    /// What customers see, also on the invoice.
    #[schemars(schema_with = "form::title", extend("x-required" = true, "x-example" = "Dark rye"))]
    pub(crate) title: F<Text>,
    /// A few words about it, also on the invoice.
    #[schemars(
        schema_with = "form::description",
        extend("x-required" = true, "x-example" = r#""700 g, malt and caraway.""#)
    )]
    pub(crate) description: F<Text>,
    /// What one piece costs; or bounds, where the customer names the amount.
    #[schemars(schema_with = "form::product_price", extend("x-required" = true, "x-example" = "6.50"))]
    pub(crate) price: F<Price>,
    /// The id of the shelf on which it stands.
    #[schemars(
        schema_with = "form::category",
        extend("x-default" = "it stands on the first screen, below the shelves", "x-example" = "bread")
    )]
    pub(crate) category: F<String>,
    /// A picture in the shop's folder, shown in the chat.
    #[schemars(schema_with = "form::photo", extend("x-default" = "no picture", "x-example" = "images/rye.jpg"))]
    pub(crate) photo: F<String>,
    /// The picture on its invoice, which Telegram fetches by itself: its address, or a group with the address and
    /// more.
    #[schemars(
        schema_with = "form::photo_url",
        extend("x-default" = "no picture", "x-example" = "https://example.com/rye.jpg")
    )]
    pub(crate) photo_url: F<PhotoUrl>,
    /// What its buyer must fill in, instead of what `checkout` in shop.yaml says; `[]` asks nothing.
    #[schemars(
        schema_with = "form::asks",
        extend("x-default" = "what `checkout` says", "x-example" = "[name, address]")
    )]
    pub(crate) ask: F<Vec<F<String>>>,
    /// How many there are now. It is a count: write another number after the next one, and only then. Keys are
    /// counted by their file.
    #[schemars(schema_with = "form::stock", extend("x-default" = "it never runs out", "x-example" = "12"))]
    pub(crate) stock: F<String>,
    /// The most that one order may hold.
    #[schemars(schema_with = "form::per_order", extend("x-default" = form::per_order_default(), "x-example" = "4"))]
    pub(crate) limit_per_order: F<String>,
    /// What the customer chooses, such as size or cut.
    #[schemars(
        schema_with = "form::options",
        extend(
            "x-default" = "nothing to choose",
            "x-example" = "[{id: size, title: Size, choices: [{id: s, title: Small}, {id: l, title: Large, price: +2}]}]"
        )
    )]
    pub(crate) options: F<Vec<F<ProductOption>>>,
    /// How it reaches the customer.
    #[schemars(
        extend(
            "x-default" = "the staff hands it over or sends it",
            "x-example" = r#"{text: "Welcome! The door code is 4711."}"#
        )
    )]
    pub(crate) deliver: F<Deliver>,
}

pub(crate) type Price = Either<String, FreePrice>;

pub(crate) type PhotoUrl = Either<String, Picture>;

/// A picture that Telegram fetches, and what the app may know before it has it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Picture {
    /// Its public address.
    #[schemars(
        schema_with = "form::picture_address",
        extend("x-required" = true, "x-example" = "https://example.com/rye.jpg")
    )]
    pub(crate) url: F<String>,
    /// In pixels.
    #[schemars(schema_with = "form::pixels", extend("x-default" = "the app finds out", "x-example" = "1280"))]
    pub(crate) width: F<String>,
    /// In pixels.
    #[schemars(schema_with = "form::pixels", extend("x-default" = "the app finds out", "x-example" = "960"))]
    pub(crate) height: F<String>,
    /// In bytes.
    #[schemars(schema_with = "form::bytes", extend("x-default" = "the app finds out", "x-example" = "90000"))]
    pub(crate) size: F<String>,
}

/// A price that the customer names, within bounds.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct FreePrice {
    /// The smallest amount.
    #[schemars(schema_with = "form::amount", extend("x-required" = true, "x-example" = "1"))]
    pub(crate) min: F<String>,
    /// The greatest amount.
    #[schemars(schema_with = "form::amount", extend("x-required" = true, "x-example" = "500"))]
    pub(crate) max: F<String>,
    /// Amounts that are offered as buttons, between `min` and `max`.
    #[schemars(schema_with = "form::amounts", extend("x-default" = "none", "x-example" = "[5, 20, 50]"))]
    pub(crate) suggested: F<Vec<F<String>>>,
}

/// Something to choose.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ProductOption {
    /// A short name that stays.
    #[schemars(schema_with = "form::id", extend("x-required" = true, "x-example" = "size"))]
    pub(crate) id: F<String>,
    /// What is chosen.
    #[schemars(schema_with = "form::label", extend("x-required" = true, "x-example" = "Size"))]
    pub(crate) title: F<Text>,
    /// What there is to choose from.
    #[schemars(
        schema_with = "form::choices",
        extend("x-required" = true, "x-example" = "[{id: small, title: Small}, {id: large, title: Large}]")
    )]
    pub(crate) choices: F<Vec<F<Choice>>>,
}

/// One of the choices.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Choice {
    /// A short name that stays.
    #[schemars(schema_with = "form::id", extend("x-required" = true, "x-example" = "large"))]
    pub(crate) id: F<String>,
    /// What customers see on the button.
    #[schemars(schema_with = "form::title", extend("x-required" = true, "x-example" = "Large"))]
    pub(crate) title: F<Text>,
    /// What it adds to the price of the product, or takes off.
    #[schemars(schema_with = "form::extra", extend("x-default" = "it adds nothing", "x-example" = "+0.20"))]
    pub(crate) price: F<String>,
    /// A count of its own. Then every choice of this option has one, and the product has none.
    #[schemars(schema_with = "form::stock", extend("x-default" = "it is counted with the product", "x-example" = "4"))]
    pub(crate) stock: F<String>,
}

/// How goods reach the customer: exactly one of these.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("minProperties" = 1, "maxProperties" = 1))]
pub(crate) struct Deliver {
    /// Words that are sent after the payment.
    #[schemars(schema_with = "form::words", extend("x-default" = "–", "x-example" = r#""The door code is 4711.""#))]
    pub(crate) text: F<Text>,
    /// A file in the shop's folder that is sent after the payment.
    #[schemars(schema_with = "form::file", extend("x-default" = "–", "x-example" = "goods/book.pdf"))]
    pub(crate) file: F<String>,
    /// A file in the shop's folder with one key on each line. Every customer gets the next one; each product has a
    /// file of its own.
    #[schemars(schema_with = "form::file", extend("x-default" = "–", "x-example" = "goods/keys.txt"))]
    pub(crate) keys: F<String>,
    /// What the customer's account gets: an amount, or `paid` for as much as was paid.
    #[schemars(schema_with = "form::credit", extend("x-default" = "–", "x-example" = "100"))]
    pub(crate) credit: F<String>,
}
