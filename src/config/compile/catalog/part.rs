//! One file of the catalog, checked for itself: its shelves, its products, and what of them the other files must know.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use super::super::super::kinds::Kind;
use super::super::super::picture::Other;
use super::super::super::place::Span;
use super::super::super::problem::{Problem, Problems};
use super::super::super::raw::{CatalogFile, Category as RawCategory, Product as RawProduct};
use super::super::super::read::{F, Written, choose};
use super::super::context::{Context, each};
use super::super::product::product;
use super::super::scalar::id;
use super::super::text::{BUTTON_MAX, line};
use super::super::unique::first_text;
use super::read::Now;
use crate::{
    ids::{CategoryId, Code, ProductId},
    shop::{Category, Coded, Deliver},
};

/// What one file gave.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) top: Span,
    pub(super) hash: [u8; 32],
    pub(super) shelves: Shelves,
    pub(super) products: Vec<Coded>,
    /// How many are written, right or wrong.
    pub(super) entries: usize,
    /// Nothing stands under `products`.
    pub(super) is_empty: bool,
    pub(super) ids: Vec<(Code, ProductId, Span)>,
    pub(super) titles: Vec<Title>,
    /// Files of keys.
    pub(super) pools: Vec<(String, Span)>,
    pub(super) stands_on: BTreeSet<CategoryId>,
    /// No category of a product is mistyped.
    pub(super) all_on_shelves: bool,
    /// Products that the bot delivers.
    pub(super) digital: usize,
    pub(super) first_delivery: Option<Span>,
    /// The other files that it names, as they were.
    pub(super) used: BTreeMap<String, Option<Other>>,
    pub(super) problems: Problems,
}

/// The shelves of one file, as far as they are right.
#[derive(Debug, Default)]
pub(super) struct Shelves {
    pub(super) categories: Vec<Category>,
    pub(super) places: Vec<(CategoryId, Span)>,
    /// Some are not known after a mistake.
    pub(super) are_lost: bool,
}

/// A title with its shelf.
#[derive(Debug)]
pub(super) struct Title {
    /// Two that look the same there have the same key.
    pub(super) key: u64,
    pub(super) shelf: Option<CategoryId>,
    pub(super) text: Box<str>,
    pub(super) at: Span,
}

/// In the order of the files; of two with one id the first counts.
#[derive(Default)]
pub(super) struct Places {
    pub(super) all: Vec<(CategoryId, Span)>,
    by_word: HashMap<String, CategoryId>,
}

impl Places {
    pub(super) fn add(&mut self, id: &CategoryId, at: Span) {
        let known = self.by_word.entry(id.as_str().to_owned());
        known.or_insert_with(|| id.clone());
        self.all.push((id.clone(), at));
    }
}

impl Shelves {
    pub(super) fn of(cx: &mut Context<'_>, raw: &Written<CatalogFile>) -> Shelves {
        let mut found = Shelves {
            are_lost: !raw.v.categories.is_whole(),
            ..Shelves::default()
        };
        for written in each(&raw.v.categories) {
            let id = category_id(cx, written);
            found.are_lost |= id.is_none();
            let title = cx.need(&written.v.title, "title", written.at, "title: Bread");
            let title = title.and_then(|title| line(cx, title, BUTTON_MAX));
            let Some((id, at)) = id else { continue };
            found.places.push((id.clone(), at));
            found.categories.extend(title.map(|title| Category { id, title }));
        }
        found
    }
}

fn category_id(cx: &mut Context<'_>, written: &Written<RawCategory>) -> Option<(CategoryId, Span)> {
    let word = cx.need(&written.v.id, "id", written.at, "id: bread")?;
    Some((id(cx, word, CategoryId::parse)?, word.at))
}

impl Part {
    /// Without `whole` some file could not be read; then nothing is said of what may stand there.
    pub(super) fn of(cx: &mut Context<'_>, now: Now, places: &Places, whole: bool) -> Part {
        let Now {
            raw,
            shelves,
            mut problems,
        } = now;
        let entries = raw.v.products.good().map_or(0, |products| products.v.len());
        let mut part = Part {
            top: Span::top(raw.at.file),
            hash: cx.files.hash_of(raw.at.file),
            shelves,
            products: Vec::with_capacity(entries),
            entries,
            is_empty: match &raw.v.products {
                F::Absent => true,
                F::Bad(_) => false,
                F::Good(products) => products.v.is_empty(),
            },
            ids: Vec::with_capacity(entries),
            titles: Vec::with_capacity(entries),
            pools: Vec::new(),
            stands_on: BTreeSet::new(),
            all_on_shelves: true,
            digital: 0,
            first_delivery: None,
            used: BTreeMap::new(),
            problems: Problems::default(),
        };
        let ((), said) = cx.apart(|cx| {
            for written in each(&raw.v.products) {
                part.add(cx, written, places, whole);
            }
        });
        part.used = std::mem::take(&mut cx.used);
        cx.problems.append(said.clone());
        problems.append(said);
        part.problems = problems;
        part
    }

    fn add(&mut self, cx: &mut Context<'_>, written: &Written<RawProduct>, places: &Places, whole: bool) {
        let raw = &written.v;
        if let F::Good(word) = &raw.id
            && let Some(known) = id(cx, word, ProductId::parse)
        {
            self.ids.push((known.code(), known, word.at));
        }
        let category = raw.category.good();
        let category = category.and_then(|word| category_of(cx, word, places, whole));
        self.all_on_shelves &= category.is_some() || raw.category.is_absent();
        if let Some(title) = raw.title.good()
            && let Some(text) = first_text(&title.v)
        {
            self.titles.push(Title::new(category.clone(), text, title.at));
        }
        self.pools.extend(pool_of(written));
        if let Some(category) = category.as_ref().filter(|category| !self.stands_on.contains(*category)) {
            self.stands_on.insert(category.clone());
        }
        self.first_delivery = self.first_delivery.or(raw.deliver.span());
        if let Some(product) = product(cx, written, category) {
            self.digital += usize::from(!matches!(product.deliver, Deliver::Physical));
            self.products.push(Coded::new(Arc::new(product)));
        }
    }
}

impl Title {
    fn new(shelf: Option<CategoryId>, text: &str, at: Span) -> Title {
        let mut key = DefaultHasher::new();
        (shelf.as_ref().map(CategoryId::as_str), text.to_lowercase()).hash(&mut key);
        Title {
            key: key.finish(),
            shelf,
            text: text.into(),
            at,
        }
    }
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

fn pool_of(raw: &Written<RawProduct>) -> Option<(String, Span)> {
    let path = raw.v.deliver.good()?.v.keys.good()?;
    let name = path.v.strip_prefix("./").unwrap_or(&path.v);
    Some((name.to_owned(), path.at))
}
