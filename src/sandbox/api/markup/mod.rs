//! `parse_mode`: Bot API, "Formatting options". Order and words are those of `TDLib` (`MessageEntity.cpp`: `parse_html`,
//! `parse_markdown`, `parse_markdown_v2`). Offsets in words are bytes of what was sent, those of entities UTF-16 units of
//! what is left.

mod html;
mod link;
mod markdown;
mod markdown_v2;
mod plain;

use super::Formatted;
use super::refusal::Checked;
use super::{Fields, Refusal};

/// A way of writing formatting.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mode {
    Html,
    /// The old one, which knows neither nesting nor quotations.
    Markdown,
    MarkdownV2,
}

/// `None`: the entities beside the text count (`telegram-bot-api`, `Client.cpp`, `get_formatted_text`).
pub(super) fn mode(fields: &Fields) -> Checked<Option<Mode>> {
    match fields.text("parse_mode").to_ascii_lowercase().as_str() {
        "" | "none" => Ok(None),
        "html" => Ok(Some(Mode::Html)),
        "markdown" => Ok(Some(Mode::Markdown)),
        "markdownv2" => Ok(Some(Mode::MarkdownV2)),
        _ => Err(Refusal::bad("Unsupported parse_mode")),
    }
}

pub(super) fn read(mode: Mode, text: &str) -> Checked<Formatted> {
    let read = match mode {
        Mode::Html => html::read(text),
        Mode::Markdown => markdown::read(text),
        Mode::MarkdownV2 => markdown_v2::read(text),
    };
    read.map_err(|words| Refusal::bad(format!("Can't parse entities: {words}")))
}

#[cfg(test)]
mod tests;
