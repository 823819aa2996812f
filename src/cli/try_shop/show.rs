//! A message of the chat as text for a terminal or a pipe. Pure: nothing is read or written here.

use std::fmt::Write as _;

use super::super::output::{Tone, clean, clean_line, paint};
use crate::sandbox::{Button, Content, Entity, FileView, InlineResult, InvoiceView, MessageView, Press, Toast};

/// One message: who, what, buttons with their numbers.
pub(super) fn message(message: &MessageView, numbers: &[Vec<usize>], coloured: bool) -> String {
    let mut out = String::new();
    match &message.content {
        Content::Paid(_) | Content::Notice => {
            let line = format!("-- {} --", clean_line(&message.text));
            return paint(coloured, Tone::Good, &line) + "\n";
        }
        Content::Invoice(invoice) => {
            out += &heading(message, coloured);
            out += &bill(invoice, coloured);
        }
        Content::Text => out += &heading(message, coloured),
        Content::Photo(_) => {
            out += &heading(message, coloured);
            out += "  [photo]\n";
        }
        Content::PaidMedia { stars, count } => {
            out += &heading(message, coloured);
            let _ = writeln!(out, "  [{count} paid photos for ⭐ {stars}]");
        }
        Content::Document(file) => {
            out += &heading(message, coloured);
            out += &document(file);
        }
    }
    if !message.text.is_empty() && !matches!(message.content, Content::Invoice(_)) {
        out += &indented(&styled(&message.text, &message.entities, coloured));
    }
    out + buttons(message, numbers, coloured).as_str()
}

fn heading(message: &MessageView, coloured: bool) -> String {
    let name = paint(coloured, Tone::Strong, &clean_line(&message.author_name));
    let changed = if message.edits > 0 {
        paint(coloured, Tone::Faint, " (changed)")
    } else {
        String::new()
    };
    format!("{name}{changed}\n")
}

fn document(file: &FileView) -> String {
    format!("  [file] {} ({} bytes)\n", clean_line(&file.name), file.bytes)
}

/// An invoice as a small box, open to the right: the width of a letter differs from terminal to terminal.
pub(super) fn bill(invoice: &InvoiceView, coloured: bool) -> String {
    let title = paint(coloured, Tone::Strong, &clean_line(&invoice.title));
    let mut out = format!("  ┌ Invoice: {title}\n");
    for line in clean(&invoice.description).lines() {
        let _ = writeln!(out, "  │ {line}");
    }
    let form = invoice.form_in_words();
    if !form.is_empty() {
        let _ = writeln!(out, "  │ {}", paint(coloured, Tone::Faint, &clean_line(&form)));
    }
    let _ = writeln!(out, "  └ Total: {}   [p] Pay", clean_line(&invoice.price));
    out
}

/// What the shop offers in inline mode, each with its number.
pub(super) fn offers(results: &[InlineResult], numbers: &[usize], coloured: bool) -> String {
    let mut out = String::new();
    for (result, number) in results.iter().zip(numbers) {
        let number = paint(coloured, Tone::Link, &format!("[{number}]"));
        let _ = write!(out, "  {number} {}", clean_line(&result.title));
        if !result.description.is_empty() {
            let _ = write!(out, " · {}", clean_line(&result.description));
        }
        out.push('\n');
    }
    out
}

fn indented(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let _ = writeln!(out, "  {line}");
    }
    out
}

/// Row by row. An invoice's Pay stands in its box already.
fn buttons(message: &MessageView, numbers: &[Vec<usize>], coloured: bool) -> String {
    let mut out = String::new();
    for (row, numbers) in message.buttons.iter().zip(numbers) {
        let shown = row.iter().zip(numbers).filter(|(button, _)| button.press != Press::Pay);
        let row: Vec<String> = shown.map(|(shown, number)| button(shown, *number, coloured)).collect();
        if !row.is_empty() {
            let _ = writeln!(out, "  {}", row.join("  "));
        }
    }
    out
}

fn button(button: &Button, number: usize, coloured: bool) -> String {
    let number = paint(coloured, Tone::Link, &format!("[{number}]"));
    let label = clean_line(&button.text);
    match &button.press {
        Press::Url(address) => format!("{number} {label} <{}>", clean_line(address)),
        _ => format!("{number} {label}"),
    }
}

/// A shop's answer to a tap; `None` where it only stopped the spinning.
pub(super) fn toast(toast: &Toast, coloured: bool) -> Option<String> {
    let line = || paint(coloured, Tone::Warn, &format!("  ( {} )", clean_line(&toast.text)));
    (!toast.text.is_empty()).then(line)
}

/// A text with its bold and italic where the terminal can, and the addresses of its links.
fn styled(text: &str, entities: &[Entity], coloured: bool) -> String {
    let text = clean(text);
    let mut out = String::new();
    let mut at = 0_i64;
    for character in text.chars() {
        out += &marks(entities, at, coloured);
        out.push(character);
        at += i64::try_from(character.len_utf16()).unwrap_or(1);
    }
    out + marks(entities, at, coloured).as_str()
}

/// What ends and begins at this place, in UTF-16 units: a style that ends is followed by those that go on.
fn marks(entities: &[Entity], at: i64, coloured: bool) -> String {
    let end = |entity: &Entity| entity.offset.saturating_add(entity.length);
    let ends: Vec<&Entity> = entities.iter().filter(|entity| end(entity) == at).collect();
    let begins = entities.iter().any(|entity| entity.offset == at);
    let mut out = String::new();
    if coloured && (begins || !ends.is_empty()) {
        let styles = entities.iter().filter(|entity| entity.offset <= at && at < end(entity));
        let styles: String = styles
            .filter_map(tone)
            .map(|tone| tone.style().render().to_string())
            .collect();
        let _ = write!(out, "{}{styles}", anstyle::Reset.render());
    }
    for link in ends.iter().filter_map(|entity| entity.rest.get("url")?.as_str()) {
        let _ = write!(out, " <{}>", clean_line(link));
    }
    out
}

fn tone(entity: &Entity) -> Option<Tone> {
    match entity.kind.as_str() {
        "bold" => Some(Tone::Strong),
        "italic" => Some(Tone::Slanted),
        "code" | "pre" | "text_link" | "url" | "bot_command" => Some(Tone::Link),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::chat::tests::{invoice, message as plain_message};
    use super::*;

    fn entity(kind: &str, offset: i64, length: i64) -> Entity {
        let rest = match kind {
            "text_link" => serde_json::from_str(r#"{"url": "https://example.org"}"#).unwrap(),
            _ => serde_json::Map::new(),
        };
        Entity {
            kind: kind.to_owned(),
            offset,
            length,
            rest,
        }
    }

    #[test]
    fn a_message_has_a_name_a_text_and_numbered_buttons() {
        let shown = message(&plain_message(1, &["Bread", "Cakes"]), &[vec![1], vec![2]], false);
        assert_eq!(shown, "Corner Bakery\n  Hello\n  [1] Bread\n  [2] Cakes\n");
    }

    #[test]
    fn an_invoice_is_a_box() {
        let shown = message(&invoice(1, false), &[], false);
        assert_eq!(
            shown,
            "Corner Bakery\n  ┌ Invoice: Rye\n  │ Dark\n  └ Total: 5.20 EUR   [p] Pay\n"
        );
    }

    #[test]
    fn styles_are_counted_in_utf_16_and_links_show_where_they_lead() {
        let entities = [entity("bold", 3, 3), entity("italic", 5, 2), entity("text_link", 5, 2)];
        assert_eq!(styled("🍞 Rye!", &entities, false), "🍞 Rye! <https://example.org>");
        let coloured = styled("🍞 Rye!", &entities, true);
        assert!(
            coloured.starts_with("🍞 \u{1b}[0m\u{1b}[1mRy\u{1b}[0m\u{1b}[1m\u{1b}[3m"),
            "{coloured:?}"
        );
        assert!(coloured.ends_with("!\u{1b}[0m <https://example.org>"), "{coloured:?}");
    }

    #[test]
    fn what_people_write_cannot_command_the_terminal() {
        let hostile = MessageView {
            author_name: "An\u{1b}[2Jn\n".to_owned(),
            text: "\u{1b}]0;owned\u{7}".to_owned(),
            ..plain_message(1, &["\u{1b}[31mred"])
        };
        let shown = message(&hostile, &[vec![1]], true);
        assert!(!shown.contains("\u{1b}[2J") && !shown.contains("\u{1b}]") && !shown.contains("\u{1b}[31mred"));
    }

    #[test]
    fn a_tap_that_only_stopped_spinning_shows_nothing() {
        let answer = |text: &str| Toast {
            query: 1,
            person: 1,
            text: text.to_owned(),
            alert: false,
        };
        assert_eq!(toast(&answer(""), false), None);
        assert_eq!(toast(&answer("Sold out"), false), Some("  ( Sold out )".to_owned()));
    }
}
