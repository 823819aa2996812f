//! What a person does in a step of a conversation.

use schemars::JsonSchema;
use serde::Deserialize;

use super::form;
use crate::config::{Either, F};

/// What a person does, which is one thing a step, and where.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Act {
    /// The chat in which it is done.
    #[schemars(
        schema_with = "form::chat",
        extend("x-default" = "the private chat with the shop; for `staff`, the orders chat", "x-example" = "group")
    )]
    pub(crate) chat: F<String>,
    /// Words or a command that they type; the same as the words alone, where a chat is named beside them.
    #[schemars(schema_with = "form::said", extend("x-default" = "–", "x-example" = "/terms"))]
    pub(crate) says: F<String>,
    /// Presses the newest button with these words, or with words that hold them.
    #[schemars(schema_with = "form::tap", extend("x-default" = "–", "x-example" = "Buy"))]
    pub(crate) tap: F<Either<String, TapOn>>,
    /// Goes all the way to an invoice: opens the product, presses Buy, agrees to the terms.
    #[schemars(schema_with = "form::product", extend("x-default" = "–", "x-example" = "rye"))]
    pub(crate) buys: F<String>,
    /// Pays an invoice that is in front of them.
    #[schemars(schema_with = "form::invoice_of", extend("x-default" = "–", "x-example" = "last invoice"))]
    pub(crate) pays: F<Either<String, InvoiceOf>>,
    /// Pays an invoice, and is charged a second time for it.
    #[schemars(
        schema_with = "form::invoice_of",
        extend("x-as" = "pays", "x-default" = "–", "x-example" = "last invoice")
    )]
    pub(crate) pays_twice: F<Either<String, InvoiceOf>>,
    /// Wants to pay an invoice, and the card is refused.
    #[schemars(
        schema_with = "form::invoice_of",
        extend("x-as" = "pays", "x-default" = "–", "x-example" = "last invoice")
    )]
    pub(crate) declines: F<Either<String, InvoiceOf>>,
    /// Presses Pay, and nothing follows the shop's answer yet: the goods are kept, the card is not charged.
    #[schemars(
        schema_with = "form::invoice_of",
        extend("x-as" = "pays", "x-default" = "–", "x-example" = "last invoice")
    )]
    pub(crate) presses_pay: F<Either<String, InvoiceOf>>,
    /// After `presses_pay`, the card is charged after all; or it is charged once more for the same payment.
    #[schemars(schema_with = "form::charge", extend("x-default" = "–", "x-example" = "late"))]
    pub(crate) charge: F<String>,
    /// Replies to the latest message that asks for a reply.
    #[schemars(schema_with = "form::said", extend("x-default" = "–", "x-example" = "25"))]
    pub(crate) replies: F<String>,
    /// Passes an invoice on to a friend.
    #[schemars(extend("x-default" = "–", "x-example" = "{invoice: last invoice, to: zoe}"))]
    pub(crate) forwards: F<Forward>,
    /// Shows a product by inline mode, to a friend or in the chat.
    #[schemars(extend("x-default" = "–", "x-example" = "{words: rye, result: rye, to: zoe}"))]
    pub(crate) shows: F<Show>,
    /// Presses the link below what somebody passed on to them.
    #[schemars(schema_with = "form::only_copy", extend("x-default" = "–", "x-example" = "copy"))]
    pub(crate) opens: F<String>,
    /// Blocks the bot.
    #[schemars(schema_with = "form::only_true", extend("x-default" = "–", "x-example" = "true"))]
    pub(crate) blocks: F<String>,
    /// Lets the bot write again.
    #[schemars(schema_with = "form::only_true", extend("x-default" = "–", "x-example" = "true"))]
    pub(crate) unblocks: F<String>,
    /// Presses every button of the chat once more, the oldest first.
    #[schemars(schema_with = "form::only_true", extend("x-default" = "–", "x-example" = "true"))]
    pub(crate) taps_everything_again: F<String>,
}

/// Passing an invoice on.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Forward {
    /// Which invoice.
    #[schemars(
        schema_with = "form::which",
        extend("x-required" = true, "x-example" = "last invoice")
    )]
    pub(crate) invoice: F<String>,
    /// Who gets it.
    #[schemars(schema_with = "form::person", extend("x-required" = true, "x-example" = "zoe"))]
    pub(crate) to: F<String>,
}

/// Showing a product by inline mode.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Show {
    /// What is typed behind the shop's name.
    #[schemars(schema_with = "form::said", extend("x-default" = "nothing", "x-example" = "rye"))]
    pub(crate) words: F<String>,
    /// The product that is picked.
    #[schemars(
        schema_with = "form::post_product",
        extend("x-required" = true, "x-example" = "rye")
    )]
    pub(crate) result: F<String>,
    /// The friend to whom it is shown.
    #[schemars(
        schema_with = "form::person",
        extend("x-default" = "it is shown in the chat", "x-example" = "zoe")
    )]
    pub(crate) to: F<String>,
}

/// A button, where its words alone do not tell which.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct TapOn {
    /// Words of the button.
    #[schemars(schema_with = "form::said", extend("x-required" = true, "x-example" = "Buy"))]
    pub(crate) button: F<String>,
    /// Which message to look at first.
    #[schemars(
        schema_with = "form::age_of_message",
        extend("x-default" = "`latest`", "x-example" = "oldest")
    )]
    pub(crate) of: F<String>,
}

/// An invoice, and what the payer writes into the payment form.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct InvoiceOf {
    /// Which invoice: one of theirs, what somebody passed on to them, or the one behind the latest link.
    #[schemars(
        schema_with = "form::which",
        extend("x-required" = true, "x-example" = "last invoice")
    )]
    pub(crate) invoice: F<String>,
    /// The person to whom the invoice was sent, whose copy is paid; or `group`, for what is posted there.
    #[schemars(schema_with = "form::person", extend("x-default" = "the payer", "x-example" = "ben"))]
    pub(crate) of: F<String>,
    /// A tip on top of the price.
    #[schemars(schema_with = "form::tip", extend("x-default" = "none", "x-example" = "1.50"))]
    pub(crate) tip: F<String>,
    /// The name in the payment form, where the invoice asks for it.
    #[schemars(
        schema_with = "form::said",
        extend("x-default" = "something of their own", "x-example" = "Ann Lee")
    )]
    pub(crate) name: F<String>,
    /// The telephone number in the payment form.
    #[schemars(
        schema_with = "form::said",
        extend("x-default" = "something of their own", "x-example" = "\"+351210000001\"")
    )]
    pub(crate) phone: F<String>,
    /// The e-mail address in the payment form.
    #[schemars(
        schema_with = "form::said",
        extend("x-default" = "something of their own", "x-example" = "ann@example.com")
    )]
    pub(crate) email: F<String>,
    /// The address in the payment form.
    #[schemars(extend(
        "x-default" = "something of their own",
        "x-example" = "{street: Rua do Forno 7, post_code: 1100-148, city: Lisbon, country: PT}"
    ))]
    pub(crate) address: F<Address>,
}

/// Where to send the goods.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Address {
    /// The street and the house.
    #[schemars(
        schema_with = "form::said",
        extend("x-default" = "empty", "x-example" = "Rua do Forno 7")
    )]
    pub(crate) street: F<String>,
    /// The postcode.
    #[schemars(schema_with = "form::said", extend("x-default" = "empty", "x-example" = "1100-148"))]
    pub(crate) post_code: F<String>,
    /// The city.
    #[schemars(schema_with = "form::said", extend("x-default" = "empty", "x-example" = "Lisbon"))]
    pub(crate) city: F<String>,
    /// The country, by its two capital letters.
    #[schemars(schema_with = "form::said", extend("x-default" = "empty", "x-example" = "PT"))]
    pub(crate) country: F<String>,
}
