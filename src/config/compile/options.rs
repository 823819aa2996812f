//! The options of a product: what may be chosen, what a choice adds to the price, which choices are counted.

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::raw::{Choice as RawChoice, Product as Raw, ProductOption as RawOption};
use super::super::read::{F, Written, first_line};
use super::context::{Context, Maybe, Said, each};
use super::money::amount;
use super::scalar::{id, integer};
use super::text::{BUTTON_MAX, TITLE_MAX, line};
use super::unique::{Titles, Unique, first_text};
use crate::{
    ids::{ChoiceId, OptionId},
    money::Money,
    shop::{Choice, ProductOption},
};

/// More than any shelf holds, far below the end of an integer.
pub(in super::super) const STOCK_MAX: i64 = 1_000_000_000;
/// A screen shows so many buttons well.
pub(in super::super) const CHOICES_MAX: usize = 20;
/// The codes of the choices travel in one button: `shop::Selection` in `CALLBACK_DATA_BYTES_MAX`.
pub(in super::super) const OPTIONS_MAX: usize = 3;

pub(super) fn options(cx: &mut Context<'_>, raw: &Raw) -> Vec<ProductOption> {
    let mut ids = Unique::new("option");
    let found = each(&raw.options)
        .filter_map(|written| option(cx, written, &mut ids))
        .collect::<Vec<_>>();
    let count = each(&raw.options).count();
    if let (true, Some(at)) = (count > OPTIONS_MAX, raw.options.span()) {
        let problem = too_many(cx, at, "options", count, OPTIONS_MAX);
        cx.push(problem);
    }
    found
}

pub(super) fn too_many(cx: &Context<'_>, at: Span, what: &str, count: usize, max: usize) -> Problem {
    Problem::new(
        Kind::TooMany,
        first_line(at, cx.files.text(at.file)),
        format!("there are {count} {what} here, and at most {max} fit on a card"),
    )
    .label("too many")
    .help("make two products of it")
}

fn option(cx: &mut Context<'_>, raw: &Written<RawOption>, ids: &mut Unique) -> Option<ProductOption> {
    let word = cx.need(&raw.v.id, "id", raw.at, "id: size");
    let own = word.and_then(|word| Some((id(cx, word, OptionId::parse)?, word.at)));
    if let Some((own, at)) = &own {
        ids.add(cx, own.as_str(), own.code(), *at);
    }
    let title = cx
        .need(&raw.v.title, "title", raw.at, "title: Size")
        .and_then(|text| line(cx, text, BUTTON_MAX));
    let written = cx.need(
        &raw.v.choices,
        "choices",
        raw.at,
        "choices: [{id: small, title: Small}]",
    )?;
    if written.v.is_empty() || written.v.len() > CHOICES_MAX {
        let problem = match written.v.len() {
            0 => Problem::new(Kind::EmptyValue, raw.at, "there is nothing to choose")
                .help("add a choice, or take the option out"),
            count => too_many(cx, written.at, "choices", count, CHOICES_MAX),
        };
        cx.push(problem);
        return None;
    }
    if let [F::Good(only)] = &written.v[..] {
        cx.push(
            Problem::new(
                Kind::SingleChoice,
                first_line(only.at, cx.files.text(only.at.file)),
                "this option has a single choice",
            )
            .label("chosen anyway")
            .help("add the other choices, or take the option out and say it in the title"),
        );
    }
    warn_of_same_choices(cx, &written.v);
    let mut choice_ids = Unique::new("choice");
    let choices = written
        .v
        .iter()
        .filter_map(F::good)
        .filter_map(|raw| choice(cx, raw, &mut choice_ids))
        .collect();
    warn_if_all_gone(cx, &written.v);
    Some(ProductOption {
        id: own?.0,
        title: title?,
        choices,
    })
}

fn choice(cx: &mut Context<'_>, raw: &Written<RawChoice>, ids: &mut Unique) -> Option<Choice> {
    let word = cx.need(&raw.v.id, "id", raw.at, "id: small");
    let own = word.and_then(|word| Some((id(cx, word, ChoiceId::parse)?, word.at)));
    if let Some((own, at)) = &own {
        ids.add(cx, own.as_str(), own.code(), *at);
    }
    let title = cx
        .need(&raw.v.title, "title", raw.at, "title: Small")
        .and_then(|text| line(cx, text, TITLE_MAX));
    let extra = match &raw.v.price {
        F::Good(written) => amount(cx, written),
        F::Absent => cx.currency.map(|currency| Money::new(0, currency)),
        F::Bad(_) => None,
    };
    let stock = count(cx, &raw.v.stock);
    Some(Choice {
        id: own?.0,
        title: title?,
        extra: extra?,
        stock: stock.ok()?,
    })
}

/// How many there are.
pub(super) fn count(cx: &mut Context<'_>, field: &F<String>) -> Maybe<i64> {
    match field {
        F::Absent => Ok(None),
        F::Bad(_) => Err(Said),
        F::Good(written) => integer(cx, written, 0, STOCK_MAX).map(Some).ok_or(Said),
    }
}

/// A product that is sold out from the start.
pub(super) fn sold_out(at: Span) -> Problem {
    Problem::new(Kind::SoldOut, at, "there is none of it: customers see it as sold out")
        .label("the count taken now")
        .help("write how many there are; without the line it never runs out")
}

/// One size that is gone is everyday; all of them gone may be a slip.
fn warn_if_all_gone(cx: &mut Context<'_>, choices: &[F<RawChoice>]) {
    let mut stocks = choices
        .iter()
        .map(|choice| choice.good().and_then(|choice| choice.v.stock.good()));
    let first = choices
        .first()
        .and_then(F::good)
        .and_then(|choice| choice.v.stock.span());
    if let (true, Some(at)) = (stocks.all(|stock| stock.is_some_and(|stock| stock.v == "0")), first) {
        cx.push(sold_out(at));
    }
}

fn warn_of_same_choices(cx: &mut Context<'_>, choices: &[F<RawChoice>]) {
    let mut titles = Titles::new("choices of this option");
    for title in choices
        .iter()
        .filter_map(F::good)
        .filter_map(|choice| choice.v.title.good())
    {
        if let Some(text) = first_text(&title.v) {
            titles.add(cx, "", text, title.at);
        }
    }
}

/// The place of the one option whose choices are counted, if there is one.
pub(super) fn counted_option(cx: &mut Context<'_>, raw: &Raw, options: &[ProductOption]) -> Maybe<Span> {
    let mut counted: Option<Span> = None;
    for written in each(&raw.options) {
        let stocks: Vec<Option<Span>> = each(&written.v.choices).map(|choice| choice.v.stock.span()).collect();
        let Some(first) = stocks.iter().flatten().next().copied() else {
            continue;
        };
        if stocks.iter().any(Option::is_none) {
            cx.push(
                Problem::new(
                    Kind::MissingField,
                    first,
                    "only some choices of this option have a `stock`",
                )
                .label("this one has")
                .help("write a `stock` for each of its choices, or for none"),
            );
            return Err(Said);
        }
        if let Some(other) = counted {
            cx.contradict(
                other,
                first,
                "the choices of two options are counted",
                "count the choices of one of them only",
            );
            return Err(Said);
        }
        counted = Some(first);
    }
    Ok(counted.filter(|_| !options.is_empty()))
}
