//! Terms, support, privacy and the owner's own wording.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::super::kinds::Kind;
use super::super::problem::Problem;
use super::super::raw::{Question, SupportFile, TermsFile, TextsFile};
use super::super::read::{At, Entries, F, choose};
use super::context::{Context, each};
use super::text::{BUTTON_MAX, line, markup};
use crate::{
    ids::TermsVersion,
    shop::{Localized, Markup, Piece, Support, Terms, TermsRule, WORDINGS},
};

pub(super) fn terms(cx: &mut Context<'_>, raw: &At<TermsFile>, rule: Option<TermsRule>) -> Option<Terms> {
    let written = cx.need(
        &raw.v.text,
        "text",
        raw.at,
        "text: Orders are baked fresh and cannot be returned.",
    )?;
    let text = markup(cx, written, &[]);
    let version = match &raw.v.version {
        F::Bad(_) => None,
        F::Good(word) => Some(TermsVersion::new(word.v.as_str())),
        F::Absent => text.as_ref().map(version_of),
    };
    Some(Terms {
        version: version?,
        text: text?,
        rule: rule?,
    })
}

/// By the words in all languages and how they look, so that a change of what is agreed to is a new version.
fn version_of(text: &Localized<Markup>) -> TermsVersion {
    let mut hash = Sha256::new();
    let others = text.others.iter().map(|(language, markup)| (language.as_str(), markup));
    for (language, markup) in std::iter::once(("", &text.first)).chain(others) {
        hash.update([0]);
        hash.update(language);
        for (style, piece) in &markup.pieces {
            let (Piece::Words(words) | Piece::Placeholder(words)) = piece;
            hash.update([0, u8::from(style.bold), u8::from(style.italic)]);
            hash.update(style.link.as_deref().unwrap_or(""));
            hash.update([0]);
            hash.update(words.as_bytes());
        }
    }
    TermsVersion::new(
        hash.finalize()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>(),
    )
}

/// The owner's own, else the policy that Telegram applies to every bot without one.
pub(super) fn privacy(cx: &mut Context<'_>, raw: Option<&At<TermsFile>>) -> Option<Localized<Markup>> {
    match raw.map(|terms| &terms.v.privacy) {
        Some(F::Good(written)) => markup(cx, written, &[]),
        Some(F::Bad(_)) => None,
        Some(F::Absent) | None => Some(standard_privacy(cx)),
    }
}

const PRIVACY: [(&str, &str); 2] = [
    (
        "en",
        "We keep your orders, your consent to the terms, and what you write to us. Telegram's standard privacy policy for bots applies: https://telegram.org/privacy-tpa",
    ),
    (
        "ru",
        "Мы храним ваши заказы, ваше согласие с условиями и то, что вы нам пишете. Действует стандартная политика конфиденциальности ботов Telegram: https://telegram.org/privacy-tpa",
    ),
];

fn standard_privacy(cx: &Context<'_>) -> Localized<Markup> {
    let known = |code: &str| {
        PRIVACY
            .iter()
            .find(|(own, _)| *own == code)
            .map(|(_, text)| Markup::plain(*text))
    };
    let first = cx.languages.first().and_then(|language| known(language.as_str()));
    let others = cx.languages.iter().skip(1);
    Localized {
        first: first.unwrap_or_else(|| Markup::plain(PRIVACY[0].1)),
        others: others
            .filter_map(|language| Some((language.clone(), known(language.as_str())?)))
            .collect(),
    }
}

pub(super) fn support(cx: &mut Context<'_>, raw: &At<SupportFile>) -> Option<Support> {
    let contact = cx.need(
        &raw.v.contact,
        "contact",
        raw.at,
        "contact: Write to @corner_bakery, we answer by noon.",
    );
    let contact = contact.and_then(|text| markup(cx, text, &[]));
    let questions: Vec<_> = each(&raw.v.questions).filter_map(|entry| question(cx, entry)).collect();
    Some(Support {
        contact: contact?,
        questions,
    })
}

fn question(cx: &mut Context<'_>, raw: &At<Question>) -> Option<(Localized<Arc<str>>, Localized<Markup>)> {
    let ask = cx
        .need(&raw.v.ask, "ask", raw.at, "ask: Do you deliver?")
        .and_then(|text| line(cx, text, BUTTON_MAX));
    let answer = cx.need(&raw.v.answer, "answer", raw.at, "answer: Yes, in Lisbon.");
    let answer = answer.and_then(|text| markup(cx, text, &[]));
    Some((ask?, answer?))
}

pub(super) fn texts(cx: &mut Context<'_>, raw: &TextsFile) -> Vec<(&'static str, Localized<Markup>)> {
    let Entries(entries) = raw;
    let mut found = Vec::new();
    for (key, text) in entries {
        let (Some(key), Some(text)) = (key.good(), text.good()) else {
            continue;
        };
        let Some(wording) = WORDINGS.iter().find(|wording| wording.key == key.v) else {
            let help = choose(&key.v, WORDINGS.iter().map(|wording| wording.key));
            let message = format!("there is no message `{}`", key.v);
            cx.push(
                Problem::new(Kind::UnknownText, key.at, message)
                    .label("not known")
                    .help(help),
            );
            continue;
        };
        found.extend(markup(cx, text, wording.placeholders).map(|text| (wording.key, text)));
    }
    found
}
