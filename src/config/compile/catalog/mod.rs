//! All catalog files together: each file for itself in `part`, then what holds between them. A file that was checked
//! before, against the same shelves and settings, is not checked again (`known`).

mod known;
mod part;
mod read;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::context::Context;
use super::folder;
use super::unique::{Titles, Unique};
use crate::{
    ids::CategoryId,
    shop::{Catalog, Category},
};
pub use known::Known;
use part::{Part, Places};
use read::Found;

/// Far above any honest shop; ids that share a short code grow likely long before.
const PRODUCTS_MAX: usize = 150_000;

/// `None` if anything in it is wrong, or its prices are in no currency: a catalog that lacks some of its products is not
/// one to sell from. Where a file or a shelf of it cannot be read, nothing is said of what may stand there.
pub(super) fn catalog(cx: &mut Context<'_>, known: &mut Known) -> Option<Catalog> {
    let before = cx.problems.errors();
    let (mut files, mut whole) = read::files(cx, known);
    whole &= !files.is_empty();
    if !whole || !known.is_of(files.iter().map(Found::shelves)) {
        // What was checked before was checked against other shelves.
        whole &= read::anew(cx, &mut files);
    }
    whole &= are_few(cx, &files) && !files.iter().any(|found| found.shelves().are_lost);
    let places = places(cx, &files);
    let parts = files.into_iter().map(|found| match found {
        Found::Before(part) => {
            cx.problems.append(part.problems.clone());
            part
        }
        Found::Now(now) => Arc::new(Part::of(cx, now, &places, whole)),
    });
    let parts: Vec<Arc<Part>> = parts.collect();
    judge(cx, &parts, &places, whole);
    let right = whole && cx.problems.errors() == before;
    if right {
        warn_of_unused(cx, &parts);
        warn_of_digital(cx, &parts);
    }
    (right && cx.currency.is_some()).then(|| {
        let catalog = together(&parts);
        known.keep(cx, parts);
        catalog
    })
}

fn together(parts: &[Arc<Part>]) -> Catalog {
    let categories = parts.iter().flat_map(|part| &part.shelves.categories).cloned();
    let products = parts.iter().flat_map(|part| &part.products).cloned();
    Catalog::of_coded(categories.collect::<Vec<Category>>(), products)
}

/// What holds between the files.
fn judge(cx: &mut Context<'_>, parts: &[Arc<Part>], places: &Places, whole: bool) {
    check_ids(cx, parts);
    check_titles(cx, parts);
    check_pools(cx, parts);
    if whole {
        check_not_empty(cx, parts);
    }
    // A product whose category is mistyped stands on one of the shelves that look empty.
    if whole && parts.iter().all(|part| part.all_on_shelves) {
        warn_of_empty(cx, places, parts);
    }
}

/// Which of these stand there more than once.
fn repeated(keys: impl Iterator<Item = u64>) -> HashSet<u64> {
    let mut keys: Vec<u64> = keys.collect();
    keys.sort_unstable();
    let twice = keys.windows(2).filter(|pair| pair[0] == pair[1]);
    twice.map(|pair| pair[0]).collect()
}

/// Two ids that are the same have the same code.
fn check_ids(cx: &mut Context<'_>, parts: &[Arc<Part>]) {
    let all = || parts.iter().flat_map(|part| &part.ids);
    let repeated = repeated(all().map(|(code, ..)| code.0.into()));
    let mut ids = Unique::new("product");
    for (code, id, at) in all().filter(|(code, ..)| !repeated.is_empty() && repeated.contains(&code.0.into())) {
        ids.add(cx, id.as_str(), *code, *at);
    }
}

fn check_titles(cx: &mut Context<'_>, parts: &[Arc<Part>]) {
    let all = || parts.iter().flat_map(|part| &part.titles);
    let repeated = repeated(all().map(|title| title.key));
    let mut titles = Titles::new("products on one shelf");
    for title in all().filter(|title| !repeated.is_empty() && repeated.contains(&title.key)) {
        let shelf = title.shelf.as_ref().map_or("", CategoryId::as_str);
        titles.add(cx, shelf, &title.text, title.at);
    }
}

/// Two products with one file of keys would sell each key twice.
fn check_pools(cx: &mut Context<'_>, parts: &[Arc<Part>]) {
    let mut pools: HashMap<&str, Span> = HashMap::new();
    for (name, at) in parts.iter().flat_map(|part| &part.pools) {
        let Some(first) = pools.get(name.as_str()) else {
            pools.insert(name, *at);
            continue;
        };
        let message = format!("two products take their keys from `{name}`");
        cx.push(
            Problem::new(Kind::SharedKeys, *at, message)
                .label("here again")
                .also(*first, "first here")
                .help("give each product a file of its own: one key must not be sold twice"),
        );
    }
}

/// Every shelf of the catalog.
fn places(cx: &mut Context<'_>, files: &[Found]) -> Places {
    let mut ids = Unique::new("category");
    let all = files.iter().flat_map(|found| &found.shelves().places);
    let mut places = Places::default();
    for (id, at) in all {
        ids.add(cx, id.as_str(), id.code(), *at);
        places.add(id, *at);
    }
    places
}

fn are_few(cx: &mut Context<'_>, files: &[Found]) -> bool {
    let mut count = 0;
    for found in files {
        count += found.entries();
        if count > PRODUCTS_MAX {
            let at = found.top();
            let message = format!(
                "there are more than {PRODUCTS_MAX} products up to `{}`",
                cx.files.name(at.file)
            );
            cx.push(
                Problem::new(Kind::TooBig, at, message)
                    .label("more than a shop can have")
                    .help("split the shop in two, each with a bot of its own"),
            );
            return false;
        }
    }
    true
}

fn check_not_empty(cx: &mut Context<'_>, parts: &[Arc<Part>]) {
    if let (true, Some(part)) = (parts.iter().all(|part| part.is_empty), parts.first()) {
        cx.push(
            Problem::new(Kind::NothingToSell, part.top, "the catalog has no product")
                .label("no entry under `products:`")
                .help("add one: `- {id: bread, title: Bread, description: Fresh today, price: 4.50}`"),
        );
    }
}

fn warn_of_empty(cx: &mut Context<'_>, places: &Places, parts: &[Arc<Part>]) {
    let used: HashSet<&CategoryId> = parts.iter().flat_map(|part| &part.stands_on).collect();
    for (id, at) in &places.all {
        if !used.contains(id) {
            cx.push(
                Problem::new(
                    Kind::EmptyCategory,
                    *at,
                    format!("no product is in the category `{id}`"),
                )
                .label("customers would open an empty shelf")
                .help(format!("write `category: {id}` in a product, or take the category out")),
            );
        }
    }
}

fn warn_of_unused(cx: &mut Context<'_>, parts: &[Arc<Part>]) {
    let used: BTreeSet<&str> = parts
        .iter()
        .flat_map(|part| part.used.keys())
        .map(String::as_str)
        .collect();
    folder::warn_of_unused(cx, &used);
}

/// Telegram wants digital goods to be sold for Stars; said once, at the first product that it concerns.
fn warn_of_digital(cx: &mut Context<'_>, parts: &[Arc<Part>]) {
    let stars = cx.currency.is_none_or(crate::money::Currency::is_stars);
    let count: usize = parts.iter().map(|part| part.digital).sum();
    let first = parts.iter().find_map(|part| part.first_delivery);
    if let (false, Some(at)) = (stars || count == 0, first) {
        let who = if count == 1 {
            "one product is".to_owned()
        } else {
            format!("{count} products are")
        };
        let message = format!("{who} digital, and sold for other money than Stars");
        let help = "Telegram's rules ask for Stars here (`currency: XTR` and `provider: stars`); some providers agree on other ways: ask yours";
        let problem = Problem::new(Kind::DigitalForFiat, at, message).label("delivered by the bot");
        cx.push(problem.also_at(cx.currency_at, "other money than Stars").help(help));
    }
}

#[cfg(test)]
mod tests;
