//! What a chat can show, in meaning; the room `telegram` turns each into words, buttons and pictures.

use super::Accepted;
use crate::{
    ids::{Campaign, ChatId, Code, MessageId, OrderId, ProductId, RevisionId, TopicId, UserId},
    money::Money,
    order::{Refusal, State},
    shop::Selection,
    time::Timestamp,
};

/// One message of the shop.
#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    /// The greeting with the shelves.
    Home,
    /// The same from its `page`th screen of shelves on.
    Shelves {
        page: u8,
    },
    Category {
        code: Code,
        page: u8,
    },
    /// The card of a product.
    Card {
        product: ProductId,
        selection: Selection,
        availability: Availability,
    },
    /// Asks for an amount, as a message to reply to.
    AskAmount {
        product: ProductId,
        /// The tag of the link that led there.
        campaign: Option<Campaign>,
    },
    /// The terms; `then` leads on to buying, `agreed` says since when the customer has agreed to this version.
    Terms {
        then: Option<(Selection, MessageId)>,
        agreed: bool,
    },
    /// Asks whether the customer is at least so old, before they buy this from the card `origin`.
    Age {
        years: i64,
        then: (Selection, MessageId),
    },
    Support,
    Privacy,
    Help,
    Languages,
    /// The language is now the one this screen is shown in.
    LanguageChosen,
    /// Numbers to paste into `shop.yaml`.
    Ids {
        user: UserId,
        chat: ChatId,
        topic: TopicId,
    },
    /// The customer's orders, newest first, and what the account holds.
    Orders {
        orders: Vec<OrderSummary>,
        balance: Option<Money>,
    },
    /// This was bought from the same card before.
    AlreadyBought {
        order: OrderId,
        selection: Selection,
    },
    /// This invoice still waits, further up in the chat.
    StillOpen {
        order: OrderId,
    },
    /// The order was taken back, now or before.
    OrderCancelled {
        order: OrderId,
    },
    /// The order cannot be taken back: it is paid, being paid or gone.
    NotCancelled {
        order: OrderId,
        state: State,
    },
    /// What became of files that were held back, in place of the question.
    Accepted {
        revision: RevisionId,
        end: Accepted,
    },
    /// A wish that cannot be granted.
    Refused(Refusal),
    NotUnderstood,
}

/// Whether a product can be bought, as the card says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    Endless,
    Left(i64),
    SoldOut,
}

/// One line of `/orders`.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderSummary {
    pub order: OrderId,
    pub state: State,
    pub what: String,
    pub total: Money,
    pub at: Timestamp,
}
