//! The span tree: where every value and key of a YAML text stands, and how it was written.
//! It decides no value (`read` asks `serde_yaml` for that) and reports twice-written keys with both places.
//!
//! Anchors, aliases, tags and merge keys are refused: in a shop's files every value stands where it is used, and a
//! title that begins with `*` or `&` is a title that lost its quotes. So no text can unfold into something huge.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};

/// Limits of one file, far above any honest shop.
pub(crate) const FILE_BYTES_MAX: usize = 4 << 20;
pub(crate) const NODES_MAX: usize = 200_000;
pub(crate) const DEPTH_MAX: usize = 64;
pub(crate) const TOO_DEEP: &str = "more than 64 levels inside each other";

/// One value: its bytes and its shape.
#[derive(Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) span: Range<usize>,
    pub(crate) shape: Shape,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Shape {
    Scalar { raw: String, plain: bool },
    List(Vec<Node>),
    Map(Vec<Entry>),
}

#[derive(Debug, PartialEq)]
pub(crate) struct Entry {
    /// Always a scalar.
    pub(crate) key: Node,
    pub(crate) value: Node,
}

impl Entry {
    pub(crate) fn name(&self) -> &str {
        self.key.raw().unwrap_or("")
    }
}

/// Why a text has no tree.
#[derive(Debug, PartialEq)]
pub(crate) enum Broken {
    Syntax {
        info: String,
        at: usize,
    },
    Empty,
    TooBig {
        what: &'static str,
        at: usize,
    },
    SeveralDocuments {
        at: usize,
    },
    /// `*alias`, `&anchor` or `!tag`, with its span.
    Notation {
        at: Range<usize>,
    },
    KeyNotWord {
        at: Range<usize>,
    },
}

/// A key that one group has twice: its name, the first place, the second place.
#[derive(Debug, PartialEq)]
pub(crate) struct Twice {
    pub(crate) key: String,
    pub(crate) first: Range<usize>,
    pub(crate) again: Range<usize>,
    /// Where the group begins, if it begins with this key: then another entry may have been meant.
    pub(crate) begins: Option<usize>,
}

/// Reads a text (without byte order mark) into a tree, and what is written twice in it; the tree keeps the first of two that
/// has a value.
pub(crate) fn parse(text: &str) -> Result<(Node, Vec<Twice>), Broken> {
    if text.len() > FILE_BYTES_MAX {
        return Err(Broken::TooBig {
            what: "the file has more than 4 MiB",
            at: 0,
        });
    }
    let mut builder = Builder::new(text);
    let root = builder.document()?;
    Ok((root, builder.twice))
}

impl Node {
    /// The raw text of a single value.
    pub(crate) fn raw(&self) -> Option<&str> {
        match &self.shape {
            Shape::Scalar { raw, .. } => Some(raw),
            _ => None,
        }
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.shape {
            Shape::Map(entries) => entries,
            _ => &[],
        }
    }

    pub(crate) fn items(&self) -> &[Node] {
        match &self.shape {
            Shape::List(items) => items,
            _ => &[],
        }
    }
}

type Step<'t> = (Event<'t>, Range<usize>);

struct Builder<'t> {
    parser: Parser<'t, StrInput<'t>>,
    text: &'t str,
    /// The parser counts characters; this leads from them to bytes.
    bytes: Vec<usize>,
    twice: Vec<Twice>,
    nodes: usize,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Builder<'t> {
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Builder {
            parser: Parser::new_from_str(text),
            text,
            bytes,
            twice: Vec::new(),
            nodes: 0,
        }
    }

    fn byte(&self, character: usize) -> usize {
        self.bytes.get(character).copied().unwrap_or(self.text.len())
    }

    fn next(&mut self) -> Result<Step<'t>, Broken> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, self.byte(span.start.index())..self.byte(span.end.index()))),
            Some(Err(error)) => {
                let at = self.byte(error.marker().index());
                Err(Broken::Syntax {
                    info: error.info().to_owned(),
                    at,
                })
            }
            None => Err(Broken::Syntax {
                info: "unexpected end".to_owned(),
                at: self.text.len(),
            }),
        }
    }

    fn document(&mut self) -> Result<Node, Broken> {
        let first = loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(_) | Event::Nothing, _) => {}
                (Event::StreamEnd, _) => return Err(Broken::Empty),
                step => break step,
            }
        };
        let root = self.node(first, 0)?;
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => return Ok(root),
                (Event::DocumentEnd | Event::Nothing, _) => {}
                (_, span) => return Err(Broken::SeveralDocuments { at: span.start }),
            }
        }
    }

    fn node(&mut self, (event, span): Step<'t>, depth: usize) -> Result<Node, Broken> {
        self.nodes += 1;
        if depth > DEPTH_MAX {
            return Err(Broken::TooBig {
                what: TOO_DEEP,
                at: span.start,
            });
        }
        if self.nodes > NODES_MAX {
            return Err(Broken::TooBig {
                what: "more than 200,000 values in one file",
                at: span.start,
            });
        }
        match event {
            Event::Scalar(raw, style, 0, None) => Ok(self.scalar(raw.into_owned(), style, span)),
            Event::SequenceStart(0, None) => self.list(span, depth),
            Event::MappingStart(0, None) => self.map(span, depth),
            Event::Alias(_) | Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) => {
                Err(Broken::Notation { at: span })
            }
            other => Err(Broken::Syntax {
                info: format!("unexpected {other:?}"),
                at: span.start,
            }),
        }
    }

    fn scalar(&self, raw: String, style: ScalarStyle, span: Range<usize>) -> Node {
        let written = &self.text[span.clone()];
        let end = span.start + written.trim_end().len();
        Node {
            span: span.start..end,
            shape: Shape::Scalar {
                raw,
                plain: style == ScalarStyle::Plain,
            },
        }
    }

    fn list(&mut self, start: Range<usize>, depth: usize) -> Result<Node, Broken> {
        let mut items = Vec::new();
        let end = loop {
            match self.next()? {
                (Event::SequenceEnd, span) => break span.end,
                step => items.push(self.node(step, depth + 1)?),
            }
        };
        let last = items.last().map_or(0, |last: &Node| last.span.end);
        let end = last.max(flow_end(self.text, end)).max(start.end);
        Ok(Node {
            span: start.start..end,
            shape: Shape::List(items),
        })
    }

    fn map(&mut self, start: Range<usize>, depth: usize) -> Result<Node, Broken> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen: HashMap<String, Range<usize>> = HashMap::new();
        let mut last = 0;
        let end = loop {
            let step = match self.next()? {
                (Event::MappingEnd, span) => break span.end,
                step => step,
            };
            let entry = self.entry(step, depth)?;
            last = entry.value.span.end.max(entry.key.span.end);
            let name = entry.name().to_owned();
            let again = entry.key.span.clone();
            if let Some(first) = seen.get(&name).cloned() {
                // A name that was begun and left empty is not the one that was meant.
                let empty = entries.iter_mut().find(|entry| entry.key.span == first);
                if let Some(empty) = empty.filter(|entry| entry.value.raw() == Some("")) {
                    empty.value = entry.value;
                }
                self.twice.push(Twice {
                    begins: entries
                        .first()
                        .filter(|entry| entry.key.span == first)
                        .map(|_| start.start),
                    key: name,
                    first,
                    again,
                });
            } else {
                seen.insert(name, again);
                entries.push(entry);
            }
        };
        let end = last.max(flow_end(self.text, end)).max(start.end);
        Ok(Node {
            span: start.start..end,
            shape: Shape::Map(entries),
        })
    }

    fn entry(&mut self, step: Step<'t>, depth: usize) -> Result<Entry, Broken> {
        let key = self.node(step, depth + 1)?;
        if key.raw().is_none() {
            return Err(Broken::KeyNotWord { at: key.span });
        }
        let step = self.next()?;
        let mut value = self.node(step, depth + 1)?;
        if value.raw() == Some("") && value.span.is_empty() {
            // Nothing is written: the place is behind the colon, not where the next thing starts.
            let rest = &self.text[key.span.end..];
            let colon = rest.trim_start();
            let behind = if colon.starts_with(':') {
                rest.len() - colon.len() + 1
            } else {
                0
            };
            value.span = key.span.end + behind..key.span.end + behind;
        }
        Ok(Entry { key, value })
    }
}

/// The end of a flow collection is behind its bracket; that of a block one is wherever the next thing starts.
fn flow_end(text: &str, end: usize) -> usize {
    if text[..end].ends_with(['}', ']']) { end } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Node {
        parse(text).unwrap().0
    }

    #[test]
    fn every_value_knows_its_bytes_and_its_raw_text() {
        let text = "naïve: 6.50  # price\nlist: [a, 'b']\nmap:\n  x: 1\nnext: y\n";
        let root = tree(text);
        let [price, list, map, _] = root.entries() else {
            panic!("four settings")
        };
        assert_eq!(&text[price.value.span.clone()], "6.50");
        assert_eq!(&text[price.key.span.clone()], "naïve");
        assert_eq!(
            price.value.shape,
            Shape::Scalar {
                raw: "6.50".into(),
                plain: true
            }
        );
        assert_eq!(&text[list.value.span.clone()], "[a, 'b']");
        assert_eq!(&text[list.value.items()[1].span.clone()], "'b'");
        assert_eq!(&text[map.value.span.clone()], "x: 1");
    }

    #[test]
    fn a_key_written_twice_has_both_places() {
        let (root, twice) = parse("a: 1\nb: 2\na: 3\n").unwrap();
        assert_eq!(root.entries().len(), 2);
        assert_eq!(
            twice,
            [Twice {
                key: "a".into(),
                first: 0..1,
                again: 10..11,
                begins: Some(0)
            }]
        );
    }

    #[test]
    fn what_a_shop_file_may_not_be() {
        assert!(matches!(parse("a: &x 1"), Err(Broken::Notation { .. })));
        assert!(matches!(parse("a: !x 1"), Err(Broken::Notation { .. })));
        assert!(matches!(parse("? [a]\n: b"), Err(Broken::KeyNotWord { .. })));
        assert!(matches!(parse("a: 1\n---\nb: 2"), Err(Broken::SeveralDocuments { .. })));
        assert!(matches!(parse("# nothing\n"), Err(Broken::Empty)));
        assert!(matches!(
            parse(&"[".repeat(20_000)),
            Err(Broken::TooBig { .. } | Broken::Syntax { .. })
        ));
        assert!(matches!(
            parse(&format!("[{}]", "1,".repeat(NODES_MAX))),
            Err(Broken::TooBig { .. })
        ));
    }
}
