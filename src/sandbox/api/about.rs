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

pub(super) fn member(fields: &Fields) -> Checked<AboutChat> {
    match fields.clamped("user_id", 0, 0, i64::MAX) {
        0 => Err(Refusal::bad("invalid user_id specified")),
        id => about(fields, About::Member(id)),
    }
}
