//! `terms.yaml`, `support.yaml`, `texts.yaml`: what is said to customers besides the goods.

use serde::Deserialize;

use super::super::read::{Entries, F};
use super::Text;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TermsFile {
    /// What a customer agrees to before the first purchase.
    pub(crate) text: F<Text>,
    /// A word for this version; without it every change of the text is a new version, which customers agree to again.
    pub(crate) version: F<String>,
    /// The answer to /privacy; without it, Telegram's standard policy for bots.
    pub(crate) privacy: F<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SupportFile {
    /// How to reach a person.
    pub(crate) contact: F<Text>,
    pub(crate) questions: F<Vec<F<Question>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Question {
    pub(crate) ask: F<Text>,
    pub(crate) answer: F<Text>,
}

/// Our own wording: a message's name and its text.
pub(crate) type TextsFile = Entries<Text>;
