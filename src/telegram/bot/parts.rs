//! The parts of a message in teloxide's types: entities and buttons.

use teloxide::types::{self, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, ReplyMarkup};

use crate::telegram::{
    buttons,
    outgoing::{Button, Outgoing, Press, Spot},
    rich::{Entity, Kind, Rich},
};

pub(super) fn no_preview() -> types::LinkPreviewOptions {
    types::LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

/// A topic is the thread that its first message begins.
pub(super) fn thread(spot: Spot) -> Option<types::ThreadId> {
    let topic = i32::try_from(spot.topic.0).ok().filter(|topic| *topic > 0)?;
    Some(types::ThreadId(types::MessageId(topic)))
}

/// An address that cannot be parsed is left out, its words stay.
pub(in crate::telegram) fn entities(rich: &Rich) -> Option<Vec<MessageEntity>> {
    let entities = rich.entities.iter().filter_map(entity).collect::<Vec<_>>();
    (!entities.is_empty()).then_some(entities)
}

fn entity(entity: &Entity) -> Option<MessageEntity> {
    let (offset, length) = (entity.offset, entity.length);
    Some(match &entity.kind {
        Kind::Bold => MessageEntity::bold(offset, length),
        Kind::Italic => MessageEntity::italic(offset, length),
        Kind::Code => MessageEntity::code(offset, length),
        Kind::Link(url) => MessageEntity::text_link(url.parse().ok()?, offset, length),
    })
}

pub(super) fn markup(message: &Outgoing) -> Option<ReplyMarkup> {
    if message.force_reply {
        return Some(types::ForceReply::new().into());
    }
    (!message.buttons.is_empty()).then(|| keyboard(&message.buttons).into())
}

pub(in crate::telegram) fn keyboard(buttons: &[Vec<Button>]) -> InlineKeyboardMarkup {
    // A link that is none leaves its button out.
    let button = |button: &Button| match &button.press {
        Press::Tap(tap) => Some(InlineKeyboardButton::callback(
            button.text.clone(),
            buttons::encode(tap),
        )),
        Press::Url(url) => Some(InlineKeyboardButton::url(button.text.clone(), url.parse().ok()?)),
    };
    InlineKeyboardMarkup::new(buttons.iter().map(|row| row.iter().filter_map(button)))
}
