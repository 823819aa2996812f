//! Asking: who says no, with which words, and what a failing rule does.

use std::sync::Arc;

use crate::rules::{
    Asked, Denial, OnError, Reply, Rules, Verdict, Words, ask, compile,
    run::{self, FAILURES_MAX, run_for_customer},
    sample,
};

fn asked(source: &str) -> Asked {
    run::run(&rules(source), &sample())
}

fn rules(source: &str) -> Rules {
    compile("limits", &format!("const API = 1;\n{source}")).unwrap_or_else(|problems| panic!("{}", problems[0]))
}

fn denial(rule: &str, words: Words, line: Option<usize>) -> Verdict {
    Verdict::Deny(Denial {
        rule: rule.into(),
        words,
        line,
    })
}

#[test]
fn the_first_no_ends_the_asking_and_names_its_rule() {
    let asked = asked(
        r#"
        fn first(quote) { print("one"); allow() }
        fn second(quote) { if quote.total > 10 { return deny("Too much"); } }
        fn third() { print("never"); deny("Never") }
        "#,
    );
    let expected = denial("limits.second", Words::One("Too much".into()), None);
    assert_eq!(asked.verdict, expected);
    assert_eq!(asked.printed, "one\n");
    assert!(asked.operations > 0);
}

#[test]
fn words_may_be_per_language_and_about_a_line() {
    let asked = asked(
        r#"
        fn two(quote, customer) {
            for line in quote.lines {
                if line.product == "sourdough" && customer.bought(line.product) + line.quantity > 2 {
                    return deny(line, #{en: "at most two", ru: "не больше двух"});
                }
            }
        }
        "#,
    );
    let Verdict::Deny(denial) = asked.verdict else {
        panic!("allowed")
    };
    assert_eq!(denial.line, Some(0));
    assert_eq!(denial.words.get("ru", "en"), Some("не больше двух"));
    assert_eq!(denial.words.get("de", "ru"), Some("не больше двух"));
    assert_eq!(denial.words.get("de", "fr"), Some("at most two"));
}

#[test]
fn long_words_are_cut_and_empty_ones_are_a_mistake() {
    let Verdict::Deny(denial) = asked(r#"fn long() { let x = "ы"; for i in 0..9 { x += x; } deny(x) }"#).verdict
    else {
        panic!("allowed")
    };
    assert_eq!(
        denial.words.get("en", "en").map(|words| words.chars().count()),
        Some(200)
    );
    let problems = compile("limits", "const API = 1; fn a() { deny(\"  \") }").unwrap_err();
    assert!(
        problems[0].message.contains("the customer must hear why"),
        "{}",
        problems[0]
    );
}

/// Fails for customers other than the sample's, so that the trial lets it pass.
const FAILS: &str = r#"
    fn a(customer) { if customer.id != 4242 { throw "broken"; } }
    fn b(customer) { if customer.id != 4242 { return deny("From b"); } }
"#;

fn of_a_stranger(source: &str) -> Asked {
    let mut input = (*sample()).clone();
    input.customer.id = crate::ids::UserId(1);
    run::run(&rules(source), &Arc::new(input))
}

#[test]
fn a_rule_that_fails_says_no_in_the_shops_own_words() {
    let asked = of_a_stranger(FAILS);
    assert_eq!(asked.verdict, denial("limits.a", Words::Neutral, None));
    assert_eq!(asked.failed.len(), 1);
    assert_eq!(asked.failed[0].taken, OnError::Deny);
    assert_eq!(asked.failed[0].problem.to_string(), "limits.rhai:3:47: broken");
}

#[test]
fn a_rule_that_may_fail_is_passed_over() {
    let asked = of_a_stranger(&format!("const ON_ERROR = \"allow\";\n{FAILS}"));
    assert_eq!(asked.verdict, denial("limits.b", Words::One("From b".into()), None));
    assert_eq!(asked.failed[0].taken, OnError::Allow);
    let asked = of_a_stranger(&format!("const ON_ERROR = #{{a: \"allow\"}};\n{FAILS}"));
    assert_eq!(asked.failed[0].taken, OnError::Allow);
    let asked = of_a_stranger(&format!("const ON_ERROR = #{{b: \"allow\"}};\n{FAILS}"));
    assert_eq!(asked.failed[0].taken, OnError::Deny);
}

#[test]
fn a_rule_that_thinks_for_ever_is_stopped_and_the_next_question_is_answered() {
    let slow = "fn a(customer) { if customer.id != 4242 { loop { let x = [1, 2, 3]; x.sort(); } } }";
    let asked = of_a_stranger(slow);
    assert_eq!(asked.verdict, denial("limits.a", Words::Neutral, None));
    assert!(asked.took < std::time::Duration::from_secs(5), "{:?}", asked.took);
    assert_eq!(of_a_stranger("fn a() {}").verdict, Verdict::Allow);
}

#[test]
fn a_rule_that_fails_only_when_money_is_to_come_is_given_up_all_the_same() {
    let rules = rules(
        "const ON_ERROR = \"allow\";\nfn a(invoice, customer) { if invoice.paying && customer.id != 4242 { throw \"oh\"; } }",
    );
    let question = |paying: bool| {
        let mut input = (*sample()).clone();
        (input.customer.id, input.invoice.paying) = (crate::ids::UserId(1), paying);
        Arc::new(input)
    };
    for time in 1..=FAILURES_MAX {
        assert_eq!(rules.trouble(), None);
        assert_eq!(run_for_customer(&rules, &question(false)).failed, []);
        assert_eq!(run_for_customer(&rules, &question(true)).failed[0].in_a_row, time);
    }
    assert!(rules.trouble().unwrap().contains("limits.a"));
    let asked = run_for_customer(&rules, &question(false));
    assert_eq!(asked.said[0].answer, Reply::NotRun { allowed: true });
}

/// Rules that take up the time of all are given up; one that had none left is not, and has its time once they are.
#[test]
fn a_rule_is_not_blamed_for_the_time_that_others_took() {
    let slow = "if customer.id != 4242 { let list = []; list.pad(1000, 0); loop { list.sort(); } }";
    let all = ["a", "b", "c", "d", "e", "f"].map(|name| format!("fn {name}(customer) {{ {slow} }}\n"));
    let rules = rules(&format!("const ON_ERROR = \"allow\";\n{}", all.concat()));
    let mut input = (*sample()).clone();
    input.customer.id = crate::ids::UserId(1);
    let input = Arc::new(input);
    for time in 1..=FAILURES_MAX {
        let asked = run_for_customer(&rules, &input);
        assert_eq!(asked.verdict, Verdict::Allow);
        assert_eq!((asked.failed[0].in_a_row, asked.failed.len()), (time, 6));
        assert_eq!(asked.failed[5].in_a_row, 0);
    }
    let later = (0..20).map(|_| run_for_customer(&rules, &input)).find(|asked| {
        let last = asked.failed.last();
        assert_eq!(asked.said[0].answer, Reply::NotRun { allowed: true });
        last.is_some_and(|last| &*last.rule == "limits.f" && last.in_a_row > 0)
    });
    assert!(later.is_some(), "the last one had its time in the end");
}

#[tokio::test]
async fn the_pool_answers_many_shops_and_one_after_the_other_within_a_shop() {
    let rules = rules(r#"fn a(shop) { if shop.id == "s3" { return deny("three"); } }"#);
    let questions = (0..40).map(|number| {
        let mut input = (*sample()).clone();
        input.shop.id = format!("s{}", number % 5);
        let (rules, input) = (rules.clone(), Arc::new(input));
        tokio::spawn(async move { (input.shop.id.clone(), ask(&rules, input).await) })
    });
    for question in questions.collect::<Vec<_>>() {
        let (shop, asked) = question.await.unwrap();
        let denied = asked.unwrap().verdict != Verdict::Allow;
        assert_eq!(denied, shop == "s3");
    }
}
