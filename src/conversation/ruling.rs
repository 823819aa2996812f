//! What the rules said of one question, as a turn carries it, and what went wrong with them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::rules::{Asked, Input, OnError, Said, Verdict};

/// The answer of the rules to one question.
#[derive(Clone, Debug)]
pub struct Ruling {
    pub input: Arc<Input>,
    pub verdict: Verdict,
    /// Each rule that was asked.
    pub said: Arc<[Said]>,
    failures: Arc<[RuleFailure]>,
}

/// A rule that gave no answer, for the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleFailure {
    /// `limits.two_loaves`.
    pub rule: String,
    /// What is wrong and where, with what the script printed.
    pub problem: String,
    /// Whether the order went on all the same.
    pub allowed: bool,
    /// Whether it has failed so often that it is not run any more.
    pub broken: bool,
}

impl Ruling {
    pub fn new(input: Arc<Input>, asked: Asked) -> Ruling {
        let printed: String = asked
            .printed
            .lines()
            .map(|line| format!("\n  printed: {line}"))
            .collect();
        let failures = asked
            .failed
            .iter()
            .filter(|failed| failed.is_news())
            .map(|failed| RuleFailure {
                rule: failed.rule.to_string(),
                problem: format!("{}{printed}", failed.problem),
                allowed: failed.taken == OnError::Allow,
                broken: failed.broken,
            });
        Ruling {
            failures: failures.collect(),
            input,
            verdict: asked.verdict,
            said: asked.said.into(),
        }
    }

    /// Those of which the staff have not heard yet.
    pub(super) fn failures(&self) -> impl Iterator<Item = &RuleFailure> {
        self.failures.iter()
    }
}
