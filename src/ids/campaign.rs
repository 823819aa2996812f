//! The tag of a link, by which its owner tells later where an order came from.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

/// So long that every button of a usual card can carry it, and a deep link with the longest product id still has room.
pub const CAMPAIGN_CHARACTERS_MAX: usize = 16;

/// A tag such as `spring` or `flyer-2`: lower-case letters, digits and dashes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Campaign(Arc<str>);

impl Campaign {
    /// `None` for what cannot be a tag; a link may hold anything.
    pub fn parse(text: &str) -> Option<Campaign> {
        let plain = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-');
        let fits = (1..=CAMPAIGN_CHARACTERS_MAX).contains(&text.len()) && text.chars().all(plain);
        fits.then(|| Campaign(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Campaign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_short_and_plain() {
        assert_eq!(Campaign::parse("flyer-2").unwrap().as_str(), "flyer-2");
        for wrong in ["", "Spring", "a b", "a_b", "ä", "seventeen-letters"] {
            assert_eq!(Campaign::parse(wrong), None, "{wrong}");
        }
    }
}
