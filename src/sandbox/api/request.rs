//! One checked request per method.

use serde_json::Value;

use super::caption::caption;
use super::file::file;
use super::refusal::Checked;
use super::{Fields, FileArg, FileKind, Formatted, Markup, Method, NewInvoice, Refusal, invoice, keyboard, text};

/// Telegram's limit for the text of an answer to a tap.
const ANSWER_CHARACTERS_MAX: usize = 200;
const COMMANDS_MAX: usize = 100;

/// What a bot asks for.
#[derive(Debug, Clone)]
pub(crate) enum Request {
    GetMe,
    GetUpdates(GetUpdates),
    DeleteWebhook { drop_pending_updates: bool },
    Send(Box<Send>),
    Edit(Box<Edit>),
    DeleteMessage(Target),
    AnswerCallback(AnswerCallback),
    AnswerPreCheckout(AnswerPreCheckout),
    SetMyCommands,
}

#[derive(Debug, Clone)]
pub(crate) struct GetUpdates {
    pub(crate) offset: i64,
    pub(crate) limit: usize,
    pub(crate) timeout_s: u64,
    /// `None` keeps the setting; an empty list is the default.
    pub(crate) allowed_updates: Option<Vec<String>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Send {
    pub(crate) chat: i64,
    pub(crate) content: NewContent,
    pub(crate) markup: Markup,
    pub(crate) reply_to: Option<i64>,
    pub(crate) reply_required: bool,
    pub(crate) protect: bool,
}

#[derive(Debug, Clone)]
pub(crate) enum NewContent {
    Text(Formatted),
    File(FileKind, FileArg, Formatted),
    Invoice(NewInvoice),
}

/// A message of a chat, as bots name it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    pub(crate) chat: i64,
    pub(crate) message: i64,
}

#[derive(Debug, Clone)]
pub(crate) struct Edit {
    pub(crate) target: Target,
    pub(crate) part: EditPart,
    pub(crate) markup: Markup,
}

#[derive(Debug, Clone)]
pub(crate) enum EditPart {
    Text(Formatted),
    Caption(Formatted),
    Markup,
}

#[derive(Debug, Clone)]
pub(crate) struct AnswerCallback {
    pub(crate) query: i64,
    pub(crate) text: String,
    pub(crate) alert: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct AnswerPreCheckout {
    pub(crate) query: i64,
    /// The refusal in the bot's words; `None` is a yes.
    pub(crate) refusal: Option<String>,
}

impl Request {
    pub(crate) fn parse(method: Method, fields: &Fields) -> Checked<Request> {
        Ok(match method {
            Method::GetMe => Request::GetMe,
            Method::GetUpdates => Request::GetUpdates(get_updates(fields)),
            Method::DeleteWebhook => Request::DeleteWebhook {
                drop_pending_updates: fields.truth("drop_pending_updates"),
            },
            Method::SendMessage => send(fields, NewContent::Text(text::message(fields)?))?,
            Method::SendPhoto => send_file(fields, FileKind::Photo)?,
            Method::SendDocument => send_file(fields, FileKind::Document)?,
            Method::SendInvoice => send(fields, NewContent::Invoice(invoice::invoice(fields)?))?,
            Method::EditMessageText => edit(fields, EditPart::Text(text::message(fields)?))?,
            Method::EditMessageCaption => edit(fields, EditPart::Caption(caption(fields)?))?,
            Method::EditMessageReplyMarkup => edit(fields, EditPart::Markup)?,
            Method::DeleteMessage => Request::DeleteMessage(target(fields)?),
            Method::AnswerCallbackQuery => Request::AnswerCallback(answer_callback(fields)?),
            Method::AnswerPreCheckoutQuery => Request::AnswerPreCheckout(answer_pre_checkout(fields)?),
            Method::SetMyCommands => commands(fields).map(|()| Request::SetMyCommands)?,
        })
    }
}

fn get_updates(fields: &Fields) -> GetUpdates {
    let i32_range = (i64::from(i32::MIN), i64::from(i32::MAX));
    let allowed_updates = match serde_json::from_str(fields.text("allowed_updates")) {
        Ok(Value::Array(names)) => Some(
            names
                .iter()
                .filter_map(|name| name.as_str().map(str::to_ascii_lowercase))
                .collect(),
        ),
        _ => None,
    };
    GetUpdates {
        offset: fields.clamped("offset", 0, i32_range.0, i32_range.1),
        limit: usize::try_from(fields.clamped("limit", 100, 1, 100)).unwrap_or(100),
        timeout_s: u64::try_from(fields.clamped("timeout", 0, 0, 50)).unwrap_or(0),
        allowed_updates,
    }
}

fn send_file(fields: &Fields, kind: FileKind) -> Checked<Request> {
    let file = file(fields, kind)?;
    send(fields, NewContent::File(kind, file, caption(fields)?))
}

fn send(fields: &Fields, content: NewContent) -> Checked<Request> {
    let (reply_to, reply_required) = reply(fields)?;
    let markup = match content {
        NewContent::Invoice(_) => keyboard::invoice_markup(fields)?,
        _ => keyboard::markup(fields)?,
    };
    let protect = fields.truth("protect_content");
    let chat = fields.chat()?;
    Ok(Request::Send(Box::new(Send {
        chat,
        content,
        markup,
        reply_to,
        reply_required,
        protect,
    })))
}

/// `reply_parameters`, or the older pair of fields; and whether the message must be there.
fn reply(fields: &Fields) -> Checked<(Option<i64>, bool)> {
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

fn target(fields: &Fields) -> Checked<Target> {
    let message = fields.clamped("message_id", 0, 0, i64::MAX);
    if message == 0 || fields.text("chat_id").trim().is_empty() {
        return Err(Refusal::bad("Message identifier is not specified"));
    }
    Ok(Target {
        chat: fields.chat()?,
        message,
    })
}

fn edit(fields: &Fields, part: EditPart) -> Checked<Request> {
    let markup = keyboard::inline_markup(fields)?;
    Ok(Request::Edit(Box::new(Edit {
        target: target(fields)?,
        part,
        markup,
    })))
}

fn answer_callback(fields: &Fields) -> Checked<AnswerCallback> {
    let text = fields.text("text");
    if text.chars().count() > ANSWER_CHARACTERS_MAX {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    let query = fields.text("callback_query_id").trim().parse().unwrap_or(0);
    Ok(AnswerCallback {
        query,
        text: text.to_owned(),
        alert: fields.truth("show_alert"),
    })
}

fn answer_pre_checkout(fields: &Fields) -> Checked<AnswerPreCheckout> {
    let query = fields.text("pre_checkout_query_id").trim().parse().unwrap_or(0);
    let refusal = if fields.truth("ok") {
        None
    } else {
        Some(fields.required("error_message")?.to_owned())
    };
    Ok(AnswerPreCheckout { query, refusal })
}

fn commands(fields: &Fields) -> Checked<()> {
    let commands = match fields.json("commands", "Can't parse commands JSON object")? {
        None => return Ok(()),
        Some(Value::Array(commands)) => commands,
        Some(_) => return Err(Refusal::bad("Expected an Array of BotCommand")),
    };
    if commands.len() > COMMANDS_MAX {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    commands.iter().try_for_each(command)
}

fn command(value: &Value) -> Checked<()> {
    let cannot = |words: &str| Refusal::bad(format!("Can't parse BotCommand: {words}"));
    let Value::Object(command) = value else {
        return Err(cannot("expected an Object"));
    };
    let field = |name: &str| {
        let text = command.get(name).and_then(Value::as_str);
        text.ok_or_else(|| cannot(&format!("Can't find field \"{name}\"")))
    };
    let name = field("command")?.trim_start_matches('/');
    let description = field("description")?.trim();
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    match (name.len(), description.chars().count()) {
        (0, _) => Err(Refusal::bad("Command must be non-empty")),
        (33.., _) => Err(Refusal::bad("Command length must not exceed 32")),
        (_, 0) => Err(Refusal::bad("Command description must be non-empty")),
        (_, 257..) => Err(Refusal::bad("Command description length must not exceed 256")),
        _ if name.bytes().all(letter) => Ok(()),
        _ => Err(Refusal::bad("BOT_COMMAND_INVALID")),
    }
}
