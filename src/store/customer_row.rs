//! The shape in which a customer's row comes out of the database, and goes in.

use serde::Deserialize;

use super::write::{Cell, row};
use crate::{
    conversation::Customer,
    ids::{ShopId, UserId},
    shop::Unpaid,
    time::Timestamp,
};

/// The columns of a customer `c`.
macro_rules! customer_columns {
    () => {
        "json_array(c.shop, c.user, c.name, c.username, c.language, c.agreed, c.age, c.unpaid, c.unpaid_at, \
         c.blocked, c.first_seen, c.seen_at)"
    };
}

pub(super) use customer_columns;

#[derive(Deserialize)]
pub(super) struct CustomerRow {
    shop: ShopId,
    user: UserId,
    name: String,
    username: String,
    language: String,
    agreed: String,
    age: i64,
    unpaid: i64,
    unpaid_at: Timestamp,
    blocked: i64,
    first_seen: Timestamp,
    seen_at: Timestamp,
}

impl From<CustomerRow> for Customer {
    fn from(row: CustomerRow) -> Customer {
        Customer {
            shop: row.shop,
            user: row.user,
            name: row.name,
            username: row.username,
            language: row.language,
            agreed: row.agreed,
            age: row.age,
            unpaid: Unpaid {
                count: row.unpaid,
                last: row.unpaid_at,
            },
            blocked: row.blocked != 0,
            first_seen: row.first_seen,
            seen_at: row.seen_at,
        }
    }
}

/// The columns of the table, in the order of the cells.
pub(super) const COLUMNS: &[&str] = &[
    "shop",
    "user",
    "name",
    "username",
    "language",
    "agreed",
    "age",
    "unpaid",
    "unpaid_at",
    "blocked",
    "first_seen",
    "seen_at",
];

/// What becomes of a customer who is known: `first_seen` stays.
pub(super) const WHERE_KNOWN: &str = "ON CONFLICT(shop, user) DO UPDATE SET name = excluded.name, \
    username = excluded.username, language = excluded.language, agreed = excluded.agreed, age = excluded.age, \
    unpaid = excluded.unpaid, unpaid_at = excluded.unpaid_at, blocked = excluded.blocked, seen_at = excluded.seen_at";

pub(super) fn customer_cells(c: &Customer) -> [Cell<'_>; COLUMNS.len()] {
    row![
        c.shop.as_str(),
        c.user.0,
        c.name.as_str(),
        c.username.as_str(),
        c.language.as_str(),
        c.agreed.as_str(),
        c.age,
        c.unpaid.count,
        c.unpaid.last.0,
        i64::from(c.blocked),
        c.first_seen.0,
        c.seen_at.0,
    ]
}
