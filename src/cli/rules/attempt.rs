//! `kiosk rules try`: asks a shop's rules about one order that is written down in a file.

use std::{path::PathBuf, sync::Arc};

use clap::Args;
use serde_json::json;

use crate::{
    cli::{
        ending::{Ending, Exit, Failure},
        output::{Output, Tone, clean_line},
        place, reasons,
    },
    config::{Look, Secrets, Settings, Standing, load_untested, order_in_words, order_of, refused_by_policy, render},
    rules::{Asked, Input, Verdict, run as ask},
    shop::Shop,
};

/// Asks a shop's policies and rules about one order, written as under `given:` in a rule test
///
/// All rules of the shop are asked, in their order, until one says no, also where a policy refuses the order before. The
/// file is JSON or YAML; what it leaves out is taken from the shop, or is a new customer on a Tuesday at noon. What
/// `explain-order --json` and `rules replay --json` print is taken as well: each question in it is asked as it was.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk rules try bakery order.json
  kiosk rules try bakery order.json --json
  kiosk explain-order 1042-9 --json > order.json

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
    let inputs = questions(&name, bytes, &shop)?;
    let answers: Vec<Answer> = inputs
        .iter()
        .map(|(input, standing)| Answer::to(&shop, input, *standing))
        .collect();
    match &answers[..] {
        [one] if attempt.json => out.json(&one.document())?,
        all if attempt.json => out.json(&json!({"answers": all.iter().map(Answer::document).collect::<Vec<_>>()}))?,
        [one] => one.tell(out, &shop)?,
        all => {
            for ((input, _), answer) in inputs.iter().zip(all) {
                out.line(&out.paint(Tone::Strong, &clean_line(&order_in_words(input))))?;
                answer.tell(out, &shop)?;
            }
        }
    }
    Ok(if answers.iter().all(|answer| answer.asked.failed.is_empty()) {
        Exit::Fine
    } else {
        Exit::Failed
    })
}

/// What is written by hand, or every question that a document of `explain-order` or `rules replay` holds.
fn questions(name: &str, bytes: Vec<u8>, shop: &Shop) -> Result<Vec<(Arc<Input>, Standing)>, Failure> {
    let document = serde_json::from_slice(&bytes).unwrap_or_default();
    let kept = reasons::inputs(&document);
    if !kept.is_empty() {
        return Ok(kept.into_iter().map(|input| (input, Standing::default())).collect());
    }
    let (input, standing) = order_of(name, bytes, shop).map_err(Failure::Config)?;
    Ok(vec![(input.into(), standing)])
}

/// What the shop says of one question: the policy that refuses before, and the rules.
struct Answer {
    policy: Option<&'static str>,
    asked: Asked,
}

impl Answer {
    fn to(shop: &Shop, input: &Arc<Input>, standing: Standing) -> Answer {
        Answer {
            policy: refused_by_policy(shop, input, standing).map(|refusal| refusal.policy()),
            asked: ask(&shop.rules, input),
        }
    }

    fn tell(&self, out: &mut Output, shop: &Shop) -> Result<(), Failure> {
        let Some(policy) = self.policy else {
            return tell(out, &self.asked);
        };
        if shop.rules.is_empty() {
            return Ok(out.line(&out.paint(Tone::Warn, &format!("refused by the policy `{policy}`")))?);
        }
        let words = format!("refused by the policy `{policy}`, before any rule is asked; the rules would answer:");
        out.line(&out.paint(Tone::Warn, &words))?;
        tell(out, &self.asked)
    }

    fn document(&self) -> serde_json::Value {
        document(self.policy, &self.asked)
    }
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
