//! From the text of an amount to minor units, without a float in between.

use super::AMOUNT_MINOR_MAX;

/// Why a text is not an amount of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountError {
    /// A comma stands where the dot belongs.
    Comma,
    /// More decimals than the currency has.
    TooPrecise {
        decimals: u32,
    },
    /// Past 12 digits in minor units.
    TooBig,
    NotANumber,
}

pub(super) fn minor_units(text: &str, exponent: u32) -> Result<i64, AmountError> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    check_shape(digits, whole, decimals, exponent)?;
    let padded = format!("{whole}{decimals:0<width$}", width = exponent as usize);
    let minor: i64 = padded.parse().map_err(|_| AmountError::TooBig)?;
    if minor > AMOUNT_MINOR_MAX {
        return Err(AmountError::TooBig);
    }
    Ok(if negative { -minor } else { minor })
}

fn check_shape(digits: &str, whole: &str, decimals: &str, exponent: u32) -> Result<(), AmountError> {
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if digits.contains(',') && all_digits(&digits.replace([',', '.'], "")) {
        return Err(AmountError::Comma);
    }
    if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) || digits.ends_with('.') {
        return Err(AmountError::NotANumber);
    }
    if decimals.len() > exponent as usize {
        return Err(AmountError::TooPrecise { decimals: exponent });
    }
    Ok(())
}
