//! The results as JSON.

use serde_json::{Value, json};

use super::Found;
use crate::{
    config::{RuleReport, Unreached},
    rehearsal::{Outcome, Report},
};

pub(super) fn document(found: &Found) -> Value {
    let conversations: Vec<&Report> = found.conversations.iter().flatten().collect();
    let failed = conversations.iter().filter(|report| !report.has_passed()).count();
    let rules = &found.rules.reports;
    json!({
        "rules": rules.iter().map(rule_test).collect::<Vec<_>>(),
        "unreached": found.rules.unreached.iter().map(unreached).collect::<Vec<_>>(),
        "unreached_policies": found.rules.unreached_policies,
        "unmissed": found.rules.unmissed,
        "unmissed_policies": found.rules.unmissed_policies,
        "conversations": conversations.iter().map(|report| conversation(report)).collect::<Vec<_>>(),
        "played": found.conversations.is_some(),
        "failed": failed + rules.iter().filter(|report| !report.passed).count(),
    })
}

fn rule_test(report: &RuleReport) -> Value {
    json!({
        "file": report.file,
        "place": report.place,
        "name": report.name,
        "passed": report.passed,
        "given": report.given,
        "expected": report.expected,
        "answer": report.instead,
        "policy": report.policy,
        "problems": report.problems,
        "printed": report.printed,
        "operations": report.operations,
        "microseconds": u64::try_from(report.took.as_micros()).unwrap_or(u64::MAX),
    })
}

fn unreached(unreached: &Unreached) -> Value {
    match unreached {
        Unreached::Deny(deny) => json!({
            "file": format!("rules/{}.rhai", deny.script),
            "line": deny.place.0,
            "column": deny.place.1,
        }),
        Unreached::Allow(rule) => json!({"rule": rule, "verdict": "allow"}),
    }
}

fn conversation(report: &Report) -> Value {
    let outcome = match &report.outcome {
        Outcome::Passed {
            steps,
            virtual_time,
            requests,
        } => json!({
            "passed": true,
            "steps": steps,
            "virtual_seconds": virtual_time.as_secs(),
            "requests": requests,
        }),
        Outcome::Failed {
            place,
            expected,
            instead,
        } => json!({
            "passed": false,
            "place": place,
            "expected": expected,
            "instead": instead,
        }),
        Outcome::Unreadable { problems } => json!({"passed": false, "problems": problems}),
    };
    json!({"file": report.file, "name": report.name, "outcome": outcome})
}
