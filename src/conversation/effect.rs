//! What people get to see of a decision. An effect says what; how it looks and travels is the room `telegram`'s.
//! What is `Owed` is stored with the change that caused it and sent until it is delivered; its JSON is kept for ever.

use serde::{Deserialize, Serialize};

use super::{FileNews, RuleFailure, Screen, Toast};
use crate::{
    ids::{
        ChargeId, ChatId, MessageId, OrderId, OutboxId, Payload, PostId, ProductId, QueryId, RevisionId, ShopId, UserId,
    },
    order::{Progress, Quote, Refusal},
    payment::Surplus,
    shop::Language,
};

/// Something that leaves the engine once the change behind it is durable.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The answer to a pre-checkout query; `order` is the one that holds the yes.
    AnswerPreCheckout {
        query: QueryId,
        verdict: Result<OrderId, Refusal>,
        language: Language,
    },
    AnswerTap {
        query: QueryId,
        toast: Option<Toast>,
        language: Language,
    },
    /// A screen: harmless to lose, the customer taps again.
    Show {
        chat: ChatId,
        place: Place,
        screen: Screen,
        language: Language,
    },
    SendInvoice(Box<InvoiceMessage>),
    /// What can be shown in a chat; `next` is where the answer goes on.
    AnswerInline {
        query: QueryId,
        results: Vec<InlineResult>,
        next: Option<usize>,
        language: Language,
    },
    /// The owner said yes to files that were held back. The engine takes them up, and answers the button then.
    Accept {
        revision: RevisionId,
        query: QueryId,
        chat: ChatId,
        message: MessageId,
        language: Language,
    },
    /// Something that was owed before, asked for again: sent once, not stored.
    Again {
        chat: ChatId,
        owed: Owed,
        language: Language,
    },
}

/// One product to show: as a card, or as an invoice that can be paid on the spot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineResult {
    pub product: ProductId,
    pub invoice: Option<(Payload, Quote)>,
}

/// Where a screen appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    New,
    /// In place of the message whose button was pressed, where its kind allows.
    Instead {
        message: MessageId,
        on_photo: bool,
    },
}

/// All that `sendInvoice` needs beside the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceMessage {
    pub chat: ChatId,
    pub payload: Payload,
    pub quote: Quote,
    pub language: Language,
}

/// A row of the outbox that is yet to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct OwedRow {
    pub id: OutboxId,
    pub shop: ShopId,
    pub chat: ChatId,
    /// Two letters.
    pub language: String,
    pub owed: Owed,
}

/// A message that must arrive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owed {
    /// Proof of payment with the goods that are words: texts, keys, credits.
    Receipt { order: OrderId },
    /// A file that was bought.
    File { order: OrderId, line: usize },
    /// A new order, for the staff, with its buttons.
    Notice { order: OrderId },
    /// The staff moved an order on; for the customer.
    Progress { order: OrderId, progress: Progress },
    /// Money arrived and needs a look; for the customer.
    MoneyNote { order: Option<OrderId>, charge: ChargeId },
    /// Something that people must look at; for the staff.
    Alert(Alert),
    /// A post is to be brought up to date: sent, edited or taken away, as its row says at that moment.
    Post { post: PostId },
}

/// The kind of an owed message, as histories name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwedKind {
    Receipt,
    File,
    Notice,
    Progress,
    MoneyNote,
    Alert,
    Post,
}

/// What the staff must know. Each is also visible in `kiosk orders`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alert {
    /// Money that fits no order.
    Surplus {
        charge: ChargeId,
        payer: UserId,
        amount: i64,
        currency: String,
        why: Surplus,
    },
    /// The amount or currency is not what was quoted.
    WrongAmount {
        order: OrderId,
        charge: ChargeId,
        amount: i64,
        currency: String,
    },
    /// Paid, and nothing is left.
    NothingLeft { order: OrderId, charge: ChargeId },
    /// Paid after its hold had ended, and still fulfilled.
    PaidLate { order: OrderId },
    /// An update that could not be handled in five tries.
    DeadLetter { update: i64, holds_money: bool },
    /// The shop's files changed, or should have.
    Files(FileNews),
    /// A rule of the owner gave no answer.
    RuleFailed(RuleFailure),
}

impl Owed {
    pub fn kind(&self) -> OwedKind {
        match self {
            Owed::Receipt { .. } => OwedKind::Receipt,
            Owed::File { .. } => OwedKind::File,
            Owed::Notice { .. } => OwedKind::Notice,
            Owed::Progress { .. } => OwedKind::Progress,
            Owed::MoneyNote { .. } => OwedKind::MoneyNote,
            Owed::Alert(_) => OwedKind::Alert,
            Owed::Post { .. } => OwedKind::Post,
        }
    }

    /// The order that this is about.
    pub fn order(&self) -> Option<OrderId> {
        match self {
            Owed::Receipt { order }
            | Owed::File { order, .. }
            | Owed::Notice { order }
            | Owed::Progress { order, .. } => Some(*order),
            Owed::MoneyNote { order, .. } => *order,
            Owed::Alert(alert) => alert.order(),
            Owed::Post { .. } => None,
        }
    }
}

impl Alert {
    pub fn order(&self) -> Option<OrderId> {
        match self {
            Alert::WrongAmount { order, .. } | Alert::NothingLeft { order, .. } | Alert::PaidLate { order } => {
                Some(*order)
            }
            Alert::Surplus { .. } | Alert::DeadLetter { .. } | Alert::Files(_) | Alert::RuleFailed(_) => None,
        }
    }
}
