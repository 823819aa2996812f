//! From Buy to an invoice: terms, quotes, stock, second presses.

use super::*;

#[test]
fn the_terms_come_before_the_first_invoice_and_again_when_they_change() {
    let mut play = Play::open();
    let selection = play.selection("recipe");
    let decision = play.taps(1, Tap::Buy(selection.clone()));
    assert!(matches!(
        screens(&decision)[..],
        [Screen::Terms {
            then: Some(_),
            agreed: false
        }]
    ));
    assert_eq!(decision.changes, []);

    let terms = crate::ids::Code::of("v1");
    let decision = play.taps(
        1,
        Tap::Agree {
            terms,
            then: Some((selection.clone(), MessageId(50))),
        },
    );
    let consents = decision
        .changes
        .iter()
        .filter(|change| matches!(change, Change::Consent(_)))
        .count();
    assert_eq!(consents, 1);
    assert!(invoice_in(&decision).is_some());

    play.edit("r2", |shop| shop.terms.version = crate::ids::TermsVersion::new("v2"));
    let decision = play.taps_in(1, ChatId(1), MessageId(60), Some(Tap::Buy(selection.clone())));
    assert!(matches!(screens(&decision)[..], [Screen::Terms { .. }]));
    let old_button = play.taps(
        1,
        Tap::Agree {
            terms,
            then: Some((selection, MessageId(60))),
        },
    );
    assert!(matches!(
        screens(&old_button)[..],
        [Screen::Terms { agreed: false, .. }]
    ));
    assert_eq!(old_button.changes, [], "an old button agrees to nothing new");
}

#[test]
fn a_shop_that_closes_sells_nothing_new() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "recipe");
    play.close();
    let buy = Tap::Buy(play.selection("recipe"));
    for (user, card) in [(1, MessageId(50)), (1, MessageId(70)), (2, MessageId(50))] {
        let terms = crate::ids::Code::of("v1");
        play.taps(user, Tap::Agree { terms, then: None });
        let decision = play.taps_in(user, ChatId(user), card, Some(buy.clone()));
        assert_eq!(screens(&decision), [&Screen::Refused(Refusal::ShopClosed)]);
        assert_eq!(invoice_in(&decision), None);
    }
    assert_eq!(play.checks_out(1, &invoice), Err(Refusal::ShopClosed));
}

#[test]
fn agreeing_twice_is_one_consent() {
    let mut play = Play::open();
    let terms = crate::ids::Code::of("v1");
    play.taps(1, Tap::Agree { terms, then: None });
    let again = play.taps(1, Tap::Agree { terms, then: None });
    assert_eq!(toast(&again), Some(Toast::AlreadyAgreed));
    assert_eq!(again.changes, []);
}

#[test]
fn pressing_buy_again_finds_what_it_made_before() {
    let mut play = Play::open();
    let terms = crate::ids::Code::of("v1");
    play.taps(1, Tap::Agree { terms, then: None });
    let selection = play.selection("recipe");
    let first = play.taps(1, Tap::Buy(selection.clone()));
    let invoice = invoice_in(&first).unwrap();

    let finger = play.taps(1, Tap::Buy(selection.clone()));
    assert_eq!(
        (finger.changes.len(), invoice_in(&finger)),
        (0, None),
        "a double tap is silent"
    );
    assert!(matches!(toast(&finger), Some(Toast::StillOpen(_))));

    play.wait(60);
    let later = play.taps(1, Tap::Buy(selection.clone()));
    assert_eq!(later.changes, []);
    assert_eq!(
        invoice_in(&later).unwrap().payload,
        invoice.payload,
        "the same invoice is shown again"
    );

    let order = play.checks_out(1, &invoice).unwrap();
    play.pays(1, &invoice, "c1");
    let after = play.taps(1, Tap::Buy(selection));
    assert_eq!(after.changes, []);
    assert_eq!(toast(&after), Some(Toast::AlreadyBought(order)));
}

#[test]
fn a_new_invoice_for_the_same_takes_back_the_unpaid_one() {
    let mut play = Play::open();
    let old = play.invoice_for(1, "sourdough");
    let new = play.invoice_for(1, "sourdough");
    assert_ne!(old.payload, new.payload);
    assert_eq!(play.checks_out(1, &old), Err(Refusal::Cancelled));
    assert!(play.checks_out(1, &new).is_ok());
    assert_eq!(play.stock("sourdough"), (2, 1));
}

#[test]
fn a_held_invoice_is_not_taken_back() {
    let mut play = Play::open();
    let old = play.invoice_for(1, "sourdough");
    let order = play.checks_out(1, &old).unwrap();
    play.invoice_for(1, "sourdough");
    assert_eq!(play.order(order).state, State::Held);
    let decision = play.taps(1, Tap::CancelOrder(order));
    assert!(matches!(
        screens(&decision)[..],
        [Screen::NotCancelled { state: State::Held, .. }]
    ));
}

#[test]
fn what_cannot_be_sold_is_said_before_there_is_an_invoice() {
    let mut play = Play::open();
    play.taps(
        1,
        Tap::Agree {
            terms: crate::ids::Code::of("v1"),
            then: None,
        },
    );
    let mut three = play.selection("sourdough");
    three.quantity = 3;
    let refused = |decision: Decision| match &screens(&decision)[..] {
        [Screen::Refused(refusal)] => refusal.clone(),
        other => panic!("{other:?}"),
    };
    let only = Refusal::OnlyLeft {
        product: "The sourdough (whole)".into(),
        left: 2,
    };
    assert_eq!(refused(play.taps(1, Tap::Buy(three.clone()))), only);
    for quantity in [0, -1, i64::MAX, 11] {
        three.quantity = quantity;
        assert_eq!(
            refused(play.taps(1, Tap::Buy(three.clone()))),
            Refusal::TooMany { max: 10 }
        );
    }
    let top_up = play.selection("top-up");
    for amount in [
        None,
        Some(-5),
        Some(0),
        Some(99),
        Some(50_001),
        Some(i64::MAX),
        Some(i64::MIN),
    ] {
        let decision = play.taps(
            1,
            Tap::Buy(Selection {
                amount,
                ..top_up.clone()
            }),
        );
        assert!(matches!(refused(decision), Refusal::AmountOutside { .. }), "{amount:?}");
    }
    let sold_out = Refusal::SoldOut {
        product: "The key".into(),
    };
    assert_eq!(refused(play.taps(1, Tap::Buy(play.selection("key")))), sold_out);
}

#[test]
fn an_unpaid_order_can_be_cancelled_once() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "recipe");
    let order = OrderId::FIRST;
    let decision = play.taps(1, Tap::CancelOrder(order));
    assert_eq!(states(&decision), [State::Cancelled]);
    let again = play.taps(1, Tap::CancelOrder(order));
    assert_eq!(again.changes, []);
    assert!(matches!(screens(&again)[..], [Screen::OrderCancelled { .. }]));
    assert_eq!(play.checks_out(1, &invoice), Err(Refusal::Cancelled));
}
