//! What Telegram knows by its payload: a frozen quote, who may pay it, and how often. Never changed once written.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{InvoiceId, Payload, PostId, ShopId, UserId},
    order::Quote,
    shop::{Payable, Payer},
    time::Timestamp,
};

/// One invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    pub id: InvoiceId,
    pub shop: ShopId,
    pub payload: Payload,
    pub audience: Audience,
    pub payable: Payable,
    /// The post or link that it belongs to and that can be closed; `PostId(0)` for none.
    pub post: PostId,
    /// The fingerprint by which a standing invoice is found again; empty for a private one.
    pub standing: String,
    pub quote: Quote,
    pub created_at: Timestamp,
}

/// For whom an invoice was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// A private invoice; anyone who gets a payable copy may pay it.
    Customer(UserId),
    /// A private invoice that nobody else may pay.
    OnlyCustomer(UserId),
    /// A post, a link, an inline result.
    Anyone,
}

impl Audience {
    pub fn private(customer: UserId, payer: Payer) -> Audience {
        match payer {
            Payer::Anyone => Audience::Customer(customer),
            Payer::Invited => Audience::OnlyCustomer(customer),
        }
    }

    /// The customer for whom an order was opened together with the invoice.
    pub fn customer(self) -> Option<UserId> {
        match self {
            Audience::Customer(user) | Audience::OnlyCustomer(user) => Some(user),
            Audience::Anyone => None,
        }
    }

    pub fn admits(self, payer: UserId) -> bool {
        match self {
            Audience::OnlyCustomer(user) => user == payer,
            Audience::Customer(_) | Audience::Anyone => true,
        }
    }
}
