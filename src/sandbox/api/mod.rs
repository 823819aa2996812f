//! Bot API requests read and checked: from the fields of an HTTP request to a [`Request`] or a [`Refusal`].
//! Pure: no state, no clock, no I/O. What needs to know chats and messages is checked by `model`.

mod about;
mod album;
mod answering;
mod caption;
mod carrying;
mod chat_name;
mod commands;
mod editing;
mod fields;
mod file;
mod inline;
mod invite;
mod invoice;
mod keyboard;
mod link;
mod media;
mod method;
mod polling;
mod prices;
mod refusal;
mod request;
mod sending;
mod text;
mod url;
mod webhook;

pub(super) use about::{About, AboutChat};
pub(super) use album::Album;
pub(super) use answering::{AnswerCallback, AnswerPreCheckout};
pub(super) use carrying::Carry;
pub(super) use chat_name::ChatName;
pub(super) use editing::{Edit, EditPart, EditTarget, Target};
pub(super) use fields::{Fields, Upload};
pub(super) use file::{FileArg, FileKind};
pub(super) use inline::{AnswerInline, Offer, Offered};
pub(super) use invite::NewInvite;
pub(super) use invoice::{Needs, NewInvoice};
pub(super) use keyboard::{KeyboardButton, Markup};
pub(super) use media::Media;
pub(super) use method::Method;
pub(super) use polling::GetUpdates;
pub(super) use refusal::Refusal;
pub(super) use request::Request;
pub(super) use sending::{NewContent, Send};
pub(super) use text::Formatted;
pub(super) use webhook::{HookPlace, SetWebhook};
