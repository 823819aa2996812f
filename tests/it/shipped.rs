//! The shops, examples and templates that come with the program load clean: who starts from one starts without a mistake.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kiosk::config::{Files, Kind, Look, Other, Secrets, TEMPLATES, compile, load, render};
use kiosk::ids::ShopId;
use kiosk::shop::{Price, Stock};

/// Top-ups sell what is digital for money, as the providers that they are for ask; the warning is meant to be seen.
fn is_expected(shop: &str, kind: Kind) -> bool {
    shop == "top-up" && kind == Kind::DigitalForFiat
}

fn folders() -> Vec<PathBuf> {
    let inside = |parent: &str| {
        std::fs::read_dir(Path::new(parent))
            .unwrap()
            .map(|entry| entry.unwrap().path())
    };
    let mut all: Vec<PathBuf> = inside("shops")
        .chain(inside("examples"))
        .filter(|path| path.is_dir())
        .collect();
    all.sort();
    all
}

#[test]
fn every_shipped_shop_is_clean_and_opens_in_the_sandbox() {
    let folders = folders();
    assert!(folders.len() >= 5, "{folders:?}");
    for folder in folders {
        let loaded = load(
            &folder,
            Secrets::From(&|name| panic!("{name} is looked up for a shop without a bot")),
        );
        let name = folder.file_name().unwrap().to_str().unwrap();
        let said = render(&loaded.problems, &loaded.files, "", Look::Plain);
        assert!(
            loaded.problems.iter().all(|problem| is_expected(name, problem.kind)),
            "{}\n{said}",
            folder.display()
        );
        assert!(loaded.shop.unwrap().telegram.bot_token.is_none());
    }
}

#[test]
fn every_template_is_clean() {
    for template in TEMPLATES {
        let (texts, others): (Vec<_>, Vec<_>) =
            template.files.iter().partition(|(name, _)| !name.starts_with("goods/"));
        let others = others
            .iter()
            .map(|(name, text)| (*name, Other::from(text.len() as u64)));
        let files = Files::from_parts(texts.iter().map(|(name, text)| (*name, text.as_bytes())), others);
        let loaded = compile(ShopId::parse(template.kind).unwrap(), files, Secrets::Unread);
        let said = render(&loaded.problems, &loaded.files, "", Look::Plain);
        assert!(
            loaded
                .problems
                .iter()
                .all(|problem| is_expected(template.kind, problem.kind)),
            "{}\n{said}",
            template.kind
        );
        assert!(loaded.shop.is_some(), "{}", template.kind);
    }
}

#[test]
fn templates_do_not_teach_real_tokens() {
    for (name, text) in TEMPLATES.iter().flat_map(|template| template.files) {
        for line in text.lines().filter(|line| line.contains("token:")) {
            assert!(line.contains("${"), "{name}: {line}");
        }
    }
}

#[test]
fn the_bakery_is_what_its_files_say() {
    let loaded = load(Path::new("shops/bakery"), Secrets::Unread);
    let shop = loaded.shop.unwrap();
    let languages: Vec<&str> = shop.languages.iter().map(kiosk::shop::Language::as_str).collect();
    assert_eq!((shop.id.as_str(), languages), ("bakery", vec!["en", "ru"]));
    let sourdough = &shop.catalog.products()[0];
    assert!(matches!(&sourdough.price, Price::Fixed(price) if price.to_string() == "6.50 EUR"));
    assert_eq!(sourdough.options[0].choices[1].extra.to_string(), "0.20 EUR");
    assert_eq!((sourdough.stock, sourdough.quantity_max), (Stock::Counted(12), 4));
    assert_eq!(sourdough.photo.as_ref().unwrap().path.as_ref(), "images/sourdough.png");
    let russian = shop.language(Some("ru-RU"));
    assert_eq!(sourdough.title.get(russian).as_ref(), "Хлеб на закваске");
    assert_eq!(shop.catalog.on_shelf(sourdough.category.as_ref()).count(), 2);
    assert_eq!(shop.invoices.valid_for.as_secs(), 1800);
    assert_eq!(shop.texts.len(), 2);
}

#[test]
fn a_change_of_the_terms_and_nothing_else_is_a_new_version() {
    let version = |text: &str| {
        let good = Files::read(Path::new("tests/mistakes/_good")).unwrap();
        let mut texts: BTreeMap<&str, &[u8]> = good.texts().collect();
        texts.insert("terms.yaml", text.as_bytes());
        let loaded = compile(
            ShopId::parse("bakery").unwrap(),
            Files::from_parts(texts, []),
            Secrets::Unread,
        );
        (loaded.shop.unwrap().terms.version, loaded.files.hash())
    };
    let (first, first_hash) = version("text: We bake.");
    let (same, other_hash) = version("# said again\ntext: \"We bake.\"\n");
    assert_eq!(first, same);
    assert_ne!(first_hash, other_hash);
    assert_ne!(first, version("text: We **bake**.").0);
    assert_eq!(version("text: Anything.\nversion: May 2026").0.as_str(), "May 2026");
}

#[test]
fn a_mistake_in_one_file_hides_none_in_another() {
    let texts = [
        (
            "shop.yaml",
            "name: A\ngreeting: {en: Hi, ru: Привет}\ncurrency: EUR\nlanguages: [en, RU]\npayments: {provider: stripe}\n",
        ),
        ("catalog/a.yaml", "categories: [{id: bread, title: Bread\n"),
        (
            "catalog/b.yaml",
            "products:\n  - {id: rye, title: Rye, description: Good., price: 5,20, category: bread}\n",
        ),
        ("terms.yaml", "text: {en: Be kind, ru: Будьте добры}\n"),
        ("support.yaml", "contact: Write\nqestions: []\n"),
        ("rules/few.rhai", "const API = 1;\nfn few(quote) {}\n"),
        (
            "rules/few.test.yaml",
            "tests:\n  - {name: One, given: {colour: red}, expect: alow}\n",
        ),
    ];
    let files = Files::from_parts(texts.map(|(name, text)| (name, text.as_bytes())), []);
    let loaded = compile(ShopId::parse("bakery").unwrap(), files, Secrets::Unread);
    let found: Vec<String> = loaded
        .problems
        .iter()
        .map(|problem| format!("{} {}", loaded.files.name(problem.at.file), problem.kind.code()))
        .collect();
    let expected = [
        "catalog/a.yaml unclosed-bracket",
        "catalog/b.yaml comma-decimal",
        "rules/few.test.yaml unknown-field",
        "rules/few.test.yaml unknown-choice",
        "shop.yaml bad-language",
        "support.yaml unknown-field",
    ];
    assert!(loaded.shop.is_none());
    assert_eq!(found, expected);
}
