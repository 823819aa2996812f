//! What a post or a link shows, and whether that is still so: prices that change, cards that follow their product.

use super::{
    posts::{GROUP, post_in},
    *,
};
use crate::shop::{Payable, WhenPriceChanges};

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
