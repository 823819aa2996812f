//! What the shop must have done in a step of a conversation, and what its books must hold.

use schemars::JsonSchema;
use serde::Deserialize;

use super::form;
use crate::config::{Either, Entries, F};

/// One text, or several that are all meant.
pub(crate) type Words = Either<String, Vec<F<String>>>;

/// What the shop did since the last step of somebody else; all that is written must hold.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Expect {
    /// Whom it is about: a person, `staff`, `group` or `channel`.
    #[schemars(
        schema_with = "form::person",
        extend("x-default" = "who acted last", "x-example" = "staff")
    )]
    pub(crate) to: F<String>,
    /// Words that it says in a message.
    #[schemars(
        schema_with = "form::words",
        extend("x-default" = "not looked at", "x-example" = "Fresh bread")
    )]
    pub(crate) says: F<Words>,
    /// Words that it does not say.
    #[schemars(
        schema_with = "form::words",
        extend("x-default" = "not looked at", "x-example" = "Sold out")
    )]
    pub(crate) lacks: F<Words>,
    /// Words of buttons that are there.
    #[schemars(
        schema_with = "form::words",
        extend("x-default" = "not looked at", "x-example" = "[Bread, Sweet things]")
    )]
    pub(crate) buttons: F<Words>,
    /// An invoice comes, over this sum.
    #[schemars(
        schema_with = "form::invoice_sum",
        extend("x-default" = "not looked at", "x-example" = "5.20 EUR")
    )]
    pub(crate) invoice: F<String>,
    /// It says yes to a payment.
    #[schemars(
        schema_with = "form::only_payment",
        extend("x-default" = "not looked at", "x-example" = "payment")
    )]
    pub(crate) accepts: F<String>,
    /// It says no to a payment, in these words.
    #[schemars(
        schema_with = "form::words",
        extend("x-default" = "not looked at", "x-example" = "sold out")
    )]
    pub(crate) refuses: F<Words>,
    /// A receipt comes.
    #[schemars(
        schema_with = "form::only_true",
        extend("x-default" = "not looked at", "x-example" = "true")
    )]
    pub(crate) receipt: F<String>,
    /// Words that appear for a moment above the chat.
    #[schemars(
        schema_with = "form::words",
        extend("x-default" = "not looked at", "x-example" = "is waiting in this chat")
    )]
    pub(crate) toast: F<Words>,
    /// A file comes, with these words in its name or content.
    #[schemars(
        schema_with = "form::words",
        extend("x-default" = "not looked at", "x-example" = "book.pdf")
    )]
    pub(crate) document: F<Words>,
    /// A picture comes.
    #[schemars(
        schema_with = "form::only_true",
        extend("x-default" = "not looked at", "x-example" = "true")
    )]
    pub(crate) photo: F<String>,
    /// It says nothing.
    #[schemars(
        schema_with = "form::only_true",
        extend("x-default" = "not looked at", "x-example" = "true")
    )]
    pub(crate) silent: F<String>,
    /// The books are as they were.
    #[schemars(
        schema_with = "form::only_true",
        extend("x-default" = "not looked at", "x-example" = "true")
    )]
    pub(crate) nothing_changes: F<String>,
}

/// What the books hold, compared row by row and with what Telegram charged.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Books {
    /// How many orders are in which state; a state that is not named has none.
    #[schemars(
        schema_with = "form::orders",
        extend("x-default" = "not looked at", "x-example" = "{fulfilled: 1, open: 1}")
    )]
    pub(crate) orders: F<Entries<String>>,
    /// How many are left of a product or a choice; of a product with keys, how many keys are unsold.
    #[schemars(
        schema_with = "form::counts",
        extend("x-default" = "not looked at", "x-example" = "{rye: 0}")
    )]
    pub(crate) stock: F<Entries<String>>,
    /// How many of them are promised to people who are paying.
    #[schemars(
        schema_with = "form::counts",
        extend("x-default" = "not looked at", "x-example" = "{rye: 1}")
    )]
    pub(crate) reserved: F<Entries<String>>,
    /// How many orders came of a link or post with this tag.
    #[schemars(
        schema_with = "form::numbers",
        extend("x-default" = "not looked at", "x-example" = "{street: 1}")
    )]
    pub(crate) tags: F<Entries<String>>,
    /// What a person's account holds.
    #[schemars(
        schema_with = "form::words_by_person",
        extend("x-default" = "not looked at", "x-example" = "{ann: 5.00 EUR}")
    )]
    pub(crate) balance: F<Entries<String>>,
    /// How many charges Telegram made.
    #[schemars(
        schema_with = "form::number",
        extend("x-default" = "not looked at", "x-example" = "1")
    )]
    pub(crate) charges: F<String>,
    /// How many payments the shop booked.
    #[schemars(
        schema_with = "form::number",
        extend("x-default" = "not looked at", "x-example" = "1")
    )]
    pub(crate) payments: F<String>,
    /// How many payments fit no order, or need a person.
    #[schemars(
        schema_with = "form::number",
        extend("x-default" = "not looked at", "x-example" = "0")
    )]
    pub(crate) surplus: F<String>,
    /// How many times somebody agreed to the terms.
    #[schemars(
        schema_with = "form::number",
        extend("x-default" = "not looked at", "x-example" = "1")
    )]
    pub(crate) consents: F<String>,
    /// How many customers the shop knows.
    #[schemars(
        schema_with = "form::number",
        extend("x-default" = "not looked at", "x-example" = "1")
    )]
    pub(crate) customers: F<String>,
    /// How many invoices were made.
    #[schemars(
        schema_with = "form::number",
        extend("x-default" = "not looked at", "x-example" = "2")
    )]
    pub(crate) invoices: F<String>,
    /// How many messages are still owed to somebody.
    #[schemars(
        schema_with = "form::number",
        extend("x-default" = "not looked at", "x-example" = "0")
    )]
    pub(crate) owed: F<String>,
    /// Every sum fits. It is always looked at; the line says so.
    #[schemars(
        schema_with = "form::only_true",
        extend("x-default" = "looked at all the same", "x-example" = "true")
    )]
    pub(crate) balanced: F<String>,
    /// How many requests of each kind the shop made to Telegram since the talk began, exactly, without `getUpdates`.
    #[schemars(
        schema_with = "form::numbers",
        extend("x-default" = "not looked at", "x-example" = "{sendInvoice: 1}")
    )]
    pub(crate) requests: F<Entries<String>>,
}
