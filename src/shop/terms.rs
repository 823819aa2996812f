//! What a shop owes its customers in words: its terms, and a way to reach it.

use std::sync::Arc;

use super::{Localized, Markup, TermsRule};
use crate::ids::TermsVersion;

/// What a customer agrees to before the first purchase.
#[derive(Debug, PartialEq, Eq)]
pub struct Terms {
    /// The hash of the text, or the owner's own word for it; a new version is asked for again.
    pub version: TermsVersion,
    pub text: Localized<Markup>,
    pub rule: TermsRule,
}

/// How a customer reaches the shop, and the answers to common questions.
#[derive(Debug, PartialEq, Eq)]
pub struct Support {
    pub contact: Localized<Markup>,
    pub questions: Vec<(Localized<Arc<str>>, Localized<Markup>)>,
}
