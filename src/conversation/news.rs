//! What the staff hear of their shop's files. The lines are in the words of `check` and of the difference.

use serde::{Deserialize, Serialize};

/// What came of changed files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileNews {
    /// The folder is new, and the shop is open.
    Opened,
    /// They serve; what is different now.
    Served { revision: String, lines: Vec<String> },
    /// They have errors: what had served goes on.
    Wrong { lines: Vec<String> },
    /// They look like a slip and wait for a person's yes.
    Held { revision: String, lines: Vec<String> },
    /// The folder is gone.
    Closing,
    /// It was gone for a day and nothing is left to be done: the bot falls silent.
    Closed,
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
