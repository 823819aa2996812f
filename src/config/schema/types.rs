//! What the pieces of raw types look like in a schema, and in which order a group's settings are told: as they stand in
//! the Rust type. (A JSON object forgets it, so it is a list of its own, `x-order`.)

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{DeserializeOwned, Deserializer, Visitor, value::Error};

use super::super::read::{Either, Entries, F};

/// The schema of `T`; of a group, with the order of its settings.
pub(crate) fn in_order<T: JsonSchema + DeserializeOwned>(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = T::json_schema(generator);
    let mut fields = Vec::new();
    // It has nothing to read, so it fails; on its way it has named its fields.
    let _ = T::deserialize(Fields(&mut fields));
    if !fields.is_empty() {
        schema.insert("x-order".into(), fields.into());
    }
    schema
}

/// Asks a type for the names of its fields.
struct Fields<'f>(&'f mut Vec<&'static str>);

impl<'de> Deserializer<'de> for Fields<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(serde::de::Error::custom("nothing is read here"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.extend(fields);
        Fields(&mut Vec::new()).deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

impl<T: JsonSchema + DeserializeOwned> JsonSchema for F<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        in_order::<T>(generator)
    }
}

impl<T: JsonSchema + DeserializeOwned> JsonSchema for Entries<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Entries_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "object", "additionalProperties": in_order::<T>(generator)})
    }
}

impl<A: JsonSchema + DeserializeOwned, B: JsonSchema + DeserializeOwned> JsonSchema for Either<A, B> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}_or_{}", A::schema_name(), B::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [in_order::<A>(generator), in_order::<B>(generator)]})
    }
}
