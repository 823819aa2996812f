//! The receipt: proof of payment, and the goods that are words. Everything in it comes from frozen rows, so that a copy
//! sent twice says the same.

use super::{info, invoice::line_words, orders, several};
use crate::{
    conversation::{ChargeFact, OrderFacts},
    money::Money,
    order::{Goods, Line, State},
    telegram::{names::short, outgoing::Outgoing, rich::Rich, voice::Voice},
};

pub(in crate::telegram) fn receipt(voice: Voice<'_>, facts: &OrderFacts) -> Vec<Outgoing> {
    let thanks = voice.own(
        "thank-you",
        &[
            ("order", voice.order(facts.order.id).into()),
            ("total", facts.total().shown().into()),
            ("shop", voice.shop_name().into()),
        ],
    );
    let play = if voice.premises.play {
        Rich::plain(&voice.say("receipt-play", &[]))
    } else {
        Rich::default()
    };
    let mut text = thanks.paragraph(play).paragraph(bill(voice, facts));
    text = text.paragraph(info::lines(voice, &facts.order.info));
    for goods in goods(voice, facts) {
        text = text.paragraph(goods);
    }
    let help = Rich::default().italic(&voice.say("receipt-help", &[]));
    several(text.paragraph(help), Vec::new())
}

/// Order, date, lines, total, payment.
fn bill(voice: Voice<'_>, facts: &OrderFacts) -> Rich {
    let order = &facts.order;
    let at = facts.charges.first().map_or(order.updated_at, |charge| charge.at);
    let head = voice.say(
        "receipt-order",
        &[
            ("order", voice.order(order.id).into()),
            ("date", at.local(&voice.shop.timezone).into()),
        ],
    );
    let mut text = lines(voice, facts, Rich::default().bold(&head));
    for charge in &facts.charges {
        text = text.append(charge_lines(voice, charge));
    }
    if !matches!(order.state, State::Paid | State::Fulfilled) {
        let state = orders::state(voice, order.state);
        text = text
            .line()
            .push(&voice.say("receipt-state", &[("state", state.into())]));
    }
    text
}

/// Appends what was bought and what it came to.
pub(super) fn lines(voice: Voice<'_>, facts: &OrderFacts, head: Rich) -> Rich {
    let quote = &facts.quote;
    let text = quote.lines.iter().fold(head, |text, line| {
        let amount = Money::new(line.total(), quote.currency).shown();
        text.line().push(&format!("{} — {amount}", line_words(voice, line)))
    });
    let text = match facts.order.tip {
        0 => text,
        tip => {
            let tip = Money::new(tip, quote.currency).shown();
            text.line().push(&format!("{} — {tip}", voice.say("receipt-tip", &[])))
        }
    };
    let total = voice.say("receipt-total", &[("total", facts.total().shown().into())]);
    text.line().bold(&total)
}

fn charge_lines(voice: Voice<'_>, charge: &ChargeFact) -> Rich {
    let ours = format!("{} ", voice.say("receipt-charge", &[]));
    let text = Rich::plain("\n").push(&ours).code(charge.id.as_str());
    if charge.provider_id.is_empty() {
        return text;
    }
    let theirs = format!("{} ", voice.say("receipt-provider-charge", &[]));
    text.line().push(&theirs).code(&short(&charge.provider_id))
}

/// What the customer has now: only of an order that is fulfilled.
fn goods(voice: Voice<'_>, facts: &OrderFacts) -> Vec<Rich> {
    if facts.order.state != State::Fulfilled {
        return Vec::new();
    }
    let numbered = (0_i64..).zip(&facts.quote.lines);
    let mut goods: Vec<Rich> = numbered.map(|(at, line)| line_goods(voice, facts, at, line)).collect();
    if facts.quote.is_physical() {
        goods.push(Rich::plain(&voice.say("receipt-physical", &[])));
    }
    let credit = facts.quote.credit();
    if credit > 0 {
        let amount = Money::new(credit, facts.quote.currency).shown();
        let mut words = voice.say("receipt-credit", &[("amount", amount.into())]);
        if let Some(balance) = facts.balance {
            let balance = voice.say("balance", &[("amount", balance.shown().into())]);
            words = format!("{words} {balance}");
        }
        goods.push(Rich::plain(&words));
    }
    goods
}

fn line_goods(voice: Voice<'_>, facts: &OrderFacts, at: i64, line: &Line) -> Rich {
    let product = || ("product", short(&line.title).into());
    match &line.goods {
        Goods::Text(text) => Rich::default().bold(&line.name()).line().push(text),
        Goods::File(_) => Rich::plain(&voice.say("receipt-file", &[product()])),
        Goods::Keys => {
            let keys: Vec<&str> = facts
                .keys
                .iter()
                .filter(|key| key.line == at)
                .map(|key| key.text.as_str())
                .collect();
            let head = voice.say("receipt-keys", &[product(), ("count", keys.len().into())]);
            keys.iter().fold(Rich::plain(&head), |text, key| text.line().code(key))
        }
        Goods::Physical | Goods::Credit(_) => Rich::default(),
    }
}
