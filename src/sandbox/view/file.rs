//! Files: as a chat shows them, and as a person sends them.

use serde::{Deserialize, Serialize};

/// A photo or a document that is attached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileView {
    pub name: String,
    pub mime_type: String,
    pub bytes: u64,
    /// The beginning of a document, at most 64 KiB of it. Of photos nothing is kept.
    #[serde(with = "head")]
    pub head: Vec<u8>,
}

/// A photo or a document that a person sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewFile {
    pub sent_as: SentAs,
    pub name: String,
    pub mime_type: String,
    pub caption: String,
    #[serde(with = "head")]
    pub content: Vec<u8>,
}

/// As what a file is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentAs {
    Photo,
    Document,
}

/// Bytes as readable JSON: text stays text, anything else becomes hexadecimal digits.
mod head {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Head {
        Text(String),
        Hex(String),
    }

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], out: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Head::Text(text.to_owned()).serialize(out),
            Err(_) => Head::Hex(digits(bytes)).serialize(out),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<u8>, D::Error> {
        match Head::deserialize(input)? {
            Head::Text(text) => Ok(text.into_bytes()),
            Head::Hex(digits) => digits
                .as_bytes()
                .chunks(2)
                .map(byte)
                .collect::<Option<_>>()
                .ok_or_else(|| de::Error::custom("the bytes of a document are not pairs of hexadecimal digits")),
        }
    }

    fn digits(bytes: &[u8]) -> String {
        let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or('0');
        bytes
            .iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
            .collect()
    }

    fn byte(pair: &[u8]) -> Option<u8> {
        u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_document_survives_as_text_and_as_bytes() {
        for head in [b"KEY-1".to_vec(), vec![0, 255, 254, 10], Vec::new()] {
            let file = FileView {
                name: "a".into(),
                mime_type: "b".into(),
                bytes: 5,
                head,
            };
            let json = serde_json::to_string(&file).unwrap();
            assert_eq!(serde_json::from_str::<FileView>(&json).unwrap(), file, "{json}");
        }
        assert!(
            serde_json::from_str::<FileView>(r#"{"name":"","mime_type":"","bytes":0,"head":{"hex":"0g"}}"#).is_err()
        );
    }
}
