//! What may be chosen of a product.

use std::sync::Arc;

use super::Localized;
use crate::{
    ids::{ChoiceId, OptionId},
    money::Money,
};

/// Something to choose, such as the cut of a loaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductOption {
    pub id: OptionId,
    pub title: Localized<Arc<str>>,
    /// At least one.
    pub choices: Vec<Choice>,
}

/// One answer to an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: ChoiceId,
    pub title: Localized<Arc<str>>,
    /// Added to the price; may be negative.
    pub extra: Money,
    /// A count of its own; at most one option of a product has them, and then all its choices do.
    pub stock: Option<i64>,
}
