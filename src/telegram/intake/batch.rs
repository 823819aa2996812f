//! From an answer of getUpdates, or the body of a webhook's request, to raw updates, each a text that can be kept: no NUL, no half of a surrogate pair.
//! One odd update never costs another. What an update means is `super::event`'s.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    ids::UpdateId,
    telegram::fault::{ApiFault, Envelope},
};

/// One update as it will be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawUpdate {
    pub update_id: UpdateId,
    pub raw: String,
}

#[derive(Deserialize)]
struct Numbered {
    update_id: i64,
}

/// Reads the whole answer of getUpdates. An update without a number cannot be kept or acknowledged and is left out.
pub fn read_batch(body: &[u8]) -> Result<Vec<RawUpdate>, ApiFault> {
    let text = readable(body);
    let updates: Vec<&str> = match serde_json::from_str::<Envelope<Vec<&RawValue>>>(&text) {
        Ok(envelope) if !envelope.ok => return Err(ApiFault::of_envelope(&envelope, 200)),
        Ok(envelope) => envelope
            .result
            .unwrap_or_default()
            .iter()
            .map(|raw| raw.get())
            .collect(),
        Err(_) => {
            split(&text).ok_or_else(|| ApiFault::Unknown("getUpdates was answered with something else".into()))?
        }
    };
    Ok(updates.into_iter().filter_map(raw_update).collect())
}

/// Reads the one update that a webhook's request holds. Without a number it cannot be kept.
pub fn read_update(body: &[u8]) -> Option<RawUpdate> {
    raw_update(readable(body).trim())
}

/// The text, with spaces for what no JSON text holds as it is.
fn readable(body: &[u8]) -> Cow<'_, str> {
    let text = match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(body),
    };
    // Looks at every byte, which takes less than to find the first: control characters are these, and behind 0xc2.
    let may_control = |byte: &u8| *byte < b' ' || matches!(byte, 0x7f | 0xc2);
    let may_control = text.as_bytes().iter().fold(false, |may, byte| may | may_control(byte));
    if !may_control || !text.contains(char::is_control) {
        return text;
    }
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(plain).collect()
}

fn raw_update(text: &str) -> Option<RawUpdate> {
    let raw = storable(text);
    let number = first_number(&raw).or_else(|| match serde_json::from_str::<Numbered>(&raw) {
        Ok(numbered) => Some(numbered.update_id),
        Err(_) => number_in(&raw),
    });
    if number.is_none() {
        tracing::error!(
            bytes = raw.len(),
            "Telegram sent an update without a number; it cannot be kept"
        );
    }
    number.map(|update_id| RawUpdate {
        update_id: UpdateId(update_id),
        raw: raw.into_owned(),
    })
}

/// The number of an update that begins with it, as Telegram's do.
fn first_number(raw: &str) -> Option<i64> {
    let rest = raw.strip_prefix("{\"update_id\":")?;
    rest[..rest.find([',', '}'])?].parse().ok()
}

/// The number of an update that is not quite JSON.
fn number_in(raw: &str) -> Option<i64> {
    let (_, rest) = raw.split_once("\"update_id\"")?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// Cuts an answer that is not quite JSON into the elements of its array, so that only the odd one suffers.
fn split(text: &str) -> Option<Vec<&str>> {
    let (_, rest) = text.split_once("\"result\"")?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?;
    let (mut elements, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 0 => depth -= 1,
            b',' | b']' if depth == 0 => {
                elements.push(rest[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    elements.retain(|element| !element.is_empty());
    Some(elements)
}

/// Replaces escapes that no database keeps, NUL and lone surrogates, by the escape of U+FFFD.
pub(super) fn storable(raw: &str) -> Cow<'_, str> {
    let (mut kept, mut kept_to, mut at) = (String::new(), 0, 0);
    while let Some(found) = raw[at..].find('\\') {
        at += found;
        match escape_bytes(&raw[at..]) {
            Ok(length) => at += length,
            Err(length) => {
                kept.push_str(&raw[kept_to..at]);
                kept.push_str("\\ufffd");
                at += length;
                kept_to = at;
            }
        }
    }
    if kept_to == 0 {
        return Cow::Borrowed(raw);
    }
    kept.push_str(&raw[kept_to..]);
    Cow::Owned(kept)
}

/// How long the escape at the start of `text` is; `Err` for one that cannot be kept.
fn escape_bytes(text: &str) -> Result<usize, usize> {
    match code_unit(text) {
        None => Ok(1 + text[1..].chars().next().map_or(0, char::len_utf8)),
        Some(0xd800..=0xdbff) => match code_unit(&text[6..]) {
            Some(0xdc00..=0xdfff) => Ok(12),
            _ => Err(6),
        },
        Some(0 | 0xdc00..=0xdfff) => Err(6),
        Some(_) => Ok(6),
    }
}

/// The four digits of a `\u` escape at the start of `text`.
fn code_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then_some(())?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn numbers(body: &[u8]) -> Vec<i64> {
        let batch = read_batch(body).unwrap();
        batch.iter().map(|update| update.update_id.0).collect()
    }

    #[test]
    fn an_odd_update_costs_no_other() {
        let body = br#"{"ok":true,"result":[{"update_id":1,"message":{"text":"\ud83d"}},7,null,{"no":"number"},
            {"update_id":"x"},{"update_id":3,"message":{"text":"\u0000\ud83d\ude00 \\u0000"}}]}"#;
        assert_eq!(numbers(body), [1, 3]);
        let batch = read_batch(body).unwrap();
        assert_eq!(batch[0].raw, r#"{"update_id":1,"message":{"text":"\ufffd"}}"#);
        assert_eq!(
            batch[1].raw,
            r#"{"update_id":3,"message":{"text":"\ufffd\ud83d\ude00 \\u0000"}}"#
        );
    }

    #[test]
    fn an_answer_that_is_not_quite_json_is_still_cut_into_updates() {
        let body = b"{\"ok\":true,\"result\":[{\"update_id\":1,\"a\":nul,\"text\":\"x]},{\"}, {\"update_id\": 2,\"t\":\"\0\xff\"},{\"update_id\":3";
        assert_eq!(numbers(body), [1, 2]);
        let cut = b"{\"ok\":true,\"result\":[{\"update_id\":1}, {\"update_id\":2,\"text\":\"cut of";
        assert_eq!(numbers(cut), [1], "what was cut off comes again");
    }

    #[test]
    fn the_update_of_a_webhook_is_kept_as_a_polled_one_is() {
        let body = b" {\"update_id\":4,\n\"message\":{\"text\":\"\\ud83d\"}} ";
        let update = read_update(body).unwrap();
        assert_eq!(update.update_id, UpdateId(4));
        assert_eq!(update.raw, r#"{"update_id":4, "message":{"text":"\ufffd"}}"#);
        for rubbish in [&b""[..], b"[]", b"{}", b"\xff", b"{\"update_id\":\"x\"}"] {
            assert_eq!(read_update(rubbish), None);
        }
    }

    #[test]
    fn refusals_and_rubbish_are_told_apart() {
        let refusal = br#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#;
        assert_eq!(read_batch(refusal), Err(ApiFault::Unauthorized));
        assert!(matches!(read_batch(b"<html>"), Err(ApiFault::Unknown(_))));
        assert_eq!(numbers(br#"{"ok":true,"result":[]}"#), [0_i64; 0]);
    }

    proptest! {
        #[test]
        fn nothing_panics_and_what_is_kept_parses_as_text(body in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read_batch(&body);
            let _ = read_update(&body);
        }

        #[test]
        fn any_string_escapes_become_text_that_json_reads(inner in r"(\\u[0-9a-fA-F]{4}|\\n|\\\\|[a-z]|😀){0,12}") {
            let body = format!(r#"{{"ok":true,"result":[{{"update_id":5,"text":"{inner}"}}]}}"#);
            let batch = read_batch(body.as_bytes()).unwrap();
            prop_assert_eq!(batch.len(), 1);
            let value: serde_json::Value = serde_json::from_str(&batch[0].raw).unwrap();
            prop_assert!(!value["text"].as_str().unwrap().contains('\0'));
        }
    }
}
