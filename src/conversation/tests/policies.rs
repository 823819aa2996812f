//! The owner's policies that look at a customer's history: asked before the payment form and before the money, on exactly
//! what is true at that moment.

use super::*;
use crate::{
    ids::ProductId,
    rules::compile,
    shop::{CoolDown, Limit, MinimumAge, Period, Policies, PolicyRefusal, Scope, Unpaid},
};

fn of(product: &str) -> Scope {
    Scope {
        products: vec![ProductId::parse(product).unwrap()],
        categories: Vec::new(),
    }
}

fn one_ever() -> Policies {
    Policies {
        limits: vec![Limit {
            max: 1,
            per: Period::Ever,
            of: Scope::default(),
        }],
        ..Policies::default()
    }
}

fn with(policies: &Policies) -> Play {
    let mut play = Play::open();
    play.edit("r2", |shop| shop.policies = policies.clone());
    play
}

fn policy<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> &'static str {
    match answer.unwrap_err() {
        Refusal::Policy(refusal) => refusal.policy(),
        other => panic!("{other:?}"),
    }
}

/// Both invoices were made when nothing was bought, and both questions reach one batch: whatever the second saw before, it
/// is decided on what the first one changed.
#[test]
fn two_payments_that_both_saw_nothing_bought_do_not_both_pass() {
    let mut play = with(&one_ever());
    let (first, second) = (play.invoice_for(1, "book"), play.invoice_for(1, "recipe"));
    let order = play.checks_out(1, &first).unwrap();
    assert_eq!(policy(play.checks_out(1, &second)), "limits");
    assert_eq!(play.checks_out(1, &first), Ok(order), "a retry counts against nothing");
    play.pays(1, &first, "c1");
    assert_eq!(policy(play.checks_out(1, &second)), "limits");
    let other = play.invoice_for(2, "recipe");
    assert!(play.checks_out(2, &other).is_ok(), "another customer may");
}

#[test]
fn what_was_held_for_nothing_does_not_count() {
    let mut play = with(&one_ever());
    let (first, second) = (play.invoice_for(1, "book"), play.invoice_for(1, "recipe"));
    let order = play.checks_out(1, &first).unwrap();
    play.wait(1000);
    let caught_up = play.now;
    play.happens(Event::Due { order, caught_up });
    assert!(play.checks_out(1, &second).is_ok());
}

/// A shop with rules as well: both turns asked the rules while nothing was bought, and come back with a yes.
#[test]
fn a_yes_of_the_rules_does_not_lift_a_limit() {
    let mut play = Play::open();
    play.edit("r2", |shop| {
        shop.policies = one_ever();
        shop.rules = compile("all", "const API = 1;\nfn all(quote) { allow() }").unwrap();
    });
    let invoices = [play.invoice_for(1, "book"), play.invoice_for(1, "recipe")];
    let mut turns: Vec<Turn> = invoices.iter().map(|invoice| play.paying_turn(invoice)).collect();
    for turn in &mut turns {
        let input = play.consults(turn).expect("the rules are asked");
        assert_eq!(input.customer.purchases, []);
        let asked = crate::rules::run(&turn.revision.shop.rules, &input);
        turn.rulings.push(Ruling::new(input, asked));
    }
    let decision = decide(&turns[0], &play.books).unwrap();
    assert!(verdict(&decision).is_ok());
    play.books.apply(&decision);
    assert_eq!(policy(verdict(&decide(&turns[1], &play.books).unwrap())), "limits");
}

#[test]
fn a_first_order_is_not_made_twice_at_once() {
    let mut play = with(&Policies {
        first_order_only: Some(of("book")),
        ..Policies::default()
    });
    let (book, recipe) = (play.invoice_for(1, "book"), play.invoice_for(1, "recipe"));
    assert!(play.checks_out(1, &recipe).is_ok());
    assert_eq!(policy(play.checks_out(1, &book)), "first_order_only");
}

#[test]
fn an_age_is_asked_once_and_written_down() {
    let mut play = with(&Policies {
        minimum_age: Some(MinimumAge {
            years: 18,
            of: of("book"),
        }),
        ..Policies::default()
    });
    play.invoice_for(1, "recipe");
    let selection = play.selection("book");
    let decision = play.taps(1, Tap::Buy(selection.clone()));
    assert!(
        matches!(screens(&decision)[..], [Screen::Age { years: 18, .. }]),
        "{decision:#?}"
    );
    assert_eq!(made_invoice(&decision), None);
    let then = (selection, MessageId(50));
    let yes = Tap::OfAge { years: 18, then };
    let decision = play.taps(1, yes.clone());
    let consents: Vec<(&str, &str)> = decision
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Consent(consent) => Some((consent.how, consent.to.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(consents, [("age_button", "18+")]);
    let invoice = invoice_in(&decision).expect("on to what was wanted");
    let again = play.taps(1, yes);
    assert!(!again.changes.iter().any(|change| matches!(change, Change::Consent(_))));
    assert!(play.checks_out(1, &invoice).is_ok());
    // In a group nobody says it for somebody else.
    let selection = play.selection("book");
    let then = (selection, MessageId(50));
    let elsewhere = play.taps_in(2, ChatId(-100), MessageId(1), Some(Tap::OfAge { years: 18, then }));
    assert_eq!((elsewhere.changes.len(), toast(&elsewhere)), (0, Some(Toast::Gone)));
}

#[test]
fn holds_that_end_unpaid_are_counted_and_money_ends_the_counting() {
    let rule = CoolDown {
        payments: 2,
        wait: Duration::from_mins(30),
    };
    let mut play = with(&Policies {
        after_unpaid: Some(rule),
        ..Policies::default()
    });
    let lapse = |play: &mut Play| {
        let invoice = play.invoice_for(1, "sourdough");
        let order = play.checks_out(1, &invoice).unwrap();
        play.wait(16 * 60);
        let caught_up = play.now;
        play.happens(Event::Due { order, caught_up });
    };
    lapse(&mut play);
    let invoice = play.invoice_for(1, "sourdough");
    play.checks_out(1, &invoice).unwrap();
    play.pays(1, &invoice, "c1");
    lapse(&mut play);
    let unpaid = |play: &Play| {
        let customer = play.books.customer(&play.shop().id, UserId(1)).unwrap();
        customer.unwrap().unpaid
    };
    assert_eq!(unpaid(&play).count, 1, "the payment between the two ended the counting");
    let uncounted = play.invoice_for(1, "book");
    let order = play.checks_out(1, &uncounted).unwrap();
    play.wait(16 * 60);
    let caught_up = play.now;
    play.happens(Event::Due { order, caught_up });
    assert_eq!(unpaid(&play).count, 1, "a file keeps nothing from anybody");
    let sliced = {
        let product = play.shop().catalog.product(&ProductId::parse("sourdough").unwrap());
        product.unwrap().options[0].choices[1].id.code()
    };
    let old = play.invoice_of(
        1,
        Selection {
            choices: vec![sliced],
            ..play.selection("sourdough")
        },
    );
    lapse(&mut play);
    assert_eq!(unpaid(&play).count, 2);
    assert_eq!(policy(play.checks_out(1, &old)), "after_unpaid");
    let uncounted = play.invoice_for(1, "recipe");
    assert!(play.checks_out(1, &uncounted).is_ok());
    play.wait(30 * 60);
    let fresh = play.invoice_for(1, "sourdough");
    assert!(play.checks_out(1, &fresh).is_ok());
    assert_ne!(unpaid(&play), Unpaid::default());
}

#[test]
fn a_shop_whose_policies_need_no_history_loads_none() {
    let mut play = with(&Policies {
        blocked_customers: vec![UserId(7)],
        ..Policies::default()
    });
    let invoice = play.invoice_for(1, "book");
    let asks = |play: &mut Play| {
        let turn = play.paying_turn(&invoice);
        needs(&turn).iter().any(|key| matches!(key, Key::Bought(..)))
    };
    assert!(!asks(&mut play));
    play.edit("r3", |shop| shop.policies = one_ever());
    assert!(asks(&mut play));
    assert_eq!(PolicyRefusal::Blocked.policy(), "blocked_customers");
}

/// So that the owner can ask why somebody heard a no, and tests know which policies were tried.
#[test]
fn a_no_to_whoever_pays_a_post_is_kept_without_an_order() {
    let mut play = Play::open();
    play.agrees(&[7]);
    let (_, invoice) = play.posted("book", crate::shop::Payable::WhileStockLasts);
    play.edit("r2", |shop| shop.policies.blocked_customers = vec![UserId(7)]);
    let query = play.question(7, &invoice);
    let refused = play.happens(Event::PreCheckout(query, person(7)));
    let [Change::Reason(reason)] = &refused.changes[..] else {
        panic!("{refused:#?}")
    };
    assert!(reason.order.is_none() && reason.paying);
    assert_eq!(reason.refusal, Some(Refusal::Policy(PolicyRefusal::Blocked)));
}
