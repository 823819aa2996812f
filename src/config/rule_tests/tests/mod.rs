//! What a rule test may say, what it takes for granted, and what is told of one that fails.

mod policies;

use crate::{
    config::{
        Files, Look, RuleReport, Secrets, Unreached, compile, mutate, play_rule_tests, render, rule_tests, unreached,
    },
    ids::ShopId,
    rules::{Deny, Reached, Rules},
    shop::Shop,
};

const RULES: &str = r#"const API = 1;

// No more than two loaves for a customer and day.
fn two_loaves(quote, customer) {
    print(`before: ${customer.bought_within("sourdough", 1)}`);
    if quote.quantity_of("sourdough") + customer.bought_within("sourdough", 1) > 2 {
        return deny(quote.lines[0], #{en: "At most two loaves a day.", ru: "Не больше двух."});
    }
}

fn open(now) {
    if !now.between("08:00", "18:00") {
        return deny("We are asleep.");
    }
}
"#;

fn shop() -> (Files, Shop) {
    shop_with("")
}

const CATALOG: &str = "products:\n  - {id: sourdough, title: Loaf, description: Good., price: 5.50}\n  - {id: jam, title: \
                       Jam, description: Good., price: 2.60}\n";

/// With these policies, a line of YAML.
fn shop_with(policies: &str) -> (Files, Shop) {
    shop_of(policies, CATALOG)
}

fn shop_of(policies: &str, catalog: &str) -> (Files, Shop) {
    let own = format!(
        "name: Bakery\ngreeting: Hi\ncurrency: EUR\nlanguages: [en, ru]\ntimezone: Europe/Lisbon\npayments: {{provider: stripe}}\n{policies}\n"
    );
    let texts = [
        ("shop.yaml", &*own),
        ("terms.yaml", "text: Be kind.\n"),
        ("catalog.yaml", catalog),
    ];
    let files = Files::from_parts(texts.map(|(name, text)| (name, text.as_bytes())), []);
    let loaded = compile(ShopId::parse("bakery").unwrap(), files, Secrets::Unread);
    let said = render(&loaded.problems, &loaded.files, "", Look::Plain);
    (loaded.files, loaded.shop.unwrap_or_else(|| panic!("{said}")))
}

fn with(tests: &str) -> (Files, Rules) {
    rules_with(RULES, tests)
}

fn rules_with(rules: &str, tests: &str) -> (Files, Rules) {
    let both = [("rules/limits.rhai", rules), ("rules/limits.test.yaml", tests)];
    let files = Files::from_parts(both.map(|(name, text)| (name, text.as_bytes())), []);
    (files, crate::rules::compile("limits", rules).unwrap())
}

fn play(tests: &str) -> Vec<RuleReport> {
    play_rules(RULES, tests)
}

fn play_rules(rules: &str, tests: &str) -> Vec<RuleReport> {
    let (_, shop) = shop();
    let (files, rules) = rules_with(rules, tests);
    let (tests, problems) = rule_tests(&files, Some(&shop));
    assert!(problems.is_empty(), "{}", render(&problems, &files, "", Look::Plain));
    play_rule_tests(&tests, &rules, &files)
}

#[test]
fn a_test_is_three_lines_and_may_say_more() {
    let reports = play(
        r#"
tests:
  - {name: One loaf at noon, expect: allow}
  - name: Three loaves are too many
    given: {lines: {sourdough: 3}}
    expect: {deny: At most two}
  - name: So is the third of a day
    given: {lines: {sourdough: 1}, customer: {bought: {sourdough: 2}, language: ru}}
    expect: {deny: двух, rule: two_loaves, line: sourdough}
  - name: Yesterday does not count
    given: {lines: {sourdough: 2}, customer: {days_ago: 1, bought: {sourdough: 9}}}
    expect: allow
  - name: The days of a customer add up
    given: {customer: {earlier: [{bought: {sourdough: 1}}, {days_ago: 0, bought: {sourdough: 1}}]}}
    expect: deny
  - name: Nobody bakes at night
    given: {now: "saturday 02:00"}
    expect: {deny: asleep, rule: open}
"#,
    );
    for report in &reports {
        assert!(report.passed, "{report}");
    }
    assert_eq!(reports.len(), 6);
    assert_eq!(reports[3].printed, "before: 0\n");
}

#[test]
fn the_day_on_which_a_customer_was_first_seen_is_said_or_follows_from_what_they_bought() {
    let known = "const API = 1;\nfn known(customer) { if customer.days_known < 7 { return deny(`since \
                 ${customer.first_seen}`); } }";
    let reports = play_rules(
        known,
        r"
tests:
  - {name: Today, given: {customer: {id: 7}}, expect: {deny: since 2026-11-24}}
  - {name: Said, given: {customer: {id: 7, first_seen: 2026-11-18}}, expect: {deny: since 2026-11-18}}
  - {name: A week ago, given: {customer: {id: 7, first_seen: 2026-11-17}}, expect: allow}
  - {name: Bought then, given: {customer: {id: 7, days_ago: 7, bought: {jam: 1}}}, expect: allow}
  - {name: Not in the future, given: {now: 2026-11-24 08:05, customer: {id: 7, bought: {jam: 1}}}, expect: {deny: since 2026-11-24}}
",
    );
    for report in &reports {
        assert!(report.passed, "{report}");
    }
    let (_, shop) = shop();
    let (files, _) = with("tests:\n  - {name: A, given: {customer: {first_seen: yesterday}}, expect: deny}\n");
    let (_, problems) = rule_tests(&files, Some(&shop));
    let said = render(&problems, &files, "", Look::Plain);
    assert!(
        said.contains("`yesterday` is no day") && said.contains("write `2026-11-01`"),
        "{said}"
    );
}

#[test]
fn what_holds_for_all_is_said_once() {
    let reports = play(
        "given: {lines: {jam: 1}, now: 07:59}\ntests:\n  - {name: Early, expect: deny}\n  - {name: In time, given: {now: \
         08:00}, expect: allow}\n",
    );
    assert!(reports.iter().all(|report| report.passed), "{}", reports[0]);
    assert!(reports[0].given.contains("1 × jam at 2.60 €"), "{}", reports[0].given);
}

#[test]
fn a_failure_shows_both_sides_the_order_the_prints_and_the_cost() {
    let reports = play(
        "tests:\n  - name: Three are fine\n    given: {lines: {sourdough: 3}}\n    expect: allow\n  - name: One is not\n    \
         expect: {deny: no, rule: two_loaves}\n",
    );
    let shown = reports[0].to_string();
    for part in [
        "FAILED  Three are fine (",
        " operations, ",
        "at rules/limits.test.yaml:4:13\n",
        "given:    3 × sourdough at 5.50 €; total 16.50 €; customer 4242, orders before: 0; 2026-11-24 12:00\n",
        "expected: allow\n",
        "instead:  deny “At most two loaves a day.” (rule `two_loaves`, about line 1)\n",
        "printed:  before: 0",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    let shown = reports[1].to_string();
    assert!(
        shown.contains("expected: deny with “no” by rule `two_loaves`\n  instead:  allow"),
        "{shown}"
    );
}

#[test]
fn mistakes_are_told_with_their_place() {
    let (_, shop) = shop();
    for (tests, said) in [
        ("tests:\n  - {name: A, expect: alow}", "did you mean `allow`?"),
        ("tests:\n  - {expect: allow}", "`name` is missing"),
        ("test: []", "did you mean `tests`?"),
        (
            "tests:\n  - {name: A, given: {lines: {sourdoh: 1}}, expect: allow}",
            "did you mean `sourdough`?",
        ),
        (
            "tests:\n  - {name: A, given: {now: noon}, expect: allow}",
            "`noon` is no moment",
        ),
        (
            "tests:\n  - {name: A, given: {lines: {jam: 0}}, expect: allow}",
            "0 is too small",
        ),
        (
            "tests:\n  - {name: A, given: {total: 1,50}, expect: allow}",
            "write `total: 1.50`",
        ),
        ("tests:\n  - {name: A, given: {total: \"1,50\"}, expect: allow}", "1.50"),
        (
            "tests:\n  - {name: A, expect: {deny: x, line: jam}}",
            "no line of this order is of `jam`",
        ),
        (
            "tests:\n  - {name: A, given: {invoice: {place: moon}}, expect: allow}",
            "one of: private",
        ),
        (
            "tests:\n  - {name: A, given: {customer: {language: english}}, expect: allow}",
            "two small letters",
        ),
        (
            "tests:\n  - {name: A, given: {delivery: {country: Portugal}}, expect: allow}",
            "write `PT`",
        ),
    ] {
        let (files, _) = with(tests);
        let (_, problems) = rule_tests(&files, Some(&shop));
        let shown = render(&problems, &files, "", Look::Plain);
        assert!(shown.contains(said), "{tests}: {shown}");
    }
    let alone = Files::from_parts([("rules/limit.test.yaml", "tests: []".as_bytes())], []);
    let (_, problems) = rule_tests(&alone, Some(&shop));
    let shown = render(&problems, &alone, "", Look::Plain);
    assert!(shown.contains("there is no file `rules/limit.rhai`"), "{shown}");
}

#[test]
fn what_no_test_reaches_and_which_rule_no_test_misses() {
    let (_, shop) = shop();
    let (files, rules) = with("tests:\n  - {name: Night, given: {now: 03:00}, expect: deny}\n");
    let (tests, _) = rule_tests(&files, Some(&shop));
    let deny = Deny {
        script: "limits".to_owned(),
        place: (7, 16),
    };
    let left = [Unreached::Deny(deny), Unreached::Allow("limits.open".to_owned())];
    assert_eq!(unreached(&tests, &rules, Reached::default()), left);
    assert_eq!(mutate(&tests, &rules), ["limits.two_loaves"]);
}

/// A rule that breaks answers nothing, whatever is taken for its answer.
#[test]
fn a_rule_that_fails_passes_no_test() {
    let (_, shop) = shop();
    let source = "const API = 1;\nfn a(customer) { if customer.id != 4242 { throw \"broken\"; } }";
    let tests = "tests:\n  - {name: A, given: {customer: {id: 7}}, expect: deny}\n";
    let both = [("rules/a.rhai", source), ("rules/a.test.yaml", tests)];
    let files = Files::from_parts(both.map(|(name, text)| (name, text.as_bytes())), []);
    let (tests, _) = rule_tests(&files, Some(&shop));
    let reports = play_rule_tests(&tests, &crate::rules::compile("a", source).unwrap(), &files);
    assert!(!reports[0].passed);
    let shown = reports[0].to_string();
    assert!(
        shown.contains("deny, because the rule failed\n  a.rhai:2:43: broken"),
        "{shown}"
    );
}

#[test]
fn a_test_that_cannot_be_read_is_not_asked_as_well() {
    let (good, _) = shop();
    let test = "tests:\n  - {name: A, given: {customer: {order: 3}, lines: {jam: 9}}, expect: {deny: jam}}\n";
    let own = [("rules/limits.rhai", RULES), ("rules/limits.test.yaml", test)];
    let texts = good.texts().chain(own.map(|(name, text)| (name, text.as_bytes())));
    let files = Files::from_parts(texts, []);
    let loaded = compile(ShopId::parse("bakery").unwrap(), files, Secrets::Unread);
    let said = render(&loaded.problems, &loaded.files, "", Look::Plain);
    assert!(
        said.contains("did you mean `orders`?") && !said.contains("rule-test"),
        "{said}"
    );
}
