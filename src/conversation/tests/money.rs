//! Money that arrived: matched, late, twice, too little, for nobody.

use super::*;
use crate::payment::Surplus;

#[test]
fn a_purchase_allots_its_goods_once_and_balances() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "sourdough");
    let order = play.checks_out(1, &invoice).unwrap();
    assert_eq!(play.stock("sourdough"), (2, 1));
    let decision = play.pays(1, &invoice, "c1");
    assert_eq!(states(&decision), [State::Paid, State::Fulfilled]);
    assert_balanced(&decision);
    assert_eq!(play.stock("sourdough"), (1, 0));
    assert_eq!(owed(&decision), [&Owed::Receipt { order }, &Owed::Notice { order }]);

    let again = play.pays(1, &invoice, "c1");
    assert_eq!(again, Decision::default(), "the same charge again changes nothing");
    assert_eq!(play.stock("sourdough"), (1, 0));
}

#[test]
fn late_money_wins_while_there_is_something_left() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "sourdough");
    let order = play.checks_out(1, &invoice).unwrap();
    play.wait(3600);
    play.happens(Event::Due {
        order,
        caught_up: play.now,
    });
    let decision = play.pays(1, &invoice, "c1");
    assert_eq!(states(&decision), [State::Paid, State::Fulfilled]);
    assert!(owed(&decision).contains(&&Owed::Alert(Alert::PaidLate { order })));
    assert_eq!(play.stock("sourdough"), (1, 0));
}

#[test]
fn late_money_for_what_is_gone_is_visible_and_takes_nobodys_promised_units() {
    let mut play = Play::open();
    let late = play.invoice_for(1, "sourdough");
    let order = play.checks_out(1, &late).unwrap();
    play.wait(3600);
    play.happens(Event::Due {
        order,
        caught_up: play.now,
    });
    for user in [2, 3] {
        let invoice = play.invoice_for(user, "sourdough");
        play.checks_out(user, &invoice).unwrap();
    }
    let decision = play.pays(1, &late, "c1");
    assert_eq!(states(&decision), [State::Paid, State::Unfulfillable]);
    assert!(matches!(
        owed(&decision)[..],
        [Owed::MoneyNote { .. }, Owed::Alert(Alert::NothingLeft { .. })]
    ));
    assert_balanced(&decision);
    assert_eq!(play.stock("sourdough"), (2, 2));
}

#[test]
fn paid_twice_is_one_fulfilment_and_one_surplus() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "sourdough");
    play.checks_out(1, &invoice).unwrap();
    play.pays(1, &invoice, "c1");
    let decision = play.pays(1, &invoice, "c2");
    assert!(matches!(
        owed(&decision)[..],
        [
            Owed::MoneyNote { .. },
            Owed::Alert(Alert::Surplus {
                why: Surplus::PaidTwice,
                ..
            })
        ]
    ));
    assert_balanced(&decision);
    assert_eq!(play.stock("sourdough"), (1, 0));
}

#[test]
fn a_wrong_amount_is_kept_and_reviewed() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "sourdough");
    play.checks_out(1, &invoice).unwrap();
    let charge = charge_for(1, &invoice.payload, "c1", 1);
    let decision = play.happens(Event::Paid(charge, person(1), ChatId(1)));
    assert_eq!(states(&decision), [State::Paid, State::Review]);
    assert!(matches!(
        owed(&decision)[..],
        [
            Owed::MoneyNote { .. },
            Owed::Alert(Alert::WrongAmount { amount: 1, .. })
        ]
    ));
    assert_balanced(&decision);
    assert_eq!(
        play.stock("sourdough"),
        (2, 0),
        "nothing is given, nothing stays promised"
    );
}

#[test]
fn money_with_an_unknown_payload_is_booked_and_told() {
    let mut play = Play::open();
    for (at, payload) in ["", "junk", "00000000000000000000000000000063"].into_iter().enumerate() {
        let mut charge = charge_for(5, &Payload(0), &format!("c{at}"), 777);
        charge.payload = payload.into();
        let decision = play.happens(Event::Paid(charge, person(5), ChatId(5)));
        assert!(
            decision
                .changes
                .iter()
                .any(|change| matches!(change, Change::Payment(payment) if payment.order.is_none()))
        );
        assert!(matches!(
            owed(&decision)[..],
            [
                Owed::MoneyNote { .. },
                Owed::Alert(Alert::Surplus {
                    why: Surplus::UnknownPayload,
                    ..
                })
            ]
        ));
        assert_balanced(&decision);
    }
}

#[test]
fn money_may_come_before_the_pre_checkout_was_handled() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "sourdough");
    let decision = play.pays(1, &invoice, "c1");
    assert_eq!(states(&decision), [State::Paid, State::Fulfilled]);
    assert_eq!(play.checks_out(1, &invoice), Err(Refusal::AlreadyPaid));
    assert_eq!(play.stock("sourdough"), (1, 0));
}

#[test]
fn a_gift_is_an_order_of_the_payers_own() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "recipe");
    play.invoice_for(2, "recipe");
    let order = play.checks_out(2, &invoice).unwrap();
    assert_eq!(play.order(order).payer, UserId(2));
    let decision = play.pays(2, &invoice, "c1");
    assert_eq!(states(&decision), [State::Paid, State::Fulfilled]);
    assert_eq!(play.checks_out(1, &invoice), Err(Refusal::AlreadyPaid));
}

#[test]
fn each_key_is_allotted_once() {
    let mut play = Play::open();
    play.stock_keys(3);
    let mut allotted = Vec::new();
    for user in 1..=3 {
        let invoice = play.invoice_for(user, "key");
        play.checks_out(user, &invoice).unwrap();
        let decision = play.pays(user, &invoice, &format!("c{user}"));
        allotted.extend(decision.changes.iter().filter_map(|change| match change {
            Change::KeyAllotted { key, .. } => Some(*key),
            _ => None,
        }));
    }
    assert_eq!(allotted, [KeyId(1), KeyId(2), KeyId(3)]);
    assert_eq!(play.stock("key"), (0, 0));
}

#[test]
fn a_top_up_credits_what_was_paid() {
    let mut play = Play::open();
    let selection = Selection {
        amount: Some(2500),
        ..play.selection("top-up")
    };
    let invoice = play.invoice_of(1, selection);
    play.checks_out(1, &invoice).unwrap();
    let decision = play.pays(1, &invoice, "c1");
    assert_balanced(&decision);
    assert!(
        decision
            .changes
            .iter()
            .any(|change| matches!(change, Change::Balance(balance) if balance.amount == 2500))
    );
    let orders = play.says(1, "/orders");
    assert!(matches!(screens(&orders)[..], [Screen::Orders { balance: Some(balance), .. }] if balance.minor == 2500));
}
