//! How far the handing over of a physical order is, as the staff says.

use serde::{Deserialize, Serialize};

/// How far a physical order is, as the staff says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    None,
    /// Ready to be picked up.
    Done,
    Shipped,
}

impl Progress {
    pub fn word(self) -> &'static str {
        match self {
            Progress::None => "none",
            Progress::Done => "done",
            Progress::Shipped => "shipped",
        }
    }

    pub fn parse(word: &str) -> Option<Progress> {
        [Progress::None, Progress::Done, Progress::Shipped]
            .into_iter()
            .find(|progress| progress.word() == word)
    }
}
