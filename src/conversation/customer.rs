//! A customer as the books know one.

use crate::{
    ids::{ShopId, UserId},
    money::Currency,
    shop::Unpaid,
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
    /// They said that they are at least so old; 0 for nothing said.
    pub age: i64,
    pub unpaid: Unpaid,
    /// Messages bounced: the customer blocked the bot.
    pub blocked: bool,
    pub seen_at: Timestamp,
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
