//! What a payer filled in, as lines of a receipt or a notice: typed by a stranger, so each becomes one tame line.

use crate::{
    order::OrderInfo,
    shop::Ask,
    telegram::{names::tame, rich::Rich, voice::Voice},
};

/// Enough for an address with all its parts; longer ones are cut.
const LINE_CHARACTERS_MAX: usize = 400;

/// One line each; empty where nothing was asked.
pub(super) fn lines(voice: Voice<'_>, info: &OrderInfo) -> Rich {
    let mut given = info.lines().into_iter();
    let line = |text: Rich, (ask, value): (Ask, String)| {
        let text = text.push(&format!("{}: ", voice.say(label_key(ask), &[])));
        let value = tame(&value, LINE_CHARACTERS_MAX);
        match ask {
            // Apps make these two into links by themselves.
            Ask::Phone | Ask::Email => text.push(&value),
            // A tap copies these.
            Ask::Name | Ask::Address => text.code(&value),
        }
    };
    let Some(first) = given.next() else {
        return Rich::default();
    };
    given.fold(line(Rich::default(), first), |text, next| line(text.line(), next))
}

/// `name, phone number`.
pub(super) fn names(voice: Voice<'_>, asks: &[Ask]) -> String {
    let names: Vec<String> = asks.iter().map(|ask| voice.say(name_key(*ask), &[])).collect();
    names.join(", ")
}

fn label_key(ask: Ask) -> &'static str {
    match ask {
        Ask::Name => "info-name",
        Ask::Phone => "info-phone",
        Ask::Email => "info-email",
        Ask::Address => "info-address",
    }
}

fn name_key(ask: Ask) -> &'static str {
    match ask {
        Ask::Name => "ask-name",
        Ask::Phone => "ask-phone",
        Ask::Email => "ask-email",
        Ask::Address => "ask-address",
    }
}
