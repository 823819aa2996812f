//! Amounts as they stand on a price tag or come from a scan: `5,-`, `5€20`, `5.2O`, `free`.

use crate::money::{Currency, Money};

/// What is wrong with it, and the way out.
pub(super) fn read(text: &str, currency: Currency) -> Option<(String, String)> {
    const FREE: [&str; 5] = ["free", "gratis", "kostenlos", "umsonst", "бесплатно"];
    if let Some(better) = letters_for_digits(text, currency) {
        return Some((
            format!("`{text}` has a letter among its digits"),
            format!("write `{better}`"),
        ));
    }
    if let Some(better) = by_hand(text, currency) {
        return Some((
            format!("`{text}` is written as on a price tag"),
            format!("write `{better}`"),
        ));
    }
    let is_amount = |text: &str| Money::parse(text, currency).is_ok();
    if let Some((amount, note)) = text.split_once("//").filter(|(amount, _)| is_amount(amount.trim())) {
        return Some((
            format!("`//{note}` is read as a part of the amount: a note begins with `#`"),
            format!("write `{} # {}`", amount.trim(), note.trim()),
        ));
    }
    if let Some(amount) = text.strip_suffix(',').filter(|amount| is_amount(amount)) {
        return Some((
            format!("`{text}` ends with a comma"),
            format!("write `{amount}`: a line ends without any sign"),
        ));
    }
    FREE.contains(&text.trim().to_lowercase().as_str()).then(|| {
        (
            format!("`{text}` is not an amount: Telegram takes payments above zero only"),
            "write an amount, such as `0.50`, or take the product out".to_owned(),
        )
    })
}

/// `5,-` and `5.—`, `5€20`: price tags.
fn by_hand(text: &str, currency: Currency) -> Option<String> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let whole = text
        .strip_suffix(['-', '–', '—'])
        .and_then(|text| text.trim_end().strip_suffix([',', '.']));
    if let Some(whole) = whole.filter(|whole| is_digits(whole)) {
        return Some(whole.to_owned());
    }
    let (whole, cents) = text.split_once(currency.info().sign)?;
    let decimals = usize::try_from(currency.info().exponent).ok()?;
    (is_digits(whole) && is_digits(cents) && cents.len() == decimals).then(|| format!("{whole}.{cents}"))
}

/// `5.2O` with the letter O, as it comes from a scan or a hasty hand.
fn letters_for_digits(text: &str, currency: Currency) -> Option<String> {
    let looks_alike = |c: char| "OoОоlI".contains(c);
    let only = text.chars().all(|c| c.is_ascii_digit() || c == '.' || looks_alike(c));
    let starts = text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(looks_alike);
    let digit = |c| if "lI".contains(c) { '1' } else { '0' };
    let better: String = text
        .chars()
        .map(|c| if looks_alike(c) { digit(c) } else { c })
        .collect();
    (only && starts && Money::parse(&better, currency).is_ok()).then_some(better)
}
