//! What a message holds.

use serde::{Deserialize, Serialize};

use super::Charge;

/// The content of a message, one of the kinds that a shop sends or gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    Text,
    Photo(FileView),
    Document(FileView),
    Invoice(InvoiceView),
    /// The service line that follows a payment.
    Paid(Charge),
    /// Another line that Telegram writes by itself: somebody came or went.
    Notice,
}

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

/// An invoice, as the app shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceView {
    pub title: String,
    pub description: String,
    pub currency: String,
    /// In the smallest units of the currency, without a tip.
    pub total_amount: i64,
    /// The same as a person reads it: `12.50 EUR`.
    pub price: String,
    pub max_tip_amount: i64,
    /// The same as a person reads it.
    #[serde(default)]
    pub max_tip: String,
    pub suggested_tip_amounts: Vec<i64>,
    /// What the payment form asks for, in Telegram's words: `name`, `phone_number`, `email`, `shipping_address`.
    #[serde(default)]
    pub asks: Vec<String>,
    /// The address of its picture, which the sandbox does not fetch.
    #[serde(default)]
    pub photo_url: Option<String>,
    /// In a private chat with the bot the invoice becomes a receipt once it is paid.
    pub receipt: bool,
}

impl InvoiceView {
    /// What the form asks besides the price, such as `Asks for: name, phone number. Tip: up to 5.00 EUR`; empty for nothing.
    pub fn form_in_words(&self) -> String {
        let asks = self.asks.join(", ").replace('_', " ");
        let asks = (!asks.is_empty()).then(|| format!("Asks for: {asks}"));
        let tip = (self.max_tip_amount > 0).then(|| format!("Tip: up to {}", self.max_tip));
        let parts: Vec<String> = asks.into_iter().chain(tip).collect();
        parts.join(". ")
    }
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
