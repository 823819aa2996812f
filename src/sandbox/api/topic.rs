//! `createForumTopic`.

use super::refusal::Checked;
use super::{ChatName, Fields, Refusal, chat_name};

/// `TDLib` cuts longer names.
const NAME_CHARACTERS_MAX: usize = 128;
/// The colours that a topic's icon can have; the first is what Telegram takes by itself.
const COLORS: &[i64] = &[0x6f_b9f0, 0xff_d67e, 0xcb_86db, 0x8e_ee98, 0xff_93b2, 0xfb_6f5f];

/// A topic to be made in a supergroup.
#[derive(Debug, Clone)]
pub(crate) struct NewTopic {
    pub(crate) chat: ChatName,
    pub(crate) name: String,
    pub(crate) color: i64,
}

pub(super) fn topic(fields: &Fields) -> Checked<NewTopic> {
    let name: String = fields.text("name").trim().chars().take(NAME_CHARACTERS_MAX).collect();
    if name.is_empty() {
        return Err(Refusal::bad("Title must be non-empty"));
    }
    let color = fields.clamped("icon_color", COLORS[0], 0, i64::from(i32::MAX));
    if !COLORS.contains(&color) {
        return Err(Refusal::bad("Invalid forum topic icon color specified"));
    }
    Ok(NewTopic {
        chat: chat_name::chat(fields)?,
        name,
        color,
    })
}
