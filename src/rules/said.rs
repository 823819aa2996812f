//! What each rule said of one question and what it took: kept with the question, so that people can ask later why, and
//! scripts that were edited can be laid beside it.

use std::{sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};

use super::{Denial, Verdict, Words};

/// One rule that was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// `limits.two_loaves`: the file and the function.
    pub rule: Arc<str>,
    pub answer: Reply,
    pub microseconds: u64,
}

/// What it said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    Allow,
    Deny {
        words: Words,
        /// The line that this is about, counted from 0.
        line: Option<usize>,
        /// Line and column of the `deny` in the script, counted from 1.
        at: Option<(usize, usize)>,
    },
    /// A mistake in the script; whether the order went on all the same.
    Failed {
        problem: String,
        allowed: bool,
    },
    /// It used up its time or its steps; whether the order went on all the same.
    TimedOut {
        problem: String,
        allowed: bool,
    },
    /// It had failed too often, and was not run.
    NotRun {
        allowed: bool,
    },
}

impl Said {
    pub(super) fn new(rule: &Arc<str>, answer: Reply, took: Duration) -> Said {
        Said {
            rule: rule.clone(),
            answer,
            microseconds: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        }
    }

    /// What that means for the customer.
    pub fn verdict(&self) -> Verdict {
        let (words, line) = match &self.answer {
            Reply::Deny { words, line, .. } => (words.clone(), *line),
            _ if self.answer.allows() => return Verdict::Allow,
            _ => (Words::Neutral, None),
        };
        Verdict::Deny(Denial {
            rule: self.rule.clone(),
            words,
            line,
        })
    }
}

impl Reply {
    pub fn allows(&self) -> bool {
        match self {
            Reply::Allow => true,
            Reply::Deny { .. } => false,
            Reply::Failed { allowed, .. } | Reply::TimedOut { allowed, .. } | Reply::NotRun { allowed } => *allowed,
        }
    }

    /// What went wrong in the script, where something did.
    pub fn problem(&self) -> Option<&str> {
        match self {
            Reply::Failed { problem, .. } | Reply::TimedOut { problem, .. } => Some(problem),
            Reply::Allow | Reply::Deny { .. } | Reply::NotRun { .. } => None,
        }
    }
}
