//! The schemas of the files, judged by a validator as editors use one: they take what the loader takes, and reject what a
//! schema can see of the known mistakes. Every setting tells what it is.

mod examples;
mod page;

use std::path::{Path, PathBuf};

use boon::{Compiler, SchemaIndex, Schemas};
use kiosk::config::{FILE_KINDS, FileKind, Files, Own};
use serde_json::Value;

fn kinds() -> impl Iterator<Item = &'static FileKind> {
    FILE_KINDS.iter()
}

fn kind(word: &str) -> &'static FileKind {
    kinds().find(|kind| kind.word == word).unwrap()
}

/// All settings of a schema, group by group, in their order: the path, and the part of the schema.
fn settings(schema: &Value) -> Vec<(Vec<String>, Value)> {
    let mut found = Vec::new();
    walk(schema, &[], &mut found);
    found
}

fn walk(node: &Value, path: &[String], found: &mut Vec<(Vec<String>, Value)>) {
    for name in order(node) {
        let part = &node["properties"][&name];
        let own: Vec<String> = path.iter().cloned().chain([name]).collect();
        found.push((own.clone(), part.clone()));
        walk(group_of(part), &own, found);
    }
}

/// Of a list, what each entry is.
fn group_of(part: &Value) -> &Value {
    part.get("items").unwrap_or(part)
}

fn order(node: &Value) -> Vec<String> {
    let names = node["x-order"].as_array().map(Vec::as_slice).unwrap_or_default();
    names.iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

fn is_needed(node: &Value, name: &str) -> bool {
    node["required"]
        .as_array()
        .is_some_and(|needed| needed.iter().any(|needed| needed == name))
}

fn is_group(part: &Value) -> bool {
    group_of(part).get("properties").is_some()
}

#[test]
fn every_setting_says_what_it_is() {
    let mut silent = Vec::new();
    for kind in kinds() {
        let schema = kind.schema(None);
        let mut parts = vec![(Vec::new(), schema.clone())];
        parts.extend(settings(&schema));
        for (path, part) in parts {
            let mut lack = |what: &str| silent.push(format!("{}: `{}` {what}", kind.files, path.join(": ")));
            if part["description"].as_str().is_none_or(|words| !words.ends_with('.')) {
                lack("has no doc comment that ends with a full stop");
            }
            if !path.is_empty() && part["x-example"].as_str().is_none() {
                lack("has no \"x-example\"");
            }
            if part["x-type"].as_str().is_none() && !is_group(&part) {
                lack("has no `schema_with`");
            }
            let names = part["properties"].as_object().map_or(0, serde_json::Map::len);
            assert_eq!(
                names,
                order(&part).len(),
                "{path:?} has a place for each of its settings"
            );
        }
    }
    assert!(
        silent.is_empty(),
        "A setting is told to owners by its Rust field, in editors and in shops/README.md: write a doc comment above it, for \
         a baker, and `#[schemars(schema_with = \"form::…\", extend(\"x-example\" = \"…\"))]`, where the form is one of \
         src/config/schema/form.rs, with \"x-required\" = true or \"x-default\" = \"what happens without it\". Then run \
         `UPDATE=1 cargo test --test it schema::`.\n  {}",
        silent.join("\n  ")
    );
}

/// A schema that files can be held against.
struct Judge {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Judge {
    fn new(schema: Value) -> Judge {
        let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
        compiler.add_resource("file:///kiosk.json", schema).unwrap();
        let index = compiler
            .compile("file:///kiosk.json", &mut schemas)
            .unwrap_or_else(|error| panic!("{error:#}"));
        Judge { schemas, index }
    }

    /// What is wrong with a text; nothing is said of what is no YAML.
    fn says(&self, text: &str) -> Option<String> {
        let value: Value = serde_yaml::from_str(text.trim_start_matches('\u{feff}')).ok()?;
        self.schemas
            .validate(&value, self.index)
            .err()
            .map(|error| format!("{error:#}"))
    }
}

/// Every YAML file of the folders, with the kind of it.
fn files(folders: &[PathBuf]) -> Vec<(PathBuf, Files)> {
    folders
        .iter()
        .map(|folder| (folder.clone(), Files::read(folder).unwrap()))
        .collect()
}

fn inside(parent: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(Path::new(parent)).unwrap();
    let mut all: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    all.sort();
    all
}

/// What the schemas say of a folder's files, with the shop's own words and without.
fn said_of(files: &Files, own: Option<&Own>) -> Vec<String> {
    let judges: Vec<(&FileKind, Judge)> = kinds().map(|kind| (kind, Judge::new(kind.schema(own)))).collect();
    let mut said = Vec::new();
    for (name, bytes) in files.texts() {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let judge = judges.iter().find(|(kind, _)| kind.is_of(name));
        let wrong = judge.and_then(|(_, judge)| judge.says(text));
        said.extend(wrong.map(|wrong| format!("{name}: {wrong}")));
    }
    said
}

#[test]
fn every_shipped_file_is_right_by_its_schema() {
    let mut folders = inside("shops");
    folders.extend(inside("examples"));
    folders.extend(inside("src/config/templates"));
    folders.extend(inside("tests/shops"));
    folders.push("tests/mistakes/_good".into());
    assert!(folders.len() > 10);
    let mut wrong = Vec::new();
    for (folder, files) in files(&folders) {
        for own in [None, Some(Own::of(&files))] {
            let said = said_of(&files, own.as_ref());
            wrong.extend(said.into_iter().map(|said| format!("{}/{said}", folder.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_conversation_of_the_project_is_right_by_its_schema() {
    let judge = Judge::new(kind("conversations").schema(None));
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (folder, files) in files(&inside("tests/conversations")) {
        let texts = files.texts().filter(|(name, _)| !name.contains('/'));
        for (name, bytes) in texts {
            count += 1;
            let said = judge.says(std::str::from_utf8(bytes).unwrap());
            wrong.extend(said.map(|said| format!("{}/{name}: {said}", folder.display())));
        }
    }
    assert!(count > 50, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Kinds of mistakes that an editor marks before anybody runs `check`.
const SEEN: &[&str] = &[
    "ambiguous",
    "bad-country",
    "bad-duration",
    "bad-hours",
    "bad-id",
    "bad-language",
    "bad-price",
    "bad-telegram-id",
    "bad-url",
    "clock-number",
    "comma-decimal",
    "comma-in-text",
    "currency-sign",
    "digit-separator",
    "empty-file",
    "empty-value",
    "invisible-character",
    "leading-zero",
    "literal-secret",
    "merge-key",
    "missing-field",
    "not-a-number",
    "number-range",
    "path-outside",
    "percent-price",
    "price-range",
    "price-span",
    "text-too-long",
    "too-big",
    "too-many",
    "unknown-choice",
    "unknown-currency",
    "unknown-field",
    "unknown-provider",
    "unknown-text",
    "wrong-dash",
    "wrong-type",
];
/// The same, once it knows the shop's own words.
const SEEN_WITH_OWN: &[&str] = &["unknown-reference"];

#[test]
fn mistakes_of_form_are_seen_by_the_schema() {
    let (mut seen, mut seen_with_own) = (Vec::new(), Vec::new());
    for folder in inside("tests/mistakes")
        .into_iter()
        .filter(|folder| !folder.ends_with("_good") && !folder.ends_with("_repaired"))
    {
        let code = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let files = Files::read(&folder).unwrap();
        if !said_of(&files, None).is_empty() {
            seen.push(code);
        } else if !said_of(&files, Some(&Own::of(&files))).is_empty() {
            seen_with_own.push(code);
        }
    }
    assert_eq!(seen, SEEN);
    for code in SEEN_WITH_OWN {
        assert!(
            seen_with_own.iter().any(|seen| seen == code),
            "{code}: {seen_with_own:?}"
        );
    }
}
