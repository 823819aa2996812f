//! `kiosk test`: plays a shop's own conversations, in virtual time, against the real engine and a sandbox of their own.

use clap::Args;
use serde_json::{Value, json};

use super::{
    ending::{Ending, Exit, Failure},
    output::{Output, Tone, count},
    place,
};
use crate::{
    config::Settings,
    rehearsal::{self, Outcome, Report},
};

/// Plays the conversations in a shop's tests folder
///
/// Each is played on a database of its own, in virtual time: nothing of the shop that runs is touched. For one that
/// fails, the place of the first line that differs is shown, and what was said instead.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk test bakery
  kiosk test bakery --filter loaf
  kiosk test examples/options --json")]
pub(super) struct Test {
    /// A shop by name, or its folder
    shop: String,
    /// Only conversations whose name or file holds this text
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Print a JSON document
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(settings: &Settings, test: &Test, out: &mut Output) -> Ending {
    let folder = place::shop_folder(settings, &test.shop)?;
    let reports = rehearsal::run(&folder, test.filter.as_deref()).await;
    if reports.is_empty() {
        return Err(Failure::said(format_args!(
            "{} has no conversations to play{}; they are YAML files in {}",
            test.shop,
            test.filter
                .as_ref()
                .map(|text| format!(" with “{text}” in their name"))
                .unwrap_or_default(),
            folder.join("tests").display()
        )));
    }
    if test.json {
        out.json(&document(&reports))?;
    } else {
        tell(out, &reports)?;
    }
    Ok(if reports.iter().all(Report::has_passed) {
        Exit::Fine
    } else {
        Exit::Failed
    })
}

fn tell(out: &mut Output, reports: &[Report]) -> Result<(), Failure> {
    for report in reports {
        let words = report.to_string();
        let (first, rest) = words.split_once('\n').unwrap_or((&words, ""));
        let tone = if report.has_passed() { Tone::Good } else { Tone::Bad };
        out.line(&out.paint(tone, first))?;
        if !rest.is_empty() {
            out.line(rest)?;
        }
    }
    let failed = reports.iter().filter(|report| !report.has_passed()).count();
    let tone = if failed == 0 { Tone::Good } else { Tone::Bad };
    let line = format!("{}, {failed} failed", count(reports.len(), "conversation"));
    Ok(out.line(&out.paint(tone, &line))?)
}

fn document(reports: &[Report]) -> Value {
    let failed = reports.iter().filter(|report| !report.has_passed()).count();
    json!({"conversations": reports.iter().map(record).collect::<Vec<_>>(), "failed": failed})
}

fn record(report: &Report) -> Value {
    let outcome = match &report.outcome {
        Outcome::Passed {
            steps,
            virtual_time,
            requests,
        } => json!({
            "passed": true,
            "steps": steps,
            "virtual_seconds": virtual_time.as_secs(),
            "requests": requests,
        }),
        Outcome::Failed {
            place,
            expected,
            instead,
        } => json!({
            "passed": false,
            "place": place,
            "expected": expected,
            "instead": instead,
        }),
        Outcome::Unreadable { problems } => json!({"passed": false, "problems": problems}),
    };
    json!({"file": report.file, "name": report.name, "outcome": outcome})
}
