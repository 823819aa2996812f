//! Posts, links and what can be paid by anyone: five people and three pieces, and no promise that is not kept.

use super::*;
use crate::{
    payment::Surplus,
    shop::{Payable, TermsRule},
};

pub(super) const GROUP: ChatId = ChatId(-500);

impl Play {
    pub(super) fn offers(&mut self, kind: PostKind, product: &str, payable: Payable) -> Decision {
        let chat = if kind == PostKind::Link { ChatId(0) } else { GROUP };
        let selection = self.selection(product);
        self.happens(Event::Offer(Offer {
            kind,
            chat,
            topic: TopicId(0),
            selection,
            payable,
        }))
    }

    /// An invoice post that is shown; gives its invoice as people see it.
    pub(super) fn posted(&mut self, product: &str, payable: Payable) -> (Post, InvoiceMessage) {
        let decision = self.offers(PostKind::Invoice, product, payable);
        let post = post_in(&decision).unwrap();
        let invoice = made_invoice(&decision).unwrap().clone();
        (self.shown(&post, 7), seen(&invoice))
    }

    /// Telegram took the message.
    pub(super) fn shown(&mut self, post: &Post, message: i64) -> Post {
        let showing = Showing {
            chat: post.chat,
            message: MessageId(message),
            url: String::new(),
            face: "f".into(),
            note: String::new(),
        };
        self.told(post, showing, DeliveryEnd::Sent)
    }

    pub(super) fn told(&mut self, post: &Post, showing: Showing, end: DeliveryEnd) -> Post {
        let (row, post) = (OutboxId(1), post.id);
        let decision = self.happens(Event::Posted {
            row,
            post,
            showing,
            end,
        });
        post_in(&decision).unwrap()
    }

    /// Who has read the terms somewhere, some time.
    pub(super) fn agrees(&mut self, users: &[i64]) {
        let terms = crate::ids::Code::of(self.shop().terms.version.as_str());
        for user in users {
            self.taps(*user, Tap::Agree { terms, then: None });
        }
    }
}

pub(super) fn seen(invoice: &Invoice) -> InvoiceMessage {
    InvoiceMessage {
        chat: GROUP,
        payload: invoice.payload,
        quote: invoice.quote.clone(),
        language: crate::shop::Language::parse("en").unwrap(),
    }
}

pub(super) fn post_in(decision: &Decision) -> Option<Post> {
    decision.changes.iter().find_map(|change| match change {
        Change::Post(post) => Some(post.clone()),
        _ => None,
    })
}

fn orders_in(decision: &Decision) -> usize {
    let orders = decision.changes.iter().filter(|c| matches!(c, Change::Order(_)));
    orders.count()
}

pub(super) fn loaf() -> String {
    "The sourdough (whole)".into()
}

#[test]
fn five_people_pay_one_post_for_three_units() {
    let mut play = Play::open();
    play.happens(Event::Stock {
        sku: Sku::new("sourdough"),
        change: StockChange::Set(3),
    });
    play.agrees(&[1, 2, 3, 4]);
    let (_, invoice) = play.posted("sourdough", Payable::WhileStockLasts);

    let first = play.checks_out(1, &invoice).unwrap();
    let query = play.question(5, &invoice);
    let stranger = play.happens(Event::PreCheckout(query, person(5)));
    assert_eq!(verdict(&stranger), Err(Refusal::TermsNotAgreed));
    assert_eq!(stranger.changes, [], "a refusal makes no order and no customer");
    let second = play.checks_out(2, &invoice).unwrap();
    assert_eq!(
        play.checks_out(2, &invoice),
        Ok(second),
        "a declined card is tried again"
    );
    let third = play.checks_out(3, &invoice).unwrap();
    assert_eq!(play.stock("sourdough"), (3, 3));
    let query = play.question(4, &invoice);
    let late = play.happens(Event::PreCheckout(query, person(4)));
    assert_eq!(verdict(&late), Err(Refusal::SoldOut { product: loaf() }));
    assert_eq!(orders_in(&late), 0);

    for (user, order) in [(1, first), (2, second), (3, third)] {
        let decision = play.pays(user, &invoice, &format!("c{user}"));
        assert_eq!(states(&decision), [State::Paid, State::Fulfilled]);
        assert_balanced(&decision);
        assert_eq!(play.order(order).payer, UserId(user));
        assert_eq!(play.order(order).chat, ChatId(user), "goods go to the buyer's own chat");
    }
    assert_eq!(play.stock("sourdough"), (0, 0));
}

#[test]
fn an_order_of_a_post_is_born_held_and_ends_with_its_hold() {
    let mut play = Play::open();
    play.agrees(&[1]);
    let (_, invoice) = play.posted("sourdough", Payable::WhileStockLasts);
    let query = play.question(1, &invoice);
    let decision = play.happens(Event::PreCheckout(query, person(1)));
    assert_eq!(states(&decision), [State::Held]);
    let order = verdict(&decision).unwrap();
    play.wait(3600);
    let caught_up = play.now;
    let ended = play.happens(Event::Due { order, caught_up });
    assert_eq!(states(&ended), [State::Open, State::Expired]);
    assert_eq!(play.stock("sourdough"), (2, 0));

    let again = play.checks_out(1, &invoice).unwrap();
    assert_eq!((again != order, play.order(again).n), (true, 2));
    // Money of the first yes, late: the order that is held takes it.
    let decision = play.pays(1, &invoice, "c1");
    assert_eq!(play.order(again).state, State::Fulfilled);
    // And a second charge finds the one that had expired, from free goods.
    assert_balanced(&decision);
    let decision = play.pays(1, &invoice, "c2");
    assert_eq!(play.order(order).state, State::Fulfilled, "{decision:?}");
    assert_eq!(play.stock("sourdough"), (0, 0));
}

#[test]
fn money_that_comes_first_bears_a_paid_order() {
    let mut play = Play::open();
    let (_, invoice) = play.posted("sourdough", Payable::WhileStockLasts);
    let decision = play.pays(6, &invoice, "c1");
    assert_eq!(states(&decision), [State::Paid, State::Fulfilled]);
    assert_balanced(&decision);
    assert_eq!(play.stock("sourdough"), (1, 0));
}

#[test]
fn a_once_post_admits_one_payer_and_each_such_post_is_its_own() {
    let mut play = Play::open();
    play.agrees(&[1, 2]);
    let (_, invoice) = play.posted("recipe", Payable::Once);
    let (_, other) = play.posted("recipe", Payable::Once);
    assert_ne!(invoice.payload, other.payload);
    play.checks_out(1, &invoice).unwrap();
    assert_eq!(play.checks_out(2, &invoice), Err(Refusal::BeingPaid));
    play.pays(1, &invoice, "c1");
    assert_eq!(play.checks_out(2, &invoice), Err(Refusal::AlreadyPaid));
    assert!(play.checks_out(2, &other).is_ok());
    let decision = play.pays(3, &invoice, "c2");
    assert!(
        matches!(
            owed(&decision)[..],
            [
                Owed::MoneyNote { .. },
                Owed::Alert(Alert::Surplus {
                    why: Surplus::PaidTwice,
                    ..
                })
            ]
        ),
        "money that fits no order is told to payer and staff"
    );
}

#[test]
fn once_per_customer_means_each_customer_once() {
    let mut play = Play::open();
    play.agrees(&[1, 2]);
    let (_, invoice) = play.posted("recipe", Payable::OncePerCustomer);
    let order = play.checks_out(1, &invoice).unwrap();
    assert!(play.checks_out(2, &invoice).is_ok(), "others are not in the way");
    play.wait(3600);
    let caught_up = play.now;
    play.happens(Event::Due { order, caught_up });
    let second = play.checks_out(1, &invoice).unwrap();
    play.pays(1, &invoice, "c1");
    assert_eq!(play.order(second).state, State::Fulfilled);
    assert_eq!(play.checks_out(1, &invoice), Err(Refusal::AlreadyPaid));
    // The yes of the first order is charged too: the goods were for once.
    let decision = play.pays(1, &invoice, "c2");
    assert!(matches!(
        owed(&decision)[1],
        Owed::Alert(Alert::Surplus {
            why: Surplus::PaidTwice,
            ..
        })
    ));
    assert_eq!(play.order(order).state, State::Expired);
}

#[test]
fn a_closed_post_is_refused_in_words_of_its_own_but_not_to_who_is_paying() {
    let mut play = Play::open();
    play.agrees(&[1, 2]);
    let (post, invoice) = play.posted("recipe", Payable::WhileStockLasts);
    let order = play.checks_out(1, &invoice).unwrap();
    let decision = play.happens(Event::Withdraw { post: post.id });
    assert_eq!(owed(&decision), [&Owed::Post { post: post.id }], "its message goes");
    assert_eq!(play.checks_out(2, &invoice), Err(Refusal::Closed));
    assert_eq!(play.checks_out(1, &invoice), Ok(order));
    assert_eq!(play.happens(Event::Withdraw { post: post.id }).changes, []);
    let decision = play.pays(2, &invoice, "c1");
    assert_eq!(
        states(&decision),
        [State::Paid, State::Fulfilled],
        "money is never refused"
    );
}

#[test]
fn one_customer_keeps_two_payments_of_one_sku_open_and_no_more() {
    let mut play = Play::open();
    play.happens(Event::Stock {
        sku: Sku::new("sourdough"),
        change: StockChange::Set(9),
    });
    play.agrees(&[1]);
    let invoices: Vec<InvoiceMessage> = (0..3)
        .map(|_| play.posted("sourdough", Payable::WhileStockLasts).1)
        .collect();
    assert!(play.checks_out(1, &invoices[0]).is_ok());
    assert!(play.checks_out(1, &invoices[1]).is_ok());
    assert_eq!(
        play.checks_out(1, &invoices[2]),
        Err(Refusal::TooManyHolds { product: loaf() })
    );
    assert!(play.checks_out(1, &invoices[1]).is_ok(), "a retry is no third");
    play.pays(1, &invoices[0], "c1");
    assert!(play.checks_out(1, &invoices[2]).is_ok());
}

#[test]
fn where_paying_is_agreeing_a_stranger_may_pay_a_post() {
    let mut play = Play::open();
    play.edit("r2", |shop| shop.terms.rule = TermsRule::ByPaying);
    let (_, invoice) = play.posted("recipe", Payable::WhileStockLasts);
    let query = play.question(5, &invoice);
    let decision = play.happens(Event::PreCheckout(query, person(5)));
    assert!(verdict(&decision).is_ok());
    let consents = decision.changes.iter().filter_map(|change| match change {
        Change::Consent(consent) => Some((consent.how, consent.user)),
        _ => None,
    });
    assert_eq!(consents.collect::<Vec<_>>(), [("by_paying", UserId(5))]);
}
