//! Languages, and values that are written in several.

use std::sync::Arc;

/// A language a shop speaks, two lower-case letters: `en`, `ru`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Language(Arc<str>);

impl Language {
    /// Two lower-case letters, else `None`.
    pub fn parse(text: &str) -> Option<Language> {
        let fits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_lowercase());
        fits.then(|| Language(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A value in the shop's first language, and in others where the owner wrote them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Localized<T> {
    pub first: T,
    pub others: Vec<(Language, T)>,
}

impl<T> Localized<T> {
    pub fn one(first: T) -> Localized<T> {
        Localized {
            first,
            others: Vec::new(),
        }
    }

    /// What this says in a language; the shop's first language where it says nothing in that one.
    pub fn get(&self, language: &Language) -> &T {
        self.others
            .iter()
            .find(|(own, _)| own == language)
            .map_or(&self.first, |(_, value)| value)
    }
}
