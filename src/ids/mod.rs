//! Parsed names and numbers of things: once one of these exists, nobody checks it again. A table of newtypes.
//! Names (`ShopId`, `ProductId`, …) are lower-case words with dashes; numbers are Telegram's or our own, led by time.

mod campaign;
mod number;
mod slug;

use std::{fmt, sync::Arc};

pub use campaign::{CAMPAIGN_CHARACTERS_MAX, Campaign};
pub use number::{NumberError, OrderId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
pub use slug::{CategoryId, ChoiceId, Code, OptionId, ProductId, ShopId, SlugError};

/// What an owner may call a thing: at most this many characters, so that deep links and buttons always fit.
pub use slug::ID_CHARACTERS_MAX;

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

macro_rules! word {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn new(text: impl Into<Arc<str>>) -> $name {
                $name(text.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

number! {
    /// A Telegram user: a customer or a member of the staff.
    UserId
}
number! {
    /// A Telegram chat; a private chat has its user's id, groups and channels are negative.
    ChatId
}
number! {
    /// A Telegram bot: the number before the colon of its token.
    BotId
}
number! {
    /// A topic of a group that has topics; 0 is none.
    TopicId
}
number! {
    /// A message within its chat.
    MessageId
}
number! {
    /// Telegram's number of an update, unique per bot.
    UpdateId
}
number! {
    /// Our own number of an invoice; Telegram knows only its payload.
    InvoiceId
}
number! {
    /// What a shop offers outside its own chats: a message in a group or channel, or a link.
    PostId
}
number! {
    /// One row of the outbox.
    OutboxId
}
number! {
    /// One licence key of a pool.
    KeyId
}
word! {
    /// What stock is counted by: a product, or `product/choice` where a choice has stock of its own.
    Sku
}
word! {
    /// Names one version of a shop's files: the first 16 hex digits of their hash.
    RevisionId
}
word! {
    /// Names one version of a shop's terms.
    TermsVersion
}
word! {
    /// `telegram_payment_charge_id`: names one charge for ever. Not bounded, Stars' are longer than 128 characters.
    ChargeId
}
word! {
    /// A callback, pre-checkout or shipping query that waits for an answer.
    QueryId
}

impl RevisionId {
    /// As a number, where it is the name of a version; a button has room for no more.
    pub fn number(&self) -> Option<u64> {
        let number = u64::from_str_radix(self.as_str(), 16).ok()?;
        (RevisionId::of_number(number) == *self).then_some(number)
    }

    pub fn of_number(number: u64) -> RevisionId {
        RevisionId::new(format!("{number:016x}"))
    }
}

impl ChatId {
    /// A private chat has the id of its user.
    pub fn of(user: UserId) -> ChatId {
        ChatId(user.0)
    }
}

/// The name under which Telegram knows an invoice: the millisecond in which it was made, so that new ones lie side by side
/// in the index, then 86 bits of chance, so that nobody can guess or count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Payload(pub u128);

/// Before them are 32 bits of seconds and 10 of milliseconds.
const CHANCE_BITS: u32 = 86;

impl Payload {
    /// `None` for anything that this engine never sent.
    pub fn parse(text: &str) -> Option<Payload> {
        let plain = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        plain.then(|| u128::from_str_radix(text, 16).ok().map(Payload))?
    }
}

impl Payload {
    /// A payload made so many milliseconds after 1970.
    pub fn new(made_at: i64, chance: u128) -> Payload {
        let second = u32::try_from(made_at / 1000).unwrap_or(u32::MAX);
        let millis = u32::try_from(made_at.rem_euclid(1000)).unwrap_or_default();
        let time = (u128::from(second) << 10) | u128::from(millis);
        Payload((time << CHANCE_BITS) | (chance & ((1 << CHANCE_BITS) - 1)))
    }

    /// The `n`th payload out of one piece of chance: none of them tells another.
    pub fn nth(made_at: i64, chance: u128, n: usize) -> Payload {
        let mut digest = Sha256::new();
        digest.update(chance.to_be_bytes());
        digest.update(n.to_be_bytes());
        let bytes = digest.finalize();
        let chance = bytes.iter().take(16).fold(0, |sum, byte| sum << 8 | u128::from(*byte));
        Payload::new(made_at, chance)
    }
}

impl fmt::Display for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}
impl Serialize for Payload {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Payload {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Payload, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Payload::parse(&text).ok_or_else(|| serde::de::Error::custom("not an invoice payload"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_survives_its_text_and_nothing_else_is_one() {
        let payload = Payload::new(1_795_543_500_123, 7);
        assert_eq!(payload.to_string(), "6b05d1cc1ec000000000000000000007");
        assert_eq!(Payload::parse(&payload.to_string()), Some(payload));
        let lucky = |made_at| Payload::new(made_at, u128::MAX);
        let next_second = Payload::new(1_795_543_501_000, 0);
        assert!(lucky(1_795_543_500_123) < Payload::new(1_795_543_500_124, 0));
        assert!(lucky(1_795_543_500_999) < next_second, "time leads");
        for text in [
            "",
            "7",
            "0000000000000000000000000000000G",
            "+0000000000000000000000000000007",
        ] {
            assert_eq!(Payload::parse(text), None, "{text}");
        }
    }
}
