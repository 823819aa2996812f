//! What the rules of a revision know of themselves beside their code: their texts, and which of them are given up.

use std::sync::atomic::Ordering;

use super::{
    compile::{Rule, Rules},
    run::FAILURES_MAX,
};

impl Rules {
    /// Which rules failed so often before customers that they are not run any more; `None` while all are.
    pub fn trouble(&self) -> Option<String> {
        let broken: Vec<&str> = self
            .0
            .iter()
            .filter(|rule| rule.is_broken())
            .map(|rule| &*rule.name)
            .collect();
        let words = "failed three times in a row, and its ON_ERROR answers for it until its script is changed";
        (!broken.is_empty()).then(|| format!("the rule {} {words}", broken.join(", ")))
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
        let failures = self.failures.iter().map(|count| count.load(Ordering::Relaxed));
        failures.max().is_some_and(|most| most >= FAILURES_MAX)
    }
}
