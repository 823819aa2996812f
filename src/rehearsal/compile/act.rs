//! What a person does in a step.

use super::{Context, RESERVED, STAFF, values};
use crate::{
    config::{Either, F, Kind, Problem, Written, choose},
    order::{Address, OrderInfo},
    rehearsal::{
        raw::{self, InvoiceOf},
        script::{Act, Chat, Does, Form, Then, Which},
    },
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
                chat = chat_of(cx, written)?;
            }
            only_one(cx, who, raw, act)?
        }
    };
    Some(Does::Act { who: name, chat, act })
}

fn chat_of(cx: &mut Context<'_>, written: &Written<String>) -> Option<Chat> {
    match written.v.as_str() {
        "orders" => Some(Chat::Orders),
        "private" => Some(Chat::Private),
        "group" => Some(Chat::Group),
        _ => {
            unknown(cx, written, &["orders", "private", "group"]);
            None
        }
    }
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
    let (message, label) = if found.is_empty() {
        (format!("`{}` does nothing in this step", who.v), "what?")
    } else {
        (format!("`{}` does several things in one step", who.v), "several")
    };
    let help = if RESERVED.contains(&who.v.as_str()) {
        "take one of them out".to_owned()
    } else {
        format!("write one thing a step, such as `- {}: {{tap: Buy}}`", who.v)
    };
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
    add(!act.charge.is_absent(), charge(cx, &act.charge));
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
        Some(of) if of.v == "latest" => false,
        Some(of) if of.v == "oldest" => true,
        Some(of) => {
            unknown(cx, of, &["latest", "oldest"]);
            return None;
        }
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

fn which(cx: &mut Context<'_>, written: &Written<String>) -> Option<Which> {
    match written.v.as_str() {
        "last invoice" => Some(Which::Last),
        "first invoice" => Some(Which::First),
        _ => {
            unknown(cx, written, &["last invoice", "first invoice"]);
            None
        }
    }
}

fn charge(cx: &mut Context<'_>, field: &F<String>) -> Option<Act> {
    let written = field.good()?;
    match written.v.as_str() {
        "late" => Some(Act::ChargeLate),
        "again" => Some(Act::ChargeAgain),
        _ => {
            unknown(cx, written, &["late", "again"]);
            None
        }
    }
}

fn unknown(cx: &mut Context<'_>, written: &Written<String>, known: &[&str]) {
    let message = format!("`{}` is none of the words that can stand here", written.v);
    let help = choose(&written.v, known.iter().copied());
    cx.push(
        Problem::new(Kind::UnknownChoice, written.at, message)
            .label("not known")
            .help(help),
    );
}
