//! House rules as tests: the room table of `lib.rs` is law, and files and functions stay small enough to read.
//! A failure names the file and the rule in plain words.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const LINES_MAX: usize = 300;
const FUNCTION_LINES_MAX: usize = 70;
const MEDIAN_FUNCTION_LINES_MAX: usize = 10;
const PUBLIC_TYPES_MAX: usize = 3;

/// Files that are tables or vocabularies: one item after another of the same kind, read by looking up.
const TABLES: &[&str] = &[
    "src/money/currencies.rs",
    // One entry a kind of problem.
    "src/config/kinds/table.rs",
    // One enum a word of `shop.yaml`.
    "src/shop/policy.rs",
    // What can happen, what changes, what is shown: the words of a conversation.
    "src/conversation/event.rs",
    "src/conversation/effect.rs",
];

struct Room {
    may_use: BTreeSet<String>,
    all: bool,
    crates: BTreeSet<String>,
}

struct Source {
    path: String,
    room: String,
    /// Without comments, strings kept, and without the unit tests at the end.
    code: String,
    text: String,
    is_test: bool,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn names(cell: &str) -> BTreeSet<String> {
    cell.split(',')
        .map(|name| name.trim().trim_matches('`').to_string())
        .filter(|name| !matches!(&**name, "" | "–"))
        .collect()
}

/// The table at the top of `lib.rs`.
fn rooms() -> BTreeMap<String, Room> {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let rows = text
        .lines()
        .filter_map(|line| line.strip_prefix("//! |"))
        .filter(|row| !row.contains("---"));
    let mut rooms = BTreeMap::new();
    for row in rows.skip(1) {
        let cells: Vec<&str> = row.trim_end_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 4, "a row of the room table has four cells: {row}");
        for room in names(cells[0]) {
            let may_use = names(cells[2]);
            rooms.insert(
                room,
                Room {
                    all: cells[2] == "all",
                    may_use,
                    crates: names(cells[3]),
                },
            );
        }
    }
    assert!(rooms.len() > 10, "the room table of lib.rs was not found");
    rooms
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    files(&root().join("src"), &mut found);
    found.sort();
    found.iter().map(|path| source(path)).collect()
}

fn source(path: &Path) -> Source {
    let text = fs::read_to_string(path).unwrap();
    let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    let room = path
        .trim_start_matches("src/")
        .split('/')
        .next()
        .unwrap()
        .trim_end_matches(".rs")
        .to_string();
    let is_test = path.contains("/tests/") || path.ends_with("/tests.rs") || path.ends_with("fixture.rs");
    let product = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
    let product = product.split("\n#[cfg(test)]\npub(super) mod tests {").next().unwrap();
    let code: Vec<&str> = product
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    Source {
        code: code.join("\n"),
        path,
        room,
        text: product.to_string(),
        is_test,
    }
}

/// Every room that some code names as `crate::room` or inside `crate::{room::…, room::…}`.
fn named_rooms(code: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => named.extend(group_heads(group)),
            None => named.extend(word(rest)),
        }
    }
    named
}

fn word(text: &str) -> Option<String> {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_string())
}

/// The first word of each entry of a `use` group, whose opening brace is gone.
fn group_heads(group: &str) -> Vec<String> {
    let (mut heads, mut depth, mut fresh) = (Vec::new(), 0, true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && c.is_alphabetic() => {
                heads.extend(word(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    heads
}

fn names_crate(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    let starts = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
    code.match_indices(&path).any(|(at, _)| starts(at)) || code.contains(&format!("use {name};"))
}

fn report(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

#[test]
fn every_room_is_in_the_table_and_every_row_is_a_room() {
    let rooms = rooms();
    let mut found: BTreeSet<String> = sources().into_iter().map(|source| source.room).collect();
    found.remove("lib");
    found.remove("main");
    let table: BTreeSet<String> = rooms.keys().cloned().collect();
    assert_eq!(found, table);
}

#[test]
fn rooms_use_only_the_rooms_that_the_table_allows() {
    let rooms = rooms();
    let mut broken = Vec::new();
    for source in sources().iter().filter(|source| rooms.contains_key(&source.room)) {
        let room = &rooms[&source.room];
        for other in named_rooms(&source.code)
            .iter()
            .filter(|name| rooms.contains_key(*name))
        {
            if *other != source.room && !room.all && !room.may_use.contains(other) {
                broken.push(format!(
                    "{}: room `{}` may not use room `{other}`",
                    source.path, source.room
                ));
            }
        }
    }
    report("The room table in src/lib.rs says which rooms a room may use", &broken);
}

#[test]
fn crates_are_named_only_in_their_rooms() {
    let rooms = rooms();
    let owned: BTreeSet<&String> = rooms.values().flat_map(|room| &room.crates).collect();
    assert!(owned.len() > 8, "the last column of the room table was not read");
    let mut broken = Vec::new();
    for source in sources() {
        for name in owned.iter().filter(|name| names_crate(&source.code, name)) {
            if !rooms.get(&source.room).is_some_and(|room| room.crates.contains(*name)) {
                broken.push(format!("{}: may not name the crate `{name}`", source.path));
            }
        }
    }
    report(
        "The room table in src/lib.rs says which room a crate belongs to",
        &broken,
    );
}

#[test]
fn every_file_begins_with_a_header() {
    let headless = sources().into_iter().filter(|source| !source.text.starts_with("//! "));
    let broken: Vec<String> = headless.map(|source| source.path).collect();
    report(
        "A file begins with `//!`: what is this, what may it not do, where next",
        &broken,
    );
}

#[test]
fn files_stay_readable() {
    let mut broken = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| !source.is_test && !TABLES.contains(&&*source.path))
    {
        let lines = source.text.lines().count();
        if lines > LINES_MAX {
            broken.push(format!("{}: {lines} lines, at most {LINES_MAX}", source.path));
        }
        let types = public_types(&source.code);
        if types > PUBLIC_TYPES_MAX {
            broken.push(format!(
                "{}: {types} public types, at most {PUBLIC_TYPES_MAX}",
                source.path
            ));
        }
    }
    report("A file is one subject", &broken);
}

fn public_types(code: &str) -> usize {
    let kinds = ["pub struct ", "pub enum ", "pub trait "];
    code.lines()
        .filter(|line| kinds.iter().any(|kind| line.starts_with(kind)))
        .count()
}

fn function_name(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words.iter().position(|word| *word == "fn")?;
    let modifiers = ["pub", "pub(crate)", "pub(super)", "async", "const", "unsafe", "extern"];
    words[..at]
        .iter()
        .all(|word| modifiers.contains(word))
        .then(|| word(words.get(at + 1)?))?
}

/// (name, lines) of every function: it ends where rustfmt closes a brace at its own indentation.
fn function_lengths(source: &Source) -> Vec<(String, usize)> {
    let lines: Vec<&str> = source.code.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let trimmed = line.trim_start();
        let Some(name) = function_name(trimmed) else { continue };
        let indent = line.len() - trimmed.len();
        let at_indent = |l: &&str| l.len() - l.trim_start().len() == indent;
        let one_line = line.ends_with('}') || line.ends_with(';');
        let end = lines[at + 1..]
            .iter()
            .position(|l| at_indent(l) && matches!(l.trim(), "}" | ");"));
        found.push((name, if one_line { 1 } else { end.map_or(1, |end| end + 2) }));
    }
    found
}

#[test]
fn functions_stay_short() {
    let mut broken = Vec::new();
    let mut lengths = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test) {
        for (name, lines) in function_lengths(source) {
            lengths.push(lines);
            if lines > FUNCTION_LINES_MAX {
                broken.push(format!(
                    "{}: fn {name} has {lines} lines, at most {FUNCTION_LINES_MAX}",
                    source.path
                ));
            }
        }
    }
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    if median > MEDIAN_FUNCTION_LINES_MAX {
        broken.push(format!(
            "half of all functions have more than {median} lines, at most {MEDIAN_FUNCTION_LINES_MAX}"
        ));
    }
    assert!(lengths.len() > 100, "functions were not found");
    report("A function does one thing", &broken);
}

#[test]
fn product_code_neither_gives_up_nor_waits_for_later() {
    let words = [
        ".unwrap()",
        ".expect(",
        "todo!(",
        "unimplemented!(",
        "dbg!(",
        "println!(",
        "eprintln!(",
    ];
    let mut broken = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test) {
        for bad in words.iter().filter(|bad| source.code.contains(**bad)) {
            broken.push(format!("{}: `{bad}`", source.path));
        }
    }
    report(
        "Product code answers for every outcome and prints through the terminal's one helper",
        &broken,
    );
}

/// A suite that `main.rs` does not name is never compiled, and passes without a word.
#[test]
fn every_suite_is_named_in_the_one_binary() {
    let main = fs::read_to_string(root().join("tests/it/main.rs")).unwrap();
    let mut unnamed = Vec::new();
    for entry in fs::read_dir(root().join("tests/it")).unwrap() {
        let path = entry.unwrap().path();
        let suite = path.extension().is_some_and(|end| end == "rs") || path.join("mod.rs").is_file();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if suite && name != "main" && !main.contains(&format!("\nmod {name};")) {
            unnamed.push(name);
        }
    }
    report("tests/it/main.rs names every suite beside it", &unnamed);
}

#[test]
fn the_top_level_is_what_its_user_fixed_and_what_tools_insist_on() {
    let allowed = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "shops",
        "examples",
        "tests",
        "README.md",
        "LICENSE",
        "benches",
        "rustfmt.toml",
        ".gitignore",
        ".gitattributes",
        ".ci",
        ".cargo",
        ".config",
        ".git",
        ".kiosk",
        ".env",
        "target",
        "kiosk.yaml",
    ];
    let found = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let extra: Vec<String> = found.filter(|name| !allowed.contains(&&**name)).collect();
    report("The top level holds only", &extra);
}

#[test]
fn the_readers_of_this_file_can_trust_its_parsers() {
    let code = "use crate::{\n    ids::{A, B},\n    money,\n};\nfn x() { crate::time::now(); }\n";
    let rooms: Vec<String> = named_rooms(code).into_iter().collect();
    assert_eq!(rooms, ["ids", "money", "time"]);
    assert!(names_crate("let x = sqlx::query();", "sqlx"));
    assert!(!names_crate("let x = my_sqlx::query();", "sqlx"));
    let source = Source {
        path: String::new(),
        room: String::new(),
        code: "    pub(crate) async fn long(\n        a: i64,\n    ) -> i64 {\n        a\n    }\n".into(),
        text: String::new(),
        is_test: false,
    };
    assert_eq!(function_lengths(&source), [("long".to_string(), 5)]);
}
