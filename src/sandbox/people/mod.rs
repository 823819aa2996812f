//! People from another process: the acts of `Local` as JSON over HTTP. `act` is the table of them, `client` sends them.

mod act;
mod client;

pub(super) use act::{Act, perform};
pub use client::People;
