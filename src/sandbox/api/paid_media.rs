//! `sendPaidMedia`: pictures that are seen once Stars are paid for them. Bot API, "sendPaidMedia"; words of `TDLib`
//! (`MessageContent.cpp`, `inputMessagePaidMedia`) and, where the items are read, those of an album.

use serde_json::Value;

use super::refusal::Checked;
use super::{Fields, FileArg, FileKind, Formatted, Refusal, caption, media};

/// Bot API: `star_count`, "1-25000".
const STARS_MAX: i64 = 25_000;
/// Bot API: `media`, "up to 10 items".
const ITEMS_MAX: usize = 10;
/// Bot API: `payload`, "0-128 bytes".
const PAYLOAD_BYTES_MAX: usize = 128;

/// What is sold, and for how much.
#[derive(Debug, Clone)]
pub(crate) struct PaidMedia {
    pub(crate) stars: i64,
    pub(crate) photos: Vec<FileArg>,
    pub(crate) payload: String,
    pub(crate) caption: Formatted,
}

pub(super) fn paid_media(fields: &Fields) -> Checked<PaidMedia> {
    let stars = fields.clamped("star_count", 0, 0, i64::from(i32::MAX));
    // Both wordings are an album's: no source gives those for paid media.
    let items = match fields.json("media", "Can't parse media JSON object")? {
        Some(Value::Array(items)) => items,
        Some(_) => return Err(Refusal::bad("Expected an Array of InputPaidMedia")),
        None => Vec::new(),
    };
    let photos = items.iter().map(|item| photo(fields, item)).collect::<Checked<_>>()?;
    let caption = caption::caption(fields)?;
    if !(1..=STARS_MAX).contains(&stars) {
        return Err(Refusal::bad("Invalid media price specified"));
    }
    if items.is_empty() || items.len() > ITEMS_MAX {
        return Err(Refusal::bad("Invalid number of paid media specified"));
    }
    let payload = fields.text("payload");
    if payload.len() > PAYLOAD_BYTES_MAX {
        return Err(Refusal::bad("PAYLOAD_INVALID")); // invented wording
    }
    Ok(PaidMedia {
        stars,
        photos,
        payload: payload.to_owned(),
        caption,
    })
}

fn photo(fields: &Fields, item: &Value) -> Checked<FileArg> {
    let item = media::item(fields, item)?;
    match item.kind {
        FileKind::Photo => Ok(item.file),
        // invented wording
        FileKind::Document => Err(Refusal::bad("the sandbox plays photos as paid media and nothing else")),
    }
}
