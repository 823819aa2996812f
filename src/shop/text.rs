//! Owners' texts: a small markup that was read once, when the file was checked.

use std::sync::Arc;

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
