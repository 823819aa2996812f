//! The rule tests of a shop, asked, and what they leave out.

use std::path::Path;

use crate::{
    config::{self, Files, Loaded, RuleReport, RuleTest, Secrets, Unreached},
    rehearsal::{self, Report},
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
    /// Rules that no test misses.
    pub(super) unmissed: Vec<String>,
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
    let (tests, problems) = config::rule_tests(&files, &shop);
    (!problems.has_errors()).then_some((files, shop, tests))
}

impl Found {
    /// Every no that neither a rule test nor a conversation reaches, and every rule that lets none pass.
    pub(super) fn cover(&mut self, folder: &Path, played: &[Report]) {
        if let Some((_, shop, tests)) = tests_of(folder) {
            let mut talked = Reached::default();
            for report in played {
                talked.add(report.reached.clone());
            }
            self.unreached = config::unreached(&tests, &shop.rules, talked);
        }
    }

    /// Every rule that no rule test misses, nor a conversation when it is played once more without it.
    pub(super) async fn mutate(&mut self, folder: &Path, played: &[Report]) {
        if let Some((_, shop, tests)) = tests_of(folder) {
            for rule in config::mutate(&tests, &shop.rules) {
                if !rehearsal::is_missed(folder, &rule, played).await {
                    self.unmissed.push(rule);
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
        self.all_hold && self.unreached.is_empty() && self.unmissed.is_empty()
    }

    /// What the tests leave out, a line each.
    pub(super) fn shortcomings(&self) -> Vec<String> {
        let unmissed = self.unmissed.iter();
        let unmissed = unmissed.map(|rule| format!("UNTESTED  without the rule `{rule}` every test still holds"));
        self.unreached.iter().map(words).chain(unmissed).collect()
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
