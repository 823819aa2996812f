//! `kiosk test`: asks a shop's rules what their tests say, and plays its conversations in virtual time, against the real
//! engine and a sandbox of their own.

mod document;
mod junit;
mod rules;

use std::path::PathBuf;

use clap::Args;

use super::{
    ending::{Ending, Exit, Failure},
    output::{Output, Tone, count},
    place,
};
use crate::{
    config::Settings,
    rehearsal::{self, Report},
};

/// Tests a shop's rules, and plays the conversations in its tests folder
///
/// Tests of rules stand beside them, in rules/NAME.test.yaml; each asks one script about one order. Conversations are
/// played on a database of their own, in virtual time: nothing of the shop that runs is touched. For what fails, the
/// place of the first line that differs is shown, and what came instead.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk test bakery
  kiosk test bakery --filter loaf
  kiosk test bakery --coverage --mutate
  kiosk test bakery --junit report.xml
  kiosk test examples/options --json")]
pub(super) struct Test {
    /// A shop by name, or its folder
    shop: String,
    /// Only tests and conversations whose name or file holds this text
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Also list every no of a rule or policy that no test or conversation reaches, and every rule that none passes; fail
    /// if there is one
    #[arg(long)]
    coverage: bool,
    /// Also take rules and policies away one by one, and fail if no test or conversation misses one
    #[arg(long)]
    mutate: bool,
    /// Print a JSON document
    #[arg(long)]
    json: bool,
    /// Also write the results into a file, as XML that build servers read
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

/// Everything that was found out.
struct Found {
    rules: rules::Found,
    /// `None` where a rule's test failed: such a shop does not open, so nothing can be played in it.
    conversations: Option<Vec<Report>>,
}

pub(super) async fn run(settings: &Settings, test: &Test, out: &mut Output) -> Ending {
    let folder = place::shop_folder(settings, &test.shop)?;
    let filter = test.filter.as_deref();
    let mut rules = rules::look(&folder, filter);
    let conversations = if rules.all_hold {
        Some(rehearsal::run(&folder, filter).await)
    } else {
        None
    };
    let played = conversations.as_deref().unwrap_or_default();
    if test.coverage {
        rules.cover(&folder, played);
    }
    if test.mutate {
        rules.mutate(&folder, played).await;
    }
    let found = Found { rules, conversations };
    if found.is_empty() {
        return Err(nothing(test, &folder));
    }
    if let Some(file) = &test.junit {
        let written = std::fs::write(file, junit::document(&test.shop, &found));
        written.map_err(|error| Failure::said(format_args!("cannot write {}: {error}", file.display())))?;
    }
    if test.json {
        out.json(&document::document(&found))?;
    } else {
        tell(out, &found)?;
    }
    Ok(if found.is_good() { Exit::Fine } else { Exit::Failed })
}

impl Found {
    fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.conversations.as_ref().is_some_and(Vec::is_empty)
    }

    fn is_good(&self) -> bool {
        let played = self.conversations.as_ref();
        self.rules.is_good() && played.is_some_and(|reports| reports.iter().all(Report::has_passed))
    }
}

fn nothing(test: &Test, folder: &std::path::Path) -> Failure {
    let named = test.filter.as_ref();
    let named = named
        .map(|text| format!(" with “{text}” in its name"))
        .unwrap_or_default();
    Failure::said(format_args!(
        "{} has nothing to test{named}: conversations are YAML files in {}, tests of rules are beside them, in {}",
        test.shop,
        folder.join("tests").display(),
        folder.join("rules/NAME.test.yaml").display()
    ))
}

fn tell(out: &mut Output, found: &Found) -> Result<(), Failure> {
    for report in &found.rules.reports {
        one(out, report.passed, &report.to_string())?;
    }
    for report in found.conversations.iter().flatten() {
        one(out, report.has_passed(), &report.to_string())?;
    }
    for words in found.rules.shortcomings() {
        out.line(&out.paint(Tone::Bad, &words))?;
    }
    let mut parts = Vec::new();
    if !found.rules.reports.is_empty() {
        let failed = found.rules.reports.iter().filter(|report| !report.passed).count();
        parts.push(format!(
            "{}, {failed} failed",
            count(found.rules.reports.len(), "rule test")
        ));
    }
    match &found.conversations {
        Some(reports) if reports.is_empty() => {}
        Some(_) if found.rules.unread => parts.push("nothing is tested while the files are wrong".to_owned()),
        Some(reports) => {
            let failed = reports.iter().filter(|report| !report.has_passed()).count();
            parts.push(format!("{}, {failed} failed", count(reports.len(), "conversation")));
        }
        None => parts.push("conversations are not played while a test of a rule fails".to_owned()),
    }
    let tone = if found.is_good() { Tone::Good } else { Tone::Bad };
    Ok(out.line(&out.paint(tone, &parts.join("; ")))?)
}

fn one(out: &mut Output, passed: bool, words: &str) -> Result<(), Failure> {
    let (first, rest) = words.split_once('\n').unwrap_or((words, ""));
    let tone = if passed { Tone::Good } else { Tone::Bad };
    out.line(&out.paint(tone, first))?;
    if !rest.is_empty() {
        out.line(rest)?;
    }
    Ok(())
}
