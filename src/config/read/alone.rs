//! Words in braces that have no colon: `{en: Rye, with seeds}`, `{max 5}`, `{min: 1,50}`. A comma ended the value before
//! them, or their own colon is missing; YAML would take them for settings without a value.

use super::super::kinds::Kind;
use super::super::lint::quoted;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::tree::Entry;
use super::de::De;

/// Has it a name, nothing behind it, and not even a colon?
pub(super) fn is_alone(entry: &Entry, text: &str) -> bool {
    entry.value.raw() == Some("") && text[entry.key.span.end..].trim_start().starts_with([',', '}'])
}

/// One problem for the words that stand alone one behind the other.
pub(super) fn report(group: &De<'_>, fields: &[&str]) {
    let entries = group.node.entries();
    let mut at = 0;
    while at < entries.len() {
        let rest = &entries[at..];
        let count = rest.iter().take_while(|entry| is_alone(entry, group.text)).count();
        if count > 0 {
            let before = at.checked_sub(1).and_then(|before| entries.get(before));
            group.push(problem(group, fields, before, &rest[..count]));
        }
        at += count.max(1);
    }
}

fn problem(group: &De<'_>, fields: &[&str], before: Option<&Entry>, alone: &[Entry]) -> Problem {
    let first = &alone[0];
    let (name, value) = first.name().split_once(' ').unwrap_or((first.name(), ""));
    // `en = Rye`, `en; Rye`: another sign in the place of the colon.
    let is_sign = |c: char| "=;:-".contains(c);
    let (name, value) = (
        name.trim_end_matches(is_sign),
        value.trim_start_matches(|c| is_sign(c) || c == ' '),
    );
    let at = |entry: &Entry| Span::new(group.file, entry.key.span.start, entry.key.span.end);
    if fields.contains(&name) || before.is_none() {
        let value = if value.is_empty() { "…" } else { value };
        return Problem::new(
            Kind::NoColon,
            at(first),
            format!("there is no colon in `{}`", first.name()),
        )
        .label("not read as `setting: value`")
        .help(format!("write `{name}: {value}`"));
    }
    let end = alone.last().map_or(first.key.span.end, |last| last.key.span.end);
    let start = before.map_or(end, |before| before.value.span.start);
    let whole = &group.text[start..end];
    let name = before.map_or("", Entry::name);
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if let (1, Some((left, right))) = (alone.len(), whole.split_once(','))
        && is_number(left.trim().trim_start_matches(['+', '-']))
        && is_number(right.split(' ').next().unwrap_or_default())
    {
        let message = format!("`{whole}` has a comma where a dot is needed");
        return Problem::new(Kind::CommaDecimal, Span::new(group.file, start, end), message)
            .label("inside braces a comma ends a value")
            .help(format!("write `{name}: {}.{}`", left.trim(), right.trim()));
    }
    Problem::new(
        Kind::CommaInText,
        at(first),
        format!("a comma ends the text of `{name}` here"),
    )
    .label("stands alone behind it")
    .help(format!("write `{name}: {}`", quoted(whole)))
}
