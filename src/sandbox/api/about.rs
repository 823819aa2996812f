//! `getChat` and its relatives: what a bot asks about a chat and its members.

use super::refusal::Checked;
use super::{ChatName, Fields, Refusal, chat_name};

/// The question.
#[derive(Debug, Clone)]
pub(crate) enum About {
    Chat,
    Administrators,
    MemberCount,
    Member(i64),
    /// No question: the bot goes.
    Leave,
    /// No question: people see for a moment what the bot is doing, and nothing is kept of it.
    Action,
}

/// About which chat.
#[derive(Debug, Clone)]
pub(crate) struct AboutChat {
    pub(crate) chat: ChatName,
    pub(crate) about: About,
}

pub(super) fn about(fields: &Fields, about: About) -> Checked<AboutChat> {
    let chat = chat_name::chat(fields)?;
    Ok(AboutChat { chat, about })
}

/// Bot API, "sendChatAction": `action`; the server knows more spellings of these.
const ACTIONS: &[&str] = &[
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
    "cancel",
];

pub(super) fn action(fields: &Fields) -> Checked<AboutChat> {
    let known = ACTIONS.contains(&fields.text("action").to_ascii_lowercase().as_str());
    if known {
        return about(fields, About::Action);
    }
    Err(Refusal::bad("wrong parameter action in request"))
}

pub(super) fn member(fields: &Fields) -> Checked<AboutChat> {
    match fields.clamped("user_id", 0, 0, i64::MAX) {
        0 => Err(Refusal::bad("invalid user_id specified")),
        id => about(fields, About::Member(id)),
    }
}
