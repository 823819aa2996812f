//! What customers and staff see and may do: `decide(turn, books)` says what changes and what is owed to whom.
//! Sync, total, without a clock, a table or a network: everything it needs is in the turn and in the books, and what
//! the books do not hold yet it asks for by name.

mod allotment;
mod books;
mod bought;
mod browse;
mod buy;
mod change;
mod checkout;
mod checks;
mod consent;
mod customer;
mod decide;
mod desk;
mod effect;
mod event;
mod facts;
mod history;
mod inline;
mod money;
mod news;
mod own_orders;
mod post;
mod posts;
mod reason;
mod ruling;
mod screen;
mod sellable;
mod shown;
mod staff;
mod stock;
mod tap;
#[cfg(test)]
mod tests;
mod toast;

use std::sync::Arc;

pub use books::{Books, HISTORIES_ORDERS_MAX, Key, Missing, ORDERS_LISTED_MAX, Sequence};
pub use bought::{Bought, BoughtLine};
pub use change::{Change, Decision};
pub use customer::{Balance, Consent, Customer};
pub use decide::{decide, needs};
pub use effect::{Alert, Effect, InlineResult, InvoiceMessage, Owed, OwedKind, OwedRow, Place};
pub use event::{DeliveryEnd, Event, InlineQuery, Message, Offer, Person, StockChange, TapEvent};
pub use facts::{ChargeFact, KeyFact, OrderFacts};
pub use history::{OrderEvent, Payment};
pub use news::{Accepted, FileNews, Lines};
pub use post::{Post, PostKind, PostState};
pub use reason::Reason;
pub use ruling::{RuleFailure, Ruling};
pub use screen::{Availability, OrderSummary, Screen};
pub use shown::{PostFacts, Showing};
pub use stock::{Move, StockRow};
pub use tap::Tap;
pub use toast::Toast;

use crate::{shop::Revision, time::Timestamp};

/// One event with all that deciding it needs. Whatever writes is a turn: an update, a timer, the outcome of a send, a
/// command.
#[derive(Clone, Debug)]
pub struct Turn {
    /// Taken once and kept: a reload in the middle changes nothing for this turn.
    pub revision: Arc<Revision>,
    pub event: Event,
    /// When it reached us.
    pub arrived: Timestamp,
    /// When it is decided; set by the writer.
    pub now: Timestamp,
    /// Chance, for the payload of an invoice that this turn may make.
    pub nonce: u128,
    /// What the shop's rules said so far of what this turn asked them.
    pub rulings: Vec<Ruling>,
}
