//! Policies in rule tests: what refuses before any rule is asked.

use std::collections::BTreeSet;

use super::{RULES, shop_of, shop_with};
use crate::{
    config::{
        Files, Look, RuleReport, RuleTest, mutate_policies, play_rule_tests, render, rule_tests, unreached_policies,
    },
    shop::Shop,
};

const POLICIES: &str = "checkout: {ask: [address]}\npolicies: {minimum_order: 10, opening_hours: {daily: 08:00-18:00}, \
                        limits: [{max: 3, per: day, products: [jam]}], first_order_only: {products: [sourdough]}, \
                        countries: [PT], blocked_customers: [7], minimum_age: {years: 18}}";

fn play_with_policies(file: &str, tests: &str) -> Vec<RuleReport> {
    let (_, shop) = shop_with(POLICIES);
    let both = [("rules/limits.rhai", RULES), (file, tests)];
    let files = Files::from_parts(both.map(|(name, text)| (name, text.as_bytes())), []);
    let (tests, problems) = rule_tests(&files, Some(&shop));
    assert!(problems.is_empty(), "{}", render(&problems, &files, "", Look::Plain));
    play_rule_tests(&tests, &crate::rules::compile("limits", RULES).unwrap(), &files)
}

#[test]
fn policies_have_tests_of_their_own_without_a_script() {
    let reports = play_with_policies(
        "rules/policies.test.yaml",
        r#"
given: {total: 20}
tests:
  - {name: Ten euro are enough, given: {total: 10}, expect: allow}
  - {name: A cent less is not, given: {total: 9.99}, expect: {policy: minimum_order}}
  - {name: Some policy says so, given: {total: 9.99}, expect: deny}
  - {name: Nobody sells at night, given: {now: "07:59"}, expect: {policy: opening_hours}}
  - {name: He is not served, given: {customer: {id: 7}}, expect: {policy: blocked_customers}}
  - name: A fourth jar a day is too much
    given: {lines: {jam: 2}, customer: {bought: {jam: 2}}}
    expect: {policy: limits}
  - name: Tomorrow is another day
    given: {lines: {jam: 2}, customer: {days_ago: 1, bought: {jam: 2}}}
    expect: allow
  - name: The loaf is for new customers
    given: {customer: {days_ago: 90, bought: {jam: 1}}}
    expect: {policy: first_order_only}
  - name: Spain is too far
    given: {delivery: {country: ES, postcode: "08001"}}
    expect: {policy: countries}
"#,
    );
    for report in &reports {
        assert!(report.passed && report.policy.is_none(), "{report}");
    }
    assert_eq!(reports.len(), 9);
}

#[test]
fn a_rule_test_whose_order_a_policy_refuses_says_so() {
    let reports = play_with_policies(
        "rules/limits.test.yaml",
        r#"
tests:
  - {name: One is fine, expect: allow}
  - {name: Of two too, given: {lines: {sourdough: 2}}, expect: {policy: limits}}
  - {name: At night, given: {total: 20, now: "02:00"}, expect: {policy: minimum_order}}
"#,
    );
    assert!(reports[0].passed);
    assert_eq!(reports[0].policy, Some("minimum_order"));
    let shown = reports[0].to_string();
    assert!(
        shown.contains("note:     no rule is asked about this order: the policy `minimum_order` refuses it before"),
        "{shown}"
    );
    let shown = reports[1].to_string();
    assert!(
        shown.contains("expected: refused by the policy `limits`\n  instead:  no policy refuses this order"),
        "{shown}"
    );
    let shown = reports[2].to_string();
    assert!(
        shown.contains("instead:  refused by the policy `opening_hours`"),
        "{shown}"
    );
}

#[test]
fn a_policy_is_expected_by_its_name_and_alone() {
    let (_, shop) = shop_with(POLICIES);
    for (expect, said) in [
        ("{policy: limit}", "did you mean `limits`?"),
        ("{policy: weather}", "one of: blocked_customers"),
        ("{policy: limits, deny: too many}", "no rule is asked"),
    ] {
        let tests = format!("tests:\n  - {{name: A, expect: {expect}}}\n");
        let files = Files::from_parts([("rules/policies.test.yaml", tests.as_bytes())], []);
        let (_, problems) = rule_tests(&files, Some(&shop));
        let shown = render(&problems, &files, "", Look::Plain);
        assert!(shown.contains(said), "{expect}: {shown}");
    }
}

const STRICT: &str = "policies: {minimum_age: {years: 18, products: [jam]}, after_unpaid: {payments: 2, wait: 30m}, \
                      maximum_order: 50}";

fn strict_tests(tests: &str) -> (Files, Shop, Vec<RuleTest>, String) {
    let catalog = "products:\n  - {id: jam, title: Jam, description: Good., price: 2.60}\n  - {id: cake, title: Cake, \
                   description: Good., price: 9, stock: 3}\n";
    let (_, shop) = shop_of(STRICT, catalog);
    let files = Files::from_parts([("rules/policies.test.yaml", tests.as_bytes())], []);
    let (tests, problems) = rule_tests(&files, Some(&shop));
    let said = render(&problems, &files, "", Look::Plain);
    (files, shop, tests, said)
}

#[test]
fn what_only_policies_look_at_is_said_of_the_customer() {
    let (files, shop, tests, said) = strict_tests(
        r"
tests:
  - {name: Old enough where nothing is said, expect: allow}
  - {name: Nobody asked them, given: {customer: {age: 0}}, expect: {policy: minimum_age}}
  - {name: Too young, given: {customer: {age: 17}}, expect: {policy: minimum_age}}
  - {name: Just old enough, given: {customer: {age: 18}}, expect: allow}
  - {name: Cake is for everybody, given: {lines: {cake: 1}, customer: {age: 0}}, expect: allow}
  - name: Two cakes were left
    given: {lines: {cake: 1}, customer: {unpaid: {payments: 2, ago: 29m}}}
    expect: {policy: after_unpaid}
  - {name: Just now, given: {lines: {cake: 1}, customer: {unpaid: {payments: 2}}}, expect: {policy: after_unpaid}}
  - name: The pause is over
    given: {lines: {cake: 1}, customer: {unpaid: {payments: 2, ago: 30m}}}
    expect: allow
  - {name: One is none, given: {lines: {cake: 1}, customer: {unpaid: {payments: 1}}}, expect: allow}
  - {name: Jam is not counted, given: {customer: {unpaid: {payments: 9}}}, expect: allow}
  - {name: Four cakes and more, given: {total: 50.01}, expect: {policy: maximum_order}}
  - {name: Fails, given: {customer: {age: 17, unpaid: {payments: 2, ago: 1h}}}, expect: allow}
",
    );
    assert_eq!(said, "");
    let mut reports = play_rule_tests(&tests, &shop.rules, &files);
    let fails = reports.pop().unwrap();
    for report in &reports {
        assert!(report.passed, "{report}");
    }
    let shown = fails.to_string();
    let given = "has confirmed the age of 17; payments left unfinished: 2, the last at 2026-11-24 11:00\n";
    assert!(!fails.passed && shown.contains(given), "{shown}");
    assert_eq!(unreached_policies(&tests, &shop.policies, &BTreeSet::new()), NOTHING);
    assert_eq!(mutate_policies(&tests[..11], shop), NOTHING);
}

const NOTHING: [&str; 0] = [];

#[test]
fn a_policy_that_no_test_reaches_or_misses_is_named() {
    let (_, shop, tests, said) = strict_tests(
        "tests:\n  - {name: Young, given: {customer: {age: 1}}, expect: {policy: minimum_age}}\n  - {name: Fine, expect: \
         allow}\n",
    );
    assert_eq!(said, "");
    let none = BTreeSet::new();
    let left = ["maximum_order", "after_unpaid"];
    assert_eq!(unreached_policies(&tests, &shop.policies, &none), left);
    let talked = BTreeSet::from(["after_unpaid"]);
    assert_eq!(unreached_policies(&tests, &shop.policies, &talked), ["maximum_order"]);
    assert_eq!(mutate_policies(&tests, shop), left);
}

#[test]
fn an_age_or_a_payment_that_cannot_be_is_told_with_its_place() {
    for (customer, parts) in [
        ("{age: 180}", &["180 is too large", ":1:58"][..]),
        ("{age: old}", &["`old` is"]),
        ("{unpaid: 3}", &["3"]),
        ("{unpaid: {ago: 5m}}", &["`payments` is missing"]),
        ("{unpaid: {payments: 0}}", &["0 is too small"]),
        ("{unpaid: {payments: 3, ago: 10}}", &["`10m` for minutes"]),
        (
            "{unpaid: {payments: 3, ago: 8d}}",
            &["`8d` is too long", "from 0s to 7d"],
        ),
        ("{unpaid: {payment: 3}}", &["did you mean `payments`?"]),
        ("{ages: 3}", &["did you mean `age`?"]),
    ] {
        let tests = format!("tests: [{{name: A, expect: allow, given: {{customer: {customer}}}}}]\n");
        let (_, _, _, said) = strict_tests(&tests);
        for part in parts {
            assert!(said.contains(part), "{customer}: {part}\n{said}");
        }
    }
}
