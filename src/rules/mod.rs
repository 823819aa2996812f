//! The owner's own checks: scripts that say whether a customer may buy this, here and now.
//!
//! `compile` reads a script and finds what is wrong with it, `Rules` are all scripts of one revision, `run` asks them.
//! A rule is a function with a name; what it is given, it names as parameters (`quote`, `customer`, …: `api::GIVEN`).
//! It sees plain values (`Input`) and answers with one (`Verdict`). `pool` runs them on threads of its own, so that
//! whoever asks can wait without holding anything up; a script can neither reach anything nor take the process along.

mod api;
mod check;
mod compile;
mod constants;
mod denials;
mod engine;
mod explain;
mod fixed;
mod health;
mod input;
mod mentions;
mod nearest;
mod pool;
mod problem;
mod reached;
mod reference;
mod resolved;
mod run;
mod said;
mod sample;
mod slips;
mod unheard;
mod values;
mod verdict;

pub use api::{API_VERSION, GIVEN, Given, Item, ItemKind, items};
pub use compile::{OnError, Rules, compile};
pub use denials::Deny;
pub use engine::unhurried;
pub use input::{
    CustomerFacts, DeliveryFacts, INVOICE_PLACES, Input, InvoiceFacts, LineFacts, Purchase, QuoteFacts, ShopFacts,
};
pub use mentions::{Mention, Named};
pub use nearest::did_you_mean;
pub use pool::ask;
pub use problem::Problem;
pub use reached::Reached;
pub use reference::{PAGE_BEGINS, definitions, owners, page};
pub use run::{Asked, Failed, run};
pub use said::{Reply, Said};
pub use sample::sample;
pub use values::Value;
pub use verdict::{Denial, Verdict, Words};

#[cfg(test)]
mod tests;
