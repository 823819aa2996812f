//! Single values that are neither money nor text: ids, whole numbers, words to choose from.

use super::super::kinds::Kind;
use super::super::problem::{Problem, Problems};
use super::super::read::{F, Written, choose, slug};
use super::context::Context;
use crate::{
    ids::{ID_CHARACTERS_MAX, SlugError},
    shop::Language,
};

/// An id, by the `parse` of its type.
pub(super) fn id<T>(
    cx: &mut Context<'_>,
    written: &Written<String>,
    parse: fn(&str) -> Result<T, SlugError>,
) -> Option<T> {
    let error = match parse(&written.v) {
        Ok(id) => return Some(id),
        Err(error) => error,
    };
    let why = match error {
        SlugError::Empty => "an id must not be empty".to_owned(),
        SlugError::TooLong => format!("an id has at most {ID_CHARACTERS_MAX} characters, and this one more"),
        SlugError::BadCharacter('-') => "an id has single dashes, between its words only".to_owned(),
        SlugError::BadCharacter(' ') => "an id has dashes instead of spaces".to_owned(),
        SlugError::BadCharacter(bad) => format!("an id has small letters a–z, digits and dashes, and no `{bad}`"),
    };
    let help = match slug(&written.v) {
        Some(better) => format!("write `{better}`"),
        None => "write a short word such as `rye-bread`; customers do not see it".to_owned(),
    };
    cx.push(
        Problem::new(Kind::BadId, written.at, why)
            .label("cannot be an id")
            .help(help),
    );
    None
}

/// A whole number within bounds, both inclusive.
pub(super) fn integer(cx: &mut Context<'_>, written: &Written<String>, min: i64, max: i64) -> Option<i64> {
    match whole(&written.v) {
        Ok(number) if (min..=max).contains(&number) => Some(number),
        Ok(number) => {
            let (word, help) = if number < min {
                ("small", format!("write `{min}` or more"))
            } else {
                ("large", format!("write `{max}` or less"))
            };
            let message = format!("{number} is too {word}");
            cx.push(
                Problem::new(Kind::NumberRange, written.at, message)
                    .label(format!("from {min} to {max}"))
                    .help(help),
            );
            None
        }
        Err((kind, message, help)) => {
            cx.push(
                Problem::new(kind, written.at, message)
                    .label("not a plain whole number")
                    .help(help),
            );
            None
        }
    }
}

type No = (Kind, String, String);

fn whole(text: &str) -> Result<i64, No> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let bare: String = text.chars().filter(|c| !is_separator(*c)).collect();
    let only_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if only_digits(digits) && digits.len() > 1 && digits.starts_with('0') {
        let better = text.replace(digits, digits.trim_start_matches('0'));
        let better = if better.is_empty() || better == "-" {
            "0".to_owned()
        } else {
            better
        };
        return Err((
            Kind::LeadingZero,
            format!("`{text}` begins with a zero"),
            format!("write `{better}`"),
        ));
    }
    if only_digits(digits) {
        return text.parse().map_err(|_| {
            (
                Kind::NumberRange,
                format!("{text} is too large"),
                "write a smaller number".into(),
            )
        });
    }
    if bare != text && only_digits(bare.strip_prefix('-').unwrap_or(&bare)) {
        if !is_grouped(digits) {
            return Err((
                Kind::NotANumber,
                format!("`{text}` is not a whole number"),
                "write digits only, such as `12`; parts of a piece are not counted".to_owned(),
            ));
        }
        return Err((
            Kind::DigitSeparator,
            format!("`{text}` has something between its digits"),
            format!("write `{bare}`"),
        ));
    }
    if is_clock(text) {
        return Err((
            Kind::ClockNumber,
            format!("`{text}` is written like a time of day"),
            "write a plain number, such as `12`".to_owned(),
        ));
    }
    Err((
        Kind::NotANumber,
        format!("`{text}` is not a whole number"),
        number_help(text),
    ))
}

/// `1,000` and not `1,5`: behind what stands between digits there are three of them.
fn is_grouped(text: &str) -> bool {
    let mut groups = text.split(is_separator);
    groups.next().is_some_and(|first| first.len() <= 3) && groups.all(|group| group.len() == 3)
}

fn number_help(text: &str) -> String {
    const ENDLESS: [&str; 11] = [
        "no",
        "off",
        "false",
        "yes",
        "on",
        "true",
        "none",
        "unlimited",
        "endless",
        "infinite",
        "∞",
    ];
    const GONE: [&str; 5] = ["sold out", "out of stock", "nothing", "empty", "gone"];
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let words = text[digits.len()..].trim();
    let lower = text.to_lowercase();
    if ENDLESS.contains(&lower.as_str()) {
        return "leave the line out, or write a number such as `12`".to_owned();
    }
    if GONE.contains(&lower.as_str()) {
        return "write `0` for nothing left".to_owned();
    }
    let note = ["//", "--", ";"].iter().find_map(|sign| words.strip_prefix(sign));
    if let Some(note) = note.filter(|_| !digits.is_empty()) {
        let note = note.trim();
        let behind = if note.is_empty() {
            String::new()
        } else {
            format!(" # {note}")
        };
        return format!("write `{digits}{behind}`");
    }
    if text.starts_with('+') {
        return "write the count itself; a plus has no meaning here".to_owned();
    }
    if !digits.is_empty()
        && !words.is_empty()
        && words.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '.')
        && words != "."
    {
        return format!("write the number alone: `{digits}`");
    }
    "write digits only, such as `12`".to_owned()
}

/// `12:30`, which some YAML programs read as 750.
pub(super) fn is_clock(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() > 1 && parts.iter().all(number)
}

pub(super) fn is_separator(c: char) -> bool {
    matches!(c, '_' | ' ' | '\'' | '’' | ',' | '\u{a0}' | '\u{202f}')
}

/// One of a few words.
pub(super) fn one_of<T: Copy>(
    cx: &mut Context<'_>,
    written: &Written<String>,
    words: &[(&str, T)],
    kind: Kind,
) -> Option<T> {
    let found = words
        .iter()
        .find(|(word, _)| *word == written.v)
        .map(|(_, value)| *value);
    if found.is_none() {
        let message = format!("`{}` is none of the words that can stand here", written.v);
        let known = |word: &str| words.iter().any(|(known, _)| *known == word);
        let several: Vec<&str> = written.v.split_whitespace().collect();
        let help = if several.len() > 1 && several.iter().all(|word| known(word)) {
            format!("write a comma between them: `{}`", several.join(", "))
        } else {
            choose(&written.v, words.iter().map(|(word, _)| *word))
        };
        cx.push(Problem::new(kind, written.at, message).label("not known").help(help));
    }
    found
}

/// The language that somebody speaks; any that there is, also one that the shop does not.
pub(crate) fn spoken(problems: &mut Problems, written: &Written<String>) -> Option<Language> {
    let found = Language::parse(&written.v);
    if found.is_none() {
        let message = format!("`{}` is no language", written.v);
        problems.push(
            Problem::new(Kind::UnknownLanguage, written.at, message)
                .label("two letters")
                .help("write two small letters such as `en` or `ru`"),
        );
    }
    found
}

/// The words that a setting can have, and the one that is meant where none is written.
pub(crate) struct Words<T: 'static> {
    pub(crate) all: &'static [(&'static str, T)],
    pub(in super::super) default: T,
}

/// One of a few words, with a default where the setting is absent.
pub(super) fn word<T: Copy>(cx: &mut Context<'_>, field: &F<String>, words: &Words<T>) -> Option<T> {
    match field {
        F::Absent => Some(words.default),
        F::Bad(_) => None,
        F::Good(written) => one_of(cx, written, words.all, Kind::UnknownChoice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_and_their_traps() {
        assert_eq!(whole("12"), Ok(12));
        assert_eq!(whole("-1001234567890"), Ok(-1_001_234_567_890));
        assert_eq!(whole("0"), Ok(0));
        for (text, kind, help) in [
            ("012", Kind::LeadingZero, "write `12`"),
            ("000", Kind::LeadingZero, "write `0`"),
            ("1_000", Kind::DigitSeparator, "write `1000`"),
            ("1 000", Kind::DigitSeparator, "write `1000`"),
            ("1,000", Kind::DigitSeparator, "write `1000`"),
            ("1,5", Kind::NotANumber, "write digits only, such as `12`; parts"),
            ("0,5", Kind::NotANumber, "write digits only, such as `12`; parts"),
            ("12:30", Kind::ClockNumber, "write a plain number"),
            ("12.0", Kind::NotANumber, "write digits only"),
            ("+12", Kind::NotANumber, "write the count itself"),
            ("no", Kind::NotANumber, "leave the line out"),
            ("Unlimited", Kind::NotANumber, "leave the line out"),
            ("Sold out", Kind::NotANumber, "write `0` for nothing left"),
            ("8 // eight left", Kind::NotANumber, "write `8 # eight left`"),
            ("8;", Kind::NotANumber, "write `8`"),
            ("8 loaves", Kind::NotANumber, "write the number alone: `8`"),
            ("12 pcs.", Kind::NotANumber, "write the number alone: `12`"),
            ("99999999999999999999", Kind::NumberRange, "write a smaller"),
            ("-", Kind::NotANumber, "write digits only"),
            ("", Kind::NotANumber, "write digits only"),
        ] {
            let (found, _, said) = whole(text).unwrap_err();
            assert_eq!(found, kind, "{text}");
            assert!(said.starts_with(help), "{text}: {said}");
        }
    }

    #[test]
    fn a_better_id_is_offered_where_its_letters_allow_one() {
        assert_eq!(slug("Rye Bread").as_deref(), Some("rye-bread"));
        assert_eq!(slug("rye_bread--1").as_deref(), Some("rye-bread-1"));
        assert_eq!(slug("Хлеб 2"), None);
    }
}
