//! A customer as the books know one.

use super::{Person, Turn};
use crate::{
    ids::{ShopId, UserId},
    money::Currency,
    shop::Unpaid,
    time::Timestamp,
};

/// Names are cut here before they are stored; Telegram's own bound is 64 characters.
const NAME_CHARACTERS_MAX: usize = 64;

/// A person who bought, agreed or chose a language. Who only looks around leaves no row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    pub shop: ShopId,
    pub user: UserId,
    pub name: String,
    /// Without the `@`; empty for none.
    pub username: String,
    /// What `/language` chose; empty for "as my client says".
    pub language: String,
    /// The latest version of the terms that was agreed to; empty for none.
    pub agreed: String,
    /// They said that they are at least so old; 0 for nothing said.
    pub age: i64,
    pub unpaid: Unpaid,
    /// Messages bounced: the customer blocked the bot.
    pub blocked: bool,
    /// When this row was first written; it stays.
    pub first_seen: Timestamp,
    pub seen_at: Timestamp,
}

impl Customer {
    /// The row as it would be written now.
    pub(super) fn of(turn: &Turn, person: &Person, known: Option<&Customer>) -> Customer {
        let fresh = Customer {
            shop: turn.revision.shop.id.clone(),
            user: person.user(),
            name: person
                .first_name
                .chars()
                .filter(|c| *c != '\0')
                .take(NAME_CHARACTERS_MAX)
                .collect(),
            username: person
                .username
                .as_deref()
                .unwrap_or_default()
                .chars()
                .take(NAME_CHARACTERS_MAX)
                .collect(),
            language: String::new(),
            agreed: String::new(),
            age: 0,
            unpaid: Unpaid::default(),
            blocked: false,
            // Not the moment of deciding, which moves while rules are asked.
            first_seen: turn.arrived,
            seen_at: turn.now,
        };
        match known {
            Some(known) => Customer {
                first_seen: known.first_seen,
                language: known.language.clone(),
                agreed: known.agreed.clone(),
                age: known.age,
                unpaid: known.unpaid,
                ..fresh
            },
            None => fresh,
        }
    }
}

/// What a customer said yes to: the terms, or that they are old enough. Append-only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    pub shop: ShopId,
    pub user: UserId,
    /// The version of the terms; `18+` for an age.
    pub to: String,
    /// `button` or `by_paying` for the terms, `age_button` for an age.
    pub how: &'static str,
    pub at: Timestamp,
}

/// What a customer's account holds, in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    pub shop: ShopId,
    pub user: UserId,
    pub currency: Currency,
    pub amount: i64,
}
