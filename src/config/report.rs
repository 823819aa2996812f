//! Problems for eyes and for tools: the framed form with the marked line, one line a problem, JSON.
//! Pure text; where it is printed is the caller's business.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;

use super::files::Files;
use super::kinds::{Kind, Severity};
use super::place::{FileId, Span, line_and_column};
use super::problem::{Problem, Problems, SHOWN_MAX};

/// How a report looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Plain,
    Coloured,
    /// `catalog.yaml:18:3: unknown setting `stok` [unknown-field] (did you mean `stock`?)`
    OneLine,
}

/// All problems (at most fifty) and a closing count; empty if there are none. `prefix` stands before file names.
pub fn render(problems: &Problems, files: &Files, prefix: &str, look: Look) -> String {
    let page = Page {
        files,
        prefix,
        masked: masked(problems, files),
    };
    let mut out = String::new();
    for problem in problems.iter().take(SHOWN_MAX) {
        match look {
            Look::Plain => out += &page.framed(problem, &Renderer::plain()),
            Look::Coloured => out += &page.framed(problem, &Renderer::styled()),
            Look::OneLine => out += &page.one_line(problem),
        }
        out += if look == Look::OneLine { "\n" } else { "\n\n" };
    }
    out + summary(problems).as_str()
}

/// `3 errors, 1 warning`, and how many are not shown; empty if there is nothing.
pub fn summary(problems: &Problems) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let mut counts: Vec<String> = Vec::new();
    for (count, word) in [(problems.errors(), "error"), (problems.warnings(), "warning")] {
        match count {
            0 => {}
            1 => counts.push(format!("1 {word}")),
            many => counts.push(format!("{many} {word}s")),
        }
    }
    let mut out = counts.join(", ");
    if problems.len() > SHOWN_MAX {
        let _ = write!(
            out,
            " (the first {SHOWN_MAX} are shown, and {} more)",
            problems.len() - SHOWN_MAX
        );
    }
    out + "\n"
}

/// The same as a JSON array, all of them, one object a problem.
pub fn json(problems: &Problems, files: &Files) -> serde_json::Value {
    let page = Page {
        files,
        prefix: "",
        masked: Vec::new(),
    };
    problems
        .iter()
        .map(|problem| serde_json::to_value(page.record(problem)).unwrap_or_default())
        .collect()
}

struct Page<'a> {
    files: &'a Files,
    prefix: &'a str,
    masked: Vec<(FileId, String)>,
}

/// The texts in which a token was written, with stars in its place: a report may be sent on.
fn masked(problems: &Problems, files: &Files) -> Vec<(FileId, String)> {
    let mut all: Vec<(FileId, String)> = Vec::new();
    for problem in problems.iter().filter(|problem| problem.kind == Kind::LiteralSecret) {
        let at = problem.at;
        if !all.iter().any(|(file, _)| *file == at.file) {
            all.push((at.file, files.text(at.file).to_owned()));
        }
        for (_, text) in all.iter_mut().filter(|(file, _)| *file == at.file) {
            let range = at.range_in(text);
            text.replace_range(range.clone(), &"*".repeat(range.len()));
        }
    }
    all
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
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Also<'a> {
    label: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

impl<'a> Page<'a> {
    fn framed(&self, problem: &Problem, renderer: &Renderer) -> String {
        let level = match problem.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = level
            .primary_title(&problem.message)
            .id(problem.kind.code())
            .elements(self.snippets(problem));
        if let Some(help) = &problem.help {
            group = group.element(Level::HELP.message(help));
        }
        renderer.render(&[group]).clone()
    }

    /// One snippet if both places are in one file, else one each; none for the folder as a whole.
    fn snippets<'p>(&'p self, problem: &'p Problem) -> Vec<Snippet<'p, annotate_snippets::Annotation<'p>>> {
        let mut all = Vec::new();
        if let Some(main) = self.snippet(problem.at) {
            all.push(main.annotation(self.mark(AnnotationKind::Primary, problem.at, &problem.label)));
        }
        let Some((at, label)) = &problem.also else { return all };
        let second = self.mark(AnnotationKind::Context, *at, label);
        match all.pop() {
            Some(main) if at.file == problem.at.file => all.push(main.annotation(second)),
            main => {
                all.extend(main);
                all.extend(self.snippet(*at).map(|snippet| snippet.annotation(second)));
            }
        }
        all
    }

    fn snippet(&self, at: Span) -> Option<Snippet<'_, annotate_snippets::Annotation<'_>>> {
        let known = at.file != FileId::FOLDER;
        known.then(|| Snippet::source(self.text(at.file)).path(self.name(at)))
    }

    fn mark<'p>(&self, kind: AnnotationKind, at: Span, label: &'p str) -> annotate_snippets::Annotation<'p> {
        kind.span(at.range_in(self.files.text(at.file))).label(label)
    }

    fn text(&self, file: FileId) -> &str {
        let masked = self.masked.iter().find(|(own, _)| *own == file);
        masked.map_or_else(|| self.files.text(file), |(_, text)| text)
    }

    fn name(&self, at: Span) -> String {
        format!("{}{}", self.prefix, self.files.name(at.file))
    }

    fn one_line(&self, problem: &Problem) -> String {
        let (line, column) = line_and_column(self.files.text(problem.at.file), problem.at.start as usize);
        let place = match problem.at.file {
            FileId::FOLDER if self.prefix.is_empty() => String::new(),
            FileId::FOLDER => format!("{}: ", self.prefix.trim_end_matches('/')),
            _ => format!("{}:{line}:{column}: ", self.name(problem.at)),
        };
        let help = problem
            .help
            .as_ref()
            .map(|help| format!(" ({help})"))
            .unwrap_or_default();
        format!("{place}{} [{}]{help}", problem.message, problem.kind.code()).replace('\n', " ")
    }

    fn record(&self, problem: &'a Problem) -> Record<'a> {
        Record {
            code: problem.kind.code(),
            severity: problem.severity().word(),
            message: &problem.message,
            label: &problem.label,
            help: problem.help.as_deref(),
            place: self.place(problem.at),
            also: problem.also.as_ref().map(|(at, label)| Also {
                label,
                place: self.place(*at),
            }),
        }
    }

    fn place(&self, at: Span) -> Place<'a> {
        let text = self.files.text(at.file);
        let (line, column) = line_and_column(text, at.start as usize);
        let range = at.range_in(text);
        Place {
            file: self.files.name(at.file),
            line,
            column,
            start: range.start,
            end: range.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> (Files, Problems) {
        let files = Files::from_parts(
            [("catalog.yaml", "- id: a\r\n  stok: 10\r\n- id: a\r\n".as_bytes())],
            [],
        );
        let at = |start, end| Span::new(FileId(0), start, end);
        let mut problems = Problems::default();
        problems.push(Problem::new(Kind::DuplicateId, at(27, 28), "two products are `a`").also(at(6, 7), "first"));
        problems.push(Problem::new(Kind::UnknownField, at(11, 15), "unknown setting `stok`").help("try `stock`"));
        problems.push(Problem::new(Kind::MissingFile, Span::folder(), "there is no shop.yaml"));
        problems.sort();
        (files, problems)
    }

    #[test]
    fn one_line_has_place_code_and_help() {
        let (files, problems) = sample();
        let out = render(&problems, &files, "shops/x/", Look::OneLine);
        assert_eq!(
            out.lines().collect::<Vec<_>>(),
            [
                "shops/x/catalog.yaml:2:3: unknown setting `stok` [unknown-field] (try `stock`)",
                "shops/x/catalog.yaml:3:7: two products are `a` [duplicate-id]",
                "shops/x: there is no shop.yaml [missing-file]",
                "3 errors",
            ]
        );
    }

    #[test]
    fn the_framed_form_marks_both_places() {
        let (files, problems) = sample();
        let out = render(&problems, &files, "", Look::Plain);
        assert!(
            out.contains("error[unknown-field]: unknown setting `stok`\n --> catalog.yaml:2:3"),
            "{out}"
        );
        assert!(out.contains("^ here") && out.contains("- first"), "{out}");
        assert!(!out.contains('\u{1b}') && render(&problems, &files, "", Look::Coloured).contains('\u{1b}'));
    }

    #[test]
    fn json_has_all_and_a_report_has_fifty() {
        let (files, mut problems) = sample();
        for start in 0..60 {
            problems.push(Problem::new(
                Kind::Syntax,
                Span::new(FileId(0), start, start),
                start.to_string(),
            ));
        }
        assert_eq!(json(&problems, &files).as_array().unwrap().len(), 63);
        let out = render(&problems, &files, "", Look::OneLine);
        assert!(
            out.ends_with("63 errors (the first 50 are shown, and 13 more)\n"),
            "{out}"
        );
        assert_eq!(out.lines().count(), 51);
    }

    #[test]
    fn json_counts_bytes_and_characters() {
        let (files, problems) = sample();
        let first = &json(&problems, &files)[0];
        assert_eq!((first["line"].as_u64(), first["column"].as_u64()), (Some(2), Some(3)));
        assert_eq!(first["code"], "unknown-field");
    }
}
