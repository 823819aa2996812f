//! Traps of `[ ]` and `{ }`: one too many, one missing, a text that begins with one, a colon inside that lost its space;
//! and a list that stands behind its name without them.

use super::super::kinds::Kind;
use super::lines::{Line, after_closing};
use super::traps::{Trap, may_follow_quote, quoted, value_range, within_quotes, write};

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

/// What ends a text inside of brackets.
const ENDS: [char; 3] = [',', '}', ']'];

/// `{en: "The "old" rye"}`: a text inside of brackets that goes on after its closing quote.
pub(super) fn text_after_inner_quote(line: &Line<'_>) -> Option<Trap> {
    let value = line.value.strip_prefix(['{', '[']).map(|_| line.value)?;
    let (mut at, mut before) = (0, ' ');
    while let Some(c) = value[at..].chars().next() {
        let opens = (c == '"' || c == '\'') && "{[,:".contains(before);
        let next = at + c.len_utf8();
        if !c.is_whitespace() {
            before = c;
        }
        at = next;
        if !opens {
            continue;
        }
        let rest = after_closing(&value[next..], c)?;
        at = value.len() - rest.len();
        if may_follow_quote(rest.trim_start()) {
            continue;
        }
        let start = next - c.len_utf8();
        let end = rest.find(ENDS).map_or(value.len(), |end| at + end);
        let better = quoted(within_quotes(value[start..end].trim_end()));
        let message = "the text goes on after its closing quote".to_owned();
        return Some(Trap {
            kind: Kind::SpecialStart,
            at: line.value_start + start..line.value_start + end,
            message,
            label: "only a part of it is quoted",
            help: write(line, &format!("{}{better}{}", &value[..start], &value[end..])),
        });
    }
    None
}

/// `{en: Dark rye ru: Рожь}` lacks a comma, and `{en: New: dark rye}` lacks quotes.
pub(super) fn second_colon(line: &Line<'_>) -> Option<Trap> {
    let value = line.value.strip_prefix('{').map(|_| line.value)?;
    if value.contains(['"', '\'']) {
        return None;
    }
    let mut start = 0;
    for part in value.split_inclusive(['{', '[', ',', '}', ']']) {
        let text = part.trim_end_matches(['{', '[', ',', '}', ']']);
        let begin = start;
        start += part.len();
        let Some((first, rest)) = text.split_once(": ") else {
            continue;
        };
        let Some((words, _)) = rest.split_once(": ") else {
            continue;
        };
        let text_at = begin + first.len() + 2;
        let at = line.value_start + text_at..line.value_start + begin + text.len();
        let name = words.rsplit(' ').next().unwrap_or("");
        let is_name = name.len() < words.len() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        return Some(if is_name && !name.is_empty() {
            let comma = text_at + words.len() - name.len() - 1;
            Trap {
                kind: Kind::UnclosedBracket,
                at,
                message: format!("a comma is missing before `{name}:`"),
                label: "not read as two settings",
                help: write(line, &format!("{},{}", &value[..comma], &value[comma..])),
            }
        } else {
            let whole = &value[text_at..begin + text.len()];
            let rest = &value[begin + text.len()..];
            Trap {
                kind: Kind::ColonInText,
                at,
                message: "this text has a colon inside, which is read as another setting".to_owned(),
                label: "needs quotes",
                help: write(line, &format!("{}{}{rest}", &value[..text_at], quoted(whole))),
            }
        });
    }
    None
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
