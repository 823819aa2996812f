//! `parse_mode` Markdown, the old one: no nesting, and only four letters mean anything.

use super::link;
use super::plain::{Plain, Source, bare, language};
use crate::sandbox::api::Formatted;

pub(super) fn read(text: &str) -> Result<Formatted, String> {
    let (mut source, mut plain) = (Source::new(text), Plain::default());
    while !source.is_at_end() {
        match source.ahead(0) {
            b'\\' if matches!(source.ahead(1), b'_' | b'*' | b'`' | b'[') => {
                source.skip(1);
                plain.copy(&mut source);
            }
            b'_' | b'*' | b'`' | b'[' => entity(&mut source, &mut plain)?,
            _ => plain.copy(&mut source),
        }
    }
    Ok(plain.finish())
}

fn entity(source: &mut Source<'_>, plain: &mut Plain) -> Result<(), String> {
    let (begin, first, from) = (source.at, source.ahead(0), plain.units);
    let is_block = source.begins_with("```");
    source.skip(if is_block { 3 } else { 1 });
    let code = if is_block { source.language() } else { String::new() };
    let end = match first {
        _ if is_block => "```",
        b'[' => "]",
        b'_' => "_",
        b'*' => "*",
        _ => "`",
    };
    let starts = plain.text.len();
    while !source.is_at_end() && !source.begins_with(end) {
        plain.copy(source);
    }
    if source.is_at_end() {
        return Err(format!("Can't find end of the entity starting at byte offset {begin}"));
    }
    source.skip(end.len());
    match first {
        b'_' => plain.mark("italic", from, bare()),
        b'*' => plain.mark("bold", from, bare()),
        b'`' if is_block => plain.mark("pre", from, language(&code)),
        b'`' => plain.mark("code", from, bare()),
        _ => {
            let own = plain.text.get(starts..).unwrap_or("").to_owned();
            let address = if source.ahead(0) == b'(' {
                source.skip(1);
                let address = source.take_until(|byte| byte == b')').to_owned();
                source.skip(1);
                address
            } else {
                own
            };
            if plain.units > from {
                link::mark(plain, from, &address);
            }
        }
    }
    Ok(())
}
