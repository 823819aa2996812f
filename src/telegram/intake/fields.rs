//! How one field of an update is read: as the type that it should have, and as if it were not there where it holds
//! something else, so that no odd field costs the others. Texts are borrowed from the update.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What can be read from any JSON. What a type does not expect is its default.
pub(super) trait Field<'de>: Default {
    fn number(_: i64) -> Self {
        Self::default()
    }

    fn flag(_: bool) -> Self {
        Self::default()
    }

    fn text(_: Cow<'de, str>) -> Self {
        Self::default()
    }

    fn list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }

    fn object<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }

    fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader::new())
    }
}

/// Hands what is found to the type that is asked for.
pub(super) struct Reader<T>(PhantomData<T>);

impl<T> Reader<T> {
    pub(super) fn new() -> Self {
        Reader(PhantomData)
    }
}

impl<'de, T: Field<'de>> serde::de::DeserializeSeed<'de> for Reader<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::read(from)
    }
}

impl<'de, T: Field<'de>> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<T, E> {
        Ok(T::flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        Ok(T::number(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        Ok(i64::try_from(number).map_or_else(|_| T::default(), T::number))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<T, E> {
        Ok(T::text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::text(Cow::Owned(text.to_string())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<T, A::Error> {
        T::list(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<T, A::Error> {
        T::object(object)
    }
}

/// A field of which only its presence counts: whatever it holds is read and forgotten.
impl Field<'_> for () {}

impl Field<'_> for bool {
    fn flag(flag: bool) -> Self {
        flag
    }
}

impl Field<'_> for Option<i64> {
    fn number(number: i64) -> Self {
        Some(number)
    }
}

impl<'de> Field<'de> for Cow<'de, str> {
    fn text(text: Cow<'de, str>) -> Self {
        text
    }
}

impl<'de, T: Field<'de>> Field<'de> for Vec<T> {
    fn list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let mut found = Vec::new();
        while let Some(element) = list.next_element_seed(Reader::new())? {
            found.push(element);
        }
        Ok(found)
    }
}

/// A field that is there, whatever it holds.
#[derive(Default)]
pub(super) struct There<T>(pub(super) Option<T>);

impl<'de, T: Field<'de>> Field<'de> for There<T> {
    fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(|found| There(Some(found)))
    }
}

impl<T> There<T> {
    pub(super) fn is_there(&self) -> bool {
        self.0.is_some()
    }
}

/// The name that Telegram gives a field: the same, unless another is said.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}
pub(super) use key;

/// Objects by their fields; others are passed over, and of two of one name the last one counts.
macro_rules! objects {
    ($($(#[$about:meta])* $name:ident { $($field:ident $(= $key:literal)?: $type:ty),* $(,)? })*) => { $(
        $(#[$about])*
        #[derive(Default)]
        pub(super) struct $name<'de> {
            $(pub(super) $field: $type,)*
        }

        impl<'de> Field<'de> for $name<'de> {
            fn object<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
                let mut found = Self::default();
                while let Some(key) = object.next_key_seed(Reader::<Cow<'de, str>>::new())? {
                    match key.as_ref() {
                        $(key!($field $($key)?) => found.$field = object.next_value_seed(Reader::new())?,)*
                        _ => { object.next_value::<IgnoredAny>()?; }
                    }
                }
                Ok(found)
            }
        }
    )* };
}
pub(super) use objects;
