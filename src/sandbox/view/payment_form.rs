//! What a payment form asks of a payer, as the Bot API writes it.

use serde::{Deserialize, Serialize};

/// A payer's own data. The bot gets only what its invoice asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderInfo {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_address: Option<Address>,
}

/// Where to send goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// ISO 3166-1, two letters.
    pub country_code: String,
    pub state: String,
    pub city: String,
    pub street_line1: String,
    pub street_line2: String,
    pub post_code: String,
}

impl OrderInfo {
    /// A whole form, as a person of the sandbox with this name fills it in: an address of nobody's.
    pub fn by_heart(name: &str) -> OrderInfo {
        let mailbox: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let mailbox = if mailbox.is_empty() {
            "somebody".to_owned()
        } else {
            mailbox.to_lowercase()
        };
        OrderInfo {
            name: Some(name.to_owned()),
            phone_number: Some("351210000000".to_owned()),
            email: Some(format!("{mailbox}@example.com")),
            shipping_address: Some(Address {
                country_code: "PT".to_owned(),
                state: String::new(),
                city: "Lisboa".to_owned(),
                street_line1: "Rua do Ensaio 1".to_owned(),
                street_line2: String::new(),
                post_code: "1100-001".to_owned(),
            }),
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == OrderInfo::default()
    }
}
