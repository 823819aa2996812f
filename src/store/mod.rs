//! The only SQL: a world's database in one `SQLite` file. `Store` is the one connection that writes, a batch of turns at a
//! time; `Reader` is for everything that only looks. Nothing here decides anything about money: that is `conversation`'s.
//! Reading order: `job`, `run`, then `load` with `fetch` and `changes` with `write`; the tables are in `migrations/`.

mod blame;
mod bought;
mod cells;
mod changes;
mod closing;
mod customer_row;
mod error;
mod fetch;
mod halted;
mod job;
mod jsonb;
mod kept;
mod load;
mod load_text;
mod moments;
mod open;
mod reader;
mod reasons;
mod rows;
mod run;
mod self_test;
mod self_test_rows;
mod tables;
mod triggers;
mod upkeep;
mod write;
mod writer;

#[cfg(test)]
mod tests;

pub use error::StoreError;
pub use halted::Halted;
pub use job::{InboxRow, Job, Outcome};
pub use kept::KeptFiles;
pub use reader::{
    Closing, EventRow, History, LooseMoney, OrderFilter, OrderListing, PaymentRow, PostListing, Reader, SavedRevision,
    SentRow, Undelivered, Unfinished,
};
pub use reasons::REASONS_KEPT_MAX;
pub use writer::Store;
