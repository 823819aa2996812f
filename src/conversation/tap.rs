//! Where a button leads. The room `telegram` packs this into at most 64 bytes of callback data and reads it back;
//! codes of ids travel, never positions, prices or roles.

use crate::{
    ids::{Campaign, Code, MessageId, OrderId},
    order::Progress,
    shop::Selection,
};

/// The meaning of a pressed button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    Home,
    /// The same from its `page`th screen of shelves on.
    Shelves {
        page: u8,
    },
    /// A shelf of the shop, from its `page`th screen of products on.
    Category {
        code: Code,
        page: u8,
    },
    /// The card of a product, with what is picked so far. An amount may be missing where the customer names it.
    Card(Selection),
    /// Asks for an amount of the customer's own.
    AskAmount {
        product: Code,
        campaign: Option<Campaign>,
    },
    Buy(Selection),
    /// "I have read and agree" to these terms, then on to buying from the card `origin` where one was open.
    Agree {
        terms: Code,
        then: Option<(Selection, MessageId)>,
    },
    /// "I am 18 or older", then on to buying from the card `origin`.
    OfAge {
        years: u8,
        then: (Selection, MessageId),
    },
    Terms,
    Support,
    Privacy,
    Languages,
    /// Two letters.
    Language([u8; 2]),
    Orders,
    /// One order: its receipt with its goods, or how to pay it.
    Order(OrderId),
    CancelOrder(OrderId),
    /// The owner's yes to files that were held back; the revision's name as a number.
    Accept(u64),
    /// The staff's button under an order's notice.
    Progress(OrderId, Progress),
}
