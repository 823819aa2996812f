//! Conversations as tests: an owner writes what a customer says and what the shop must answer, and it is played against
//! the real engine and the sandbox, over HTTP, on a database of its own, in virtual time.
//!
//! `config` reads what the YAML holds, `compile` makes a `script` of it with every mistake at its place, `play` plays it on
//! a `stage`: `act` is what people do, `judge` what the shop must have said, `books` what its database must hold. It finds
//! buttons by words, as people do; only shorthands look at what a button means. Nothing here decides anything.

mod act;
mod books;
mod cast;
mod compile;
mod folder;
mod form;
mod judge;
mod load;
mod pass_on;
mod play;
mod report;
mod run;
mod script;
mod seen;
mod snapshot;
mod stage;
mod transcript;

#[cfg(test)]
mod tests;

pub use compile::check;
pub use report::{Outcome, Report};
pub use run::{is_missed, run, run_conversations};
pub use script::Without;
