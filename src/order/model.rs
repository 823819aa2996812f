//! An order: one payer, one invoice, one state. A yes at pre-checkout is its hold.

use super::{IllegalStep, OrderInfo, Progress, State, Step};
use crate::{
    ids::{ChatId, InvoiceId, MessageId, OrderId, QueryId, ShopId, UserId},
    time::Timestamp,
};

/// What one payer buys through one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub shop: ShopId,
    pub invoice: InvoiceId,
    pub payer: UserId,
    /// Counts this payer's orders of this invoice, from 1.
    pub n: i64,
    pub state: State,
    /// As it was loaded; 0 for a row that is not written yet. The guarded update raises it.
    pub version: i64,
    /// Whether its invoice can be paid only once, by whomever.
    pub once: bool,
    /// The chat in which the customer hears about this order.
    pub chat: ChatId,
    /// The card under which Buy was pressed; `MessageId(0)` for none. A second press finds the order by it.
    pub origin: MessageId,
    pub language: String,
    pub progress: Progress,
    pub hold: Option<Hold>,
    /// Minor units on top of the quote's total: of the yes while it is held, of the money once it is here, else 0.
    pub tip: i64,
    /// What the payer filled in last.
    pub info: OrderInfo,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Order {
    /// As it is born: its payer's first of this invoice, not written yet, and nothing has come of it.
    pub fn born(id: OrderId, shop: ShopId, invoice: InvoiceId, payer: UserId, state: State, at: Timestamp) -> Order {
        Order {
            id,
            shop,
            invoice,
            payer,
            n: 1,
            state,
            version: 0,
            once: false,
            chat: ChatId::of(payer),
            origin: MessageId(0),
            language: String::new(),
            progress: Progress::None,
            hold: None,
            tip: 0,
            info: OrderInfo::default(),
            created_at: at,
            updated_at: at,
        }
    }
}

/// A yes, written down before it is said: what was promised until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub query: QueryId,
    /// When the query reached us.
    pub since: Timestamp,
    pub until: Timestamp,
    pub answer: Answer,
}

/// What is known of our yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Not sent yet, or sent and nothing is known.
    Pending,
    /// The same, and an earlier yes for these goods may still be charged: a refusal of this one releases nothing.
    Renewed,
    /// Telegram took it.
    Taken,
}

impl Order {
    /// Moves the order along the table, and stamps the change.
    pub fn step(&mut self, step: Step, at: Timestamp) -> Result<(), IllegalStep> {
        self.state = self.state.on(step)?;
        self.updated_at = at;
        if self.state != State::Held {
            self.hold = None;
        }
        if !self.state.has_money() && self.state != State::Held {
            self.tip = 0;
        }
        Ok(())
    }
}
