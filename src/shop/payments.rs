//! How a shop is paid.

use super::Secret;

/// Which payment provider a shop uses; what is known of each is in `payment::profile`.
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

/// Which of the two provider tokens is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Test,
    Live,
}

/// How money comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payments {
    pub provider: Provider,
    pub mode: Mode,
    /// `None` for Stars and in the sandbox.
    pub token: Option<Secret>,
}
