//! What the owner's policies say to customers, in words that the owner may replace; and the question for their age.

use super::{Button, Outgoing, home_button};
use crate::{
    conversation::Tap,
    ids::MessageId,
    shop::{Period, PolicyRefusal, Scope, Selection},
    telegram::{names::short, voice::Voice},
};

/// So many goods are named before the rest is three dots.
const NAMED_MAX: usize = 3;
/// A wait is told in minutes up to here, then in hours.
const MINUTES_MAX: u64 = 90;

/// Why not, and what the customer can do.
pub(super) fn refusal(voice: Voice<'_>, why: &PolicyRefusal) -> String {
    let own = |key: &str, name: &str, value: String| voice.own(key, &[(name, value.into())]).text;
    match why {
        PolicyRefusal::Blocked => voice.own("not-served", &[("bot", voice.bot().into())]).text,
        PolicyRefusal::OutOfHours { day, minute } => own("out-of-hours", "opens", opens(voice, *day, *minute)),
        PolicyRefusal::OrderTooSmall { min } => own("order-too-small", "min", min.shown()),
        PolicyRefusal::OrderTooLarge { max } => own("order-too-large", "max", max.shown()),
        PolicyRefusal::LimitReached { max, per, of, left } => {
            let args = [
                ("limit", limit(voice, *max, *per, of).into()),
                ("advice", advice(voice, *per, *left).into()),
            ];
            voice.own("limit-reached", &args).text
        }
        PolicyRefusal::NotTheFirst { of } => match goods(voice, of) {
            Some(goods) => own("first-order-only", "goods", goods),
            None => voice.own("one-order-only", &[]).text,
        },
        PolicyRefusal::MustWait { minutes } => own("after-unpaid", "wait", span(voice, *minutes)),
        PolicyRefusal::AgeUnknown { years } => {
            let args = [("age", years.to_string().into()), ("bot", voice.bot().into())];
            voice.own("age-unknown", &args).text
        }
        PolicyRefusal::NotToCountry { to } | PolicyRefusal::NotToPostcode { to } => {
            own("not-delivered", "to", short(to))
        }
    }
}

/// "Are you so old?", with the button that says yes and goes on to what the customer wanted.
pub(super) fn age(voice: Voice<'_>, years: i64, then: &(Selection, MessageId)) -> Outgoing {
    let age = || years.to_string().into();
    let args = [("age", age()), ("shop", voice.shop_name().into())];
    let question = Outgoing::words(voice.own("age-question", &args));
    let yes = Tap::OfAge {
        // Bounded when the files are read.
        years: u8::try_from(years).unwrap_or(u8::MAX),
        then: then.clone(),
    };
    let words = voice.own("age-button", &[("age", age())]).text;
    question.row([Button::new(words, yes)]).row([home_button(voice)])
}

fn opens(voice: Voice<'_>, day: u16, minute: u16) -> String {
    let time = format!("{:02}:{:02}", minute / 60, minute % 60);
    voice.say("opens-on", &[("day", day.into()), ("time", time.into())])
}

fn limit(voice: Voice<'_>, max: i64, per: Period, of: &Scope) -> String {
    let (max, per) = (("max", max.into()), ("per", per.word().into()));
    match goods(voice, of) {
        Some(goods) => voice.say("limit-of", &[max, per, ("goods", goods.into())]),
        None => voice.say("limit-of-all", &[max, per]),
    }
}

fn advice(voice: Voice<'_>, per: Period, left: i64) -> String {
    match left {
        0 => voice.say("limit-later", &[("per", per.word().into())]),
        left => voice.say("limit-left", &[("left", left.into())]),
    }
}

/// The titles of what a policy is about; `None` for everything.
fn goods(voice: Voice<'_>, of: &Scope) -> Option<String> {
    if of.is_everything() {
        return None;
    }
    let catalog = &voice.shop.catalog;
    let shelves = of.categories.iter().map(|id| {
        let shelf = catalog.categories().iter().find(|category| category.id == *id);
        shelf.map_or_else(|| id.to_string(), |shelf| voice.words(&shelf.title).to_owned())
    });
    let products = of.products.iter().map(|id| {
        let product = catalog.product(id);
        product.map_or_else(|| id.to_string(), |product| voice.words(&product.title).to_owned())
    });
    let mut names: Vec<String> = products.chain(shelves).map(|name| short(&name)).collect();
    if names.len() > NAMED_MAX {
        names.truncate(NAMED_MAX);
        names.push("…".to_owned());
    }
    Some(names.join(", "))
}

fn span(voice: Voice<'_>, minutes: u64) -> String {
    if minutes <= MINUTES_MAX {
        voice.say("span-minutes", &[("minutes", minutes.into())])
    } else {
        voice.say("span-hours", &[("hours", minutes.div_ceil(60).into())])
    }
}
