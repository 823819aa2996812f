//! From folders to reports: which files hold conversations, each read, played in a world of its own, and reported.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{
    compile, load,
    play::{self, Played},
    report::{Outcome, Report},
    script::{Conversation, Does, Without},
};
use crate::{
    config::{self, FileId, Files, Look, Span, line_and_column},
    rules::Reached,
};

/// Plays a shop's own conversations, its `tests/*.yaml`; with a filter, those whose file or name holds it.
pub async fn run(shop_folder: &Path, filter: Option<&str>) -> Vec<Report> {
    let tests = shop_folder.join("tests");
    play_all(shop_folder, &tests, "tests/", filter).await
}

/// Plays the conversations of another folder against a shop.
pub async fn run_conversations(shop_folder: &Path, conversations: &Path, filter: Option<&str>) -> Vec<Report> {
    play_all(shop_folder, conversations, "", filter).await
}

/// Whether one of these conversations, all of which passed, goes another way without a rule or policy that it came to.
pub async fn is_missed(shop_folder: &Path, without: &Without, reports: &[Report]) -> bool {
    let tests = shop_folder.join("tests");
    let (Ok((_, revision)), Ok(files)) = (load::load(shop_folder), read(&tests, "tests/")) else {
        return false;
    };
    let came_to = |report: &&Report| match without {
        Without::Rule(rule) => report.reached.asked.contains(rule),
        Without::Policy(policy) => report.refused_by.contains(policy),
    };
    for report in reports.iter().filter(came_to) {
        let file = files.find(&report.file);
        let script = file.and_then(|file| Some((file, compile::conversation(&files, file, &revision.shop).ok()?)));
        let Some((file, mut script)) = script else { continue };
        script.given.without = Some(without.clone());
        if !one(shop_folder, &tests, &files, file, Ok(script)).await.has_passed() {
            return true;
        }
    }
    false
}

async fn play_all(shop_folder: &Path, beside: &Path, prefix: &str, filter: Option<&str>) -> Vec<Report> {
    let shop = match load::load(shop_folder) {
        Ok((_, revision)) => revision.shop,
        Err(problems) => return vec![unreadable(&shop_folder.display().to_string(), problems)],
    };
    let files = match read(beside, prefix) {
        Ok(files) => files,
        Err(why) => return vec![unreadable(&beside.display().to_string(), why)],
    };
    let mut reports = Vec::new();
    for file in files.ids() {
        let name = files.name(file);
        let script = compile::conversation(&files, file, &shop);
        let title = script.as_ref().map_or(name, |script| script.name.as_str());
        let wanted = filter.is_none_or(|filter| name.contains(filter) || title.contains(filter));
        if wanted {
            reports.push(one(shop_folder, beside, &files, file, script).await);
        }
    }
    reports
}

/// Every YAML file of a folder, in name order.
fn read(folder: &Path, prefix: &str) -> Result<Files, String> {
    let cannot = |error: std::io::Error| format!("`{}` cannot be read: {error}", folder.display());
    if !folder.is_dir() {
        return Ok(Files::default());
    }
    let mut texts: Vec<(String, Vec<u8>)> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        let path: PathBuf = entry.map_err(cannot)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_file() && path.extension().is_some_and(|end| end == "yaml") && !name.starts_with('.') {
            texts.push((format!("{prefix}{name}"), std::fs::read(&path).map_err(cannot)?));
        }
    }
    Ok(Files::from_parts(texts, []))
}

async fn one(
    shop_folder: &Path,
    beside: &Path,
    files: &Files,
    file: FileId,
    script: Result<Conversation, config::Problems>,
) -> Report {
    let script = match script {
        Ok(script) => script,
        Err(problems) => {
            let problems = config::render(&problems, files, "", Look::Plain);
            return unreadable(files.name(file), problems);
        }
    };
    let mut report = Report {
        file: files.name(file).into(),
        name: script.name.clone(),
        covers: script.covers.clone(),
        looks_into_books: script.talk.iter().any(|step| matches!(step.does, Does::Books(_))),
        outcome: Outcome::Unreadable {
            problems: String::new(),
        },
        reached: Reached::default(),
        refused_by: BTreeSet::new(),
    };
    let top = Span { file, start: 0, end: 0 };
    report.outcome = match play::play(shop_folder, beside, script, top).await {
        Ok(played) => {
            let outcome = passed(&played);
            report.reached = played.reached;
            report.refused_by = played.refused_by;
            outcome
        }
        Err(derailed) => Outcome::Failed {
            place: place(files, derailed.at),
            expected: derailed.expected,
            instead: derailed.instead,
        },
    };
    report
}

fn passed(played: &Played) -> Outcome {
    Outcome::Passed {
        steps: played.steps,
        virtual_time: played.virtual_time,
        requests: played.requests,
    }
}

fn unreadable(file: &str, problems: String) -> Report {
    Report {
        file: file.into(),
        name: file.into(),
        covers: Vec::new(),
        looks_into_books: false,
        outcome: Outcome::Unreadable { problems },
        reached: Reached::default(),
        refused_by: BTreeSet::new(),
    }
}

/// `tests/last-loaf.yaml:14:12`
fn place(files: &Files, at: Span) -> String {
    let start = usize::try_from(at.start).unwrap_or(0);
    let (line, column) = line_and_column(files.text(at.file), start);
    format!("{}:{line}:{column}", files.name(at.file))
}
