//! `policies:` of shop.yaml: the usual checks of an order that need no script.

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::raw::{Hours, Policies as Raw, ShopFile};
use super::super::read::{Either, Entries, F, Written};
use super::context::{Context, Maybe, Said, each};
use super::hours::{days, span};
use super::money::price;
use super::shop::duplicate;
use super::telegram_id::{IdOf, telegram_id};
use super::{limits, never_sells};
use crate::{
    ids::UserId,
    money::Money,
    shop::{Ask, Catalog, Checkout, OpeningHours, Overlap, Policies, Postcodes},
};

/// `catalog` is what some of them name; `None` where it is wrong.
pub(super) fn policies(cx: &mut Context<'_>, raw: &ShopFile, catalog: Option<&Catalog>) -> Option<Policies> {
    let raw = match &raw.policies {
        F::Absent => return Some(Policies::default()),
        F::Bad(_) => return None,
        F::Good(written) => &written.v,
    };
    let sums = sums(cx, raw);
    let opening_hours = opening_hours(cx, &raw.opening_hours);
    let countries = list(cx, &raw.countries, "country", country);
    let postcodes = list(cx, &raw.postcodes, "postcode", postcodes);
    let blocked_customers = list(cx, &raw.blocked_customers, "customer", |cx, written| {
        telegram_id(cx, written, IdOf::Person).map(UserId)
    });
    let limits = limits::limits(cx, raw, catalog);
    let first_order_only = limits::first_order_only(cx, raw, catalog);
    let minimum_age = limits::minimum_age(cx, raw, catalog);
    let after_unpaid = limits::after_unpaid(cx, raw, catalog);
    let (minimum_order, maximum_order) = sums.ok()?;
    let found = Policies {
        minimum_order,
        maximum_order,
        opening_hours: opening_hours.ok()?,
        countries: countries?,
        postcodes: postcodes?,
        blocked_customers: blocked_customers?,
        limits: limits?,
        first_order_only: first_order_only.ok()?,
        minimum_age: minimum_age.ok()?,
        after_unpaid: after_unpaid.ok()?,
    };
    if let Some(catalog) = catalog {
        never_sells::warn(cx, raw, &found, catalog);
    }
    Some(found)
}

/// A rule about addresses that no order ever has would only look like one.
pub(super) fn address_is_asked(cx: &mut Context<'_>, raw: &ShopFile, checkout: Option<&Checkout>, catalog: &Catalog) {
    let Some(policies) = raw.policies.good() else {
        return;
    };
    let shop_asks = checkout.is_none_or(|checkout| checkout.ask.contains(&Ask::Address));
    let mut products = catalog.products().iter().filter_map(|product| product.ask.as_ref());
    if shop_asks || products.any(|ask| ask.contains(&Ask::Address)) {
        return;
    }
    let fields = [
        (policies.v.countries.span(), "countries"),
        (policies.v.postcodes.span(), "postcodes"),
    ];
    if let Some((at, name)) = fields.into_iter().find_map(|(at, name)| Some((at?, name))) {
        let message = format!("`{name}` says where orders go, and no customer is asked for an address");
        cx.push(
            Problem::new(Kind::PolicyUnasked, at, message)
                .label("never looked at")
                .help("write `ask: [address]` under `checkout:`, or take this out"),
        );
    }
}

type Sums = (Option<Money>, Option<Money>);

fn sums(cx: &mut Context<'_>, raw: &Raw) -> Result<Sums, Said> {
    let min = sum(cx, &raw.minimum_order);
    let max = sum(cx, &raw.maximum_order);
    let (min, max) = (min?, max?);
    if let (Some(least), Some(most)) = (min, max)
        && least.minor > most.minor
        && let (Some(a), Some(b)) = (raw.minimum_order.span(), raw.maximum_order.span())
    {
        let message = format!("no order comes to at least {least} and at most {most}");
        cx.contradict(a, b, &message, "write a smaller minimum, or a larger maximum");
        return Err(Said);
    }
    Ok((min, max))
}

fn sum(cx: &mut Context<'_>, field: &F<String>) -> Maybe<Money> {
    match field {
        F::Absent => Ok(None),
        F::Bad(_) => Err(Said),
        F::Good(written) => price(cx, written).map(Some).ok_or(Said),
    }
}

fn opening_hours(cx: &mut Context<'_>, field: &F<Entries<Hours>>) -> Maybe<OpeningHours> {
    let written = match field {
        F::Absent => return Ok(None),
        F::Bad(_) => return Err(Said),
        F::Good(written) => written,
    };
    let before = cx.problems.errors();
    let mut spans = Vec::new();
    for (key, hours) in &written.v.0 {
        let (Some(key), Some(hours)) = (key.good(), hours.good()) else {
            return Err(Said);
        };
        let (days, hours) = (days(cx, key), hours_of(cx, hours));
        for (from, until) in hours {
            spans.extend(days.iter().flatten().map(|day| (*day, from, until)));
        }
    }
    if cx.problems.errors() > before {
        return Err(Said);
    }
    if spans.is_empty() {
        return no_hours(cx, written.at);
    }
    match OpeningHours::new(spans) {
        Ok(hours) => Ok(Some(hours)),
        Err(Overlap) => {
            cx.push(
                Problem::new(Kind::BadHours, written.at, "two spans of the opening hours overlap")
                    .label("says two things of one moment")
                    .help("let one end before the next begins, each day once"),
            );
            Err(Said)
        }
    }
}

fn no_hours(cx: &mut Context<'_>, at: Span) -> Maybe<OpeningHours> {
    cx.push(
        Problem::new(Kind::BadHours, at, "the shop would never be open")
            .label("no hours in it")
            .help("write lines such as `mon-fri: 08:00-18:00`, or leave `opening_hours` out to sell always"),
    );
    Err(Said)
}

/// The spans of one line; what cannot be read is said.
fn hours_of(cx: &mut Context<'_>, hours: &Written<Hours>) -> Vec<(u16, u16)> {
    match &hours.v {
        Either::One(text) => {
            let written = Written {
                v: text.clone(),
                at: hours.at,
                plain: hours.plain,
            };
            span(cx, &written).into_iter().collect()
        }
        Either::More(list) => {
            let written: Vec<&Written<String>> = list.iter().filter_map(F::good).collect();
            written.into_iter().filter_map(|text| span(cx, text)).collect()
        }
    }
}

/// The two letters of a country.
pub(super) fn country(cx: &mut Context<'_>, written: &Written<String>) -> Option<String> {
    let text = written.v.as_str();
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()) {
        return Some(text.to_owned());
    }
    let upper = text.to_uppercase();
    let known = COUNTRIES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
    let help = if known.is_none() && upper.len() == 2 && upper.bytes().all(|b| b.is_ascii_uppercase()) {
        format!("write `{upper}`")
    } else {
        match known {
            Some((_, code)) => format!("write `{code}`"),
            None => "write the two capital letters that stand for it, such as `DE` for Germany or `PT` for Portugal"
                .to_owned(),
        }
    };
    cx.push(
        Problem::new(
            Kind::BadCountry,
            written.at,
            format!("`{text}` is not a country's code"),
        )
        .label("two capital letters are needed")
        .help(help),
    );
    None
}

/// Countries by the names that an owner would write first; any other code of two letters is taken as it is.
const COUNTRIES: [(&str, &str); 20] = [
    ("Austria", "AT"),
    ("Belgium", "BE"),
    ("England", "GB"),
    ("France", "FR"),
    ("Georgia", "GE"),
    ("Germany", "DE"),
    ("India", "IN"),
    ("Italy", "IT"),
    ("Kazakhstan", "KZ"),
    ("Netherlands", "NL"),
    ("Poland", "PL"),
    ("Portugal", "PT"),
    ("Spain", "ES"),
    ("Turkey", "TR"),
    ("UK", "GB"),
    ("Ukraine", "UA"),
    ("United Kingdom", "GB"),
    ("United States", "US"),
    ("Uzbekistan", "UZ"),
    ("USA", "US"),
];

fn postcodes(cx: &mut Context<'_>, written: &Written<String>) -> Option<Postcodes> {
    let found = Postcodes::parse(&written.v);
    if found.is_none() {
        let ends = written
            .v
            .split_once('-')
            .filter(|(from, to)| from.len() == to.len() && from > to);
        let (message, help) = match ends.map(|(from, to)| format!("{to}-{from}")) {
            Some(turned) if Postcodes::parse(&turned).is_some() => {
                let message = format!("`{}` ends before it begins", written.v);
                (message, format!("write `\"{turned}\"`"))
            }
            _ => {
                let help = "write one code, all that begin alike, or the first and the last: \
                    `\"80331\"`, `\"80*\"` or `\"80000-80999\"`";
                (format!("`{}` is not a postcode", written.v), help.to_owned())
            }
        };
        cx.push(
            Problem::new(Kind::BadPostcode, written.at, message)
                .label("cannot be compared with an address")
                .help(help),
        );
    }
    found
}

/// The entries of a list, each once.
pub(super) fn list<T: PartialEq>(
    cx: &mut Context<'_>,
    field: &F<Vec<F<String>>>,
    sort: &str,
    read: impl Fn(&mut Context<'_>, &Written<String>) -> Option<T>,
) -> Option<Vec<T>> {
    let mut found: Vec<(T, Span)> = Vec::new();
    let mut whole = field.is_whole();
    for written in each(field) {
        let Some(value) = read(cx, written) else {
            whole = false;
            continue;
        };
        match found.iter().find(|(known, _)| *known == value) {
            Some((_, first)) => cx.push(duplicate(sort, &written.v, written.at, *first)),
            None => found.push((value, written.at)),
        }
    }
    whole.then(|| found.into_iter().map(|(value, _)| value).collect())
}
