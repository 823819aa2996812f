//! `kiosk status`: how each shop is: what serves, what came of the last look at its files, what is still to be done.

use clap::Args;
use serde_json::{Value, json};

use super::{
    ending::{Ending, Exit, Failure},
    folders::Folders,
    output::{Output, Tone, columns},
    worlds::{self, Side},
};
use crate::{
    config::{Files, Settings},
    engine::{
        ShopStatus,
        control::{Answer, Request},
        reload::{Attempt, Outcome},
    },
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

/// All that is known of one shop.
struct Known {
    side: Option<Side>,
    shop: String,
    status: Option<ShopStatus>,
    since: Option<Timestamp>,
    attempt: Option<Attempt>,
    /// Whether the folder holds other files than those that serve.
    differs: bool,
    unfinished: Unfinished,
    zone: String,
}

pub(super) async fn run(settings: &Settings, status: &Status, out: &mut Output) -> Ending {
    let shops = gather(settings).await?;
    if shops.is_empty() {
        return Err(Failure::said(format_args!(
            "no kiosk runs on {}",
            settings.data.display()
        )));
    }
    if status.json {
        out.json(&json!({ "shops": shops.iter().map(Known::json).collect::<Vec<_>>() }))?;
    } else {
        for shop in &shops {
            out.text(&shop.words(out))?;
        }
    }
    let well = shops.iter().all(Known::is_well);
    Ok(if well { Exit::Fine } else { Exit::Failed })
}

async fn gather(settings: &Settings) -> Result<Vec<Known>, Failure> {
    let folders = Folders::new(settings);
    let mut known = Vec::new();
    let mut attempts = std::collections::BTreeMap::new();
    let readers = worlds::readers(&settings.data).await?;
    for side in Side::ALL {
        let answer = worlds::ask(&settings.data, side, &Request::Status).await?;
        let Some(Answer::Status {
            shops, attempts: all, ..
        }) = answer
        else {
            continue;
        };
        attempts.extend(all);
        for status in shops {
            let Ok(id) = ShopId::parse(&status.shop) else { continue };
            let Some((_, reader)) = readers.iter().find(|(of, _)| *of == side) else {
                continue;
            };
            let saved = reader.revisions(&id, i64::MAX).await.map_err(Failure::said)?;
            let since = saved.iter().find(|(revision, _)| revision.as_str() == status.revision);
            let on_disk = Files::read(&folders.folder(&id)).map(|files| files.hash());
            known.push(Known {
                side: Some(side),
                since: since.map(|(_, at)| *at),
                attempt: attempts.get(&id).cloned(),
                differs: on_disk.is_ok_and(|hash| hash != status.revision),
                unfinished: reader.unfinished(&id).await.map_err(Failure::said)?,
                zone: folders.timezone(&id),
                shop: status.shop.clone(),
                status: Some(status),
            });
        }
    }
    let runs = |id: &ShopId| known.iter().any(|shop| shop.shop == id.as_str());
    let idle: Vec<_> = attempts.into_iter().filter(|(id, _)| !runs(id)).collect();
    known.extend(idle.into_iter().map(|(id, attempt)| Known {
        side: None,
        status: None,
        since: None,
        attempt: Some(attempt),
        differs: false,
        unfinished: Unfinished::default(),
        zone: folders.timezone(&id),
        shop: id.to_string(),
    }));
    Ok(known)
}

impl Known {
    fn trouble(&self) -> Option<&str> {
        self.status.as_ref()?.trouble.as_deref()
    }

    fn is_well(&self) -> bool {
        let good = self.attempt.as_ref().is_none_or(|attempt| attempt.outcome.is_good());
        self.status.is_some() && self.trouble().is_none() && good && !self.differs
    }

    fn words(&self, out: &Output) -> String {
        let at = |moment: Timestamp| moment.local(&self.zone);
        let world = self.side.map_or("does not run", Side::word);
        let head = format!("{}  {world}", out.paint(Tone::Strong, &self.shop));
        let mut rows = Vec::new();
        let mut row = |what: &str, said: String| rows.push(vec![what.to_owned(), said]);
        if let Some(status) = &self.status {
            let since = self.since.map(|since| format!(", since {}", at(since)));
            row(
                "serves",
                format!("revision {}{}", status.revision, since.unwrap_or_default()),
            );
            let seen = status.caught_up.map_or("not yet".into(), at);
            row("updates seen", seen);
            let Unfinished {
                open,
                held,
                updates,
                messages,
            } = self.unfinished;
            let todo =
                format!("{open} unpaid, {held} being paid; {updates} updates to handle, {messages} messages to send");
            row("to be done", todo);
        }
        if let Some(Attempt { at: when, outcome }) = &self.attempt {
            row("files", format!("{}, looked at {}", said(outcome), at(*when)));
        }
        if self.differs {
            row(
                "folder",
                out.paint(Tone::Warn, "holds other files than those that serve"),
            );
        }
        if let Some(trouble) = self.trouble() {
            row("trouble", out.paint(Tone::Bad, trouble));
        }
        format!("{head}\n{}", columns(&rows, "  "))
    }

    fn json(&self) -> Value {
        json!({
            "shop": self.shop,
            "world": self.side.map(Side::word),
            "revision": self.status.as_ref().map(|status| &status.revision),
            "since": self.since,
            "updates_seen": self.status.as_ref().and_then(|status| status.caught_up),
            "last_attempt": self.attempt,
            "folder_differs": self.differs,
            "trouble": self.trouble(),
            "unpaid": self.unfinished.open,
            "being_paid": self.unfinished.held,
            "updates_to_handle": self.unfinished.updates,
            "messages_to_send": self.unfinished.messages,
        })
    }
}

/// What came of an attempt, in a few words.
fn said(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Served => "served".into(),
        Outcome::Wrong { report } => {
            let first = report.lines().next().unwrap_or_default();
            format!("have errors ({first} …)")
        }
        Outcome::Held { revision, reasons } => {
            format!("held back, --accept {revision} takes them: {}", reasons.join("; "))
        }
        Outcome::RolledBack => "set aside by a rollback until they change again".into(),
        Outcome::Closing => "gone; the shop ends when nothing is left to be done".into(),
    }
}
