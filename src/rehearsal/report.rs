//! What became of each conversation, for whoever shows it.

use std::{collections::BTreeSet, fmt, time::Duration};

use crate::rules::Reached;

/// One conversation and how it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Relative to the shop's folder or to the folder of conversations.
    pub file: String,
    /// What it says must hold; the file's name where it could not be read.
    pub name: String,
    /// Ids of the sentences that it proves.
    pub covers: Vec<String>,
    /// Whether it looks into the books at least once.
    pub looks_into_books: bool,
    pub outcome: Outcome,
    /// What the shop's rules answered in it.
    pub reached: Reached,
    /// The shop's policies that refused something in it.
    pub refused_by: BTreeSet<&'static str>,
}

/// How a conversation went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Passed {
        steps: usize,
        /// Time that passed in the talk, not on the wall.
        virtual_time: Duration,
        /// Requests that the shop made to Telegram.
        requests: u64,
    },
    Failed {
        /// `tests/last-loaf.yaml:14:12`
        place: String,
        expected: String,
        /// The last part of what was said.
        instead: String,
    },
    /// The file or its shop has mistakes; nothing was played.
    Unreadable { problems: String },
}

impl Report {
    pub fn has_passed(&self) -> bool {
        matches!(self.outcome, Outcome::Passed { .. })
    }
}

/// A line for one that passed, several for one that did not.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            Outcome::Passed { steps, requests, .. } => {
                write!(f, "passed  {} ({steps} steps, {requests} requests)", self.name)
            }
            Outcome::Failed {
                place,
                expected,
                instead,
            } => {
                writeln!(f, "FAILED  {}", self.name)?;
                writeln!(f, "  at {place}")?;
                writeln!(f, "  expected: {expected}")?;
                write!(f, "  instead:")?;
                instead.lines().try_for_each(|line| write!(f, "\n    {line}"))
            }
            Outcome::Unreadable { problems } => write!(f, "FAILED  {}\n{}", self.name, problems.trim_end()),
        }
    }
}
