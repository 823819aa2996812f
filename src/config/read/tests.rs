//! The reader on small texts: what it hands out, and every mistake of a text at once.

use serde::Deserialize;

use super::super::report::lines;
use super::*;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Shop {
    name: F<Either<String, Entries<String>>>,
    price: F<String>,
    products: F<Vec<F<Product>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Product {
    id: F<String>,
    stock: F<String>,
}

fn shop(text: &str) -> (F<Shop>, String) {
    let files = Files::from_parts([("shop.yaml", text.as_bytes())], []);
    let mut problems = Problems::default();
    let shop = read(&files, FileId(0), &mut problems);
    problems.sort();
    let report = lines(&problems, &files, "").join("\n");
    (shop, report)
}

fn codes(text: &str) -> Vec<String> {
    let code = |line: &str| {
        let (place, rest) = line.split_once(": ")?;
        let (_, rest) = rest.split_once('[')?;
        Some(format!(
            "{} {}",
            place.strip_prefix("shop.yaml:")?,
            rest.split(']').next()?
        ))
    };
    shop(text).1.lines().filter_map(code).collect()
}

#[test]
fn single_values_are_the_raw_text() {
    for (written, raw) in [
        ("6.50", "6.50"),
        ("\"6.50\"", "6.50"),
        ("012", "012"),
        ("true", "true"),
        ("1_000", "1_000"),
    ] {
        let (shop, said) = shop(&format!("price: {written}\n"));
        assert_eq!(said, "");
        assert_eq!(shop.good().unwrap().v.price.good().unwrap().v, raw);
    }
}

#[test]
fn one_text_or_one_for_each_language() {
    let (one, _) = shop("name: Bakery");
    assert!(matches!(&one.good().unwrap().v.name.good().unwrap().v, Either::One(name) if name == "Bakery"));
    let (two, said) = shop("name: {en: Bakery, no: Bakeri}");
    assert_eq!(said, "");
    let Either::More(Entries(names)) = &two.good().unwrap().v.name.good().unwrap().v else {
        panic!("{two:?}")
    };
    let pairs: Vec<_> = names
        .iter()
        .map(|(k, v)| (&*k.good().unwrap().v, &*v.good().unwrap().v))
        .collect();
    assert_eq!(pairs, [("en", "Bakery"), ("no", "Bakeri")]);
}

#[test]
fn every_mistake_in_one_pass() {
    let text =
        "nmae: Bakery\nprice: [1]\nproducts:\n  - id: a\n    stok: 1\n    id: b\n  - text\n  - id:\n    stock: 2\n";
    assert_eq!(
        codes(text),
        [
            "1:1 unknown-field",
            "2:8 wrong-type",
            "5:5 unknown-field",
            "6:5 duplicate-key",
            "7:5 wrong-type",
            "8:8 empty-value"
        ]
    );
    let (shop, _) = shop(text);
    let products = &shop.good().unwrap().v.products.good().unwrap().v;
    assert_eq!(products.len(), 3);
    assert_eq!(products[2].good().unwrap().v.stock.good().unwrap().v, "2");
}

#[test]
fn a_group_of_which_only_the_name_is_written_is_empty() {
    let (shop, said) = shop("name: x\nproducts:\n  # - id: a\n");
    assert_eq!(said, "");
    assert!(shop.good().unwrap().v.products.good().unwrap().v.is_empty());
}

#[test]
fn marks_of_order_and_line_ends_change_nothing() {
    let (shop, said) = shop("\u{feff}name: x\r\nprice: 6.50\r\n");
    assert_eq!(said, "");
    assert_eq!(shop.good().unwrap().v.price.good().unwrap().v, "6.50");
    assert_eq!(codes("\u{feff}name: x\r\nprise: 1\r\n"), ["2:1 unknown-field"]);
}

#[test]
fn texts_that_do_not_parse() {
    for (text, code) in [
        ("name: Bread: x", "1:7 colon-in-text"),
        ("name: *x*", "1:7 special-start"),
        ("name: &x y", "1:7 special-start"),
        ("name: [&x y]", "1:8 special-start"),
        ("name: @x", "1:7 special-start"),
        ("name: \"x\nprice: 1\n", "1:7 unclosed-quote"),
        ("name: x\n\tprice: 1", "2:1 tab-indent"),
        ("price:6.50", "1:1 missing-space"),
        ("a: 1\n---\nb: 2", "2:1 several-documents"),
        ("# nothing", "1:1 empty-file"),
        ("name: a\u{2028}b", "1:8 no-break-space"),
        ("name: [?x]", "1:8 ambiguous"),
        ("name: x\n  price: 1\n", "2:3 bad-indent"),
        ("name: {en: x", "1:7 unclosed-bracket"),
        ("name: [, x]", "1:8 syntax"),
    ] {
        let found = codes(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0], code, "{text}");
    }
}

#[test]
fn both_parsers_must_see_the_same() {
    let node = tree::parse("a: [x, y]").unwrap().0;
    let other: Value = serde_yaml::from_str("a: [x, z]").unwrap();
    let place = disagreement(&other, &node).unwrap();
    assert_eq!(place.span, 7..8);
    assert!(disagreement(&value_of(&node), &node).is_none());
}

#[test]
fn bytes_that_are_no_text() {
    let files = Files::from_parts([("shop.yaml", &b"name: \xff"[..])], []);
    let mut problems = Problems::default();
    assert!(matches!(read::<Shop>(&files, FileId(0), &mut problems), F::Bad(_)));
    assert_eq!(problems.iter().next().unwrap().kind, Kind::NotUtf8);
}

/// Texts put together at random from YAML's marks: none may stop the program, and each is read or explained.
#[test]
fn any_text_is_read_or_explained() {
    const PARTS: [&str; 32] = [
        "a", "name: ", " ", "  ", "\n", "\n ", "\n  ", "\t", "\"", "'", ": ", ":", "#", " #", "- ", "-", "?", ",", "[",
        "]", "{", "}", "|", ">\n ", "\\", "\u{2028}", "\u{85}", "price: ", "1", "&a", "\r\n", "é",
    ];
    let mut seed = 1_u64;
    for _ in 0..5_000 {
        let mut text = String::new();
        loop {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(PARTS[(seed >> 33) as usize % PARTS.len()]);
            if seed >> 60 == 0 {
                break;
            }
        }
        let (shop, said) = shop(&text);
        assert!(
            shop.good().is_some() || !said.is_empty(),
            "{text:?} is neither read nor explained"
        );
    }
}

/// `serde_yaml` would read each of these for minutes.
#[test]
fn brackets_without_end_are_too_deep_and_soon_read() {
    for text in [
        format!("a: {}", "[".repeat(1 << 20)),
        "[{".repeat(1 << 19),
        format!("a: @\nb: {}", "{".repeat(1 << 20)),
    ] {
        let said = codes(&text);
        assert!(matches!(&said[..], [one] if one.ends_with(" too-big")), "{said:?}");
    }
    assert_eq!(codes("name: \"[[[[ :-( ((\"\n"), Vec::<String>::new());
}

#[test]
fn settings_beside_the_name_that_they_belong_to_are_one_mistake() {
    let (_, report) = shop("name:\nen: Bakery\nru: Пекарня\nprice: 1\n");
    assert!(
        report.contains("[bad-indent]: `en:` and `ru:` stand beside `name:` and not below it"),
        "{report}"
    );
    assert!(!report.contains("unknown-field"), "{report}");
    // A name without a value, and one that is mistyped.
    let (_, report) = shop("name:\nprcie: 1\n");
    assert!(
        report.contains("unknown-field") && !report.contains("bad-indent"),
        "{report}"
    );
    let (_, report) = shop("name: {}\nen: Bakery\n");
    assert!(
        report.contains("unknown-field") && !report.contains("bad-indent"),
        "{report}"
    );
}
