//! What the tests of rules leave out: a verdict that none of them reaches, and a rule that none of them misses. The same
//! of policies, which only say no.

use std::collections::BTreeSet;

use super::{Expected, RuleTest, refused_by_policy};
use crate::{
    rules::{Deny, Reached, Rules, Verdict, run},
    shop::{Policies, Shop},
};

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
        own.any(|test| !test.holds(test.policy, &run(&without.of(&test.script), &test.input)))
    };
    rules.names().filter(|rule| !missed(rule)).map(str::to_owned).collect()
}

/// The policies that refuse no order of a test that looks at policies. `talked` are those that refused one in conversations.
pub fn unreached_policies(tests: &[RuleTest], policies: &Policies, talked: &BTreeSet<&str>) -> Vec<&'static str> {
    let looking = tests.iter().filter(|test| test.looks_at_policies());
    let refusing: BTreeSet<&str> = looking.filter_map(|test| test.policy).collect();
    let reached = |name: &&str| refusing.contains(name) || talked.contains(name);
    policies.names().filter(|name| !reached(name)).collect()
}

/// The policies without which every test still holds.
pub fn mutate_policies(tests: &[RuleTest], mut shop: Shop) -> Vec<&'static str> {
    let policies = std::mem::take(&mut shop.policies);
    let mut missed = |policy: &&str| {
        shop.policies = policies.clone().without(policy);
        let mut looking = tests.iter().filter(|test| test.looks_at_policies());
        looking.any(|test| {
            let policy = refused_by_policy(&shop, &test.input, test.standing).map(|refusal| refusal.policy());
            let asked = run(&shop.rules.of(&test.script), &test.input);
            !test.holds(policy, &asked)
        })
    };
    policies.names().filter(|policy| !missed(policy)).collect()
}
