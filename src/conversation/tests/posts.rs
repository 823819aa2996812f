//! Posts, links and what can be paid by anyone: five people and three pieces, and no promise that is not kept.

use super::*;
use crate::{
    payment::Surplus,
    shop::{Payable, TermsRule, WhenPriceChanges},
};

const GROUP: ChatId = ChatId(-500);

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
    fn shown(&mut self, post: &Post, message: i64) -> Post {
        let showing = Showing {
            chat: post.chat,
            message: MessageId(message),
            url: String::new(),
            face: "f".into(),
            note: String::new(),
        };
        self.told(post, showing, DeliveryEnd::Sent)
    }

    fn told(&mut self, post: &Post, showing: Showing, end: DeliveryEnd) -> Post {
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

fn seen(invoice: &Invoice) -> InvoiceMessage {
    InvoiceMessage {
        chat: GROUP,
        payload: invoice.payload,
        quote: invoice.quote.clone(),
        language: crate::shop::Language::parse("en").unwrap(),
    }
}

fn post_in(decision: &Decision) -> Option<Post> {
    decision.changes.iter().find_map(|change| match change {
        Change::Post(post) => Some(post.clone()),
        _ => None,
    })
}

fn orders_in(decision: &Decision) -> usize {
    let orders = decision.changes.iter().filter(|c| matches!(c, Change::Order(_)));
    orders.count()
}

fn loaf() -> String {
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

#[test]
fn a_new_price_makes_another_invoice_and_the_old_one_is_found_again() {
    let dearer = |shop: &mut Shop| {
        let mut recipe = fixture::product("recipe");
        recipe.price = crate::shop::Price::Fixed(crate::money::Money::new(700, shop.currency));
        shop.catalog = crate::shop::Catalog::new(vec![], vec![recipe]);
    };
    let cheap = |shop: &mut Shop| shop.catalog = crate::shop::Catalog::new(vec![], vec![fixture::product("recipe")]);
    let mut play = Play::open();
    play.edit("r1", cheap);
    play.agrees(&[1]);
    let (post, old) = play.posted("recipe", Payable::WhileStockLasts);
    play.edit("r2", dearer);
    assert!(matches!(play.checks_out(1, &old), Err(Refusal::PriceChanged { .. })));
    let now = play.opens();
    assert_eq!(now.changes, [], "a revision looks over its posts once");
    let decision = play.reopen("r3", cheap);
    assert_eq!(made_invoice(&decision), None, "the old invoice is the right one again");
    assert_eq!(post_in(&decision).unwrap().invoice, post.invoice);
    assert_eq!(owed(&decision), [&Owed::Post { post: post.id }]);
    assert!(play.checks_out(1, &old).is_ok());
}

#[test]
fn a_link_whose_price_is_another_now_is_marked_until_it_is_right_again() {
    let price = |minor: i64| {
        move |shop: &mut Shop| {
            let mut recipe = fixture::product("recipe");
            recipe.price = crate::shop::Price::Fixed(crate::money::Money::new(minor, shop.currency));
            shop.catalog = crate::shop::Catalog::new(vec![], vec![recipe]);
        }
    };
    let mut play = Play::open();
    play.edit("r1", price(500));
    let made = play.offers(PostKind::Link, "recipe", Payable::WhileStockLasts);
    let link = post_in(&made).unwrap();
    let dearer = play.reopen("r2", price(700));
    let marked = post_in(&dearer).unwrap();
    assert_eq!((marked.id, marked.invoice), (link.id, link.invoice));
    assert!(
        marked
            .note
            .starts_with("it says 5.00 EUR, and the price is 7.00 EUR now"),
        "{}",
        marked.note
    );
    assert_eq!(
        owed(&dearer),
        [&Owed::Post { post: link.id }; 0],
        "Telegram changes no link"
    );
    let again = play.opens();
    assert_eq!(again.changes, []);
    assert_eq!(post_in(&play.reopen("r3", price(500))).unwrap().note, "");
    let gone = play.reopen("r4", |shop| {
        shop.catalog = crate::shop::Catalog::new(vec![], vec![fixture::product("other")]);
    });
    assert!(post_in(&gone).unwrap().note.contains("not sold any more"));
}

#[test]
fn what_a_standing_invoice_would_deliver_is_what_the_shop_delivers() {
    let with = |text: &'static str| {
        move |shop: &mut Shop| {
            let recipe = crate::shop::Product {
                deliver: crate::shop::Deliver::Text(fixture::words(text)),
                ..fixture::product("recipe")
            };
            shop.catalog = crate::shop::Catalog::new(vec![], vec![recipe]);
        }
    };
    let mut play = Play::open();
    play.edit("r1", with("Code of May"));
    play.agrees(&[1]);
    let (_, old) = play.posted("recipe", Payable::WhileStockLasts);
    play.edit("r2", with("Code of June"));
    assert_eq!(play.checks_out(1, &old), Err(Refusal::Closed));
    play.edit("r3", |shop| {
        with("Code of June")(shop);
        shop.invoices.when_price_changes = WhenPriceChanges::Honour;
    });
    assert!(play.checks_out(1, &old).is_ok());
}

#[test]
fn a_card_follows_when_its_product_sells_out_and_comes_back() {
    let mut play = Play::open();
    let decision = play.offers(PostKind::Card, "sourdough", Payable::WhileStockLasts);
    let post = post_in(&decision).unwrap();
    assert_eq!(made_invoice(&decision), None);
    play.shown(&post, 7);
    play.offers(PostKind::Card, "book", Payable::WhileStockLasts);
    let refresh = Owed::Post { post: post.id };

    let (one, two) = (play.invoice_for(1, "sourdough"), play.invoice_for(2, "sourdough"));
    let query = play.question(1, &one);
    let first = play.happens(Event::PreCheckout(query, person(1)));
    assert_eq!(owed(&first), [] as [&Owed; 0], "one is left");
    let query = play.question(2, &two);
    let last = play.happens(Event::PreCheckout(query, person(2)));
    assert_eq!(owed(&last), [&refresh]);
    let order = verdict(&last).unwrap();
    play.wait(3600);
    let caught_up = play.now;
    assert_eq!(owed(&play.happens(Event::Due { order, caught_up })), [&refresh]);
    let set = StockChange::Set(1);
    let sku = Sku::new("sourdough");
    assert_eq!(owed(&play.happens(Event::Stock { sku, change: set })), [&refresh]);
}

#[test]
fn the_same_link_is_one_link_until_it_is_closed() {
    let mut play = Play::open();
    let first = post_in(&play.offers(PostKind::Link, "recipe", Payable::WhileStockLasts)).unwrap();
    let again = play.offers(PostKind::Link, "recipe", Payable::WhileStockLasts);
    assert_eq!(post_in(&again).unwrap().id, first.id);
    assert_eq!((owed(&again), made_invoice(&again)), (vec![], None));
    let decision = play.happens(Event::Withdraw { post: first.id });
    assert_eq!(
        owed(&decision),
        [] as [&Owed; 0],
        "a link cannot be taken out of people's hands"
    );
    let other = play.offers(PostKind::Link, "recipe", Payable::WhileStockLasts);
    assert_ne!(post_in(&other).unwrap().id, first.id);
    assert!(made_invoice(&other).is_some());
    let once = post_in(&play.offers(PostKind::Link, "recipe", Payable::Once)).unwrap();
    let another = post_in(&play.offers(PostKind::Link, "recipe", Payable::Once)).unwrap();
    assert_ne!(once.id, another.id);
}

#[test]
fn a_post_that_cannot_be_shown_says_why_and_is_left_alone() {
    let mut play = Play::open();
    let decision = play.offers(PostKind::Card, "book", Payable::WhileStockLasts);
    let post = post_in(&decision).unwrap();
    let nothing = Showing {
        chat: GROUP,
        message: MessageId(0),
        url: String::new(),
        face: String::new(),
        note: String::new(),
    };
    let failed = play.told(&post, nothing, DeliveryEnd::Blocked);
    assert_eq!(failed.state, PostState::Failed);
    assert_eq!(failed.note, "the bot may not write in this chat");
    let decision = play.reopen("r2", |_| {});
    assert_eq!(owed(&decision), [] as [&Owed; 0]);
}

#[test]
fn an_amount_of_the_customers_own_cannot_be_posted_as_an_invoice() {
    let mut play = Play::open();
    let decision = play.offers(PostKind::Invoice, "top-up", Payable::WhileStockLasts);
    assert_eq!(decision, Decision::default());
    let card = play.offers(PostKind::Card, "top-up", Payable::WhileStockLasts);
    assert!(post_in(&card).is_some());
}
