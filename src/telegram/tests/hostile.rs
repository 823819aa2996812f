//! What people type stays words, wherever it is shown.

use proptest::prelude::*;

use super::fixture::{customer, facts, revision, with_voice};
use crate::{
    order::State,
    telegram::{render, rich::TEXT_MAX},
};

proptest! {
    #[test]
    fn a_hostile_name_is_one_short_line_of_words(name in "(\\PC|[\u{202a}-\u{202e}\u{2066}-\u{2069}\n\u{0}]|😀){0,200}", username in "\\PC{0,80}") {
        let revision = revision();
        let mut facts = facts(&revision, &["sourdough"], State::Fulfilled);
        let plain = with_voice("en", &revision.shop, |voice| render::notice(voice, &facts));
        facts.customer = Some(customer(&name, &username));
        let messages = with_voice("en", &revision.shop, |voice| render::notice(voice, &facts));
        prop_assert_eq!(messages.len(), 1);
        let (text, expected) = (&messages[0].text, &plain[0].text);
        prop_assert_eq!(text.text.lines().count(), expected.text.lines().count());
        prop_assert_eq!(text.entities.len(), expected.entities.len());
        let length = text.text.encode_utf16().count();
        prop_assert!(length <= TEXT_MAX);
        prop_assert!(text.entities.iter().all(|entity| entity.offset + entity.length <= length));
        let hidden = ['\u{202e}', '\u{0}', '\u{2066}'];
        prop_assert!(!text.text.contains(hidden));
    }
}
