//! The only Bot API: what Telegram sends becomes events, effects become messages with buttons. Money travels as i64 in
//! requests of our own; teloxide's types serve words, pictures and commands.

mod bot;
mod buttons;
mod fault;
mod intake;
mod outgoing;
mod rich;

pub use bot::{Bot, Me, UPDATES_MAX};
pub use buttons::{OPTIONS_MAX, decode, encode, fits};
pub use fault::ApiFault;
pub use intake::{RawUpdate, event, holds_money, read_batch};
