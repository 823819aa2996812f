//! The shop's bot, and secrets that never show themselves.

use std::{fmt, sync::Arc};

/// A token or key. It has no `Debug` that shows it, so that it never ends in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    pub fn new(text: impl Into<Arc<str>>) -> Secret {
        Secret(text.into())
    }

    /// The secret itself, for the one call that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The shop's bot. Without a token the shop opens in the sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TelegramAccount {
    pub bot_token: Option<Secret>,
}
