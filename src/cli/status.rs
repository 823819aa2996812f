//! `kiosk status`: how each shop is: what serves, what came of the last look at its files, what is still to be done.

use clap::Args;
use serde_json::json;

use super::{
    ending::{Ending, Exit, Failure},
    folders::Folders,
    output::{Output, Tone, columns},
    worlds,
};
use crate::{
    config::Settings,
    engine::{ShopStatus, WorldName, reload::Outcome},
    ids::ShopId,
    store::Unfinished,
    time::Timestamp,
};

/// Shows what runs, since when, and what is still to be done
///
/// Exit code 1 where a shop has trouble, or its files are not what serves.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk status
  kiosk status --json")]
pub(super) struct Status {
    /// Print a JSON document
    #[arg(long)]
    json: bool,
}

/// One shop, and where its clock hangs.
struct Known {
    status: ShopStatus,
    zone: String,
}

pub(super) async fn run(settings: &Settings, status: &Status, out: &mut Output) -> Ending {
    let Some(report) = worlds::report(&settings.data)
        .await?
        .filter(|report| !report.shops.is_empty())
    else {
        return Err(Failure::said(format_args!(
            "no kiosk runs on {}",
            settings.data.display()
        )));
    };
    let well = report.shops.iter().all(is_well);
    if status.json {
        out.json(&json!(report))?;
    } else {
        let folders = Folders::new(settings);
        for status in report.shops {
            let id = ShopId::parse(&status.shop);
            let zone = id.map_or_else(|_| "UTC".into(), |id| folders.timezone(&id));
            out.text(&Known { status, zone }.words(out))?;
        }
    }
    Ok(if well { Exit::Fine } else { Exit::Failed })
}

/// Whether it serves its customers, by what its files say.
fn is_well(status: &ShopStatus) -> bool {
    let attempt = status.last_attempt.as_ref();
    let good = attempt.is_none_or(|attempt| attempt.outcome.is_good());
    status.world.is_some() && status.trouble.is_none() && good && !status.folder_differs
}

impl Known {
    fn words(&self, out: &Output) -> String {
        let at = |moment: Timestamp| moment.local(&self.zone);
        let status = &self.status;
        let world = status.world.map_or("does not run", WorldName::word);
        let head = format!("{}  {world}", out.paint(Tone::Strong, &status.shop));
        let mut rows = Vec::new();
        let mut row = |what: &str, said: String| rows.push(vec![what.to_owned(), said]);
        if let Some(revision) = &status.revision {
            let since = status.since.map(|since| format!(", since {}", at(since)));
            row("serves", format!("revision {revision}{}", since.unwrap_or_default()));
            row("updates seen", status.updates_seen.map_or("not yet".into(), at));
            let Unfinished {
                open,
                held,
                updates,
                messages,
            } = status.to_do;
            let todo =
                format!("{open} unpaid, {held} being paid; {updates} updates to handle, {messages} messages to send");
            row("to be done", todo);
        }
        if let Some(attempt) = &status.last_attempt {
            let said = said(&attempt.outcome);
            row("files", format!("{said}, looked at {}", at(attempt.at)));
        }
        if status.folder_differs {
            row(
                "folder",
                out.paint(Tone::Warn, "holds other files than those that serve"),
            );
        }
        if let Some(trouble) = &status.trouble {
            row("trouble", out.paint(Tone::Bad, trouble));
        }
        format!("{head}\n{}", columns(&rows, "  "))
    }
}

/// What came of an attempt, in a few words.
fn said(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Served => "served".into(),
        Outcome::Wrong { report } => {
            let mut lines = report.lines();
            // Warnings stand among the errors, and keep nothing from serving.
            let error = lines.find(|line| line.starts_with("error"));
            let first = error.or(report.lines().next()).unwrap_or_default();
            format!("have errors ({first} …)")
        }
        Outcome::Held { revision, reasons } => {
            format!("held back, --accept {revision} takes them: {}", reasons.join("; "))
        }
        Outcome::RolledBack => "set aside by a rollback until they change again".into(),
        Outcome::Closing => "gone; the shop ends when nothing is left to be done".into(),
    }
}
