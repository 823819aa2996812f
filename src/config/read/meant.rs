//! What is meant by a setting that does not exist: a word for one that does, or one that belongs further in.

use super::suggest::did_you_mean;
use crate::shop::Language;

/// What owners call a setting, and what it is called here, in the order in which the names are tried.
const OTHER_WORDS: [(&str, &[&str]); 39] = [
    ("name", &["title"]),
    ("label", &["title"]),
    ("cost", &["price"]),
    ("extra", &["price"]),
    ("surcharge", &["price"]),
    ("amount", &["quantity", "price"]),
    ("quantity", &["stock", "max"]),
    ("qty", &["stock", "quantity"]),
    ("inventory", &["stock"]),
    ("image", &["photo"]),
    ("picture", &["photo"]),
    ("img", &["photo"]),
    ("text", &["description"]),
    ("variants", &["options"]),
    ("items", &["products", "lines"]),
    ("click", &["tap"]),
    ("press", &["tap"]),
    ("question", &["ask"]),
    ("reply", &["answer"]),
    // As German and Russian owners may call them.
    ("titel", &["title"]),
    ("название", &["title"]),
    ("имя", &["title", "name"]),
    ("beschreibung", &["description"]),
    ("описание", &["description"]),
    ("preis", &["price"]),
    ("цена", &["price"]),
    ("kategorie", &["category"]),
    ("категория", &["category"]),
    ("bild", &["photo"]),
    ("фото", &["photo"]),
    ("lager", &["stock"]),
    ("bestand", &["stock"]),
    ("остаток", &["stock"]),
    ("währung", &["currency"]),
    ("валюта", &["currency"]),
    ("frage", &["ask"]),
    ("вопрос", &["ask"]),
    ("antwort", &["answer"]),
    ("ответ", &["answer"]),
];

/// What is said of a setting that no word of this place is near to.
pub(super) struct Foreign {
    pub(super) help: String,
    /// The setting in whose place it stands, with a value that is of no use there.
    pub(super) stands_for: Option<&'static str>,
}

/// A person's name, where people are known by their number; a language, outside of the text that it is of.
pub(super) fn foreign(name: &str, fields: &[&'static str], free: &[&'static str]) -> Option<Foreign> {
    const OF_PEOPLE: [&str; 6] = ["name", "user", "username", "person", "phone", "telegram"];
    const ID: &str = "id";
    if fields.contains(&"role") && OF_PEOPLE.contains(&name.to_lowercase().as_str()) {
        let is_free = free.contains(&ID);
        let help = if is_free {
            "people are known by the number that /id answers: write `id: 123456789`, and the name behind a `#`"
        } else {
            "take it out; a name may stand behind a `#`"
        };
        return Some(Foreign {
            help: help.to_owned(),
            stands_for: is_free.then_some(ID),
        });
    }
    let (field, code) = match name.rsplit_once(['_', '-']) {
        Some((field, code)) => (fields.iter().copied().find(|known| *known == field)?, code),
        None => (fields.iter().copied().find(|known| *known == "title")?, name),
    };
    Language::parse(code).map(|_| Foreign {
        help: format!("write both languages within one setting: `{field}: {{en: …, {code}: …}}`"),
        stands_for: None,
    })
}

/// Settings that are found in a group of shop.yaml, and that somebody may write beside it.
const INSIDE: [(&str, &str); 19] = [
    ("bot_token", "telegram"),
    ("provider", "payments"),
    ("mode", "payments"),
    ("test_token", "payments"),
    ("live_token", "payments"),
    ("ask", "checkout"),
    ("tips", "checkout"),
    ("send_to_provider", "checkout"),
    ("valid_for", "invoices"),
    ("minimum_order", "policies"),
    ("maximum_order", "policies"),
    ("opening_hours", "policies"),
    ("countries", "policies"),
    ("postcodes", "policies"),
    ("limits", "policies"),
    ("minimum_age", "policies"),
    ("first_order_only", "policies"),
    ("after_unpaid", "policies"),
    ("blocked_customers", "policies"),
];

/// The group of which a setting is, where that group may stand here.
pub(super) fn group_of(name: &str, fields: &[&str]) -> Option<&'static str> {
    let (_, group) = INSIDE.iter().find(|(setting, _)| *setting == name)?;
    fields.contains(group).then_some(*group)
}

/// One of the settings that may still be written here: called by another word, or mistyped.
pub(super) fn setting(name: &str, free: &[&'static str]) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let other = OTHER_WORDS.iter().find(|(word, _)| *word == lower);
    let meant = other.and_then(|(_, meant)| meant.iter().copied().find(|meant| free.contains(meant)));
    meant.or_else(|| did_you_mean(name, free.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Files, Look, Secrets, compile, render};
    use crate::ids::ShopId;

    fn said(shop: &str) -> String {
        let shop = format!("name: Bakery\n{shop}\n");
        let files = Files::from_parts([("shop.yaml", shop.as_bytes())], []);
        let loaded = compile(ShopId::parse("bakery").unwrap(), files, Secrets::Unread);
        render(&loaded.problems, &loaded.files, "", Look::Plain)
    }

    #[test]
    fn what_belongs_further_in_is_sent_there_and_known_there() {
        for (setting, group) in INSIDE {
            let beside = said(&format!("{setting}: x"));
            let help = format!("help: write it under `{group}:`, two spaces further in");
            assert!(beside.contains(&help), "{setting}: {beside}");
            let inside = said(&format!("{group}:\n  {setting}: x"));
            assert!(!inside.contains("there is no setting"), "{setting}: {inside}");
        }
    }

    #[test]
    fn every_policy_is_known_by_its_group() {
        for policy in crate::shop::POLICY_NAMES {
            assert_eq!(group_of(policy, &["policies"]), Some("policies"), "{policy}");
        }
    }

    #[test]
    fn other_words_lead_to_the_settings_of_that_place() {
        let product = ["id", "title", "price", "photo", "stock"];
        for (word, meant) in [
            ("name", "title"),
            ("Cost", "price"),
            ("amount", "price"),
            ("qty", "stock"),
            ("pric", "price"),
        ] {
            assert_eq!(setting(word, &product), Some(meant), "{word}");
        }
        assert_eq!(setting("name", &["price"]), None);
        assert_eq!(setting("colour", &product), None);
    }
}
