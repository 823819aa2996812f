//! The owner's own checks: asked before the payment form and before the money, on exactly what is true at that moment.

use super::*;
use crate::{
    conversation::checks,
    rules::{Rules, Verdict, compile},
};

const ONE_BOOK: &str = r#"
const API = 1;
fn one_book(customer, quote) {
    if customer.bought("book") + customer.bought("recipe") > 0 { return deny(quote.lines[0], "one per customer"); }
}
"#;

fn rules(source: &str) -> Rules {
    compile("limits", source).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn ruled(source: &str) -> Play {
    let mut play = Play::open();
    play.edit("r2", |shop| shop.rules = rules(source));
    play
}

fn no(words: Option<&str>, product: Option<&str>) -> Refusal {
    Refusal::OwnRule {
        rule: "limits.one_book".into(),
        words: words.map(Into::into),
        product: product.map(Into::into),
    }
}

#[test]
fn a_customer_hears_a_no_before_the_payment_form() {
    let mut play = ruled(ONE_BOOK);
    let invoice = play.invoice_for(1, "book");
    assert!(play.checks_out(1, &invoice).is_ok());
    play.pays(1, &invoice, "c1");
    let selection = play.selection("book");
    let decision = play.taps_in(1, ChatId(1), MessageId(900), Some(Tap::Buy(selection)));
    let refused = no(Some("one per customer"), Some("The book"));
    assert_eq!(invoice_in(&decision), None);
    assert!(
        decision
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Show { screen: Screen::Refused(why), .. } if *why == refused)),
        "{decision:#?}"
    );
    assert!(play.checks_out_of_another(2).is_ok(), "another customer may");
}

#[test]
fn what_is_held_counts_and_its_own_retry_does_not() {
    let mut play = ruled(ONE_BOOK);
    let (first, second) = (play.invoice_for(1, "book"), play.invoice_for(1, "recipe"));
    let order = play.checks_out(1, &first).unwrap();
    assert_eq!(play.checks_out(1, &first), Ok(order), "a retry counts against nothing");
    assert_eq!(
        play.checks_out(1, &second),
        Err(no(Some("one per customer"), Some("The recipe")))
    );
    play.wait(1000);
    let caught_up = play.now;
    play.happens(Event::Due { order, caught_up });
    assert!(play.checks_out(1, &second).is_ok(), "a hold that ended does not count");
}

/// Both saw that nothing was bought, and both were allowed: the second must be asked again.
#[test]
fn a_verdict_counts_only_for_the_question_as_it_is_now() {
    let mut play = ruled(ONE_BOOK);
    let (first, second) = (play.invoice_for(1, "book"), play.invoice_for(1, "recipe"));
    let mut turns: Vec<Turn> = [&first, &second].map(|invoice| play.paying_turn(invoice)).into();
    for turn in &mut turns {
        let input = play.consults(turn).expect("the rules are asked");
        assert_eq!(input.customer.purchases, []);
        let asked = crate::rules::run(&turn.revision.shop.rules, &input);
        assert_eq!(asked.verdict, Verdict::Allow);
        turn.rulings.push(Ruling::new(input, asked));
    }
    let decision = decide(&turns[0], &play.books).unwrap();
    assert!(verdict(&decision).is_ok());
    play.books.apply(&decision);
    let input = play
        .consults(&turns[1])
        .expect("its verdict is about yesterday's question");
    assert_eq!(input.customer.purchases.len(), 2, "the order, and its book");
    let asked = crate::rules::run(&turns[1].revision.shop.rules, &input);
    turns[1].rulings.push(Ruling::new(input, asked));
    let decision = decide(&turns[1], &play.books).unwrap();
    assert_eq!(
        verdict(&decision),
        Err(no(Some("one per customer"), Some("The recipe")))
    );
}

#[test]
fn a_question_that_never_stays_the_same_is_a_polite_no() {
    let mut play = ruled(ONE_BOOK);
    let invoice = play.invoice_for(1, "book");
    let mut turn = play.paying_turn(&invoice);
    let input = play.consults(&turn).unwrap();
    for elsewhere in 1..=3 {
        let mut other = (*input).clone();
        other.quote.total += elsewhere;
        let asked = crate::rules::run(&turn.revision.shop.rules, &Arc::new(other.clone()));
        turn.rulings.push(Ruling::new(Arc::new(other), asked));
    }
    assert_eq!(verdict(&decide(&turn, &play.books).unwrap()), Err(Refusal::TryAgain));
    assert_eq!(checks::ROUNDS_MAX, 3);
}

#[test]
fn a_rule_that_fails_says_what_its_author_chose_and_the_staff_hear_of_it() {
    let fails =
        "const API = 1;\nfn one_book(customer, invoice) { if invoice.paying && customer.id == 7 { throw \"oh\"; } }";
    let mut play = ruled(fails);
    let invoice = play.invoice_for(7, "book");
    assert_eq!(play.checks_out(7, &invoice), Err(no(None, None)));
    let on = fails.replace("API = 1;", "API = 1;\nconst ON_ERROR = \"allow\";");
    play.edit("r3", |shop| shop.rules = rules(&on));
    assert!(play.checks_out(7, &invoice).is_ok());
}

fn reasons(decision: &Decision) -> Vec<&Reason> {
    let kept = decision.changes.iter().filter_map(|change| match change {
        Change::Reason(reason) => Some(&**reason),
        _ => None,
    });
    kept.collect()
}

#[test]
fn what_the_rules_said_is_kept_with_the_order_that_came_of_it() {
    let mut play = ruled(ONE_BOOK);
    let selection = play.selection("book");
    play.agrees(&[1]);
    let quoted = play.taps_in(1, ChatId(1), MessageId(900), Some(Tap::Buy(selection)));
    let [reason] = reasons(&quoted)[..] else {
        panic!("{quoted:#?}")
    };
    let order = quoted.changes.iter().find_map(|change| match change {
        Change::Order(order) => Some(order.id),
        _ => None,
    });
    assert_eq!((reason.order, reason.paying, &reason.refusal), (order, false, &None));
    assert_eq!(reason.said.len(), 1);
    let input = reason.input.as_ref().unwrap();
    assert!(!input.invoice.paying && input.customer.purchases.is_empty());

    let invoice = invoice_in(&quoted).unwrap().clone();
    let second = play.invoice_for(1, "recipe");
    assert!(play.checks_out(1, &invoice).is_ok());
    let query = play.question(1, &second);
    let refused = play.happens(Event::PreCheckout(query, person(1)));
    let [reason] = reasons(&refused)[..] else {
        panic!("{refused:#?}")
    };
    assert_ne!(reason.order, order);
    assert!(reason.order.is_some() && reason.paying);
    assert_eq!(reason.refusal, Some(no(Some("one per customer"), Some("The recipe"))));
}

#[test]
fn without_rules_only_a_no_to_an_order_has_a_reason() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "book");
    let query = play.question(1, &invoice);
    let held = play.happens(Event::PreCheckout(query, person(1)));
    assert!(verdict(&held).is_ok());
    assert_eq!(reasons(&held), Vec::<&Reason>::new());
    let wrong = PreCheckout {
        amount: 1,
        ..play.question(1, &invoice)
    };
    let refused = play.happens(Event::PreCheckout(wrong, person(1)));
    let [reason] = reasons(&refused)[..] else {
        panic!("{refused:#?}")
    };
    assert_eq!(reason.refusal, Some(Refusal::AmountDiffers));
    assert_eq!((reason.said.len(), &reason.input), (0, &None));
    assert_eq!(reason.order.map(Ok), Some(verdict(&held)));
}

#[test]
fn the_first_seen_day_stays_and_is_that_of_the_question_for_somebody_new() {
    let new = "const API = 1;\nfn one_book(customer) { if customer.days_known < 7 { return deny(\"too new\"); } }";
    let mut play = ruled(new);
    let selection = play.selection("book");
    play.agrees(&[1]);
    let first_seen = play.now;
    let tap = || Some(Tap::Buy(selection.clone()));
    let refused = play.taps_in(1, ChatId(1), MessageId(900), tap());
    assert_eq!(
        reasons(&refused)[0].input.as_ref().unwrap().customer.first_seen,
        first_seen
    );
    assert_eq!(invoice_in(&refused), None);
    play.wait(7 * 24 * 3600);
    let sold = play.taps_in(1, ChatId(1), MessageId(900), tap());
    assert!(invoice_in(&sold).is_some(), "{sold:#?}");
    assert_eq!(
        reasons(&sold)[0].input.as_ref().unwrap().customer.first_seen,
        first_seen
    );
}

#[test]
fn a_shop_without_rules_asks_for_no_history() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "book");
    let turn = play.paying_turn(&invoice);
    assert!(!needs(&turn).iter().any(|key| matches!(key, Key::Bought(..))));
    assert_eq!(play.consults(&turn), None);
}

impl Play {
    fn checks_out_of_another(&mut self, user: i64) -> Result<OrderId, Refusal> {
        let invoice = self.invoice_for(user, "book");
        self.checks_out(user, &invoice)
    }
}
