//! Single values of a step: what may stand there, and what is said where something else does.

use std::time::Duration;

use super::Context;
use crate::{
    config::{
        Either, Entries, F, Kind, Problem, Written, choose,
        conversations::{
            Words,
            words::{COUNT_MAX, WAIT_DAYS_MAX},
        },
    },
    ids::{ID_CHARACTERS_MAX, ProductId, Sku},
    money::Money,
    rehearsal::script::Placed,
    shop::{Catalog, Product},
};

/// A step may let this much time pass.
const WAIT_MAX: Duration = Duration::from_secs(WAIT_DAYS_MAX * 86_400);

pub(super) fn placed(written: &Written<String>) -> Placed<String> {
    Placed {
        v: written.v.clone(),
        at: written.at,
    }
}

/// One text or several.
pub(super) fn words(field: &F<Words>) -> Vec<Placed<String>> {
    match field.good().map(|good| (&good.v, good)) {
        None => Vec::new(),
        Some((Either::One(text), good)) => vec![Placed {
            v: text.clone(),
            at: good.at,
        }],
        Some((Either::More(list), _)) => list.iter().filter_map(F::good).map(placed).collect(),
    }
}

/// The good ones of a list.
pub(super) fn list(field: &F<Vec<F<String>>>) -> impl Iterator<Item = &Written<String>> {
    field
        .good()
        .into_iter()
        .flat_map(|items| items.v.iter().filter_map(F::good))
}

/// Name and value of each good pair of a group.
pub(super) fn pairs(field: &F<Entries<String>>) -> impl Iterator<Item = (&Written<String>, &Written<String>)> {
    let entries = field.good().into_iter().flat_map(|group| group.v.0.iter());
    entries.filter_map(|(key, value)| Some((key.good()?, value.good()?)))
}

/// Something that is said by `true` alone: leaving it out says the opposite.
pub(super) fn mark(cx: &mut Context<'_>, field: &F<String>, word: &str) -> Option<Placed<()>> {
    let written = field.good()?;
    if written.v == word {
        return Some(Placed { v: (), at: written.at });
    }
    cx.push(
        Problem::new(Kind::UnknownChoice, written.at, format!("only `{word}` can stand here"))
            .label("not known")
            .help(format!("write `{word}`, or take the line out")),
    );
    None
}

/// What one of a few words means; the meanings stand in the order of the words. Another word is said.
pub(super) fn meant<T: Copy, const N: usize>(
    cx: &mut Context<'_>,
    written: &Written<String>,
    words: [&str; N],
    meanings: [T; N],
) -> Option<T> {
    let found = words.iter().zip(meanings).find(|(word, _)| **word == written.v);
    if found.is_none() {
        unknown(cx, written, &words);
    }
    found.map(|(_, meaning)| meaning)
}

/// The same for a setting whose words and meanings are those of shop.yaml; nothing where none is written.
pub(super) fn word<T: Copy>(cx: &mut Context<'_>, field: &F<String>, words: &[(&str, T)]) -> Option<T> {
    let written = field.good()?;
    let found = words.iter().find(|(word, _)| *word == written.v);
    if found.is_none() {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        unknown(cx, written, &known);
    }
    found.map(|(_, meaning)| *meaning)
}

fn unknown(cx: &mut Context<'_>, written: &Written<String>, known: &[&str]) {
    let message = format!("`{}` is none of the words that can stand here", written.v);
    let help = choose(&written.v, known.iter().copied());
    cx.push(
        Problem::new(Kind::UnknownChoice, written.at, message)
            .label("not known")
            .help(help),
    );
}

/// A count, from nothing on.
pub(super) fn count(cx: &mut Context<'_>, written: &Written<String>) -> Option<i64> {
    let number = written.v.parse().ok().filter(|n| (0..=COUNT_MAX).contains(n));
    if number.is_none() {
        cx.push(
            Problem::new(Kind::NotANumber, written.at, format!("`{}` is no count", written.v))
                .label("how many?")
                .help("write a whole number such as `2`, or `0` for none"),
        );
    }
    number
}

/// An amount in the shop's currency, in minor units.
pub(super) fn amount(cx: &mut Context<'_>, written: &Written<String>) -> Option<i64> {
    let found = Money::parse(&written.v, cx.currency()).ok();
    let found = found.filter(|money| money.minor >= 0);
    if found.is_none() {
        cx.push(
            Problem::new(Kind::BadPrice, written.at, format!("`{}` is no amount", written.v))
                .label("how much?")
                .help("write the number alone, with a dot, such as `1.50`"),
        );
    }
    found.map(|money| money.minor)
}

/// `31m`, `2h`, `3d`.
pub(super) fn span(cx: &mut Context<'_>, written: &Written<String>) -> Option<Duration> {
    let found = parse_span(&written.v).filter(|span| *span <= WAIT_MAX && !span.is_zero());
    if found.is_none() {
        cx.push(
            Problem::new(
                Kind::BadDuration,
                written.at,
                format!("`{}` is no time to wait", written.v),
            )
            .label("how long?")
            .help("write a number and s, m, h or d, such as `31m`; at most a year"),
        );
    }
    found
}

fn parse_span(text: &str) -> Option<Duration> {
    let unit = text.chars().last()?;
    let seconds: u64 = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return None,
    };
    let digits = text.strip_suffix(unit)?;
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let count: u64 = plain.then(|| digits.parse().ok())??;
    count.checked_mul(seconds).map(Duration::from_secs)
}

/// A person's name in a conversation: one word, which tells two people apart.
pub(super) fn person(cx: &mut Context<'_>, written: &Written<String>) -> Option<String> {
    let name = &written.v;
    let fits = !name.is_empty()
        && name.len() <= ID_CHARACTERS_MAX
        && name.starts_with(|c: char| c.is_alphabetic())
        && name.chars().all(|c| c.is_alphanumeric() || c == '-');
    if !fits {
        cx.push(
            Problem::new(
                Kind::BadId,
                written.at,
                format!("`{name}` cannot be the name of a person"),
            )
            .label("who is it?")
            .help("write one short word such as `ann`; with `names:` under `given:` they may call themselves anything"),
        );
    }
    fits.then(|| name.clone())
}

/// A product of the shop; what a reload may bring is not known yet.
pub(super) fn product(cx: &mut Context<'_>, written: &Written<String>) -> Option<ProductId> {
    let id = ProductId::parse(&written.v).ok();
    let is_there = |id: &ProductId| cx.catalog().is_none_or(|catalog| catalog.product(id).is_some());
    let found = id.filter(is_there);
    if found.is_none() {
        let products = cx.catalog().into_iter().flat_map(Catalog::products);
        let known = products.map(|product| product.id.to_string()).collect::<Vec<_>>();
        unknown_product(cx, written, &known);
    }
    found
}

/// What is posted or shown: a product, which may have choices behind it.
pub(super) fn offered(cx: &mut Context<'_>, written: &Written<String>) -> Option<()> {
    let product = Written {
        v: written.v.split('/').next().unwrap_or("").to_owned(),
        at: written.at,
        plain: written.plain,
    };
    self::product(cx, &product).map(drop)
}

/// What is counted: a product, or `product/choice`.
pub(super) fn sku(cx: &mut Context<'_>, written: &Written<String>) -> Option<Sku> {
    let product = written.v.split('/').next().and_then(|id| ProductId::parse(id).ok());
    let fits = cx.catalog().is_none_or(|catalog| {
        let product = product.and_then(|id| catalog.product(&id));
        product.is_some_and(|product| skus(product).any(|sku| sku == written.v))
    });
    if !fits {
        let products = cx.catalog().into_iter().flat_map(Catalog::products);
        let known: Vec<String> = products.flat_map(|product| skus(product)).collect();
        unknown_product(cx, written, &known);
    }
    fits.then(|| Sku::new(written.v.as_str()))
}

/// Everything of a product that can be counted.
fn skus(product: &Product) -> impl Iterator<Item = String> {
    let choices = product.counted_skus().into_iter().map(|(sku, _)| sku.to_string());
    let own = product.id.to_string();
    let apart = own.clone();
    std::iter::once(own).chain(choices.filter(move |sku| *sku != apart))
}

fn unknown_product(cx: &mut Context<'_>, written: &Written<String>, known: &[String]) {
    let message = format!("the shop has nothing called `{}` that could stand here", written.v);
    let help = choose(&written.v, known.iter().map(String::as_str));
    cx.push(
        Problem::new(Kind::UnknownReference, written.at, message)
            .label("not in the catalog")
            .help(help),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_to_wait_has_a_unit() {
        assert_eq!(parse_span("31m"), Some(Duration::from_secs(1_860)));
        assert_eq!(parse_span("2d"), Some(Duration::from_secs(172_800)));
        for wrong in ["", "m", "31", "-1m", "1.5h", "31 m", "é", "99999999999999999999d"] {
            assert_eq!(parse_span(wrong), None, "{wrong}");
        }
    }
}
