//! Characters that nobody sees, or that look like others: tabs, odd spaces, invisible breaks, control characters.

use super::super::kinds::Kind;
use super::lines::{Line, ODD_SPACES};
use super::traps::Trap;

pub(super) fn tab_indent(line: &Line<'_>) -> Option<Trap> {
    let white = line.text.len() - line.text.trim_start().len();
    let tab = line.text[..white].find('\t')?;
    Some(Trap {
        kind: Kind::TabIndent,
        at: line.start + tab..line.start + tab + 1,
        message: "this line is indented with a tab".to_owned(),
        label: "a tab, where only spaces may stand",
        help: "replace the tab by spaces, as many as the lines around it have".to_owned(),
    })
}

pub(super) fn odd_space(line: &Line<'_>) -> Option<Trap> {
    let lead = &line.text[..line.value_start - line.start];
    let end = line.text.trim_end_matches(|c: char| ODD_SPACES.contains(&c)).len();
    let at = match lead.find(ODD_SPACES) {
        Some(at) => at,
        None if end < line.text.len() => end,
        None => return None,
    };
    Some(Trap {
        kind: Kind::NoBreakSpace,
        at: line.start + at..line.start + at + line.text[at..].chars().next().map_or(1, char::len_utf8),
        message: "an invisible no-break space stands here instead of a plain space".to_owned(),
        label: "looks like a space and is none",
        help: "delete it and press the space bar; it often comes with text copied from a web page".to_owned(),
    })
}

/// Zero-width characters and those that turn the direction of a line; the joiners of emoji and scripts are none of them.
pub(super) fn invisible(line: &Line<'_>) -> Option<Trap> {
    let hidden =
        |c: char| matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let at = line.text.find(hidden)?;
    let c = line.text[at..].chars().next()?;
    Some(Trap {
        kind: Kind::InvisibleCharacter,
        at: line.start + at..line.start + at + c.len_utf8(),
        message: format!("an invisible character stands in this line (U+{:04X})", u32::from(c)),
        label: "cannot be seen, and is part of the value",
        help: "delete the word around it and type it again; it often comes with text copied from elsewhere".to_owned(),
    })
}

pub(super) fn invisible_break(line: &Line<'_>) -> Option<Trap> {
    let at = line.text.find(['\u{2028}', '\u{2029}', '\u{85}', '\r'])?;
    Some(Trap {
        kind: Kind::NoBreakSpace,
        at: line.start + at..line.start + at + line.text[at..].chars().next().map_or(1, char::len_utf8),
        message: "an invisible line break stands inside this line".to_owned(),
        label: "cannot be seen, and ends the line",
        help: "delete it and write the text again; it often comes with text copied from elsewhere".to_owned(),
    })
}

pub(super) fn control(line: &Line<'_>) -> Option<Trap> {
    let at = line
        .text
        .find(|c: char| c.is_ascii_control() && c != '\t' && c != '\r')?;
    Some(Trap {
        kind: Kind::ControlCharacter,
        at: line.start + at..line.start + at + 1,
        message: "an invisible control character stands here".to_owned(),
        label: "cannot be seen, and cannot be sent",
        help: "delete the word around it and type it again".to_owned(),
    })
}
