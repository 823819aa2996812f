//! Why a person's act or the sandbox itself failed, in words. What a *bot* hears is `api::Refusal`, never this.

use std::fmt;

/// Why something did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The act makes no sense here: unknown person, chat, message or button, or Telegram's app would not allow it.
    Refused(String),
    /// The machine failed: the port, the state file, the connection to a sandbox in another process.
    Machine(String),
}

impl Error {
    pub(super) fn refused(words: impl Into<String>) -> Error {
        Error::Refused(words.into())
    }

    pub(super) fn machine(words: impl Into<String>) -> Error {
        Error::Machine(words.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Refused(words) | Error::Machine(words) => out.write_str(words),
        }
    }
}

impl std::error::Error for Error {}
