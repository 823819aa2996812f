//! Inline mode as a person sees it: what a bot offers while a query is typed.

use serde::{Deserialize, Serialize};

/// A bot's answer to an inline query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InlineAnswer {
    pub results: Vec<InlineResult>,
    /// Where the next page begins; empty if there is none.
    pub next_offset: String,
    /// The button above the results.
    pub button: Option<InlineButton>,
    /// Telegram still had this answer: the bot was not asked.
    pub is_cached: bool,
}

/// One of the results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InlineResult {
    pub id: String,
    /// `article` or `photo`.
    pub kind: String,
    pub title: String,
    pub description: String,
}

/// Opens the bot and sends it `/start` with this parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InlineButton {
    pub text: String,
    pub start_parameter: String,
}
