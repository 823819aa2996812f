//! What is said to a shop's author: one problem, with its place, its reason and a way out; and the collection of all.
//! Nothing here is shown to a customer (`order` has refusals) or to the operator (faults). `report` renders it.

use std::collections::{HashMap, HashSet};

use super::files::Files;
use super::kinds::{Kind, Severity};
use super::place::{FileId, LineStarts, Span};

/// Problems that a person can take in at once; the rest is counted.
pub const SHOWN_MAX: usize = 50;
/// So many problems are kept with their words; what comes after them is counted. A file that is full of mistakes has one
/// cause, and must not cost the memory of a whole shop.
const KEPT_MAX: usize = 1_000;
/// Values of the author's are quoted in sentences; nobody reads more of one than this, in bytes.
const WORDS_MAX: usize = 400;

/// One thing to put right, in the author's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub kind: Kind,
    pub at: Span,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// A few words under the marked place.
    pub label: String,
    /// A second place that explains the first.
    pub also: Option<(Span, String)>,
    /// What to write instead.
    pub help: Option<String>,
}

impl Problem {
    pub(crate) fn new(kind: Kind, at: Span, message: impl Into<String>) -> Problem {
        Problem {
            kind,
            at,
            message: short(message.into()),
            label: "here".to_owned(),
            also: None,
            help: None,
        }
    }

    pub(crate) fn label(self, label: impl Into<String>) -> Problem {
        Problem {
            label: short(label.into()),
            ..self
        }
    }

    pub(crate) fn also(self, at: Span, label: impl Into<String>) -> Problem {
        Problem {
            also: Some((at, label.into())),
            ..self
        }
    }

    /// The same, where there is such a place.
    pub(crate) fn also_at(self, at: Option<Span>, label: &str) -> Problem {
        match at {
            Some(at) => self.also(at, label),
            None => self,
        }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Problem {
        Problem {
            help: Some(short(help.into())),
            ..self
        }
    }

    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }
}

/// Cut off in the middle, so that both ends of the sentence stay.
fn short(text: String) -> String {
    if text.len() <= WORDS_MAX {
        return text;
    }
    let (head, tail) = (
        text.floor_char_boundary(WORDS_MAX / 2),
        text.ceil_char_boundary(text.len() - WORDS_MAX / 2),
    );
    format!("{} … {}", &text[..head], &text[tail..])
}

/// All problems of a shop, in the order of their places once `load` hands them out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    kept: Vec<Problem>,
    /// So many are kept at most.
    room: usize,
    /// How many came when there was no room left.
    more_errors: usize,
    more_warnings: usize,
}

impl Default for Problems {
    fn default() -> Problems {
        Problems {
            kept: Vec::new(),
            room: KEPT_MAX,
            more_errors: 0,
            more_warnings: 0,
        }
    }
}

impl Problems {
    /// None yet, with as much room as is left here.
    pub(crate) fn apart(&self) -> Problems {
        Problems {
            room: self.room.saturating_sub(self.kept.len()),
            ..Problems::default()
        }
    }

    /// Past [`KEPT_MAX`] it is only counted.
    pub(crate) fn push(&mut self, problem: Problem) {
        if !self.is_full() {
            return self.kept.push(problem);
        }
        match problem.severity() {
            Severity::Error => self.more_errors += 1,
            Severity::Warning => self.more_warnings += 1,
        }
    }

    /// Whether another one would only be counted; then its words need not be found.
    pub(crate) fn is_full(&self) -> bool {
        self.kept.len() >= self.room
    }

    pub(crate) fn append(&mut self, others: Problems) {
        self.more_errors += others.more_errors;
        self.more_warnings += others.more_warnings;
        others.kept.into_iter().for_each(|problem| self.push(problem));
    }

    /// By file, then by place; one and the same sentence at one place is said once.
    pub(crate) fn sort(&mut self) {
        self.kept.sort_by_key(|problem| (problem.at, problem.kind));
        self.kept
            .dedup_by(|a, b| a.at == b.at && a.kind == b.kind && a.message == b.message);
    }

    /// Without those wrong forms, empty values and unknown names that a cause on the same line of `text` explains.
    pub(crate) fn without_follow_ups(mut self, causes: &Problems, text: &str) -> Problems {
        if causes.is_empty() {
            return self;
        }
        let lines = LineStarts::of(text);
        let line = |problem: &Problem| lines.line(problem.at.start as usize);
        let explained: HashSet<usize> = causes.iter().map(line).collect();
        self.kept.retain(|found| {
            !matches!(found.kind, Kind::WrongType | Kind::EmptyValue | Kind::UnknownField)
                || !explained.contains(&line(found))
        });
        self
    }

    /// A character that nobody sees, or one that is missing, spoils the values around it, as do lines that stand in the
    /// wrong column: of that line nothing else is said.
    pub(crate) fn without_echoes(&mut self, files: &Files) {
        const CAUSES: [Kind; 5] = [
            Kind::BadIndent,
            Kind::InvisibleCharacter,
            Kind::MissingSpace,
            Kind::CommaInText,
            Kind::NoColon,
        ];
        let is_cause = |problem: &Problem| CAUSES.contains(&problem.kind);
        let mut spoilt: HashMap<FileId, (LineStarts, HashSet<usize>)> = HashMap::new();
        for problem in self.kept.iter().filter(|problem| is_cause(problem)) {
            let (lines, found) = spoilt
                .entry(problem.at.file)
                .or_insert_with(|| (LineStarts::of(files.text(problem.at.file)), HashSet::new()));
            found.insert(lines.line(problem.at.start as usize));
        }
        self.kept.retain(|problem| {
            let of_file = spoilt.get(&problem.at.file);
            let echo = of_file.is_some_and(|(lines, found)| found.contains(&lines.line(problem.at.start as usize)));
            !echo || is_cause(problem)
        });
    }

    /// Those that were kept with their words.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.kept.iter()
    }

    pub fn len(&self) -> usize {
        self.kept.len() + self.more_errors + self.more_warnings
    }

    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    pub fn errors(&self) -> usize {
        let kept = self.iter().filter(|problem| problem.severity() == Severity::Error);
        kept.count() + self.more_errors
    }

    pub fn warnings(&self) -> usize {
        self.len() - self.errors()
    }

    /// Errors keep a shop from opening; warnings do not.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
