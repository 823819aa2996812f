//! The `prices` and tips of an invoice: parsed in the server's words, summed without overflow.

use serde_json::Value;

use super::fields::leading_integer;
use super::refusal::Checked;
use super::{Fields, Refusal};
use crate::sandbox::model::currency::{self, STARS};

/// Telegram allows twelve digits.
const AMOUNT_MAX: i64 = 999_999_999_999;
const SUGGESTED_TIPS_MAX: usize = 4;

/// The sum of all price lines, checked against the currency.
pub(super) fn total(fields: &Fields, code: &str) -> Checked<i64> {
    fields.required("prices")?;
    let value = fields.json("prices", "Can't parse prices JSON object")?;
    let Some(Value::Array(lines)) = value else {
        return Err(Refusal::bad("Expected an Array of labeled prices"));
    };
    let amounts = amounts(&lines).map_err(Refusal::bad)?;
    if amounts.is_empty() {
        return Err(Refusal::bad("There must be at least one price"));
    }
    if amounts
        .iter()
        .any(|amount| amount.unsigned_abs() > AMOUNT_MAX.unsigned_abs())
    {
        return Err(Refusal::bad("Too big amount of the currency specified"));
    }
    if code == STARS && amounts.len() > 1 {
        return Err(Refusal::bad("PRICES_TOO_MANY")); // invented wording: no source says what Telegram answers
    }
    let total = amounts.iter().fold(0_i64, |sum, amount| sum.saturating_add(*amount));
    check_total(total, code)?;
    Ok(total)
}

/// The amounts of an array of price lines, or what is wrong with one of them.
pub(super) fn amounts(lines: &[Value]) -> Result<Vec<i64>, String> {
    let amounts = lines.iter().map(line).collect::<Result<Vec<i64>, String>>();
    amounts.map_err(|words| format!("Can't parse labeled price: {words}"))
}

fn check_total(total: i64, code: &str) -> Checked<()> {
    if total <= 0 {
        return Err(Refusal::bad("Total price must be positive"));
    }
    if total > AMOUNT_MAX {
        return Err(Refusal::bad("Total price is too big"));
    }
    let Some(currency) = currency::find(code) else {
        return Err(Refusal::bad("CURRENCY_INVALID"));
    };
    if (currency.least..=currency.greatest).contains(&total) {
        return Ok(());
    }
    Err(Refusal::bad("CURRENCY_TOTAL_AMOUNT_INVALID"))
}

fn line(value: &Value) -> Result<i64, String> {
    let Value::Object(line) = value else {
        return Err("LabeledPrice must be an Object".into());
    };
    match line.get("label") {
        None => return Err("Can't find field \"label\"".into()),
        Some(Value::String(label)) if label.is_empty() => return Err("LabeledPrice label must be non-empty".into()),
        Some(Value::String(_)) => {}
        Some(_) => return Err("Field \"label\" must be of type String".into()),
    }
    let amount = match line.get("amount") {
        None => return Err("Can't find field \"amount\"".into()),
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::String(text)) => text.parse().ok(),
        Some(_) => return Err("Field \"amount\" must be of type Number or String".into()),
    };
    amount.ok_or_else(|| "Can't parse \"amount\" as Number".into())
}

/// The greatest tip and the suggested ones.
pub(super) fn tips(fields: &Fields, code: &str) -> Checked<(i64, Vec<i64>)> {
    let greatest = greatest_tip(fields.text("max_tip_amount").trim())?;
    let suggested = suggested_tips(fields)?;
    if code == STARS && (greatest > 0 || !suggested.is_empty()) {
        // invented wording: the documentation only says that Stars know no tips
        return Err(Refusal::bad("tips aren't supported for payments in Telegram Stars"));
    }
    if suggested.iter().any(|tip| *tip <= 0) {
        return Err(Refusal::bad("Suggested tip amount must be positive"));
    }
    if suggested.windows(2).any(|pair| pair[0] >= pair[1]) {
        // invented wording: the documentation demands a strictly increasing order
        return Err(Refusal::bad("Suggested tip amounts must be in increasing order"));
    }
    if suggested.iter().any(|tip| *tip > greatest) {
        return Err(Refusal::bad("Suggested tip amount can't be bigger than max_tip_amount"));
    }
    if suggested.len() > SUGGESTED_TIPS_MAX {
        return Err(Refusal::bad("There can be at most 4 suggested tip amounts"));
    }
    Ok((greatest, suggested))
}

fn greatest_tip(text: &str) -> Checked<i64> {
    if text.is_empty() {
        return Ok(0);
    }
    match text.parse::<i64>() {
        Err(_) => Err(Refusal::bad("Can't parse \"max_tip_amount\" as Number")),
        Ok(tip) if (0..=AMOUNT_MAX).contains(&tip) => Ok(tip),
        Ok(_) => Err(Refusal::bad("Invalid max_tip_amount of the currency specified")),
    }
}

fn suggested_tips(fields: &Fields) -> Checked<Vec<i64>> {
    match fields.json("suggested_tip_amounts", "Can't parse suggested_tip_amounts JSON object")? {
        None => Ok(Vec::new()),
        Some(Value::Array(tips)) => Ok(tips.iter().map(tip).collect()),
        Some(_) => Err(Refusal::bad("Expected an Array of suggested tip amounts")),
    }
}

/// A tip that is no number counts as 0 and is refused as not positive.
fn tip(value: &Value) -> i64 {
    match value {
        Value::Number(number) => number.as_i64().unwrap_or(0),
        Value::String(text) => leading_integer(text),
        _ => 0,
    }
}
