//! `editMessageMedia` and `sendMediaGroup`: photos and documents named inside JSON.

use serde_json::{Map, Value};

use super::refusal::Checked;
use super::{Fields, FileArg, FileKind, Formatted, Refusal, caption, file};

/// A photo or a document with its caption.
#[derive(Debug, Clone)]
pub(crate) struct Media {
    pub(crate) kind: FileKind,
    pub(crate) file: FileArg,
    pub(crate) caption: Formatted,
}

/// The `media` of an edit.
pub(super) fn one(fields: &Fields) -> Checked<Media> {
    match fields.json("media", "Can't parse input media JSON object")? {
        Some(value) => item(fields, &value),
        None => Err(Refusal::bad("Input media is empty")),
    }
}

/// One `InputMedia`.
pub(super) fn item(fields: &Fields, value: &Value) -> Checked<Media> {
    match value {
        Value::Object(object) => media(fields, object),
        _ => Err(cannot("expected an Object")),
    }
}

fn cannot(words: &str) -> Refusal {
    Refusal::bad(format!("Can't parse InputMedia: {words}"))
}

fn media(fields: &Fields, object: &Map<String, Value>) -> Checked<Media> {
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let kind = match text("type") {
        Some("photo") => FileKind::Photo,
        Some("document") => FileKind::Document,
        // invented wording
        Some(kind) => return Err(cannot(&format!("the sandbox plays no media of type \"{kind}\""))),
        None => return Err(cannot("Can't find field \"type\"")),
    };
    let named = text("media").unwrap_or("");
    if named.is_empty() {
        return Err(cannot("media not found"));
    }
    let mut own = Fields::of_object(object);
    own.push(kind.field(), named);
    if let Some(upload) = named.strip_prefix("attach://").and_then(|part| fields.upload(part)) {
        own.push_upload(upload.clone());
    } else if named.starts_with("attach://") {
        return Err(cannot("media not found"));
    }
    Ok(Media {
        kind,
        file: file::file(&own, kind)?,
        caption: caption::caption(&own)?,
    })
}
