//! What a person does in a step.

use super::{Context, STAFF, values};
use crate::{
    config::{
        Either, F, Kind, Problem, Written,
        conversations::{self as raw, InvoiceOf, words},
    },
    order::{Address, OrderInfo},
    rehearsal::script::{Act, Chat, Does, Form, Then, Which},
};

pub(super) fn act(
    cx: &mut Context<'_>,
    who: &Written<String>,
    raw: &Written<Either<String, raw::Act>>,
) -> Option<Does> {
    let name = values::person(cx, who)?;
    let mut chat = if name == STAFF { Chat::Orders } else { Chat::Private };
    let act = match &raw.v {
        Either::One(text) => Act::Says(text.clone()),
        Either::More(act) => {
            if let Some(written) = act.chat.good() {
                let chats = [Chat::Private, Chat::Orders, Chat::Group, Chat::Channel];
                chat = values::meant(cx, written, words::CHATS, chats)?;
            }
            only_one(cx, who, raw, act)?
        }
    };
    Some(Does::Act { who: name, chat, act })
}

/// A step holds one act.
fn only_one(
    cx: &mut Context<'_>,
    who: &Written<String>,
    raw: &Written<Either<String, raw::Act>>,
    act: &raw::Act,
) -> Option<Act> {
    let mut found = acts(cx, act);
    // What is wrong inside was said; what is left out is said here.
    if found.len() == 1 {
        return found.pop()?;
    }
    let is_inside = |problem: &Problem| {
        let at = problem.at;
        problem.kind == Kind::UnknownField && at.file == raw.at.file && (raw.at.start..raw.at.end).contains(&at.start)
    };
    if found.is_empty() && cx.problems.iter().any(is_inside) {
        return None;
    }
    let (message, label) = if found.is_empty() {
        (format!("`{}` does nothing in this step", who.v), "what?")
    } else {
        (format!("`{}` does several things in one step", who.v), "several")
    };
    let help = format!("write one thing a step, such as `- {}: {{tap: Buy}}`", who.v);
    cx.push(Problem::new(Kind::WrongType, raw.at, message).label(label).help(help));
    None
}

/// One entry for each act that is written; `None` for one that makes no sense, which was said.
fn acts(cx: &mut Context<'_>, act: &raw::Act) -> Vec<Option<Act>> {
    let mut found = Vec::new();
    let mut add = |is_there: bool, act: Option<Act>| {
        if is_there {
            found.push(act);
        }
    };
    let says = act.says.good().map(|text| Act::Says(text.v.clone()));
    add(!act.says.is_absent(), says);
    let replies = act.replies.good().map(|text| Act::Replies(text.v.clone()));
    add(!act.replies.is_absent(), replies);
    add(!act.tap.is_absent(), tap(cx, &act.tap));
    let buys = act.buys.good().and_then(|id| values::product(cx, id)).map(Act::Buys);
    add(!act.buys.is_absent(), buys);
    for (field, then) in [
        (&act.pays, Then::Charge),
        (&act.pays_twice, Then::ChargeTwice),
        (&act.declines, Then::Decline),
        (&act.presses_pay, Then::Nothing),
    ] {
        add(!field.is_absent(), pay(cx, field, then));
    }
    let charge = act.charge.good();
    let charge = charge.and_then(|when| values::meant(cx, when, words::CHARGES, [false, true]));
    let charge = charge.map(|again| if again { Act::ChargeAgain } else { Act::ChargeLate });
    add(!act.charge.is_absent(), charge);
    let forwards = act.forwards.good().and_then(|raw| forward(cx, raw));
    add(!act.forwards.is_absent(), forwards);
    let shows = act.shows.good().and_then(|raw| show(cx, raw));
    add(!act.shows.is_absent(), shows);
    let opens = values::mark(cx, &act.opens, "copy").map(|_| Act::OpensCopy);
    add(!act.opens.is_absent(), opens);
    for (field, act) in [
        (&act.blocks, Act::Blocks),
        (&act.unblocks, Act::Unblocks),
        (&act.taps_everything_again, Act::TapsEverythingAgain),
    ] {
        add(!field.is_absent(), values::mark(cx, field, "true").map(|_| act));
    }
    found
}

fn tap(cx: &mut Context<'_>, field: &F<Either<String, raw::TapOn>>) -> Option<Act> {
    let written = field.good()?;
    let on = match &written.v {
        Either::One(button) => {
            return Some(Act::Taps {
                button: button.clone(),
                oldest: false,
            });
        }
        Either::More(on) => on,
    };
    let oldest = match on.of.good() {
        None => false,
        Some(of) => values::meant(cx, of, words::MESSAGES, [false, true])?,
    };
    let button = super::need(cx, &on.button, "button", written.at, "button: Buy")?;
    Some(Act::Taps {
        button: button.v.clone(),
        oldest,
    })
}

fn pay(cx: &mut Context<'_>, field: &F<Either<String, InvoiceOf>>, then: Then) -> Option<Act> {
    let written = field.good()?;
    let (invoice, of, form) = match &written.v {
        Either::One(text) => {
            let text = Written {
                v: text.clone(),
                at: written.at,
                plain: written.plain,
            };
            (which(cx, &text)?, None, Form::default())
        }
        Either::More(group) => {
            let invoice = super::need(cx, &group.invoice, "invoice", written.at, "invoice: last invoice")?;
            let of = match group.of.good() {
                Some(of) => Some(values::person(cx, of)?),
                None => None,
            };
            (which(cx, invoice)?, of, form_of(cx, group)?)
        }
    };
    let form = Box::new(form);
    Some(Act::PressesPay {
        invoice,
        of,
        form,
        then,
    })
}

fn form_of(cx: &mut Context<'_>, raw: &InvoiceOf) -> Option<Form> {
    let text = |field: &F<String>| field.good().map(|text| text.v.clone()).unwrap_or_default();
    let tip = match raw.tip.good() {
        Some(written) => values::amount(cx, written)?,
        None => 0,
    };
    let address = raw.address.good().map(|address| {
        Box::new(Address {
            country_code: text(&address.v.country),
            city: text(&address.v.city),
            street_line1: text(&address.v.street),
            post_code: text(&address.v.post_code),
            ..Address::default()
        })
    });
    let info = OrderInfo {
        name: text(&raw.name),
        phone: text(&raw.phone),
        email: text(&raw.email),
        address,
    };
    Some(Form { tip, info })
}

fn forward(cx: &mut Context<'_>, raw: &Written<raw::Forward>) -> Option<Act> {
    let invoice = super::need(cx, &raw.v.invoice, "invoice", raw.at, "invoice: last invoice")?;
    let invoice = which(cx, invoice)?;
    let to = super::need(cx, &raw.v.to, "to", raw.at, "to: zoe")?;
    let to = values::person(cx, to)?;
    Some(Act::Forwards { invoice, to })
}

fn show(cx: &mut Context<'_>, raw: &Written<raw::Show>) -> Option<Act> {
    let result = super::need(cx, &raw.v.result, "result", raw.at, "result: sourdough")?;
    values::offered(cx, result)?;
    let to = match raw.v.to.good() {
        Some(to) => Some(values::person(cx, to)?),
        None => None,
    };
    Some(Act::Shows {
        words: raw.v.words.good().map(|words| words.v.clone()).unwrap_or_default(),
        result: result.v.clone(),
        to,
    })
}

fn which(cx: &mut Context<'_>, written: &Written<String>) -> Option<Which> {
    let meanings = [Which::Last, Which::First, Which::Copy, Which::Link];
    values::meant(cx, written, words::INVOICES, meanings)
}
