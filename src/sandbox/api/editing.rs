//! `editMessage…` and `deleteMessage`: which message, and what becomes of it.

use super::refusal::Checked;
use super::{ChatName, Fields, Formatted, Markup, Media, Refusal, Request, chat_name, keyboard};

/// A message of a chat, as bots name it.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) chat: ChatName,
    pub(crate) message: i64,
}

/// What is to be changed.
#[derive(Debug, Clone)]
pub(crate) enum EditTarget {
    Message(Target),
    /// A message that was sent via the bot, by its inline message id.
    Inline(String),
}

/// A change of one message.
#[derive(Debug, Clone)]
pub(crate) struct Edit {
    pub(crate) target: EditTarget,
    pub(crate) part: EditPart,
    pub(crate) markup: Markup,
}

/// What is changed besides the buttons.
#[derive(Debug, Clone)]
pub(crate) enum EditPart {
    Text(Formatted),
    Caption(Formatted),
    Media(Media),
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

/// telegram-bot-api, `process_edit_message_text_query`: the inline message id counts where nothing else is given.
fn edit_target(fields: &Fields) -> Checked<EditTarget> {
    let is_inline = fields.text("chat_id").is_empty() && fields.clamped("message_id", 0, 0, i64::MAX) == 0;
    match fields.text("inline_message_id") {
        id if is_inline && !id.is_empty() => Ok(EditTarget::Inline(id.to_owned())),
        _ => target(fields).map(EditTarget::Message),
    }
}

pub(super) fn edit(fields: &Fields, part: EditPart) -> Checked<Request> {
    let markup = keyboard::inline_markup(fields)?;
    Ok(Request::Edit(Box::new(Edit {
        target: edit_target(fields)?,
        part,
        markup,
    })))
}
