//! What came of an attempt to take up a shop's files.

use serde::{Deserialize, Serialize};

use crate::time::{Timestamp, rfc3339};

/// The last attempt at a shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    #[serde(with = "rfc3339")]
    pub at: Timestamp,
    pub outcome: Outcome,
    /// When the files were last taken up, since kiosk began.
    #[serde(with = "rfc3339::if_any")]
    pub last_served: Option<Timestamp>,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The files serve.
    Served,
    /// What had served goes on.
    Wrong { report: String },
    /// It looks like a slip, and waits for a person's yes.
    Held { revision: String, reasons: Vec<String> },
    /// A revision of before serves until the files change again.
    RolledBack,
    /// The folder is gone.
    Closing,
}

impl Outcome {
    /// Whether what serves is what the files say.
    pub fn is_good(&self) -> bool {
        matches!(self, Outcome::Served)
    }
}
