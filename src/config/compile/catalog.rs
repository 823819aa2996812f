//! All catalog files together: categories, then products, then what holds between them.

use std::collections::{HashMap, HashSet};

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::raw::{CatalogFile, Category as RawCategory, Product as RawProduct};
use super::super::read::{F, Written, choose};
use super::context::{Context, each};
use super::folder;
use super::product::product;
use super::scalar::id;
use super::text::{BUTTON_MAX, line};
use super::unique::{Titles, Unique};
use crate::{
    ids::{CategoryId, ProductId},
    shop::{Catalog, Category, Product},
};

/// `None` if anything in it is wrong: a catalog that lacks some of its products is not one to sell from. Without `whole`
/// a file of it could not be read; then nothing is said of what may stand there.
pub(super) fn catalog(cx: &mut Context<'_>, raw: &[Written<CatalogFile>], whole: bool) -> Option<Catalog> {
    let before = cx.problems.errors();
    let (categories, category_places) = categories(cx, raw);
    let mut products: Vec<Product> = Vec::new();
    let mut ids = Unique::new("product");
    let mut titles = Titles::new("products on one shelf");
    let mut pools = HashMap::new();
    let mut used: HashSet<CategoryId> = HashSet::new();
    let mut all_known = whole;
    for written in raw.iter().flat_map(|file| each(&file.v.products)) {
        if let F::Good(word) = &written.v.id
            && let Some(known) = id(cx, word, ProductId::parse)
        {
            ids.add(cx, known.as_str(), known.code(), word.at);
        }
        let category = written
            .v
            .category
            .good()
            .and_then(|word| category_of(cx, word, &category_places, whole));
        if let Some(title) = written.v.title.good() {
            titles.add(cx, category.as_ref().map_or("", |id| id.as_str()), title);
        }
        check_pool(cx, written, &mut pools);
        all_known &= category.is_some() || written.v.category.is_absent();
        used.extend(category.clone());
        products.extend(product(cx, written, category));
    }
    if whole {
        check_not_empty(cx, raw);
    }
    // A product whose category is mistyped stands on one of the shelves that look empty.
    if all_known {
        warn_of_empty(cx, &category_places, &used);
    }
    let good = whole && cx.problems.errors() == before;
    if good {
        folder::warn_of_unused(cx);
    }
    good.then(|| Catalog::new(categories, products))
}

/// In the order of the files; of two with one id the first counts.
#[derive(Default)]
struct Places {
    all: Vec<(CategoryId, Span)>,
    by_word: HashMap<String, CategoryId>,
}

fn categories(cx: &mut Context<'_>, raw: &[Written<CatalogFile>]) -> (Vec<Category>, Places) {
    let mut found = Vec::new();
    let mut places = Places::default();
    let mut ids = Unique::new("category");
    for written in raw.iter().flat_map(|file| each(&file.v.categories)) {
        let id = category_id(cx, written);
        let title = cx.need(&written.v.title, "title", written.at, "title: Bread");
        let title = title.and_then(|title| line(cx, title, BUTTON_MAX));
        let Some((id, at)) = id else { continue };
        ids.add(cx, id.as_str(), id.code(), at);
        places
            .by_word
            .entry(id.as_str().to_owned())
            .or_insert_with(|| id.clone());
        places.all.push((id.clone(), at));
        found.extend(title.map(|title| Category { id, title }));
    }
    (found, places)
}

fn category_id(cx: &mut Context<'_>, written: &Written<RawCategory>) -> Option<(CategoryId, Span)> {
    let word = cx.need(&written.v.id, "id", written.at, "id: bread")?;
    Some((id(cx, word, CategoryId::parse)?, word.at))
}

fn category_of(cx: &mut Context<'_>, word: &Written<String>, known: &Places, whole: bool) -> Option<CategoryId> {
    let found = known.by_word.get(&word.v).cloned();
    if found.is_none() && whole {
        let message = format!("there is no category `{}`", word.v);
        let help = if cx.problems.is_full() {
            String::new()
        } else {
            choose(&word.v, known.all.iter().map(|(id, _)| id.as_str()))
        };
        cx.push(
            Problem::new(Kind::UnknownReference, word.at, message)
                .label("not under `categories`")
                .help(help),
        );
    }
    found
}

/// Two products with one file of keys would sell each key twice.
fn check_pool(cx: &mut Context<'_>, raw: &Written<RawProduct>, pools: &mut HashMap<String, Span>) {
    let keys = raw.v.deliver.good().and_then(|deliver| deliver.v.keys.good());
    let Some(path) = keys else { return };
    let name = path.v.strip_prefix("./").unwrap_or(&path.v);
    match pools.get(name) {
        None => {
            pools.insert(name.to_owned(), path.at);
        }
        Some(first) => cx.push(
            Problem::new(
                Kind::SharedKeys,
                path.at,
                format!("two products take their keys from `{name}`"),
            )
            .label("here again")
            .also(*first, "first here")
            .help("give each product a file of its own: one key must not be sold twice"),
        ),
    }
}

fn check_not_empty(cx: &mut Context<'_>, raw: &[Written<CatalogFile>]) {
    let none = raw.iter().all(|file| match &file.v.products {
        F::Absent => true,
        F::Bad(_) => false,
        F::Good(products) => products.v.is_empty(),
    });
    if let (true, Some(file)) = (none, raw.first()) {
        cx.push(
            Problem::new(
                Kind::NothingToSell,
                Span::top(file.at.file),
                "the catalog has no product",
            )
            .label("no entry under `products:`")
            .help("add one: `- {id: bread, title: Bread, description: Fresh today, price: 4.50}`"),
        );
    }
}

fn warn_of_empty(cx: &mut Context<'_>, categories: &Places, used: &HashSet<CategoryId>) {
    for (id, at) in &categories.all {
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
