//! One product: its words, its price, its count. What may be chosen of it is in `options`, how it reaches the customer in `deliver`.

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::raw::{FreePrice, Product as Raw};
use super::super::read::{Either, F, Written};
use super::checkout::asks_of_product;
use super::context::{Context, each};
use super::deliver::{deliver, photo};
use super::money::{price, warn_of_limits};
use super::options::{count, counted_option, options, sold_out, too_many};
use super::photo_url::photo_url;
use super::scalar::integer;
use super::text::{DESCRIPTION_MAX, TITLE_MAX, line, words};
use crate::{
    ids::{CategoryId, ProductId},
    money::Money,
    shop::{Deliver, Price, Product, ProductOption, Stock},
};

pub(in super::super) const PER_ORDER_MAX: i64 = 1_000;
/// Amounts that a card offers as buttons.
pub(in super::super) const SUGGESTED_MAX: usize = 20;
/// What one order may hold where the file says nothing.
pub(in super::super) const PER_ORDER: i64 = 20;

/// `category` was looked up before.
pub(super) fn product(cx: &mut Context<'_>, raw: &Written<Raw>, category: Option<CategoryId>) -> Option<Product> {
    let known = cx
        .need(&raw.v.id, "id", raw.at, "id: rye-bread")
        .and_then(|word| ProductId::parse(&word.v).ok());
    let title = cx
        .need(&raw.v.title, "title", raw.at, "title: Rye bread")
        .and_then(|text| line(cx, text, TITLE_MAX));
    let description = cx
        .need(
            &raw.v.description,
            "description",
            raw.at,
            "description: Baked this morning",
        )
        .and_then(|text| words(cx, text, DESCRIPTION_MAX));
    let price = product_price(cx, raw);
    let photo = photo(cx, &raw.v.photo);
    let invoice_photo = photo_url(cx, &raw.v.photo_url);
    let ask = asks_of_product(cx, &raw.v.ask);
    let options = options(cx, &raw.v);
    let deliver = deliver(cx, &raw.v.deliver);
    let stock = stock(cx, &raw.v, &options, deliver.as_ref());
    let quantity_max = quantity_max(cx, &raw.v, price.as_ref());
    let price = price?;
    check_sums(cx, &raw.v, &price, &options);
    Some(Product {
        id: known?,
        title: title?,
        description: description?,
        price,
        category,
        photo: photo.ok()?,
        invoice_photo: invoice_photo.ok()?,
        ask: ask.ok()?,
        stock: stock?,
        options,
        deliver: deliver?,
        quantity_max: quantity_max?,
    })
}

fn product_price(cx: &mut Context<'_>, raw: &Written<Raw>) -> Option<Price> {
    let written = cx.need(&raw.v.price, "price", raw.at, "price: 6.50")?;
    match &written.v {
        Either::One(text) => {
            let written = Written {
                v: text.clone(),
                at: written.at,
                plain: written.plain,
            };
            let money = price(cx, &written)?;
            warn_of_limits(cx, &written, money);
            Some(Price::Fixed(money))
        }
        Either::More(free) => free_price(cx, free, written.at),
    }
}

fn free_price(cx: &mut Context<'_>, raw: &FreePrice, at: Span) -> Option<Price> {
    let min_written = cx.need(&raw.min, "min", at, "min: 1");
    let max_written = cx.need(&raw.max, "max", at, "max: 500");
    let min = min_written.and_then(|written| price(cx, written));
    let max = max_written.and_then(|written| price(cx, written));
    let suggested: Vec<(Money, Span)> = each(&raw.suggested)
        .filter_map(|written| Some((price(cx, written)?, written.at)))
        .collect();
    let (min, max) = (min?, max?);
    if let (true, Some(at)) = (suggested.len() > SUGGESTED_MAX, raw.suggested.span()) {
        let problem = too_many(cx, at, "amounts", suggested.len(), SUGGESTED_MAX);
        cx.push(problem.help("leave some out: customers can type any amount"));
    }
    if let (Some(low), Some(high)) = (min_written, max_written) {
        if min.minor > max.minor {
            cx.contradict(
                low.at,
                high.at,
                "the largest amount is below the smallest",
                "exchange the two",
            );
            return None;
        }
        warn_of_limits(cx, low, min);
        warn_of_limits(cx, high, max);
    }
    for (money, at) in &suggested {
        if !(min.minor..=max.minor).contains(&money.minor) {
            let message = format!("{money} is outside {min} to {max}");
            let problem = Problem::new(Kind::PriceRange, *at, message).label("nobody could pay it");
            cx.push(problem.help("suggest an amount between `min` and `max`"));
        }
    }
    Some(Price::Free {
        min,
        max,
        suggested: suggested.into_iter().map(|(money, _)| money).collect(),
    })
}

/// By what the product is counted; one way only.
fn stock(cx: &mut Context<'_>, raw: &Raw, options: &[ProductOption], deliver: Option<&Deliver>) -> Option<Stock> {
    let own = count(cx, &raw.stock);
    let own = own.ok()?;
    let own_place = raw.stock.span();
    if let (Some(0), Some(at)) = (own, own_place) {
        cx.push(sold_out(at));
    }
    let keys = matches!(deliver, Some(Deliver::Keys(_)))
        .then(|| raw.deliver.span())
        .flatten();
    let by_choice = counted_option(cx, raw, options).ok()?;
    let help = "take one of the two out";
    match (own_place, keys, by_choice) {
        (Some(a), Some(b), _) => {
            cx.contradict(a, b, "keys are counted by their file, and there is a `stock` too", help);
        }
        (Some(a), _, Some(b)) => cx.contradict(a, b, "the product has a `stock`, and its choices have their own", help),
        (_, Some(a), Some(b)) => cx.contradict(
            a,
            b,
            "keys are counted by their file, and choices have a `stock` too",
            help,
        ),
        (_, Some(_), None) => return Some(Stock::Keys),
        (_, None, Some(_)) => return Some(Stock::ByChoice),
        (_, None, None) => return Some(own.map_or(Stock::Endless, Stock::Counted)),
    }
    None
}

fn quantity_max(cx: &mut Context<'_>, raw: &Raw, price: Option<&Price>) -> Option<i64> {
    let written = match &raw.limit_per_order {
        F::Bad(_) => return None,
        F::Absent => {
            return Some(if matches!(price, Some(Price::Free { .. })) {
                1
            } else {
                PER_ORDER
            });
        }
        F::Good(written) => written,
    };
    let limit = integer(cx, written, 1, PER_ORDER_MAX)?;
    if let (true, Some(Price::Free { .. }), Some(at)) = (limit > 1, price, raw.price.span()) {
        cx.contradict(
            at,
            written.at,
            "where the customer names the amount, one order holds one piece",
            "take the limit out",
        );
        return None;
    }
    Some(limit)
}

/// No way of choosing may lead to a price of nothing; a price that the customer names takes no additions.
fn check_sums(cx: &mut Context<'_>, raw: &Raw, price: &Price, options: &[ProductOption]) {
    let Some(at) = raw.price.span() else { return };
    let Price::Fixed(base) = price else {
        let extra = each(&raw.options)
            .flat_map(|option| each(&option.v.choices))
            .find_map(|choice| choice.v.price.span());
        if let Some(extra) = extra {
            let message = "where the customer names the amount, a choice cannot change it";
            cx.contradict(at, extra, message, "take the choice's price out");
        }
        return;
    };
    let least = options
        .iter()
        .filter_map(|option| option.choices.iter().map(|choice| choice.extra.minor).min());
    let sum = least.fold(base.minor, i64::saturating_add);
    if sum < 1 {
        let message = format!(
            "with its cheapest choices this costs {}",
            Money::new(sum, base.currency)
        );
        let problem = Problem::new(Kind::PriceRange, at, message).label("must stay above zero");
        cx.push(problem.help("make the price higher, or a choice's reduction smaller"));
    }
}
