//! `editMessage…` and `deleteMessage`: which message, and what becomes of it.

use serde_json::Value;

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

/// Bot API, "deleteMessages": `message_ids`.
const DELETED_AT_ONCE_MAX: usize = 100;

/// Several messages of one chat.
pub(super) fn targets(fields: &Fields) -> Checked<Vec<Target>> {
    let chat = chat_name::chat(fields)?;
    let ids = match fields.json("message_ids", "Can't parse message_ids JSON object")? {
        Some(Value::Array(ids)) => ids,
        Some(_) => return Err(Refusal::bad("Expected an Array of message identifiers")),
        None => return Err(Refusal::bad("Message identifiers are not specified")),
    };
    if ids.len() > DELETED_AT_ONCE_MAX {
        return Err(Refusal::bad("Too many message identifiers specified"));
    }
    let ids = ids.iter().map(identifier).collect::<Checked<Vec<i64>>>()?;
    let target = |message| Target {
        chat: chat.clone(),
        message,
    };
    Ok(ids.into_iter().map(target).collect())
}

fn identifier(value: &Value) -> Checked<i64> {
    let number = match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => return Err(Refusal::bad("Message identifier must be a Number")),
    };
    match number {
        None => Err(Refusal::bad("Can't parse message identifier as a Number")),
        Some(id) if id <= 0 => Err(Refusal::bad("Invalid message identifier specified")),
        Some(id) => Ok(id),
    }
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
