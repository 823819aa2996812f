//! What the tests of rules leave out: a verdict that none of them reaches, and a rule that none of them misses.

use super::{Expected, RuleTest};
use crate::rules::{Deny, Reached, Rules, Verdict, run};

/// A verdict that no test reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreached {
    /// No test ends at this no.
    Deny(Deny),
    /// No test passes this rule: `limits.two_loaves`.
    Allow(String),
}

/// Every `deny` at which no test ended, and every rule that let no test pass. `talked` is what conversations reached.
pub fn unreached(tests: &[RuleTest], rules: &Rules, talked: Reached) -> Vec<Unreached> {
    let Reached {
        mut denied,
        mut allowed,
        ..
    } = talked;
    for test in tests
        .iter()
        .filter(|test| !matches!(test.expected, Expected::Policy(_)))
    {
        let own = rules.of(&test.script);
        let asked = run(&own, &test.input);
        let by = match &asked.verdict {
            Verdict::Allow => None,
            Verdict::Deny(denial) => Some(&*denial.rule),
        };
        let passed = own.names().take_while(|name| Some(*name) != by);
        allowed.extend(passed.map(str::to_owned));
        denied.extend(asked.denied_at.map(|place| Deny {
            script: test.script.clone(),
            place,
        }));
    }
    let silent = rules.denials().into_iter().filter(|deny| !denied.contains(deny));
    let allows = rules.names().filter(|name| !allowed.contains(*name));
    let allows = allows.map(|name| Unreached::Allow(name.to_owned()));
    silent.map(Unreached::Deny).chain(allows).collect()
}

/// The rules without which every test of their script still holds: nothing shows whether they do anything.
pub fn mutate(tests: &[RuleTest], rules: &Rules) -> Vec<String> {
    let missed = |rule: &&str| {
        let without = rules.without(rule);
        let mut own = tests.iter().filter(|test| {
            rule.strip_prefix(&*test.script)
                .is_some_and(|rest| rest.starts_with('.'))
        });
        own.any(|test| !test.holds(&run(&without.of(&test.script), &test.input)))
    };
    rules.names().filter(|rule| !missed(rule)).map(str::to_owned).collect()
}
