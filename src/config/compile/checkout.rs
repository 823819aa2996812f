//! `checkout:` of shop.yaml, and what a product asks instead: the questions of the payment form, and what the provider
//! gets. For Telegram Stars there is no form: what would be ignored or refused there is said here.

use std::sync::Arc;

use serde_json::Value;

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::raw::{Checkout as Raw, ShopFile};
use super::super::read::{F, Written, choose};
use super::context::{Context, Maybe, Said, each};
use super::scalar::one_of;
use super::shop::duplicate;
use super::tips::tips;
use crate::shop::{Ask, Checkout, PROVIDER_DATA_PLACEHOLDERS};

pub(in super::super) const ASKS: &[(&str, Ask)] = &[
    (Ask::Name.word(), Ask::Name),
    (Ask::Phone.word(), Ask::Phone),
    (Ask::Email.word(), Ask::Email),
    (Ask::Address.word(), Ask::Address),
];
/// Telegram passes on a phone number and an e-mail address, and nothing else.
pub(in super::super) const SENT: &[(&str, Ask)] = &[(Ask::Phone.word(), Ask::Phone), (Ask::Email.word(), Ask::Email)];

pub(super) fn checkout(cx: &mut Context<'_>, raw: &ShopFile) -> Option<Checkout> {
    let raw = match &raw.checkout {
        F::Absent => return Some(Checkout::default()),
        F::Bad(_) => return None,
        F::Good(written) => &written.v,
    };
    let ask = asks(cx, &raw.ask, ASKS);
    let send_to_provider = asks(cx, &raw.send_to_provider, SENT);
    let tips = tips(cx, &raw.tips);
    let provider_data = provider_data(cx, &raw.provider_data);
    not_without_form(cx, raw);
    let (ask, send_to_provider) = (ask?, send_to_provider?);
    sent_is_asked(cx, &raw.send_to_provider, &ask, &send_to_provider);
    Some(Checkout {
        ask,
        send_to_provider,
        tips: tips.ok()?,
        provider_data: provider_data.ok()?,
    })
}

/// What a product asks; `None` where it says nothing. An empty list asks nothing.
pub(super) fn asks_of_product(cx: &mut Context<'_>, field: &F<Vec<F<String>>>) -> Maybe<Vec<Ask>> {
    if field.is_absent() {
        return Ok(None);
    }
    let found = asks(cx, field, ASKS).ok_or(Said)?;
    if let (false, Some(at)) = (found.is_empty(), field.span()) {
        formless_cannot(cx, at, "ask");
    }
    Ok(Some(found))
}

/// The words of a list, each once, in the order of `Ask::ALL`.
fn asks(cx: &mut Context<'_>, field: &F<Vec<F<String>>>, known: &[(&str, Ask)]) -> Option<Vec<Ask>> {
    let mut found: Vec<(Ask, Span)> = Vec::new();
    for word in each(field) {
        let Some(ask) = one_of(cx, word, known, Kind::UnknownChoice) else {
            continue;
        };
        match found.iter().find(|(have, _)| *have == ask) {
            Some((_, first)) => cx.push(duplicate("question", &word.v, word.at, *first)),
            None => found.push((ask, word.at)),
        }
    }
    let mut found: Vec<Ask> = found.into_iter().map(|(ask, _)| ask).collect();
    found.sort_unstable();
    field.is_whole().then_some(found)
}

/// Nothing can be passed on that nobody was asked for.
fn sent_is_asked(cx: &mut Context<'_>, field: &F<Vec<F<String>>>, ask: &[Ask], sent: &[Ask]) {
    let Some(stray) = sent.iter().find(|sent| !ask.contains(sent)) else {
        return;
    };
    let word = stray.word();
    let place = each(field).find(|written| written.v == word);
    if let Some(place) = place {
        let message = format!("the provider is to get the customer's {word}, and nobody is asked for it");
        cx.push(
            Problem::new(Kind::Contradiction, place.at, message)
                .label("not among `ask`")
                .help(format!("add `{word}` to `ask`, or take it out here")),
        );
    }
}

fn provider_data(cx: &mut Context<'_>, field: &F<String>) -> Maybe<Arc<str>> {
    let written = match field {
        F::Absent => return Ok(None),
        F::Bad(_) => return Err(Said),
        F::Good(written) => written,
    };
    let value = match serde_json::from_str::<Value>(&written.v) {
        Ok(value @ Value::Object(_)) => value,
        Ok(_) => {
            return not_json(
                cx,
                written,
                "it has no braces around it",
                "write `{` before it and `}` behind it",
            );
        }
        Err(error) => {
            let (why, help) = json_words(&error);
            return not_json(cx, written, &why, help);
        }
    };
    match texts_of(&value).find_map(unknown_placeholder) {
        None => Ok(Some(written.v.as_str().into())),
        Some(name) => {
            let message = format!("`{{{name}}}` is not filled in here");
            let help = choose(&name, PROVIDER_DATA_PLACEHOLDERS);
            cx.push(
                Problem::new(Kind::UnknownPlaceholder, written.at, message)
                    .label("in this JSON")
                    .help(help),
            );
            Err(Said)
        }
    }
}

fn not_json(cx: &mut Context<'_>, written: &Written<String>, why: &str, help: &str) -> Maybe<Arc<str>> {
    let message = format!("the provider could not read this JSON: {why}");
    let label = "compare it with the provider's documentation";
    cx.push(Problem::new(Kind::BadJson, written.at, message).label(label).help(help));
    Err(Said)
}

/// What a JSON reader says, in an owner's words.
fn json_words(error: &serde_json::Error) -> (String, &'static str) {
    let place = format!("line {} of it, character {}", error.line(), error.column());
    if error.is_eof() {
        let why = "it ends before every bracket and quote that was opened is closed".to_owned();
        return (why, "write what is missing at its end: `}`, `]` or `\"`");
    }
    let sentence = error.to_string();
    let known = [
        ("trailing comma", "a comma has nothing behind it", "take the comma out"),
        (
            "expected `,`",
            "a comma is missing",
            "write a comma between two settings or values",
        ),
        (
            "expected `:`",
            "a colon is missing",
            "write a colon between a name and its value",
        ),
        (
            "key must be a string",
            "a name has no quotes",
            "write straight double quotes around each name",
        ),
        (
            "trailing characters",
            "something stands behind its last bracket",
            "take out what stands behind the last `}`",
        ),
        (
            "expected value",
            "a value is missing or has no quotes",
            "write straight double quotes around each text",
        ),
        (
            "expected ident",
            "a value has no quotes",
            "write straight double quotes around each text",
        ),
    ];
    let (_, why, help) = known.into_iter().find(|(part, ..)| sentence.contains(part)).unwrap_or((
        "",
        "a character is not expected there",
        "compare the line with the provider's documentation",
    ));
    (format!("{why} ({place})"), help)
}

fn texts_of(value: &Value) -> Box<dyn Iterator<Item = &str> + '_> {
    match value {
        Value::String(text) => Box::new(std::iter::once(text.as_str())),
        Value::Array(items) => Box::new(items.iter().flat_map(texts_of)),
        Value::Object(fields) => Box::new(fields.values().flat_map(texts_of)),
        _ => Box::new(std::iter::empty()),
    }
}

/// The first word in braces that has no value; braces around anything else are the provider's.
fn unknown_placeholder(text: &str) -> Option<String> {
    let inside = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    let mut names = inside
        .map(|(name, _)| name)
        .filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
    names
        .find(|name| !PROVIDER_DATA_PLACEHOLDERS.contains(name))
        .map(str::to_owned)
}

/// A payment in Stars has no questions and no tips, and there is no provider.
fn not_without_form(cx: &mut Context<'_>, raw: &Raw) {
    let settings = [
        (raw.ask.span(), "ask"),
        (raw.send_to_provider.span(), "send_to_provider"),
        (raw.tips.span(), "tips"),
        (raw.provider_data.span(), "provider_data"),
    ];
    for (at, name) in settings {
        if let Some(at) = at {
            formless_cannot(cx, at, name);
        }
    }
}

fn formless_cannot(cx: &mut Context<'_>, at: Span, name: &str) {
    if cx.provider.is_none_or(|provider| provider.profile().has_form) {
        return;
    }
    let message = format!("a payment in Telegram Stars has no form, so `{name}` has no meaning");
    cx.push(
        Problem::new(Kind::ProviderCannot, at, message)
            .label("not with Telegram Stars")
            .help("take it out; ask in the chat for what you need to know"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_placeholders_only_around_a_plain_word() {
        assert_eq!(unknown_placeholder("{title} × {quantity}"), None);
        assert_eq!(unknown_placeholder("{titel}"), Some("titel".into()));
        for text in ["", "{", "}", "{}", "{Title}", "{a b}", "{{title}}", "{1}"] {
            assert_eq!(unknown_placeholder(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_json_is_said_in_words() {
        for (text, why) in [
            ("{\"a\": [1}", "a comma is missing"),
            ("{\"a\": {}", "it ends before"),
            ("{\"a\": 1,}", "a comma has nothing behind it"),
            ("{a: 1}", "a name has no quotes"),
            ("{\"a\": b}", "a value is missing or has no quotes"),
            ("{\"a\": 'b'}", "a value is missing or has no quotes"),
            ("{\"a\" 1}", "a colon is missing (line 1 of it"),
            ("{} {}", "something stands behind"),
        ] {
            let (found, _) = json_words(&serde_json::from_str::<Value>(text).unwrap_err());
            assert!(found.starts_with(why), "{text}: {found}");
        }
    }

    #[test]
    fn every_text_of_the_json_is_looked_at() {
        let value = serde_json::json!({"a": "1", "b": [{"c": "2"}, ["3", 4, null]]});
        assert_eq!(texts_of(&value).collect::<Vec<_>>(), ["1", "2", "3"]);
    }
}
