//! What three tokens of a shop say together: one name twice, a token of the other mode, a token for nothing.

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::raw::{Payments as Raw, ShopFile};
use super::super::read::Written;
use super::super::secrets::name_in;
use super::context::Context;
use crate::shop::{Mode, Provider};

/// Each secret is one thing; Telegram Stars need none of a provider.
pub(super) fn look_at_names(cx: &mut Context<'_>, file: &ShopFile, raw: &Raw, provider: Provider) {
    let bot = file.telegram.good().and_then(|telegram| telegram.v.bot_token.good());
    let tokens = [bot, raw.test_token.good(), raw.live_token.good()];
    let mut seen: Vec<(&str, Span)> = Vec::new();
    for token in tokens.into_iter().flatten() {
        let Some(name) = name_in(&token.v) else { continue };
        if let Some((_, first)) = seen.iter().find(|(known, _)| *known == name) {
            cx.push(
                Problem::new(
                    Kind::SameSecret,
                    token.at,
                    format!("two settings take their token from {name}"),
                )
                .label("here again")
                .also(*first, "first here")
                .help("the bot's token and the provider's two are three different ones: give each a name of its own"),
            );
        }
        seen.push((name, token.at));
    }
    for at in [raw.test_token.span(), raw.live_token.span()].into_iter().flatten() {
        if provider == Provider::Stars {
            cx.push(
                Problem::new(Kind::UnusedSetting, at, "Telegram Stars need no provider's token")
                    .label("is never used")
                    .help("take the line out"),
            );
        }
    }
}

/// `mode: live` has no effect on play money.
pub(super) fn warn_of_live_play(cx: &mut Context<'_>, file: &ShopFile, raw: &Raw, mode: Mode) {
    let names_bot = file
        .telegram
        .good()
        .is_some_and(|telegram| !telegram.v.bot_token.is_absent());
    if let (Mode::Live, false, Some(at)) = (mode, names_bot, raw.mode.span()) {
        cx.push(
            Problem::new(
                Kind::LiveInSandbox,
                at,
                "the mode is live, and no bot is named: the shop opens with play money",
            )
            .label("has no effect")
            .help("add `telegram:` with the line `  bot_token: ${BOT_TOKEN}`, or write `mode: test`"),
        );
    }
}

/// Providers' tokens say which mode they are for: `123:TEST:…`, `123:LIVE:…`.
pub(super) fn fits_mode(cx: &mut Context<'_>, written: &Written<String>, token: &str, mode: Mode) -> bool {
    let (wrong, message, help) = match mode {
        Mode::Live => (
            ":TEST:",
            "the mode is live, and this is a token for test payments: goods would go out, and no money would come in",
            "ask BotFather for the provider's live token, or write `mode: test`",
        ),
        Mode::Test => (
            ":LIVE:",
            "the mode is test, and this is a token for real payments: customers would pay real money",
            "ask BotFather for the provider's test token, or write `mode: live`",
        ),
    };
    let fits = !token.contains(wrong);
    if !fits {
        cx.push(
            Problem::new(Kind::TokenMode, written.at, message)
                .label("its value is for the other mode")
                .help(help),
        );
    }
    fits
}
