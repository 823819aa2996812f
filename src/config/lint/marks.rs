//! What does not come from an owner's hand: marks that git left, and names as Telegram shows them.

use super::super::kinds::Kind;
use super::lines::Line;
use super::traps::Trap;

/// What git writes between two versions of the same lines.
pub(super) fn is_merge_mark(line: &Line<'_>) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>"]
        .iter()
        .any(|mark| line.text.starts_with(mark))
}

pub(super) fn merge_mark(line: &Line<'_>) -> Option<Trap> {
    is_merge_mark(line).then(|| Trap {
        kind: Kind::Syntax,
        at: line.start..line.start + line.text.trim_end().len(),
        message: "git left two versions of these lines here, one below the other".to_owned(),
        label: "a mark of git",
        help: "keep one of the two, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`".to_owned(),
    })
}

/// `{id: @anna}` and `[@anna]`: a person's name where a number is needed.
pub(super) fn name_inside(line: &Line<'_>) -> Option<Trap> {
    let before = |at: &usize| line.value[..*at].trim_end().ends_with([':', '[', ',', '{']);
    let is_open = line.value.starts_with(['{', '[']);
    let at = line.value.find('@').filter(before).filter(|_| is_open)?;
    let rest = &line.value[at..];
    let name = rest.split([',', '}', ']', ' ']).next().unwrap_or(rest);
    let start = line.value_start + at;
    Some(Trap {
        kind: Kind::SpecialStart,
        at: start..start + name.len(),
        message: format!("`{name}` begins with a sign that has another meaning here"),
        label: "a name, and no number",
        help: format!("people and chats are known by the number that /id answers; a text is written `\"{name}\"`"),
    })
}
