//! How messages leave a shop: the outbox (what is owed stays in the database until it is delivered, memory holds a
//! page of it) and screens, which are harmless to lose. In order per chat, several chats at once. Nothing here decides:
//! how a delivery ended is a turn.

mod courier;
mod parcel;
mod parcels;
mod post;
mod send;
mod told;
mod waiting;

pub(super) use courier::{Courier, run};
pub(super) use parcels::Parcels;
