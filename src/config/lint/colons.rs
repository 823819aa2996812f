//! Colons that are missing, of another sort, or read as another setting.

use super::super::kinds::Kind;
use super::lines::Line;
use super::traps::{Trap, quoted, value_range, write};
use crate::shop::Language;

/// `price = 5.20`, `price： 5.20`: a setting with something else than a colon.
pub(super) fn wrong_colon(line: &Line<'_>) -> Option<Trap> {
    let value = line.key.is_none().then_some(line.value)?;
    let word = value.split(|c: char| !c.is_ascii_lowercase() && c != '_').next()?;
    let rest = value[word.len()..].trim_start();
    let sign = rest
        .chars()
        .next()
        .filter(|c| "=：;→".contains(*c) && !word.is_empty())?;
    let meant = rest[sign.len_utf8()..].trim_start_matches(['>', ' ', '=']);
    Some(Trap {
        kind: Kind::NoColon,
        at: value_range(line),
        message: format!("`{sign}` stands between `{word}` and its value, where a colon and a space are needed"),
        label: "not read as a setting",
        help: format!("write `{word}: {meant}`"),
    })
}

pub(super) fn missing_space(line: &Line<'_>) -> Option<Trap> {
    let colon = line
        .value
        .find(':')
        .filter(|_| line.key.is_none() && !line.is_quoted())?;
    let (word, rest) = (&line.value[..colon], &line.value[colon + 1..]);
    let is_word = !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    (is_word && !rest.starts_with("//") && !rest.contains(": ")).then(|| Trap {
        kind: Kind::MissingSpace,
        at: value_range(line),
        message: format!("the space after `{word}:` is missing"),
        label: "read as one text",
        help: format!("write `{word}: {rest}`"),
    })
}

pub(super) fn colon_in_text(line: &Line<'_>) -> Option<Trap> {
    let plain = !line.is_quoted() && !line.value.starts_with(['[', '{', '|', '>', '#']);
    let value = line.value.split(" #").next().unwrap_or("");
    let inside = value.contains(": ") || value.ends_with(':');
    (plain && inside).then(|| Trap {
        kind: Kind::ColonInText,
        at: value_range(line),
        message: "this text has a colon inside, which is read as another setting".to_owned(),
        label: "needs quotes",
        help: colon_meant(line, value),
    })
}

fn colon_meant(line: &Line<'_>, value: &str) -> String {
    let is_setting = |part: &str| {
        part.split_once(": ")
            .is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_lowercase()))
    };
    match line.key {
        // `- id: whole, title: Whole`: the settings of an entry, without the braces around them.
        Some("id") if line.is_entry() && value.split_once(", ").is_some_and(|(_, rest)| is_setting(rest)) => {
            format!("write `- {{{}}}`", line.with_value(line.value))
        }
        None if line.column() == 0 => format!("a note begins with `#`: write `# {}`", line.value),
        _ => write(line, &by_language(line.value).unwrap_or_else(|| quoted(line.value))),
    }
}

/// `en: Bread, ru: Хлеб` lacks braces, and no quotes.
fn by_language(text: &str) -> Option<String> {
    let bare = text.trim_start_matches('(').trim_end_matches(')');
    let (code, rest) = bare.split_once(": ")?;
    (Language::parse(code).is_some() && !rest.contains(['"', '{'])).then(|| format!("{{{bare}}}"))
}
