//! Text with styles, the way Telegram takes it without a parse mode: plain words beside entities that are counted in
//! UTF-16 units. Nothing that a person typed can become markup, because nothing is ever parsed.

use std::{borrow::Cow, ops::Range};

use crate::shop::{Markup, Piece, Style};

/// Telegram's bound on a message, in characters; UTF-16 units are never fewer.
pub(super) const TEXT_MAX: usize = 4096;
/// Telegram's bound on the words under a picture.
pub(super) const CAPTION_MAX: usize = 1024;

/// Words with styles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rich {
    pub(super) text: String,
    pub(super) entities: Vec<Entity>,
    /// Length of `text` in UTF-16 units.
    units: usize,
}

/// A styled stretch; offset and length in UTF-16 units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entity {
    pub(super) offset: usize,
    pub(super) length: usize,
    pub(super) kind: Kind,
}

/// How a stretch looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Bold,
    Italic,
    /// A tap copies it.
    Code,
    Link(String),
}

impl Rich {
    pub(super) fn plain(text: &str) -> Rich {
        Rich::default().push(text)
    }

    pub(super) fn push(mut self, text: &str) -> Rich {
        self.units += units(text);
        self.text.push_str(text);
        self
    }

    pub(super) fn line(self) -> Rich {
        self.push("\n")
    }

    pub(super) fn bold(self, text: &str) -> Rich {
        self.styled(text, [Kind::Bold])
    }

    pub(super) fn italic(self, text: &str) -> Rich {
        self.styled(text, [Kind::Italic])
    }

    pub(super) fn code(self, text: &str) -> Rich {
        self.styled(text, [Kind::Code])
    }

    pub(super) fn link(self, text: &str, url: &str) -> Rich {
        self.styled(text, [Kind::Link(url.to_string())])
    }

    pub(super) fn append(mut self, other: Rich) -> Rich {
        let start = self.units;
        let moved = other.entities.into_iter().map(|entity| Entity {
            offset: entity.offset + start,
            ..entity
        });
        self.entities.extend(moved);
        self.push(&other.text)
    }

    /// An empty line between this and what follows, where both say something.
    pub(super) fn paragraph(self, other: Rich) -> Rich {
        match (self.is_empty(), other.is_empty()) {
            (false, false) => self.push("\n\n").append(other),
            (true, _) => other,
            (_, true) => self,
        }
    }

    /// An owner's text; `fill` says what stands for a placeholder.
    pub(super) fn markup(markup: &Markup, fill: impl Fn(&str) -> Option<String>) -> Rich {
        markup.pieces.iter().fold(Rich::default(), |rich, (style, piece)| {
            let words = match piece {
                Piece::Words(words) => words.to_string(),
                Piece::Placeholder(name) => fill(name).unwrap_or_else(|| format!("{{{name}}}")),
            };
            rich.styled(&words, kinds(style))
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The first `max` units, ending in an ellipsis where something was cut off.
    pub(super) fn cut(&self, max: usize) -> Cow<'_, Rich> {
        if self.units <= max {
            return Cow::Borrowed(self);
        }
        let end = boundary(&self.text, 0, max.saturating_sub(1), false);
        Cow::Owned(self.slice(0..end).push("…"))
    }

    /// As many messages as it takes, cut between paragraphs, lines or words where that is possible.
    pub(super) fn split(self, max: usize) -> Vec<Rich> {
        if self.units <= max && !self.text.trim().is_empty() {
            return vec![self];
        }
        let mut parts = Vec::new();
        let mut start = 0;
        while start < self.text.len() {
            let end = boundary(&self.text, start, max, true);
            let part = self.slice(start..end);
            if !part.text.trim().is_empty() {
                parts.push(part);
            }
            start = end;
        }
        parts
    }

    fn styled(self, text: &str, kinds: impl IntoIterator<Item = Kind>) -> Rich {
        let offset = self.units;
        let mut rich = self.push(text);
        let length = rich.units - offset;
        if length > 0 {
            let entities = kinds.into_iter().map(|kind| Entity { offset, length, kind });
            rich.entities.extend(entities);
        }
        rich
    }

    /// A stretch of the text, given in bytes, with what it holds of each entity.
    fn slice(&self, bytes: Range<usize>) -> Rich {
        let start = units(&self.text[..bytes.start]);
        let text = &self.text[bytes];
        let end = start + units(text);
        let entities = self.entities.iter().filter_map(|entity| {
            let from = entity.offset.max(start);
            let to = (entity.offset + entity.length).min(end);
            (from < to).then(|| Entity {
                offset: from - start,
                length: to - from,
                kind: entity.kind.clone(),
            })
        });
        Rich {
            text: text.to_string(),
            entities: entities.collect(),
            units: end - start,
        }
    }
}

/// How many UTF-16 units a text takes: one for each character, and one more for those of four bytes.
fn units(text: &str) -> usize {
    let of = |byte: u8| usize::from(byte & 0xc0 != 0x80) + usize::from(byte >= 0xf0);
    text.bytes().map(of).sum()
}

fn kinds(style: &Style) -> Vec<Kind> {
    let bold = style.bold.then_some(Kind::Bold);
    let italic = style.italic.then_some(Kind::Italic);
    let link = style.link.as_ref().map(|url| Kind::Link(url.to_string()));
    [bold, italic, link].into_iter().flatten().collect()
}

/// The byte at which a stretch from `start` of at most `max` units ends; `softly` prefers the end of a paragraph, a
/// line or a word in its second half.
fn boundary(text: &str, start: usize, max: usize, softly: bool) -> usize {
    let mut units = 0;
    let mut end = text.len();
    for (at, c) in text[start..].char_indices() {
        units += c.len_utf16();
        if units > max {
            end = start + at;
            break;
        }
    }
    // Even a bound below one character moves on.
    let first = text[start..].chars().next().map_or(0, char::len_utf8);
    let end = end.max(start + first);
    if end == text.len() || !softly {
        return end;
    }
    let stretch = &text[start..end];
    let soft = ["\n\n", "\n", " "]
        .iter()
        .filter_map(|gap| stretch.rfind(gap).map(|at| at + gap.len()))
        .find(|at| *at > stretch.len() / 2);
    soft.map_or(end, |at| start + at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What each entity covers, read back the way Telegram counts.
    fn covered(rich: &Rich) -> Vec<(Kind, String)> {
        let units: Vec<u16> = rich.text.encode_utf16().collect();
        let read = |e: &Entity| String::from_utf16(&units[e.offset..e.offset + e.length]).unwrap();
        rich.entities.iter().map(|e| (e.kind.clone(), read(e))).collect()
    }

    #[test]
    fn entities_are_counted_in_utf16() {
        let rich = Rich::plain("👩‍🍳 é ")
            .bold("Хлеб 🥖")
            .push(" ")
            .code("<b>k</b>")
            .link("ꙮ", "https://a.b");
        let expected = vec![
            (Kind::Bold, "Хлеб 🥖".to_string()),
            (Kind::Code, "<b>k</b>".into()),
            (Kind::Link("https://a.b".into()), "ꙮ".into()),
        ];
        assert_eq!(covered(&rich), expected);
        let twice = Rich::plain("😀\n").append(rich);
        assert_eq!(covered(&twice), expected);
    }

    #[test]
    fn owners_texts_keep_their_styles_and_placeholders_are_filled_as_words() {
        let bold = Style {
            bold: true,
            ..Style::default()
        };
        let markup = Markup {
            pieces: vec![
                (Style::default(), Piece::Words("Dear ".into())),
                (bold, Piece::Placeholder("name".into())),
                (Style::default(), Piece::Placeholder("typo".into())),
            ],
        };
        let rich = Rich::markup(&markup, |name| (name == "name").then(|| "**😀**".to_string()));
        assert_eq!(rich.text, "Dear **😀**{typo}");
        assert_eq!(covered(&rich), [(Kind::Bold, "**😀**".to_string())]);
    }

    #[test]
    fn long_texts_are_cut_at_paragraphs_and_nothing_is_lost() {
        let text = format!("{}\n\n{}", "word ".repeat(500), "line\n".repeat(500));
        let parts = Rich::plain(&text).split(TEXT_MAX);
        assert_eq!(parts.len(), 2);
        assert!(parts[0].text.ends_with("\n\n"));
        let again: String = parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(again, text);
        assert_eq!(Rich::plain("😀😀😀").cut(5).text, "😀😀…");
        assert!(Rich::plain(" \n ").split(10).is_empty());
    }

    proptest! {
        #[test]
        fn parts_keep_within_the_bound_and_every_entity_within_its_part(
            words in proptest::collection::vec(("\\PC{0,30}|😀{0,9}| |\n\n", 0..4_u8), 0..30),
            max in 1..60_usize,
        ) {
            let rich = words.iter().fold(Rich::default(), |rich, (word, style)| match style {
                0 => rich.push(word),
                1 => rich.bold(word),
                2 => rich.code(word),
                _ => rich.link(word, "https://a.b"),
            });
            let whole = rich.text.clone();
            for part in rich.clone().split(max).into_iter().chain([rich.cut(max).into_owned()]) {
                let units = part.text.encode_utf16().count();
                prop_assert_eq!(units, part.units);
                prop_assert!(units <= max || part.text.trim_end_matches('…').chars().count() <= 1, "{}", units);
                covered(&part);
                prop_assert!(whole.contains(part.text.trim_end_matches('…')));
            }
        }
    }
}
