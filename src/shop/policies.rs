//! `policies:`, the owner's usual checks that need no script: what an order may come to, when the shop sells, to whom
//! and where to. What they decide is in `order::policy`.

use super::OpeningHours;
use crate::{ids::UserId, money::Money};

/// Each is absent, or empty, where the owner said nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policies {
    /// An order, without its tip, may not come to less.
    pub minimum_order: Option<Money>,
    /// An order, without its tip, may not come to more.
    pub maximum_order: Option<Money>,
    pub opening_hours: Option<OpeningHours>,
    /// Two capital letters each; the only countries that addresses may be in.
    pub countries: Vec<String>,
    /// The only postcodes that addresses may have.
    pub postcodes: Vec<Postcodes>,
    /// Who can look around and not buy.
    pub blocked_customers: Vec<UserId>,
}

/// One code, those that begin alike, or those between two numbers. Letters are capital, and there are no spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Postcodes {
    One(String),
    /// `80*`
    StartingWith(String),
    /// `80000-80999`, both included; the two have the same number of digits.
    Between(String, String),
}

impl Policies {
    /// Whether any of them looks at an address.
    pub fn ask_for_address(&self) -> bool {
        !self.countries.is_empty() || !self.postcodes.is_empty()
    }

    pub fn delivers_to_country(&self, code: &str) -> bool {
        let code = code.trim().to_ascii_uppercase();
        self.countries.is_empty() || self.countries.contains(&code)
    }

    pub fn delivers_to_postcode(&self, code: &str) -> bool {
        let code = Postcodes::tidy(code);
        self.postcodes.is_empty() || self.postcodes.iter().any(|codes| codes.holds(&code))
    }
}

impl Postcodes {
    /// `None` for what cannot be a postcode.
    pub fn parse(text: &str) -> Option<Postcodes> {
        let text = Postcodes::tidy(text);
        if let Some(start) = text.strip_suffix('*') {
            return is_code(start).then(|| Postcodes::StartingWith(start.to_owned()));
        }
        if let Some((from, to)) = text.split_once('-')
            && from.len() == to.len()
            && is_number(from)
            && is_number(to)
        {
            return (from <= to).then(|| Postcodes::Between(from.to_owned(), to.to_owned()));
        }
        let has_digit = text.bytes().any(|b| b.is_ascii_digit());
        (has_digit && is_code(&text)).then_some(Postcodes::One(text))
    }

    /// As codes are compared: without spaces, in capital letters.
    fn tidy(text: &str) -> String {
        let text = text.chars().filter(|c| !c.is_whitespace());
        text.flat_map(char::to_uppercase).collect()
    }

    fn holds(&self, code: &str) -> bool {
        match self {
            Postcodes::One(one) => code == one,
            Postcodes::StartingWith(start) => code.starts_with(start.as_str()),
            // `1100-001` is within `1000-1999`, and `11000` is not.
            Postcodes::Between(from, to) => {
                let digits = code.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
                digits.len() == from.len() && (from.as_str()..=to.as_str()).contains(&digits)
            }
        }
    }
}

fn is_code(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.chars().all(fits) && text.chars().any(|c| c != '-')
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postcodes_of_several_countries_are_read_as_their_people_write_them() {
        for (written, inside, outside) in [
            ("80331", "80331", "80332"),
            ("80*", "80999", "81000"),
            ("80000-80999", "80331", "81000"),
            ("1000-1999", "1100-001", "11000"),
            ("1100-001", "1100-001", "1100-002"),
            ("00-950", "00-950", "00-951"),
            ("sw1a 1aa", "SW1A1AA", "SW1A 2AA"),
            ("SW1*", "sw1a 1aa", "NW1 1AA"),
        ] {
            let policies = Policies {
                postcodes: vec![Postcodes::parse(written).unwrap()],
                ..Policies::default()
            };
            assert!(policies.delivers_to_postcode(inside), "{written}: {inside}");
            assert!(!policies.delivers_to_postcode(outside), "{written}: {outside}");
            assert!(!policies.delivers_to_postcode(""), "{written}");
        }
        for nonsense in ["", "*", "-", "9-1", "München", "Lisboa", "80;90"] {
            assert_eq!(Postcodes::parse(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn no_list_is_the_whole_world() {
        let policies = Policies::default();
        assert!(policies.delivers_to_country("PT") && policies.delivers_to_postcode("1"));
        assert!(!policies.ask_for_address());
        let lisbon = Policies {
            countries: vec!["PT".into()],
            ..policies
        };
        assert!(lisbon.delivers_to_country(" pt") && !lisbon.delivers_to_country("ES"));
    }
}
