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
        let known = |language: &Language| CODES.split_whitespace().any(|code| code == language.as_str());
        let Some(language) = Language::parse(&written.v).filter(known) else {
            cx.push(
                Problem::new(
                    Kind::BadLanguage,
                    written.at,
                    format!("`{}` is not a language's code", written.v),
                )
                .label("two small letters of a language are needed")
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

/// ISO 639-1, each of which Telegram may send as somebody's `language_code`.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de \
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it \
    iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd \
    ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su \
    sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Countries whose code is not that of a language, and what is spoken there.
const COUNTRIES: [(&str, &str); 14] = [
    ("ua", "uk"),
    ("cz", "cs"),
    ("gr", "el"),
    ("dk", "da"),
    ("jp", "ja"),
    ("cn", "zh"),
    ("by", "be"),
    ("rs", "sr"),
    ("al", "sq"),
    ("gb", "en"),
    ("us", "en"),
    ("at", "de"),
    ("mx", "es"),
    ("il", "he"),
];

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
    let country = COUNTRIES
        .iter()
        .find(|(country, _)| *country == lower)
        .map(|(_, code)| *code);
    let other_case = || CODES.split_whitespace().find(|code| *code == lower);
    match known.or(country).or_else(other_case) {
        Some(code) => format!("write `{code}`"),
        None => "write two small letters: `en` for English, `ru` for Russian, `pt` for Portuguese".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_language_leads_to_one() {
        for (written, help) in [
            ("ua", "write `uk`"),
            ("EN", "write `en`"),
            ("Ukrainian", "write `uk`"),
            ("qq", "write two small letters"),
        ] {
            assert!(language_help(written).starts_with(help), "{written}");
        }
        let meant = COUNTRIES.iter().chain(&LANGUAGES).map(|(_, code)| *code);
        for code in meant {
            assert!(CODES.split_whitespace().any(|known| known == code), "{code}");
        }
        assert!(
            COUNTRIES
                .iter()
                .all(|(country, _)| !CODES.split_whitespace().any(|code| code == *country))
        );
    }
}
