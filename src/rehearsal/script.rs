//! A conversation that makes sense: what `compile` makes of a file, and what `play` plays. Every part knows its place,
//! so that a difference is reported where it was written.

use std::time::Duration;

use crate::{
    config::Span,
    engine::Wish,
    ids::{ProductId, Sku},
    order::{OrderInfo, State},
    shop::Language,
};

/// A value and where it is written.
#[derive(Debug, Clone)]
pub(super) struct Placed<T> {
    pub(super) v: T,
    pub(super) at: Span,
}

/// One conversation, ready to be played.
#[derive(Debug)]
pub(super) struct Conversation {
    pub(super) name: String,
    pub(super) covers: Vec<String>,
    pub(super) given: Given,
    pub(super) talk: Vec<Step>,
}

/// How things stand before anybody speaks.
#[derive(Debug, Default)]
pub(super) struct Given {
    pub(super) stock: Vec<(Sku, i64)>,
    pub(super) keys: Vec<(Sku, i64)>,
    pub(super) language: Vec<(String, Language)>,
    pub(super) names: Vec<(String, String)>,
    pub(super) agreed: Vec<String>,
    pub(super) without: Option<Without>,
    pub(super) staff: Vec<String>,
}

/// What is taken away from a shop, to find out whether anything misses it.
#[derive(Debug, Clone)]
pub enum Without {
    /// `limits.two_loaves`
    Rule(String),
    /// `minimum_order`
    Policy(&'static str),
}

/// One line of the talk.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) at: Span,
    pub(super) does: Does,
}

#[derive(Debug)]
pub(super) enum Does {
    Act {
        who: String,
        chat: Chat,
        act: Act,
    },
    Expect(Box<Expect>),
    Books(Box<Ledger>),
    Wait(Duration),
    Reload(Vec<Edit>),
    /// The engine ends, and begins again on the same database.
    Restart,
    Stop,
    Start,
    /// The operator posts in the group.
    Post(Wish),
    /// The operator takes the latest post back.
    Unpost,
}

/// Where a person acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chat {
    Private,
    Orders,
    Group,
    Channel,
}

#[derive(Debug)]
pub(super) enum Act {
    Says(String),
    Replies(String),
    Taps {
        button: String,
        oldest: bool,
    },
    TapsEverythingAgain,
    Buys(ProductId),
    PressesPay {
        invoice: Which,
        of: Option<String>,
        form: Box<Form>,
        then: Then,
    },
    ChargeLate,
    ChargeAgain,
    /// A friend gets a copy.
    Forwards {
        invoice: Which,
        to: String,
    },
    /// By inline mode, to a friend or in the chat.
    Shows {
        words: String,
        result: String,
        to: Option<String>,
    },
    /// Presses the link below what was passed on.
    OpensCopy,
    Blocks,
    Unblocks,
}

/// Which of a person's invoices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Last,
    First,
    /// What somebody passed on to them last.
    Copy,
    /// The one behind the latest link.
    Link,
}

/// What a payer writes into the payment form, besides what they know by heart.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// Minor units of the shop's currency.
    pub(super) tip: i64,
    pub(super) info: OrderInfo,
}

/// What follows the shop's yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    Charge,
    ChargeTwice,
    Decline,
    Nothing,
}

/// One change of the shop's files.
#[derive(Debug)]
pub(super) enum Edit {
    /// All of a folder's files, over those that are there.
    Folder(Placed<String>),
    /// A file's new text.
    Write { file: String, text: String },
    /// One passage of a file, which must be there exactly once.
    Replace {
        file: String,
        old: Placed<String>,
        new: String,
    },
}

/// What the shop must have done; every part that is there must hold.
#[derive(Debug, Default)]
pub(super) struct Expect {
    pub(super) to: Option<String>,
    pub(super) says: Vec<Placed<String>>,
    pub(super) lacks: Vec<Placed<String>>,
    pub(super) buttons: Vec<Placed<String>>,
    pub(super) toasts: Vec<Placed<String>>,
    pub(super) documents: Vec<Placed<String>>,
    pub(super) refuses: Vec<Placed<String>>,
    /// `true` for any, else a price.
    pub(super) invoice: Option<Placed<String>>,
    pub(super) flags: Vec<Placed<Flag>>,
}

/// What is said without words of one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flag {
    Accepts,
    Receipt,
    Photo,
    Silent,
    NothingChanges,
}

/// What the books must hold.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) orders: Option<Placed<Vec<(State, i64)>>>,
    pub(super) counts: Vec<Placed<(Count, i64)>>,
    pub(super) balances: Vec<Placed<(String, String)>>,
    /// How many orders came of a tagged link or post.
    pub(super) tags: Vec<Placed<(String, i64)>>,
    pub(super) requests: Option<Placed<Vec<(String, i64)>>>,
}

/// Something of the books that can be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Count {
    OnHand(Sku),
    Reserved(Sku),
    Charges,
    Payments,
    Surplus,
    Consents,
    Customers,
    Invoices,
    Owed,
}
