//! How a command ends: an exit code, or a failure in the words of the person who typed it.

use std::{fmt, io};

/// What the shell learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    Fine,
    /// Something was found or went wrong.
    Failed,
    /// A shop's files have errors; `EX_CONFIG` of sysexits.
    Config,
}

/// Why a command could not do its work: what, where and what to do.
#[derive(Debug)]
pub(super) enum Failure {
    /// The command makes no sense as it was typed.
    Usage(String),
    Said(String),
    /// A shop's files have errors.
    Config(String),
    /// Whoever read the output has gone: nobody is left to be told.
    Unread,
}

pub(super) type Ending = Result<Exit, Failure>;

impl Exit {
    pub(super) fn code(self) -> u8 {
        match self {
            Exit::Fine => 0,
            Exit::Failed => 1,
            Exit::Config => 78,
        }
    }
}

impl Failure {
    pub(super) fn said(what: impl fmt::Display) -> Failure {
        Failure::Said(what.to_string())
    }

    pub(super) fn code(&self) -> u8 {
        match self {
            Failure::Usage(_) => 2,
            Failure::Said(_) => 1,
            Failure::Config(_) => Exit::Config.code(),
            Failure::Unread => 0,
        }
    }

    /// What standard error gets, if anything.
    pub(super) fn words(&self) -> Option<&str> {
        match self {
            Failure::Usage(words) | Failure::Said(words) | Failure::Config(words) => Some(words),
            Failure::Unread => None,
        }
    }
}

impl From<io::Error> for Failure {
    /// Commands read and write through helpers that name the file, so what comes this way is the output itself.
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Unread,
            _ => Failure::Said(format!("the output cannot be written: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_who_left_is_no_failure() {
        let gone = Failure::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!((gone.code(), gone.words()), (0, None));
        let full = Failure::from(io::Error::from(io::ErrorKind::StorageFull));
        assert_eq!(full.code(), 1);
        assert!(full.words().unwrap().starts_with("the output cannot be written: "));
    }
}
