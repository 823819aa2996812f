//! A local Telegram: bots, people, chats, invoices and play money behind the Bot API, on a port of this machine.
//! It knows nothing of the engine, so that it can judge it: what Telegram would refuse is refused here, in its words.
//! It may not use another room. `model` is the world itself (sync, clockless), `api` reads requests, `http` serves
//! them and posts to webhooks; `Local` is for this process, `People` for another. What it does not play: flood
//! limits (ask for a `Fault`).

mod api;
mod carrying;
mod chance;
mod disk;
mod error;
mod facts;
mod http;
mod inline;
mod local;
mod model;
mod options;
mod owner;
mod people;
mod places;
mod server;
mod shared;
mod shipping;
mod spec;
mod stars;
mod view;
mod waiting;

pub use error::Error;
pub use facts::{Fault, Requested};
pub use local::Local;
pub use options::{Now, Options};
pub use people::People;
pub use server::Sandbox;
pub use view::{
    Address, Bot, BotSettings, Button, Charge, ChargedFor, ChatId, ChatView, Content, Entity, FileView, InlineAnswer,
    InlineButton, InlineResult, InvoiceView, MenuCommand, MessageView, NewFile, Opened, OrderInfo, Outcome, Payment,
    Person, Press, SentAs, ShippingAnswer, ShippingChoice, ShippingOption, Term, Toast,
};

#[cfg(test)]
mod tests;
