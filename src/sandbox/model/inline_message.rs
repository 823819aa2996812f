//! Messages that were sent via a bot, as the bot names and edits them.
//! Rules: Bot API, "Updating messages": `inline_message_id`; the answer to an edit is True.

use super::Model;
use super::edit;
use super::execute::Answer;
use crate::sandbox::api::{Edit, EditPart, FileArg, Refusal};
use crate::sandbox::view::ChatId;

impl Model {
    pub(super) fn remember_inline(&mut self, inline_id: String, chat: ChatId, message: i64) {
        if self.state.inline_messages.len() >= self.rules.queries {
            let chats = &self.state.chats;
            let is_there = |(chat, id): &(ChatId, i64)| chats.get(chat).is_some_and(|chat| chat.message(*id).is_some());
            self.state.inline_messages.retain(|_, place| is_there(place));
        }
        self.state.inline_messages.insert(inline_id, (chat, message));
    }

    pub(super) fn edit_inline(
        &mut self,
        bot: i64,
        inline_id: &str,
        edit: Edit,
        now_ms: i64,
    ) -> Result<Answer, Refusal> {
        let invalid = || Refusal::bad("MESSAGE_ID_INVALID"); // seen in public logs
        let (chat, id) = *self.state.inline_messages.get(inline_id).ok_or_else(invalid)?;
        let message = self.state.chats.get(&chat).and_then(|record| record.message(id));
        let message = message
            .filter(|message| message.via_bot == Some(bot))
            .ok_or_else(invalid)?;
        // "When an inline message is edited, a new file can't be uploaded" (Bot API, "editMessageMedia").
        if matches!(&edit.part, EditPart::Media(media) if matches!(media.file, FileArg::New(_))) {
            return Err(Refusal::bad("a file can't be uploaded to an inline message")); // invented wording
        }
        edit::check(message, &edit)?;
        let edit = self.with_file(bot, edit)?;
        self.change(chat, id, |message| edit::apply(message, edit, now_ms));
        Ok(Answer::truth())
    }
}
