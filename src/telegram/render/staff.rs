//! What the staff sees: new orders with their buttons, alerts in plain words; and what a customer hears of both.

use super::{info, receipt, several};
use crate::{
    conversation::{Accepted, Alert, FileNews, OrderFacts, RuleFailure, Tap},
    ids::{ChargeId, OrderId, RevisionId},
    money::{Currency, Money},
    order::{Order, Progress, State},
    payment::Surplus,
    telegram::{
        names::tame,
        outgoing::{Button, Outgoing},
        phrases::Args,
        rich::Rich,
        voice::Voice,
    },
};

/// Telegram's own bound on a first name.
const PERSON_CHARACTERS_MAX: usize = 64;

/// A new order, with its buttons where people must hand something over.
pub(in crate::telegram) fn notice(voice: Voice<'_>, facts: &OrderFacts) -> Vec<Outgoing> {
    let order = &facts.order;
    let title = voice.say("notice-title", &[("order", voice.order(order.id).into())]);
    let mut text = receipt::lines(voice, facts, Rich::default().bold(&title));
    if voice.premises.play {
        text = text.line().push(&voice.say("receipt-play", &[]));
    }
    let text = text.paragraph(customer(voice, facts));
    let mut text = text.paragraph(info::lines(voice, &order.info));
    let missing = facts.missing();
    if !missing.is_empty() {
        let what = info::names(voice, &missing);
        text = text.paragraph(Rich::plain(&voice.say("notice-missing", &[("what", what.into())])));
    }
    several(text, progress_buttons(voice, facts))
}

/// The buttons under a notice: what is still to be done, and marks for what is.
pub(in crate::telegram) fn progress_buttons(voice: Voice<'_>, facts: &OrderFacts) -> Vec<Vec<Button>> {
    let order = &facts.order;
    if !facts.quote.is_physical() || order.state != State::Fulfilled {
        return Vec::new();
    }
    let row = [
        (Progress::Done, "button-done", "notice-done"),
        (Progress::Shipped, "button-shipped", "notice-shipped"),
    ];
    let row = row.map(|(step, todo, marked)| {
        let key = if is_marked(order, step) { marked } else { todo };
        Button::new(voice.say(key, &[]), Tap::Progress(order.id, step))
    });
    vec![row.into()]
}

fn is_marked(order: &Order, step: Progress) -> bool {
    order.progress >= step
}

/// Name, link to the profile, number and @username: a name alone proves nothing.
fn customer(voice: Voice<'_>, facts: &OrderFacts) -> Rich {
    let payer = facts.order.payer;
    let name = facts
        .customer
        .as_ref()
        .map(|known| tame(&known.name, PERSON_CHARACTERS_MAX));
    let name = name
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| voice.say("notice-nameless", &[]));
    let text = Rich::plain(&format!("{} ", voice.say("notice-customer", &[])))
        .link(&name, &format!("tg://user?id={payer}"))
        .push(" · ")
        .code(&payer.to_string());
    match facts
        .customer
        .as_ref()
        .map(|known| tame(&known.username, PERSON_CHARACTERS_MAX))
    {
        Some(username) if !username.is_empty() => text.push(&format!(" · @{username}")),
        _ => text,
    }
}

/// How far an order is, for its customer; nothing where nothing was done.
pub(in crate::telegram) fn progress(voice: Voice<'_>, order: OrderId, progress: Progress) -> Option<Outgoing> {
    let key = match progress {
        Progress::None => return None,
        Progress::Done => "order-done",
        Progress::Shipped => "order-shipped",
    };
    let args = [("order", voice.order(order).into()), ("shop", voice.shop_name().into())];
    Some(Outgoing::words(voice.own(key, &args)))
}

/// We have your money and a person must look.
pub(in crate::telegram) fn money_note(voice: Voice<'_>, order: Option<OrderId>, charge: &ChargeId) -> Outgoing {
    let text = Rich::plain(&voice.say("money-note", &[])).line().code(charge.as_str());
    let order = order.map(|order| voice.say("money-note-order", &[("order", voice.order(order).into())]));
    Outgoing::words(text.paragraph(Rich::plain(&order.unwrap_or_default())))
}

/// What happened, what to do, and which payment it is about.
pub(in crate::telegram) fn alert(voice: Voice<'_>, alert: &Alert) -> Outgoing {
    let (words, charge) = match alert {
        Alert::Surplus {
            charge,
            payer,
            amount,
            currency,
            why,
        } => {
            let args = [
                ("amount", shown(*amount, currency).into()),
                ("payer", payer.to_string().into()),
            ];
            (voice.say(surplus_key(*why), &args), Some(charge))
        }
        Alert::WrongAmount {
            order,
            charge,
            amount,
            currency,
        } => {
            let args = [
                ("amount", shown(*amount, currency).into()),
                ("order", voice.order(*order).into()),
            ];
            (voice.say("alert-wrong-amount", &args), Some(charge))
        }
        Alert::NothingLeft { order, charge } => (about(voice, "alert-nothing-left", *order), Some(charge)),
        Alert::PaidLate { order } => (about(voice, "alert-paid-late", *order), None),
        Alert::DeadLetter { update, holds_money } => {
            let key = if *holds_money {
                "alert-dead-letter-money"
            } else {
                "alert-dead-letter"
            };
            (voice.say(key, &[("update", update.to_string().into())]), None)
        }
        Alert::Files(news) => return files(voice, news),
        Alert::RuleFailed(failure) => return rule_failed(voice, failure),
    };
    let title = match alert {
        Alert::PaidLate { .. } => voice.say("alert-title-mild", &[]),
        _ => voice.say("alert-title", &[]),
    };
    let title = Rich::default().bold(&title);
    let charge = charge.map(|charge| {
        let label = format!("{} ", voice.say("alert-charge", &[]));
        Rich::plain(&label).code(charge.as_str())
    });
    Outgoing::words(
        title
            .paragraph(Rich::plain(&words))
            .paragraph(charge.unwrap_or_default()),
    )
}

/// Which rule, what became of the order, and what is wrong in the script.
fn rule_failed(voice: Voice<'_>, failure: &RuleFailure) -> Outgoing {
    let key = if failure.allowed {
        "alert-rule-allowed"
    } else {
        "alert-rule-denied"
    };
    let mut words = voice.say(key, &[("rule", failure.rule.as_str().into())]);
    if failure.broken {
        words = format!("{words} {}", voice.say("alert-rule-broken", &[]));
    }
    let title = Rich::default().bold(&voice.say("alert-title", &[]));
    let problem = Rich::default().code(&failure.problem);
    Outgoing::words(title.paragraph(Rich::plain(&words)).paragraph(problem))
}

/// What became of the shop's files; as many lines as are read in a chat.
fn files(voice: Voice<'_>, news: &FileNews) -> Outgoing {
    let (title, lines, how) = match news {
        FileNews::Opened => ("files-opened", None, String::new()),
        FileNews::Served { lines, .. } => ("files-served", Some(lines), String::new()),
        FileNews::Reopened { lines } => ("files-reopened", Some(lines), String::new()),
        FileNews::RolledBack { revision, lines } => (
            "files-rolled-back",
            Some(lines),
            voice.say("files-rolled-back-how", &[("revision", revision.as_str().into())]),
        ),
        FileNews::Wrong { lines } => (
            "files-wrong",
            Some(lines),
            voice.say("files-check", &[("shop", shop(voice).into())]),
        ),
        FileNews::Held { revision, lines } => {
            let args = [("revision", revision.as_str().into()), ("shop", shop(voice).into())];
            ("files-held", Some(lines), voice.say("files-accept", &args))
        }
        FileNews::Closing => ("files-closing", None, String::new()),
        FileNews::Closed => (
            "files-closed",
            None,
            voice.say("files-closed-how", &[("shop", shop(voice).into())]),
        ),
    };
    let mut shown = Vec::new();
    if let Some(lines) = lines {
        shown.extend(lines.shown.iter().map(|line| format!("• {line}")));
        if lines.more > 0 {
            shown.push(voice.say("files-more", &[("count", lines.more.into())]));
        }
    }
    let text = Rich::default()
        .bold(&voice.say(title, &[]))
        .paragraph(Rich::plain(&shown.join("\n")))
        .paragraph(Rich::plain(&how));
    let message = Outgoing::words(text);
    match news {
        FileNews::Held { revision, .. } => {
            let number = RevisionId::new(revision.as_str()).number();
            message.row(number.map(|number| Button::new(voice.say("button-accept", &[]), Tap::Accept(number))))
        }
        _ => message,
    }
}

/// The name that commands take.
fn shop(voice: Voice<'_>) -> String {
    voice.shop.id.to_string()
}

/// What became of files that were held back; the question is answered, so it has no button any more.
pub(in crate::telegram) fn accepted(voice: Voice<'_>, revision: &RevisionId, end: Accepted) -> Outgoing {
    let key = match end {
        Accepted::Served | Accepted::Before => "files-accepted",
        Accepted::Changed | Accepted::NotNow => "files-changed",
    };
    Outgoing::words(Rich::plain(&voice.say(key, &[("revision", revision.as_str().into())])))
}

fn surplus_key(why: Surplus) -> &'static str {
    match why {
        Surplus::UnknownPayload => "alert-surplus-unknown-payload",
        Surplus::UnknownPayer => "alert-surplus-unknown-payer",
        Surplus::PaidTwice => "alert-surplus-paid-twice",
    }
}

fn about(voice: Voice<'_>, key: &str, order: OrderId) -> String {
    let args: Args<'_> = &[("order", voice.order(order).into())];
    voice.say(key, args)
}

/// An amount in whatever currency it came; minor units of one that nobody knows.
fn shown(amount: i64, currency: &str) -> String {
    match Currency::parse(currency) {
        Some(known) => Money::new(amount, known).shown(),
        None => format!("{amount} {}", tame(currency, 8)),
    }
}
