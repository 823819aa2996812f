//! `sendMessage`, `sendPhoto`, `sendDocument`, `sendInvoice`: what they have in common.

use serde_json::Value;

use super::caption::caption;
use super::file::file;
use super::refusal::Checked;
use super::{
    ChatName, Fields, FileArg, FileKind, Formatted, Markup, NewInvoice, PaidMedia, Refusal, Request, chat_name,
    keyboard,
};

/// A message to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Send {
    pub(crate) chat: ChatName,
    pub(crate) content: NewContent,
    pub(crate) markup: Markup,
    /// 0: none is named.
    pub(crate) topic: i64,
    pub(crate) reply_to: Option<i64>,
    pub(crate) reply_required: bool,
    pub(crate) protect: bool,
}

/// What it holds.
#[derive(Debug, Clone)]
pub(crate) enum NewContent {
    Text(Formatted),
    File(FileKind, FileArg, Formatted),
    Invoice(NewInvoice),
    PaidMedia(PaidMedia),
}

pub(super) fn send_file(fields: &Fields, kind: FileKind) -> Checked<Request> {
    let file = file(fields, kind)?;
    send(fields, NewContent::File(kind, file, caption(fields)?))
}

pub(super) fn send(fields: &Fields, content: NewContent) -> Checked<Request> {
    let (reply_to, reply_required) = reply(fields)?;
    let markup = match content {
        NewContent::Invoice(_) => keyboard::invoice_markup(fields)?,
        _ => keyboard::markup(fields)?,
    };
    let protect = fields.truth("protect_content");
    let chat = chat_name::chat(fields)?;
    Ok(Request::Send(Box::new(Send {
        chat,
        content,
        markup,
        topic: topic(fields),
        reply_to,
        reply_required,
        protect,
    })))
}

/// The topic that is named; what is no number names none.
pub(super) fn topic(fields: &Fields) -> i64 {
    fields.clamped("message_thread_id", 0, 0, i64::from(i32::MAX))
}

/// `reply_parameters`, or the older pair of fields; and whether the message must be there.
pub(super) fn reply(fields: &Fields) -> Checked<(Option<i64>, bool)> {
    let given = fields.json("reply_parameters", "Can't parse reply parameters JSON object")?;
    let Some(given) = given else {
        let to = fields.clamped("reply_to_message_id", 0, 0, i64::MAX);
        return Ok(((to > 0).then_some(to), !fields.truth("allow_sending_without_reply")));
    };
    let Value::Object(given) = given else {
        return Err(Refusal::bad("Object expected as reply parameters"));
    };
    let to = match given.get("message_id") {
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        _ => None,
    };
    let without = given
        .get("allow_sending_without_reply")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    match to {
        Some(to) => Ok((Some(to), !without)),
        None => Err(Refusal::bad(
            "Can't parse reply parameters: Can't find field \"message_id\"",
        )),
    }
}
