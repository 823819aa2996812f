//! `policies:` of `shop.yaml`: the usual checks of an order that need no script.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::read::{Either, Entries, F};
use super::super::schema::form;

/// Checks of every order that need no script.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Policies {
    /// The least that an order may come to, without a tip.
    #[schemars(schema_with = "form::amount", extend("x-default" = "no bound", "x-example" = "10"))]
    pub(crate) minimum_order: F<String>,
    /// The most that an order may come to, without a tip.
    #[schemars(schema_with = "form::amount", extend("x-default" = "no bound", "x-example" = "500"))]
    pub(crate) maximum_order: F<String>,
    /// When the shop sells, by its own clock: a day or days, and from when until when; several spans stand in a list.
    #[schemars(
        schema_with = "form::opening_hours",
        extend("x-default" = "always", "x-example" = "{mon-fri: 08:00-18:00, sat: [08:00-12:00, 15:00-18:00]}")
    )]
    pub(crate) opening_hours: F<Entries<Hours>>,
    /// The only countries that are delivered to. The payment form must ask for an address.
    #[schemars(schema_with = "form::countries", extend("x-default" = "all", "x-example" = "[PT, ES]"))]
    pub(crate) countries: F<Vec<F<String>>>,
    /// The only postcodes that are delivered to: one, all that begin alike, or a span. The payment form must ask for an
    /// address.
    #[schemars(
        schema_with = "form::postcodes",
        extend("x-default" = "all", "x-example" = r#"["80331", "81*", "82000-82999"]"#)
    )]
    pub(crate) postcodes: F<Vec<F<String>>>,
    /// The numbers of people who cannot buy.
    #[schemars(schema_with = "form::people", extend("x-default" = "nobody", "x-example" = "[123456789]"))]
    pub(crate) blocked_customers: F<Vec<F<String>>>,
    /// How many pieces one customer may buy in which time. A limit without products and categories is about everything
    /// together.
    #[schemars(extend("x-default" = "no limit", "x-example" = "[{max: 2, per: day, products: [rye]}]"))]
    pub(crate) limits: F<Vec<F<Limit>>>,
    /// What only a customer without an order before may buy. An order that is paid or being paid counts, a refunded one
    /// does not. `{}` means everything: each customer can order once.
    #[schemars(extend("x-default" = "nothing", "x-example" = "{products: [rye]}"))]
    pub(crate) first_order_only: F<Scope>,
    /// What is sold only to customers who confirmed by a button that they are old enough. It is asked once, before the
    /// payment form, and written down with its time; nobody is asked for a date of birth. Without products and
    /// categories it is asked for everything.
    #[schemars(extend("x-default" = "nobody is asked", "x-example" = "{years: 18, categories: [bread]}"))]
    pub(crate) minimum_age: F<MinimumAge>,
    /// A pause for customers who keep counted goods from others by payments that they begin and do not finish.
    #[schemars(extend("x-default" = "no pause", "x-example" = "{payments: 3, wait: 30m}"))]
    pub(crate) after_unpaid: F<AfterUnpaid>,
}

/// One span of hours, or several.
pub(crate) type Hours = Either<String, Vec<F<String>>>;

/// At most so many pieces for one customer. Without products and categories: of everything together.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Limit {
    /// How many pieces at most. What is paid or being paid counts, what was refunded does not.
    #[schemars(schema_with = "form::pieces", extend("x-required" = true, "x-example" = "2"))]
    pub(crate) max: F<String>,
    /// In which time, by the shop's own clock and calendar; a week begins on Monday. Without it, for ever.
    #[schemars(schema_with = "form::period", extend("x-example" = "day"))]
    pub(crate) per: F<String>,
    /// These products, counted together.
    #[schemars(schema_with = "form::products", extend("x-default" = "none", "x-example" = "[rye]"))]
    pub(crate) products: F<Vec<F<String>>>,
    /// Everything in these categories, counted together.
    #[schemars(schema_with = "form::categories", extend("x-default" = "none", "x-example" = "[bread]"))]
    pub(crate) categories: F<Vec<F<String>>>,
}

/// Which goods are meant. Without products and categories: all of them.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Scope {
    /// These products.
    #[schemars(schema_with = "form::products", extend("x-default" = "none", "x-example" = "[rye]"))]
    pub(crate) products: F<Vec<F<String>>>,
    /// Everything in these categories.
    #[schemars(schema_with = "form::categories", extend("x-default" = "none", "x-example" = "[bread]"))]
    pub(crate) categories: F<Vec<F<String>>>,
}

/// From which age on. Without products and categories: for everything.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct MinimumAge {
    /// The age, in years. Whoever confirmed a greater one is not asked again.
    #[schemars(schema_with = "form::age", extend("x-required" = true, "x-example" = "18"))]
    pub(crate) years: F<String>,
    /// For these products.
    #[schemars(schema_with = "form::products", extend("x-default" = "none", "x-example" = "[rye]"))]
    pub(crate) products: F<Vec<F<String>>>,
    /// For everything in these categories.
    #[schemars(schema_with = "form::categories", extend("x-default" = "none", "x-example" = "[bread]"))]
    pub(crate) categories: F<Vec<F<String>>>,
}

/// A pause for customers who begin payments and do not finish them. A payment that comes through ends the counting, and
/// what is more than a day old is forgotten.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct AfterUnpaid {
    /// After so many payments in a row whose time ran out.
    #[schemars(schema_with = "form::unpaid", extend("x-required" = true, "x-example" = "3"))]
    pub(crate) payments: F<String>,
    /// How long the customer must then wait before they can buy counted goods again.
    #[schemars(schema_with = "form::pause", extend("x-required" = true, "x-example" = "30m"))]
    pub(crate) wait: F<String>,
}
