//! `answerInlineQuery`: the results of a query, each with the message that it becomes.
//! What the sandbox does not play (audio, video, places, …) is refused and marked as such.

use serde_json::{Map, Value};

use super::refusal::Checked;
use super::{Fields, Formatted, KeyboardButton, NewInvoice, Refusal, caption, invoice, keyboard, text, url};
use crate::sandbox::view::{InlineButton, InlineResult};

/// telegram-bot-api, `get_inline_query_results`.
const RESULTS_MAX: usize = 50;
/// Bot API, "InlineQueryResult…": `id`.
const RESULT_ID_BYTES_MAX: usize = 64;
/// Bot API, "answerInlineQuery": `next_offset`.
const OFFSET_BYTES_MAX: usize = 64;
/// Bot API, "answerInlineQuery": `cache_time`.
const CACHE_S: i64 = 300;

/// The bot's answer.
#[derive(Debug, Clone)]
pub(crate) struct AnswerInline {
    pub(crate) query: i64,
    pub(crate) results: Vec<Offered>,
    pub(crate) cache_s: i64,
    pub(crate) is_personal: bool,
    pub(crate) next_offset: String,
    pub(crate) button: Option<InlineButton>,
}

/// A result with what becomes of it.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(crate) struct Offered {
    pub(crate) shown: InlineResult,
    pub(crate) content: Offer,
    pub(crate) rows: Vec<Vec<KeyboardButton>>,
}

/// The message behind a result.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(crate) enum Offer {
    Text(Formatted),
    /// By file id, or by an address, which the sandbox does not fetch.
    Photo {
        file: String,
        caption: Formatted,
    },
    Invoice(NewInvoice),
}

pub(super) fn answer_inline(fields: &Fields) -> Checked<AnswerInline> {
    let query = fields.text("inline_query_id").trim().parse().unwrap_or(0);
    let results = results(fields)?;
    let next_offset = fields.text("next_offset");
    if next_offset.len() > OFFSET_BYTES_MAX {
        return Err(Refusal::bad("NEXT_OFFSET_INVALID")); // messages.setInlineBotResults
    }
    Ok(AnswerInline {
        query,
        results,
        cache_s: fields.clamped("cache_time", CACHE_S, 0, i64::from(i32::MAX)),
        is_personal: fields.truth("is_personal"),
        next_offset: next_offset.to_owned(),
        button: button(fields)?,
    })
}

fn results(fields: &Fields) -> Checked<Vec<Offered>> {
    let values = match fields.json("results", "Can't parse JSON encoded inline query results")? {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(values)) => values,
        Some(_) => return Err(Refusal::bad("Expected an Array of inline query results")),
    };
    if values.len() > RESULTS_MAX {
        return Err(Refusal::bad("Too many inline query results specified"));
    }
    let mut offered: Vec<Offered> = Vec::with_capacity(values.len());
    for value in values {
        let result = result(value)?;
        if offered.iter().any(|other| other.shown.id == result.shown.id) {
            return Err(Refusal::bad("RESULT_ID_DUPLICATE")); // messages.setInlineBotResults
        }
        offered.push(result);
    }
    Ok(offered)
}

fn cannot(words: impl std::fmt::Display) -> Refusal {
    Refusal::bad(format!("Can't parse inline query result: {words}"))
}

fn result(value: Value) -> Checked<Offered> {
    let Value::Object(object) = value else {
        return Err(cannot("Inline query result must be an object"));
    };
    let kind = required(&object, "type")?.to_ascii_lowercase();
    let id = required(&object, "id")?.to_owned();
    if id.is_empty() || id.len() > RESULT_ID_BYTES_MAX {
        return Err(Refusal::bad("RESULT_ID_INVALID")); // messages.setInlineBotResults
    }
    let content = match object.get("input_message_content") {
        Some(Value::Object(content)) => Some(message(content)?),
        None | Some(Value::Null) => None,
        Some(_) => return Err(cannot("Field \"input_message_content\" must be of type Object")),
    };
    let content = match (kind.as_str(), content) {
        ("article", None) => return Err(cannot("Can't find field \"message_text\"")),
        ("article" | "photo", Some(content)) => content,
        ("photo", None) => photo(&object)?,
        // invented wording
        _ => return Err(cannot(format!("the sandbox plays no results of type \"{kind}\""))),
    };
    let title = if kind == "article" {
        required(&object, "title")?
    } else {
        optional(&object, "title")
    };
    if kind == "article" && title.is_empty() {
        return Err(Refusal::bad("ARTICLE_TITLE_EMPTY")); // messages.setInlineBotResults
    }
    let markup = Fields::of_object(&object);
    let rows = match &content {
        Offer::Invoice(_) => keyboard::invoice_markup(&markup)?.rows,
        _ => keyboard::inline_only(&markup)?.rows,
    };
    let (title, description) = (title.to_owned(), optional(&object, "description").to_owned());
    Ok(Offered {
        shown: InlineResult {
            id,
            kind,
            title,
            description,
        },
        content,
        rows,
    })
}

fn photo(object: &Map<String, Value>) -> Checked<Offer> {
    let caption = caption::caption(&Fields::of_object(object))?;
    let address = optional(object, "photo_url");
    if address.is_empty() {
        let file = required(object, "photo_file_id")?.to_owned();
        return Ok(Offer::Photo { file, caption });
    }
    if url::fault(address).is_some() {
        return Err(Refusal::bad("WEBDOCUMENT_URL_INVALID")); // messages.setInlineBotResults
    }
    required(object, "thumbnail_url")?;
    Ok(Offer::Photo {
        file: address.to_owned(),
        caption,
    })
}

/// An `InputMessageContent`: told apart by its fields, as the server does.
fn message(content: &Map<String, Value>) -> Checked<Offer> {
    let mut fields = Fields::of_object(content);
    if content.contains_key("message_text") {
        fields.push("text", optional(content, "message_text"));
        return text::message(&fields).map(Offer::Text).map_err(within);
    }
    if content.contains_key("payload") || content.contains_key("prices") {
        for name in ["title", "description", "payload", "currency", "prices"] {
            if !content.contains_key(name) {
                return Err(cannot(format!("Can't find field \"{name}\"")));
            }
        }
        let mut invoice = invoice::invoice(&fields)?;
        // Bot API, "InputInvoiceMessageContent" has no such field: inline invoices are paid by many.
        invoice.start_parameter.clear();
        return Ok(Offer::Invoice(invoice));
    }
    // invented wording
    Err(cannot("the sandbox plays text and invoices as input_message_content"))
}

/// The server names the place before the words that a plain message would be refused with.
fn within(refusal: Refusal) -> Refusal {
    match refusal.description.strip_prefix("Bad Request: ") {
        Some(words) => cannot(words),
        None => refusal,
    }
}

fn required<'o>(object: &'o Map<String, Value>, name: &str) -> Checked<&'o str> {
    match object.get(name) {
        None | Some(Value::Null) => Err(cannot(format!("Can't find field \"{name}\""))),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(cannot(format!("Field \"{name}\" must be of type String"))),
    }
}

fn optional<'o>(object: &'o Map<String, Value>, name: &str) -> &'o str {
    object.get(name).and_then(Value::as_str).unwrap_or("")
}

fn button(fields: &Fields) -> Checked<Option<InlineButton>> {
    let value = fields.json("button", "Can't parse inline query results button JSON object")?;
    let Some(value) = value else { return Ok(None) };
    let cannot = |words: &str| Refusal::bad(format!("Can't parse inline query results button: {words}"));
    let Value::Object(object) = value else {
        return Err(cannot("InlineQueryResultsButton must be an Object"));
    };
    let Some(text) = object.get("text").and_then(Value::as_str) else {
        return Err(cannot("Can't find field \"text\""));
    };
    match object.get("start_parameter").and_then(Value::as_str) {
        Some(parameter) if invoice::is_start_parameter(parameter) && !parameter.is_empty() => Ok(Some(InlineButton {
            text: text.to_owned(),
            start_parameter: parameter.to_owned(),
        })),
        Some(_) => Err(Refusal::bad("START_PARAM_INVALID")), // messages.setInlineBotResults
        // invented wording
        None if object.contains_key("web_app") => Err(cannot("the sandbox plays no web apps")),
        None => Err(cannot("InlineQueryResultsButton must have exactly one optional field")),
    }
}
