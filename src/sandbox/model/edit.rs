//! What bots change and delete.

use super::Model;
use super::execute::Answer;
use super::message::{Author, Body, Message};
use super::rules::DELETE_MS;
use crate::sandbox::api::{Edit, EditPart, Refusal, Target};
use crate::sandbox::view::ChatId;

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the \
    same as a current content and reply markup of the message";

impl Model {
    pub(super) fn edit(&mut self, bot: i64, edit: Edit, now_ms: i64) -> Result<Answer, Refusal> {
        let chat = self.open_chat(bot, &edit.target.chat)?;
        let id = edit.target.message;
        let message = self.state.chats.get(&chat).and_then(|record| record.message(id));
        let message = message.ok_or_else(|| Refusal::bad("message to edit not found"))?;
        check_edit(bot, message, &edit)?;
        self.change(chat, id, |message| apply(message, edit, now_ms));
        Ok(Answer::of(self.message_json(chat, id)))
    }

    pub(super) fn delete_message(&mut self, bot: i64, target: &Target, now_ms: i64) -> Result<Answer, Refusal> {
        let chat = self.open_chat(bot, &target.chat)?;
        let message = self
            .state
            .chats
            .get(&chat)
            .and_then(|record| record.message(target.message));
        let message = message.ok_or_else(|| Refusal::bad("message to delete not found"))?;
        // Bot API, deleteMessage: a bot deletes its own messages everywhere, all in a private chat, and as an
        // administrator everybody's.
        let in_group = matches!(chat, ChatId::Group { .. });
        let is_admin = self.chat(chat).is_ok_and(|record| record.admins.contains(&bot));
        let foreign = in_group && !is_admin && message.author != Author::Bot(bot);
        if foreign || now_ms - message.date_ms > DELETE_MS {
            return Err(Refusal::bad("message can't be deleted for everyone"));
        }
        self.remove(chat, target.message);
        Ok(Answer::truth())
    }
}

fn check_edit(bot: i64, message: &Message, edit: &Edit) -> Result<(), Refusal> {
    let is_invoice = matches!(message.body, Body::Invoice { .. });
    if message.author != Author::Bot(bot) || message.body.is_service() {
        return Err(Refusal::bad("message can't be edited"));
    }
    if !is_invoice && edit.markup.rows.iter().flatten().any(|button| button.pay) {
        return Err(Refusal::bad("BUTTON_TYPE_INVALID"));
    }
    let same_rows = message.rows == edit.markup.rows;
    let same = match (&edit.part, &message.body) {
        (EditPart::Text(text), Body::Text) | (EditPart::Caption(text), Body::File { .. }) => {
            same_rows && text.text == message.text && text.entities == message.entities
        }
        (EditPart::Markup, _) => same_rows,
        (EditPart::Text(_), _) => return Err(Refusal::bad("there is no text in the message to edit")),
        (EditPart::Caption(_), _) => return Err(Refusal::bad("there is no caption in the message to edit")),
    };
    if same { Err(Refusal::bad(NOT_MODIFIED)) } else { Ok(()) }
}

fn apply(message: &mut Message, edit: Edit, now_ms: i64) {
    match edit.part {
        EditPart::Text(text) | EditPart::Caption(text) => {
            message.text = text.text;
            message.entities = text.entities;
        }
        EditPart::Markup => {}
    }
    message.rows = edit.markup.rows;
    message.edited_ms = Some(now_ms);
    message.edits += 1;
}
