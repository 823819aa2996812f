//! Bot API requests read and checked: from the fields of an HTTP request to a [`Request`] or a [`Refusal`].
//! Pure: no state, no clock, no I/O. What needs to know chats and messages is checked by `model`.

mod caption;
mod fields;
mod file;
mod invoice;
mod keyboard;
mod method;
mod prices;
mod refusal;
mod request;
mod text;
mod url;

pub(super) use fields::{Fields, Upload};
pub(super) use file::{FileArg, FileKind};
pub(super) use invoice::NewInvoice;
pub(super) use keyboard::{KeyboardButton, Markup};
pub(super) use method::Method;
pub(super) use refusal::Refusal;
pub(super) use request::{
    AnswerCallback, AnswerPreCheckout, Edit, EditPart, GetUpdates, NewContent, Request, Send, Target,
};
pub(super) use text::Formatted;
