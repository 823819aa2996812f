//! `parse_mode` HTML.

use super::link;
use super::plain::{Plain, Source, bare, is_space, language};
use crate::sandbox::api::Formatted;

const TAGS: &[&str] = &[
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "ins",
    "tg-spoiler",
    "tg-emoji",
    "tg-time",
    "span",
    "pre",
    "code",
    "blockquote",
];
/// A number written as `&#…` is at most so long.
const REFERENCE_BYTES_MAX: usize = 10;

/// A tag that is open.
struct Tag {
    name: String,
    /// What its one attribute that counts says.
    argument: String,
    /// The second attribute of `tg-time`.
    format: String,
    /// Where it begins in the plain text: UTF-16 units, bytes.
    from: i64,
    begin: usize,
}

pub(super) fn read(text: &str) -> Result<Formatted, String> {
    let (mut source, mut plain, mut open) = (Source::new(text), Plain::default(), Vec::new());
    while !source.is_at_end() {
        match (source.ahead(0), source.ahead(1)) {
            (b'<', b'/') => end_tag(&mut source, &mut plain, &mut open)?,
            (b'<', _) => {
                let tag = start_tag(&mut source, &plain)?;
                open.push(tag);
            }
            _ => {
                if let Some(letter) = letter(&mut source)? {
                    plain.push(letter);
                }
            }
        }
    }
    match open.last() {
        Some(tag) => Err(format!(
            "Can't find end tag corresponding to start tag \"{}\"",
            tag.name
        )),
        None => {
            let code = plain.entities.iter_mut().filter(|entity| entity.kind == "code");
            code.for_each(|entity| entity.rest.clear());
            Ok(plain.finish())
        }
    }
}

/// The next letter, also one that is written as a reference.
fn letter(source: &mut Source<'_>) -> Result<Option<char>, String> {
    match reference(source) {
        None => Ok(source.take()),
        Some((code, bytes)) => {
            source.skip(bytes);
            let unmatched = "Text contains invalid Unicode characters after decoding HTML entities, \
                             check for unmatched surrogate code units";
            char::from_u32(code).map(Some).ok_or_else(|| unmatched.into())
        }
    }
}

/// The letter that a reference means, and how long it is: four names and all numbers. Anything else is no reference.
fn reference(source: &Source<'_>) -> Option<(u32, usize)> {
    if source.ahead(0) != b'&' {
        return None;
    }
    let digits = |from: usize, radix: u32| {
        let number = (from..).map_while(|at| char::from(source.ahead(at)).to_digit(radix));
        number.fold((0_u32, from), |(sum, end), digit| {
            (sum.saturating_mul(radix).saturating_add(digit), end + 1)
        })
    };
    let (code, end) = match (source.ahead(1), source.ahead(2)) {
        (b'#', b'x') => digits(3, 16),
        (b'#', _) => digits(2, 10),
        _ => {
            let names = [("lt", '<'), ("gt", '>'), ("amp", '&'), ("quot", '"')];
            // One more than the longest of them.
            let size = (1..=5).take_while(|at| source.ahead(*at).is_ascii_alphabetic()).count();
            let is_whole = |name: &str| name.len() == size && source.begins_with(&format!("&{name}"));
            let (_, meant) = names.into_iter().find(|(name, _)| is_whole(name))?;
            (u32::from(meant), 1 + size)
        }
    };
    if code == 0 || code >= 0x10_ffff || (source.ahead(1) == b'#' && end >= REFERENCE_BYTES_MAX) {
        return None;
    }
    Some((code, if source.ahead(end) == b';' { end + 1 } else { end }))
}

fn start_tag(source: &mut Source<'_>, plain: &Plain) -> Result<Tag, String> {
    let begin = source.at;
    source.skip(1);
    let name = source
        .take_until(|byte| is_space(byte) || byte == b'>')
        .to_ascii_lowercase();
    if source.is_at_end() {
        return Err(format!("Unclosed start tag at byte offset {begin}"));
    }
    if !TAGS.contains(&name.as_str()) {
        return Err(format!("Unsupported start tag \"{name}\" at byte offset {begin}"));
    }
    let mut tag = Tag {
        name,
        argument: String::new(),
        format: String::new(),
        from: plain.units,
        begin: plain.text.len(),
    };
    loop {
        source.skip_space();
        if source.ahead(0) == b'>' {
            break;
        }
        attribute(source, &mut tag, begin)?;
    }
    source.skip(1);
    if tag.name == "span" && tag.argument != "spoiler" {
        return Err(format!(
            "Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"
        ));
    }
    Ok(tag)
}

fn attribute(source: &mut Source<'_>, tag: &mut Tag, begin: usize) -> Result<(), String> {
    let unclosed = format!("Unclosed start tag \"{}\" at byte offset {begin}", tag.name);
    if source.is_at_end() {
        return Err(unclosed);
    }
    let name = source.take_until(|byte| is_space(byte) || matches!(byte, b'=' | b'>' | b'/' | b'"' | b'\''));
    if name.is_empty() {
        let own = &tag.name;
        return Err(format!(
            "Empty attribute name in the tag \"{own}\" at byte offset {begin}"
        ));
    }
    source.skip_space();
    let value = if source.ahead(0) == b'=' {
        source.skip(1);
        source.skip_space();
        if source.is_at_end() {
            return Err(unclosed);
        }
        let value = value(source)?;
        if source.is_at_end() {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        value
    } else {
        String::new()
    };
    match (tag.name.as_str(), name) {
        ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "unix") => tag.argument = value,
        ("tg-time", "format") => tag.format = value,
        ("blockquote", "expandable") => tag.argument = "1".into(),
        ("code", "class") => keep(&mut tag.argument, value.strip_prefix("language-")),
        ("span", "class") => keep(&mut tag.argument, value.strip_prefix("tg-")),
        _ => {}
    }
    Ok(())
}

fn keep(argument: &mut String, value: Option<&str>) {
    if let Some(value) = value {
        value.clone_into(argument);
    }
}

/// The value of an attribute: in quotation marks, or a word.
fn value(source: &mut Source<'_>) -> Result<String, String> {
    let quote = source.ahead(0);
    if !matches!(quote, b'"' | b'\'') {
        let begin = source.at;
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
        let token = source.take_until(|byte| !is_part(byte)).to_ascii_lowercase();
        if !is_space(source.ahead(0)) && source.ahead(0) != b'>' {
            return Err(format!("Unexpected end of name token at byte offset {begin}"));
        }
        return Ok(token);
    }
    source.skip(1);
    let mut value = String::new();
    while !source.is_at_end() && source.ahead(0) != quote {
        value.extend(letter(source)?);
    }
    source.skip(1);
    Ok(value)
}

fn end_tag(source: &mut Source<'_>, plain: &mut Plain, open: &mut Vec<Tag>) -> Result<(), String> {
    let begin = source.at;
    let Some(tag) = open.pop() else {
        return Err(format!("Unexpected end tag at byte offset {begin}"));
    };
    source.skip(2);
    let name = source
        .take_until(|byte| is_space(byte) || byte == b'>')
        .to_ascii_lowercase();
    source.skip_space();
    if source.ahead(0) != b'>' {
        return Err(format!("Unclosed end tag at byte offset {begin}"));
    }
    source.skip(1);
    if !name.is_empty() && name != tag.name {
        let own = &tag.name;
        return Err(format!(
            "Unmatched end tag at byte offset {begin}, expected \"</{own}>\", found \"</{name}>\""
        ));
    }
    if plain.units > tag.from {
        return close(plain, &tag);
    }
    Ok(())
}

fn close(plain: &mut Plain, tag: &Tag) -> Result<(), String> {
    let kind = match tag.name.as_str() {
        "i" | "em" => "italic",
        "b" | "strong" => "bold",
        "s" | "strike" | "del" => "strikethrough",
        "u" | "ins" => "underline",
        "tg-spoiler" | "span" => "spoiler",
        "blockquote" if tag.argument.is_empty() => "blockquote",
        "blockquote" => "expandable_blockquote",
        "tg-emoji" => {
            let details = link::emoji(&tag.argument)?;
            plain.mark("custom_emoji", tag.from, details);
            return Ok(());
        }
        "tg-time" => {
            let details = link::time(&tag.argument, &tag.format)?;
            plain.mark("date_time", tag.from, details);
            return Ok(());
        }
        "a" => {
            let own = plain.text.get(tag.begin..).unwrap_or("").to_owned();
            let address = if tag.argument.is_empty() { &own } else { &tag.argument };
            link::mark(plain, tag.from, address);
            return Ok(());
        }
        _ => {
            code(plain, tag);
            return Ok(());
        }
    };
    plain.mark(kind, tag.from, bare());
    Ok(())
}

/// `<pre>` and `<code class="language-…">` around the same text, whichever is outside, are one block with a language.
fn code(plain: &mut Plain, tag: &Tag) {
    let (from, length) = (tag.from, plain.units - tag.from);
    let other = if tag.name == "pre" { "code" } else { "pre" };
    let inner = plain
        .entities
        .last_mut()
        .filter(|inner| inner.kind == other && inner.offset == from && inner.length == length);
    match inner {
        Some(inner) if tag.name == "pre" && inner.rest.contains_key("language") => inner.kind = "pre".into(),
        Some(inner) if tag.name == "code" && !tag.argument.is_empty() => inner.rest = language(&tag.argument),
        _ if tag.name == "pre" => plain.mark("pre", from, bare()),
        // Of code that turns out to be no block, `read` forgets the language.
        _ => plain.mark("code", from, language(&tag.argument)),
    }
}
