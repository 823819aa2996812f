//! The pieces that raw types are made of: a setting with its place, either-or, and groups with free keys.
//! They talk to `de` through names that no other deserializer knows, so a raw type reads from there alone.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::super::place::{FileId, Span};

/// What `de` answers with place, style and value.
pub(super) const FIELD: &str = "$kiosk::field";
/// What `de` answers with "is it a single value?" and the value.
pub(super) const EITHER: &str = "$kiosk::either";

/// One setting as it was written. A value that could not be read was reported already and is `Bad`.
#[derive(Debug, Clone, Default)]
pub(crate) enum F<T> {
    #[default]
    Absent,
    Bad(Span),
    Good(At<T>),
}

/// A value, where it stands, and whether it stands there without quotes.
#[derive(Debug, Clone)]
pub(crate) struct At<T> {
    pub(crate) v: T,
    pub(crate) at: Span,
    pub(crate) plain: bool,
}

impl<T> F<T> {
    pub(crate) fn good(&self) -> Option<&At<T>> {
        match self {
            F::Good(good) => Some(good),
            _ => None,
        }
    }

    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, F::Absent)
    }

    pub(crate) fn span(&self) -> Option<Span> {
        match self {
            F::Absent => None,
            F::Bad(at) => Some(*at),
            F::Good(good) => Some(good.at),
        }
    }
}

impl<T> F<Vec<F<T>>> {
    /// Is nothing of this list lost to a mistake?
    pub(crate) fn is_whole(&self) -> bool {
        match self {
            F::Absent => true,
            F::Bad(_) => false,
            F::Good(items) => items.v.iter().all(|item| item.good().is_some()),
        }
    }
}

/// A group with keys of the author's choice, in their order.
#[derive(Debug, Clone)]
pub(crate) struct Entries<T>(pub(crate) Vec<(F<String>, F<T>)>);

impl<T> Default for Entries<T> {
    fn default() -> Entries<T> {
        Entries(Vec::new())
    }
}

/// A single value, or something larger in its place.
#[derive(Debug, Clone)]
pub(crate) enum Either<A, B> {
    One(A),
    More(B),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for F<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<F<T>, D::Error> {
        deserializer.deserialize_newtype_struct(FIELD, FieldVisitor(PhantomData))
    }
}

struct FieldVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for FieldVisitor<T> {
    type Value = F<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a setting")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<F<T>, A::Error> {
        let file = FileId(next(&mut seq)?);
        let at = Span {
            file,
            start: next(&mut seq)?,
            end: next(&mut seq)?,
        };
        let plain = next(&mut seq)?;
        // The reader has reported the error; here it only must not stop what comes after.
        match seq.next_element::<T>() {
            Ok(Some(v)) => Ok(F::Good(At { v, at, plain })),
            Ok(None) | Err(_) => Ok(F::Bad(at)),
        }
    }
}

fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(seq: &mut A) -> Result<T, A::Error> {
    seq.next_element()?
        .ok_or_else(|| A::Error::custom("a part of a setting's place is missing"))
}

impl<'de, A: Deserialize<'de>, B: Deserialize<'de>> Deserialize<'de> for Either<A, B> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Either<A, B>, D::Error> {
        deserializer.deserialize_newtype_struct(EITHER, EitherVisitor(PhantomData))
    }
}

struct EitherVisitor<A, B>(PhantomData<(A, B)>);

impl<'de, A: Deserialize<'de>, B: Deserialize<'de>> Visitor<'de> for EitherVisitor<A, B> {
    type Value = Either<A, B>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a single value or a group")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Either<A, B>, S::Error> {
        match next(&mut seq)? {
            true => Ok(Either::One(next(&mut seq)?)),
            false => Ok(Either::More(next(&mut seq)?)),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entries<T>, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

struct EntriesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
    type Value = Entries<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a group of settings")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}
