//! The rule tests of a shop, asked, and what they leave out.

use std::{collections::BTreeSet, path::Path};

use crate::{
    config::{self, Files, Loaded, RuleReport, RuleTest, Secrets, Unreached},
    rehearsal::{self, Report, Without},
    rules::Reached,
    shop::Shop,
};

/// How a shop's rules stand.
#[derive(Default)]
pub(super) struct Found {
    pub(super) reports: Vec<RuleReport>,
    /// Whether every test holds, also those that the filter leaves out.
    pub(super) all_hold: bool,
    /// Whether the shop's files are wrong, so that nothing is asked or played.
    pub(super) unread: bool,
    pub(super) unreached: Vec<Unreached>,
    /// Policies that refuse no test.
    pub(super) unreached_policies: Vec<&'static str>,
    /// Rules that no test misses.
    pub(super) unmissed: Vec<String>,
    /// Policies that no test misses.
    pub(super) unmissed_policies: Vec<&'static str>,
}

/// Asks the tests. A shop whose files are wrong has none: its conversations say what is wrong.
pub(super) fn look(folder: &Path, filter: Option<&str>) -> Found {
    let Some((files, shop, tests)) = tests_of(folder) else {
        return Found {
            all_hold: true,
            unread: true,
            ..Found::default()
        };
    };
    let mut reports = config::play_rule_tests(&tests, &shop.rules, &files);
    let all_hold = reports.iter().all(|report| report.passed);
    reports.retain(|report| filter.is_none_or(|text| report.name.contains(text) || report.file.contains(text)));
    Found {
        reports,
        all_hold,
        ..Found::default()
    }
}

fn tests_of(folder: &Path) -> Option<(Files, Shop, Vec<RuleTest>)> {
    let Loaded { files, shop, .. } = config::load_untested(folder, Secrets::Unread);
    let shop = shop?;
    let (tests, problems) = config::rule_tests(&files, Some(&shop));
    (!problems.has_errors()).then_some((files, shop, tests))
}

impl Found {
    /// Every no that neither a rule test nor a conversation reaches, of a rule or a policy, and every rule that lets none
    /// pass.
    pub(super) fn cover(&mut self, folder: &Path, played: &[Report]) {
        if let Some((_, shop, tests)) = tests_of(folder) {
            let mut talked = Reached::default();
            for report in played {
                talked.add(report.reached.clone());
            }
            let refused_by: BTreeSet<&str> = played.iter().flat_map(|report| &report.refused_by).copied().collect();
            self.unreached = config::unreached(&tests, &shop.rules, talked);
            self.unreached_policies = config::unreached_policies(&tests, &shop.policies, &refused_by);
        }
    }

    /// Every rule and policy that no rule test misses, nor a conversation when it is played once more without it.
    pub(super) async fn mutate(&mut self, folder: &Path, played: &[Report]) {
        if let Some((_, shop, tests)) = tests_of(folder) {
            for rule in config::mutate(&tests, &shop.rules) {
                if !rehearsal::is_missed(folder, &Without::Rule(rule.clone()), played).await {
                    self.unmissed.push(rule);
                }
            }
            for policy in config::mutate_policies(&tests, shop) {
                if !rehearsal::is_missed(folder, &Without::Policy(policy), played).await {
                    self.unmissed_policies.push(policy);
                }
            }
        }
    }
}

impl Found {
    pub(super) fn is_empty(&self) -> bool {
        self.reports.is_empty() && self.all_hold
    }

    pub(super) fn is_good(&self) -> bool {
        self.all_hold
            && self.unreached.is_empty()
            && self.unreached_policies.is_empty()
            && self.unmissed.is_empty()
            && self.unmissed_policies.is_empty()
    }

    /// What the tests leave out, a line each.
    pub(super) fn shortcomings(&self) -> Vec<String> {
        let silent = self.unreached_policies.iter();
        let silent = silent.map(|policy| format!("UNREACHED  no test is refused by the policy `{policy}`"));
        let rules = self.unmissed.iter().map(|rule| format!("rule `{rule}`"));
        let policies = self.unmissed_policies.iter().map(|policy| format!("policy `{policy}`"));
        let unmissed = rules.chain(policies);
        let unmissed = unmissed.map(|what| format!("UNTESTED  without the {what} every test still holds"));
        self.unreached.iter().map(words).chain(silent).chain(unmissed).collect()
    }
}

fn words(unreached: &Unreached) -> String {
    match unreached {
        Unreached::Deny(deny) => {
            let (line, column) = deny.place;
            format!(
                "UNREACHED  no test ends at the no in rules/{}.rhai:{line}:{column}",
                deny.script
            )
        }
        Unreached::Allow(rule) => format!("UNREACHED  no test is let through by the rule `{rule}`"),
    }
}
