//! The framed form: the marked line with its reason and its cure, as compilers show it.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::super::files::Files;
use super::super::kinds::{Kind, Severity};
use super::super::place::{FileId, Span};
use super::super::problem::{Problem, Problems, SHOWN_MAX};
use super::Look;

pub(super) fn frames(problems: &Problems, files: &Files, prefix: &str, look: Look) -> Vec<String> {
    let page = Page {
        files,
        prefix,
        masked: masked(problems, files),
    };
    let renderer = match look {
        Look::Plain => Renderer::plain(),
        Look::Coloured => Renderer::styled(),
    };
    let shown = problems.iter().take(SHOWN_MAX);
    shown.map(|problem| page.framed(problem, &renderer)).collect()
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

impl Page<'_> {
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
}
