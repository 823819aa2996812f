//! `rules/*.rhai`, the owner's own checks. The room `rules` says what is wrong with a script; here that gets its place in
//! the shop's files. Scripts are asked in the order of their names.

use super::super::files::Files;
use super::super::kinds::Kind;
use super::super::place::{FileId, LineStarts, Span};
use super::super::problem::{Problem, Problems};
use crate::rules::{self, Rules};

/// Every script, compiled and tried; a script with a mistake is left out, and the mistake keeps the shop from opening.
pub(super) fn rules(files: &Files, problems: &mut Problems) -> Rules {
    let scripts = files.ids().filter_map(|id| Some((id, script_name(files.name(id))?)));
    let compiled: Vec<Rules> = scripts
        .filter_map(|(id, name)| compile(files, id, name, problems))
        .collect();
    Rules::all(compiled)
}

/// What rules of the file are called by, if it is a script in its place: `limits` for `rules/limits.rhai`.
pub(super) fn script_name(file: &str) -> Option<&str> {
    let name = file.strip_prefix("rules/")?.strip_suffix(".rhai")?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    (!name.is_empty() && name.chars().all(plain)).then_some(name)
}

/// A script that lies where none is looked for. A check that is believed to stand before the money, and does not, is
/// worse than none.
pub(super) fn misplaced(id: FileId, file: &str) -> Problem {
    let message = format!("`{file}` is not in the folder `rules`, or its name is not plain, so it would check nothing");
    Problem::new(Kind::BadRule, Span::top(id), message)
        .label("is not run")
        .help("name it rules/NAME.rhai, with small letters, digits and dashes in NAME")
}

fn compile(files: &Files, id: FileId, name: &str, problems: &mut Problems) -> Option<Rules> {
    if std::str::from_utf8(files.bytes(id)).is_err() {
        let message = "this script is not UTF-8 text";
        problems.push(Problem::new(Kind::NotUtf8, Span::top(id), message).help("save it as UTF-8 in your editor"));
        return None;
    }
    let text = files.text(id);
    match rules::compile(name, text) {
        Ok(rules) => Some(rules),
        Err(found) => {
            for problem in found {
                problems.push(placed(id, text, problem));
            }
            None
        }
    }
}

fn placed(id: FileId, text: &str, problem: rules::Problem) -> Problem {
    let at = span(id, text, &problem);
    let placed = Problem::new(Kind::BadRule, at, problem.message);
    match problem.help {
        Some(help) => placed.help(help),
        None => placed,
    }
}

/// Lines and columns count characters from one; a span counts bytes.
fn span(id: FileId, text: &str, problem: &rules::Problem) -> Span {
    if problem.line == 0 {
        return Span::top(id);
    }
    let start = LineStarts::of(text).start(problem.line);
    let rest = text.get(start..).unwrap_or_default();
    let bytes = |characters: usize| rest.char_indices().nth(characters).map_or(rest.len(), |(at, _)| at);
    let column = problem.column.saturating_sub(1);
    Span::new(id, start + bytes(column), start + bytes(column + problem.length))
}
