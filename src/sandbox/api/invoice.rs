//! `sendInvoice`: every rule that can be judged without Telegram's servers.
//! Words that no source gives are marked as invented beside them.

use serde_json::Value;

use super::refusal::Checked;
use super::{Fields, Refusal, prices, url};
use crate::sandbox::model::currency::{self, STARS};

const TITLE_CHARACTERS_MAX: usize = 32;
const DESCRIPTION_CHARACTERS_MAX: usize = 255;
const PAYLOAD_BYTES_MAX: usize = 128;
const START_PARAMETER_CHARACTERS_MAX: usize = 64;

/// An invoice that Telegram would take.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct NewInvoice {
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) payload: String,
    pub(crate) currency: String,
    pub(crate) total_amount: i64,
    pub(crate) max_tip_amount: i64,
    pub(crate) suggested_tip_amounts: Vec<i64>,
    pub(crate) start_parameter: String,
    pub(crate) needs: Needs,
    #[serde(default)]
    pub(crate) photo_url: Option<String>,
    /// Of a link that begins a subscription; 0 otherwise.
    #[serde(default)]
    pub(crate) subscription_period_s: i64,
}

/// What the payment form asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent questions of one form")]
pub(crate) struct Needs {
    pub(crate) name: bool,
    pub(crate) phone_number: bool,
    pub(crate) email: bool,
    pub(crate) shipping_address: bool,
    /// The price depends on the address.
    #[serde(default)]
    pub(crate) flexible: bool,
}

pub(super) fn invoice(fields: &Fields) -> Checked<NewInvoice> {
    let title = fields.required("title")?;
    let description = fields.required("description")?;
    let payload = fields.required("payload")?;
    let code = fields.required("currency")?;
    let total_amount = prices::total(fields, code)?;
    let (max_tip_amount, suggested_tip_amounts) = prices::tips(fields, code)?;
    if title.chars().count() > TITLE_CHARACTERS_MAX {
        return Err(Refusal::bad("invoice title is too long")); // invented wording
    }
    if description.chars().count() > DESCRIPTION_CHARACTERS_MAX {
        return Err(Refusal::bad("invoice description is too long")); // invented wording
    }
    if payload.len() > PAYLOAD_BYTES_MAX {
        return Err(Refusal::bad("INVOICE_PAYLOAD_INVALID"));
    }
    check_provider(fields, code)?;
    let start_parameter = start_parameter(fields.text("start_parameter"))?;
    Ok(NewInvoice {
        title: title.to_owned(),
        description: description.to_owned(),
        payload: payload.to_owned(),
        currency: code.to_owned(),
        total_amount,
        max_tip_amount,
        suggested_tip_amounts,
        start_parameter,
        needs: if code == STARS { Needs::default() } else { needs(fields) },
        photo_url: photo_url(fields),
        subscription_period_s: 0,
    })
}

/// An address that cannot be read is ignored without a word (tdlib, `InputInvoice.cpp`). `photo_size`, `photo_width` and
/// `photo_height` are clamped by the server, so nothing in them is wrong.
fn photo_url(fields: &Fields) -> Option<String> {
    let address = fields.text("photo_url").trim();
    url::fault(address).is_none().then(|| address.to_owned())
}

fn check_provider(fields: &Fields, code: &str) -> Checked<()> {
    let token = fields.text("provider_token").trim();
    if currency::find(code).is_none() {
        return Err(Refusal::bad("CURRENCY_INVALID"));
    }
    if (code == STARS) != token.is_empty() {
        // For Stars with a token this wording is invented: no source says what Telegram answers.
        return Err(Refusal::bad("PAYMENT_PROVIDER_INVALID"));
    }
    let data = fields.text("provider_data");
    if data.is_empty() || serde_json::from_str::<Value>(data).is_ok() {
        return Ok(());
    }
    Err(Refusal::bad("DATA_JSON_INVALID"))
}

/// The letters and the length of a deep link's parameter.
pub(super) fn is_start_parameter(text: &str) -> bool {
    let known = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'_' || letter == b'-';
    text.len() <= START_PARAMETER_CHARACTERS_MAX && text.bytes().all(known)
}

fn start_parameter(text: &str) -> Checked<String> {
    if is_start_parameter(text) {
        return Ok(text.to_owned());
    }
    Err(Refusal::bad("START_PARAM_INVALID")) // invented here: Telegram uses this code for deep links
}

/// One wish includes another (`InputInvoice.cpp` of Telegram's own library).
fn needs(fields: &Fields) -> Needs {
    let flexible = fields.truth("is_flexible");
    Needs {
        name: fields.truth("need_name"),
        phone_number: fields.truth("need_phone_number") || fields.truth("send_phone_number_to_provider"),
        email: fields.truth("need_email") || fields.truth("send_email_to_provider"),
        shipping_address: fields.truth("need_shipping_address") || flexible,
        flexible,
    }
}
