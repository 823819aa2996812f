//! The engine's own words, one Fluent file a language. Directions are not isolated by invisible marks: what people
//! typed is tamed by `names` before it gets here. A shop in a language that has no file here is spoken to in English.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

use crate::shop::Language;

type Bundle = FluentBundle<FluentResource>;

/// What fills the variables of a phrase.
pub(super) type Args<'a> = &'a [(&'a str, FluentValue<'a>)];

const SOURCES: [(&str, &str); 2] = [("en", include_str!("en.ftl")), ("ru", include_str!("ru.ftl"))];

static BUNDLES: LazyLock<Vec<(&'static str, Bundle)>> = LazyLock::new(|| {
    SOURCES
        .iter()
        .map(|(code, source)| (*code, bundle(code, source)))
        .collect()
});

/// A phrase in a language. Counts are numbers, so that plurals fit; amounts of money arrive as finished words.
pub(super) fn say(language: &Language, key: &str, args: Args<'_>) -> String {
    let own = BUNDLES.iter().find(|(code, _)| *code == language.as_str());
    let Some((_, bundle)) = own.or(BUNDLES.first()) else {
        return key.to_string();
    };
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        tracing::error!(key, "a phrase is missing");
        return key.to_string();
    };
    let filled: FluentArgs<'_> = args.iter().cloned().collect();
    let mut errors = Vec::new();
    let words = bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(key, ?errors, "a phrase was not filled");
    }
    words
}

/// A language in its own words; a language that has no file here by its code.
pub(super) fn own_name(language: &Language) -> String {
    let names = [
        ("de", "Deutsch"),
        ("en", "English"),
        ("es", "Español"),
        ("fr", "Français"),
        ("it", "Italiano"),
        ("kk", "Қазақша"),
        ("pl", "Polski"),
        ("pt", "Português"),
        ("ru", "Русский"),
        ("tr", "Türkçe"),
        ("uk", "Українська"),
        ("uz", "Oʻzbekcha"),
    ];
    let known = names.iter().find(|(code, _)| *code == language.as_str());
    known.map_or_else(|| language.as_str().to_uppercase(), |(_, name)| (*name).to_string())
}

/// A file that is not valid loses its invalid lines only; a test keeps it valid.
fn bundle(code: &str, source: &str) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![code.parse().unwrap_or_default()]);
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.to_string()).unwrap_or_else(|(partial, _)| partial);
    if let Err(errors) = bundle.add_resource(resource) {
        tracing::error!(code, ?errors, "phrases clash");
    }
    bundle
}

#[cfg(test)]
mod tests {
    use std::{
        collections::{BTreeMap, BTreeSet},
        path::Path,
    };

    use super::*;
    use crate::shop::WORDINGS;

    fn language(code: &str) -> Language {
        Language::parse(code).unwrap()
    }

    /// Every key of a file with the variables that its text names.
    fn keys(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                current = key.to_string();
                assert!(!keys.contains_key(key), "{key} is there twice");
            }
            let variables = line.split('$').skip(1);
            let names = variables.map(|rest| {
                rest.split(|c: char| !c.is_ascii_lowercase())
                    .next()
                    .unwrap()
                    .to_string()
            });
            keys.entry(current.clone()).or_default().extend(names);
        }
        keys.remove("");
        keys
    }

    fn sources_of_this_room(folder: &Path) -> String {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files.fold(String::new(), |text, path| match path.extension() {
            None => text + sources_of_this_room(&path).as_str(),
            Some(end) if end == "rs" => text + std::fs::read_to_string(&path).unwrap().as_str(),
            Some(_) => text,
        })
    }

    #[test]
    fn the_files_are_valid_and_say_the_same_with_the_same_variables() {
        for (code, source) in SOURCES {
            let resource = FluentResource::try_new(source.to_string());
            assert!(
                resource.is_ok(),
                "{code}: {:?}",
                resource.err().map(|(_, errors)| errors)
            );
        }
        let (english, russian) = (keys(SOURCES[0].1), keys(SOURCES[1].1));
        assert!(english.len() > 100);
        assert_eq!(english, russian);
    }

    #[test]
    fn every_phrase_is_used_and_the_replaceable_ones_take_the_placeholders_that_owners_are_told_of() {
        let used = sources_of_this_room(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/telegram"));
        let english = keys(SOURCES[0].1);
        for key in english.keys() {
            assert!(used.contains(&format!("\"{key}\"")), "{key} is used nowhere");
        }
        for wording in WORDINGS {
            let placeholders: BTreeSet<String> = wording.placeholders.iter().map(|name| (*name).to_string()).collect();
            assert_eq!(english.get(wording.key), Some(&placeholders), "{}", wording.key);
        }
    }

    #[test]
    fn every_phrase_is_filled_in_both_languages() {
        for (key, variables) in keys(SOURCES[0].1) {
            let args: Vec<(&str, FluentValue<'_>)> = variables
                .iter()
                .map(|name| (name.as_str(), if is_count(name) { 3.into() } else { "open".into() }))
                .collect();
            for code in ["en", "ru"] {
                let words = say(&language(code), &key, &args);
                assert!(
                    !words.contains(['{', '}', '$']) && words != key,
                    "{code} {key}: {words}"
                );
            }
        }
    }

    fn is_count(name: &str) -> bool {
        ["left", "max", "count", "page", "pages", "quantity", "minutes", "hours"].contains(&name)
    }

    #[test]
    fn plurals_are_right() {
        let left = |code: &str, left: i64| say(&language(code), "card-left", &[("left", left.into())]);
        assert_eq!(left("en", 1), "1 left");
        let russian = [
            (1, "Осталась 1 штука"),
            (2, "Осталось 2 штуки"),
            (5, "Осталось 5 штук"),
            (11, "Осталось 11 штук"),
            (21, "Осталась 21 штука"),
            (1022, "Осталось 1022 штуки"),
        ];
        for (count, words) in russian {
            assert_eq!(left("ru", count), words);
        }
    }

    #[test]
    fn a_language_without_a_file_is_spoken_to_in_english() {
        assert_eq!(say(&language("de"), "command-orders", &[]), "Your orders and receipts");
        assert_eq!(own_name(&language("ru")), "Русский");
        assert_eq!(own_name(&language("xx")), "XX");
    }
}
