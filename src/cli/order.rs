//! `kiosk order`: all that is known of one order. It only reads, and never shows a sold key.

use clap::Args;
use serde_json::{Value, json};

use super::{
    ending::{Ending, Exit, Failure},
    folders::Folders,
    output::{Output, Tone, clean_line, columns},
    words,
    worlds::{self, Side},
};
use crate::{
    config::Settings,
    conversation::{DeliveryEnd, OrderFacts},
    ids::{NumberError, OrderId},
    money::Money,
    order::Goods,
    shop::{Ask, Provider},
    store::{History, Reader},
};

/// Shows everything that happened to one order
///
/// What was bought, by whom, each step with its time, the charges with their ids, and the messages that were sent.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk order 1042-9
  kiosk order T1042-9 --json    an order with play money")]
pub(super) struct OneOrder {
    /// The order's number, as the receipt says it
    number: String,
    /// Print a JSON document
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(settings: &Settings, one: &OneOrder, out: &mut Output) -> Ending {
    let (side, _, history) = find(settings, &one.number, out).await?;
    if one.json {
        out.json(&document(side, &history))?;
    } else {
        report(out, &Folders::new(settings), side, &history)?;
    }
    Ok(Exit::Fine)
}

fn misread(number: &str, error: NumberError) -> String {
    match error {
        NumberError::NotANumber => {
            format!("`{number}` is no order number; they look like 1042-9, or T1042-9 with play money")
        }
        NumberError::Misheard => format!(
            "`{number}` is no order number: its last digit does not fit the others, so one was misread or two were \
             swapped; ask for it again"
        ),
    }
}

/// A number with a `T` is the sandbox's; one without is the live shop's, else the sandbox's, as people leave the `T` out.
pub(super) async fn find(settings: &Settings, number: &str, out: &Output) -> Result<(Side, Reader, History), Failure> {
    let id = OrderId::parse(number).map_err(|error| Failure::Usage(misread(number, error)))?;
    let play_only = number.trim_start().starts_with(['T', 't']);
    for (side, reader) in worlds::readers(&settings.data).await? {
        if play_only && !side.is_play() {
            continue;
        }
        if let Some(history) = reader.history(id).await.map_err(Failure::said)? {
            return Ok((side, reader, history));
        }
    }
    Err(Failure::said(format_args!(
        "there is no order {}; `{}` lists those that there are",
        number.trim(),
        out.command("orders")
    )))
}

fn report(out: &mut Output, folders: &Folders, side: Side, history: &History) -> Result<(), Failure> {
    let facts = &history.facts;
    let order = &facts.order;
    let zone = folders.timezone(&order.shop);
    let heading = format!("Order {} of {}", order.id.shown(side.is_play()), order.shop);
    out.line(&format!(
        "{}: {}",
        out.paint(Tone::Strong, &heading),
        words::state(order)
    ))?;
    out.line(&format!(
        "  customer  {}",
        words::person(facts.customer.as_ref(), order.payer)
    ))?;
    out.line(&format!("  made      {} ({zone})", order.created_at.local(&zone)))?;
    out.line(&format!("  total     {}", total(facts)))?;
    if let Some(campaign) = &facts.quote.selection.campaign {
        out.line(&format!("  tag       {campaign}"))?;
    }
    for (ask, value) in order.info.lines() {
        out.line(&format!("  {:<8}  {}", ask.word(), clean_line(&value)))?;
    }
    if let (true, Some(missing)) = (order.state.has_money(), missing(facts)) {
        out.line(&format!(
            "  missing   {missing}: the payment came without it; ask the customer"
        ))?;
    }
    section(out, "Bought", &lines(history))?;
    section(out, "Payments", &payments(history, &zone))?;
    if order.state.has_money() {
        out.line(&format!("  money is given back {}", refund(folders, facts)))?;
    }
    section(out, "Messages", &messages(history, &zone))?;
    section(out, "What happened", &events(history, &zone))
}

/// What was asked for and not given.
fn missing(facts: &OrderFacts) -> Option<String> {
    let words: Vec<&str> = facts.missing().into_iter().map(Ask::word).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// Where this order's money is given back: in the currency of Stars by Telegram, else by the shop's provider of today.
fn refund(folders: &Folders, facts: &OrderFacts) -> &'static str {
    let provider = if facts.quote.currency.is_stars() {
        Provider::Stars
    } else {
        folders.provider(&facts.order.shop).unwrap_or(Provider::Custom)
    };
    provider.profile().refund
}

/// With the tip in it, where there is one.
fn total(facts: &OrderFacts) -> String {
    match facts.order.tip {
        0 => facts.total().to_string(),
        tip => format!(
            "{}, {} of it a tip",
            facts.total(),
            Money::new(tip, facts.quote.currency)
        ),
    }
}

fn section(out: &mut Output, title: &str, rows: &[Vec<String>]) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    out.line(&out.paint(Tone::Strong, title))?;
    Ok(out.text(&columns(rows, "  "))?)
}

fn lines(history: &History) -> Vec<Vec<String>> {
    let row = |line: &crate::order::Line| {
        let total = Money::new(line.total(), history.facts.quote.currency);
        let name = format!("{} × {}", line.quantity, clean_line(&line.name()));
        vec![name, total.to_string(), goods(&line.goods).to_owned()]
    };
    history.facts.quote.lines.iter().map(row).collect()
}

fn goods(goods: &Goods) -> &'static str {
    match goods {
        Goods::Physical => "to be handed over or sent",
        Goods::Text(_) => "a text",
        Goods::File(_) => "a file",
        Goods::Keys => "keys",
        Goods::Credit(_) => "credit on the customer's account",
    }
}

fn payments(history: &History, zone: &str) -> Vec<Vec<String>> {
    let charges = history.payments.iter().map(|payment| {
        let charge = &payment.charge;
        vec![
            payment.at.local(zone),
            words::amount(charge.amount, &charge.currency_code),
            words::matched(&payment.matched).to_owned(),
            format!("charge {}", clean_line(charge.id.as_str())),
            provider(&charge.provider_id),
        ]
    });
    charges.collect()
}

fn provider(id: &str) -> String {
    if id.is_empty() {
        String::new()
    } else {
        format!("provider's {}", clean_line(id))
    }
}

fn messages(history: &History, zone: &str) -> Vec<Vec<String>> {
    let row = |sent: &crate::store::SentRow| {
        vec![
            sent.ended_at.unwrap_or(sent.created_at).local(zone),
            words::owed(sent.owed.as_ref()).to_owned(),
            format!("to chat {}", sent.chat),
            words::end(sent.end.as_ref()),
        ]
    };
    history.outbox.iter().map(row).collect()
}

fn events(history: &History, zone: &str) -> Vec<Vec<String>> {
    let row = |event: &crate::store::EventRow| {
        let actor = event.actor.map_or_else(|| "kiosk".to_owned(), |user| user.to_string());
        vec![
            event.at.local(zone),
            words::event(&event.what),
            actor,
            clean_line(&event.note),
        ]
    };
    history.events.iter().map(row).collect()
}

fn document(side: Side, history: &History) -> Value {
    let facts = &history.facts;
    let order = &facts.order;
    json!({
        "number": order.id.shown(side.is_play()),
        "play": side.is_play(),
        "shop": order.shop,
        "state": order.state,
        "progress": order.progress,
        "created_at": order.created_at.to_string(),
        "customer": {
            "id": order.payer,
            "name": facts.customer.as_ref().map(|customer| &customer.name),
            "username": facts.customer.as_ref().map(|customer| &customer.username),
        },
        "total": facts.total().minor,
        "tip": order.tip,
        "info": order.info,
        "currency": facts.quote.currency,
        "tag": facts.quote.selection.campaign,
        "terms": facts.quote.terms,
        "revision": facts.quote.revision,
        "lines": facts.quote.lines.iter().map(line_record).collect::<Vec<_>>(),
        "payments": history.payments.iter().map(payment_record).collect::<Vec<_>>(),
        "messages": history.outbox.iter().map(message_record).collect::<Vec<_>>(),
        "events": history.events.iter().map(event_record).collect::<Vec<_>>(),
    })
}

fn line_record(line: &crate::order::Line) -> Value {
    json!({
        "product": line.product,
        "name": line.name(),
        "sku": line.sku,
        "quantity": line.quantity,
        "unit": line.unit,
        "goods": goods(&line.goods),
    })
}

fn payment_record(payment: &crate::store::PaymentRow) -> Value {
    let charge = &payment.charge;
    json!({
        "at": payment.at.to_string(),
        "charge": charge.id,
        "provider_charge": charge.provider_id,
        "payer": charge.payer,
        "amount": charge.amount,
        "currency": charge.currency_code,
        "matched": payment.matched,
    })
}

fn message_record(sent: &crate::store::SentRow) -> Value {
    let end = match &sent.end {
        None => "owed",
        Some(DeliveryEnd::Sent) => "sent",
        Some(DeliveryEnd::Blocked) => "blocked",
        Some(DeliveryEnd::Failed(_)) => "failed",
    };
    json!({
        "chat": sent.chat,
        "what": words::owed(sent.owed.as_ref()),
        "created_at": sent.created_at.to_string(),
        "ended_at": sent.ended_at.map(|at| at.to_string()),
        "end": end,
        "words": words::end(sent.end.as_ref()),
    })
}

fn event_record(event: &crate::store::EventRow) -> Value {
    json!({
        "at": event.at.to_string(),
        "what": event.what,
        "actor": event.actor,
        "revision": event.revision,
        "note": event.note,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misheard_number_is_told_apart_from_none() {
        assert!(misread("1024-7", OrderId::parse("1024-7").unwrap_err()).contains("swapped"));
        assert!(misread("bread", OrderId::parse("bread").unwrap_err()).contains("they look like"));
    }
}
