//! Exact money: an i64 count of minor units and its currency. Arithmetic is checked, nothing here is ever a float.
//! Amounts of different currencies do not add; the compiler cannot see that, so the functions say `None`.

mod currencies;
mod parse;

use std::fmt;

pub use currencies::CurrencyInfo;
pub use parse::AmountError;
use serde::{Deserialize, Serialize};

/// Telegram's bound on an amount and on a total: 12 digits.
pub const AMOUNT_MINOR_MAX: i64 = 999_999_999_999;

/// A currency that Telegram can charge; `XTR` are Telegram Stars.
#[derive(Clone, Copy)]
pub struct Currency(&'static CurrencyInfo);

impl Currency {
    pub fn parse(code: &str) -> Option<Currency> {
        let table = currencies::CURRENCIES;
        table
            .binary_search_by(|row| row.code.cmp(code))
            .ok()
            .map(|at| Currency(&table[at]))
    }

    /// Telegram Stars.
    pub fn stars() -> Currency {
        Currency::parse("XTR").unwrap_or(Currency(&currencies::CURRENCIES[0]))
    }

    /// Every code that Telegram can charge, in alphabetical order.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        currencies::CURRENCIES.iter().map(|row| row.code)
    }

    pub fn code(self) -> &'static str {
        self.0.code
    }

    pub fn is_stars(self) -> bool {
        self.0.code == "XTR"
    }

    pub fn info(self) -> &'static CurrencyInfo {
        self.0
    }
}

impl PartialEq for Currency {
    fn eq(&self, other: &Currency) -> bool {
        self.0.code == other.0.code
    }
}
impl Eq for Currency {}
impl std::hash::Hash for Currency {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.code.hash(state);
    }
}
impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Currency) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Currency {
    fn cmp(&self, other: &Currency) -> std::cmp::Ordering {
        self.0.code.cmp(other.0.code)
    }
}
impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code)
    }
}
impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.code)
    }
}
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Currency, D::Error> {
        let code = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Currency::parse(&code).ok_or_else(|| serde::de::Error::custom(format!("unknown currency {code}")))
    }
}

/// An exact amount in minor units (cents, or whole Stars) of one currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub fn new(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    /// Reads what an owner or a customer writes: `6.50`, `6.5`, `6`; never `6,50` or `€6.50`.
    pub fn parse(text: &str, currency: Currency) -> Result<Money, AmountError> {
        parse::minor_units(text, currency.0.exponent).map(|minor| Money { minor, currency })
    }

    /// `None` for different currencies and past i64.
    pub fn plus(self, other: Money) -> Option<Money> {
        if self.currency != other.currency {
            return None;
        }
        self.minor.checked_add(other.minor).map(|minor| Money { minor, ..self })
    }

    /// `None` past i64.
    pub fn times(self, quantity: i64) -> Option<Money> {
        self.minor.checked_mul(quantity).map(|minor| Money { minor, ..self })
    }

    /// The bare number with the currency's decimals: `6.50`.
    pub fn number(self) -> String {
        let exponent = self.currency.0.exponent as usize;
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = exponent + 1);
        let (whole, rest) = digits.split_at(digits.len() - exponent);
        if rest.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{rest}")
        }
    }

    /// As customers read it: `6.50 €`, `⭐50`, `¥1200`.
    pub fn shown(self) -> String {
        let info = self.currency.0;
        let gap = if info.spaced { " " } else { "" };
        let number = self.number();
        if info.sign_first {
            format!("{}{gap}{number}", info.sign)
        } else {
            format!("{number}{gap}{}", info.sign)
        }
    }
}

/// As tools and logs read it: `6.50 EUR`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number(), self.currency.0.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(text: &str) -> Result<i64, AmountError> {
        Money::parse(text, Currency::parse("EUR").unwrap()).map(|m| m.minor)
    }

    #[test]
    fn the_table_is_sorted_and_unique_so_that_lookup_finds_every_row() {
        for code in Currency::codes() {
            assert_eq!(Currency::parse(code).unwrap().code(), code);
        }
        assert!(Currency::parse("eur").is_none());
        assert!(Currency::stars().is_stars());
    }

    #[test]
    fn amounts_are_read_exactly() {
        assert_eq!(eur("6.50"), Ok(650));
        assert_eq!(eur("6.5"), Ok(650));
        assert_eq!(eur("6"), Ok(600));
        assert_eq!(eur("-0.20"), Ok(-20));
        assert_eq!(eur("+0.20"), Ok(20));
        assert_eq!(eur("9999999999.99"), Ok(999_999_999_999));
    }

    #[test]
    fn what_is_not_an_amount_says_why() {
        assert_eq!(eur("6,50"), Err(AmountError::Comma));
        assert_eq!(eur("6.505"), Err(AmountError::TooPrecise { decimals: 2 }));
        assert_eq!(eur("€6.50"), Err(AmountError::NotANumber));
        assert_eq!(eur(""), Err(AmountError::NotANumber));
        assert_eq!(eur("."), Err(AmountError::NotANumber));
        assert_eq!(eur("10000000000.00"), Err(AmountError::TooBig));
        assert_eq!(eur("99999999999999999999999"), Err(AmountError::TooBig));
    }

    #[test]
    fn amounts_are_shown_the_way_telegram_shows_them() {
        let shown = |code: &str, minor| Money::new(minor, Currency::parse(code).unwrap()).shown();
        assert_eq!(shown("EUR", 650), "6.50 €");
        assert_eq!(shown("XTR", 50), "⭐50");
        assert_eq!(shown("JPY", 1200), "¥1200");
        assert_eq!(Money::new(-5, Currency::parse("EUR").unwrap()).to_string(), "-0.05 EUR");
    }
}
