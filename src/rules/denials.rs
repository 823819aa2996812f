//! Where scripts say no: what tests of rules must reach.

use super::{Rules, check};

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
        let mut found: Vec<Deny> = Vec::new();
        let mut read: Vec<&str> = Vec::new();
        for rule in self.0.iter() {
            if !read.contains(&&*rule.script) {
                read.push(&rule.script);
                found.extend(check::denials(&rule.script, &rule.ast));
            }
        }
        found
    }
}
