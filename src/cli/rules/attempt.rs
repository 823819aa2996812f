//! `kiosk rules try`: asks a shop's rules about one order that is written down in a file.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::{
    cli::{
        ending::{Ending, Exit, Failure},
        output::{Output, Tone},
        place,
    },
    config::{Look, Secrets, Settings, load_untested, order_of, refused_by_policy, render},
    rules::{Asked, Verdict, run as ask},
};

/// Asks a shop's policies and rules about one order, written as under `given:` in a rule test
///
/// All rules of the shop are asked, in their order, until one says no, also where a policy refuses the order before. The file is JSON or YAML; what it leaves out is
/// taken from the shop, or is a new customer on a Tuesday at noon.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk rules try bakery order.json
  kiosk rules try bakery order.json --json

An order:
  {\"lines\": {\"rye\": 2}, \"now\": \"saturday 18:05\", \"customer\": {\"orders\": 3}}")]
pub(super) struct Attempt {
    /// A shop by name, or its folder
    shop: String,
    /// The file with the order
    order: PathBuf,
    /// Print a JSON document
    #[arg(long)]
    json: bool,
}

pub(super) fn run(settings: &Settings, attempt: &Attempt, out: &mut Output) -> Ending {
    let folder = place::shop_folder(settings, &attempt.shop)?;
    let loaded = load_untested(&folder, Secrets::Unread);
    let Some(shop) = loaded.shop else {
        return Err(Failure::Config(render(
            &loaded.problems,
            &loaded.files,
            "",
            Look::Plain,
        )));
    };
    if shop.rules.is_empty() && shop.policies.is_empty() {
        let rules = folder.join("rules");
        return Err(Failure::said(format_args!(
            "this shop has neither rules nor policies; rules are scripts in {}, policies stand in shop.yaml",
            rules.display()
        )));
    }
    let name = attempt.order.display().to_string();
    let bytes =
        std::fs::read(&attempt.order).map_err(|error| Failure::said(format_args!("{name} cannot be read: {error}")))?;
    let input = order_of(&name, bytes, &shop).map_err(Failure::Config)?;
    let policy = refused_by_policy(&shop, &input).map(|refusal| refusal.policy());
    let asked = ask(&shop.rules, &input.into());
    if attempt.json {
        out.json(&document(policy, &asked))?;
    } else {
        if let Some(policy) = policy {
            let rules = if shop.rules.is_empty() {
                ""
            } else {
                ", before any rule is asked; the rules would answer:"
            };
            let words = format!("refused by the policy `{policy}`{rules}");
            out.line(&out.paint(Tone::Warn, &words))?;
        }
        if policy.is_none() || !shop.rules.is_empty() {
            tell(out, &asked)?;
        }
    }
    Ok(if asked.failed.is_empty() {
        Exit::Fine
    } else {
        Exit::Failed
    })
}

fn tell(out: &mut Output, asked: &Asked) -> Result<(), Failure> {
    for line in asked.printed.lines() {
        out.line(&format!("printed: {line}"))?;
    }
    for failed in &asked.failed {
        out.line(&out.paint(Tone::Bad, &failed.problem.to_string()))?;
    }
    match &asked.verdict {
        Verdict::Allow => out.line(&out.paint(Tone::Good, "allow"))?,
        Verdict::Deny(denial) => {
            let words = denial
                .words
                .get("en", "en")
                .unwrap_or("(the shop's own words for a rule that fails)");
            out.line(&out.paint(Tone::Warn, &format!("deny “{words}”")))?;
            out.line(&format!("  rule: {}{}", denial.rule, place_of(asked)))?;
            if let Some(line) = denial.line {
                out.line(&format!("  about line {} of the order", line + 1))?;
            }
        }
    }
    Ok(out.line(&format!(
        "({} operations, {} µs)",
        asked.operations,
        asked.took.as_micros()
    ))?)
}

fn place_of(asked: &Asked) -> String {
    let at = asked
        .denied_at
        .map(|(line, column)| format!(", line {line}, column {column}"));
    at.unwrap_or_default()
}

fn document(policy: Option<&str>, asked: &Asked) -> serde_json::Value {
    let failed = asked.failed.iter();
    json!({
        "policy": policy,
        "verdict": asked.verdict,
        "denied_at": asked.denied_at.map(|(line, column)| json!({"line": line, "column": column})),
        "failed": failed.map(|failed| json!({"rule": failed.rule, "problem": failed.problem.to_string()})).collect::<Vec<_>>(),
        "printed": asked.printed,
        "operations": asked.operations,
        "microseconds": u64::try_from(asked.took.as_micros()).unwrap_or(u64::MAX),
    })
}
