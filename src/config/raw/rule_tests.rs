//! `rules/NAME.test.yaml`: what the rules of `rules/NAME.rhai` must say of which order.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::schema::form;
use crate::config::{Either, Entries, F};

/// Tests of a rule: of which order it must say yes or no.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct RuleTestFile {
    /// The tests of this rule, each with an order of its own.
    #[schemars(extend("x-required" = true, "x-example" = "[{name: One loaf is fine, expect: allow}]"))]
    pub(crate) tests: F<Vec<F<RuleTest>>>,
    /// What holds for every test of the file that does not say otherwise.
    #[schemars(extend(
        "x-default" = "each test says all itself",
        "x-as" = "tests",
        "x-example" = "{now: saturday 18:05}"
    ))]
    pub(crate) given: F<GivenOrder>,
}

/// One order, and what the rules must say of it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct RuleTest {
    /// What must hold, as a sentence.
    #[schemars(
        schema_with = "form::any_word",
        extend("x-required" = true, "x-example" = "Four loaves are fine")
    )]
    pub(crate) name: F<String>,
    /// The order, and who would pay for it when and where.
    #[schemars(extend(
        "x-default" = "one piece of the first product, on a Tuesday at noon",
        "x-example" = "{lines: {rye: 4}}"
    ))]
    pub(crate) given: F<GivenOrder>,
    /// What the rules must say, or which policy refuses before them; a no may be looked at more closely.
    #[schemars(
        schema_with = "form::rule_answer",
        extend("x-required" = true, "x-example" = "allow")
    )]
    pub(crate) expect: F<Either<String, ExpectedNo>>,
}

/// A no that is looked at more closely.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ExpectedNo {
    /// Words that the customer must read in it.
    #[schemars(
        schema_with = "form::any_word",
        extend("x-default" = "any words", "x-example" = "Four loaves")
    )]
    pub(crate) deny: F<String>,
    /// The function of the rule that must have said it.
    #[schemars(
        schema_with = "form::any_word",
        extend("x-default" = "any rule", "x-example" = "four_loaves_a_day")
    )]
    pub(crate) rule: F<String>,
    /// The product of the line that it must be about.
    #[schemars(
        schema_with = "form::product",
        extend("x-default" = "any line, or none", "x-example" = "rye")
    )]
    pub(crate) line: F<String>,
    /// The setting under `policies:` that must refuse, before any rule is asked.
    #[schemars(
        schema_with = "form::any_word",
        extend("x-default" = "none of them", "x-example" = "minimum_order")
    )]
    pub(crate) policy: F<String>,
}

/// An order, and who would pay for it when and where.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct GivenOrder {
    /// The moment, by the shop's clock: a time, or a day of the week or a date before it.
    #[schemars(
        schema_with = "form::moment",
        extend("x-default" = "a Tuesday at noon", "x-example" = "saturday 18:05")
    )]
    pub(crate) now: F<String>,
    /// Products of the order: how many of each, or a group with `quantity`, `price` and `choices`.
    #[schemars(
        schema_with = "form::given_lines",
        extend("x-default" = "one piece of the first product", "x-example" = "{rye: 4}")
    )]
    pub(crate) lines: F<Entries<Either<String, GivenLine>>>,
    /// What the customer would pay.
    #[schemars(
        schema_with = "form::extra",
        extend("x-default" = "the sum of the lines", "x-example" = "26.00")
    )]
    pub(crate) total: F<String>,
    /// Who pays, and what they bought before.
    #[schemars(extend("x-default" = "somebody who is here for the first time", "x-example" = "{bought: {rye: 3}}"))]
    pub(crate) customer: F<GivenCustomer>,
    /// The invoice by which it is paid.
    #[schemars(extend("x-default" = "one in the private chat, which is being paid", "x-example" = "{place: post}"))]
    pub(crate) invoice: F<GivenInvoice>,
    /// What the customer wrote into the payment form.
    #[schemars(extend("x-default" = "nothing", "x-example" = "{city: Lisbon, postcode: 1100-148}"))]
    pub(crate) delivery: F<GivenDelivery>,
}

/// One line of the order.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct GivenLine {
    /// How many pieces.
    #[schemars(schema_with = "form::tested_pieces", extend("x-default" = "1", "x-example" = "2"))]
    pub(crate) quantity: F<String>,
    /// The price of one piece.
    #[schemars(schema_with = "form::extra", extend("x-default" = "the catalog's", "x-example" = "5.20"))]
    pub(crate) price: F<String>,
    /// Ids of the choices.
    #[schemars(
        schema_with = "form::choice_ids",
        extend("x-default" = "the first of each option", "x-example" = "[sliced]")
    )]
    pub(crate) choices: F<Vec<F<String>>>,
}

/// Who pays, and what they bought before.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct GivenCustomer {
    /// The customer's number.
    #[schemars(schema_with = "form::person", extend("x-default" = "some number", "x-example" = "123456789"))]
    pub(crate) id: F<String>,
    /// The language of the customer's app.
    #[schemars(
        schema_with = "form::one_language",
        extend("x-default" = "the shop's first language", "x-example" = "ru")
    )]
    pub(crate) language: F<String>,
    /// The day on which the customer came to the shop for the first time.
    #[schemars(
        schema_with = "form::day",
        extend("x-default" = "the day of the first purchase below, or today", "x-example" = "2026-11-01")
    )]
    pub(crate) first_seen: F<String>,
    /// The age that they have confirmed, for the policy `minimum_age`; 0 for somebody who has confirmed none.
    #[schemars(
        schema_with = "form::confirmed_age",
        extend("x-default" = "old enough for everything", "x-example" = "18")
    )]
    pub(crate) age: F<String>,
    /// Payments for counted goods that they began and did not finish, for the policy `after_unpaid`.
    #[schemars(extend("x-default" = "none", "x-example" = "{payments: 3, ago: 10m}"))]
    pub(crate) unpaid: F<GivenUnpaid>,
    /// How many days ago the things below were bought; 0 is today.
    #[schemars(schema_with = "form::many", extend("x-default" = "0", "x-example" = "1"))]
    pub(crate) days_ago: F<String>,
    /// How many orders that was.
    #[schemars(
        schema_with = "form::many",
        extend("x-default" = "1, or 0 if nothing was bought", "x-example" = "2")
    )]
    pub(crate) orders: F<String>,
    /// What they cost together.
    #[schemars(
        schema_with = "form::extra",
        extend("x-default" = "what was bought, at the catalog's prices", "x-example" = "10.40")
    )]
    pub(crate) spent: F<String>,
    /// What was bought on that day.
    #[schemars(schema_with = "form::given_pieces", extend("x-default" = "nothing", "x-example" = "{rye: 3}"))]
    pub(crate) bought: F<Entries<String>>,
    /// The same for more days.
    #[schemars(extend("x-default" = "no other day", "x-example" = "[{days_ago: 7, bought: {rye: 2}}]"))]
    pub(crate) earlier: F<Vec<F<GivenDay>>>,
}

/// Payments for counted goods that a customer began and did not finish, one after the other.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct GivenUnpaid {
    /// How many they were.
    #[schemars(
        schema_with = "form::unpaid",
        extend("x-required" = true, "x-example" = "3")
    )]
    pub(crate) payments: F<String>,
    /// How long ago the last of them ran out.
    #[schemars(schema_with = "form::unpaid_ago", extend("x-default" = "just now", "x-example" = "10m"))]
    pub(crate) ago: F<String>,
}

/// What a customer bought on one day.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct GivenDay {
    /// How many days ago it was; 0 is today.
    #[schemars(schema_with = "form::many", extend("x-default" = "0", "x-example" = "7"))]
    pub(crate) days_ago: F<String>,
    /// How many orders it was.
    #[schemars(
        schema_with = "form::many",
        extend("x-default" = "1, or 0 if nothing was bought", "x-example" = "1")
    )]
    pub(crate) orders: F<String>,
    /// What they cost together.
    #[schemars(
        schema_with = "form::extra",
        extend("x-default" = "what was bought, at the catalog's prices", "x-example" = "10.40")
    )]
    pub(crate) spent: F<String>,
    /// What was bought.
    #[schemars(schema_with = "form::given_pieces", extend("x-default" = "nothing", "x-example" = "{rye: 2}"))]
    pub(crate) bought: F<Entries<String>>,
}

/// The invoice by which an order is paid.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct GivenInvoice {
    /// Where it was shown.
    #[schemars(schema_with = "form::invoice_place", extend("x-default" = "`private`", "x-example" = "post"))]
    pub(crate) place: F<String>,
    /// Whether it was made for this customer, and not for somebody else or for everybody.
    #[schemars(
        schema_with = "form::yes_or_no",
        extend("x-default" = "`yes` in the private chat, else `no`", "x-example" = "no")
    )]
    pub(crate) own: F<String>,
    /// Whether it is being paid, and not only being made.
    #[schemars(schema_with = "form::yes_or_no", extend("x-default" = "`yes`", "x-example" = "no"))]
    pub(crate) paying: F<String>,
}

/// What the customer wrote into the payment form.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct GivenDelivery {
    /// The customer's name.
    #[schemars(schema_with = "form::any_word", extend("x-default" = "empty", "x-example" = "Ann Silva"))]
    pub(crate) name: F<String>,
    /// The telephone number.
    #[schemars(schema_with = "form::any_word", extend("x-default" = "empty", "x-example" = "\"+35121000000\""))]
    pub(crate) phone: F<String>,
    /// The e-mail address.
    #[schemars(schema_with = "form::any_word", extend("x-default" = "empty", "x-example" = "ann@example.com"))]
    pub(crate) email: F<String>,
    /// The country, by its two capital letters.
    #[schemars(schema_with = "form::any_word", extend("x-default" = "empty", "x-example" = "PT"))]
    pub(crate) country: F<String>,
    /// The state or region.
    #[schemars(schema_with = "form::any_word", extend("x-default" = "empty", "x-example" = "Lisboa"))]
    pub(crate) state: F<String>,
    /// The city.
    #[schemars(schema_with = "form::any_word", extend("x-default" = "empty", "x-example" = "Lisbon"))]
    pub(crate) city: F<String>,
    /// The street and the house.
    #[schemars(schema_with = "form::any_word", extend("x-default" = "empty", "x-example" = "Rua da Esquina 1"))]
    pub(crate) street: F<String>,
    /// The postcode.
    #[schemars(schema_with = "form::any_word", extend("x-default" = "empty", "x-example" = "1100-148"))]
    pub(crate) postcode: F<String>,
}
