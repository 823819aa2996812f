//! Settings of a group that stand beside its name instead of below it: `title:`, and under it `en: Rye`, as far left.
//! YAML takes the name for one without a value, and the others for settings that do not exist.

use std::ops::Range;

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::tree::Entry;
use super::de::De;
use super::suggest::did_you_mean;

/// The entries that were meant to stand below the one before them; each such row is one problem.
pub(super) fn report(group: &De<'_>, fields: &[&'static str]) -> Vec<Range<usize>> {
    let entries = group.node.entries();
    let is_stranger = |entry: &Entry| {
        let name = entry.name();
        !fields.contains(&name) && did_you_mean(name, fields.iter().copied()).is_none()
    };
    let mut rows = Vec::new();
    let mut at = 0;
    while at < entries.len() {
        let (owner, rest) = (&entries[at], &entries[at + 1..]);
        let count = rest.iter().take_while(|entry| is_stranger(entry)).count();
        if count > 0 && fields.contains(&owner.name()) && is_bare(owner, &rest[0], group.text) {
            group.push(problem(group, owner, &rest[..count]));
            rows.push(at + 1..at + 1 + count);
        }
        at += 1 + count;
    }
    rows
}

/// Has it a name and nothing behind it, and does the other begin a line below it?
fn is_bare(owner: &Entry, next: &Entry, text: &str) -> bool {
    let between = text.get(owner.key.span.end..next.key.span.start).unwrap_or("");
    let is_below = between.contains('\n') && !between.contains(['{', '}', ',']);
    owner.value.raw() == Some("") && is_below
}

fn problem(group: &De<'_>, owner: &Entry, strangers: &[Entry]) -> Problem {
    let at = |entry: &Entry| Span::new(group.file, entry.key.span.start, entry.key.span.end);
    let names: Vec<String> = strangers.iter().map(|entry| format!("`{}:`", entry.name())).collect();
    let (list, stand) = match names.as_slice() {
        [one] => (one.clone(), "stands"),
        [first, second] => (format!("{first} and {second}"), "stand"),
        [first, ..] => (format!("{first} and {} others", names.len() - 1), "stand"),
        [] => (String::new(), "stand"),
    };
    let message = format!("{list} {stand} beside `{}:` and not below it", owner.name());
    let help = match names.as_slice() {
        [one] => format!("write two spaces more before {one}"),
        _ => format!("write two spaces more before each, from {} on", names[0]),
    };
    let problem = Problem::new(Kind::BadIndent, at(owner), message).label("nothing is within it");
    problem.also(at(&strangers[0]), "as far left as it").help(help)
}
