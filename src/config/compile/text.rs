//! Texts for customers: one for all languages or one for each, within Telegram's lengths, with the small markup.

use std::sync::Arc;

use super::super::kinds::Kind;
use super::super::lint::quoted;
use super::super::problem::Problem;
use super::super::raw::Text;
use super::super::read::{Either, Entries, F, Written, choose, did_you_mean};
use super::context::Context;
use super::languages::LANGUAGES;
use super::looks;
use super::markup::{self, Flaw};
use crate::shop::{Language, Localized, Markup};

/// Telegram: `title` of an invoice.
pub(in super::super) const TITLE_MAX: usize = 32;
/// Telegram: `description` of an invoice.
pub(in super::super) const DESCRIPTION_MAX: usize = 255;
/// Telegram: a button's text is cut in most clients beyond this.
pub(in super::super) const BUTTON_MAX: usize = 64;
/// Telegram: a message has at most 4096 characters; some are left for what the engine writes around.
pub(in super::super) const MESSAGE_MAX: usize = 3_800;

/// A text on one line: a title, a name, a question.
pub(super) fn line(cx: &mut Context<'_>, written: &Written<Text>, max: usize) -> Option<Localized<Arc<str>>> {
    localized(cx, written, |cx, one| {
        let text = one.v.split_whitespace().collect::<Vec<_>>().join(" ");
        looks::in_plain(cx, one);
        fits(cx, one, &text, max).then(|| text.into())
    })
}

/// A text as it is, without markup.
pub(super) fn words(cx: &mut Context<'_>, written: &Written<Text>, max: usize) -> Option<Localized<Arc<str>>> {
    localized(cx, written, |cx, one| {
        let text = one.v.trim();
        looks::in_plain(cx, one);
        fits(cx, one, text, max).then(|| text.into())
    })
}

/// A text with markup and the placeholders that may stand in it.
pub(super) fn markup(
    cx: &mut Context<'_>,
    written: &Written<Text>,
    placeholders: &[&str],
) -> Option<Localized<Markup>> {
    localized(cx, written, |cx, one| {
        if !fits(cx, one, one.v.trim(), MESSAGE_MAX) {
            return None;
        }
        looks::in_markup(cx, one);
        markup::parse(one.v.trim(), placeholders)
            .map_err(|flaw| report_flaw(cx, one, &flaw, placeholders))
            .ok()
    })
}

fn report_flaw(cx: &mut Context<'_>, one: &Written<String>, flaw: &Flaw, placeholders: &[&str]) {
    let problem = match flaw {
        Flaw::Unclosed { mark, before } => {
            let escaped: String = mark.chars().flat_map(|c| ['\\', c]).collect();
            let message = format!("`{mark}` is opened before “{before}” and never closed");
            let help =
                format!("write `{mark}` once more where it ends, or `{escaped}` if the character itself is meant");
            Problem::new(Kind::BadMarkup, one.at, message)
                .label("in this text")
                .help(help)
        }
        Flaw::BadLink { address } => Problem::new(
            Kind::BadLink,
            one.at,
            format!("`{address}` is not an address that a link can lead to"),
        )
        .label("in this text")
        .help(match whole_address(address) {
            Some(whole) => format!("write it whole: `({whole})`"),
            None => "write it whole, such as `[our site](https://example.com)`".to_owned(),
        }),
        Flaw::OpenPlaceholder { name } => Problem::new(
            Kind::UnknownPlaceholder,
            one.at,
            format!("`{{{name}` has no `}}` behind it"),
        )
        .label("in this text")
        .help(format!(
            "write `{{{name}}}`, or `{{{{{name}` if the brace itself is meant"
        )),
        Flaw::UnknownPlaceholder { name } => {
            let help = match placeholders {
                [] => format!("nothing is filled in here; write `{{{{{name}}}}}` if the braces themselves are meant"),
                _ => choose(name, placeholders.iter().copied()),
            };
            Problem::new(
                Kind::UnknownPlaceholder,
                one.at,
                format!("`{{{name}}}` is not filled in here"),
            )
            .label("in this text")
            .help(help)
        }
    };
    cx.push(problem);
}

/// What an address that was cut short leads to: a mailbox, a telephone, a page.
fn whole_address(address: &str) -> Option<String> {
    let address = address.trim();
    let is_phone = |c: char| c.is_ascii_digit() || " +-()".contains(c);
    if address.len() >= 5 && address.chars().all(is_phone) {
        let digits: String = address.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        return Some(format!("tel:{digits}"));
    }
    if let Some(name) = address.strip_prefix('@') {
        return (!name.is_empty()).then(|| format!("https://t.me/{name}"));
    }
    let plain = !address.contains(char::is_whitespace) && !address.contains("://");
    match (plain, address.contains('@'), address.contains('.')) {
        (true, true, _) => Some(format!("mailto:{address}")),
        (true, false, true) => Some(format!("https://{}", address.trim_start_matches('/'))),
        _ => None,
    }
}

/// Not empty, and not longer than Telegram allows. Telegram counts UTF-16 units.
fn fits(cx: &mut Context<'_>, one: &Written<String>, text: &str, max: usize) -> bool {
    let length = text.encode_utf16().count();
    if length == 0 {
        cx.push(
            Problem::new(Kind::EmptyValue, one.at, "this text is empty")
                .label("nothing to show")
                .help("write a few words"),
        );
        return false;
    }
    if one.plain && is_yaml_word(text) {
        let message = format!("`{text}` is a text here, and other YAML programs read it as something else");
        cx.push(
            Problem::new(Kind::UnquotedWord, one.at, message)
                .label("better in quotes")
                .help(format!("write `{}`", quoted(text))),
        );
    }
    if length > max {
        cx.push(
            Problem::new(
                Kind::TextTooLong,
                one.at,
                format!("this text has {length} characters, and {max} fit here"),
            )
            .label("too long")
            .help(format!("make it shorter by {}", length - max)),
        );
    }
    length <= max
}

fn is_yaml_word(text: &str) -> bool {
    const WORDS: [&str; 9] = ["yes", "no", "on", "off", "true", "false", "null", "y", "n"];
    WORDS.contains(&text.to_lowercase().as_str())
}

/// Each language's text through `make`; nothing if a needed one is missing or wrong.
fn localized<T>(
    cx: &mut Context<'_>,
    written: &Written<Text>,
    make: impl Fn(&mut Context<'_>, &Written<String>) -> Option<T>,
) -> Option<Localized<T>> {
    match &written.v {
        Either::One(text) => make(
            cx,
            &Written {
                v: text.clone(),
                at: written.at,
                plain: written.plain,
            },
        )
        .map(Localized::one),
        Either::More(Entries(entries)) => by_language(cx, written, entries, make),
    }
}

fn by_language<T>(
    cx: &mut Context<'_>,
    written: &Written<Text>,
    entries: &[(F<String>, F<String>)],
    make: impl Fn(&mut Context<'_>, &Written<String>) -> Option<T>,
) -> Option<Localized<T>> {
    let mut spoken: Vec<(Language, Option<T>)> = Vec::new();
    for (key, value) in entries {
        let Some(language) = key.good().and_then(|key| known_language(cx, key)) else {
            continue;
        };
        let text = value.good().and_then(|one| make(cx, one));
        spoken.push((language, text));
    }
    if cx.languages_known {
        report_missing(cx, written, &spoken);
    }
    let default = cx.languages.first()?.clone();
    let (first, others): (Vec<_>, Vec<_>) = spoken.into_iter().partition(|(language, _)| *language == default);
    let first = first.into_iter().find_map(|(_, text)| text)?;
    let others = others
        .into_iter()
        .filter_map(|(language, text)| Some((language, text?)))
        .collect();
    Some(Localized { first, others })
}

fn known_language(cx: &mut Context<'_>, key: &Written<String>) -> Option<Language> {
    let found = cx.languages.iter().find(|language| language.as_str() == key.v).cloned();
    let meant = meant_language(cx, &key.v).filter(|_| found.is_none() && cx.languages_known);
    if let Some(meant) = meant {
        let message = format!("`{}` is not a language's code", key.v);
        cx.push(
            Problem::new(Kind::UnknownLanguage, key.at, message)
                .label("not among `languages`")
                .help(format!("write `{}`", meant.as_str())),
        );
        return Some(meant);
    }
    if found.is_none() && cx.languages_known {
        let known = cx.languages.iter().map(Language::as_str).collect::<Vec<_>>().join(", ");
        cx.push(
            Problem::new(
                Kind::UnknownLanguage,
                key.at,
                format!("the shop does not speak `{}`", key.v),
            )
            .label("not among `languages`")
            .help(format!(
                "it speaks: {known}; add the language to `languages` in shop.yaml, or take this text out"
            )),
        );
    }
    found
}

/// One of the shop's languages, for a word that is no language's code: `rus`, `english`.
fn meant_language(cx: &Context<'_>, word: &str) -> Option<Language> {
    if Language::parse(word).is_some() || cx.problems.is_full() {
        return None;
    }
    let lower = word.to_lowercase();
    let by_name = LANGUAGES.iter().find(|(name, _)| *name == lower).map(|(_, code)| *code);
    let code = by_name.or_else(|| did_you_mean(&lower, cx.languages.iter().map(Language::as_str)))?;
    cx.languages.iter().find(|language| language.as_str() == code).cloned()
}

fn report_missing<T>(cx: &mut Context<'_>, written: &Written<Text>, made: &[(Language, T)]) {
    let missing: Vec<Language> = cx
        .languages
        .iter()
        .filter(|wanted| !made.iter().any(|(have, _)| have == *wanted))
        .cloned()
        .collect();
    for language in missing {
        let code = language.as_str();
        let problem = if cx.languages.first() == Some(&language) {
            Problem::new(
                Kind::MissingField,
                written.at,
                format!("the text in `{code}`, the shop's first language, is missing"),
            )
            .label("in this group")
        } else {
            Problem::new(
                Kind::MissingTranslation,
                written.at,
                format!("the text in `{code}` is missing"),
            )
            .label("customers of that language see the first one")
        };
        cx.push(problem.help(format!("add `{code}: …`")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_were_cut_short() {
        for (written, whole) in [
            ("bakery.example", Some("https://bakery.example")),
            ("+351 21 000", Some("tel:+35121000")),
            ("ann@bakery.example", Some("mailto:ann@bakery.example")),
            ("@bakery", Some("https://t.me/bakery")),
            ("our site", None),
            ("htp://bakery.example", None),
            ("", None),
        ] {
            assert_eq!(whole_address(written).as_deref(), whole, "{written}");
        }
    }
}
