//! YAML's traps, one function each: what a careful reader would point at before a parser is asked.
//! `always` are mistakes in any text; `when_broken` are explanations that only a parser's refusal justifies.

use super::super::kinds::Kind;
use super::brackets::{
    bracket_start, extra_bracket, list_in_line, missing_space_inside, second_colon, text_after_inner_quote,
    unclosed_bracket,
};
use super::characters::{control, invisible, invisible_break, odd_space, tab_indent};
use super::colons::{colon_in_text, missing_space, wrong_colon};
use super::lines::Line;
use super::marks::{merge_mark, name_inside};

/// A trap that was stepped into: the bytes, the sentence and the way out.
#[derive(Debug, PartialEq)]
pub(crate) struct Trap {
    pub(crate) kind: Kind,
    pub(crate) at: std::ops::Range<usize>,
    pub(crate) message: String,
    pub(crate) label: &'static str,
    pub(crate) help: String,
}

type Check = fn(&Line<'_>) -> Option<Trap>;

/// What a word processor makes of the `- ` before an entry.
pub(crate) const WRONG_DASHES: [char; 6] = ['–', '—', '•', '·', '▪', '*'];

pub(crate) fn always(line: &Line<'_>) -> Option<Trap> {
    const CHECKS: [Check; 10] = [
        merge_mark,
        tab_indent,
        odd_space,
        invisible,
        merge_key,
        reserved_start,
        close_dash,
        missing_space,
        missing_space_inside,
        smart_quotes,
    ];
    CHECKS.iter().find_map(|check| check(line))
}

pub(crate) fn when_broken(line: &Line<'_>) -> Option<Trap> {
    const CHECKS: [Check; 16] = [
        control,
        name_inside,
        invisible_break,
        wrong_dash,
        list_in_line,
        wrong_colon,
        after_hash,
        unclosed_quote,
        text_after_quote,
        text_after_long_quote,
        text_after_inner_quote,
        extra_bracket,
        bracket_start,
        unclosed_bracket,
        second_colon,
        colon_in_text,
    ];
    CHECKS.iter().find_map(|check| check(line))
}

/// A text as YAML wants it quoted.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}

pub(super) fn value_range(line: &Line<'_>) -> std::ops::Range<usize> {
    line.value_start..line.value_start + line.value.len()
}

pub(super) fn write(line: &Line<'_>, value: &str) -> String {
    format!("write `{}`", line.with_value(value))
}

fn wrong_dash(line: &Line<'_>) -> Option<Trap> {
    let content = line.text.trim_start();
    let rest = content.strip_prefix(WRONG_DASHES)?;
    let at = line.start + line.text.len() - content.len();
    rest.starts_with(' ').then(|| Trap {
        kind: Kind::WrongDash,
        at: at..at + content.len() - rest.len(),
        message: format!(
            "an entry of a list begins with a plain `- `, and not with `{}`",
            &content[..content.len() - rest.len()]
        ),
        label: "not the minus sign of the keyboard",
        help: format!("write `- {}`", rest.trim()),
    })
}

fn merge_key(line: &Line<'_>) -> Option<Trap> {
    (line.key == Some("<<")).then(|| Trap {
        kind: Kind::MergeKey,
        at: value_range(line).start - line.value_start + line.start + line.text.find("<<").unwrap_or(0)
            ..line.value_start + line.value.len(),
        message: "`<<` would copy settings from another place, and a shop's files do not".to_owned(),
        label: "not the name of a setting",
        help: "take it out, and write here each setting that it was to copy".to_owned(),
    })
}

fn reserved_start(line: &Line<'_>) -> Option<Trap> {
    let first = line.value.chars().next().filter(|c| "*&@%`!".contains(*c))?;
    if line.key.is_none() && line.value.starts_with("* ") {
        return wrong_dash(line);
    }
    if line.value.starts_with("```") {
        return Some(Trap {
            kind: Kind::SpecialStart,
            at: value_range(line),
            message: "this line belongs to a chat or a web page, and to no shop".to_owned(),
            label: "copied along with the text",
            help: "delete the line".to_owned(),
        });
    }
    let is_telegram_id = matches!(line.key, Some("id" | "orders_chat"));
    // The first line of a text that goes on below: quotes around this one alone would not do.
    let help = match line.under.filter(|_| line.text.trim_start().starts_with(line.value)) {
        Some(name) => format!("write `{name}: |` one line above, and leave the text below as it is"),
        None if first == '@' && is_telegram_id => {
            "write the number instead of the name: whoever sends /id to the bot is told the line to write".to_owned()
        }
        None => write(line, &quoted(line.value)),
    };
    Some(Trap {
        kind: Kind::SpecialStart,
        at: value_range(line),
        message: format!("a text may begin with `{first}` only inside quotes"),
        label: "this first character has another meaning here",
        help,
    })
}

/// `-id: rye`
fn close_dash(line: &Line<'_>) -> Option<Trap> {
    let content = line.text.trim_start();
    let rest = content.strip_prefix('-')?;
    let is_word = rest.starts_with(|c: char| c.is_ascii_lowercase());
    let at = line.start + line.text.len() - content.len();
    (is_word && rest.contains(": ")).then(|| Trap {
        kind: Kind::MissingSpace,
        at: at..at + content.trim_end().len(),
        message: "the space after the dash is missing".to_owned(),
        label: "not read as an entry of a list",
        help: format!("write `- {}`", rest.trim_end()),
    })
}

fn smart_quotes(line: &Line<'_>) -> Option<Trap> {
    const CURLY: [char; 6] = ['“', '”', '„', '‘', '’', '‚'];
    let inner = line.value.strip_prefix(CURLY)?.strip_suffix(CURLY)?;
    Some(Trap {
        kind: Kind::SmartQuotes,
        at: value_range(line),
        message: "curly quotes are shown to customers as part of the text".to_owned(),
        label: "not the straight quotes of the keyboard",
        help: format!(
            "{}, or put straight quotes around them if they are meant",
            write(line, &quoted(inner))
        ),
    })
}

fn after_hash(line: &Line<'_>) -> Option<Trap> {
    let hash = line.value.find(" #").filter(|_| !line.is_quoted())?;
    let next = line.value[hash + 2..].chars().next()?;
    (!next.is_whitespace() && next != '#').then(|| Trap {
        kind: Kind::TextAfterHash,
        at: line.value_start + hash + 1..line.value_start + line.value.len(),
        message: "everything from ` #` on is a comment and not part of the value".to_owned(),
        label: "cut off here",
        help: "put the text in quotes, such as \"Mug #1\"".to_owned(),
    })
}

fn unclosed_quote(line: &Line<'_>) -> Option<Trap> {
    let quote = line
        .value
        .chars()
        .next()
        .filter(|_| line.is_quoted() && line.after_quote().is_none() && line.ends_below.is_none())?;
    Some(Trap {
        kind: Kind::UnclosedQuote,
        at: value_range(line),
        message: format!("the quote {quote} that opens this text is never closed"),
        label: "opened here",
        help: format!(
            "{} if the text ends on this line",
            write(line, &format!("{}{quote}", line.value))
        ),
    })
}

fn text_after_quote(line: &Line<'_>) -> Option<Trap> {
    let rest = line.after_quote().filter(|_| line.is_quoted())?.trim_start();
    (!may_follow_quote(rest)).then(|| Trap {
        kind: Kind::SpecialStart,
        at: value_range(line),
        message: "the text goes on after its closing quote".to_owned(),
        label: "only a part of it is quoted",
        help: write(line, &quoted(within_quotes(line.value))),
    })
}

pub(super) fn may_follow_quote(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['#', ',', ':', ']', '}'])
}

/// The same for a text that is quoted over several lines.
fn text_after_long_quote(line: &Line<'_>) -> Option<Trap> {
    let rest = line.ends_below?.trim();
    let name = line.key.unwrap_or("-");
    (!may_follow_quote(rest)).then(|| Trap {
        kind: Kind::SpecialStart,
        at: value_range(line),
        message: format!("this text goes on after its closing quote, with `{rest}`"),
        label: "only a part of it is quoted",
        help: format!("write `{name}: |` here, and the whole text without those quotes on the lines below"),
    })
}

/// `'Ann's bread'` and `"The "old" rye"` without the quotes around; `"Big" bread` and `"Big" and "small"` as they are.
pub(super) fn within_quotes(text: &str) -> &str {
    let quote = text.chars().next().unwrap_or(' ');
    let inner = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    let opens_again = |inner: &str| inner.find(quote).is_some_and(|at| inner[..at].ends_with(' '));
    inner
        .filter(|inner| inner.matches(quote).count() == 1 || opens_again(inner))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests;
