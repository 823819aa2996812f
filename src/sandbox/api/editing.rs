//! `editMessage…` and `deleteMessage`: which message, and what becomes of it.

use super::refusal::Checked;
use super::{ChatName, Fields, Formatted, Markup, Refusal, Request, chat_name, keyboard};

/// A message of a chat, as bots name it.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) chat: ChatName,
    pub(crate) message: i64,
}

/// A change of one message.
#[derive(Debug, Clone)]
pub(crate) struct Edit {
    pub(crate) target: Target,
    pub(crate) part: EditPart,
    pub(crate) markup: Markup,
}

/// What is changed besides the buttons.
#[derive(Debug, Clone)]
pub(crate) enum EditPart {
    Text(Formatted),
    Caption(Formatted),
    Markup,
}

pub(super) fn target(fields: &Fields) -> Checked<Target> {
    let message = fields.clamped("message_id", 0, 0, i64::MAX);
    if message == 0 || fields.text("chat_id").trim().is_empty() {
        return Err(Refusal::bad("Message identifier is not specified"));
    }
    Ok(Target {
        chat: chat_name::chat(fields)?,
        message,
    })
}

pub(super) fn edit(fields: &Fields, part: EditPart) -> Checked<Request> {
    let markup = keyboard::inline_markup(fields)?;
    Ok(Request::Edit(Box::new(Edit {
        target: target(fields)?,
        part,
        markup,
    })))
}
