//! A check after another one says and gives what a check from the start does, whatever changed in between.

use std::sync::Arc;

use super::Known;
use crate::{
    config::{Files, Loaded, Other, Secrets, compile, compile_again},
    ids::ShopId,
    shop::Product,
};

const SHOP: &str = "name: Shelf\ngreeting: Hello.\ncurrency: EUR\ntimezone: UTC\npayments: {provider: a-pay, mode: \
                    test, test_token: '${T}', live_token: '${L}'}\nstaff: [{id: 1, role: owner}]\n";

/// A shop's files, of which some are written anew from step to step.
struct Desk {
    texts: Vec<(String, String)>,
    others: Vec<(String, Other)>,
    known: Known,
}

impl Desk {
    fn new() -> Desk {
        let mut desk = Desk {
            texts: Vec::new(),
            others: Vec::new(),
            known: Known::default(),
        };
        for (name, text) in [
            ("shop.yaml", SHOP),
            ("terms.yaml", "text: Be kind.\n"),
            ("support.yaml", "contact: Write.\n"),
            (
                "catalog/a.yaml",
                "categories: [{id: tea, title: Tea}]\nproducts:\n  - {id: green, title: Green, description: Leaves., price: 5, category: tea, photo: images/green.jpg}\n",
            ),
            (
                "catalog/b.yaml",
                "products:\n  - {id: black, title: Black, description: Leaves., price: 4, category: tea, stock: 0}\n",
            ),
            (
                "catalog/c.yaml",
                "categories: [{id: cup, title: Cups}]\nproducts:\n  - {id: mug, title: Mug, description: Blue., price: 9, category: cup, deliver: {keys: goods/mug.txt}}\n",
            ),
        ] {
            desk.write(name, text);
        }
        desk.put("images/green.jpg", 900);
        desk.put("goods/mug.txt", 30);
        desk
    }

    fn write(&mut self, name: &str, text: &str) {
        self.texts.retain(|(own, _)| own != name);
        if !text.is_empty() {
            self.texts.push((name.into(), text.into()));
        }
    }

    fn put(&mut self, name: &str, size: u64) {
        self.others.retain(|(own, _)| own != name);
        self.others.push((name.into(), size.into()));
    }

    fn files(&self) -> Files {
        let texts = self.texts.iter();
        let texts = texts.map(|(name, text)| (name.as_str(), text.as_bytes()));
        Files::from_parts(texts, self.others.iter().map(|(name, other)| (name.as_str(), *other)))
    }

    /// What a check after all those before gives; the same as one from the start.
    #[track_caller]
    fn check(&mut self) -> Loaded {
        let id = ShopId::parse("shelf").unwrap();
        let fresh = compile(id.clone(), self.files(), Secrets::Unread);
        let again = compile_again(id, self.files(), Secrets::Unread, &mut self.known);
        assert_eq!(again.problems, fresh.problems);
        assert_eq!(format!("{:?}", again.shop), format!("{:?}", fresh.shop));
        again
    }
}

fn product<'s>(loaded: &'s Loaded, name: &str) -> &'s Arc<Product> {
    let products = loaded.shop.as_ref().unwrap().catalog.products();
    products.iter().find(|product| product.id.as_str() == name).unwrap()
}

fn is_same(one: &Loaded, another: &Loaded, name: &str) -> bool {
    Arc::ptr_eq(product(one, name), product(another, name))
}

const BLACK: &str = "products:\n  - {id: black, title: Black, description: Leaves., price: 6, category: tea}\n";

#[test]
fn files_that_did_not_change_give_the_very_same_products() {
    let mut desk = Desk::new();
    let first = desk.check();
    desk.write("catalog/b.yaml", BLACK);
    let second = desk.check();
    let same = ["green", "black", "mug"].map(|name| is_same(&first, &second, name));
    assert_eq!(same, [true, false, true]);
    desk.write("catalog/b.yaml", "products: [\n");
    assert!(desk.check().shop.is_none());
    desk.write("catalog/b.yaml", BLACK);
    assert!(
        is_same(&second, &desk.check(), "black"),
        "what was wrong in between is forgotten"
    );
}

/// What is changed, how, and which of the two files is then the same as before.
type Change = (&'static str, fn(&mut Desk), [bool; 2]);

#[test]
fn what_a_file_was_checked_against_counts_as_well() {
    let mut desk = Desk::new();
    let mut before = desk.check();
    let changes: [Change; 5] = [
        ("a picture", |desk| desk.put("images/green.jpg", 901), [false, true]),
        ("keys", |desk| desk.put("goods/mug.txt", 31), [true, false]),
        (
            "another shelf",
            |desk| {
                desk.write(
                    "catalog/b.yaml",
                    &format!("categories: [{{id: pot, title: Pots}}]\n{BLACK}"),
                );
            },
            [false, false],
        ),
        (
            "the currency",
            |desk| desk.write("shop.yaml", &SHOP.replace("EUR", "USD")),
            [false, false],
        ),
        (
            "the terms",
            |desk| desk.write("terms.yaml", "text: Be kinder.\n"),
            [true, true],
        ),
    ];
    for (what, change, same) in changes {
        change(&mut desk);
        let now = desk.check();
        assert_eq!(
            ["green", "mug"].map(|name| is_same(&before, &now, name)),
            same,
            "{what}"
        );
        before = now;
    }
}

#[test]
fn what_is_wrong_between_files_is_found_after_a_change_too() {
    let mut desk = Desk::new();
    desk.check();
    let line = |line: &str| format!("products:\n  - {line}\n");
    for wrong in [
        line("{id: green, title: Oolong, description: Leaves., price: 6, category: tea}"),
        line("{id: oolong, title: GREEN, description: Leaves., price: 6, category: tea}"),
        line("{id: oolong, title: Oolong, description: Leaves., price: 6, category: tee}"),
        line("{id: oolong, title: Oolong, description: Leaves., price: 6, deliver: {keys: ./goods/mug.txt}}"),
        "categories: [{id: cup, title: Tea}]\n".into(),
        "categories: [{id: pot, title: Pots}]\nproducts: []\n".into(),
    ] {
        desk.write("catalog/b.yaml", &wrong);
        assert!(!desk.check().problems.is_empty(), "{wrong}");
        desk.write("catalog/b.yaml", BLACK);
        desk.check();
    }
    desk.write("catalog/c.yaml", "");
    desk.check();
    desk.write(
        "catalog/0.yaml",
        &line("{id: mug, title: Mug, description: Red., price: 7}"),
    );
    assert!(desk.check().shop.is_some());
}
