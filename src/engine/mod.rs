//! The running thing. One instance is one *world*: a database file, a clock, a writer, order numbers.
//!
//! `intake` takes updates in, fetched or posted, and acknowledges them once they are durable; `writer` is the one task that writes, in whole
//! batches; `query` answers pre-checkouts, exactly once and in time; `delivery` sends what is owed; `expiry` ends what
//! ran out; `control` lets commands in. They meet in `shop`, and everything that writes is a turn in `queue`. Each is a
//! step function with a loop around it, so that a hand-moved clock can drive the same code.
//!
//! Nothing here decides about money (`conversation`), names SQL (`store`) or knows Telegram's words (`telegram`).

mod accept;
mod closing;
pub mod control;
mod delivery;
mod expiry;
mod fault;
mod handle;
mod intake;
mod lock;
mod meters;
mod posts;
mod query;
mod queue;
pub mod reload;
mod report;
mod shop;
mod shops;
mod supervise;
mod task;
mod world;
mod writer;

pub use fault::Fault;
pub use handle::Handle;
pub use intake::{Door, Posted};
pub use lock::FolderLock;
pub use meters::Meters;
pub use posts::Wish;
pub use report::{Report, ShopStatus, WorldName};
pub use shop::bot_id;
pub use world::{ShopStart, World, WorldOptions};

/// What a button of a running world means, for those who play people.
pub use crate::telegram::decode as button_meaning;
