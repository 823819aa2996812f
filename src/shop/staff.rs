//! The people who work in the shop.

use crate::ids::UserId;

/// What a member of the staff may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Everything.
    Owner,
    /// Marks orders as done and shipped.
    Helper,
}

/// A person who works in the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    pub id: UserId,
    pub role: Role,
}
