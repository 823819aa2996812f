//! `forwardMessage` and `copyMessage`.

use super::refusal::Checked;
use super::{ChatName, Fields, Formatted, Markup, Refusal, caption, chat_name, keyboard, sending};

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
    /// Of a copy of a photo or a document: what is written below it instead.
    pub(crate) caption: Option<Formatted>,
    /// Of a copy: the buttons of the original are not copied.
    pub(crate) markup: Markup,
    pub(crate) reply_to: Option<i64>,
    pub(crate) reply_required: bool,
}

pub(super) fn carry(fields: &Fields, with_origin: bool) -> Checked<Carry> {
    let message = fields.clamped("message_id", 0, 0, i64::MAX);
    if message == 0 {
        return Err(Refusal::bad("Message identifier is not specified"));
    }
    // Of these fields, "forwardMessage" has none.
    let (caption, markup, (reply_to, reply_required)) = if with_origin {
        (None, Markup::default(), (None, false))
    } else {
        let is_new = !fields.text("caption").is_empty();
        let caption = is_new.then(|| caption::caption(fields)).transpose()?;
        (caption, keyboard::markup(fields)?, sending::reply(fields)?)
    };
    Ok(Carry {
        from: chat_name::named(fields, "from_chat_id")?,
        message,
        to: chat_name::chat(fields)?,
        topic: sending::topic(fields),
        with_origin,
        protect: fields.truth("protect_content"),
        caption,
        markup,
        reply_to,
        reply_required,
    })
}
