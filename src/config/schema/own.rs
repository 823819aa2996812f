//! A shop's own words, as far as its files can be read: they become the words to choose from in a schema.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::compile::context::each;
use super::super::files::Files;
use super::super::problem::Problems;
use super::super::raw::{CatalogFile, Product, ShopFile};
use super::super::read::{F, Written, read};

/// What a shop's files name, by sort.
#[derive(Debug, Default)]
pub struct Own(BTreeMap<&'static str, Vec<String>>);

/// What an editor says of a word that was not there when the schema was written.
const STALE: &str = "not in the shop's files; if it is new, run `kiosk schema --shop … --write` once more";

impl Own {
    /// Mistakes in the files are `check`'s to tell; what can be read is taken.
    pub fn of(files: &Files) -> Own {
        let mut own = Own::default();
        for id in files.ids() {
            match files.name(id) {
                "shop.yaml" => {
                    let shop: F<ShopFile> = read(files, id, &mut Problems::default());
                    let languages = shop.good().map(|shop| good(each(&shop.v.languages)));
                    own.add("language", languages.unwrap_or_default());
                }
                name if super::FILE_KINDS
                    .iter()
                    .any(|kind| kind.word == "catalog" && kind.is_of(name)) =>
                {
                    let catalog: F<CatalogFile> = read(files, id, &mut Problems::default());
                    if let Some(catalog) = catalog.good() {
                        own.take_catalog(&catalog.v);
                    }
                }
                _ => {}
            }
        }
        // Without the line the shop speaks English.
        own.0.entry("language").or_insert_with(|| vec!["en".to_owned()]);
        let others: Vec<String> = files.others().map(|(name, _)| name.to_owned()).collect();
        let is_picture = |name: &&String| name.starts_with("images/") || super::super::files::is_picture(name);
        own.add("picture", others.iter().filter(is_picture).cloned());
        own.add("file", others.iter().cloned());
        own
    }

    fn take_catalog(&mut self, catalog: &CatalogFile) {
        let ids = each(&catalog.categories).filter_map(|category| category.v.id.good());
        self.add("category", good(ids));
        for product in each(&catalog.products) {
            let Some(id) = product.v.id.good() else { continue };
            self.add("product", [id.v.clone()]);
            self.add("sku", skus(&id.v, &product.v));
        }
    }

    fn add(&mut self, sort: &'static str, words: impl IntoIterator<Item = String>) {
        let mut words = words.into_iter().peekable();
        if words.peek().is_some() {
            let known = self.0.entry(sort).or_default();
            known.extend(words);
            // An editor wants each word once, also of a shop that names two things alike.
            let mut seen = std::collections::BTreeSet::new();
            known.retain(|word| seen.insert(word.clone()));
        }
    }

    /// Wherever a schema names a sort of words, those of the shop are the ones to choose from.
    pub(super) fn lay_over(&self, schema: &mut Value) {
        match schema {
            Value::Object(map) => {
                for part in map.values_mut() {
                    self.lay_over(part);
                }
                let sort = map.get("x-names").and_then(Value::as_str);
                let Some(words) = sort.and_then(|sort| self.0.get(sort)) else {
                    return;
                };
                let by_name = map.contains_key("propertyNames");
                let place = if by_name { "propertyNames" } else { "enum" };
                let words = if by_name {
                    json!({"enum": words, "errorMessage": STALE})
                } else {
                    json!(words)
                };
                map.insert(place.into(), words);
                if !by_name {
                    map.insert("errorMessage".into(), STALE.into());
                }
            }
            Value::Array(parts) => parts.iter_mut().for_each(|part| self.lay_over(part)),
            _ => {}
        }
    }
}

fn good<'w>(words: impl Iterator<Item = &'w Written<String>>) -> Vec<String> {
    words.map(|word| word.v.clone()).collect()
}

/// What stock is counted by: the product, and each choice with a count of its own.
fn skus(id: &str, product: &Product) -> Vec<String> {
    let choices = each(&product.options).flat_map(|option| each(&option.v.choices));
    let counted = choices.filter(|choice| !choice.v.stock.is_absent());
    let counted = counted.filter_map(|choice| Some(format!("{id}/{}", choice.v.id.good()?.v)));
    std::iter::once(id.to_owned()).chain(counted).collect()
}
