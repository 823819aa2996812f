//! From raw updates to events. Every field is picked by itself and may be missing or odd: Telegram adds kinds and
//! fields as it likes, and money must be seen whatever surrounds it. Amounts are i64; nothing here panics.
//! The raw text is kept by the engine; the meaning of an event is `conversation::decide`'s.

mod batch;
mod fields;
mod form;
mod read;
mod shapes;

pub use batch::{RawUpdate, read_batch, read_update};
pub use read::{event, holds_money};
