//! `createChatInviteLink`.

use super::refusal::Checked;
use super::{ChatName, Fields, Refusal, chat_name};

/// `TDLib` cuts longer names.
const NAME_CHARACTERS_MAX: usize = 32;
/// Bot API, "createChatInviteLink": `member_limit`.
const MEMBERS_MAX: i64 = 99_999;

/// A link by which people come into a group or channel.
#[derive(Debug, Clone)]
pub(crate) struct NewInvite {
    pub(crate) chat: ChatName,
    pub(crate) name: String,
    /// Unix seconds; 0 is never.
    pub(crate) expire_date: i64,
    /// How many may come by it; 0 is no limit.
    pub(crate) member_limit: i64,
}

pub(super) fn invite(fields: &Fields) -> Checked<NewInvite> {
    if fields.truth("creates_join_request") {
        // invented wording
        return Err(Refusal::bad(
            "the sandbox plays no join requests: make the link without creates_join_request",
        ));
    }
    Ok(NewInvite {
        chat: chat_name::chat(fields)?,
        name: fields.text("name").trim().chars().take(NAME_CHARACTERS_MAX).collect(),
        expire_date: fields.clamped("expire_date", 0, 0, i64::from(i32::MAX)),
        member_limit: fields.clamped("member_limit", 0, 0, MEMBERS_MAX),
    })
}
