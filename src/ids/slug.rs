//! Names that owners write: lower-case words with dashes. A button carries the 32-bit `Code` of a name.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

/// Ids fit a deep link (64 characters with its prefix) and are short enough to say.
pub const ID_CHARACTERS_MAX: usize = 32;

/// Why a text cannot be an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlugError {
    Empty,
    TooLong,
    /// Something other than lower-case letters, digits and single dashes between them.
    BadCharacter(char),
}

/// Checks an id and, where it is wrong, finds out why.
fn check(text: &str) -> Result<(), SlugError> {
    if text.is_empty() {
        return Err(SlugError::Empty);
    }
    if let Some(bad) = text.chars().find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '-')) {
        return Err(SlugError::BadCharacter(bad));
    }
    if text.starts_with('-') || text.ends_with('-') || text.contains("--") {
        return Err(SlugError::BadCharacter('-'));
    }
    if text.len() > ID_CHARACTERS_MAX {
        Err(SlugError::TooLong)
    } else {
        Ok(())
    }
}

macro_rules! slug {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn parse(text: &str) -> Result<$name, SlugError> {
                check(text).map(|()| $name(text.into()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text itself, not a copy of it.
            pub fn shared(&self) -> Arc<str> {
                self.0.clone()
            }

            pub fn code(&self) -> Code {
                Code::of(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

slug! {
    /// A folder under `shops/`.
    ShopId
}
slug! {
    /// A product of one shop.
    ProductId
}
slug! {
    /// A category of one shop.
    CategoryId
}
slug! {
    /// An option of one product, such as `cut`.
    OptionId
}
slug! {
    /// A choice of one option, such as `sliced`.
    ChoiceId
}

/// 32 bits that stand for an id in callback data (FNV-1a). `check` refuses a shop in which two ids share one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(pub u32);

impl Code {
    pub fn of(text: &str) -> Code {
        Code(text.bytes().fold(0x811c_9dc5, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_words_with_dashes() {
        assert_eq!(ShopId::parse("corner-bakery-2").unwrap().as_str(), "corner-bakery-2");
        assert_eq!(ShopId::parse(""), Err(SlugError::Empty));
        assert_eq!(ShopId::parse("Bread"), Err(SlugError::BadCharacter('B')));
        assert_eq!(ShopId::parse("a--b"), Err(SlugError::BadCharacter('-')));
        assert_eq!(ShopId::parse(&"a".repeat(33)), Err(SlugError::TooLong));
    }

    #[test]
    fn codes_are_fnv_1a() {
        assert_eq!(Code::of("").0, 0x811c_9dc5);
        assert_eq!(Code::of("a").0, 0xe40c_292c);
    }
}
