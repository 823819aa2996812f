//! What bots change and delete.

use super::Model;
use super::execute::Answer;
use super::group::SUPERGROUP_BELOW;
use super::message::{Author, Body, Message};
use super::rules::DELETE_MS;
use crate::sandbox::api::{Edit, EditPart, EditTarget, FileArg, Refusal, Target};
use crate::sandbox::view::ChatId;

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the \
    same as a current content and reply markup of the message";

impl Model {
    pub(super) fn edit(&mut self, bot: i64, edit: Edit, now_ms: i64) -> Result<Answer, Refusal> {
        let target = match &edit.target {
            EditTarget::Message(target) => target,
            EditTarget::Inline(id) => return self.edit_inline(bot, &id.clone(), edit, now_ms),
        };
        let chat = self.open_chat(bot, &target.chat)?;
        let id = target.message;
        let message = self.state.chats.get(&chat).and_then(|record| record.message(id));
        let message = message.ok_or_else(|| Refusal::bad("message to edit not found"))?;
        if message.author != Author::Bot(bot) || message.origin.is_some() || message.body.is_service() {
            return Err(Refusal::bad("message can't be edited"));
        }
        check(message, &edit)?;
        let edit = self.with_file(bot, edit)?;
        self.change(chat, id, |message| apply(message, edit, now_ms));
        Ok(Answer::of(self.message_json(chat, id)))
    }

    /// A file that came with the edit gets its id.
    pub(super) fn with_file(&mut self, bot: i64, mut edit: Edit) -> Result<Edit, Refusal> {
        if let EditPart::Media(media) = &mut edit.part {
            let file = media.file.clone();
            let id = self.state.files.take(bot, media.kind, file, self.rules.documents)?;
            media.file = FileArg::Known(id);
        }
        Ok(edit)
    }

    /// "If some of the specified messages can't be found, they are skipped" (Bot API, "deleteMessages").
    pub(super) fn delete_messages(&mut self, bot: i64, targets: &[Target], now_ms: i64) -> Result<Answer, Refusal> {
        if let Some(target) = targets.first() {
            self.open_chat(bot, &target.chat)?;
        }
        for target in targets {
            let deleted = self.delete_message(bot, target, now_ms);
            deleted.or_else(|refusal| {
                if refusal.description.ends_with("not found") {
                    Ok(Answer::truth())
                } else {
                    Err(refusal)
                }
            })?;
        }
        Ok(Answer::truth())
    }

    pub(super) fn delete_message(&mut self, bot: i64, target: &Target, now_ms: i64) -> Result<Answer, Refusal> {
        let chat = self.open_chat(bot, &target.chat)?;
        let message = self
            .state
            .chats
            .get(&chat)
            .and_then(|record| record.message(target.message));
        let message = message.ok_or_else(|| Refusal::bad("message to delete not found"))?;
        // Bot API, "deleteMessage": a bot deletes its own messages everywhere, all in a private chat, and as an
        // administrator everybody's. The 48 hours count in private chats and basic groups only (TDLib,
        // `can_revoke_message`).
        let in_group = matches!(chat, ChatId::Group { .. });
        let is_admin = self.chat(chat).is_ok_and(|record| record.admins.contains(&bot));
        let foreign = in_group && !is_admin && message.author != Author::Bot(bot);
        let is_timeless = matches!(chat, ChatId::Group { id } if id < SUPERGROUP_BELOW);
        if foreign || (!is_timeless && now_ms - message.date_ms > DELETE_MS) {
            return Err(Refusal::bad("message can't be deleted for everyone"));
        }
        self.remove(chat, target.message);
        Ok(Answer::truth())
    }
}

pub(super) fn check(message: &Message, edit: &Edit) -> Result<(), Refusal> {
    let is_invoice = matches!(message.body, Body::Invoice { .. });
    if !is_invoice && edit.markup.rows.iter().flatten().any(|button| button.pay) {
        return Err(Refusal::bad("BUTTON_TYPE_INVALID"));
    }
    let same_rows = message.rows == edit.markup.rows;
    let same = match (&edit.part, &message.body) {
        (EditPart::Text(text), Body::Text) | (EditPart::Caption(text), Body::File { .. } | Body::PaidMedia(_)) => {
            same_rows && text.text == message.text && text.entities == message.entities
        }
        (EditPart::Markup, _) => same_rows,
        // "To edit … messages, or to replace a text with a media" (Bot API, "editMessageMedia").
        (EditPart::Media(_), Body::Invoice { .. } | Body::PaidMedia(_)) => {
            return Err(Refusal::bad("message can't be edited"));
        }
        (EditPart::Media(media), Body::File { id, .. }) => {
            let same_file = matches!(&media.file, FileArg::Known(known) if known == id);
            let (text, entities) = (&media.caption.text, &media.caption.entities);
            same_rows && same_file && *text == message.text && *entities == message.entities
        }
        (EditPart::Media(_), _) => false,
        (EditPart::Text(_), _) => return Err(Refusal::bad("there is no text in the message to edit")),
        (EditPart::Caption(_), _) => return Err(Refusal::bad("there is no caption in the message to edit")),
    };
    if same { Err(Refusal::bad(NOT_MODIFIED)) } else { Ok(()) }
}

pub(super) fn apply(message: &mut Message, edit: Edit, now_ms: i64) {
    match edit.part {
        EditPart::Text(text) | EditPart::Caption(text) => {
            message.text = text.text;
            message.entities = text.entities;
        }
        EditPart::Media(media) => {
            message.text = media.caption.text;
            message.entities = media.caption.entities;
            if let FileArg::Known(id) = media.file {
                message.body = Body::File { kind: media.kind, id };
            }
        }
        EditPart::Markup => {}
    }
    message.rows = edit.markup.rows;
    message.edited_ms = Some(now_ms);
    message.edits += 1;
}
