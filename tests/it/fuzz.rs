//! Any bytes as a shop's files: nothing panics, and everything is read or explained. Two targets: the loader with all its
//! reports, and the two YAML parsers, which must agree on what the loader accepts. The bytes are mutations of a corpus:
//! `tests/corpus/`, the samples of mistakes and the shipped shops. `cargo test` makes a short run; a longer one is
//!
//!     KIOSK_FUZZ_SECONDS=60 KIOSK_FUZZ_SEED=7 cargo test --test it fuzz:: -- --ignored
//!
//! A finding is cut down by proptest, and printed; with its fix it belongs into `tests/corpus/`.

use std::{
    env, fs,
    path::Path,
    time::{Duration, Instant},
};

use kiosk::config::{Files, Kind, Loaded, Look, Problem, Secrets, Severity, chat, compile, json, lines, render};
use kiosk::ids::ShopId;
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use saphyr_parser::{Event, Parser};
use serde_yaml::Value;

const NAMES: [&str; 6] = [
    "shop.yaml",
    "catalog.yaml",
    "terms.yaml",
    "support.yaml",
    "texts.yaml",
    "catalog/more.yaml",
];
/// What YAML is made of, and what breaks programs.
const PARTS: [&[u8]; 40] = [
    b" ",
    b"  ",
    b"\n",
    b"\n  ",
    b"\r\n",
    b"\r",
    b"\t",
    b"\"",
    b"'",
    b": ",
    b":",
    b"#",
    b" #1",
    b"- ",
    b"-",
    b"? ",
    b",",
    b"[",
    b"]",
    b"{",
    b"}",
    b"|",
    b">-\n ",
    b"\\",
    b"&a ",
    b"*a",
    b"!t ",
    b"<<: ",
    b"\n---\n",
    b"\n...\n",
    b"%",
    b"@",
    b"`",
    b"\xff",
    b"\0",
    b"\xef\xbb\xbf",
    "\u{2028}".as_bytes(),
    "\u{a0}".as_bytes(),
    "é👩‍🍳".as_bytes(),
    b"99999999999999999999",
];

#[derive(Debug, Clone)]
enum Mutation {
    Insert(u16, usize),
    Cut(u16, u8),
    Repeat(u16, u8, u8),
    Swap(u16, u16, u8),
}

#[test]
fn the_corpus_is_read_or_explained() {
    for text in corpus() {
        loads(&text).unwrap();
        agrees(&text).unwrap();
    }
}

#[test]
fn mutations_are_read_or_explained() {
    fuzz(None);
}

#[test]
#[ignore = "runs as long as KIOSK_FUZZ_SECONDS says"]
fn mutations_for_longer() {
    let seconds = env::var("KIOSK_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    fuzz(Some(Duration::from_secs(seconds.unwrap_or(20))));
}

fn fuzz(length: Option<Duration>) {
    let seed: u64 = env::var("KIOSK_FUZZ_SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1);
    let (began, corpus) = (Instant::now(), corpus());
    for round in 0.. {
        let config = Config {
            cases: 200,
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(seed.wrapping_add(round)),
            ..Config::default()
        };
        let mutations = proptest::collection::vec(mutation(), 0..6);
        let ran = TestRunner::new(config).run(&(0..corpus.len(), mutations), |(text, mutations)| {
            let bytes = mutated(&corpus[text], &mutations);
            loads(&bytes)
                .and_then(|()| agrees(&bytes))
                .map_err(|words| TestCaseError::fail(format!("{words}\n{}", bytes.escape_ascii())))
        });
        if let Err(error) = ran {
            panic!("seed {seed}, round {round}: {error}");
        }
        if length.is_none_or(|length| began.elapsed() >= length) {
            println!("{} cases", (round + 1) * 200);
            return;
        }
    }
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        4 => (any::<u16>(), 0..PARTS.len()).prop_map(|(at, part)| Mutation::Insert(at, part)),
        2 => (any::<u16>(), 1..40_u8).prop_map(|(at, length)| Mutation::Cut(at, length)),
        1 => (any::<u16>(), 1..40_u8, 1..200_u8).prop_map(|(at, length, times)| Mutation::Repeat(at, length, times)),
        1 => (any::<u16>(), any::<u16>(), 1..40_u8).prop_map(|(a, b, length)| Mutation::Swap(a, b, length)),
    ]
}

/// Places are parts of the whole: a shorter text shrinks with them.
fn mutated(text: &[u8], mutations: &[Mutation]) -> Vec<u8> {
    let mut bytes = text.to_vec();
    for mutation in mutations {
        let place = |at: u16| bytes.len() * usize::from(at) / (usize::from(u16::MAX) + 1);
        let piece = |at: u16, length: u8| place(at)..bytes.len().min(place(at) + usize::from(length));
        match *mutation {
            Mutation::Insert(at, part) => {
                let at = place(at);
                bytes.splice(at..at, PARTS[part].iter().copied());
            }
            Mutation::Cut(at, length) => drop(bytes.drain(piece(at, length))),
            Mutation::Repeat(at, length, times) => {
                let (at, piece) = (place(at), bytes[piece(at, length)].repeat(times.into()));
                bytes.splice(at..at, piece);
            }
            Mutation::Swap(a, b, length) => {
                let (at, piece) = (place(a), bytes[piece(b, length)].to_vec());
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

fn corpus() -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for folder in ["tests/corpus", "tests/mistakes", "shops", "examples"] {
        gather(Path::new(folder), &mut found);
    }
    assert!(found.len() > 100, "the corpus is not where it was");
    found
}

fn gather(folder: &Path, found: &mut Vec<Vec<u8>>) {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            found.push(fs::read(&path).unwrap());
        }
    }
}

/// A good shop with these bytes in the place of one of its files.
fn with(name: &str, bytes: &[u8]) -> Loaded {
    let good = [
        (
            "shop.yaml",
            &b"name: Shop\ngreeting: Welcome.\ncurrency: XTR\npayments: {provider: stars}\n"[..],
        ),
        (
            "catalog.yaml",
            b"products:\n  - {id: a, title: A, description: B, price: 5}\n",
        ),
        ("terms.yaml", b"text: Be on time.\n"),
        ("support.yaml", b"contact: Write here.\n"),
    ];
    let others = good.into_iter().filter(|(own, _)| *own != name);
    let files = Files::from_parts(others.chain([(name, bytes)]), []);
    compile(ShopId::parse("shop").unwrap(), files, Secrets::Unread)
}

/// Read, or explained in every form that there is.
fn loads(bytes: &[u8]) -> Result<(), String> {
    for name in NAMES {
        let Loaded { problems, files, shop } = with(name, bytes);
        if shop.is_some() == problems.has_errors() {
            return Err(format!("{name} is neither read nor explained"));
        }
        render(&problems, &files, "", Look::Coloured);
        let (lines, chat) = (lines(&problems, &files, ""), chat(&problems, &files));
        if let Some(line) = lines.iter().chain(&chat).find(|line| line.contains('\n')) {
            return Err(format!("{name}: a line of two lines: {line}"));
        }
        if json(&problems, &files).as_array().unwrap().len() != lines.len() {
            return Err(format!("{name}: the forms do not say the same"));
        }
    }
    Ok(())
}

/// Where the two parsers understand a text differently, the loader must not take it. `terms.yaml` stands for any file:
/// what is refused as unknown there was read all the same.
fn agrees(bytes: &[u8]) -> Result<(), String> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Ok(());
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let one = serde_yaml::from_str::<Value>(text).ok();
    let mut parser = Parser::new_from_str(text);
    let other = tree(&mut || Some(parser.next_event()?.ok()?.0.into()));
    let same = matches!((&one, &other), (Some(one), Some(other)) if is_same(one, other));
    let Loaded { problems, .. } = with("terms.yaml", bytes);
    // Kinds of the text as such come first in the table; `unknown-field` is the first of what was read.
    let is_unread = |problem: &Problem| problem.kind < Kind::UnknownField && problem.severity() == Severity::Error;
    let unread = problems.iter().any(is_unread);
    if same || unread {
        return Ok(());
    }
    Err(format!(
        "two parsers, two readings, and it is taken: {one:?} and {other:?}"
    ))
}

enum Step {
    Scalar(String),
    List,
    Map,
    End,
    Other,
}

impl From<Event<'_>> for Step {
    fn from(event: Event<'_>) -> Step {
        match event {
            Event::Scalar(text, ..) => Step::Scalar(text.into_owned()),
            Event::SequenceStart(..) => Step::List,
            Event::MappingStart(..) => Step::Map,
            Event::SequenceEnd | Event::MappingEnd | Event::StreamEnd => Step::End,
            _ => Step::Other,
        }
    }
}

#[derive(Debug)]
enum Tree {
    Scalar(String),
    List(Vec<Tree>),
    Map(Vec<Tree>),
}

/// The next value; `None` at the end of a group, of the text, or of what can be read.
fn tree(next: &mut dyn FnMut() -> Option<Step>) -> Option<Tree> {
    let all = |next: &mut dyn FnMut() -> Option<Step>| {
        let mut found = Vec::new();
        while let Some(tree) = tree(next) {
            found.push(tree);
        }
        found
    };
    loop {
        return match next()? {
            Step::Other => continue,
            Step::End => None,
            Step::Scalar(text) => Some(Tree::Scalar(text)),
            Step::List => Some(Tree::List(all(next))),
            Step::Map => Some(Tree::Map(all(next))),
        };
    }
}

fn is_same(one: &Value, other: &Tree) -> bool {
    match (one, other) {
        (Value::Sequence(values), Tree::List(items)) => {
            values.len() == items.len() && values.iter().zip(items).all(|(value, item)| is_same(value, item))
        }
        (Value::Mapping(pairs), Tree::Map(items)) => {
            let flat: Vec<&Value> = pairs.iter().flat_map(|(key, value)| [key, value]).collect();
            flat.len() == items.len() && flat.into_iter().zip(items).all(|(value, item)| is_same(value, item))
        }
        // Only the line ends at a text's end may differ: the loader takes them off.
        (Value::String(text), Tree::Scalar(raw)) => text.trim_end() == raw.trim_end(),
        (Value::Null | Value::Bool(_) | Value::Number(_), Tree::Scalar(_)) => true,
        _ => false,
    }
}
