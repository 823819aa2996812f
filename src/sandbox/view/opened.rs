//! What a person finds behind a link.

use serde::{Deserialize, Serialize};

use super::{ChatId, InvoiceView};

/// What opening an address led to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Opened {
    /// The form of an invoice, to be paid by its link.
    Invoice(InvoiceView),
    /// A bot, to which Start was pressed: the message is the `/start` with the link's parameter.
    Bot { chat: ChatId, message: i64 },
    /// A group or channel that the person came into by an invite link.
    Group { chat: ChatId },
}
