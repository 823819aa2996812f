//! Traps of `[ ]` and `{ }`: one too many, one missing, a text that begins with one, a colon inside that lost its space;
//! and a list that stands behind its name without them.

use super::super::kinds::Kind;
use super::lines::Line;
use super::traps::{Trap, quoted, value_range, write};

/// `[en]]`: one bracket more is closed than was opened.
pub(super) fn extra_bracket(line: &Line<'_>) -> Option<Trap> {
    let value = line.value.split(" #").next().unwrap_or("").trim_end();
    let (open, close) = match value.chars().next()? {
        '[' => ('[', ']'),
        '{' => ('{', '}'),
        _ => return None,
    };
    let quoted = value.contains(['"', '\'']);
    let extra = value.matches(close).count() > value.matches(open).count();
    (extra && !quoted && value.ends_with(close)).then(|| Trap {
        kind: Kind::UnclosedBracket,
        at: line.value_start + value.len() - 1..line.value_start + value.len(),
        message: format!("there is one `{close}` too many"),
        label: "closes what was not opened",
        help: format!("write `{}`", line.with_value(&value[..value.len() - 1])),
    })
}

pub(super) fn bracket_start(line: &Line<'_>) -> Option<Trap> {
    let close = match line.value.chars().next()? {
        '[' => ']',
        '{' => '}',
        '>' | '|' => '\n',
        _ => return None,
    };
    let ends_well = line
        .value
        .split(" #")
        .next()
        .is_some_and(|text| text.trim_end().ends_with([close, ',']));
    let is_start_of_list = close != '\n' && !line.value.contains(close);
    let is_block = close == '\n' && line.value.len() <= 3;
    (!ends_well && !is_start_of_list && !is_block).then(|| Trap {
        kind: Kind::SpecialStart,
        at: value_range(line),
        message: format!("a text may begin with `{}` only inside quotes", &line.value[..1]),
        label: "this first character has another meaning here",
        help: write(line, &quoted(line.value)),
    })
}

/// `[en, ru` with nothing behind it that would go on on the next line.
pub(super) fn unclosed_bracket(line: &Line<'_>) -> Option<Trap> {
    let (open, close, what) = match line.value.chars().next()? {
        '[' => ('[', ']', "list"),
        '{' => ('{', '}', "group"),
        _ => return None,
    };
    let missing = line
        .value
        .matches(open)
        .count()
        .checked_sub(line.value.matches(close).count())?;
    let goes_on = line.value.ends_with(['[', '{', ',', ':']) || line.value.contains(['"', '\'']);
    (missing == 1 && !goes_on).then(|| Trap {
        kind: Kind::UnclosedBracket,
        at: value_range(line),
        message: format!("this {what} begins with `{open}`, and its `{close}` is missing"),
        label: "not finished on this line",
        help: write(line, &format!("{}{close}", line.value)),
    })
}

/// `languages: - en - ru`
pub(super) fn list_in_line(line: &Line<'_>) -> Option<Trap> {
    let entries = line.value.strip_prefix("- ").filter(|_| line.key.is_some())?;
    let help = if entries.contains([':', '"', '\'', '[', '{']) {
        format!(
            "write `- {}` on a line of its own below, with two spaces more before it",
            entries.trim()
        )
    } else {
        let entries: Vec<&str> = entries.split(" - ").map(str::trim).collect();
        write(line, &format!("[{}]", entries.join(", ")))
    };
    Some(Trap {
        kind: Kind::ListInLine,
        at: value_range(line),
        message: "a list with dashes cannot begin behind a colon".to_owned(),
        label: "not read as a list here",
        help: format!("{help}; a text that begins with `-` needs quotes"),
    })
}

/// `{en:Bread}`
pub(super) fn missing_space_inside(line: &Line<'_>) -> Option<Trap> {
    let value = line.value.strip_prefix('{').map(|_| line.value)?;
    let mut better = String::new();
    let mut first = None;
    for (number, part) in value.split_inclusive(['{', ',']).enumerate() {
        let name = part.trim_start_matches(' ').split(':').next().unwrap_or("");
        let behind = part.len() - part.trim_start_matches(' ').len() + name.len() + 1;
        let is_word = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'-');
        let rest = part.get(behind..).unwrap_or("");
        let touches = rest.starts_with(|c: char| !c.is_whitespace() && c != '}' && c != ',') && !rest.starts_with("//");
        let in_list = better.matches('[').count() > better.matches(']').count();
        if number > 0 && is_word && touches && !in_list {
            first = first.or(Some(name));
            better += &part[..behind];
            better.push(' ');
            better += rest;
        } else {
            better += part;
        }
    }
    let name = first.filter(|_| !value.contains(['"', '\'']))?;
    Some(Trap {
        kind: Kind::MissingSpace,
        at: value_range(line),
        message: format!("the space after `{name}:` is missing"),
        label: "read as one text",
        help: write(line, &better),
    })
}
