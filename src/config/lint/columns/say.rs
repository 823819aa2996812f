//! What is said of a line that stands in no column of its neighbours, and where it is marked.

use super::super::super::kinds::Kind;
use super::super::lines::{Line, is_block_header};
use super::super::traps::Trap;

fn spaces(count: usize) -> String {
    match count {
        0 => "no space".to_owned(),
        1 => "1 space".to_owned(),
        _ => format!("{count} spaces"),
    }
}

/// The line's place, from its first visible character.
fn place(line: &Line<'_>) -> std::ops::Range<usize> {
    line.start + line.indent()..line.start + line.text.trim_end().len()
}

pub(super) fn moved(line: &Line<'_>, column: usize, neighbour: Option<&str>, text_above: Option<&Line<'_>>) -> Trap {
    let wanted = spaces(column);
    let as_before = match neighbour.filter(|key| *key != "- ") {
        Some(key) => format!(", as before `{key}:`"),
        None => String::new(),
    };
    let of_the_text = match text_above.and_then(|above| above.key) {
        Some(name) => format!("; if it belongs to `{name}:`, put what stands there in quotes, or take it away"),
        None => String::new(),
    };
    let help = format!("write {wanted} before it{as_before}{of_the_text}");
    Trap {
        kind: Kind::BadIndent,
        at: place(line),
        message: format!(
            "this line has {} before it, and the lines around it have another number",
            spaces(line.indent())
        ),
        label: "not in line with them",
        help,
    }
}

/// A dash among settings, or a setting among dashes.
pub(super) fn mixed(line: &Line<'_>, column: usize) -> Trap {
    let help = if line.is_entry() {
        format!(
            "take the `- ` off, or write {} before it, if it belongs to the line above",
            spaces(column + 2)
        )
    } else {
        format!(
            "write `- ` before it, or {} if it belongs to the line above",
            spaces(column + 2)
        )
    };
    Trap {
        kind: Kind::BadIndent,
        at: place(line),
        message: "entries with `- ` and settings stand side by side here".to_owned(),
        label: "of another sort than its neighbours",
        help,
    }
}

/// `- rye`, where the lines below are settings of an entry.
pub(super) fn nameless(line: &Line<'_>) -> Trap {
    Trap {
        kind: Kind::NoColon,
        at: place(line),
        message: "this entry has settings below it, and no name before its first value".to_owned(),
        label: "not read as `setting: value`",
        help: format!(
            "write the name of a setting behind the dash, such as `- id: {}`",
            line.value
        ),
    }
}

pub(super) fn headless_list(line: &Line<'_>) -> Trap {
    Trap {
        kind: Kind::BadIndent,
        at: place(line),
        message: "this list stands below no name".to_owned(),
        label: "its first entry",
        help: "write the name of the setting that it belongs to on a line above, such as `categories:` or `products:`"
            .to_owned(),
    }
}

/// Words that stand too far left for the text that they go on with.
pub(super) fn lost_words(line: &Line<'_>, above: &Line<'_>) -> Trap {
    let wanted = spaces(above.block.unwrap_or(above.column() + 2));
    let (message, label, help) = if is_block_header(above.value) && above.block.is_none() {
        (
            format!(
                "the text of `{}` stands no further right than its name",
                above.key.unwrap_or("- ")
            ),
            "not read as its text",
            format!("write {wanted} before this line and the lines of the text below it"),
        )
    } else {
        (
            "these words belong to no setting".to_owned(),
            "further left than the text above",
            format!("write {wanted} before them, if they go on with the text above"),
        )
    };
    Trap {
        kind: Kind::BadIndent,
        at: place(line),
        message,
        label,
        help,
    }
}

/// Several words below several words, in the column of their setting: a text that was broken by the Enter key.
pub(super) fn goes_on(line: &Line<'_>, above: &Line<'_>) -> bool {
    let several = |text: &str| text.split_whitespace().count() > 2;
    let is_plain = !above.value.starts_with(['"', '\'', '{', '[', '|', '>']);
    is_plain && several(above.value) && several(line.value) && note_of(line.value).is_none()
}

pub(super) fn runs_over(line: &Line<'_>, above: &Line<'_>) -> Trap {
    let name = above.key.unwrap_or("- ");
    let wanted = spaces(above.column() + 2);
    // A sentence may begin with any word, and a setting with a small letter.
    let own = name_of(line.value).filter(|(name, _)| name.starts_with(|c: char| c.is_ascii_lowercase()));
    let own = own.map(|(name, rest)| format!("; if they are a setting, write `{name}: {rest}`"));
    Trap {
        kind: Kind::BadIndent,
        at: place(line),
        message: "these words belong to no setting".to_owned(),
        label: "no further right than the text above",
        help: format!(
            "write {wanted} before them, if they go on with the text of `{name}`{}",
            own.unwrap_or_default()
        ),
    }
}

/// What is said in a note that begins as notes do elsewhere.
fn note_of(words: &str) -> Option<&str> {
    const SIGNS: [(&str, &str); 5] = [("//", ""), ("<!--", "-->"), ("/*", "*/"), ("--", ""), (";", "")];
    SIGNS.iter().find_map(|(sign, end)| {
        let note = words.strip_prefix(sign)?;
        Some(note.strip_suffix(end).unwrap_or(note).trim())
    })
}

/// A first word that may be the name of a setting, and the words behind it.
fn name_of(words: &str) -> Option<(&str, &str)> {
    let (name, rest) = words.split_once(' ').unwrap_or((words, ""));
    let name = name.trim_end_matches(['.', ',', ';']);
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_' || b == b'-');
    is_name.then(|| (name, rest.trim_start()))
}

pub(super) fn no_colon(line: &Line<'_>) -> Trap {
    let words = line.value.trim_end();
    // `"price": "5.20",` from a file for programs.
    let pair = words.strip_prefix('"').and_then(|words| words.split_once("\":"));
    let is_table = words.contains('\t') || words.matches([';', '|']).count() > 1;
    let help = match (note_of(words), name_of(words)) {
        _ if let Some((name, value)) = pair => {
            let value = value.trim().trim_end_matches(',').trim_matches('"');
            format!("write `{name}: {value}`, without quotes around the name and without a comma at the end")
        }
        _ if is_table => {
            "a table cannot be read: write each of its rows as an entry, such as `- {id: rye, title: Dark rye, description: 700 g, price: 5.20}`".to_owned()
        }
        (Some(note), _) => format!("a note begins with `#`: write `# {note}`"),
        (None, Some((name, ""))) => format!("write `{name}:`, with its value behind it or on the lines below"),
        (None, Some((name, rest))) => format!("write `{name}: {rest}`"),
        (None, None) => "write the name of a setting, a colon, a space and its value".to_owned(),
    };
    Trap {
        kind: Kind::NoColon,
        at: place(line),
        message: "there is no colon in this line".to_owned(),
        label: "not read as `setting: value`",
        help,
    }
}
