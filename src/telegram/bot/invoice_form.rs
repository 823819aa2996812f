//! The parts of an invoice that many have not: a picture, and what the payment form asks.

use serde::Serialize;

/// The picture on an invoice.
#[derive(Debug, Serialize)]
#[expect(clippy::struct_field_names, reason = "Telegram's own fields")]
pub(in crate::telegram) struct PhotoFields {
    pub(in crate::telegram) photo_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::telegram) photo_size: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::telegram) photo_width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::telegram) photo_height: Option<u32>,
}

/// What the payment form asks, each `Some(true)` or left out. Tips are in minor units.
#[derive(Debug, Default, Serialize)]
pub(in crate::telegram) struct FormFields {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::telegram) need_name: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::telegram) need_phone_number: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::telegram) need_email: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::telegram) need_shipping_address: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::telegram) send_phone_number_to_provider: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::telegram) send_email_to_provider: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::telegram) max_tip_amount: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::telegram) suggested_tip_amounts: Vec<i64>,
}
