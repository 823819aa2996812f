//! One message on its way, and the lane whose order it keeps.

use std::sync::Arc;

use super::super::supervise::Token;
use crate::{
    conversation::{Effect, OwedRow},
    ids::{ChatId, MessageId, OrderId, QueryId},
    shop::Revision,
    time::Timestamp,
};

/// One message to be sent.
pub(super) struct Parcel {
    pub(super) what: What,
    pub(super) tries: u32,
    pub(super) since: Timestamp,
    pub(super) not_before: Timestamp,
    pub(super) _unsent: Token,
}

impl Parcel {
    /// The order whose facts it tells.
    pub(super) fn order(&self) -> Option<OrderId> {
        match &self.what {
            What::Owed(row) => row.owed.order(),
            What::Passing(_, Effect::Again { owed, .. }) => owed.order(),
            What::Buttons { order, .. } => Some(*order),
            What::Passing(..) => None,
        }
    }
}

pub(super) enum What {
    Owed(OwedRow),
    /// Sent once or not at all; shown as the revision says that decided it.
    Passing(Arc<Revision>, Effect),
    /// The buttons under a notice, to be brought up to date.
    Buttons {
        chat: ChatId,
        message: MessageId,
        order: OrderId,
    },
}

/// What must keep its order: a chat's messages. An answer to a button or to an inline query has no order.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Lane {
    Chat(ChatId),
    Tap(QueryId),
}

impl Lane {
    /// `None` for what does not travel as a parcel.
    pub(super) fn of(effect: &Effect) -> Option<Lane> {
        match effect {
            Effect::AnswerTap { query, .. } | Effect::AnswerInline { query, .. } => Some(Lane::Tap(query.clone())),
            Effect::Show { chat, .. } | Effect::Again { chat, .. } => Some(Lane::Chat(*chat)),
            Effect::SendInvoice(message) => Some(Lane::Chat(message.chat)),
            // Each has a task of its own.
            Effect::AnswerPreCheckout { .. } | Effect::Accept { .. } => None,
        }
    }
}
