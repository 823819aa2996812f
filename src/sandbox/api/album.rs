//! `sendMediaGroup`: several photos, or several documents, as one album.

use serde_json::Value;

use super::refusal::Checked;
use super::{ChatName, Fields, Media, Refusal, chat_name, media, sending};

/// Bot API, "sendMediaGroup": `media`.
const ITEMS_MIN: usize = 2;
const ITEMS_MAX: usize = 10;

/// An album to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Album {
    pub(crate) chat: ChatName,
    pub(crate) items: Vec<Media>,
    /// 0: none is named.
    pub(crate) topic: i64,
    pub(crate) reply_to: Option<i64>,
    pub(crate) reply_required: bool,
    pub(crate) protect: bool,
}

pub(super) fn album(fields: &Fields) -> Checked<Album> {
    let items = match fields.json("media", "Can't parse media JSON object")? {
        Some(Value::Array(items)) => items,
        Some(_) => return Err(Refusal::bad("Expected an Array of InputMedia")),
        None => Vec::new(),
    };
    if items.len() > ITEMS_MAX {
        return Err(Refusal::bad("Too many messages to send as an album"));
    }
    if items.is_empty() {
        return Err(Refusal::bad("There are no messages to send"));
    }
    if items.len() < ITEMS_MIN {
        return Err(Refusal::bad("an album has 2-10 items")); // invented wording
    }
    let items: Vec<Media> = items
        .iter()
        .map(|item| media::item(fields, item))
        .collect::<Checked<_>>()?;
    // "Documents and audio files can be only grouped in an album with messages of the same type."
    if items.windows(2).any(|pair| pair[0].kind != pair[1].kind) {
        return Err(Refusal::bad("Can't use the media of the specified type in the album"));
    }
    let (reply_to, reply_required) = sending::reply(fields)?;
    Ok(Album {
        chat: chat_name::chat(fields)?,
        items,
        topic: sending::topic(fields),
        reply_to,
        reply_required,
        protect: fields.truth("protect_content"),
    })
}
