//! The order of a test: lines, moment, invoice, delivery.

use super::super::{
    context::{Context, each},
    money,
    policies::country,
    scalar,
};
use super::{customer, pick};
use crate::{
    config::{
        Either, F, Kind, Problem, Written, choose,
        raw::{GivenDelivery, GivenInvoice, GivenLine, GivenOrder},
    },
    ids::{CategoryId, ProductId, UserId},
    rules::{DeliveryFacts, INVOICE_PLACES, Input, InvoiceFacts, LineFacts, QuoteFacts, ShopFacts},
    shop::{Choice, Deliver, Language, Price, Product, Shop},
    time::Timestamp,
};

/// A Tuesday; the days up to Monday after it have a name of their own.
const DATE: &str = "2026-11-24";
const TIME: &str = "12:00";
const DAYS: [(&str, &str); 7] = [
    ("monday", "2026-11-30"),
    ("tuesday", DATE),
    ("wednesday", "2026-11-25"),
    ("thursday", "2026-11-26"),
    ("friday", "2026-11-27"),
    ("saturday", "2026-11-28"),
    ("sunday", "2026-11-29"),
];
const YES_OR_NO: &[(&str, bool)] = &[("true", true), ("false", false), ("yes", true), ("no", false)];
pub(in super::super::super) const PIECES_MAX: i64 = 1_000_000;

/// The question of one test. Says everything that is wrong before it gives up.
pub(super) fn input(cx: &mut Context<'_>, shop: &Shop, given: [&GivenOrder; 2]) -> Option<Input> {
    let now = now(cx, shop, pick(given, |given| &given.now));
    let buyer = pick(given, |given| &given.customer).map(|customer| &customer.v);
    let buyer = customer::customer(cx, shop, buyer, now.unwrap_or_default());
    let written = pick(given, |given| &given.customer).map(|customer| &customer.v.language);
    let language = written
        .and_then(F::good)
        .and_then(|language| Language::parse(&language.v));
    let language = language.or_else(|| shop.languages.first().cloned())?;
    let lines = lines(cx, shop, given, &language);
    let total = match pick(given, |given| &given.total) {
        Some(written) => Some(money::amount(cx, written)?.minor),
        None => None,
    };
    let delivery = delivery(cx, pick(given, |given| &given.delivery).map(|delivery| &delivery.v));
    let (buyer, lines) = (buyer?, lines?);
    let invoice = invoice(cx, pick(given, |given| &given.invoice).map(|i| &i.v), buyer.id)?;
    let sum = lines.iter().map(LineFacts::total).fold(0, i64::saturating_add);
    Some(Input {
        now: now?,
        shop: ShopFacts {
            id: shop.id.to_string(),
            name: shop.name.first.to_string(),
            timezone: shop.timezone.clone(),
        },
        quote: QuoteFacts {
            lines,
            currency: shop.currency,
            total: total.unwrap_or(sum),
        },
        customer: buyer,
        invoice,
        delivery,
    })
}

/// A product of the catalog, by its id.
pub(super) fn product<'s>(cx: &mut Context<'_>, shop: &'s Shop, written: &Written<String>) -> Option<&'s Product> {
    let catalog = &shop.catalog;
    let id = ProductId::parse(&written.v).ok();
    let found = id.and_then(|id| catalog.product(&id));
    if found.is_none() {
        let known: Vec<&str> = catalog.products().iter().map(|product| product.id.as_str()).collect();
        unknown(cx, written, "product", known);
    }
    found.map(AsRef::as_ref)
}

fn unknown(cx: &mut Context<'_>, written: &Written<String>, sort: &str, known: Vec<&str>) {
    cx.push(
        Problem::new(
            Kind::UnknownReference,
            written.at,
            format!("there is no {sort} `{}`", written.v),
        )
        .label("not in the catalog")
        .help(choose(&written.v, known)),
    );
}

fn now(cx: &mut Context<'_>, shop: &Shop, written: Option<&Written<String>>) -> Option<Timestamp> {
    let text = written.map_or(TIME, |written| written.v.as_str());
    let (day, time) = text.split_once(' ').unwrap_or((DATE, text));
    let named = DAYS.iter().find(|(name, _)| *name == day);
    let date = named.map_or(day, |(_, date)| date);
    let found = Timestamp::of_local(date, time, &shop.timezone);
    if let (None, Some(written)) = (found, written) {
        cx.push(
            Problem::new(Kind::WrongType, written.at, format!("`{}` is no moment", written.v))
                .label("when?")
                .help("write `18:05`, `saturday 18:05` or `2026-11-24 18:05`"),
        );
    }
    found
}

/// Without any, one piece of the catalog's first product.
fn lines(cx: &mut Context<'_>, shop: &Shop, given: [&GivenOrder; 2], language: &Language) -> Option<Vec<LineFacts>> {
    let Some(written) = pick(given, |given| &given.lines) else {
        let first = shop.catalog.products().first()?;
        return Some(vec![line(shop, first, language, &first_choices(first), 1, None)]);
    };
    let mut lines = Vec::new();
    for (name, what) in &written.v.0 {
        let (name, what) = (name.good()?, what.good()?);
        let product = product(cx, shop, name)?;
        lines.push(match &what.v {
            Either::One(count) => {
                let count = Written {
                    v: count.clone(),
                    at: what.at,
                    plain: what.plain,
                };
                let quantity = scalar::integer(cx, &count, 1, PIECES_MAX)?;
                line(shop, product, language, &first_choices(product), quantity, None)
            }
            Either::More(more) => whole_line(cx, shop, product, language, more)?,
        });
    }
    Some(lines)
}

fn whole_line(
    cx: &mut Context<'_>,
    shop: &Shop,
    product: &Product,
    language: &Language,
    raw: &GivenLine,
) -> Option<LineFacts> {
    let quantity = match raw.quantity.good() {
        Some(written) => scalar::integer(cx, written, 1, PIECES_MAX)?,
        None => 1,
    };
    let price = match raw.price.good() {
        Some(written) => Some(money::amount(cx, written)?.minor),
        None => None,
    };
    let mut choices = first_choices(product);
    for written in each(&raw.choices) {
        let option = product.options.iter().enumerate().find_map(|(at, option)| {
            let choice = option.choices.iter().find(|choice| choice.id.as_str() == written.v)?;
            Some((at, choice))
        });
        let Some((at, choice)) = option else {
            let all = product.options.iter().flat_map(|option| &option.choices);
            unknown(cx, written, "choice", all.map(|choice| choice.id.as_str()).collect());
            return None;
        };
        choices[at] = choice;
    }
    Some(line(shop, product, language, &choices, quantity, price))
}

fn first_choices(product: &Product) -> Vec<&Choice> {
    product
        .options
        .iter()
        .filter_map(|option| option.choices.first())
        .collect()
}

fn line(
    shop: &Shop,
    product: &Product,
    language: &Language,
    choices: &[&Choice],
    quantity: i64,
    price: Option<i64>,
) -> LineFacts {
    let category = product.category.as_ref().map(CategoryId::shared);
    let own = match &product.price {
        Price::Fixed(price) => price.minor,
        Price::Free { min, .. } => min.minor,
    };
    let extras = choices.iter().map(|choice| choice.extra.minor);
    LineFacts {
        product: product.id.shared(),
        title: product.title.get(shop.language(Some(language.as_str()))).clone(),
        category: category.unwrap_or_default(),
        choices: choices.iter().map(|choice| choice.id.shared()).collect(),
        quantity,
        price: price.unwrap_or_else(|| extras.fold(own, i64::saturating_add)),
        physical: matches!(product.deliver, Deliver::Physical),
    }
}

/// Shown in the private chat, for the customer, and being paid.
fn invoice(cx: &mut Context<'_>, raw: Option<&GivenInvoice>, customer: UserId) -> Option<InvoiceFacts> {
    let nothing = GivenInvoice::default();
    let raw = raw.unwrap_or(&nothing);
    let places = INVOICE_PLACES.map(|place| (place, place));
    let place = word(cx, &raw.place, &places, "private")?;
    let own = word(cx, &raw.own, YES_OR_NO, place == "private")?;
    Some(InvoiceFacts {
        place: place.to_owned(),
        made_for: own.then_some(customer),
        paying: word(cx, &raw.paying, YES_OR_NO, true)?,
    })
}

fn word<T: Copy>(cx: &mut Context<'_>, field: &F<String>, words: &[(&str, T)], default: T) -> Option<T> {
    match field {
        F::Absent => Some(default),
        F::Bad(_) => None,
        F::Good(written) => scalar::one_of(cx, written, words, Kind::UnknownChoice),
    }
}

fn delivery(cx: &mut Context<'_>, raw: Option<&GivenDelivery>) -> DeliveryFacts {
    let nothing = GivenDelivery::default();
    let raw = raw.unwrap_or(&nothing);
    let text = |field: &F<String>| field.good().map(|written| written.v.clone()).unwrap_or_default();
    DeliveryFacts {
        name: text(&raw.name),
        phone: text(&raw.phone),
        email: text(&raw.email),
        country: raw
            .country
            .good()
            .and_then(|written| country(cx, written))
            .unwrap_or_default(),
        state: text(&raw.state),
        city: text(&raw.city),
        street: text(&raw.street),
        postcode: text(&raw.postcode),
    }
}
