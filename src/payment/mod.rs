//! Money: the invoice that asks for it, the yes or no before it moves, and where it belongs when it has arrived.
//! Pure: books and time are arguments.

mod invoice;
mod ledger;
mod matching;
mod pre_checkout;

pub use invoice::{Audience, Invoice};
pub use ledger::{Entry, Settled, entries};
pub use matching::{AMOUNT_MAX, Charge, Match, Surplus, match_money};
pub use pre_checkout::{PreCheckout, Situation, judge};
pub(crate) use pre_checkout::{short_of, still_offered, still_sold};
