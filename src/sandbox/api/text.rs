//! Text with formatting: by entities, or by markup. Length is counted in characters, entities in UTF-16 code units, as
//! Telegram does.

use serde_json::{Map, Value};

use super::refusal::Checked;
use super::{Fields, Refusal, markup, url};
use crate::sandbox::view::Entity;

/// What an entity has besides its kind and place (Bot API, `MessageEntity`); anything else is dropped.
const ENTITY_DETAILS: &[&str] = &[
    "url",
    "user",
    "language",
    "custom_emoji_id",
    "unix_time",
    "date_time_format",
];
/// Characters in a text message.
const TEXT_CHARACTERS_MAX: usize = 4096;
/// Bytes that are looked at at all.
const TEXT_BYTES_MAX: usize = 32_768;

/// Text and its entities, checked against each other.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Formatted {
    pub(crate) text: String,
    pub(crate) entities: Vec<Entity>,
}

/// The `text` and `entities` of a message.
pub(super) fn message(fields: &Fields) -> Checked<Formatted> {
    let text = fields.text("text");
    if text.is_empty() {
        return Err(Refusal::bad("Message text is empty"));
    }
    if text.len() > TEXT_BYTES_MAX {
        return Err(Refusal::bad("Text is too long"));
    }
    let formatted = formatted(fields, text, "entities")?;
    if formatted.text.trim().is_empty() {
        return Err(Refusal::bad("Text must be non-empty"));
    }
    if formatted.text.chars().count() > TEXT_CHARACTERS_MAX {
        return Err(Refusal::bad("Message is too long"));
    }
    Ok(formatted)
}

/// A text with the entities that another field names. A field that is no JSON array counts as none, as on the server.
pub(super) fn formatted(fields: &Fields, text: &str, entities: &str) -> Checked<Formatted> {
    if let Some(mode) = markup::mode(fields)? {
        return markup::read(mode, text);
    }
    let mut kept = Vec::new();
    if let Ok(Value::Array(given)) = serde_json::from_str(fields.text(entities)) {
        for value in given {
            let entity = entity(value).map_err(|words| Refusal::bad(format!("Can't parse MessageEntity: {words}")))?;
            kept.extend(entity);
        }
    }
    check_places(text, &kept)?;
    Ok(Formatted {
        text: text.to_owned(),
        entities: kept,
    })
}

/// One entity; `None` for the kinds that Telegram finds by itself and ignores when sent.
fn entity(value: Value) -> Result<Option<Entity>, String> {
    let Value::Object(mut object) = value else {
        return Err("expected an Object".into());
    };
    let offset = integer(&object, "offset")?;
    let length = integer(&object, "length")?;
    let Some(Value::String(kind)) = object.remove("type") else {
        return Err("Can't find field \"type\"".into());
    };
    object.retain(|name, _| ENTITY_DETAILS.contains(&name.as_str()));
    match kind.as_str() {
        "bold"
        | "italic"
        | "underline"
        | "strikethrough"
        | "spoiler"
        | "blockquote"
        | "expandable_blockquote"
        | "code"
        | "pre"
        | "date_time" => {}
        "text_link" => need(&object, "url")?,
        "text_mention" => need(&object, "user")?,
        "custom_emoji" => need(&object, "custom_emoji_id")?,
        "mention" | "hashtag" | "cashtag" | "bot_command" | "url" | "email" | "phone_number" | "bank_card_number" => {
            return Ok(None);
        }
        _ => return Err("Unsupported type specified".into()),
    }
    Ok(Some(Entity {
        kind,
        offset,
        length,
        rest: object,
    }))
}

fn need(object: &Map<String, Value>, name: &str) -> Result<(), String> {
    if object.contains_key(name) {
        Ok(())
    } else {
        Err(format!("Can't find field \"{name}\""))
    }
}

fn integer(object: &Map<String, Value>, name: &str) -> Result<i64, String> {
    match object.get(name) {
        None => Err(format!("Can't find field \"{name}\"")),
        Some(Value::String(text)) => text
            .trim()
            .parse()
            .map_err(|_| format!("Field \"{name}\" must be a valid Number")),
        Some(value) => value
            .as_i64()
            .ok_or_else(|| format!("Field \"{name}\" must be of type Number")),
    }
}

fn check_places(text: &str, entities: &[Entity]) -> Checked<()> {
    for entity in entities {
        let Entity { offset, length, .. } = entity;
        let end = offset.saturating_add(*length);
        if *offset < 0 {
            return Err(Refusal::bad(format!(
                "Receive an entity with incorrect offset {offset}"
            )));
        }
        if *length < 0 {
            return Err(Refusal::bad(format!(
                "Receive an entity with incorrect length {length}"
            )));
        }
        match place(text, *offset) {
            Place::Inside => {}
            Place::Split(byte) => {
                return Err(Refusal::bad(format!(
                    "Entity begins in a middle of a UTF-16 symbol at byte offset {byte}"
                )));
            }
            Place::Beyond => {
                return Err(Refusal::bad(format!(
                    "Entity begins after the end of the text at UTF-16 offset {offset}"
                )));
            }
        }
        match place(text, end) {
            Place::Inside => {}
            Place::Split(byte) => {
                return Err(Refusal::bad(format!(
                    "Entity ends in a middle of a UTF-16 symbol at byte offset {byte}"
                )));
            }
            Place::Beyond => {
                return Err(Refusal::bad(format!(
                    "Entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}"
                )));
            }
        }
        check_link(entity)?;
    }
    Ok(())
}

fn check_link(entity: &Entity) -> Checked<()> {
    if entity.kind != "text_link" {
        return Ok(());
    }
    let address = entity.rest.get("url").and_then(Value::as_str).unwrap_or("");
    match url::fault(address) {
        None => Ok(()),
        Some(fault) => Err(Refusal::bad(format!("Entity URL '{address}' is invalid: {fault}"))),
    }
}

/// Where a UTF-16 offset falls in a text.
enum Place {
    Inside,
    Split(usize),
    Beyond,
}

fn place(text: &str, offset: i64) -> Place {
    let mut units = 0_i64;
    for (byte, letter) in text.char_indices() {
        if units == offset {
            return Place::Inside;
        }
        units += if letter.len_utf16() == 2 { 2 } else { 1 };
        if units > offset {
            return Place::Split(byte);
        }
    }
    if units == offset { Place::Inside } else { Place::Beyond }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(entities: &str) -> String {
        let mut fields = Fields::default();
        fields.push("text", "a😀b");
        fields.push("entities", entities);
        message(&fields).map_or_else(|refusal| refusal.description, |text| text.entities.len().to_string())
    }

    #[test]
    fn entities_are_counted_in_utf16_units() {
        assert_eq!(said(r#"[{"type":"bold","offset":1,"length":2}]"#), "1");
        assert_eq!(said(r#"[{"type":"bold","offset":0,"length":4}]"#), "1");
        assert_eq!(
            said(r#"[{"type":"bold","offset":2,"length":1}]"#),
            "Bad Request: entity begins in a middle of a UTF-16 symbol at byte offset 1"
        );
        assert_eq!(
            said(r#"[{"type":"bold","offset":0,"length":2}]"#),
            "Bad Request: entity ends in a middle of a UTF-16 symbol at byte offset 1"
        );
        assert_eq!(
            said(r#"[{"type":"bold","offset":5,"length":1}]"#),
            "Bad Request: entity begins after the end of the text at UTF-16 offset 5"
        );
    }

    #[test]
    fn kinds_that_telegram_finds_itself_are_dropped() {
        assert_eq!(
            said(r#"[{"type":"mention","offset":0,"length":1},{"type":"code","offset":0,"length":1}]"#),
            "1"
        );
        assert_eq!(said("no json"), "0");
    }
}
