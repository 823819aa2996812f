//! `forwardMessage` and `copyMessage`.

use super::refusal::Checked;
use super::{ChatName, Fields, Refusal, chat_name, sending};

/// A message to be carried to another chat.
#[derive(Debug, Clone)]
pub(crate) struct Carry {
    pub(crate) from: ChatName,
    pub(crate) message: i64,
    pub(crate) to: ChatName,
    /// 0: none is named.
    pub(crate) topic: i64,
    /// Forwarded; otherwise copied.
    pub(crate) with_origin: bool,
    pub(crate) protect: bool,
}

pub(super) fn carry(fields: &Fields, with_origin: bool) -> Checked<Carry> {
    let message = fields.clamped("message_id", 0, 0, i64::MAX);
    if message == 0 {
        return Err(Refusal::bad("Message identifier is not specified"));
    }
    let new_caption = !fields.text("caption").is_empty() || !fields.text("reply_markup").is_empty();
    if !with_origin && new_caption {
        // invented wording
        return Err(Refusal::bad(
            "the sandbox copies messages as they are: no caption, no reply_markup",
        ));
    }
    Ok(Carry {
        from: chat_name::named(fields, "from_chat_id")?,
        message,
        to: chat_name::chat(fields)?,
        topic: sending::topic(fields),
        with_origin,
        protect: fields.truth("protect_content"),
    })
}
