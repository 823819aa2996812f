//! `chat_id`: a number, or the name of a public group or channel.

use super::refusal::Checked;
use super::{Fields, Refusal};

/// A chat as a bot names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ChatName {
    Number(i64),
    /// Without the `@` that stands before it.
    Public(String),
}

pub(super) fn chat(fields: &Fields) -> Checked<ChatName> {
    named(fields, "chat_id")
}

pub(super) fn named(fields: &Fields, field: &str) -> Checked<ChatName> {
    match fields.text(field).trim() {
        "" => Err(Refusal::bad("chat_id is empty")),
        text => match text.strip_prefix('@') {
            Some(username) => Ok(ChatName::Public(username.to_owned())),
            None => text
                .parse()
                .map(ChatName::Number)
                .map_err(|_| Refusal::bad("chat not found")),
        },
    }
}
