//! `catalog.yaml` and `catalog/*.yaml`: what is sold.

use serde::Deserialize;

use super::super::read::{Either, F};
use super::Text;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CatalogFile {
    pub(crate) categories: F<Vec<F<Category>>>,
    pub(crate) products: F<Vec<F<Product>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Category {
    pub(crate) id: F<String>,
    pub(crate) title: F<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Product {
    /// A short name that stays: lower-case words with dashes. Orders refer to it.
    pub(crate) id: F<String>,
    /// What customers see, at most 32 characters.
    pub(crate) title: F<Text>,
    /// At most 255 characters.
    pub(crate) description: F<Text>,
    /// Such as 6.50; or {min, max, suggested} where the customer names the amount.
    pub(crate) price: F<Price>,
    /// The id of a category.
    pub(crate) category: F<String>,
    /// A picture in the shop's folder, shown in the chat.
    pub(crate) photo: F<String>,
    /// The public address of a picture for the invoice; or {url, width, height, size}.
    pub(crate) photo_url: F<PhotoUrl>,
    /// What its buyer must fill in, instead of what `checkout` in shop.yaml says: name, phone, email, address; [] for nothing.
    pub(crate) ask: F<Vec<F<String>>>,
    /// A count taken now; without it the product never runs out.
    pub(crate) stock: F<String>,
    /// The most that one order may hold.
    pub(crate) limit_per_order: F<String>,
    pub(crate) options: F<Vec<F<ProductOption>>>,
    /// How it reaches the customer: {text}, {file}, {keys} or {credit}; without it the staff hands it over.
    pub(crate) deliver: F<Deliver>,
}

pub(crate) type Price = Either<String, FreePrice>;

pub(crate) type PhotoUrl = Either<String, Picture>;

/// A picture that Telegram fetches, and what the app may know before it has it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Picture {
    pub(crate) url: F<String>,
    /// In pixels.
    pub(crate) width: F<String>,
    /// In pixels.
    pub(crate) height: F<String>,
    /// In bytes.
    pub(crate) size: F<String>,
}

/// A price that the customer names, within bounds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FreePrice {
    pub(crate) min: F<String>,
    pub(crate) max: F<String>,
    /// Amounts that are offered as buttons.
    pub(crate) suggested: F<Vec<F<String>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ProductOption {
    pub(crate) id: F<String>,
    pub(crate) title: F<Text>,
    pub(crate) choices: F<Vec<F<Choice>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Choice {
    pub(crate) id: F<String>,
    pub(crate) title: F<Text>,
    /// Added to the product's price, such as +0.20.
    pub(crate) price: F<String>,
    /// A count of its own; then every choice of this option has one.
    pub(crate) stock: F<String>,
}

/// Exactly one of these.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Deliver {
    /// Words that are sent after the payment.
    pub(crate) text: F<Text>,
    /// A file in the shop's folder.
    pub(crate) file: F<String>,
    /// A file in the shop's folder with one key on each line; each customer gets the next one.
    pub(crate) keys: F<String>,
    /// An amount for the customer's account, or `paid`: as much as was paid.
    pub(crate) credit: F<String>,
}
