//! From one file's bytes to a raw type, with every problem of the file in one pass: text lints, YAML, twice-written keys,
//! unknown settings, wrong forms. `serde_yaml` decides the values; the span tree says where they stand; where the two see
//! different things, the author is asked to quote the value. What is *missing* is for `compile` to say.

mod access;
mod alone;
mod beside;
mod de;
mod deep;
mod elsewhere;
mod field;
mod forms;
mod keyed;
mod meant;
mod suggest;
mod views;

use std::cell::RefCell;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_yaml::Value;

pub(crate) use field::{Either, Entries, F, Written};
pub(crate) use suggest::{choose, did_you_mean, first_line, slug};

use super::files::Files;
use super::kinds::Kind;
use super::lint;
use super::place::{FileId, Span, offset_of};
use super::problem::{Problem, Problems};
use super::tree::{self, Broken, Node};
use views::{disagreement, value_of};

const SPLIT: &str = "split the catalog into several files: catalog/bread.yaml, catalog/cakes.yaml";

/// Reads one file. `F::Bad` means that it could not be read at all, and that this was said.
pub(crate) fn read<T: DeserializeOwned>(files: &Files, file: FileId, problems: &mut Problems) -> F<T> {
    let top = Span::top(file);
    let Some(text) = decode(files, file, problems) else {
        return F::Bad(top);
    };
    match parse(file, files.name(file), text) {
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
        told: false,
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
        problems.push(not_utf8(files.name(file), &files.bytes(file)[..error.valid_up_to()]));
        return None;
    }
    Some(files.text(file))
}

/// `good` is what comes before the first letter that cannot be read.
fn not_utf8(name: &str, good: &[u8]) -> Problem {
    let good = String::from_utf8_lossy(good);
    let line = good.matches('\n').count() + 1;
    let behind = good.rsplit('\n').next().unwrap_or("").trim();
    let place = if behind.is_empty() {
        format!("line {line}")
    } else {
        format!("line {line}, behind `{behind}`")
    };
    let message = format!("a letter of `{name}` is not stored as UTF-8: {place}");
    let help = "open it in an editor, choose “Save as”, and pick the encoding UTF-8";
    Problem::new(Kind::NotUtf8, Span::folder(), message).help(help)
}

/// The tree and the values, with what is odd but readable; or what keeps the text from being read.
fn parse(file: FileId, name: &str, text: &str) -> Result<(Node, Value, Problems), Problems> {
    let (node, twice) = tree::parse(text).map_err(|broken| explain(file, name, text, &broken))?;
    let mut problems = Problems::default();
    let mut another_entry = None;
    for one in &twice {
        // Where a dash is forgotten, everything behind it is written twice: that is one mistake.
        if another_entry.is_some_and(|(start, again)| one.first.start >= start && one.first.start < again) {
            continue;
        }
        let entry = one.begins.filter(|start| is_entry(text, *start));
        another_entry = entry.map(|start| (start, one.again.start));
        let help = match entry {
            Some(_) => format!(
                "keep one of the two; if another entry begins here, write `- {}: …`",
                one.key
            ),
            None => "keep one of the two".to_owned(),
        };
        problems.push(
            Problem::new(
                Kind::DuplicateKey,
                span(file, &one.again),
                format!("`{}` is written twice", one.key),
            )
            .label("again here")
            .also(span(file, &one.first), "first here")
            .help(help),
        );
    }
    // serde_yaml refuses a text with a key written twice; then the tree, which keeps the first, gives the values.
    let value = match serde_yaml::from_str::<Value>(text) {
        Ok(value) => value,
        Err(_) if !twice.is_empty() => value_of(&node),
        Err(error) => return Err(explain_yaml(file, text, &error)),
    };
    match disagreement(&value, &node) {
        Some(place) => Err(lints_or(file, text, |file| {
            ambiguous(span(file, &place.span), &text[place.span.clone()])
        })),
        None => Ok((node, value, problems)),
    }
}

/// Does a group begin behind a dash?
fn is_entry(text: &str, start: usize) -> bool {
    text.get(..start).is_some_and(|before| before.trim_end().ends_with('-'))
}

fn span(file: FileId, range: &std::ops::Range<usize>) -> Span {
    Span::new(file, range.start, range.end)
}

fn just(problem: Problem) -> Problems {
    let mut problems = Problems::default();
    problems.push(problem);
    problems
}

fn ambiguous(at: Span, value: &str) -> Problem {
    let help = if value.starts_with('?') {
        "take the `?` off, or put the value in quotes"
    } else {
        "put it in quotes, or write it on one line"
    };
    Problem::new(Kind::Ambiguous, at, "this value can be read in two ways")
        .label("not clear without quotes")
        .help(help)
}

fn explain(file: FileId, name: &str, text: &str, broken: &Broken) -> Problems {
    let at = |start: usize| Span::new(file, start, start);
    match broken {
        Broken::Empty => just(
            Problem::new(Kind::EmptyFile, at(0), "this file has nothing in it")
                .label("empty")
                .help(first_words(name)),
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
            Problem::new(Kind::SeveralDocuments, at(*place), "a line `---` divides this file in two, and only the first part would be read")
                .label("the second part begins here")
                .help("take the line `---` out"),
        ),
        Broken::Notation { at: range } => lints_or(file, text, |_| notation(span(file, range))),
        Broken::KeyNotWord { at: range } => lints_or(file, text, |_| {
            Problem::new(
                Kind::Syntax,
                span(file, range),
                "the name of a setting must be a plain word",
            )
            .label("is a list or a group")
            .help("write the name of a setting, a colon, a space and its value")
        }),
        Broken::Syntax { .. } if let Some(deep) = deep::too_deep(text) => explain(file, name, text, &deep),
        Broken::Syntax { info, at: place } => match serde_yaml::from_str::<Value>(text) {
            Err(error) => explain_yaml(file, text, &error),
            Ok(_) => lints_or(file, text, |file| syntax(Span::new(file, *place, *place), info)),
        },
    }
}

/// What an empty file may begin with.
fn first_words(name: &str) -> &'static str {
    match name {
        "shop.yaml" => "write its settings, beginning with a line such as `name: Corner Bakery`",
        "catalog.yaml" => "write a line `products:`, and below it what the shop sells",
        "terms.yaml" => "write a line such as `text: We bake after you have paid.`",
        "support.yaml" => "write a line such as `contact: Write here, we answer by noon.`, or delete the file",
        _ => "write its settings, or delete the file",
    }
}

fn notation(at: Span) -> Problem {
    Problem::new(
        Kind::SpecialStart,
        at,
        "a text may begin with `*`, `&` or `!` only inside quotes",
    )
    .label("this first character has another meaning here")
    .help("put the whole text in quotes")
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

/// What the lints know about a text that does not parse; a parser's own sentence only if they do not know why. Lines
/// out of their columns are looked for where a parser stumbles over a column or a colon.
fn lints_or(file: FileId, text: &str, otherwise: impl FnOnce(FileId) -> Problem) -> Problems {
    let own = otherwise(file);
    let (mut found, explains) = lint::broken_text(file, text, own.at.start as usize);
    if explains {
        return found;
    }
    let moved = match own.kind {
        Kind::BadIndent | Kind::NoColon => lint::out_of_column(file, text),
        _ => Problems::default(),
    };
    if moved.is_empty() {
        found.push(own);
    }
    found.append(moved);
    found
}

#[cfg(test)]
mod tests;
