//! What is said over the chat when a button was pressed.

use super::Accepted;
use crate::{ids::OrderId, order::Refusal};

/// The short answer that appears over the chat when a button was pressed.
#[derive(Clone, Debug, PartialEq)]
pub enum Toast {
    /// The button no longer leads anywhere.
    Gone,
    /// The button belongs to the staff.
    StaffOnly,
    Refused(Refusal),
    AlreadyAgreed,
    /// The button belongs to the owner.
    OwnerOnly,
    Accepted(Accepted),
    /// The order was marked so before.
    AlreadyMarked(OrderId),
    Marked(OrderId),
    /// This was bought before with the same button.
    AlreadyBought(OrderId),
    /// The invoice for this waits in the chat.
    StillOpen(OrderId),
}
