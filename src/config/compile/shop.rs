//! `shop.yaml`, section by section, except the money's way in (`payments`).

use std::time::Duration;

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::raw::{Invoices, ShopFile};
use super::super::read::{F, Written};
use super::context::{Context, Maybe, Said, each};
use super::duration::duration;
use super::scalar::{Words, integer, one_of, word};
use super::telegram_id::{IdOf, telegram_id};
use crate::{
    ids::{ChatId, TopicId, UserId},
    money::Currency,
    shop::{Forwarding, InvoicePolicy, Payer, Role, Staff, TermsRule, WhenPriceChanges},
    time::{is_timezone, timezone_of},
};

/// Numbers of supergroups and channels lie below.
const SUPERGROUPS_BELOW: i64 = -1_000_000_000_000;
/// Telegram: `message_thread_id` is an integer of 32 bits.
pub(in super::super) const TOPIC_MAX: i64 = i32::MAX as i64;
pub(in super::super) const TERMS: Words<TermsRule> = Words {
    all: &[
        ("before_paying", TermsRule::BeforePaying),
        ("by_paying", TermsRule::ByPaying),
    ],
    default: TermsRule::BeforePaying,
};
pub(in super::super) const ROLES: &[(&str, Role)] = &[("owner", Role::Owner), ("helper", Role::Helper)];
pub(in super::super) const PRICE_CHANGES: Words<WhenPriceChanges> = Words {
    all: &[
        ("refuse", WhenPriceChanges::Refuse),
        ("honour", WhenPriceChanges::Honour),
    ],
    default: WhenPriceChanges::Refuse,
};
pub(in super::super) const FORWARDING: Words<Forwarding> = Words {
    all: &[
        ("single-chat", Forwarding::SingleChat),
        ("multi-chat", Forwarding::MultiChat),
    ],
    default: Forwarding::SingleChat,
};
const YES_NO: Words<bool> = Words {
    all: &[("true", true), ("false", false)],
    default: false,
};
pub(in super::super) const PAYERS: Words<Payer> = Words {
    all: &[("anyone", Payer::Anyone), ("invited", Payer::Invited)],
    default: Payer::Anyone,
};

/// A customer needs some minutes to pay; an invoice that is good for more than a month is no promise to make.
pub(in super::super) const VALID_FOR_MIN: Duration = Duration::from_mins(1);
pub(in super::super) const VALID_FOR_MAX: Duration = Duration::from_hours(24 * 30);
pub(in super::super) const VALID_FOR: Duration = Duration::from_mins(30);

/// Where the shop's clock hangs if the file does not say.
pub(in super::super) const TIMEZONE: &str = "UTC";

/// Two things of one sort that share an id.
pub(super) fn duplicate(sort: &str, id: &str, again: Span, first: Span) -> Problem {
    Problem::new(
        Kind::DuplicateId,
        again,
        format!("there are two entries for the {sort} `{id}`"),
    )
    .label("used again here")
    .also(first, "first used here")
    .help("give one of them another id, or take it out")
}

pub(super) fn currency(cx: &mut Context<'_>, raw: &Written<ShopFile>) -> Option<Currency> {
    let written = cx.need(&raw.v.currency, "currency", raw.at, "currency: EUR")?;
    let found = Currency::parse(&written.v);
    if found.is_none() {
        let upper = written.v.to_uppercase();
        let help = match written.v.to_lowercase().as_str() {
            "€" | "euro" | "euros" => "write `EUR`".to_owned(),
            "$" | "dollar" | "dollars" => "write `USD`".to_owned(),
            "₽" | "ruble" | "rubles" | "руб" | "рубль" => "write `RUB`".to_owned(),
            "⭐" => "write `XTR` for Telegram Stars".to_owned(),
            both if both.contains([',', '/', ' ']) => "write one currency: a shop has one".to_owned(),
            _ if Currency::parse(&upper).is_some() => format!("write `{upper}`"),
            _ if upper.starts_with("STAR") => "write `XTR` for Telegram Stars".to_owned(),
            _ => "write the three capital letters of a currency, such as `EUR`, `USD`, or `XTR` for Telegram Stars"
                .to_owned(),
        };
        let message = format!("Telegram takes no payments in `{}`", written.v);
        cx.push(
            Problem::new(Kind::UnknownCurrency, written.at, message)
                .label("not a currency's code")
                .help(help),
        );
    }
    found
}

pub(super) fn timezone(cx: &mut Context<'_>, raw: &ShopFile) -> Option<String> {
    let Some(written) = raw.timezone.good() else {
        return raw.timezone.is_absent().then(|| TIMEZONE.to_owned());
    };
    if is_timezone(&written.v) {
        return Some(written.v.clone());
    }
    cx.push(
        Problem::new(
            Kind::BadTimezone,
            written.at,
            format!("there is no time zone `{}`", written.v),
        )
        .label("not known")
        .help(match timezone_of(&written.v) {
            Some(name) => format!("write `{name}`"),
            None => "write a continent and a city, such as `Europe/Lisbon` or `Asia/Tbilisi`".to_owned(),
        }),
    );
    None
}

pub(super) fn terms_rule(cx: &mut Context<'_>, raw: &ShopFile) -> Option<TermsRule> {
    word(cx, &raw.terms, &TERMS)
}

pub(super) fn invoices(cx: &mut Context<'_>, raw: &ShopFile) -> Option<InvoicePolicy> {
    let default = Invoices::default();
    let raw = match &raw.invoices {
        F::Good(written) => &written.v,
        F::Absent => &default,
        F::Bad(_) => return None,
    };
    let valid_for = match raw.valid_for.good() {
        Some(written) => duration(cx, written, VALID_FOR_MIN, VALID_FOR_MAX),
        None => raw.valid_for.is_absent().then_some(VALID_FOR),
    };
    let when_price_changes = word(cx, &raw.when_price_changes, &PRICE_CHANGES);
    let forwarding = word(cx, &raw.forwarding, &FORWARDING);
    let payer = word(cx, &raw.payer, &PAYERS);
    let protect_content = word(cx, &raw.protect_content, &YES_NO);
    if let (Some(Forwarding::MultiChat), Some(true)) = (forwarding, protect_content) {
        warn_of_protection(cx, raw);
    }
    if let (Some(Forwarding::MultiChat), Some(Payer::Invited)) = (forwarding, payer)
        && let (Some(a), Some(b)) = (raw.forwarding.span(), raw.payer.span())
    {
        let message = "copies that can be paid, and a payer who alone may pay, exclude each other";
        cx.contradict(a, b, message, "write `payer: anyone`, or `forwarding: single-chat`");
        return None;
    }
    Some(InvoicePolicy {
        valid_for: valid_for?,
        when_price_changes: when_price_changes?,
        forwarding: forwarding?,
        payer: payer?,
        protect_content: protect_content?,
    })
}

/// A copy that can be paid is of no use where nobody can make one.
fn warn_of_protection(cx: &mut Context<'_>, raw: &Invoices) {
    let (Some(protected), Some(forwarding)) = (raw.protect_content.span(), raw.forwarding.span()) else {
        return;
    };
    let message = "copies of an invoice can be paid, and the app lets nobody make one";
    cx.push(
        Problem::new(Kind::ProtectedCopies, protected, message)
            .label("keeps invoices from being forwarded")
            .also(forwarding, "lets forwarded copies be paid")
            .help("write `protect_content: false`, or `forwarding: single-chat`"),
    );
}

pub(super) fn orders_chat(cx: &mut Context<'_>, raw: &ShopFile) -> Maybe<ChatId> {
    match &raw.orders_chat {
        F::Absent => Ok(None),
        F::Bad(_) => Err(Said),
        F::Good(written) => telegram_id(cx, written, IdOf::Chat)
            .map(|id| Some(ChatId(id)))
            .ok_or(Said),
    }
}

/// Only supergroups have topics, and their numbers begin with -100.
pub(super) fn orders_topic(cx: &mut Context<'_>, raw: &ShopFile, chat: &Maybe<ChatId>) -> Option<TopicId> {
    let written = match &raw.orders_topic {
        F::Absent => return Some(TopicId(0)),
        F::Bad(_) => return None,
        F::Good(written) => written,
    };
    let topic = integer(cx, written, 1, TOPIC_MAX)?;
    match chat {
        Ok(Some(chat)) if chat.0 < SUPERGROUPS_BELOW => Some(TopicId(topic)),
        Err(Said) => None,
        Ok(chat) => {
            let (words, label) = match chat {
                None => (
                    "`orders_topic` names a topic, and there is no `orders_chat`",
                    "a topic of which chat?",
                ),
                Some(_) => (
                    "`orders_topic` names a topic, and `orders_chat` is a chat without topics",
                    "a topic of `orders_chat`",
                ),
            };
            let problem = Problem::new(Kind::Contradiction, written.at, words)
                .label(label)
                .help("send /id to the bot in the topic: it answers with both lines; or take this line out");
            cx.push(problem.also_at(raw.orders_chat.span(), "has no topics"));
            None
        }
    }
}

pub(super) fn staff(cx: &mut Context<'_>, raw: &ShopFile) -> Vec<Staff> {
    let mut found: Vec<(Staff, Span)> = Vec::new();
    for member in each(&raw.staff) {
        let id = cx
            .need(&member.v.id, "id", member.at, "id: 123456789")
            .and_then(|id| Some((telegram_id(cx, id, IdOf::Person)?, id)));
        let role = cx.need(&member.v.role, "role", member.at, "role: owner");
        let role = role.and_then(|role| one_of(cx, role, ROLES, Kind::UnknownChoice));
        let (Some((id, written)), Some(role)) = (id, role) else {
            continue;
        };
        match found.iter().find(|(known, _)| known.id == UserId(id)) {
            Some((_, first)) => cx.push(duplicate("person", &written.v, written.at, *first)),
            None => found.push((Staff { id: UserId(id), role }, written.at)),
        }
    }
    found.into_iter().map(|(member, _)| member).collect()
}

/// A shop with a real bot and nobody who hears of its orders.
pub(super) fn warn_without_owner(cx: &mut Context<'_>, raw: &Written<ShopFile>, staff: &[Staff], has_bot: bool) {
    if has_bot && !staff.iter().any(|member| member.role == Role::Owner) && !matches!(raw.v.staff, F::Bad(_)) {
        let bot = raw.v.telegram.good().and_then(|telegram| telegram.v.bot_token.span());
        let at = raw.v.staff.span().or(bot).unwrap_or(Span::top(raw.at.file));
        cx.push(
            Problem::new(Kind::NoOwner, at, "nobody is the owner of this shop")
                .label("no entry with `role: owner`")
                .help("send /id to the bot, and write under `staff:` a line `- {id: 123456789, role: owner}` with the number that it answers"),
        );
    }
}
