//! What a payer filled in: as hostile as its author likes, kept as it came, tamed where it is shown.

use serde::{Deserialize, Serialize};

use crate::shop::Ask;

/// A payer's own data, as far as the invoice asked for it. Empty: not given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderInfo {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Box<Address>>,
}

/// Where to send the goods, in Telegram's fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// Two letters.
    pub country_code: String,
    pub state: String,
    pub city: String,
    pub street_line1: String,
    pub street_line2: String,
    pub post_code: String,
}

impl OrderInfo {
    pub fn is_empty(&self) -> bool {
        *self == OrderInfo::default()
    }

    pub fn has(&self, ask: Ask) -> bool {
        let given = |text: &String| !text.trim().is_empty();
        match ask {
            Ask::Name => given(&self.name),
            Ask::Phone => given(&self.phone),
            Ask::Email => given(&self.email),
            Ask::Address => self
                .address
                .as_ref()
                .is_some_and(|address| given(&address.city) || given(&address.street_line1)),
        }
    }

    /// What is given, in the order of `Ask::ALL`, each as one line.
    pub fn lines(&self) -> Vec<(Ask, String)> {
        let line = |ask| match ask {
            Ask::Name => self.name.clone(),
            Ask::Phone => self.phone.clone(),
            Ask::Email => self.email.clone(),
            Ask::Address => self.address.as_ref().map(|address| address.line()).unwrap_or_default(),
        };
        let given = Ask::ALL.into_iter().filter(|ask| self.has(*ask));
        given.map(|ask| (ask, line(ask))).collect()
    }
}

impl Address {
    /// `Rua da Esquina 1, 1100-001 Lisboa, PT`.
    pub fn line(&self) -> String {
        let place = format!("{} {}", self.post_code.trim(), self.city.trim());
        let parts = [
            &self.street_line1,
            &self.street_line2,
            &place,
            &self.state,
            &self.country_code,
        ];
        let parts: Vec<&str> = parts
            .into_iter()
            .map(|part| part.trim())
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_line_without_gaps() {
        let address = Address {
            country_code: "PT".into(),
            city: "Lisboa".into(),
            street_line1: " Rua da Esquina 1 ".into(),
            post_code: "1100-001".into(),
            ..Address::default()
        };
        assert_eq!(address.line(), "Rua da Esquina 1, 1100-001 Lisboa, PT");
        assert_eq!(Address::default().line(), "");
    }

    #[test]
    fn blanks_are_not_given() {
        let info = OrderInfo {
            name: "  ".into(),
            phone: "+351 1".into(),
            address: Some(Box::new(Address {
                country_code: "PT".into(),
                ..Address::default()
            })),
            ..OrderInfo::default()
        };
        assert_eq!(info.lines(), [(Ask::Phone, "+351 1".to_owned())]);
    }
}
