//! The only Bot API: what Telegram sends becomes events (`intake`), effects become messages with buttons (`render`) that
//! a bot sends (`sender`, `bot`). Money travels as i64 in requests of our own; teloxide's types serve words, pictures
//! and commands. The engine decides when something is sent and whether it is tried again.

mod answer;
mod base85;
mod bot;
mod buttons;
mod fault;
mod inline;
mod intake;
mod names;
mod outgoing;
mod phrases;
mod posts;
mod render;
mod rich;
mod sender;
mod voice;

pub use answer::screen_answer;
pub use bot::{Bot, Me, UPDATES_MAX, WebhookInfo, tap_answer, yes_answer};
pub use buttons::{OPTIONS_MAX, decode, encode, fits};
pub use fault::ApiFault;
pub use intake::{RawUpdate, event, holds_money, read_batch, read_update};
pub use posts::show_post;
pub use sender::{Manner, Parting, deliver, mark_notice, perform, refusal_words, set_commands};
pub use voice::{Premises, product_link};

#[cfg(test)]
mod tests;
