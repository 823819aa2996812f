//! Every example of every setting is laid into an otherwise good shop and loaded; so is every block of YAML of the page.
//! What is said to be needed is missed by the loader, and what is not said to be is not.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use kiosk::config::{Content, Files, Kind, Loaded, Look, Other, Secrets, compile, render};
use kiosk::ids::ShopId;
use serde_json::Value;

use super::{group_of, is_group, is_needed, kind, order, settings};

const OTHERS: [(&str, u64); 3] = [
    ("images/rye.jpg", 90_000),
    ("goods/book.pdf", 900_000),
    ("goods/keys.txt", 300),
];

/// A shop of these files, the others being good.
pub(super) fn load(own: &[(&str, String)]) -> Loaded {
    let mut texts = BTreeMap::from([
        (
            "shop.yaml",
            "name: Bakery\ngreeting: Fresh bread.\ncurrency: EUR\npayments: {provider: a-pay}\n".to_owned(),
        ),
        (
            "catalog.yaml",
            "categories: [{id: bread, title: Bread}]\n\
             products: [{id: rye, title: Rye, description: Dark., price: 5.20, category: bread}]\n"
                .to_owned(),
        ),
        ("terms.yaml", "text: We bake after you have paid.\n".to_owned()),
        ("support.yaml", "contact: Write here.\n".to_owned()),
    ]);
    texts.extend(own.iter().cloned());
    let is_named = |name: &str| own.iter().any(|(_, text)| text.contains(name));
    let picture = Content::Picture {
        width: 1280,
        height: 960,
    };
    let content = |name: &str| {
        if name.starts_with("images/") {
            picture
        } else {
            Content::Unknown
        }
    };
    let others = OTHERS.into_iter().filter(|(name, _)| is_named(name));
    let others = others.map(|(name, size)| {
        (
            name,
            Other {
                size,
                content: content(name),
            },
        )
    });
    let files = Files::from_parts(texts.iter().map(|(name, text)| (*name, text.as_bytes())), others);
    compile(ShopId::parse("bakery").unwrap(), files, Secrets::Unread)
}

pub(super) fn said(loaded: &Loaded) -> String {
    render(&loaded.problems, &loaded.files, "", Look::Plain)
}

/// What a setting needs beside it, which no schema says: the setting, and lines of the same group.
const BESIDE: &[(&str, &str)] = &[
    ("shop.yaml: ", "payments: {provider: a-pay}"),
    ("shop.yaml: payments: ", "provider: a-pay"),
    ("shop.yaml: checkout: send_to_provider", "ask: [phone]"),
    ("shop.yaml: orders_topic", "orders_chat: -1001234567890"),
    ("shop.yaml: policies: countries", "checkout: {ask: [address]}"),
    ("shop.yaml: policies: postcodes", "checkout: {ask: [address]}"),
    (
        "catalog.yaml: ",
        "products: [{id: rye, title: Rye, description: Dark., price: 5.20}]",
    ),
    (
        "catalog.yaml: products: category",
        "categories: [{id: bread, title: Bread}]",
    ),
];

/// The lines of a group: what is needed, and the setting of this path, each with its example. `left_out` is none of them.
fn lines(node: &Value, path: &[String], left_out: bool, indent: &str) -> String {
    let mut text = String::new();
    for name in order(node) {
        let part = &node["properties"][&name];
        let chosen = path.first() == Some(&name);
        if chosen && path.len() > 1 {
            let inner = lines(group_of(part), &path[1..], left_out, &format!("{indent}  "));
            let inner = match part.get("items") {
                Some(_) if inner.is_empty() => format!("{indent}  - {{}}\n"),
                Some(_) => inner.replacen(&format!("{indent}  "), &format!("{indent}- "), 1),
                None => inner,
            };
            let _ = write!(text, "{indent}{name}:\n{inner}");
        } else if (chosen && !left_out) || (!chosen && is_needed(node, &name)) {
            let _ = writeln!(text, "{indent}{name}: {}", part["x-example"].as_str().unwrap());
        }
    }
    text
}

/// A file in which the setting of this path has its example, or is left out.
fn with(file: &str, schema: &Value, path: &[String], left_out: bool) -> String {
    let mut text = lines(schema, path, left_out, "");
    let full = format!("{file}: {}", path.join(": "));
    for (at, beside) in BESIDE.iter().filter(|(at, _)| full.starts_with(at)) {
        let word = beside.split(':').next().unwrap();
        let depth = at.matches(": ").count().max(1) - 1;
        let at_root = depth == 0 || ["categories", "checkout"].contains(&word);
        if at_root && !text.lines().any(|line| line.starts_with(word)) {
            let _ = writeln!(text, "{beside}");
        } else if !at_root && !text.contains(&format!("  {word}:")) && path.len() > 1 {
            text = text.replacen(&format!("{}:\n", path[0]), &format!("{}:\n  {beside}\n", path[0]), 1);
        }
    }
    text
}

fn of_the_shop() -> impl Iterator<Item = (&'static str, Value)> {
    ["shop", "catalog", "terms", "support", "texts"]
        .into_iter()
        .map(|word| {
            let kind = kind(word);
            (kind.files.split(", ").next().unwrap(), kind.schema(None))
        })
}

#[test]
fn every_example_passes_the_loader() {
    let mut wrong = Vec::new();
    for (file, schema) in of_the_shop() {
        for (path, _) in settings(&schema) {
            let text = with(file, &schema, &path, false);
            let loaded = load(&[(file, text.clone())]);
            if loaded.shop.is_none() {
                wrong.push(format!("{file}: {}\n{text}\n{}", path.join(": "), said(&loaded)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The same for tests of rules, which are read once the shop is right.
#[test]
fn every_example_of_a_rule_test_passes() {
    let (kind, mut wrong) = (kind("rule-tests"), Vec::new());
    let schema = kind.schema(None);
    for (path, _) in settings(&schema) {
        let text = lines(&schema, &path, false, "");
        let rule = "const API = 1;\nfn anything(quote) { }\n".to_owned();
        let option =
            "options: [{id: cut, title: Cut, choices: [{id: whole, title: Whole}, {id: sliced, title: Sliced}]}]";
        let product = format!("products: [{{id: rye, title: Rye, description: Dark., price: 5.20, {option}}}]\n");
        let loaded = load(&[
            ("catalog.yaml", product),
            ("rules/anything.rhai", rule),
            ("rules/anything.test.yaml", text.clone()),
        ]);
        // A no that is looked at is said by no rule here; that the file was read is what counts.
        let unread = loaded.problems.iter().find(|problem| problem.kind != Kind::RuleTest);
        if unread.is_some() {
            wrong.push(format!("{}\n{text}\n{}", path.join(": "), said(&loaded)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A conversation, laid into a good shop.
pub(super) fn said_of_conversation(text: &str) -> String {
    let loaded = load(&[("tests/talk.yaml", text.to_owned())]);
    assert!(loaded.shop.is_some());
    let problems = kiosk::rehearsal::check(&loaded.files, loaded.shop.as_ref());
    render(&problems, &loaded.files, "", Look::Plain)
}

/// The same for conversations; each word that a schema offers is taken as well as the example.
#[test]
fn every_example_and_every_word_of_a_conversation_passes() {
    let (kind, mut wrong, mut count) = (kind("conversations"), Vec::new(), 0);
    let schema = kind.schema(None);
    for (path, part) in settings(&schema) {
        let mut text = lines(&schema, &path, false, "");
        if path.ends_with(&["ann".into(), "chat".into()]) {
            text += "    says: hello\n";
        }
        let example = part["x-example"].as_str().unwrap();
        let words = part["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let name = path.last().unwrap();
        let with = |word: &str| text.replace(&format!("{name}: {example}\n"), &format!("{name}: {word}\n"));
        for text in words.map(with).chain([text.clone()]) {
            count += 1;
            let said = said_of_conversation(&text);
            if !said.is_empty() {
                wrong.push(format!("{}\n{text}\n{said}", path.join(": ")));
            }
        }
    }
    assert!(count > 90, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The paths of all settings that are said to be needed.
fn needed(schema: &Value) -> Vec<Vec<String>> {
    let mut groups = vec![(Vec::new(), schema.clone())];
    groups.extend(settings(schema).into_iter().filter(|(_, part)| is_group(part)));
    let mut paths = Vec::new();
    for (path, part) in groups {
        let group = group_of(&part);
        let names = order(group).into_iter().filter(|name| is_needed(group, name));
        paths.extend(names.map(|name| path.iter().cloned().chain([name]).collect()));
    }
    paths
}

#[test]
fn what_is_said_to_be_needed_in_a_conversation_is_missed() {
    let schema = kind("conversations").schema(None);
    let mut wrong = Vec::new();
    for path in needed(&schema) {
        let said = said_of_conversation(&lines(&schema, &path, true, ""));
        if !["is missing", "has a name and no value"]
            .iter()
            .any(|words| said.contains(words))
        {
            wrong.push(format!("{} is not missed: {said}", path.join(": ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_said_to_be_needed_is_missed() {
    let mut wrong = Vec::new();
    for (file, schema) in of_the_shop() {
        for path in needed(&schema) {
            let loaded = load(&[(file, with(file, &schema, &path, true))]);
            let kinds: Vec<Kind> = loaded.problems.iter().map(|problem| problem.kind).collect();
            // Where nothing else is needed, nothing is left.
            let missed = [Kind::MissingField, Kind::EmptyFile, Kind::EmptyValue];
            if !missed.iter().any(|kind| kinds.contains(kind)) {
                wrong.push(format!("{file}: {} is not missed", path.join(": ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_example_of_the_settings_passes() {
    let kind = kind("kiosk");
    for (path, part) in settings(&kind.schema(None)) {
        let file = std::env::temp_dir().join(format!("kiosk-example-{}-{}.yaml", std::process::id(), path[0]));
        std::fs::write(&file, format!("{}: {}\n", path[0], part["x-example"].as_str().unwrap())).unwrap();
        let read = kiosk::config::Settings::read(Some(&file), &kiosk::config::Flags::default());
        std::fs::remove_file(&file).unwrap();
        assert!(read.is_ok(), "{path:?}: {read:?}");
    }
}
