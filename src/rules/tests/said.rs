//! What is kept of an asking, and the values behind it.

use std::sync::Arc;

use crate::rules::{Reply, Rules, Said, Verdict, Words, compile, run, sample};

fn rules(source: &str) -> Rules {
    compile("limits", &format!("const API = 1;\n{source}")).unwrap_or_else(|problems| panic!("{}", problems[0]))
}

fn said(source: &str) -> Vec<Said> {
    // A trial on the sample would find what fails on it.
    let mut input = (*sample()).clone();
    input.customer.id = crate::ids::UserId(7);
    run(&rules(source), &Arc::new(input)).said
}

#[test]
fn every_rule_that_was_asked_is_told_with_its_answer_and_its_time() {
    let said = said(
        "fn first(quote) { if quote.total > 1000 { return deny(\"no\"); } }\n\
         fn second(quote) {\n    return deny(quote.lines[1], \"not this\");\n}\n\
         fn third() { deny(\"never asked\") }",
    );
    let rules: Vec<&str> = said.iter().map(|said| &*said.rule).collect();
    assert_eq!(rules, ["limits.first", "limits.second"]);
    assert_eq!(said[0].answer, Reply::Allow);
    let no = Reply::Deny {
        words: Words::One("not this".into()),
        line: Some(1),
        at: Some((4, 12)),
    };
    assert_eq!(said[1].answer, no);
    let Verdict::Deny(denial) = said[1].verdict() else {
        panic!("it said no")
    };
    assert_eq!((&*denial.rule, denial.line), ("limits.second", Some(1)));
}

#[test]
fn a_mistake_and_a_loop_without_an_end_are_told_apart() {
    let said = said(
        "const ON_ERROR = \"allow\";\n\
         fn fails(customer) { if customer.id == 7 { throw \"oh\"; } }\n\
         fn endless(customer) { if customer.id == 7 { loop { let x = 1; } } }",
    );
    let words = [said[0].answer.problem(), said[1].answer.problem()];
    assert!(
        matches!(said[0].answer, Reply::Failed { allowed: true, .. }),
        "{said:?}"
    );
    assert!(
        matches!(said[1].answer, Reply::TimedOut { allowed: true, .. }),
        "{said:?}"
    );
    assert_eq!(words[0], Some("limits.rhai:3:44: oh"));
    assert!(words[1].unwrap().contains("limits.rhai:4:"), "{words:?}");
}

#[test]
fn what_is_kept_can_be_read_again() {
    let said = said("fn first() { deny(#{en: \"no\", ru: \"нет\"}) }");
    let kept = serde_json::to_string(&said).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Said>>(&kept).unwrap(), said);
}

#[test]
fn the_values_behind_an_answer_are_those_that_the_rule_reads() {
    let rules = rules(
        "fn weekly(quote, customer, now) {\n\
         \x20   let before = customer.bought_within(\"sourdough\", 7);\n\
         \x20   for line in quote.lines { if customer.bought(line.product) > 9 { return deny(line, \"no\"); } }\n\
         \x20   if quote.quantity_of(\"sourdough\") + before > 4 && now.day_name != \"sunday\" { return deny(\"no\"); }\n\
         \x20   if quote.total > 5 && quote.total < 6.0 { return deny(\"no\"); }\n\
         }\n\
         fn other(invoice) { if invoice.paying { return deny(\"no\"); } }",
    );
    let values = rules.values("limits.weekly", &sample());
    let values: Vec<String> = values
        .iter()
        .map(|value| format!("{} = {}", value.expression, value.value))
        .collect();
    let expected = [
        "customer.bought_within(\"sourdough\", 7) = 3",
        "quote.quantity_of(\"sourdough\") = 2",
        "now.day_name = \"tuesday\"",
        "quote.total = 13.60",
    ];
    assert_eq!(values, expected);
    assert_eq!(rules.begins("limits.other"), Some((8, 1)));
    assert_eq!(rules.values("limits.nobody", &sample()), []);
}
