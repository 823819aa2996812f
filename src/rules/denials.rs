//! Where scripts say no: what tests of rules must reach.

use super::{Rules, check, compile::Rule};

/// A place at which a script says no.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deny {
    /// The file, without its ending.
    pub script: String,
    /// Line and column, counted from 1.
    pub place: (usize, usize),
}

impl Rules {
    /// Those of one script.
    pub fn of(&self, script: &str) -> Rules {
        Rules(self.0.iter().filter(|rule| &*rule.script == script).cloned().collect())
    }

    /// Every `deny` of every script, in the order of the text.
    pub fn denials(&self) -> Vec<Deny> {
        let scripts = self.of_each_script().into_iter();
        scripts
            .flat_map(|rule| check::denials(&rule.script, &rule.ast))
            .collect()
    }

    /// One rule of each script: they share its text.
    pub(super) fn of_each_script(&self) -> Vec<&Rule> {
        let mut found: Vec<&Rule> = Vec::new();
        for rule in self.0.iter() {
            if !found.iter().any(|other| other.script == rule.script) {
                found.push(rule);
            }
        }
        found
    }
}
