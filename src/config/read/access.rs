//! What the deserializer hands to visitors, step by step: a setting with its place, a value with its form, the parts of a
//! list, the pairs of a group. Without judgement; that is in `de`.

use serde::de::value::{BoolDeserializer, StrDeserializer, U16Deserializer, U32Deserializer};
use serde::de::{self, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess};
use serde_yaml::Value;

use super::super::tree::Node;
use super::de::{De, Stop};

/// A setting as [`F`](super::field::F) takes it apart: file, start, end, plain, value.
pub(super) struct Placed<'a> {
    de: De<'a>,
    step: u8,
}

impl<'a> Placed<'a> {
    pub(super) fn new(de: De<'a>) -> Placed<'a> {
        Placed { de, step: 0 }
    }
}

impl<'de> SeqAccess<'de> for Placed<'de> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        let span = self.de.span();
        self.step += 1;
        let part = match self.step {
            1 => seed.deserialize::<U16Deserializer<Stop>>(span.file.0.into_deserializer()),
            2 => seed.deserialize::<U32Deserializer<Stop>>(span.start.into_deserializer()),
            3 => seed.deserialize::<U32Deserializer<Stop>>(span.end.into_deserializer()),
            4 => seed.deserialize::<BoolDeserializer<Stop>>(self.de.is_plain().into_deserializer()),
            _ if self.de.told => return Err(de::Error::custom("said already")),
            _ => seed.deserialize(self.de).inspect_err(|stop| self.de.report(stop)),
        };
        part.map(Some)
    }
}

/// What [`Either`](super::field::Either) needs to know: a single value, or more?
pub(super) struct Shaped<'a> {
    de: De<'a>,
    told: bool,
}

impl<'a> Shaped<'a> {
    pub(super) fn new(de: De<'a>) -> Shaped<'a> {
        Shaped { de, told: false }
    }
}

impl<'de> SeqAccess<'de> for Shaped<'de> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        if self.told {
            return seed.deserialize(self.de).map(Some);
        }
        self.told = true;
        let single = self.de.node.raw().is_some();
        seed.deserialize::<BoolDeserializer<Stop>>(single.into_deserializer())
            .map(Some)
    }
}

pub(super) struct Items<'a> {
    de: De<'a>,
    values: std::slice::Iter<'a, Value>,
    nodes: std::slice::Iter<'a, Node>,
}

impl<'a> Items<'a> {
    pub(super) fn new(de: De<'a>, values: &'a [Value]) -> Items<'a> {
        Items {
            de,
            values: values.iter(),
            nodes: de.node.items().iter(),
        }
    }
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        match (self.values.next(), self.nodes.next()) {
            (Some(value), Some(node)) => seed.deserialize(self.de.at(value, node)).map(Some),
            _ => Ok(None),
        }
    }
}

/// A setting's name and its value.
pub(super) struct Pair<'a> {
    /// The name that was meant, where another was written.
    pub(super) meant: Option<&'static str>,
    pub(super) key: De<'a>,
    pub(super) value: De<'a>,
}

pub(super) struct Pairs<'a> {
    left: std::vec::IntoIter<Pair<'a>>,
    value: Option<De<'a>>,
}

impl<'a> Pairs<'a> {
    pub(super) fn new(pairs: Vec<Pair<'a>>) -> Pairs<'a> {
        Pairs {
            left: pairs.into_iter(),
            value: None,
        }
    }
}

impl<'de> MapAccess<'de> for Pairs<'de> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        let Some(pair) = self.left.next() else {
            return Ok(None);
        };
        self.value = Some(pair.value);
        match pair.meant {
            Some(name) => seed
                .deserialize::<StrDeserializer<'_, Stop>>(name.into_deserializer())
                .map(Some),
            None => seed.deserialize(pair.key).map(Some),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            None => Err(de::Error::custom("a value is asked for before its key")),
        }
    }
}
