//! The arguments of a request. As on the real server every one of them is text, wherever it came from: a query string,
//! a form, a part of a multipart body, or a field of a JSON object (whose objects and arrays stay JSON text).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::Refusal;
use super::refusal::Checked;

/// A file that came with the request.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    /// Name of the part, to which `attach://` points.
    pub(crate) part: String,
    pub(crate) file_name: String,
    pub(crate) mime_type: String,
    pub(crate) bytes: u64,
    /// All of it, or the first 20 MB.
    pub(crate) content: Arc<[u8]>,
}

/// All arguments and files of one request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields {
    texts: Vec<(String, String)>,
    uploads: Vec<Upload>,
}

impl Fields {
    pub(crate) fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.texts.push((name.into(), value.into()));
    }

    pub(crate) fn push_upload(&mut self, upload: Upload) {
        self.uploads.push(upload);
    }

    /// Adds the fields of a JSON object; `null` is the same as absent.
    pub(crate) fn push_json(&mut self, body: &[u8]) -> Checked<()> {
        let object: BTreeMap<String, &RawValue> =
            // invented wording
            serde_json::from_slice(body).map_err(|_| Refusal::bad("can't parse request JSON object"))?;
        for (name, value) in object {
            match value.get() {
                "null" => {}
                text if text.starts_with('"') => {
                    self.push(name, serde_json::from_str::<String>(text).unwrap_or_default());
                }
                json => self.push(name, json),
            }
        }
        Ok(())
    }

    /// The fields of an object inside an argument, to be read like a request's own.
    pub(super) fn of_object(object: &Map<String, Value>) -> Fields {
        let mut fields = Fields::default();
        for (name, value) in object {
            match value {
                Value::Null => {}
                Value::String(text) => fields.push(name, text),
                other => fields.push(name, other.to_string()),
            }
        }
        fields
    }

    /// The empty text if the argument is absent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.texts
            .iter()
            .rfind(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }

    pub(crate) fn required(&self, name: &str) -> Checked<&str> {
        match self.text(name) {
            "" => Err(Refusal::bad(format!("parameter \"{name}\" is required"))),
            text => Ok(text),
        }
    }

    /// Read by its leading digits and clamped, never refused.
    pub(crate) fn clamped(&self, name: &str, absent: i64, least: i64, greatest: i64) -> i64 {
        match self.text(name).trim() {
            "" => absent,
            text => leading_integer(text).clamp(least, greatest),
        }
    }

    pub(crate) fn truth(&self, name: &str) -> bool {
        let text = self.text(name).trim();
        ["true", "yes", "1"].iter().any(|yes| text.eq_ignore_ascii_case(yes))
    }

    /// The id of a user (`telegram-bot-api`, `Client.cpp`, `get_user_id`).
    pub(crate) fn user(&self, name: &str) -> Checked<i64> {
        match leading_integer(self.text(name).trim()) {
            user @ 1.. => Ok(user),
            _ => Err(Refusal::bad(format!("Invalid {name} specified"))),
        }
    }

    /// JSON text as a value; `None` if absent, the given words if it is no JSON.
    pub(crate) fn json(&self, name: &str, words: &str) -> Checked<Option<Value>> {
        match self.text(name) {
            "" => Ok(None),
            text => serde_json::from_str(text).map(Some).map_err(|_| Refusal::bad(words)),
        }
    }

    /// The same without one argument.
    pub(crate) fn without(mut self, name: &str) -> Fields {
        self.texts.retain(|(known, _)| known != name);
        self
    }

    /// The same without what its files hold, to be remembered.
    pub(crate) fn without_content(&self) -> Fields {
        let mut fields = self.clone();
        for upload in &mut fields.uploads {
            upload.content = Arc::default();
        }
        fields
    }

    pub(crate) fn upload(&self, part: &str) -> Option<&Upload> {
        self.uploads.iter().find(|upload| upload.part == part)
    }

    /// The names of all arguments and files.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let files = self.uploads.iter().map(|upload| upload.part.as_str());
        self.texts.iter().map(|(name, _)| name.as_str()).chain(files)
    }

    /// Is this a file that an argument points to?
    pub(crate) fn is_attached(&self, part: &str) -> bool {
        let pointer = format!("attach://{part}");
        self.upload(part).is_some() && self.texts.iter().any(|(_, text)| text.contains(&pointer))
    }

    /// For looking back on a request: objects and arrays as such, everything else as it was sent.
    pub(crate) fn to_value(&self) -> Value {
        let mut all = serde_json::Map::new();
        for (name, text) in &self.texts {
            let free_text = matches!(name.as_str(), "text" | "caption" | "payload");
            let value = if free_text {
                None
            } else {
                serde_json::from_str(text).ok()
            };
            all.insert(name.clone(), value.unwrap_or_else(|| Value::String(text.clone())));
        }
        for upload in &self.uploads {
            all.insert(
                upload.part.clone(),
                Value::String(format!("{} ({} bytes)", upload.file_name, upload.bytes)),
            );
        }
        Value::Object(all)
    }
}

/// As the server reads numbers: an optional sign and the digits after it; 0 if there are none.
pub(super) fn leading_integer(text: &str) -> i64 {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let size = digits.bytes().take_while(u8::is_ascii_digit).fold(0_i64, |sum, digit| {
        sum.saturating_mul(10).saturating_add(i64::from(digit - b'0'))
    });
    if negative { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_fields_become_text_and_keep_their_structure() {
        let mut fields = Fields::default();
        fields
            .push_json(br#"{"chat_id":7,"text":"a\n\"b\"","x":{"y":[1]},"no":null,"flag":true}"#)
            .unwrap();
        assert_eq!(fields.text("chat_id"), "7");
        assert_eq!(fields.text("text"), "a\n\"b\"");
        assert_eq!(fields.text("x"), r#"{"y":[1]}"#);
        assert_eq!(fields.text("no"), "");
        assert!(fields.truth("flag") && !fields.truth("x"));
        assert_eq!(fields.to_value()["x"]["y"][0], 1);
        assert_eq!(fields.to_value()["text"], "a\n\"b\"");
    }

    #[test]
    fn integers_are_clamped_and_read_by_their_leading_digits() {
        let mut fields = Fields::default();
        for (text, number) in [
            ("12abc", 12),
            ("-5", -5),
            ("x", 0),
            ("99999999999999999999", 1_000),
            ("", 100),
        ] {
            fields.push("limit", text);
            assert_eq!(fields.clamped("limit", 100, -10, 1_000), number, "{text}");
        }
    }
}
