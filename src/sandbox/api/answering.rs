//! `answerCallbackQuery` and `answerPreCheckoutQuery`.

use super::refusal::Checked;
use super::{Fields, Refusal};

/// Telegram's limit for the text of an answer to a tap.
const ANSWER_CHARACTERS_MAX: usize = 200;

/// An answer to a tap.
#[derive(Debug, Clone)]
pub(crate) struct AnswerCallback {
    pub(crate) query: i64,
    pub(crate) text: String,
    pub(crate) alert: bool,
}

/// A yes or a no to a payment.
#[derive(Debug, Clone)]
pub(crate) struct AnswerPreCheckout {
    pub(crate) query: i64,
    /// The refusal in the bot's words; `None` is a yes.
    pub(crate) refusal: Option<String>,
}

pub(super) fn answer_callback(fields: &Fields) -> Checked<AnswerCallback> {
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

pub(super) fn answer_pre_checkout(fields: &Fields) -> Checked<AnswerPreCheckout> {
    let query = fields.text("pre_checkout_query_id").trim().parse().unwrap_or(0);
    let refusal = if fields.truth("ok") {
        None
    } else {
        Some(fields.required("error_message")?.to_owned())
    };
    Ok(AnswerPreCheckout { query, refusal })
}
