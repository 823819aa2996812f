//! `kiosk rules replay`: asks the rules as they are on the disk what they would have said. It only reads.

use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use super::again::{Again, Change, Replayed};
use crate::{
    cli::{
        ending::{Ending, Exit, Failure},
        output::{Output, Tone, columns, count},
        place, reasons,
    },
    config::{Look, Secrets, Settings, load_untested, render},
    rules::{Reply, Said},
    shop::Shop,
    time::{Clock as _, SystemClock, Timestamp},
};

/// Asks edited rules about what customers wanted, and shows what would change
///
/// The rules are those on the disk, saved or not yet taken up; the questions are those that customers caused, each as it
/// was, with what the customer had bought by then. Nothing is changed and nobody hears of it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk rules replay bakery
  kiosk rules replay bakery --since 7d
  kiosk rules replay bakery --since 2026-11-01 --json")]
pub(super) struct Replay {
    /// A shop by name, or its folder
    shop: String,
    /// Only what was asked since that day (`2026-11-01`), or in the last so many days (`7d`)
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,
    /// Print a JSON document
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(settings: &Settings, replay: &Replay, out: &mut Output) -> Ending {
    let folder = place::shop_folder(settings, &replay.shop)?;
    let loaded = load_untested(&folder, Secrets::Unread);
    let Some(shop) = loaded.shop else {
        let report = render(&loaded.problems, &loaded.files, "", Look::Plain);
        return Err(Failure::Config(report));
    };
    let since = replay.since.as_deref().map(|text| moment(text, &shop)).transpose()?;
    let replayed = Replayed::of(settings, &shop, since.unwrap_or(Timestamp(0))).await?;
    if replay.json {
        out.json(&document(&replayed, since))?;
    } else {
        tell(&replayed, since, &shop, out)?;
    }
    let failed = replayed.all.iter().any(|again| !again.now.failed.is_empty());
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}

/// `7d`, or a day in the shop's zone.
fn moment(text: &str, shop: &Shop) -> Result<Timestamp, Failure> {
    let days = text.strip_suffix('d').and_then(|days| days.parse::<u32>().ok());
    let ago = days.map(|days| Duration::from_hours(u64::from(days) * 24));
    let since = match ago {
        Some(ago) => Some(SystemClock::default().now().minus(ago)),
        None => Timestamp::of_local(text, "00:00", &shop.timezone),
    };
    since.ok_or_else(|| {
        Failure::Usage(format!(
            "`{text}` is no time to begin at: write a day, such as 2026-11-01, or how long ago, such as 7d"
        ))
    })
}

fn tell(replayed: &Replayed, since: Option<Timestamp>, shop: &Shop, out: &mut Output) -> Result<(), Failure> {
    let zone = &shop.timezone;
    let since = since.map_or_else(
        || "what is kept".to_owned(),
        |since| format!("what was asked since {}", since.local(zone)),
    );
    if replayed.all.is_empty() {
        out.line(&format!(
            "nothing to ask again: in {since}, no rule of {} was asked",
            shop.id
        ))?;
        return unkept(replayed, out);
    }
    let mut asked = vec![count(replayed.orders(), "order")];
    if replayed.without_order() > 0 {
        asked.push(format!(
            "{} without an order",
            count(replayed.without_order(), "refusal")
        ));
    }
    out.line(&format!("{} asked again, of {since}", asked.join(" and ")))?;
    let changes = Change::ALL.map(|change| (change, replayed.changed(change)));
    let troubles = replayed.troubles();
    for (change, changed) in changes.iter().filter(|(_, changed)| !changed.is_empty()) {
        out.line(&out.paint(Tone::Strong, &heading(replayed, *change, changed)))?;
        let rows: Vec<Vec<String>> = changed.iter().map(|again| row(again, zone)).collect();
        out.text(&columns(&rows, "  "))?;
    }
    for trouble in &troubles {
        let (times, first) = (count(trouble.times, "time"), &trouble.first);
        out.line(&out.paint(Tone::Bad, &format!("a rule fails {times}, first for {first}:")))?;
        out.line(&format!("  {}", trouble.problem.replace('\n', "\n  ")))?;
    }
    if troubles.is_empty() && changes.iter().all(|(_, changed)| changed.is_empty()) {
        out.line(&out.paint(Tone::Good, "nothing would change"))?;
    }
    unkept(replayed, out)
}

fn unkept(replayed: &Replayed, out: &mut Output) -> Result<(), Failure> {
    if replayed.unkept > 0 {
        let questions = count(replayed.unkept, "question");
        out.line(&format!(
            "not asked again: {questions} about customers whose history was too long to be kept"
        ))?;
    }
    Ok(())
}

/// `3 of 210 orders would now be refused:`
fn heading(replayed: &Replayed, change: Change, changed: &[&Again]) -> String {
    let orders = changed.iter().filter(|again| again.reason.order.is_some()).count();
    let mut who = Vec::new();
    if orders > 0 {
        who.push(format!("{orders} of {}", count(replayed.orders(), "order")));
    }
    if changed.len() > orders {
        let refusals = count(changed.len() - orders, "refusal");
        who.push(format!("{refusals} without an order"));
    }
    let end = match change {
        Change::Refused => "would now be refused",
        Change::Allowed => "would now be allowed",
        Change::OtherNo => "would be refused in other words or by another rule",
    };
    format!("{} {end}:", who.join(" and "))
}

fn row(again: &Again, zone: &str) -> Vec<String> {
    let (before, now) = again.decisive();
    let words = |said: Option<&Said>| said.map_or_else(|| "yes".to_owned(), no);
    vec![
        again.name(),
        again.reason.at.local(zone),
        reasons::when(again.reason.paying).to_owned(),
        format!("{} → {}", words(before), words(now)),
    ]
}

/// A no with its rule and place.
fn no(said: &Said) -> String {
    let at = place_of(said).map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
    let script = reasons::script(&said.rule);
    format!("{} ({}, {script}{at})", reasons::answer(&said.answer), said.rule)
}

fn place_of(said: &Said) -> Option<(usize, usize)> {
    match said.answer {
        Reply::Deny { at, .. } => at,
        _ => None,
    }
}

fn document(replayed: &Replayed, since: Option<Timestamp>) -> Value {
    let of = |change| -> Value { replayed.changed(change).into_iter().map(record).collect() };
    let troubles = replayed.troubles().into_iter();
    let troubles =
        troubles.map(|trouble| json!({"problem": trouble.problem, "first": trouble.first, "times": trouble.times}));
    json!({
        "since": since.map(|since| since.to_string()),
        "orders": replayed.orders(),
        "refusals_without_order": replayed.without_order(),
        "questions": replayed.all.len(),
        "questions_not_kept": replayed.unkept,
        "now_refused": of(Change::Refused),
        "now_allowed": of(Change::Allowed),
        "other_refusal": of(Change::OtherNo),
        "failures": troubles.collect::<Value>(),
    })
}

fn record(again: &Again) -> Value {
    let (before, now) = again.decisive();
    json!({
        "number": again.reason.order.map(|order| order.shown(again.side.is_play())),
        "customer": again.reason.payer,
        "at": again.reason.at.to_string(),
        "paying": again.reason.paying,
        "before": before.map(said),
        "now": now.map(said),
        "input": again.input,
    })
}

fn said(said: &Said) -> Value {
    let place = place_of(said);
    json!({
        "rule": said.rule,
        "file": reasons::script(&said.rule),
        "line": place.map(|(line, _)| line),
        "column": place.map(|(_, column)| column),
        "answer": reasons::answer(&said.answer),
    })
}
