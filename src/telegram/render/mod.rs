//! From what a shop shows to messages: words, pictures, buttons. Pure; `sender` sends what comes out of here.

mod card;
mod info;
mod invoice;
mod invoice_form;
mod orders;
mod pages;
mod policy;
mod post;
mod receipt;
mod refusal;
mod shelf;
mod staff;

pub(super) use invoice::invoice;
pub(super) use pages::COMMANDS;
pub(super) use post::{buy_button, closed_card, offer_words, post_card};
pub(super) use receipt::receipt;
pub(super) use refusal::{refusal, toast};
pub(super) use shelf::price;
pub(super) use staff::{alert, money_note, notice, progress, progress_buttons};

use super::{
    outgoing::{Button, Outgoing},
    rich::Rich,
    voice::Voice,
};
use crate::conversation::{Screen, Tap};

/// The messages of a screen: one, but for long texts.
pub(super) fn screen(voice: Voice<'_>, screen: &Screen) -> Vec<Outgoing> {
    match screen {
        Screen::Terms { then, agreed } => pages::terms(voice, then.as_ref(), *agreed),
        Screen::Support => pages::support(voice),
        Screen::Privacy => pages::privacy(voice),
        other => vec![one(voice, other)],
    }
}

fn one(voice: Voice<'_>, screen: &Screen) -> Outgoing {
    match screen {
        Screen::Home => shelf::home(voice, 0),
        Screen::Shelves { page } => shelf::home(voice, *page),
        Screen::Category { code, page } => shelf::category(voice, *code, *page),
        Screen::Card {
            product,
            selection,
            availability,
        } => match voice.shop.catalog.product(product) {
            Some(product) => card::card(voice, product, selection, *availability),
            None => words(voice, "refusal-withdrawn-nameless"),
        },
        Screen::AskAmount { product, campaign } => match voice.shop.catalog.product(product) {
            Some(product) => card::ask_amount(voice, product, campaign.as_ref()),
            None => words(voice, "refusal-withdrawn-nameless"),
        },
        Screen::Age { years, then } => policy::age(voice, *years, then),
        Screen::Help => pages::help(voice),
        Screen::Languages => pages::languages(voice),
        Screen::LanguageChosen => words(voice, "language-chosen"),
        Screen::Ids { user, chat, topic } => pages::ids(voice, *user, (*chat, *topic)),
        Screen::Orders { orders, balance } => orders::orders(voice, orders, *balance),
        Screen::AlreadyBought { order, selection } => orders::already_bought(voice, *order, selection),
        Screen::StillOpen { order } => orders::still_open(voice, *order),
        Screen::OrderCancelled { order } => orders::cancelled(voice, *order),
        Screen::NotCancelled { order, state } => orders::not_cancelled(voice, *order, *state),
        Screen::Accepted { revision, end } => staff::accepted(voice, revision, *end),
        Screen::Refused(why) => with_home(voice, Rich::plain(&refusal(voice, why))),
        _ => {
            let shop = voice.shop_name();
            with_home(voice, voice.own("not-understood", &[("shop", shop.into())]))
        }
    }
}

/// A sentence with the way back to the shelves.
fn words(voice: Voice<'_>, key: &str) -> Outgoing {
    with_home(voice, Rich::plain(&voice.say(key, &[])))
}

fn with_home(voice: Voice<'_>, text: Rich) -> Outgoing {
    Outgoing::words(text).row([home_button(voice)])
}

fn home_button(voice: Voice<'_>) -> Button {
    button(voice, "button-home", Tap::Home)
}

fn button(voice: Voice<'_>, key: &str, tap: Tap) -> Button {
    Button::new(voice.say(key, &[]), tap)
}

/// A long text as several messages; the last one has the buttons.
fn several(text: Rich, buttons: Vec<Vec<Button>>) -> Vec<Outgoing> {
    let mut parts: Vec<Outgoing> = text
        .split(super::rich::TEXT_MAX)
        .into_iter()
        .map(Outgoing::words)
        .collect();
    if let Some(last) = parts.last_mut() {
        last.buttons = buttons;
    }
    parts
}
