//! Tips and what the payment form asks: judged before money moves, kept with the order, never in the way of money that
//! came anyway.

use super::*;
use crate::{
    money::Money,
    order::Quote,
    payment::Entry,
    shop::{Ask, Payable, Tips},
};

fn eur(minor: i64) -> Money {
    Money::new(minor, crate::money::Currency::parse("EUR").unwrap())
}

/// The sourdough of 6.50 with a tip of at most 2.00, for which a phone number is asked.
fn asking() -> Play {
    let mut play = Play::open();
    play.edit("r2", |shop| {
        shop.checkout.ask = vec![Ask::Phone];
        shop.checkout.tips = Some(Tips {
            max: eur(200),
            suggested: vec![eur(100)],
        });
    });
    play
}

fn phone(number: &str) -> OrderInfo {
    OrderInfo {
        phone: number.into(),
        ..OrderInfo::default()
    }
}

impl Play {
    fn asks(&mut self, user: i64, invoice: &InvoiceMessage, amount: i64, info: OrderInfo) -> Result<OrderId, Refusal> {
        let query = PreCheckout {
            amount,
            info,
            ..self.question(user, invoice)
        };
        verdict(&self.happens(Event::PreCheckout(query, person(user))))
    }

    fn gives(&mut self, user: i64, invoice: &InvoiceMessage, charge: &str, amount: i64, info: OrderInfo) -> Decision {
        let charge = Charge {
            info,
            ..charge_for(user, &invoice.payload, charge, amount)
        };
        self.happens(Event::Paid(charge, person(user), ChatId(user)))
    }
}

fn entries(decision: &Decision) -> Vec<(&'static str, i64)> {
    let entries = decision.changes.iter().filter_map(|change| match change {
        Change::Entry(_, Entry { account, amount, .. }, _) => Some((*account, *amount)),
        _ => None,
    });
    entries.collect()
}

#[test]
fn a_tip_up_to_the_maximum_is_taken_and_booked_apart() {
    let mut play = asking();
    let invoice = play.invoice_for(1, "sourdough");
    let order = play.asks(1, &invoice, 850, phone("351")).unwrap();
    assert_eq!((play.order(order).tip, play.order(order).info), (200, phone("351")));
    let decision = play.gives(1, &invoice, "c1", 850, phone("351"));
    assert_eq!(states(&decision), [State::Paid, State::Fulfilled]);
    assert_eq!(
        entries(&decision),
        [("clearing", 850), ("tips", -200), ("revenue", -650)]
    );
    assert_balanced(&decision);
    assert_eq!(play.order(order).tip, 200);
}

#[test]
fn what_does_not_fit_the_form_is_refused_before_money_moves() {
    let mut play = asking();
    let invoice = play.invoice_for(1, "sourdough");
    let too_large = Refusal::TipTooLarge { max: eur(200) };
    assert_eq!(play.asks(1, &invoice, 851, phone("351")), Err(too_large));
    assert_eq!(play.asks(1, &invoice, 649, phone("351")), Err(Refusal::AmountDiffers));
    for nothing in ["", "  "] {
        let missing = Refusal::InfoMissing { what: vec![Ask::Phone] };
        assert_eq!(play.asks(1, &invoice, 650, phone(nothing)), Err(missing));
    }
    assert_eq!(play.stock("sourdough"), (2, 0), "no refusal reserves anything");
}

#[test]
fn money_with_too_large_a_tip_waits_for_people_and_money_without_the_form_is_served() {
    let mut play = asking();
    let first = play.invoice_for(1, "sourdough");
    let order = play.asks(1, &first, 650, phone("351")).unwrap();
    let decision = play.gives(1, &first, "c1", 900, phone("351"));
    assert_eq!(states(&decision), [State::Paid, State::Review]);
    assert!(
        owed(&decision)
            .iter()
            .any(|owed| matches!(owed, Owed::Alert(Alert::WrongAmount { .. })))
    );
    assert_balanced(&decision);
    assert_eq!((play.order(order).tip, play.stock("sourdough")), (0, (2, 0)));

    let second = play.invoice_for(2, "sourdough");
    let decision = play.gives(2, &second, "c2", 650, OrderInfo::default());
    assert_eq!(
        states(&decision),
        [State::Paid, State::Fulfilled],
        "late, and nothing was filled in"
    );
    assert!(owed(&decision).iter().any(|owed| matches!(owed, Owed::Notice { .. })));
}

#[test]
fn the_latest_form_counts_and_money_of_an_earlier_yes_still_fits() {
    let mut play = asking();
    let invoice = play.invoice_for(1, "sourdough");
    let order = play.asks(1, &invoice, 750, phone("351")).unwrap();
    assert_eq!(play.asks(1, &invoice, 650, phone("352")), Ok(order));
    assert_eq!((play.order(order).tip, play.order(order).info), (0, phone("352")));
    let decision = play.gives(1, &invoice, "c1", 750, OrderInfo::default());
    assert_eq!(states(&decision), [State::Paid, State::Fulfilled]);
    let paid = play.order(order);
    assert_eq!((paid.tip, paid.info), (100, phone("352")), "what is known is kept");
}

#[test]
fn a_tip_ends_with_its_hold() {
    let mut play = asking();
    let invoice = play.invoice_for(1, "sourdough");
    let order = play.asks(1, &invoice, 750, phone("351")).unwrap();
    play.wait(3600);
    let caught_up = play.now;
    play.happens(Event::Due { order, caught_up });
    let expired = play.order(order);
    assert_eq!((expired.state, expired.tip), (State::Expired, 0));
}

#[test]
fn an_invoice_that_asks_less_than_the_shop_of_today_is_not_shown_again_and_can_still_be_paid() {
    let mut play = Play::open();
    let selection = play.selection("sourdough");
    let card = MessageId(50);
    let terms = crate::ids::Code::of(play.shop().terms.version.as_str());
    let buy = |play: &mut Play| {
        let then = Some((selection.clone(), card));
        let decision = play.taps(1, Tap::Agree { terms, then });
        invoice_in(&decision)
    };
    let old = buy(&mut play).unwrap();
    play.edit("r2", |shop| shop.checkout.ask = vec![Ask::Phone]);
    assert!(play.checks_out(1, &old).is_ok(), "its form did not ask for a number");
    play.wait(3600);
    let (caught_up, order) = (play.now, OrderId::FIRST);
    play.happens(Event::Due { order, caught_up });
    let fresh = buy(&mut play).unwrap();
    assert_eq!(fresh.quote.form.ask, [Ask::Phone]);
    play.wait(10);
    play.edit("r3", |shop| shop.checkout.ask = vec![Ask::Email]);
    let newest = buy(&mut play).unwrap();
    assert_eq!(newest.quote.form.ask, [Ask::Email]);
    assert_ne!(newest.payload, fresh.payload);
}

#[test]
fn a_price_that_the_customer_names_takes_no_tip_and_a_product_may_ask_something_else() {
    let mut play = asking();
    play.edit("r3", |shop| {
        shop.checkout.ask = vec![Ask::Phone];
        shop.checkout.tips = Some(Tips {
            max: eur(200),
            suggested: Vec::new(),
        });
        let mut products: Vec<_> = shop
            .catalog
            .products()
            .iter()
            .map(|product| (**product).clone())
            .collect();
        products[2].ask = Some(Vec::new());
        shop.catalog = crate::shop::Catalog::new(shop.catalog.categories().to_vec(), products);
    });
    let top_up = Selection {
        amount: Some(1000),
        ..play.selection("top-up")
    };
    let invoice = play.invoice_of(1, top_up);
    assert_eq!(
        (invoice.quote.form.tip_max, &invoice.quote.form.ask[..]),
        (0, &[Ask::Phone][..])
    );
    let book = play.invoice_for(1, "book");
    assert_eq!((book.quote.form.tip_max, &book.quote.form.ask[..]), (200, &[][..]));
}

#[test]
fn a_post_that_asks_something_else_is_another_one() {
    let standing = |play: &Play| {
        let quote = Quote::standing(&play.revision, &play.selection("sourdough")).unwrap();
        quote.fingerprint(Payable::WhileStockLasts)
    };
    let (plain, asking) = (Play::open(), asking());
    assert_eq!(standing(&plain), standing(&Play::open()));
    assert_ne!(standing(&plain), standing(&asking));
}
