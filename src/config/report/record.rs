//! Problems for programs. The fields and their names are a promise: the table in the README lists them, and a test
//! holds one to the other.

use serde::Serialize;

use super::super::files::Files;
use super::super::place::Span;
use super::super::problem::{Problem, Problems};
use super::places::Places;

/// A JSON array, all of them, one object a problem.
pub fn json(problems: &Problems, files: &Files) -> serde_json::Value {
    let places = Places::of(problems, files);
    let record = |problem| serde_json::to_value(record(problem, files, &places)).unwrap_or_default();
    problems.iter().map(record).collect()
}

#[derive(Serialize)]
struct Record<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(flatten)]
    place: Place<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    also: Option<Also<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Also<'a> {
    label: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

fn record<'a>(problem: &'a Problem, files: &'a Files, places: &Places<'_>) -> Record<'a> {
    Record {
        code: problem.kind.code(),
        severity: problem.severity().word(),
        message: &problem.message,
        label: &problem.label,
        help: problem.help.as_deref(),
        place: place(problem.at, files, places),
        also: problem.also.as_ref().map(|(at, label)| Also {
            label,
            place: place(*at, files, places),
        }),
    }
}

fn place<'a>(at: Span, files: &'a Files, places: &Places<'_>) -> Place<'a> {
    let range = at.range_in(files.text(at.file));
    let (line, column) = places.start(at);
    let (end_line, end_column) = places.end(at);
    Place {
        file: files.name(at.file),
        line,
        column,
        end_line,
        end_column,
        start: range.start,
        end: range.end,
    }
}
