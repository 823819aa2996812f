//! `kiosk plan`: what saving a shop's files would do, compared with what serves or served last. It only reads.

use std::collections::BTreeSet;

use clap::Args;
use serde_json::{Value, json};

use super::{
    ending::{Ending, Exit, Failure},
    folders::{Folders, Opened},
    output::{Output, Tone},
    place,
    worlds::{self, Side},
};
use crate::{
    config::Settings,
    ids::ProductId,
    order::{Quote, State},
    payment::still_sold,
    shop::{Difference, differences, slips},
    store::Reader,
};

/// Shows what a shop's files would change, before they do
///
/// Compares the folder with what serves, or served last: prices, products, texts, terms, and the unpaid invoices that
/// would be refused. What looks like a slip is named; kiosk would hold it back until `reload --accept`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk plan bakery
  kiosk plan bakery --json")]
pub(super) struct Plan {
    /// A shop of the shops folder
    shop: String,
    /// Print a JSON document
    #[arg(long)]
    json: bool,
}

/// What would be.
struct Planned {
    revision: String,
    found: Vec<Difference>,
    reasons: Vec<String>,
    refused: usize,
    held: usize,
}

pub(super) async fn run(settings: &Settings, plan: &Plan, out: &mut Output) -> Ending {
    let folder = place::shop_folder(settings, &plan.shop)?;
    let folders = Folders::around(settings, &folder);
    let now = folders.open_one(&folder).map_err(Failure::Config)?;
    let side = now.live_token().map_or(Side::Sandbox, |_| Side::Live);
    let before = served(settings, &folders, side, &now).await?;
    let Some((reader, before)) = before else {
        let words = format!("{}: never served here; all of it would be new", now.shop().id);
        if plan.json {
            out.json(&json!({"revision": now.revision.id, "serves": null}))?;
        } else {
            out.line(&words)?;
        }
        return Ok(Exit::Fine);
    };
    let planned = compare(&reader, &before, &now).await?;
    if plan.json {
        out.json(&planned.json(&before))?;
    } else {
        out.text(&planned.words(&before, out))?;
    }
    Ok(Exit::Fine)
}

/// What serves, or served last, in the shop's world.
async fn served(
    settings: &Settings,
    folders: &Folders,
    side: Side,
    now: &Opened,
) -> Result<Option<(Reader, Opened)>, Failure> {
    let readers = worlds::readers(&settings.data).await?;
    let Some((_, reader)) = readers.into_iter().find(|(of, _)| *of == side) else {
        return Ok(None);
    };
    let shop = &now.shop().id;
    let Some(saved) = reader.last_revision(shop).await.map_err(Failure::said)? else {
        return Ok(None);
    };
    let before = folders.open_kept(shop, &saved.files, side.is_play(), false);
    Ok(Some((reader, before.map_err(Failure::said)?)))
}

async fn compare(reader: &Reader, before: &Opened, now: &Opened) -> Result<Planned, Failure> {
    let shop = &now.shop().id;
    let promised: BTreeSet<ProductId> = reader.promised(shop).await.map_err(Failure::said)?;
    let quotes = reader.open_quotes(shop).await.map_err(Failure::said)?;
    let touched = |quote: &Quote| still_sold(&now.revision, quote).is_err() || quote.terms != now.shop().terms.version;
    let (held, open): (Vec<_>, Vec<_>) = quotes
        .iter()
        .filter(|(_, quote)| touched(quote))
        .partition(|(state, _)| *state == State::Held);
    let found = differences(before.shop(), now.shop());
    Ok(Planned {
        revision: now.revision.id.to_string(),
        reasons: slips(before.shop(), now.shop(), &found, &promised),
        found,
        refused: open.len(),
        held: held.len(),
    })
}

/// One difference for tools; amounts are in minor units of the shop's currency.
fn told(found: &Difference) -> Value {
    let mut told = json!({"kind": found.kind(), "words": found.to_string()});
    let more = match found {
        Difference::New { product, .. } | Difference::Withdrawn { product, .. } => json!({"product": product}),
        Difference::Price { product, was, now } => {
            json!({"product": product, "was": was.minor, "now": now.minor, "currency": now.currency.code()})
        }
        Difference::Choice {
            product,
            choice,
            was,
            now,
        } => json!({
            "product": product, "choice": choice, "was": was.minor, "now": now.minor, "currency": now.currency.code(),
        }),
        Difference::Amounts { product, was, now } => json!({
            "product": product,
            "was": [was.0.minor, was.1.minor],
            "now": [now.0.minor, now.1.minor],
            "currency": now.0.currency.code(),
        }),
        Difference::Product { product, what } => json!({"product": product, "what": what}),
        Difference::Currency { was, now } => json!({"was": was, "now": now}),
        Difference::Rule { script, how } => json!({"script": script, "how": how}),
        Difference::Shop { what } => json!({"what": what}),
        Difference::Terms => json!({}),
    };
    if let (Value::Object(told), Value::Object(more)) = (&mut told, more) {
        told.extend(more);
    }
    told
}

impl Planned {
    fn json(&self, before: &Opened) -> Value {
        let differences = self.found.iter().map(told);
        json!({
            "serves": before.revision.id,
            "revision": self.revision,
            "differences": differences.collect::<Vec<_>>(),
            "held_back": self.reasons,
            "unpaid_invoices_refused": self.refused,
            "being_paid_and_kept": self.held,
        })
    }

    fn words(&self, before: &Opened, out: &Output) -> String {
        let shop = &before.shop().id;
        if self.revision == before.revision.id.as_str() {
            return format!(
                "{shop}: these files serve already, or served last (revision {})\n",
                self.revision
            );
        }
        if self.found.is_empty() {
            return format!(
                "{shop}: nothing that customers would notice (revision {})\n",
                self.revision
            );
        }
        let mut lines = vec![format!(
            "{shop}: revision {} instead of {}",
            self.revision, before.revision.id
        )];
        lines.extend(self.found.iter().map(|found| format!("  {found}")));
        if self.refused > 0 {
            lines.push(format!(
                "  unpaid invoices that would be refused when somebody pays them: {}",
                self.refused
            ));
        }
        if self.held > 0 {
            lines.push(format!(
                "  orders that are being paid now and keep their quote: {}",
                self.held
            ));
        }
        if !self.reasons.is_empty() {
            lines.push(out.paint(Tone::Warn, "This may be a slip; kiosk would hold it back:"));
            lines.extend(self.reasons.iter().map(|reason| format!("  {reason}")));
            let command = out.command(&format!("reload {shop} --accept {}", self.revision));
            lines.push(format!("If it is meant:  {command}"));
        }
        lines.join("\n") + "\n"
    }
}
