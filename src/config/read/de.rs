//! The serde deserializer over a value (`serde_yaml`'s) and its node in the span tree. Single values are handed out as the
//! raw text that was written, so `6.50` stays `6.50`; `compile` gives them meaning. A problem does not stop the reading:
//! it is put into the sink, the setting becomes `Bad`, and the next one is read.

use std::cell::RefCell;
use std::fmt;

use serde::de::{self, Deserializer, Visitor};
use serde_yaml::Value;

use super::super::kinds::Kind;
use super::super::place::{FileId, Span};
use super::super::problem::{Problem, Problems};
use super::super::tree::{Entry, Node, Shape};
use super::access::{Items, Pair, Pairs, Placed, Shaped};
use super::field::{EITHER, FIELD};
use super::suggest::first_line;
use super::{alone, beside, elsewhere, keyed, meant};

/// Both views of one value. The two were compared before, so their shapes are the same.
#[derive(Clone, Copy)]
pub(super) struct De<'a> {
    pub(super) value: &'a Value,
    pub(super) node: &'a Node,
    pub(super) file: FileId,
    pub(super) text: &'a str,
    /// A mistake in it was said already: it is not looked at.
    pub(super) told: bool,
    pub(super) sink: &'a RefCell<Problems>,
}

/// Why one setting could not be read; becomes a [`Problem`] where the setting stands.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) kind: Kind,
    pub(super) message: String,
    pub(super) label: &'static str,
    pub(super) help: Option<String>,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Stop {}

impl de::Error for Stop {
    fn custom<T: fmt::Display>(message: T) -> Stop {
        Stop {
            kind: Kind::WrongType,
            message: message.to_string(),
            label: "cannot be read",
            help: None,
        }
    }
}

impl<'a> De<'a> {
    pub(super) fn span(&self) -> Span {
        Span::new(self.file, self.node.span.start, self.node.span.end)
    }

    pub(super) fn push(&self, problem: Problem) {
        self.sink.borrow_mut().push(problem);
    }

    pub(super) fn report(&self, stop: &Stop) {
        let at = first_line(self.span(), self.text);
        let problem = Problem::new(stop.kind, at, stop.message.clone()).label(stop.label);
        self.push(Problem {
            help: stop.help.clone(),
            ..problem
        });
    }

    pub(super) fn is_plain(&self) -> bool {
        matches!(self.node.shape, Shape::Scalar { plain: true, .. })
    }

    pub(super) fn at(self, value: &'a Value, node: &'a Node) -> De<'a> {
        De {
            value,
            node,
            told: false,
            ..self
        }
    }

    /// The pairs of a group, or nothing for a group of which only the name was written.
    fn pairs(&self, fields: &[&str]) -> Option<Vec<(Pair<'a>, &'a Entry)>> {
        match self.value {
            Value::Null => Some(Vec::new()),
            Value::Mapping(pairs) => {
                alone::report(self, fields);
                let both = pairs.iter().zip(self.node.entries());
                let named = both.filter(|(_, entry)| !alone::is_alone(entry, self.text));
                let pair = |((k, v), entry): ((&'a Value, &'a Value), &'a Entry)| {
                    let (key, value) = (self.at(k, &entry.key), self.at(v, &entry.value));
                    (
                        Pair {
                            meant: None,
                            key,
                            value,
                        },
                        entry,
                    )
                };
                Some(named.map(pair).collect())
            }
            _ => None,
        }
    }

    /// `free` are those of the fields that are not written here yet; answers with the one that was meant, and whether its
    /// value is of no use there.
    fn report_unknown(
        &self,
        key: De<'a>,
        entry: &Entry,
        fields: &[&'static str],
        free: &[&'static str],
    ) -> Option<(&'static str, bool)> {
        let group = meant::group_of(entry.name(), fields);
        let foreign = meant::foreign(entry.name(), fields, free);
        let near = if group.is_some() || foreign.is_some() || self.sink.borrow().is_full() {
            None
        } else {
            meant::setting(entry.name(), free)
        };
        let help = match (group, &foreign, near) {
            (Some(group), ..) => format!("write it under `{group}:`, two spaces further in"),
            (None, Some(foreign), _) => foreign.help.clone(),
            (None, None, Some(field)) => format!("did you mean `{field}`?"),
            (None, None, None) => format!("known here: {}", fields.join(", ")),
        };
        self.push(
            Problem::new(
                Kind::UnknownField,
                key.span(),
                format!("there is no setting `{}` here", entry.name()),
            )
            .label("does not exist here")
            .help(help),
        );
        let stands_for = foreign.and_then(|foreign| foreign.stands_for);
        near.map(|near| (near, false)).or(stands_for.map(|field| (field, true)))
    }
}

impl<'de> Deserializer<'de> for De<'de> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.node.shape {
            Shape::Scalar { .. } => self.deserialize_str(visitor),
            Shape::List(_) => self.deserialize_seq(visitor),
            Shape::Map(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match (self.value, self.node.raw()) {
            (Value::Null, _) => Err(Stop {
                kind: Kind::EmptyValue,
                message: "this setting has a name and no value".to_owned(),
                label: "nothing is written here",
                help: Some("write the value after the colon, or take the line out".to_owned()),
            }),
            (_, Some(raw)) => visitor.visit_str(raw.trim_end_matches('\n')),
            (_, None) => Err(self.not_single()),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        if self.value.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Stop> {
        match name {
            FIELD => visitor.visit_seq(Placed::new(self)),
            EITHER => visitor.visit_seq(Shaped::new(self)),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.value {
            Value::Null => visitor.visit_seq(Items::new(self, &[])),
            Value::Sequence(values) => visitor.visit_seq(Items::new(self, values)),
            _ => Err(self.not_a_list()),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let pairs = self.pairs(&[]).ok_or_else(|| self.not_a_group(&[]))?;
        visitor.visit_map(Pairs::new(pairs.into_iter().map(|(pair, _)| pair).collect()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        if let Some(stop) = elsewhere::whole(&self, fields) {
            return Err(stop);
        }
        let led = keyed::report(&self, fields);
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        let mut free = fields.to_vec();
        free.retain(|field| led.is_none() || *field != keyed::ID);
        let group = led.as_ref().map_or(self, |(_, within)| *within);
        let pairs = group.pairs(fields).ok_or_else(|| group.not_a_group(fields))?;
        let fallen_out = beside::report(&group, fields);
        let is_out = |entry: &Entry| {
            let mut out = fallen_out.iter().flat_map(|row| &group.node.entries()[row.clone()]);
            let leads = led
                .as_ref()
                .is_some_and(|(id, _)| std::ptr::eq(id.key.node, &raw const entry.key));
            leads || out.any(|other| std::ptr::eq(other, entry))
        };
        for (pair, entry) in pairs.into_iter().filter(|(_, entry)| !is_out(entry)) {
            if fields.contains(&entry.name()) {
                free.retain(|field| *field != entry.name());
                known.push(pair);
            } else {
                unknown.push((pair, entry));
            }
        }
        for (pair, entry) in unknown {
            // A mistyped name is one mistake: what was meant is read, and not missing.
            if let Some((meant, told)) = self.report_unknown(pair.key, entry, fields, &free) {
                free.retain(|field| *field != meant);
                let value = De { told, ..pair.value };
                known.push(Pair {
                    meant: Some(meant),
                    key: pair.key,
                    value,
                });
            }
        }
        elsewhere::products_among_shelves(&self, &mut known);
        elsewhere::within_a_text(&mut known, &mut free);
        elsewhere::behind_a_hash(&mut known);
        known.extend(led.map(|(id, _)| id));
        visitor.visit_map(Pairs::new(known))
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_str(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
        enum ignored_any
    }
}
