//! What a person sees and hands over: plain values, the same in process and over HTTP. No behaviour, no state.

mod button;
mod charge;
mod chat;
mod content;
mod file;
mod inline;
mod menu;
mod names;
mod opened;
mod payment;
mod payment_form;
mod settings;
mod shipping;

pub use button::{Button, Entity, Press};
pub use charge::{Charge, ChargedFor, Term};
pub use chat::{ChatView, MessageView, Toast};
pub use content::{Content, InvoiceView};
pub use file::{FileView, NewFile, SentAs};
pub use inline::{InlineAnswer, InlineButton, InlineResult};
pub use menu::MenuCommand;
pub use names::{Bot, ChatId, Person};
pub use opened::Opened;
pub use payment::{Outcome, Payment};
pub use payment_form::{Address, OrderInfo};
pub use settings::BotSettings;
pub use shipping::{ShippingAnswer, ShippingChoice, ShippingOption};
