//! From one file's bytes to a raw type, with every problem of the file in one pass: text lints, YAML, twice-written keys,
//! unknown settings, wrong forms. `serde_yaml` decides the values; the span tree says where they stand; where the two see
//! different things, the author is asked to quote the value. What is *missing* is for `compile` to say.

mod access;
mod de;
mod field;
mod suggest;

use std::cell::RefCell;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_yaml::Value;

pub(crate) use field::{Either, Entries, F, Written};
pub(crate) use suggest::{choose, did_you_mean, first_line};

use super::files::Files;
use super::kinds::Kind;
use super::lint;
use super::place::{FileId, Span, offset_of};
use super::problem::{Problem, Problems};
use super::tree::{self, Broken, Node, Shape};

const SPLIT: &str = "split the catalog into several files: catalog/bread.yaml, catalog/cakes.yaml";

/// Reads one file. `F::Bad` means that it could not be read at all, and that this was said.
pub(crate) fn read<T: DeserializeOwned>(files: &Files, file: FileId, problems: &mut Problems) -> F<T> {
    let top = Span::top(file);
    let Some(text) = decode(files, file, problems) else {
        return F::Bad(top);
    };
    match parse(file, text) {
        Ok((node, value, found)) => {
            let mut lints = lint::text(file, text);
            lint::cut_off(file, text, &node, &mut lints);
            let (read, said) = over(&node, &value, file, text);
            problems.append(said.without_follow_ups(&lints, text));
            problems.append(lints);
            problems.append(found);
            read
        }
        Err(found) => {
            problems.append(found);
            F::Bad(top)
        }
    }
}

fn over<T: DeserializeOwned>(node: &Node, value: &Value, file: FileId, text: &str) -> (F<T>, Problems) {
    let sink = RefCell::new(Problems::default());
    let read = F::deserialize(de::De {
        value,
        node,
        file,
        text,
        sink: &sink,
    });
    (read.unwrap_or(F::Bad(Span::top(file))), sink.into_inner())
}

fn decode<'f>(files: &'f Files, file: FileId, problems: &mut Problems) -> Option<&'f str> {
    if files.bytes(file).len() > tree::FILE_BYTES_MAX {
        let message = format!("`{}` has more than 4 MiB", files.name(file));
        problems.push(Problem::new(Kind::TooBig, Span::folder(), message).help(SPLIT));
        return None;
    }
    if let Err(error) = std::str::from_utf8(files.bytes(file)) {
        let message = format!(
            "`{}` is not UTF-8 text (its byte {} is not)",
            files.name(file),
            error.valid_up_to() + 1
        );
        let help = "save it again with the encoding UTF-8; every editor offers it";
        problems.push(Problem::new(Kind::NotUtf8, Span::folder(), message).help(help));
        return None;
    }
    Some(files.text(file))
}

/// The tree and the values, with what is odd but readable; or what keeps the text from being read.
fn parse(file: FileId, text: &str) -> Result<(Node, Value, Problems), Problems> {
    let (node, twice) = tree::parse(text).map_err(|broken| explain(file, text, &broken))?;
    let mut problems = Problems::default();
    for one in &twice {
        problems.push(
            Problem::new(
                Kind::DuplicateKey,
                span(file, &one.again),
                format!("`{}` is written twice", one.key),
            )
            .label("again here")
            .also(span(file, &one.first), "first here")
            .help("keep one of the two"),
        );
    }
    // serde_yaml refuses a text with a key written twice; then the tree, which keeps the first, gives the values.
    let value = match serde_yaml::from_str::<Value>(text) {
        Ok(value) => value,
        Err(_) if !twice.is_empty() => value_of(&node),
        Err(error) => return Err(explain_yaml(file, text, &error)),
    };
    match disagreement(&value, &node) {
        Some(place) => Err(lints_or(file, text, |file| ambiguous(span(file, &place.span)))),
        None => Ok((node, value, problems)),
    }
}

fn span(file: FileId, range: &std::ops::Range<usize>) -> Span {
    Span::new(file, range.start, range.end)
}

fn just(problem: Problem) -> Problems {
    let mut problems = Problems::default();
    problems.push(problem);
    problems
}

fn ambiguous(at: Span) -> Problem {
    Problem::new(
        Kind::Ambiguous,
        at,
        "two YAML readers understand this value differently",
    )
    .label("not clear without quotes")
    .help("put the value in quotes, or write it on one line")
}

fn explain(file: FileId, text: &str, broken: &Broken) -> Problems {
    let at = |start: usize| Span::new(file, start, start);
    match broken {
        Broken::Empty => just(
            Problem::new(Kind::EmptyFile, at(0), "this file has nothing in it")
                .label("empty")
                .help("write its settings, or delete the file if it is not needed"),
        ),
        Broken::TooBig { what, at: place } => just(
            Problem::new(
                Kind::TooBig,
                at(*place),
                format!("this is too large to be meant: {what}"),
            )
            .label("reading stops here")
            .help("look for a bracket that is not closed; a large catalog can be split into several files: catalog/bread.yaml, …"),
        ),
        Broken::SeveralDocuments { at: place } => just(
            Problem::new(Kind::SeveralDocuments, at(*place), "a second document begins here")
                .label("only one is read from each file")
                .help("take the line `---` out, or move what follows into a file of its own"),
        ),
        Broken::Notation { at: range } => lints_or(file, text, |_| notation(span(file, range))),
        Broken::KeyNotWord { at: range } => lints_or(file, text, |_| {
            Problem::new(
                Kind::Syntax,
                span(file, range),
                "the name of a setting must be a plain word",
            )
            .label("is a list or a group")
            .help("write `name: value`")
        }),
        Broken::Syntax { info, at: place } => match serde_yaml::from_str::<Value>(text) {
            Err(error) => explain_yaml(file, text, &error),
            Ok(_) => lints_or(file, text, |file| syntax(Span::new(file, *place, *place), info)),
        },
    }
}

fn notation(at: Span) -> Problem {
    Problem::new(
        Kind::SpecialStart,
        at,
        "a text may begin with `*`, `&` or `!` only inside quotes",
    )
    .label("YAML's own notation, which shop files do not use")
    .help("put the text in quotes")
}

fn explain_yaml(file: FileId, text: &str, error: &serde_yaml::Error) -> Problems {
    let at = error
        .location()
        .map_or(0, |place| offset_of(text, place.line(), place.column()));
    let sentence = error.to_string();
    // The sentence ends with the place, which is shown anyway.
    let sentence = sentence.split(" at line ").next().unwrap_or("").to_owned();
    lints_or(file, text, |file| syntax(Span::new(file, at, at), &sentence))
}

fn syntax(at: Span, sentence: &str) -> Problem {
    let (kind, message, help) = lint::plain_words(sentence);
    Problem::new(kind, at, message)
        .label("cannot be read from here on")
        .help(help)
}

/// What the lints know about a text that does not parse; a parser's own sentence only if they know nothing.
fn lints_or(file: FileId, text: &str, otherwise: impl FnOnce(FileId) -> Problem) -> Problems {
    let mut found = lint::broken_text(file, text);
    if !found.has_errors() {
        found.push(otherwise(file));
    }
    found
}

/// The values of a tree, for the one case in which `serde_yaml` gives none.
fn value_of(node: &Node) -> Value {
    match &node.shape {
        Shape::Scalar { raw, plain: true } => serde_yaml::from_str(raw)
            .ok()
            .filter(|value: &Value| !value.is_mapping())
            .unwrap_or_else(|| raw.as_str().into()),
        Shape::Scalar { raw, .. } => Value::String(raw.clone()),
        Shape::List(items) => Value::Sequence(items.iter().map(value_of).collect()),
        Shape::Map(entries) => Value::Mapping(
            entries
                .iter()
                .map(|entry| (value_of(&entry.key), value_of(&entry.value)))
                .collect(),
        ),
    }
}

/// The first node that the two parsers see differently.
fn disagreement<'n>(value: &Value, node: &'n Node) -> Option<&'n Node> {
    match (value, &node.shape) {
        (Value::Sequence(values), Shape::List(items)) if values.len() == items.len() => values
            .iter()
            .zip(items)
            .find_map(|(value, item)| disagreement(value, item)),
        (Value::Mapping(pairs), Shape::Map(entries)) if pairs.len() == entries.len() => pairs
            .iter()
            .zip(entries)
            .find_map(|((k, v), entry)| disagreement(k, &entry.key).or_else(|| disagreement(v, &entry.value))),
        (Value::String(text), Shape::Scalar { raw, .. }) if text.trim_end() == raw.trim_end() => None,
        (Value::Null | Value::Bool(_) | Value::Number(_), Shape::Scalar { plain: true, .. }) => None,
        _ => Some(node),
    }
}

#[cfg(test)]
mod tests;
