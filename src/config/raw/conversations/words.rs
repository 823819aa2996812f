//! The words that may stand in a conversation, and its bounds: for the schema, and for the room `rehearsal`, which gives
//! them a meaning.

/// Chats in which a person acts.
pub(crate) const CHATS: [&str; 4] = ["private", "orders", "group", "channel"];
/// Where the shop posts.
pub(crate) const POST_PLACES: [&str; 2] = ["group", "channel"];
/// Which invoice.
pub(crate) const INVOICES: [&str; 4] = ["last invoice", "first invoice", "copy", "link"];
/// When a card is charged that was not charged at once.
pub(crate) const CHARGES: [&str; 2] = ["late", "again"];
/// Which message to look at first.
pub(crate) const MESSAGES: [&str; 2] = ["latest", "oldest"];
/// The states of an order.
pub(crate) const STATES: [&str; 11] = [
    "open",
    "held",
    "paid",
    "fulfilled",
    "expired",
    "cancelled",
    "review",
    "unfulfillable",
    "refund_pending",
    "refunded",
    "refund_failed",
];
/// Counts beyond this are a mistake.
pub(crate) const COUNT_MAX: i64 = 1_000_000;
/// A step may let this much time pass.
pub(crate) const WAIT_DAYS_MAX: u64 = 366;
