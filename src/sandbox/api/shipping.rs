//! `answerShippingQuery`: Bot API, "Payments"; words of `telegram-bot-api` (`Client.cpp`, `get_shipping_options`).

use serde_json::Value;

use super::refusal::Checked;
use super::{Fields, Refusal, prices};
use crate::sandbox::view::ShippingOption;

/// What a bot says to an address.
#[derive(Debug, Clone)]
pub(crate) struct AnswerShipping {
    pub(crate) query: i64,
    /// The ways to send it there, or why not.
    pub(crate) answer: Result<Vec<ShippingOption>, String>,
}

pub(super) fn answer_shipping(fields: &Fields) -> Checked<AnswerShipping> {
    let query = fields.text("shipping_query_id").trim().parse().unwrap_or(0);
    let answer = if fields.truth("ok") {
        Ok(options(fields)?)
    } else {
        Err(fields.required("error_message")?.to_owned())
    };
    Ok(AnswerShipping { query, answer })
}

fn options(fields: &Fields) -> Checked<Vec<ShippingOption>> {
    fields.required("shipping_options")?;
    let value = fields.json("shipping_options", "Can't parse shipping options JSON object")?;
    let Some(Value::Array(options)) = value else {
        return Err(Refusal::bad("Expected an Array of shipping options"));
    };
    let options = options.iter().map(option).collect::<Result<Vec<_>, String>>();
    let options = options.map_err(|words| Refusal::bad(format!("Can't parse shipping option: {words}")))?;
    if options.is_empty() {
        return Err(Refusal::bad("There must be at least one shipping option"));
    }
    Ok(options)
}

fn option(value: &Value) -> Result<ShippingOption, String> {
    let Value::Object(option) = value else {
        return Err("ShippingOption must be an Object".into());
    };
    let text = |name: &str, what: &str| match option.get(name) {
        None => Err(format!("Can't find field \"{name}\"")),
        Some(Value::String(text)) if text.is_empty() => Err(format!("ShippingOption {what} must be non-empty")),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(_) => Err(format!("Field \"{name}\" must be of type String")),
    };
    let (id, title) = (text("id", "identifier")?, text("title", "title")?);
    let Some(Value::Array(lines)) = option.get("prices") else {
        return Err("Can't parse shipping option prices: Expected an Array of labeled prices".into()); // invented in part
    };
    let amounts = prices::amounts(lines);
    let amounts = amounts.map_err(|words| format!("Can't parse shipping option prices: {words}"))?; // invented in part
    let amount = amounts.iter().fold(0_i64, |sum, amount| sum.saturating_add(*amount));
    Ok(ShippingOption { id, title, amount })
}
