//! Settings that stand in a group which is not theirs, since the line that opens their own is missing, behind a `#`, or
//! further left: products among the shelves, a price among the languages of a text, languages without `text:`. Each is
//! one mistake: it is said once, and what it spoils is not judged any more.

use serde_yaml::Value;

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::tree::{Entry, Node, Shape};
use super::access::Pair;
use super::de::{De, Stop};
use super::suggest::first_line;
use crate::shop::Language;

const SHELVES: &str = "categories";
const PRODUCTS: &str = "products";
/// A product has them, and no shelf.
const OF_PRODUCTS: [&str; 3] = ["price", "description", "stock"];

/// A group of which nothing can be read.
pub(super) fn whole(group: &De<'_>, fields: &[&'static str]) -> Option<Stop> {
    let entries = group.node.entries();
    let is_strange = |entry: &Entry| !fields.contains(&entry.name()) && is_free(entry.name(), fields);
    if entries.is_empty() || !entries.iter().all(is_strange) {
        return None;
    }
    if is_price(fields) {
        return Some(not_one_amount("a group of settings"));
    }
    let is_text_alone = fields.contains(&"text") && fields.contains(&"version");
    (is_text_alone && entries.iter().all(|entry| is_language(entry.name()))).then(|| Stop {
        kind: Kind::MissingField,
        message: "`text:` is missing above these languages".to_owned(),
        label: "a language, and no setting",
        help: Some("write `text:` on a line above them, and two spaces more before each line below it".to_owned()),
    })
}

fn is_free(name: &str, fields: &[&'static str]) -> bool {
    super::meant::setting(name, fields).is_none()
}

/// Is this the group with the bounds of an amount that customers name?
pub(super) fn is_price(fields: &[&'static str]) -> bool {
    fields.starts_with(&["min", "max"])
}

pub(super) fn not_one_amount(found: &str) -> Stop {
    Stop {
        kind: Kind::WrongType,
        message: format!("a price is one amount, and this is {found}"),
        label: "has another form",
        help: Some(
            "write one amount, such as `price: 5.20`; what costs more in another size is a choice under `options`, \
             with `price: +2.80`"
                .to_owned(),
        ),
    }
}

/// Products that are read as shelves, because `products:` does not stand above them.
pub(super) fn products_among_shelves<'a>(group: &De<'a>, known: &mut Vec<Pair<'a>>) {
    let is = |pair: &Pair<'_>, name: &str| pair.key.node.raw() == Some(name);
    if known.iter().any(|pair| is(pair, PRODUCTS)) {
        return;
    }
    let Some(shelves) = known.iter_mut().find(|pair| is(pair, SHELVES)) else {
        return;
    };
    let is_product = |item: &&Node| {
        let has = |entry: &Entry| OF_PRODUCTS.contains(&entry.name());
        item.entries().iter().any(has)
    };
    let Some(first) = shelves.value.node.items().iter().find(is_product) else {
        return;
    };
    let at = first_line(Span::new(group.file, first.span.start, first.span.end), group.text);
    let message = format!("a product stands among the shelves: `{PRODUCTS}:` is missing above it");
    let problem = Problem::new(Kind::MissingField, at, message).label("the first product");
    group.push(problem.help(format!(
        "write `{PRODUCTS}:` on a line of its own above it, with nothing before it; if it stands there behind a `#`, take \
         the `#` off"
    )));
    shelves.value.told = true;
    let products = Pair {
        meant: Some(PRODUCTS),
        key: shelves.key,
        value: shelves.value,
    };
    known.push(products);
}

/// Settings that stand as far right as the languages of the text above them: they are read where they belong.
pub(super) fn within_a_text(known: &mut Vec<Pair<'_>>, free: &mut Vec<&'static str>) {
    let mut back = Vec::new();
    for pair in known.iter_mut() {
        let (Value::Mapping(values), Shape::Map(entries)) = (pair.value.value, &pair.value.node.shape) else {
            continue;
        };
        let is_below = !pair.value.text[pair.value.node.span.start..].starts_with('{');
        if !is_below || !entries.iter().any(|entry| is_language(entry.name())) {
            continue;
        }
        let owner = pair.key.node.raw().unwrap_or("");
        for ((key, value), entry) in values.iter().zip(entries) {
            let Some(place) = free.iter().position(|field| *field == entry.name()) else {
                continue;
            };
            let meant = free.remove(place);
            let key = pair.key.at(key, &entry.key);
            let message = format!("`{meant}:` stands among the languages of `{owner}:`");
            key.push(
                Problem::new(Kind::BadIndent, key.span(), message)
                    .label("further right than its neighbours")
                    .help(format!("write as many spaces before it as before `{owner}:`")),
            );
            pair.value.told = true;
            back.push(Pair {
                meant: Some(meant),
                key,
                value: pair.key.at(value, &entry.value),
            });
        }
    }
    known.append(&mut back);
}

fn is_language(name: &str) -> bool {
    Language::parse(name).is_some()
}

/// A name with nothing behind it, and its settings below it behind a `#`.
pub(super) fn behind_a_hash(known: &mut [Pair<'_>]) {
    for pair in known.iter_mut().filter(|pair| pair.value.value.is_null()) {
        let rest = pair.key.text.get(pair.key.node.span.end..).unwrap_or("");
        // A `#` further in is a note within a group that is meant to be empty.
        let start = pair.key.text[..pair.key.node.span.start]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let column = pair.key.node.span.start - start;
        let below = rest.split('\n').nth(1).unwrap_or("").trim_end();
        let indent = below.len() - below.trim_start().len();
        let Some(note) = below.trim_start().strip_prefix('#').map(str::trim_start) else {
            continue;
        };
        if indent > column {
            continue;
        }
        let word = note.split([':', ' ']).next().unwrap_or("");
        let is_setting = note.starts_with("- ") || note[word.len()..].starts_with(": ");
        if !is_setting || word.is_empty() {
            continue;
        }
        let name = pair.key.node.raw().unwrap_or("");
        let message = format!("nothing is within `{name}:`, since the line below it is a note");
        pair.key.push(
            Problem::new(Kind::EmptyValue, pair.key.span(), message)
                .label("has a name and no value")
                .help(format!("take the `#` off the line below as well, or write `# {name}:`")),
        );
        pair.value.told = true;
    }
}
