//! Terms, support, privacy and the owner's own wording.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::super::files::short_hex;
use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::raw::{Question, SupportFile, TermsFile, TextsFile};
use super::super::read::{Entries, F, Written, choose};
use super::context::{Context, each};
use super::text::{BUTTON_MAX, line, markup};
use crate::{
    ids::TermsVersion,
    shop::{Localized, Markup, Piece, Support, Terms, TermsRule, WORDINGS},
};

pub(super) fn terms(cx: &mut Context<'_>, raw: &Written<TermsFile>, rule: Option<TermsRule>) -> Option<Terms> {
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
    TermsVersion::new(short_hex(hash))
}

/// The owner's own, else the policy that Telegram applies to every bot without one.
pub(super) fn privacy(cx: &mut Context<'_>, raw: Option<&Written<TermsFile>>) -> Option<Localized<Markup>> {
    match raw.map(|terms| &terms.v.privacy) {
        Some(F::Good(written)) => markup(cx, written, &[]),
        Some(F::Bad(_)) => None,
        Some(F::Absent) | None => Some(standard(cx, &PRIVACY)),
    }
}

const PRIVACY: [(&str, &str); 2] = [
    (
        "en",
        "We keep your orders, what you agreed to or confirmed, and what you write to us. Telegram's standard privacy policy for bots applies: https://telegram.org/privacy-tpa",
    ),
    (
        "ru",
        "Мы храним ваши заказы, то, с чем вы согласились или что подтвердили, и то, что вы нам пишете. Действует стандартная политика конфиденциальности ботов Telegram: https://telegram.org/privacy-tpa",
    ),
];

const CONTACT: [(&str, &str); 2] = [("en", "Write here."), ("ru", "Напишите сюда.")];

/// The engine's own words, in those of the shop's languages that it has them in.
fn standard(cx: &Context<'_>, words: &[(&str, &str); 2]) -> Localized<Markup> {
    let known = |code: &str| {
        words
            .iter()
            .find(|(own, _)| *own == code)
            .map(|(_, text)| Markup::plain(*text))
    };
    let first = cx.languages.first().and_then(|language| known(language.as_str()));
    let others = cx.languages.iter().skip(1);
    Localized {
        first: first.unwrap_or_else(|| Markup::plain(words[0].1)),
        others: others
            .filter_map(|language| Some((language.clone(), known(language.as_str())?)))
            .collect(),
    }
}

/// Without a contact customers hear that they can write here; that is odd for a shop, and no error.
pub(super) fn support(cx: &mut Context<'_>, raw: Option<&Written<SupportFile>>) -> Option<Support> {
    let Some(raw) = raw else {
        // A file that could not be read was told of.
        cx.files.find("support.yaml").is_none().then_some(())?;
        warn_of_no_contact(cx, Span::folder(), "there is no file `support.yaml`");
        return Some(Support {
            contact: standard(cx, &CONTACT),
            questions: Vec::new(),
        });
    };
    let contact = match &raw.v.contact {
        F::Good(text) => markup(cx, text, &[]),
        F::Bad(_) => None,
        F::Absent => {
            warn_of_no_contact(cx, Span::top(raw.at.file), "`contact` is missing");
            Some(standard(cx, &CONTACT))
        }
    };
    let questions: Vec<_> = each(&raw.v.questions).filter_map(|entry| question(cx, entry)).collect();
    Some(Support {
        contact: contact?,
        questions,
    })
}

fn warn_of_no_contact(cx: &mut Context<'_>, at: Span, what: &str) {
    let message = format!("{what}: customers do not learn how to reach a person");
    cx.push(
        Problem::new(Kind::NoContact, at, message)
            .label("no line `contact:`")
            .help("write into support.yaml a line such as `contact: Write to @corner_bakery, we answer by noon.`"),
    );
}

fn question(cx: &mut Context<'_>, raw: &Written<Question>) -> Option<(Localized<Arc<str>>, Localized<Markup>)> {
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
