//! Postcodes as owners name them: one, those that begin alike, or a span.

/// One code, those that begin alike, or those between two numbers. Letters are capital, and there are no spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Postcodes {
    One(String),
    /// `80*`
    StartingWith(String),
    /// `80000-80999`, both included; the two have the same number of digits.
    Between(String, String),
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
    pub(super) fn tidy(text: &str) -> String {
        let text = text.chars().filter(|c| !c.is_whitespace());
        text.flat_map(char::to_uppercase).collect()
    }

    pub(super) fn holds(&self, code: &str) -> bool {
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
    use crate::shop::Policies;

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
}
