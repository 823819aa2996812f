//! The body of an invoice, in Telegram's fields. What is not meant is left out.

use serde::Serialize;

use super::{FormFields, PhotoFields};
use crate::ids::TopicId;

/// One line of an invoice, in minor units.
#[derive(Debug, Serialize)]
pub(in crate::telegram) struct Price {
    pub(in crate::telegram) label: String,
    pub(in crate::telegram) amount: i64,
}

/// The body of sendInvoice.
#[derive(Debug, Serialize)]
pub(in crate::telegram) struct InvoiceRequest {
    pub(in crate::telegram) chat_id: i64,
    /// A topic of the chat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::telegram) message_thread_id: Option<i64>,
    /// With it, forwarded copies carry a link to the bot; without it, they can be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::telegram) start_parameter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::telegram) protect_content: Option<bool>,
    #[serde(flatten)]
    pub(in crate::telegram) body: InvoiceBody,
}

/// What an invoice is, wherever it is shown.
#[derive(Debug, Serialize)]
pub(in crate::telegram) struct InvoiceBody {
    pub(in crate::telegram) title: String,
    pub(in crate::telegram) description: String,
    pub(in crate::telegram) payload: String,
    pub(in crate::telegram) provider_token: String,
    pub(in crate::telegram) currency: &'static str,
    pub(in crate::telegram) prices: Vec<Price>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::telegram) provider_data: Option<String>,
    #[serde(flatten)]
    pub(in crate::telegram) photo: Option<PhotoFields>,
    #[serde(flatten)]
    pub(in crate::telegram) form: FormFields,
}

impl InvoiceRequest {
    pub(in crate::telegram) fn in_topic(mut self, topic: TopicId) -> InvoiceRequest {
        self.message_thread_id = (topic.0 > 0).then_some(topic.0);
        self
    }

    pub(in crate::telegram) fn without_photo(mut self) -> InvoiceRequest {
        self.body.photo = None;
        self
    }
}
