//! What a rule is asked: plain values, frozen, the same for the same question. Nothing in here leads anywhere: no
//! database, no clock, no handle. `decide` builds one, the engine runs the rules on exactly that, and a verdict counts
//! only while `decide` would ask the same again.

mod customer;
mod sale;

pub use customer::{CustomerFacts, Purchase};
pub use sale::{DeliveryFacts, LineFacts, QuoteFacts};
use serde::{Deserialize, Serialize};

use crate::{ids::UserId, time::Timestamp};

/// One question: may this customer buy this, here and now?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// When the customer's update arrived; does not move while the question is asked again.
    pub now: Timestamp,
    pub shop: ShopFacts,
    pub quote: QuoteFacts,
    /// Who would pay.
    pub customer: CustomerFacts,
    pub invoice: InvoiceFacts,
    #[serde(default, skip_serializing_if = "DeliveryFacts::is_empty")]
    pub delivery: DeliveryFacts,
}

/// The shop that sells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopFacts {
    pub id: String,
    /// In the shop's first language.
    pub name: String,
    /// A name of the IANA database.
    pub timezone: String,
}

/// Where an invoice can be shown: in the customer's own chat, in a group or channel, at a link, in inline results.
pub const INVOICE_PLACES: [&str; 4] = ["private", "post", "link", "inline"];

/// The invoice that would be, or is being, paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceFacts {
    /// One of `INVOICE_PLACES`.
    pub place: String,
    /// The one customer that it was made for, if it was.
    pub made_for: Option<UserId>,
    /// Whether this is pre-checkout; else the quote is only being made.
    pub paying: bool,
}
