//! Order numbers that can be said on the phone: digits with a check digit, `1042-9`; orders of the sandbox show a `T`.
//! Inside they are integers in the order of their making, one sequence a database.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An order; shown as its number with a check digit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderId(pub i64);

/// Why a text is not an order number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Not digits with an optional leading `T`.
    NotANumber,
    /// Digits, but the last one does not fit the others: a digit was misheard or two were swapped.
    Misheard,
}

/// Damm's quasigroup: finds every single wrong digit and every swap of neighbours.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn damm(digits: &str) -> u8 {
    digits
        .bytes()
        .fold(0, |state, digit| DAMM[usize::from(state)][usize::from(digit - b'0')])
}

impl OrderId {
    /// The first number of a database: short, and no shop's first order is number one.
    pub const FIRST: OrderId = OrderId(1001);

    /// Reads `1042-9`, `10429`, `T1042-9` and `№ 1042 9`, as people write and say it.
    pub fn parse(text: &str) -> Result<OrderId, NumberError> {
        let text = text.trim().trim_start_matches(['#', '№', 'T', 't']);
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}')).collect();
        if digits.len() < 2 || digits.len() > 18 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NumberError::NotANumber);
        }
        if damm(&digits) != 0 {
            return Err(NumberError::Misheard);
        }
        digits[..digits.len() - 1]
            .parse()
            .map(OrderId)
            .map_err(|_| NumberError::NotANumber)
    }

    /// The number as customers and staff see it; `play` marks orders of the sandbox.
    pub fn shown(self, play: bool) -> String {
        let prefix = if play { "T" } else { "" };
        format!("{prefix}{self}")
    }
}

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        write!(f, "{digits}-{}", damm(&digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_survives_being_said() {
        for id in [1001, 1042, 99_999, 123_456_789] {
            let said = OrderId(id).shown(true);
            assert_eq!(OrderId::parse(&said), Ok(OrderId(id)));
            assert_eq!(OrderId::parse(&said.replace('-', "")), Ok(OrderId(id)));
        }
    }

    #[test]
    fn one_wrong_digit_and_two_swapped_ones_are_noticed() {
        let said = OrderId(1042).to_string();
        for at in 0..said.len() {
            for digit in '0'..='9' {
                let mut heard: Vec<char> = said.chars().collect();
                if heard[at] != '-' && heard[at] != digit {
                    heard[at] = digit;
                    let heard: String = heard.into_iter().collect();
                    assert_eq!(OrderId::parse(&heard), Err(NumberError::Misheard), "{heard}");
                }
            }
        }
        assert_eq!(OrderId::parse("bread"), Err(NumberError::NotANumber));
    }
}
