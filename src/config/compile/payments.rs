//! The bot and the money: `telegram:` and `payments:` of shop.yaml, with their secrets. Only what is needed is read:
//! in the sandbox nothing, in mode `test` the test token alone.

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::raw::{Payments as Raw, ShopFile};
use super::super::read::{F, Written};
use super::super::secrets::{Secrets, Unset, name_in};
use super::context::{Context, Maybe, Said};
use super::scalar::{Words, one_of, word};
use super::tokens;
use crate::{
    money::Currency,
    shop::{Mode, PROFILES, Payments, Provider, Secret, TelegramAccount},
};

pub(in super::super) const MODES: Words<Mode> = Words {
    all: &[("test", Mode::Test), ("live", Mode::Live)],
    default: Mode::Test,
};

/// `secrets` become `Unread` for a shop that names no bot.
pub(super) fn account(cx: &mut Context<'_>, raw: &ShopFile, secrets: Secrets<'_>) -> Option<TelegramAccount> {
    let written = raw.telegram.good().map_or(&F::Absent, |telegram| &telegram.v.bot_token);
    let Some(token) = written.good() else {
        return written.is_absent().then_some(TelegramAccount { bot_token: None });
    };
    let bot_token = secret(cx, token, secrets).ok()?;
    if bot_token
        .as_ref()
        .is_some_and(|token| !looks_like_bot_token(token.reveal()))
    {
        cx.push(
            Problem::new(Kind::BadSecret, token.at, "the value of this secret is not a bot token")
                .label("its value does not look like 123456789:ABC…")
                .help("copy the token again from BotFather, the whole line, without quotes or spaces"),
        );
        return None;
    }
    Some(TelegramAccount { bot_token })
}

fn looks_like_bot_token(text: &str) -> bool {
    let Some((bot, secret)) = text.split_once(':') else {
        return false;
    };
    let digits = !bot.is_empty() && bot.len() <= 18 && bot.bytes().all(|b| b.is_ascii_digit());
    digits
        && secret.len() >= 30
        && secret
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

pub(super) fn payments(cx: &mut Context<'_>, raw: &Written<ShopFile>, secrets: Secrets<'_>) -> Option<Payments> {
    let empty = Written {
        v: Raw::default(),
        at: raw.at,
        plain: false,
    };
    let written = raw.v.payments.good().unwrap_or(&empty);
    let example = if raw.v.payments.is_absent() {
        "payments: {provider: a-pay}"
    } else {
        "provider: a-pay"
    };
    let provider = provider(cx, written, &raw.v.currency, example);
    let mode = word(cx, &written.v.mode, &MODES);
    let (provider, mode) = (provider?, mode?);
    tokens::look_at_names(cx, &raw.v, &written.v, provider);
    tokens::warn_of_live_play(cx, &raw.v, &written.v, mode);
    let token = token(cx, written, provider, mode, secrets).ok()?;
    Some(Payments { provider, mode, token })
}

/// The provider as far as it can be known before anything is checked: what it cannot do is said where it is asked for.
pub(super) fn provider_meant(cx: &Context<'_>, raw: &ShopFile) -> Option<Provider> {
    let word = raw.payments.good().and_then(|payments| payments.v.provider.good());
    let named = word.and_then(|word| PROFILES.iter().find(|row| row.word == word.v));
    let stars = cx.currency.is_some_and(Currency::is_stars);
    named.map(|row| row.provider).or(stars.then_some(Provider::Stars))
}

fn provider(cx: &mut Context<'_>, raw: &Written<Raw>, currency: &F<String>, example: &str) -> Option<Provider> {
    let stars = cx.currency.map(Currency::is_stars);
    if raw.v.provider.is_absent() && stars == Some(true) {
        return Some(Provider::Stars);
    }
    let word = cx.need(&raw.v.provider, "provider", raw.at, example)?;
    let words: Vec<_> = PROFILES.iter().map(|row| (row.word, row.provider)).collect();
    let meant = PROFILES.iter().find(|row| {
        let is_meant = |name: &str| name.eq_ignore_ascii_case(&word.v);
        is_meant(row.title) || is_meant(&row.word.replace('-', "")) || is_meant(&row.word.replace('-', " "))
    });
    if let Some(meant) = meant.filter(|row| row.word != word.v) {
        cx.push(
            Problem::new(
                Kind::UnknownProvider,
                word.at,
                format!("`{}` is written in another way here", word.v),
            )
            .label("not known by this name")
            .help(format!("write `{}`", meant.word)),
        );
        return None;
    }
    let provider = one_of(cx, word, &words, Kind::UnknownProvider)?;
    let message = match (provider, stars) {
        (Provider::Stars, Some(false)) => "Stars are paid in the currency XTR only",
        (Provider::Stars, _) | (_, Some(false) | None) => {
            warn_of_currency(cx, word, provider);
            return Some(provider);
        }
        (_, Some(true)) => "the currency XTR is paid in Telegram Stars only",
    };
    let problem = Problem::new(Kind::ProviderCurrency, word.at, message)
        .label("does not go with the currency")
        .help(if provider == Provider::Stars {
            "write `currency: XTR`, or the provider that takes your currency, such as `provider: stripe`"
        } else {
            "write `provider: stars`, or a currency that this provider takes, such as `currency: EUR`"
        });
    cx.push(problem.also_at(currency.span(), "the shop's currency"));
    None
}

/// What is known of a provider may be old: no error.
fn warn_of_currency(cx: &mut Context<'_>, word: &Written<String>, provider: Provider) {
    let known = provider.profile().currencies;
    let Some(code) = cx.currency.map(Currency::code) else {
        return;
    };
    if known.is_empty() || known.contains(&code) {
        return;
    }
    let message = format!("{} is not known to take payments in {code}", provider.profile().title);
    cx.push(
        Problem::new(Kind::OddCurrency, word.at, message)
            .label(format!("known: {}", known.join(", ")))
            .also_at(cx.currency_at, "the shop's currency")
            .help("ask the provider before you go live; if it takes this currency, nothing needs to be changed"),
    );
}

fn token(
    cx: &mut Context<'_>,
    raw: &Written<Raw>,
    provider: Provider,
    mode: Mode,
    secrets: Secrets<'_>,
) -> Maybe<Secret> {
    let (needed, other, name) = match mode {
        Mode::Test => (&raw.v.test_token, &raw.v.live_token, "test_token"),
        Mode::Live => (&raw.v.live_token, &raw.v.test_token, "live_token"),
    };
    // The token of the other mode is looked at, and not looked up.
    let tidy = other
        .good()
        .is_none_or(|token| secret(cx, token, Secrets::Unread).is_ok());
    let live = matches!(secrets, Secrets::From(_)) && provider != Provider::Stars;
    let found = if live {
        let example = format!("{name}: ${{PROVIDER_{}}}", name.to_uppercase());
        let written = cx.need(needed, name, raw.at, &example).ok_or(Said)?;
        let token = secret(cx, written, secrets)?;
        match &token {
            Some(value) if !tokens::fits_mode(cx, written, value.reveal(), mode) => return Err(Said),
            _ => Ok(token),
        }
    } else {
        let written = needed.good();
        written.map_or(Ok(None), |token| secret(cx, token, Secrets::Unread))
    };
    if tidy { found } else { Err(Said) }
}

/// The value of `${NAME}`; nothing where secrets are not read.
fn secret(cx: &mut Context<'_>, written: &Written<String>, secrets: Secrets<'_>) -> Maybe<Secret> {
    let Some(name) = name_in(&written.v) else {
        cx.push(literal(written.at, &written.v));
        return Err(Said);
    };
    let Secrets::From(look_up) = secrets else {
        return Ok(None);
    };
    let why = match look_up(name) {
        Ok(value) => return Ok(Some(Secret::new(value))),
        Err(why) => why,
    };
    let help = match why {
        Unset::Because(words) => words,
        Unset::Nowhere => {
            format!("add the line `{name}=…` to the file .env beside `shops/`, or set it in the environment")
        }
    };
    cx.push(
        Problem::new(Kind::UnsetSecret, written.at, format!("the secret {name} has no value"))
            .label("is needed and not set")
            .help(help),
    );
    Err(Said)
}

/// The message must not repeat what was written: it may be the real token.
fn literal(at: Span, text: &str) -> Problem {
    let almost = text
        .strip_prefix("${")
        .map_or(text.trim_start_matches('$'), |name| name.trim_end_matches('}'));
    let is_name =
        !almost.is_empty() && almost.len() <= 40 && almost.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    let in_capitals = almost.contains('_') && !almost.bytes().any(|b| b.is_ascii_lowercase());
    let help = if is_name && (text.starts_with('$') || in_capitals) {
        format!(
            "write `${{{}}}`: capital letters, in braces, behind a `$`",
            almost.to_uppercase()
        )
    } else {
        "write the token into the file .env beside `shops/`, as `SHOP_TOKEN=…`, and write `${SHOP_TOKEN}` here"
            .to_owned()
    };
    Problem::new(
        Kind::LiteralSecret,
        at,
        "a token must not stand in a shop's files: whoever sees them could take the money",
    )
    .label("only `${NAME}` may stand here")
    .help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bot_tokens_are_known_by_their_form() {
        assert!(looks_like_bot_token("123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"));
        for text in [
            "",
            ":",
            "abc:def",
            "123456789",
            "12 3:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
            "1:short",
        ] {
            assert!(!looks_like_bot_token(text), "{text}");
        }
    }

    #[test]
    fn a_literal_token_is_never_repeated() {
        let at = Span::folder();
        let said = literal(at, "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw");
        assert!(!format!("{said:?}").contains("AAHdq"));
        for name in ["$my_token", "${my_token}", "MY_TOKEN"] {
            assert!(literal(at, name).help.unwrap().contains("${MY_TOKEN}"), "{name}");
        }
    }
}
