//! The languages of a shop, and what is meant by a word that is no language's code.

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::raw::ShopFile;
use super::super::read::first_line;
use super::context::{Context, each};
use super::shop::duplicate;
use crate::shop::Language;

/// Each text is looked for in each language.
const LANGUAGES_MAX: usize = 40;

/// At least one, whatever is wrong: other sections cannot be checked without.
pub(super) fn languages(cx: &mut Context<'_>, raw: &ShopFile) -> Vec<Language> {
    let mut found: Vec<(Language, Span)> = Vec::new();
    for written in each(&raw.languages) {
        let Some(language) = Language::parse(&written.v) else {
            cx.push(
                Problem::new(
                    Kind::BadLanguage,
                    written.at,
                    format!("`{}` is not a language's code", written.v),
                )
                .label("two small letters are needed")
                .help(language_help(&written.v)),
            );
            continue;
        };
        match found.iter().find(|(known, _)| *known == language) {
            Some((_, first)) => cx.push(duplicate("language", &written.v, written.at, *first)),
            None => found.push((language, written.at)),
        }
    }
    if let (true, Some(at)) = (found.len() > LANGUAGES_MAX, raw.languages.span()) {
        let at = first_line(at, cx.files.text(at.file));
        let message = format!(
            "there are {} languages here, and at most {LANGUAGES_MAX} are meant",
            found.len()
        );
        cx.push(
            Problem::new(Kind::TooMany, at, message)
                .label("too many")
                .help("name the languages that the shop's texts are written in"),
        );
        found.truncate(LANGUAGES_MAX);
    }
    if found.is_empty() {
        found.extend(Language::parse("en").map(|english| (english, Span::folder())));
    }
    found.into_iter().map(|(language, _)| language).collect()
}

/// Languages by their names, in English and in themselves.
pub(super) const LANGUAGES: [(&str, &str); 20] = [
    ("english", "en"),
    ("russian", "ru"),
    ("русский", "ru"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("german", "de"),
    ("deutsch", "de"),
    ("spanish", "es"),
    ("español", "es"),
    ("french", "fr"),
    ("français", "fr"),
    ("italian", "it"),
    ("italiano", "it"),
    ("ukrainian", "uk"),
    ("українська", "uk"),
    ("turkish", "tr"),
    ("türkçe", "tr"),
    ("polish", "pl"),
    ("polski", "pl"),
    ("uzbek", "uz"),
];

fn language_help(written: &str) -> String {
    let lower = written.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    if words.len() > 1 && words.iter().all(|word| Language::parse(word).is_some()) {
        return format!("write a comma between them: `{}`", words.join(", "));
    }
    let known = LANGUAGES.iter().find(|(name, _)| *name == lower).map(|(_, code)| *code);
    match known.or(Language::parse(&lower).map(|_| lower.as_str())) {
        Some(code) => format!("write `{code}`"),
        None => "write two small letters: `en` for English, `ru` for Russian, `pt` for Portuguese".to_owned(),
    }
}
