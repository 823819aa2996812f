//! How goods reach the customer once they are paid.

use std::sync::Arc;

use super::Localized;
use crate::money::Money;

/// A file inside the shop's folder, checked to exist there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRef {
    /// With forward slashes, relative to the shop's folder.
    pub path: Arc<str>,
}

/// How a product reaches the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deliver {
    /// Handed over or shipped; the staff says when.
    Physical,
    /// Words for the customer, sent with the receipt.
    Text(Localized<Arc<str>>),
    File(FileRef),
    /// One unsold line of this file for each unit.
    Keys(FileRef),
    /// Added to the customer's account.
    Credit(Credit),
}

/// How much is credited for one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credit {
    Fixed(Money),
    /// As much as was paid.
    Paid,
}
