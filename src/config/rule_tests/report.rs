//! How a rule test went, in words: what was given, what was expected, what came instead, and what it took.

use std::{fmt, time::Duration};

use super::Standing;
use crate::{
    money::Money,
    rules::{Asked, Denial, Input, Verdict},
};

/// One rule test and how it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleReport {
    /// `rules/limits.test.yaml`
    pub file: String,
    /// `rules/limits.test.yaml:7:13`
    pub place: String,
    pub name: String,
    pub passed: bool,
    pub expected: String,
    /// What the rules answered.
    pub instead: String,
    /// The order that was asked about.
    pub given: String,
    /// The policy that refuses the order before any rule is asked, where the test does not expect it.
    pub policy: Option<&'static str>,
    /// Of rules that failed.
    pub problems: Vec<String>,
    pub printed: String,
    pub operations: u64,
    pub took: Duration,
}

/// A line for one that passed, several for one that did not; what was printed, for both.
impl fmt::Display for RuleReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let used = format!("({} operations, {} µs)", self.operations, self.took.as_micros());
        if self.passed {
            write!(f, "passed  {} {used}", self.name)?;
        } else {
            writeln!(f, "FAILED  {} {used}", self.name)?;
            writeln!(f, "  at {}", self.place)?;
            writeln!(f, "  given:    {}", self.given)?;
            writeln!(f, "  expected: {}", self.expected)?;
            write!(f, "  instead:  {}", self.instead)?;
            for problem in &self.problems {
                write!(f, "\n  {}", problem.replace('\n', "\n  "))?;
            }
        }
        if let Some(policy) = self.policy {
            write!(
                f,
                "\n  note:     no rule is asked about this order: the policy `{policy}` refuses it before"
            )?;
        }
        for line in self.printed.lines() {
            write!(f, "\n  printed:  {line}")?;
        }
        Ok(())
    }
}

/// What the rules said.
pub(super) fn answer(asked: &Asked) -> String {
    match &asked.verdict {
        Verdict::Allow if asked.failed.is_empty() => "allow".to_owned(),
        Verdict::Allow => "allow, because the rule failed".to_owned(),
        Verdict::Deny(_) if !asked.failed.is_empty() => "deny, because the rule failed".to_owned(),
        Verdict::Deny(denial) => {
            let words = denial.words.get("en", "en").unwrap_or_default();
            let line = denial.line.map(|line| format!(", about line {}", line + 1));
            format!(
                "deny “{words}” (rule `{}`{})",
                function(denial),
                line.unwrap_or_default()
            )
        }
    }
}

pub(super) fn by_policy(policy: &str) -> String {
    format!("refused by the policy `{policy}`")
}

/// `two_loaves` of `limits.two_loaves`.
pub(super) fn function(denial: &Denial) -> &str {
    denial.rule.rsplit('.').next().unwrap_or(&denial.rule)
}

/// A no that is expected.
pub(super) fn no(words: Option<&str>, rule: Option<&str>, line: Option<usize>, input: &Input) -> String {
    let mut parts = vec!["deny".to_owned()];
    parts.extend(words.map(|words| format!("with “{words}”")));
    parts.extend(rule.map(|rule| format!("by rule `{rule}`")));
    let product = line.and_then(|line| input.quote.lines.get(line));
    parts.extend(product.map(|line| format!("about `{}`", line.product)));
    parts.join(" ")
}

/// The same with what only policies look at: `…; has confirmed no age; left 3 payments unfinished, the last at …`
pub(super) fn question_in_words(input: &Input, standing: Standing) -> String {
    let mut parts = vec![order_in_words(input)];
    match standing.age {
        i64::MAX => {}
        0 => parts.push("has confirmed no age".to_owned()),
        age => parts.push(format!("has confirmed the age of {age}")),
    }
    if standing.unpaid.count > 0 {
        let last = standing.unpaid.last.local(&input.shop.timezone);
        parts.push(format!(
            "payments left unfinished: {}, the last at {last}",
            standing.unpaid.count
        ));
    }
    parts.join("; ")
}

/// `2 × sourdough at 6.50 €; total 13.00 €; customer 4242, orders: 0; 2026-11-24 12:00`
pub fn order_in_words(input: &Input) -> String {
    let shown = |minor| Money::new(minor, input.quote.currency).shown();
    let lines = input.quote.lines.iter();
    let mut parts: Vec<String> = lines
        .map(|line| format!("{} × {} at {}", line.quantity, line.product, shown(line.price)))
        .collect();
    let orders = input
        .customer
        .purchases
        .iter()
        .filter(|purchase| purchase.product.is_empty());
    parts.push(format!("total {}", shown(input.quote.total)));
    parts.push(format!(
        "customer {}, orders before: {}",
        input.customer.id,
        orders.map(|day| day.units).sum::<i64>()
    ));
    parts.push(input.now.local(&input.shop.timezone));
    parts.join("; ")
}
