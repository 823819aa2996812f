//! Pre-checkout and money: nobody hears yes without a hold, nothing is sold twice, no charge is lost.

use super::*;
use crate::{
    ids::TermsVersion,
    payment::Surplus,
    shop::{Payer, WhenPriceChanges},
};

#[test]
fn the_last_piece_goes_to_one_customer() {
    let mut play = Play::open();
    let (ann, ben, eve) = (
        play.invoice_for(1, "sourdough"),
        play.invoice_for(2, "sourdough"),
        play.invoice_for(3, "sourdough"),
    );
    assert!(play.checks_out(1, &ann).is_ok());
    assert!(play.checks_out(2, &ben).is_ok());
    assert_eq!(
        play.checks_out(3, &eve),
        Err(Refusal::SoldOut {
            product: "The sourdough (whole)".into()
        })
    );
}

#[test]
fn a_retry_after_a_declined_card_keeps_its_hold_and_counts_once() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "sourdough");
    let order = play.checks_out(1, &invoice).unwrap();
    let first = play.order(order).hold.unwrap();
    play.wait(60);
    assert_eq!(play.checks_out(1, &invoice), Ok(order));
    let second = play.order(order).hold.unwrap();
    assert!(second.until > first.until && second.query != first.query);
    assert_eq!(play.stock("sourdough"), (2, 1));
}

#[test]
fn a_shop_that_closes_keeps_what_it_said_yes_to() {
    let mut play = Play::open();
    let (held, open) = (play.invoice_for(1, "sourdough"), play.invoice_for(2, "sourdough"));
    let order = play.checks_out(1, &held).unwrap();
    play.close();
    assert_eq!(play.checks_out(1, &held), Ok(order), "a second card is a retry");
    assert_eq!(states(&play.pays(1, &held, "c1")), [State::Paid, State::Fulfilled]);
    let late = play.pays(2, &open, "c2");
    assert_eq!(
        states(&late),
        [State::Paid, State::Fulfilled],
        "money that comes anyway buys"
    );
}

#[test]
fn a_once_invoice_admits_one_payer_at_a_time() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "recipe");
    play.invoice_for(2, "recipe");
    play.checks_out(1, &invoice).unwrap();
    assert_eq!(play.checks_out(2, &invoice), Err(Refusal::BeingPaid));
    play.pays(1, &invoice, "c1");
    assert_eq!(play.checks_out(2, &invoice), Err(Refusal::AlreadyPaid));
    assert_eq!(play.checks_out(1, &invoice), Err(Refusal::AlreadyPaid));
}

#[test]
fn each_refusal_has_its_reason() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "sourdough");
    let mut ask = |change: &dyn Fn(&mut PreCheckout)| {
        let mut query = play.question(1, &invoice);
        change(&mut query);
        verdict(&play.happens(Event::PreCheckout(query, person(1))))
    };
    assert_eq!(ask(&|q| q.payload = None), Err(Refusal::UnknownInvoice));
    assert_eq!(ask(&|q| q.payload = Some(Payload(99))), Err(Refusal::UnknownInvoice));
    assert_eq!(ask(&|q| q.amount += 1), Err(Refusal::AmountDiffers));
    assert_eq!(ask(&|q| q.currency = None), Err(Refusal::AmountDiffers));
    let query = play.question(1, &invoice);
    let late = play.now;
    play.wait(8);
    let decision = play.happens_late(Event::PreCheckout(query, person(1)), late);
    assert_eq!(verdict(&decision), Err(Refusal::TryAgain));
    assert_eq!(
        play.checks_out(7, &invoice),
        Err(Refusal::TermsNotAgreed),
        "a stranger has not agreed"
    );
    assert_eq!(play.stock("sourdough"), (2, 0), "no refusal reserves anything");
}

#[test]
fn an_invoice_for_one_person_cannot_be_paid_by_another() {
    let mut play = Play::open();
    play.edit("r2", |shop| shop.invoices.payer = Payer::Invited);
    let invoice = play.invoice_for(1, "recipe");
    play.invoice_for(2, "recipe");
    assert_eq!(play.checks_out(2, &invoice), Err(Refusal::NotForYou));
    let decision = play.pays(2, &invoice, "c1");
    assert!(matches!(
        owed(&decision)[..],
        [
            Owed::MoneyNote { .. },
            Owed::Alert(Alert::Surplus {
                why: Surplus::UnknownPayer,
                ..
            })
        ]
    ));
    assert_balanced(&decision);
}

#[test]
fn an_old_invoice_is_refused_and_a_fresh_one_follows_once() {
    let mut play = Play::open();
    let old = play.invoice_for(1, "sourdough");
    play.wait(1801);
    let query = play.question(1, &old);
    let decision = play.happens(Event::PreCheckout(query, person(1)));
    assert_eq!(verdict(&decision), Err(Refusal::Expired));
    let fresh = invoice_in(&decision).unwrap();
    assert!(made_invoice(&decision).is_some());
    let query = play.question(1, &old);
    let again = play.happens(Event::PreCheckout(query, person(1)));
    assert_eq!((verdict(&again), made_invoice(&again)), (Err(Refusal::Expired), None));
    assert_eq!(invoice_in(&again).unwrap().payload, fresh.payload);
    assert!(play.checks_out(1, &fresh).is_ok());
}

#[test]
fn a_changed_price_is_refused_or_honoured_as_the_owner_wrote() {
    let dearer = |shop: &mut Shop| {
        let mut loaf = fixture::product("recipe");
        loaf.price = crate::shop::Price::Fixed(crate::money::Money::new(700, shop.currency));
        shop.catalog = crate::shop::Catalog::new(vec![], vec![loaf]);
    };
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "recipe");
    play.edit("r2", dearer);
    let query = play.question(1, &invoice);
    let decision = play.happens(Event::PreCheckout(query, person(1)));
    let Err(Refusal::PriceChanged { was, now }) = verdict(&decision) else {
        panic!("{decision:?}")
    };
    assert_eq!((was.minor, now.minor), (500, 700));
    assert_eq!(invoice_in(&decision).unwrap().quote.total, 700);

    let mut play = Play::open();
    let invoice = play.invoice_for(1, "recipe");
    play.edit("r2", |shop| {
        dearer(shop);
        shop.invoices.when_price_changes = WhenPriceChanges::Honour;
    });
    assert!(play.checks_out(1, &invoice).is_ok());
}

#[test]
fn a_withdrawn_product_and_new_terms_are_said() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "recipe");
    play.edit("r2", |shop| {
        shop.catalog = crate::shop::Catalog::new(vec![], vec![fixture::product("other")]);
    });
    assert_eq!(
        play.checks_out(1, &invoice),
        Err(Refusal::Withdrawn {
            product: "The recipe".into()
        })
    );
    play.edit("r3", |shop| shop.terms.version = TermsVersion::new("v2"));
    assert_eq!(play.checks_out(1, &invoice), Err(Refusal::TermsNotAgreed));
}

#[test]
fn a_hold_ends_only_when_we_were_caught_up_after_its_end() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "sourdough");
    let order = play.checks_out(1, &invoice).unwrap();
    let until = play.order(order).hold.unwrap().until;
    play.wait(3600);
    let blind = play.happens(Event::Due {
        order,
        caught_up: Timestamp(until.0 - 1),
    });
    assert_eq!(blind.changes, []);
    let decision = play.happens(Event::Due {
        order,
        caught_up: play.now,
    });
    assert_eq!(states(&decision), [State::Open, State::Expired]);
    assert_eq!(play.stock("sourdough"), (2, 0));
    assert_eq!(
        play.happens(Event::Due {
            order,
            caught_up: play.now
        })
        .changes,
        []
    );
}

#[test]
fn a_certain_no_gives_the_goods_back_and_a_yes_is_marked() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "sourdough");
    let order = play.checks_out(1, &invoice).unwrap();
    let query = play.order(order).hold.unwrap().query;
    play.happens(Event::Answered {
        order,
        query: QueryId::new("another"),
        taken: false,
    });
    assert_eq!(play.order(order).state, State::Held);
    play.happens(Event::Answered {
        order,
        query: query.clone(),
        taken: true,
    });
    assert_eq!(play.order(order).hold.unwrap().answer, crate::order::Answer::Taken);
    play.happens(Event::Answered {
        order,
        query,
        taken: false,
    });
    assert_eq!(play.order(order).state, State::Open);
    assert_eq!(play.stock("sourdough"), (2, 0));
}

#[test]
fn a_second_question_whose_yes_is_refused_keeps_what_the_first_yes_promised() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "sourdough");
    let order = play.checks_out(1, &invoice).unwrap();
    let first = play.order(order).hold.unwrap().query;
    play.happens(Event::Answered {
        order,
        query: first,
        taken: true,
    });
    play.wait(60);
    play.checks_out(1, &invoice).unwrap();
    let second = play.order(order).hold.unwrap().query;
    play.happens(Event::Answered {
        order,
        query: second,
        taken: false,
    });
    assert_eq!(
        play.order(order).state,
        State::Held,
        "the first yes may still be charged"
    );
    assert_eq!(play.stock("sourdough"), (2, 1));
    let decision = play.pays(1, &invoice, "c1");
    assert_eq!(states(&decision), [State::Paid, State::Fulfilled]);
    assert_eq!(owed(&decision).len(), 2, "in time, so no alert: {decision:?}");
}
