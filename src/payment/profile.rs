//! What is known of each payment provider, as data. Hold lengths: how long a payer may take between our yes and the
//! money; a card takes minutes, A-Pay's page with its bank and wallet methods longer, Stars seconds.

use std::time::Duration;

use crate::shop::Provider;

/// A payment provider as the engine sees it.
#[derive(Debug)]
pub struct Profile {
    pub provider: Provider,
    /// The word in `shop.yaml`.
    pub word: &'static str,
    /// How it is called in `@BotFather`'s list.
    pub title: &'static str,
    /// How long goods are kept after a yes at pre-checkout.
    pub hold: Duration,
}

const fn row(provider: Provider, word: &'static str, title: &'static str, hold_minutes: u64) -> Profile {
    Profile {
        provider,
        word,
        title,
        hold: Duration::from_secs(hold_minutes * 60),
    }
}

/// One row a provider.
pub static PROFILES: &[Profile] = &[
    row(Provider::APay, "a-pay", "Paykassma", 30),
    row(Provider::Stripe, "stripe", "Stripe", 15),
    row(Provider::YooKassa, "yookassa", "YooKassa", 15),
    row(Provider::SmartGlocal, "smart-glocal", "Smart Glocal", 15),
    row(Provider::Stars, "stars", "Telegram Stars", 3),
    row(Provider::Custom, "custom", "another provider", 15),
];

/// The row of a provider.
pub fn profile(provider: Provider) -> &'static Profile {
    PROFILES
        .iter()
        .find(|row| row.provider == provider)
        .unwrap_or(&PROFILES[0])
}
