//! A "no" in a customer's words, and the short answers over a chat. Telegram shows both in 200 characters. A refused
//! invoice may stand in the bot's chat, in a group, in a friend's chat or behind a link: whoever is to go on elsewhere is
//! led to the bot by its name, since no button is near.

use super::{info, policy};
use crate::{
    conversation::{Accepted, Toast},
    ids::OrderId,
    order::Refusal,
    telegram::{names::short, rich::Rich, voice::Voice},
};

/// Telegram's bound on the words of a refused payment, in characters.
const REFUSAL_MAX: usize = 200;

/// Why not, in one or two sentences.
pub(in crate::telegram) fn refusal(voice: Voice<'_>, why: &Refusal) -> String {
    let words = match why {
        Refusal::SoldOut { product } => voice.own("sold-out", &[("product", short(product).into())]).text,
        Refusal::OnlyLeft { product, left } => {
            let args = [("product", short(product).into()), ("left", (*left).into())];
            voice.say("refusal-only-left", &args)
        }
        Refusal::PriceChanged { was, now } => {
            let args = [
                ("was", was.shown().into()),
                ("now", now.shown().into()),
                ("bot", voice.bot().into()),
            ];
            voice.say("refusal-price-changed", &args)
        }
        Refusal::Withdrawn { product } if product.is_empty() => voice.say("refusal-withdrawn-nameless", &[]),
        Refusal::Withdrawn { product } => voice.say("refusal-withdrawn", &[("product", short(product).into())]),
        Refusal::TooManyHolds { product } => voice.say("refusal-too-many-holds", &[("product", short(product).into())]),
        Refusal::TooMany { max } => voice.say("refusal-too-many", &[("max", (*max).into())]),
        Refusal::AmountOutside { min, max } => {
            let args = [("min", min.shown().into()), ("max", max.shown().into())];
            voice.say("refusal-amount-outside", &args)
        }
        Refusal::Policy(why) => policy::refusal(voice, why),
        Refusal::TipTooLarge { max } => voice.say("refusal-tip-too-large", &[("max", max.shown().into())]),
        Refusal::InfoMissing { what } => {
            voice.say("refusal-info-missing", &[("what", info::names(voice, what).into())])
        }
        Refusal::OwnRule {
            words: Some(words),
            product,
            ..
        } => match product {
            Some(product) => format!("{}: {words}", short(product)),
            None => words.clone(),
        },
        bare => voice.say(bare_key(bare), &[("bot", voice.bot().into())]),
    };
    Rich::plain(&words).cut(REFUSAL_MAX).into_owned().text
}

/// The phrase of a refusal that says nothing but itself and, at most, where the bot is.
fn bare_key(why: &Refusal) -> &'static str {
    match why {
        Refusal::UnknownInvoice => "refusal-unknown-invoice",
        Refusal::Expired => "refusal-expired",
        Refusal::Cancelled => "refusal-cancelled",
        Refusal::TermsNotAgreed => "refusal-terms",
        Refusal::NotForYou => "refusal-not-for-you",
        Refusal::Closed => "refusal-closed",
        Refusal::BeingPaid => "refusal-being-paid",
        Refusal::AlreadyPaid => "refusal-already-paid",
        Refusal::AmountDiffers => "refusal-amount-differs",
        Refusal::OwnRule { .. } => "refusal-own-rule",
        Refusal::ShopClosed => "refusal-shop-closed",
        _ => "refusal-try-again",
    }
}

fn accepted_key(end: Accepted) -> &'static str {
    match end {
        Accepted::Served => "toast-accepted",
        Accepted::Before => "toast-accepted-before",
        Accepted::Changed => "toast-accepted-changed",
        Accepted::NotNow => "toast-not-now",
    }
}

/// The words over the chat after a press.
pub(in crate::telegram) fn toast(voice: Voice<'_>, toast: &Toast) -> String {
    let about = |key: &str, order: OrderId| voice.say(key, &[("order", voice.order(order).into())]);
    match toast {
        Toast::Gone => voice.say("toast-gone", &[]),
        Toast::StaffOnly => voice.say("toast-staff-only", &[]),
        Toast::OwnerOnly => voice.say("toast-owner-only", &[]),
        Toast::Accepted(end) => voice.say(accepted_key(*end), &[]),
        Toast::AlreadyAgreed => voice.say("toast-already-agreed", &[]),
        Toast::Refused(why) => refusal(voice, why),
        Toast::AlreadyMarked(order) => about("toast-already-marked", *order),
        Toast::Marked(order) => about("toast-marked", *order),
        Toast::AlreadyBought(order) => about("toast-already-bought", *order),
        Toast::StillOpen(order) => about("toast-still-open", *order),
    }
}
