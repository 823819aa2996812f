//! How a shop speaks to one person: its own wording where its owner wrote one, else the engine's phrase, in that
//! person's language.

use std::sync::Arc;

use fluent_bundle::FluentValue;

use super::{
    names::short,
    phrases::{self, Args},
    rich::Rich,
};
use crate::{
    ids::OrderId,
    shop::{Language, Localized, Markup, Shop},
};

/// What the engine knows of the place where a shop runs.
#[derive(Clone)]
pub struct Premises {
    /// The sandbox: play money, and order numbers with a T.
    pub play: bool,
    /// Without the `@`.
    pub bot_username: String,
    /// Empty for Stars.
    pub provider_token: String,
}

/// A shop that speaks a language.
#[derive(Clone, Copy)]
pub(super) struct Voice<'a> {
    pub(super) shop: &'a Shop,
    pub(super) language: &'a Language,
    pub(super) premises: &'a Premises,
}

impl Voice<'_> {
    /// A phrase of the engine's.
    pub(super) fn say(&self, key: &str, args: Args<'_>) -> String {
        phrases::say(self.language, key, args)
    }

    /// A phrase that the owner may have replaced.
    pub(super) fn own(&self, key: &str, args: Args<'_>) -> Rich {
        match self.shop.wording(key) {
            Some(wording) => Rich::markup(wording.get(self.language), |name| {
                args.iter()
                    .find(|(own, _)| *own == name)
                    .map(|(_, value)| filled(value))
            }),
            None => Rich::plain(&self.say(key, args)),
        }
    }

    pub(super) fn words<'t>(&self, text: &'t Localized<Arc<str>>) -> &'t str {
        text.get(self.language)
    }

    /// A text of the owner's that has no placeholders.
    pub(super) fn markup(&self, text: &Localized<Markup>) -> Rich {
        Rich::markup(text.get(self.language), |_| None)
    }

    pub(super) fn shop_name(&self) -> String {
        short(self.words(&self.shop.name))
    }

    pub(super) fn order(&self, order: OrderId) -> String {
        order.shown(self.premises.play)
    }

    pub(super) fn bot(&self) -> String {
        format!("@{}", self.premises.bot_username)
    }

    pub(super) fn home_link(&self) -> String {
        format!("https://t.me/{}", self.premises.bot_username)
    }

    pub(super) fn link(&self, parameter: &str) -> String {
        format!("https://t.me/{}?start={parameter}", self.premises.bot_username)
    }
}

fn filled(value: &FluentValue<'_>) -> String {
    match value {
        FluentValue::String(text) => text.to_string(),
        FluentValue::Number(number) => number.as_string().to_string(),
        _ => String::new(),
    }
}
