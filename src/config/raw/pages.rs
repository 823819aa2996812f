//! `terms.yaml`, `support.yaml`, `texts.yaml`: what is said to customers besides the goods.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::read::{Entries, F};
use super::super::schema::form;
use super::Text;

/// What a customer agrees to.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct TermsFile {
    /// The terms. After a change customers are asked again.
    #[schemars(
        schema_with = "form::markup",
        extend("x-required" = true, "x-example" = "Bread is kept until we close at 19:00.")
    )]
    pub(crate) text: F<Text>,
    /// A name for this version, such as a date. While it stays the same, customers are not asked again, whatever is
    /// changed.
    #[schemars(
        schema_with = "form::any_word",
        extend("x-default" = "every change of the text is a new version", "x-example" = "May 2026")
    )]
    pub(crate) version: F<String>,
    /// The answer to /privacy.
    #[schemars(
        schema_with = "form::markup",
        extend(
            "x-default" = "Telegram's standard policy for bots",
            "x-example" = r#""We keep your name until the bread is baked.""#
        )
    )]
    pub(crate) privacy: F<Text>,
}

/// How customers reach the shop.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct SupportFile {
    /// How to reach a person; the answer to /support and /paysupport.
    #[schemars(
        schema_with = "form::markup",
        extend(
            "x-default" = "“Write here.”, and a warning",
            "x-example" = "Write here. We answer between 7:00 and 19:00."
        )
    )]
    pub(crate) contact: F<Text>,
    /// Common questions, with their answers.
    #[schemars(extend("x-default" = "none", "x-example" = "[{ask: Do you deliver?, answer: Whole cakes only.}]"))]
    pub(crate) questions: F<Vec<F<Question>>>,
}

/// A question and its answer.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Question {
    /// The question, as it stands on a button.
    #[schemars(schema_with = "form::label", extend("x-required" = true, "x-example" = "Do you deliver?"))]
    pub(crate) ask: F<Text>,
    /// What the customer reads then.
    #[schemars(schema_with = "form::markup", extend("x-required" = true, "x-example" = "Whole cakes only."))]
    pub(crate) answer: F<Text>,
}

/// Our own wording: a message's name and its text.
pub(crate) type TextsFile = Entries<Text>;
