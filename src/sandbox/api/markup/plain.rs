//! What markup is read from, and what it is read into.

use serde_json::{Map, Value, json};

use crate::sandbox::api::Formatted;
use crate::sandbox::view::Entity;

/// Which entity stands first where two begin and end at the same places (`TDLib`, `get_type_priority`).
const ORDER: &[&str] = &[
    "blockquote",
    "expandable_blockquote",
    "pre",
    "code",
    "text_link",
    "text_mention",
    "date_time",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "custom_emoji",
];

/// A text, and how far it was read.
pub(super) struct Source<'t> {
    text: &'t str,
    pub(super) at: usize,
}

impl<'t> Source<'t> {
    pub(super) fn new(text: &'t str) -> Source<'t> {
        Source { text, at: 0 }
    }

    /// The byte so far ahead; 0 behind the end, which is white space there, as in C.
    pub(super) fn ahead(&self, bytes: usize) -> u8 {
        self.text.as_bytes().get(self.at + bytes).copied().unwrap_or(0)
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn begins_with(&self, text: &str) -> bool {
        self.text.get(self.at..).is_some_and(|rest| rest.starts_with(text))
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    /// The next letter; at the end there is none.
    pub(super) fn take(&mut self) -> Option<char> {
        let letter = self.text.get(self.at..)?.chars().next()?;
        self.at += letter.len_utf8();
        Some(letter)
    }

    /// Everything up to the first byte that fits, which is left; all of the rest where none does.
    pub(super) fn take_until(&mut self, fits: impl Fn(u8) -> bool) -> &'t str {
        let from = self.at;
        while !self.is_at_end() && !fits(self.ahead(0)) {
            self.at += 1;
        }
        // Only ASCII is looked for, so this ends between letters.
        self.text.get(from..self.at).unwrap_or("")
    }

    pub(super) fn skip_space(&mut self) {
        self.take_until(|byte| !is_space(byte));
    }

    /// After the three backticks of a block: its language, and without the line break that follows.
    pub(super) fn language(&mut self) -> String {
        let from = self.at;
        let mut language = self.take_until(|byte| is_space(byte) || byte == b'`').to_owned();
        if self.is_at_end() || self.ahead(0) == b'`' {
            language.clear();
            self.at = from;
        }
        let (first, second) = (self.ahead(0), self.ahead(1));
        if is_break(first) {
            self.skip(if is_break(second) && first != second { 2 } else { 1 });
        }
        language
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0 | 0x0b)
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// The text without its markup, and the entities found so far.
#[derive(Default)]
pub(super) struct Plain {
    pub(super) text: String,
    /// Its length in UTF-16 units.
    pub(super) units: i64,
    pub(super) entities: Vec<Entity>,
}

impl Plain {
    pub(super) fn push(&mut self, letter: char) {
        self.text.push(letter);
        self.units += if letter.len_utf16() == 2 { 2 } else { 1 };
    }

    /// The next letter, as it is.
    pub(super) fn copy(&mut self, source: &mut Source<'_>) {
        if let Some(letter) = source.take() {
            self.push(letter);
        }
    }

    /// An entity from there to here; nothing where that is nothing.
    pub(super) fn mark(&mut self, kind: &str, from: i64, details: Map<String, Value>) {
        if self.units > from {
            self.entities.push(Entity {
                kind: kind.to_owned(),
                offset: from,
                length: self.units - from,
                rest: details,
            });
        }
    }

    /// In the order in which Telegram lists them.
    pub(super) fn finish(mut self) -> Formatted {
        let rank = |entity: &Entity| ORDER.iter().position(|kind| *kind == entity.kind);
        self.entities
            .sort_by_key(|entity| (entity.offset, -entity.length, rank(entity)));
        Formatted {
            text: self.text,
            entities: self.entities,
        }
    }
}

/// No details.
pub(super) fn bare() -> Map<String, Value> {
    Map::new()
}

pub(super) fn detail(name: &str, value: impl Into<Value>) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), value.into())])
}

pub(super) fn language(code: &str) -> Map<String, Value> {
    if code.is_empty() {
        bare()
    } else {
        detail("language", json!(code))
    }
}
