//! `kiosk explain-order`: why a customer heard yes or no. It only reads.

use clap::Args;
use serde_json::{Value, json};

use super::{
    ending::{Ending, Exit, Failure},
    folders::Folders,
    order,
    output::{Output, Tone, clean_line},
    reasons::{self, Past},
    words,
    worlds::{self, Side},
};
use crate::{
    config::{Settings, order_in_words},
    conversation::Reason,
    ids::UserId,
    store::REASONS_KEPT_MAX,
};

/// Says why a customer heard yes or no: which rule or policy, where it stands, and the values that it read
///
/// For an order by its number, or for all that a customer was told, with what was refused before there was an order.
/// What rules say is kept for 90 days, and of each shop the newest 2,000 answers.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk explain-order 1042-9
  kiosk explain-order 1042-9 --json    a document that `rules try` takes as its order
  kiosk explain-order --customer 4242")]
pub(super) struct ExplainOrder {
    /// The order's number, as the receipt says it
    #[arg(required_unless_present = "customer")]
    number: Option<String>,
    /// What was said to one customer, by the number that `/id` tells
    #[arg(long, value_name = "ID", conflicts_with = "number", value_parser = clap::value_parser!(i64).range(1..))]
    customer: Option<i64>,
    /// Print a JSON document
    #[arg(long)]
    json: bool,
}

/// What is to be told, and about what.
struct Told {
    heading: String,
    /// Fields of the document beside the questions.
    about: Value,
    reasons: Vec<(Side, Reason)>,
    past: Past,
}

pub(super) async fn run(settings: &Settings, explain: &ExplainOrder, out: &mut Output) -> Ending {
    let told = match (&explain.number, explain.customer) {
        (Some(number), _) => of_order(settings, number, out).await?,
        (None, customer) => of_customer(settings, UserId(customer.unwrap_or_default())).await?,
    };
    if explain.json {
        out.json(&document(&told))?;
    } else {
        report(&told, &Folders::new(settings), out)?;
    }
    Ok(Exit::Fine)
}

async fn of_order(settings: &Settings, number: &str, out: &Output) -> Result<Told, Failure> {
    let (side, reader, history) = order::find(settings, number, out).await?;
    let found = &history.facts.order;
    let mut past = Past::default();
    let mut reasons = Vec::new();
    for reason in reader.reasons(found.id).await.map_err(Failure::said)? {
        past.look_up(&reader, &reason).await?;
        reasons.push((side, reason));
    }
    let shown = found.id.shown(side.is_play());
    Ok(Told {
        heading: format!("Order {shown} of {}: {}", found.shop, words::state(found)),
        about: json!({"number": shown, "play": side.is_play(), "shop": found.shop, "state": found.state}),
        reasons,
        past,
    })
}

async fn of_customer(settings: &Settings, customer: UserId) -> Result<Told, Failure> {
    let mut past = Past::default();
    let mut reasons = Vec::new();
    for (side, reader) in worlds::readers(&settings.data).await? {
        for shop in reader.shops().await.map_err(Failure::said)? {
            for reason in reader.reasons_for(&shop, customer).await.map_err(Failure::said)? {
                past.look_up(&reader, &reason).await?;
                reasons.push((side, reason));
            }
        }
    }
    reasons.sort_by_key(|(_, reason)| reason.at);
    Ok(Told {
        heading: format!("Customer {customer}"),
        about: json!({"customer": customer}),
        reasons,
        past,
    })
}

fn report(told: &Told, folders: &Folders, out: &mut Output) -> Result<(), Failure> {
    out.line(&out.paint(Tone::Strong, &told.heading))?;
    if told.reasons.is_empty() {
        return Ok(out.line(&format!(
            "  nothing is kept: no rule was asked and no payment refused, or it is too long ago (of each shop the newest \
             {REASONS_KEPT_MAX} answers are kept, for 90 days)"
        ))?);
    }
    for (side, reason) in &told.reasons {
        out.line("")?;
        let zone = folders.timezone(&reason.shop);
        one(told, (*side, reason), &reason.at.local(&zone), out)?;
    }
    Ok(())
}

fn one(told: &Told, (side, reason): (Side, &Reason), at: &str, out: &mut Output) -> Result<(), Failure> {
    let past = &told.past;
    let (tone, end) = match past.words(reason) {
        None => (Tone::Good, "yes".to_owned()),
        Some(words) => (Tone::Warn, format!("no, “{words}”")),
    };
    let when = reasons::when(reason.paying);
    out.line(&format!("{at}, {when}: {}", out.paint(tone, &end)))?;
    if told.about.get("number").is_none() {
        let number = reason.order.map(|order| order.shown(side.is_play()));
        let order = number.map_or_else(
            || "before there was an order".to_owned(),
            |number| format!("order {number}"),
        );
        out.line(&format!("  of {}, {order}", reason.shop))?;
    }
    if let Some(refuser) = past.refuser(reason) {
        out.line(&format!("  {}", refuser.words()))?;
    }
    for said in reason.said.iter() {
        let (answer, rule) = (reasons::answer(&said.answer), past.rule(reason, said));
        out.line(&format!("  {rule}: {answer} ({} µs)", said.microseconds))?;
        for value in past.values(reason, said) {
            out.line(&format!("    {} = {}", value.expression, clean_line(&value.value)))?;
        }
    }
    let asked = reason.input.as_deref().map(|input| clean_line(&order_in_words(input)));
    match asked {
        Some(asked) => Ok(out.line(&format!("  asked about: {asked}"))?),
        None if !reason.said.is_empty() => Ok(out.line("  what the rules were asked was too long to be kept")?),
        None => Ok(()),
    }
}

fn document(told: &Told) -> Value {
    let mut document = told.about.clone();
    let questions = told.reasons.iter();
    let questions = questions.map(|(side, reason)| reasons::record(&told.past, *side, reason));
    document["questions"] = questions.collect();
    document
}
