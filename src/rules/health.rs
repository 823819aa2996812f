//! What the rules of a revision know of themselves beside their code: their texts, and which of them are given up.

use std::sync::atomic::Ordering;

use super::{
    compile::{Rule, Rules},
    run::FAILURES_MAX,
};

impl Rules {
    /// Those that failed too often in a row before customers, and are not run any more.
    pub fn broken(&self) -> impl Iterator<Item = &str> {
        let broken = self.0.iter().filter(|rule| rule.is_broken());
        broken.map(|rule| &*rule.name)
    }

    /// Name and text of each script that holds a rule.
    pub fn scripts(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut last = "";
        let rules = self
            .0
            .iter()
            .filter(move |rule| std::mem::replace(&mut last, &rule.script) != &*rule.script);
        rules.map(|rule| (&*rule.script, &*rule.source))
    }
}

impl Rule {
    pub(super) fn is_broken(&self) -> bool {
        self.failures.load(Ordering::Relaxed) >= FAILURES_MAX
    }
}
