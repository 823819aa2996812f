//! What is known of each payment provider, as data: one row a provider. What is not known for certain is not in it, so
//! most rows name no currency: the provider's contract says which it takes, and only those name the columns of the
//! provider's own list of payments whose list was seen.

use std::time::Duration;

use super::statement::{STARS, STRIPE, Statement, YOOKASSA};

/// Which payment provider a shop uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// A-Pay, called Paykassma in `@BotFather`.
    APay,
    Stripe,
    YooKassa,
    SmartGlocal,
    /// Telegram Stars: no provider token, currency XTR.
    Stars,
    /// Any other provider of `@BotFather`'s list.
    Custom,
}

/// A payment provider as the engine sees it.
#[derive(Debug)]
pub struct Profile {
    pub provider: Provider,
    /// The word in `shop.yaml`.
    pub word: &'static str,
    /// How it is called in `@BotFather`'s list.
    pub title: &'static str,
    /// The only currencies that it is known to take through Telegram; empty: whatever its contract says.
    pub currencies: &'static [&'static str],
    /// How long goods are kept after a yes at pre-checkout: a card takes minutes, A-Pay's page with its bank and wallet
    /// methods longer, Stars seconds.
    pub hold: Duration,
    /// Whether a payment has a form: questions, tips, data for the provider.
    pub has_form: bool,
    /// Where money is given back: the end of a sentence.
    pub refund: &'static str,
    /// The provider's own list of payments; `None` where no description of it was found.
    pub statement: Option<&'static Statement>,
}

const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

/// One row a provider.
pub static PROFILES: &[Profile] = &[
    Profile {
        provider: Provider::APay,
        word: "a-pay",
        title: "Paykassma",
        currencies: &[],
        hold: minutes(30),
        has_form: true,
        refund: "through your A-Pay account, by the provider's number",
        statement: None,
    },
    Profile {
        provider: Provider::Stripe,
        word: "stripe",
        title: "Stripe",
        currencies: &[],
        hold: minutes(15),
        has_form: true,
        refund: "in Stripe's dashboard, by the provider's number",
        statement: Some(&STRIPE),
    },
    Profile {
        provider: Provider::YooKassa,
        word: "yookassa",
        title: "YooKassa",
        currencies: &["RUB"],
        hold: minutes(15),
        has_form: true,
        refund: "in your YooKassa account, by the provider's number",
        statement: Some(&YOOKASSA),
    },
    Profile {
        provider: Provider::SmartGlocal,
        word: "smart-glocal",
        title: "Smart Glocal",
        currencies: &[],
        hold: minutes(15),
        has_form: true,
        refund: "through your Smart Glocal account, by the provider's number",
        statement: None,
    },
    Profile {
        provider: Provider::Stars,
        word: "stars",
        title: "–",
        currencies: &["XTR"],
        hold: minutes(3),
        has_form: false,
        refund: "by Telegram's method refundStarPayment, with user and payment number, whole or not at all",
        statement: Some(&STARS),
    },
    Profile {
        provider: Provider::Custom,
        word: "custom",
        title: "any other",
        currencies: &[],
        hold: minutes(15),
        has_form: true,
        refund: "in your account with the provider, by the provider's number",
        statement: None,
    },
];

impl Provider {
    /// Its row.
    pub fn profile(self) -> &'static Profile {
        PROFILES.iter().find(|row| row.provider == self).unwrap_or(&PROFILES[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn every_row_is_found_by_its_provider_and_names_real_currencies() {
        for row in PROFILES {
            assert_eq!(row.provider.profile().word, row.word);
            assert!(
                row.currencies.iter().all(|code| Currency::parse(code).is_some()),
                "{}",
                row.word
            );
            assert_eq!(row.has_form, row.provider != Provider::Stars);
        }
    }
}
