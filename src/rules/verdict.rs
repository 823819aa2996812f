//! What the rules said of a question, and what went wrong while they were asked.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The answer. The first rule that says no ends the asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Allow,
    Deny(Denial),
}

/// A no, and which rule said it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denial {
    /// `limits.two_loaves`: the file and the function.
    pub rule: Arc<str>,
    pub words: Words,
    /// The line that this is about, counted from 0.
    pub line: Option<usize>,
}

/// What the customer hears.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Words {
    One(String),
    /// (language, words); at least one.
    PerLanguage(Vec<(String, String)>),
    /// The rule failed and its `ON_ERROR` says deny: the shop's own neutral words.
    Neutral,
}

impl Words {
    /// In the customer's language, else in the shop's first, else in any that there is; `None` for the neutral words.
    pub fn get(&self, language: &str, first: &str) -> Option<&str> {
        match self {
            Words::One(words) => Some(words),
            Words::Neutral => None,
            Words::PerLanguage(all) => {
                let of = |wanted: &str| all.iter().find(|(own, _)| own == wanted);
                let (_, words) = of(language).or_else(|| of(first)).or(all.first())?;
                Some(words)
            }
        }
    }
}
