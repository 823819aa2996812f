//! What the staff hear of their shop's files. The lines are in the words of `check` and of the difference.

use serde::{Deserialize, Serialize};

/// Whoever wants to read more than this has a screen.
const LINES_SHOWN: usize = 12;

/// What came of changed files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileNews {
    /// The folder is new, and the shop is open.
    Opened,
    /// They serve; what is different now.
    Served {
        revision: String,
        #[serde(flatten)]
        lines: Lines,
    },
    /// The folder was gone and is back.
    Reopened {
        #[serde(flatten)]
        lines: Lines,
    },
    /// An earlier version serves until they change again; what is different now.
    RolledBack {
        revision: String,
        #[serde(flatten)]
        lines: Lines,
    },
    /// They have errors: what had served goes on.
    Wrong {
        #[serde(flatten)]
        lines: Lines,
    },
    /// They look like a slip and wait for a person's yes.
    Held {
        revision: String,
        #[serde(flatten)]
        lines: Lines,
    },
    /// The folder is gone.
    Closing,
    /// It was gone for a day and nothing is left to be done: the bot falls silent.
    Closed,
}

/// As many lines as are read in a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    #[serde(rename = "lines")]
    pub shown: Vec<String>,
    #[serde(default)]
    pub more: usize,
}

impl Lines {
    pub fn of(all: impl ExactSizeIterator<Item = impl ToString>) -> Lines {
        Lines {
            more: all.len().saturating_sub(LINES_SHOWN),
            shown: all.take(LINES_SHOWN).map(|line| line.to_string()).collect(),
        }
    }
}

/// What became of the owner's yes to files that were held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// They serve now.
    Served,
    /// They served already.
    Before,
    /// The folder holds other files by now.
    Changed,
    /// They could not be taken up just now.
    NotNow,
}
