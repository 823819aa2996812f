//! People from another process: the acts of `Local` as JSON over HTTP. `act` is the table of them, `client` sends
//! them; `place` is both for groups and channels, `carry` for forwarding and links, `inline` for inline mode, `ship`
//! for shipping, `stars` for paid media and subscriptions, `trouble` for faults and updates out of turn.

mod act;
mod carry;
mod client;
mod inline;
mod place;
mod ship;
mod stars;
mod trouble;

pub(super) use act::{Act, perform};
pub use client::People;
