//! Owners' texts: per language, with a small markup that was read once, when the file was checked.

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
#[derive(Clone, Debug)]
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

/// A text with bold, italic, links and `{placeholders}`; lists and paragraphs are line breaks within plain pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup {
    pub pieces: Vec<(Style, Piece)>,
}

/// How a piece looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Style {
    pub bold: bool,
    pub italic: bool,
    pub link: Option<Arc<str>>,
}

/// Words as they are, or a name that is filled in when the text is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Words(Arc<str>),
    Placeholder(Arc<str>),
}

impl Markup {
    pub fn plain(text: impl Into<Arc<str>>) -> Markup {
        Markup {
            pieces: vec![(Style::default(), Piece::Words(text.into()))],
        }
    }

    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}
