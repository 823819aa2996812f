//! Amounts as owners write them, from their raw text to exact money; and for each usual way of writing them wrongly, its
//! own sentence with the corrected amount.

use super::super::kinds::Kind;
use super::super::problem::Problem;
use super::super::read::Written;
use super::context::Context;
use super::price_tag;
use super::scalar::{is_clock, is_separator};
use crate::money::{AmountError, Currency, Money};

/// An amount of the shop's currency, of any sign. `None` after a mistake here, or in the currency itself.
pub(super) fn amount(cx: &mut Context<'_>, written: &Written<String>) -> Option<Money> {
    let currency = cx.currency?;
    match parse(&written.v, currency) {
        Ok(money) => Some(money),
        Err(No { kind, message, help }) => {
            cx.push(
                Problem::new(kind, written.at, message)
                    .label("cannot be read as an amount")
                    .help(help),
            );
            None
        }
    }
}

/// An amount of at least the smallest unit.
pub(super) fn price(cx: &mut Context<'_>, written: &Written<String>) -> Option<Money> {
    let money = amount(cx, written)?;
    if money.minor > 0 {
        return Some(money);
    }
    let least = Money::new(1, money.currency);
    let (message, help) = if money.minor == 0 {
        let help = "Telegram takes payments above zero only: write an amount, with a dot before the cents";
        ("this amount is nothing", help.to_owned())
    } else {
        (
            "this amount is negative",
            format!("write `{}`", written.v.trim_start_matches('-')),
        )
    };
    cx.push(
        Problem::new(Kind::PriceRange, written.at, message)
            .label(format!("at least {least}"))
            .help(help),
    );
    None
}

/// Says so where Telegram is known to refuse a total; its bounds follow exchange rates, so this is no error.
pub(super) fn warn_of_limits(cx: &mut Context<'_>, written: &Written<String>, money: Money) {
    let info = money.currency.info();
    let (word, side, bound) = match money.minor {
        minor if minor < info.total_min => ("less", "above", info.total_min),
        minor if minor > info.total_max => ("more", "below", info.total_max),
        _ => return,
    };
    let bound = Money::new(bound, money.currency);
    cx.push(
        Problem::new(
            Kind::TelegramLimit,
            written.at,
            format!("Telegram takes no payment of {word} than about {bound}"),
        )
        .label("one piece alone could not be paid")
        .help(format!("write a price well {side} that: it follows exchange rates")),
    );
}

#[derive(Debug)]
struct No {
    kind: Kind,
    message: String,
    help: String,
}

fn no(kind: Kind, message: impl Into<String>, help: impl Into<String>) -> No {
    No {
        kind,
        message: message.into(),
        help: help.into(),
    }
}

fn parse(text: &str, currency: Currency) -> Result<Money, No> {
    let digits = text.trim_start_matches(['-', '+']);
    if digits.len() > 1 && digits.starts_with('0') && digits[1..].starts_with(|c: char| c.is_ascii_digit()) {
        let bare = digits.trim_start_matches('0');
        let zero = if bare.is_empty() || bare.starts_with('.') {
            "0"
        } else {
            ""
        };
        let better = text.replace(digits, &format!("{zero}{bare}"));
        return Err(no(
            Kind::LeadingZero,
            format!("`{text}` begins with a zero"),
            format!("write `{better}`"),
        ));
    }
    Money::parse(text, currency).map_err(|error| explain(text, currency, error))
}

fn explain(text: &str, currency: Currency, error: AmountError) -> No {
    match error {
        AmountError::TooPrecise { decimals: 0 } => no(
            Kind::PricePrecision,
            format!("{} has whole amounts only, and nothing after a dot", currency.code()),
            "write a whole number, such as `50`",
        ),
        AmountError::TooPrecise { decimals } => no(
            Kind::PricePrecision,
            format!("`{text}` has more digits after the dot than {} has", currency.code()),
            fewer_digits(text, decimals),
        ),
        AmountError::TooBig => no(
            Kind::PriceRange,
            format!("`{text}` is more than Telegram can charge"),
            "write a smaller amount",
        ),
        AmountError::Comma | AmountError::NotANumber => misread(text, currency),
    }
}

fn fewer_digits(text: &str, decimals: u32) -> String {
    let cut = text.split_once('.').and_then(|(whole, cents)| {
        let cents = cents.get(..usize::try_from(decimals).ok()?)?;
        Some(format!(", such as `{whole}.{cents}`"))
    });
    format!("write at most {decimals} of them{}", cut.unwrap_or_default())
}

/// What a person meant by a text that is no number for us.
fn misread(text: &str, currency: Currency) -> No {
    if let Some(no) = other_than_one_amount(text, currency) {
        return no;
    }
    if let Some((message, help)) = price_tag::read(text, currency) {
        return no(Kind::BadPrice, message, help);
    }
    let bare = without_sign(text, currency);
    if let Some(no) = words_beside(text, bare, currency) {
        return no;
    }
    let better = reread(bare, currency);
    let help = match &better {
        Some(better) => format!("write `{better}`"),
        None => "write the number alone, in digits, with a dot, such as `6.50`".to_owned(),
    };
    let (kind, message) = match better {
        None => (Kind::BadPrice, format!("`{text}` is not an amount")),
        Some(_) if bare != text => (
            Kind::CurrencySign,
            format!("the currency is said once, in shop.yaml, and not in `{text}`"),
        ),
        Some(better) if is_comma_decimal(bare) && !better.is_empty() => (
            Kind::CommaDecimal,
            format!("`{text}` has a comma where a dot is needed"),
        ),
        Some(_) => (
            Kind::DigitSeparator,
            format!("`{text}` has something between its digits"),
        ),
    };
    no(kind, message, help)
}

/// Cents, or words that are no currency's: `20 cents`, `5.20 per loaf`.
fn words_beside(text: &str, bare: &str, currency: Currency) -> Option<No> {
    const CENTS: [&str; 9] = ["cent", "cents", "ct", "c", "¢", "p", "pence", "коп", "копеек"];
    const MONEY: [&str; 10] = [
        "euro",
        "euros",
        "dollar",
        "dollars",
        "pounds",
        "rubles",
        "star",
        "stars",
        "руб",
        "рублей",
    ];
    let words = text.replacen(bare, "", 1).trim().trim_end_matches('.').to_lowercase();
    let better = reread(bare, currency)?;
    if !words.is_empty() && words.chars().all(|c| c.is_ascii_punctuation() && c != '$') {
        let message = format!("`{text}` has `{words}` beside the amount");
        return Some(no(Kind::BadPrice, message, format!("write `{better}`")));
    }
    if !words.chars().any(|c| c.is_alphabetic() || c == '¢') {
        return None;
    }
    if CENTS.contains(&words.as_str()) && currency.info().exponent == 2 && bare.bytes().all(|b| b.is_ascii_digit()) {
        let cents = format!("{bare:0>3}");
        let (whole, rest) = cents.split_at(cents.len() - 2);
        let message = format!("`{text}` is written in cents, and amounts are in {}", currency.code());
        return Some(no(Kind::CurrencySign, message, format!("write `{whole}.{rest}`")));
    }
    let is_short = words.chars().count() <= 3 && !words.contains('/');
    let is_money = MONEY.contains(&words.as_str()) || is_short;
    (!is_money).then(|| {
        let message = format!("`{text}` has words beside the amount");
        no(
            Kind::BadPrice,
            message,
            format!("write `{better}`, and say the rest in the description"),
        )
    })
}

/// A time of day, a percentage, or two amounts.
fn other_than_one_amount(text: &str, currency: Currency) -> Option<No> {
    if is_clock(text) {
        let dotted = text.replacen(':', ".", 1);
        let message = format!("`{text}` is written like a time of day");
        return Some(no(
            Kind::ClockNumber,
            message,
            format!("write a dot, such as `{dotted}`"),
        ));
    }
    if text.trim_end().ends_with('%') {
        let message = format!("`{text}` is a percentage, and an amount is needed");
        return Some(no(
            Kind::PercentPrice,
            message,
            "work it out and write the amount itself, such as `0.50`",
        ));
    }
    let (low, high) = text
        .split_once(['-', '–', '—', '…'])
        .or_else(|| text.split_once(".."))?;
    let amount = |part: &str| reread(without_sign(part.trim(), currency), currency).filter(|_| !part.trim().is_empty());
    let (low, high) = (amount(low)?, amount(high.trim_start_matches('.'))?);
    let message = format!("`{text}` is two amounts, and a price is one");
    let help = format!("write `{low}`; where the customer names the amount, write `{{min: {low}, max: {high}}}`");
    Some(no(Kind::PriceSpan, message, help))
}

/// Takes a currency's sign, code or name off either end.
fn without_sign(text: &str, currency: Currency) -> &str {
    let is_sign = |c: char| !(c.is_ascii_digit() || is_separator(c) || ".+-".contains(c));
    let sign = currency.info().sign;
    let text = text
        .strip_prefix(sign)
        .or_else(|| text.strip_suffix(sign))
        .unwrap_or(text);
    if !text.contains(is_sign) {
        return text.trim();
    }
    text.trim_start_matches(|c: char| !(c.is_ascii_digit() || ".+-".contains(c)))
        .trim_end_matches(|c: char| !c.is_ascii_digit())
}

/// One comma with other than three digits behind it.
fn is_comma_decimal(text: &str) -> bool {
    let behind = text.rsplit_once(',').map(|(_, behind)| behind.len());
    text.matches(',').count() == 1 && !text.contains('.') && behind != Some(3)
}

/// The amount with a dot and nothing between its thousands, if that makes it one.
fn reread(text: &str, currency: Currency) -> Option<String> {
    let last = text.rfind([',', '.']);
    let decimals = last.map(|at| &text[at + 1..]);
    let is_decimal = decimals.is_some_and(|digits| digits.len() != 3 && digits.bytes().all(|b| b.is_ascii_digit()));
    let strip = |part: &str| {
        part.chars()
            .filter(|c| !is_separator(*c) && *c != '.')
            .collect::<String>()
    };
    let better = match (last, is_decimal) {
        (None, _) if let Some((whole, cents)) = in_two(text, currency) => format!("{whole}.{cents}"),
        (Some(at), true) => format!("{}.{}", strip(&text[..at]), &text[at + 1..]),
        _ => strip(text),
    };
    Money::parse(&better, currency).is_ok().then_some(better)
}

/// `2 80` and `2_80`: as many digits behind the gap as the currency has decimals, which are no thousands.
fn in_two(text: &str, currency: Currency) -> Option<(&str, &str)> {
    let (whole, cents) = text.split_once(is_separator)?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let decimals = usize::try_from(currency.info().exponent).ok()?;
    (digits(whole) && digits(cents) && cents.len() == decimals && decimals != 3).then_some((whole, cents))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_of(text: &str, code: &str) -> (Kind, String) {
        let no = parse(text, Currency::parse(code).unwrap()).unwrap_err();
        (no.kind, no.help)
    }

    #[test]
    fn every_wrong_way_has_its_own_answer() {
        for (text, kind, help) in [
            ("6,50", Kind::CommaDecimal, "write `6.50`"),
            ("6,5", Kind::CommaDecimal, "write `6.5`"),
            ("€6.50", Kind::CurrencySign, "write `6.50`"),
            ("€ 6,50", Kind::CurrencySign, "write `6.50`"),
            ("10 $", Kind::CurrencySign, "write `10`"),
            ("6.50 EUR", Kind::CurrencySign, "write `6.50`"),
            ("10 руб.", Kind::CurrencySign, "write `10`"),
            ("6.50 Euro", Kind::CurrencySign, "write `6.50`"),
            ("5.2O", Kind::BadPrice, "write `5.20`"),
            ("20 cents", Kind::CurrencySign, "write `0.20`"),
            ("5 ct.", Kind::CurrencySign, "write `0.05`"),
            ("250 cents", Kind::CurrencySign, "write `2.50`"),
            ("5.20 per loaf", Kind::BadPrice, "write `5.20`, and say"),
            ("5.20/kg", Kind::BadPrice, "write `5.20`, and say"),
            ("5.20;", Kind::BadPrice, "write `5.20`"),
            ("6,50,-", Kind::BadPrice, "write the number alone"),
            ("5,-", Kind::BadPrice, "write `5`"),
            ("5.20,", Kind::BadPrice, "write `5.20`: a line"),
            ("5.20 // was 5", Kind::BadPrice, "write `5.20 # was 5`"),
            ("5€20", Kind::BadPrice, "write `5.20`"),
            ("1,000", Kind::DigitSeparator, "write `1000`"),
            ("1.000,50", Kind::DigitSeparator, "write `1000.50`"),
            ("1,000.50", Kind::DigitSeparator, "write `1000.50`"),
            ("1_000", Kind::DigitSeparator, "write `1000`"),
            ("1 000", Kind::DigitSeparator, "write `1000`"),
            ("2 80", Kind::DigitSeparator, "write `2.80`"),
            ("2_80", Kind::DigitSeparator, "write `2.80`"),
            ("012", Kind::LeadingZero, "write `12`"),
            ("00.50", Kind::LeadingZero, "write `0.50`"),
            ("6.505", Kind::PricePrecision, "write at most 2 of them, such as `6.50`"),
            ("99999999999999", Kind::PriceRange, "write a smaller"),
            ("12:30", Kind::ClockNumber, "write a dot, such as `12.30`"),
            ("10%", Kind::PercentPrice, "work it out"),
            ("-10 %", Kind::PercentPrice, "work it out"),
            ("5-10", Kind::PriceSpan, "write `5`; where"),
            ("5 – 10 €", Kind::PriceSpan, "write `5`; where"),
            ("2020-01-01", Kind::BadPrice, "write the number alone"),
            ("free", Kind::BadPrice, "write an amount"),
            ("", Kind::BadPrice, "write the number alone"),
            ("1e3", Kind::BadPrice, "write the number alone"),
            (".", Kind::BadPrice, "write the number alone"),
        ] {
            let (found, said) = no_of(text, "EUR");
            assert_eq!(
                (found, said.starts_with(help)),
                (kind, true),
                "{text}: {found:?} {said}"
            );
        }
        assert_eq!(
            no_of("50.5", "XTR"),
            (Kind::PricePrecision, "write a whole number, such as `50`".into())
        );
        assert_eq!(no_of("⭐50", "XTR").0, Kind::CurrencySign);
    }

    #[test]
    fn right_ways_are_exact() {
        let eur = Currency::parse("EUR").unwrap();
        for (text, minor) in [
            ("6.50", 650),
            ("6.5", 650),
            ("+0.20", 20),
            ("-0.20", -20),
            ("0.05", 5),
            ("0", 0),
        ] {
            assert_eq!(parse(text, eur).unwrap().minor, minor);
        }
    }
}
