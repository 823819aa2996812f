//! One line a problem: for editors and scripts with file, line and column, for a chat in fewer words.

use super::super::files::Files;
use super::super::kinds::Severity;
use super::super::place::FileId;
use super::super::problem::{Problem, Problems};
use super::places::Places;

/// `shops/x/catalog.yaml:18:3: error[unknown-field]: there is no setting `stok` here (did you mean `stock`?)`, all of them.
/// What concerns the folder as a whole has the folder's name and `1:1`. `prefix` stands before file names.
pub fn lines(problems: &Problems, files: &Files, prefix: &str) -> Vec<String> {
    let places = Places::of(problems, files);
    let line = |problem: &Problem| {
        let place = |at| {
            let (line, column) = places.start(at);
            let folder = prefix.trim_end_matches('/');
            match at.file {
                FileId::FOLDER if folder.is_empty() => format!(".:{line}:{column}"),
                FileId::FOLDER => format!("{folder}:{line}:{column}"),
                file => format!("{prefix}{}:{line}:{column}", files.name(file)),
            }
        };
        let also = problem.also.as_ref();
        let also = also.map_or_else(String::new, |(at, label)| format!("; {label}: {}", place(*at)));
        let help = problem.help.as_ref();
        let help = help.map_or_else(String::new, |help| format!(" ({help})"));
        let (word, code) = (problem.severity().word(), problem.kind.code());
        one_line(&format!(
            "{}: {word}[{code}]: {}{also}{help}",
            place(problem.at),
            problem.message
        ))
    };
    problems.iter().map(line).collect()
}

/// `catalog.yaml, line 18: there is no setting `stok` here; did you mean `stock`?`: the errors alone, since they keep a shop's
/// new files from serving.
pub fn chat(problems: &Problems, files: &Files) -> Vec<String> {
    let places = Places::of(problems, files);
    let errors = problems.iter().filter(|problem| problem.severity() == Severity::Error);
    let line = |problem: &Problem| {
        let place = match problem.at.file {
            FileId::FOLDER => String::new(),
            file => format!("{}, line {}: ", files.name(file), places.start(problem.at).0),
        };
        let help = problem.help.as_ref();
        let help = help.map_or_else(String::new, |help| format!("; {help}"));
        one_line(&format!("{place}{}{help}", problem.message))
    };
    errors.map(line).collect()
}

/// Names and values of the author's may hold what ends a line.
fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}', " ")
}
