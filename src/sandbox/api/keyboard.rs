//! `reply_markup`: inline keyboards whole, other kinds as far as a shop uses them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::refusal::Checked;
use super::{Fields, Refusal, url};

/// Telegram refuses longer callback data.
const CALLBACK_DATA_BYTES_MAX: usize = 64;
/// No source documents a number of buttons; servers and clients are commonly held to this one.
const BUTTONS_MAX: usize = 100;

/// A button as the Bot API writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeyboardButton {
    pub(crate) text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) callback_data: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) pay: bool,
    /// `style`, `web_app`, `copy_text`, …: stored and handed back, not played.
    #[serde(flatten)]
    pub(crate) rest: Map<String, Value>,
}

/// What came below a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Markup {
    pub(crate) rows: Vec<Vec<KeyboardButton>>,
    pub(crate) force_reply: bool,
}

impl KeyboardButton {
    /// The action that is stored but not played, if that is all the button does.
    pub(crate) fn other_action(&self) -> Option<&'static str> {
        OTHER_ACTIONS.iter().copied().find(|name| self.rest.contains_key(*name))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// The markup of a message that is no invoice.
pub(super) fn markup(fields: &Fields) -> Checked<Markup> {
    let markup = any_markup(fields)?;
    if markup.rows.iter().flatten().any(|button| button.pay) {
        return Err(Refusal::bad("BUTTON_TYPE_INVALID"));
    }
    Ok(markup)
}

/// The markup of an edit: a keyboard of buttons or nothing.
pub(super) fn inline_markup(fields: &Fields) -> Checked<Markup> {
    let markup = any_markup(fields)?;
    if markup.force_reply {
        return Err(Refusal::bad("Inline keyboard expected"));
    }
    Ok(markup)
}

/// The markup of a message in inline mode that is no invoice.
pub(super) fn inline_only(fields: &Fields) -> Checked<Markup> {
    let markup = inline_markup(fields)?;
    if markup.rows.iter().flatten().any(|button| button.pay) {
        return Err(Refusal::bad("BUTTON_TYPE_INVALID"));
    }
    Ok(markup)
}

/// The markup of an invoice: if there is one, its very first button pays, and no other does.
pub(super) fn invoice_markup(fields: &Fields) -> Checked<Markup> {
    let markup = inline_markup(fields)?;
    let mut buttons = markup.rows.iter().flatten();
    match buttons.next() {
        Some(first) if !first.pay => return Err(Refusal::bad("REPLY_MARKUP_BUY_EMPTY")),
        _ => {}
    }
    if buttons.any(|button| button.pay) {
        return Err(Refusal::bad("BUTTON_POS_INVALID"));
    }
    Ok(markup)
}

fn any_markup(fields: &Fields) -> Checked<Markup> {
    let words = "Can't parse reply keyboard markup JSON object";
    let Some(value) = fields.json("reply_markup", words)? else {
        return Ok(Markup::default());
    };
    let Value::Object(mut object) = value else {
        return Err(Refusal::bad("Object expected as reply markup"));
    };
    for (name, kind) in [
        ("resize_keyboard", "ReplyKeyboardMarkup"),
        ("one_time_keyboard", "ReplyKeyboardMarkup"),
        ("remove_keyboard", "ReplyKeyboardRemove"),
        ("selective", "reply markup"),
        ("force_reply", "reply markup"),
    ] {
        if object.get(name).is_some_and(|value| !value.is_boolean()) {
            return Err(Refusal::bad(format!(
                "Field \"{name}\" of the {kind} must be of the type Boolean"
            )));
        }
    }
    let force_reply = object.get("force_reply").and_then(Value::as_bool).unwrap_or(false);
    let rows = match object.remove("inline_keyboard") {
        None => Vec::new(),
        Some(Value::Array(rows)) => rows.into_iter().map(row).collect::<Checked<Vec<_>>>()?,
        Some(_) => {
            return Err(Refusal::bad(
                "Field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array",
            ));
        }
    };
    if rows.iter().map(Vec::len).sum::<usize>() > BUTTONS_MAX {
        return Err(Refusal::bad("Reply markup is too long"));
    }
    Ok(Markup {
        rows: rows.into_iter().filter(|row| !row.is_empty()).collect(),
        force_reply,
    })
}

fn row(value: Value) -> Checked<Vec<KeyboardButton>> {
    let Value::Array(buttons) = value else {
        return Err(Refusal::bad(
            "Field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays",
        ));
    };
    buttons.into_iter().map(button).collect()
}

fn button(value: Value) -> Checked<KeyboardButton> {
    let button =
        parse_button(value).map_err(|words| Refusal::bad(format!("Can't parse inline keyboard button: {words}")))?;
    if button.text.trim().is_empty() {
        return Err(Refusal::bad("Inline keyboard button text must be non-empty"));
    }
    if button
        .callback_data
        .as_ref()
        .is_some_and(|data| data.len() > CALLBACK_DATA_BYTES_MAX)
    {
        return Err(Refusal::bad("BUTTON_DATA_INVALID"));
    }
    let Some(address) = &button.url else { return Ok(button) };
    match url::fault(address) {
        None => Ok(button),
        Some(fault) => Err(Refusal::bad(format!(
            "Inline keyboard button URL '{address}' is invalid: {fault}"
        ))),
    }
}

/// The first action that is there wins, in the server's order: url, callback data, then pay and the others.
fn parse_button(value: Value) -> Result<KeyboardButton, String> {
    let Value::Object(mut object) = value else {
        return Err("InlineKeyboardButton must be an Object".into());
    };
    let text = match object.remove("text") {
        Some(Value::String(text)) => text,
        Some(_) => return Err("Field \"text\" must be of type String".into()),
        None => return Err("Can't find field \"text\"".into()),
    };
    let url = string(&mut object, "url")?;
    let callback_data = string(&mut object, "callback_data")?.filter(|_| url.is_none());
    let has_action = url.is_some() || callback_data.is_some();
    let pay = object.remove("pay").is_some() && !has_action;
    if !has_action && !pay && !OTHER_ACTIONS.iter().any(|name| object.contains_key(*name)) {
        return Err("Text buttons are unallowed in the inline keyboard".into());
    }
    object.retain(|name, _| LOOKS.contains(&name.as_str()) || OTHER_ACTIONS.contains(&name.as_str()));
    Ok(KeyboardButton {
        text,
        url,
        callback_data,
        pay,
        rest: object,
    })
}

/// How a button looks. What is neither this nor an action is dropped, as on the server.
const LOOKS: &[&str] = &["style", "icon_custom_emoji_id"];
const OTHER_ACTIONS: &[&str] = &[
    "web_app",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "login_url",
    "callback_game",
];

fn string(object: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match object.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => Err(format!("Field \"{name}\" must be of type String")),
    }
}
