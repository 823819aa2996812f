//! From raw settings to a checked shop. One function a section; each says what is wrong in it and goes on, so that one
//! pass shows everything. Nothing is checked twice: what a section returns is right.

pub(super) mod bounds;
mod catalog;
mod checkout;
pub(super) mod context;
mod deliver;
mod duration;
mod folder;
mod hours;
mod languages;
mod limits;
mod looks;
mod markup;
mod money;
mod never_sells;
mod options;
mod pages;
mod payments;
mod photo_url;
mod policies;
mod posts;
mod price_tag;
mod product;
mod rule_tests;
mod rules;
mod scalar;
mod shop;
mod telegram_id;
mod text;
mod tips;
mod tokens;
mod unique;

use std::sync::Arc;

use super::files::Files;
use super::problem::Problems;
use super::raw;
use super::read::Written;
use super::secrets::Secrets;
use crate::{
    ids::ShopId,
    rules::Rules,
    shop::{Localized, Markup, Shop},
};
pub use catalog::Known;
use context::Context;
pub use rule_tests::{order_of, rule_tests};

pub(super) use scalar::Words;
pub(crate) use scalar::spoken;

/// All files of a shop, as far as they could be read.
struct Raw {
    shop: Option<Written<raw::ShopFile>>,
    terms: Option<Written<raw::TermsFile>>,
    support: Option<Written<raw::SupportFile>>,
    texts: Option<Written<raw::TextsFile>>,
    rules: Rules,
}

/// The shop, if nothing is wrong with it; and everything that is wrong or odd, in the order of the files.
pub(super) fn compile(id: ShopId, files: &Files, secrets: Secrets<'_>, known: &mut Known) -> (Option<Shop>, Problems) {
    let mut problems = Problems::default();
    let raw = read_all(files, &mut problems);
    let mut cx = Context::of_files(files, problems);
    let shop = sections(&mut cx, &raw, id, secrets, known);
    let mut problems = cx.problems;
    problems.without_echoes(files);
    problems.sort();
    let whole = shop.filter(|_| !problems.has_errors());
    (whole, problems)
}

fn read_all(files: &Files, problems: &mut Problems) -> Raw {
    folder::strays(files, problems);
    Raw {
        shop: folder::needed(
            files,
            "shop.yaml",
            "who you are, under `name:` and `currency:`",
            problems,
        ),
        terms: folder::needed(
            files,
            "terms.yaml",
            "what a customer agrees to, under `text:`",
            problems,
        ),
        support: folder::optional(files, "support.yaml", problems),
        texts: folder::optional(files, "texts.yaml", problems),
        rules: rules::rules(files, problems),
    }
}

fn sections(cx: &mut Context<'_>, raw: &Raw, id: ShopId, secrets: Secrets<'_>, known: &mut Known) -> Option<Shop> {
    let empty = raw::ShopFile::default();
    let file = raw.shop.as_ref();
    let before = cx.problems.errors();
    cx.languages = languages::languages(cx, file.map_or(&empty, |shop| &shop.v));
    cx.languages_known = file.is_some_and(|file| file.v.languages.is_whole()) && cx.problems.errors() == before;
    cx.currency = file.and_then(|file| shop::currency(cx, file));
    cx.currency_at = file.and_then(|file| file.v.currency.span());
    cx.provider = file.and_then(|file| payments::provider_meant(cx, &file.v));
    let rule = file.and_then(|file| shop::terms_rule(cx, &file.v));
    let terms = raw.terms.as_ref().and_then(|terms| pages::terms(cx, terms, rule));
    let privacy = pages::privacy(cx, raw.terms.as_ref());
    let support = pages::support(cx, raw.support.as_ref());
    let texts = raw
        .texts
        .as_ref()
        .map(|texts| pages::texts(cx, &texts.v))
        .unwrap_or_default();
    let catalog = catalog::catalog(cx, known);
    let file = file?;
    let secrets = if names_a_bot(&file.v) { secrets } else { Secrets::Unread };
    let (name, greeting) = names(cx, file);
    let telegram = payments::account(cx, &file.v, secrets);
    let payments = payments::payments(cx, file, secrets);
    let timezone = shop::timezone(cx, &file.v);
    let checkout = checkout::checkout(cx, &file.v);
    let invoices = shop::invoices(cx, &file.v);
    let posts = posts::posts(cx, &file.v, rule);
    let policies = policies::policies(cx, &file.v, catalog.as_ref());
    let orders_chat = shop::orders_chat(cx, &file.v);
    let orders_topic = shop::orders_topic(cx, &file.v, &orders_chat);
    let staff = shop::staff(cx, &file.v);
    shop::warn_without_owner(cx, file, &staff, names_a_bot(&file.v));
    let catalog = catalog?;
    policies::address_is_asked(cx, &file.v, checkout.as_ref(), &catalog);
    rules::mentions(cx, &raw.rules, &catalog);
    Some(Shop {
        id,
        name: name?,
        greeting: greeting?,
        languages: cx.languages.clone(),
        currency: cx.currency?,
        timezone: timezone?,
        telegram: telegram?,
        payments: payments?,
        terms: terms?,
        support: support?,
        privacy: privacy?,
        checkout: checkout?,
        invoices: invoices?,
        posts: posts?,
        policies: policies?,
        orders_chat: orders_chat.ok()?,
        orders_topic: orders_topic?,
        staff,
        catalog,
        texts,
        rules: raw.rules.clone(),
    })
}

/// What a customer sees first.
fn names(
    cx: &mut Context<'_>,
    file: &Written<raw::ShopFile>,
) -> (Option<Localized<Arc<str>>>, Option<Localized<Markup>>) {
    let name = cx
        .need(&file.v.name, "name", file.at, "name: Corner Bakery")
        .and_then(|t| text::line(cx, t, text::BUTTON_MAX));
    let greeting = cx.need(
        &file.v.greeting,
        "greeting",
        file.at,
        "greeting: Fresh bread, baked at dawn.",
    );
    let greeting = greeting.and_then(|text| text::markup(cx, text, &[]));
    (name, greeting)
}

fn names_a_bot(shop: &raw::ShopFile) -> bool {
    shop.telegram
        .good()
        .is_some_and(|telegram| !telegram.v.bot_token.is_absent())
}
