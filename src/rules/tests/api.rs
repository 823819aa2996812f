//! The table of what scripts may use is true: every example gives what it says, and every item is reached by its name.

use std::sync::Arc;

use crate::rules::{GIVEN, ItemKind, Verdict, compile, items, run, sample};

/// What an expression is, for the sample question, as `print` shows it.
fn shown(expression: &str) -> String {
    let given: Vec<&str> = GIVEN.iter().map(|given| given.name).collect();
    let source = format!(
        "const API = 1;\nfn tried({}) {{ print({expression}); }}",
        given.join(", ")
    );
    let rules = compile("example", &source).unwrap_or_else(|problems| panic!("{expression}: {}", problems[0]));
    let asked = run(&rules, &sample());
    assert_eq!((asked.verdict, asked.failed), (Verdict::Allow, vec![]), "{expression}");
    asked.printed.trim_end().to_owned()
}

#[test]
fn every_example_is_true() {
    for item in items().filter(|item| item.kind != ItemKind::Constant) {
        assert_eq!(shown(item.example.0), item.example.1, "{}", item.signature);
        assert!(item.signature.contains(item.name), "{}", item.signature);
        assert!(item.doc.ends_with('.'), "{}: {}", item.signature, item.doc);
    }
}

#[test]
fn every_constant_can_be_said() {
    let constants = items().filter(|item| item.kind == ItemKind::Constant);
    let lines: Vec<&str> = constants.map(|item| item.example.0).collect();
    let source = format!("{}\nfn tried() {{}}", lines.join("\n"));
    assert_eq!(compile("example", &source).unwrap().names().count(), 1, "{source}");
}

#[test]
fn the_day_follows_the_shops_zone() {
    let mut input = (*sample()).clone();
    input.shop.timezone = "Asia/Tokyo".to_owned();
    let source = "const API = 1; fn tried(now, customer) { print(now.date + now.time + customer.orders_within(1)); }";
    let asked = run(&compile("zone", source).unwrap(), &Arc::new(input));
    assert_eq!(asked.printed, "2026-11-2503:050\n");
}

#[test]
fn numbers_are_exact_and_compare_by_value() {
    for (expression, value) in [
        ("0.1 + 0.2", "0.3"),
        ("10 / 4", "2.5"),
        ("4 / 2", "2"),
        ("quote.total * 0.15", "2.0400"),
        ("quote.round(quote.total * 0.15)", "2.04"),
        ("5 == 5.00", "true"),
        ("quote.total > 13", "true"),
        ("quote.shown(2.345)", "2.35 €"),
        ("quote.shown(-0.5)", "-0.50 €"),
        (r#""b" > "a""#, "true"),
        (r#"'a' == "a""#, "true"),
        ("() == 1", "false"),
        ("2 in [1, 2]", "true"),
        (r#""sliced" in quote.lines[0].choices"#, "true"),
        ("[1, 2].filter(|x| x > 1).len()", "1"),
        (r#"now.between("18:00", "06:00")"#, "true"),
        (r#"now.between("18:05", "18:06")"#, "true"),
        (r#"now.between("00:00", "24:00")"#, "true"),
    ] {
        assert_eq!(shown(expression), value, "{expression}");
    }
}
