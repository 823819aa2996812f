//! Tests of rules: what `rules/NAME.test.yaml` says, asked of the rules in `rules/NAME.rhai`. A test asks that script
//! alone. `compile::rule_tests` reads them, `report` says how they went, `thorough` what they leave out.

mod policy;
mod report;
mod thorough;

use std::sync::Arc;

pub use policy::{Standing, refused_by_policy};
pub use report::{RuleReport, order_in_words};
pub use thorough::{Unreached, mutate, mutate_policies, unreached, unreached_policies};

use super::{Files, Kind, Problem, Problems, Span, place::line_and_column};
use crate::rules::{Asked, Denial, Input, Rules, Verdict, run};

/// How a file of tests ends.
pub(crate) const TESTS: &str = ".test.yaml";
/// How a script ends.
pub(crate) const SCRIPT: &str = ".rhai";
/// Where both are.
const FOLDER: &str = "rules/";
/// `rules/policies.test.yaml` needs no script: it tests what `policies:` of shop.yaml says.
pub const POLICIES: &str = "policies";

/// One test, ready to be asked.
#[derive(Debug)]
pub struct RuleTest {
    /// The script that it asks, without folder and ending.
    pub script: String,
    pub name: String,
    pub input: Arc<Input>,
    pub standing: Standing,
    /// The policy that refuses this order before any rule is asked.
    pub policy: Option<&'static str>,
    pub(crate) expected: Expected,
    /// Where that is written.
    pub(crate) at: Span,
}

/// What must be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Allow,
    Deny {
        /// Stand somewhere in what the customer reads.
        words: Option<String>,
        /// The function that says it.
        rule: Option<String>,
        line: Option<usize>,
    },
    /// This policy refuses.
    Policy(&'static str),
}

/// The script that a file of tests is for: `limits` of `rules/limits.test.yaml`.
pub(crate) fn script_of(file: &str) -> Option<&str> {
    let name = file.strip_prefix(FOLDER)?.strip_suffix(TESTS)?;
    (!name.contains('/')).then_some(name)
}

/// Asks every test.
pub fn play_rule_tests(tests: &[RuleTest], rules: &Rules, files: &Files) -> Vec<RuleReport> {
    tests.iter().map(|test| test.play(rules, files)).collect()
}

/// What keeps a revision from serving: each test that fails, at the place of what it expects.
pub(crate) fn failures(tests: &[RuleTest], rules: &Rules) -> Problems {
    let mut problems = Problems::default();
    for test in tests {
        let asked = run(&rules.of(&test.script), &test.input);
        if !test.holds(test.policy, &asked) {
            let who = if test.looks_at_policies() {
                ""
            } else {
                "the rules answer "
            };
            let message = format!("the test “{}” fails: {who}{}", test.name, test.answer(&asked));
            problems.push(
                Problem::new(Kind::RuleTest, test.at, message)
                    .label(format!("expected {}", test.expected.shown(&test.input)))
                    .help("`kiosk test` shows the order, what the rules printed and how long they took"),
            );
        }
    }
    problems
}

impl RuleTest {
    fn play(&self, rules: &Rules, files: &Files) -> RuleReport {
        let asked = run(&rules.of(&self.script), &self.input);
        let start = usize::try_from(self.at.start).unwrap_or(0);
        let (line, column) = line_and_column(files.text(self.at.file), start);
        RuleReport {
            file: files.name(self.at.file).to_owned(),
            place: format!("{}:{line}:{column}", files.name(self.at.file)),
            name: self.name.clone(),
            passed: self.holds(self.policy, &asked),
            expected: self.expected.shown(&self.input),
            instead: self.answer(&asked),
            given: report::question_in_words(&self.input, self.standing),
            policy: self
                .policy
                .filter(|policy| self.script != POLICIES && self.expected != Expected::Policy(policy)),
            problems: asked.failed.iter().map(|failed| failed.problem.to_string()).collect(),
            printed: asked.printed,
            operations: asked.operations,
            took: asked.took,
        }
    }

    /// A rule that fails answers nothing that a test could want. Where a policy is expected, no rule is looked at; without
    /// a script there are only policies.
    fn holds(&self, policy: Option<&str>, asked: &Asked) -> bool {
        if let Expected::Policy(expected) = self.expected {
            return policy == Some(expected);
        }
        if self.script == POLICIES && policy.is_some() && asked.verdict == Verdict::Allow {
            return self.expected == Expected::any_no();
        }
        if !asked.failed.is_empty() {
            return false;
        }
        match (&self.expected, &asked.verdict) {
            (Expected::Allow, Verdict::Allow) => true,
            (Expected::Deny { words, rule, line }, Verdict::Deny(denial)) => {
                let read = self.words(denial);
                words.as_ref().is_none_or(|words| read.contains(words.as_str()))
                    && rule.as_ref().is_none_or(|rule| report::function(denial) == *rule)
                    && line.is_none_or(|line| denial.line == Some(line))
            }
            _ => false,
        }
    }

    /// What was answered, as far as this test looks.
    fn answer(&self, asked: &Asked) -> String {
        match self.policy {
            Some(policy) if self.looks_at_policies() => report::by_policy(policy),
            None if self.looks_at_policies() && asked.verdict == Verdict::Allow => {
                "no policy refuses this order".to_owned()
            }
            _ => report::answer(asked),
        }
    }

    fn looks_at_policies(&self) -> bool {
        self.script == POLICIES || matches!(self.expected, Expected::Policy(_))
    }

    fn words<'d>(&self, denial: &'d Denial) -> &'d str {
        let language = &self.input.customer.language;
        denial.words.get(language, language).unwrap_or_default()
    }
}

impl Expected {
    pub(crate) fn any_no() -> Expected {
        Expected::Deny {
            words: None,
            rule: None,
            line: None,
        }
    }

    fn shown(&self, input: &Input) -> String {
        match self {
            Expected::Allow => "allow".to_owned(),
            Expected::Policy(policy) => report::by_policy(policy),
            Expected::Deny { words, rule, line } => report::no(words.as_deref(), rule.as_deref(), *line, input),
        }
    }
}

#[cfg(test)]
mod tests;
