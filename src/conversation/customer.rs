//! A customer as the books know one.

use crate::{
    ids::{ShopId, TermsVersion, UserId},
    money::Currency,
    time::Timestamp,
};

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
    /// Messages bounced: the customer blocked the bot.
    pub blocked: bool,
    pub seen_at: Timestamp,
}

/// An agreement to the terms: append-only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    pub shop: ShopId,
    pub user: UserId,
    pub terms: TermsVersion,
    /// `button` or `by_paying`.
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
