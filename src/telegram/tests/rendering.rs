//! Shelves, cards and texts of the shop, as snapshots in both languages.

use super::fixture::{shop, with_voice, written_screen};
use crate::{
    conversation::{Availability, Screen, Tap},
    ids::{CategoryId, ChatId, Code, MessageId, ProductId, TopicId, UserId},
    shop::{Localized, Markup, Product, Selection},
    telegram::{render, rich::TEXT_MAX},
};

fn product(id: &str) -> ProductId {
    ProductId::parse(id).unwrap()
}

fn card(id: &str, change: impl FnOnce(&Product, &mut Selection), availability: Availability) -> String {
    let shop = shop();
    let found = shop.catalog.product(&product(id)).unwrap();
    let mut selection = found.first_selection();
    change(found, &mut selection);
    let screen = Screen::Card {
        product: product(id),
        selection,
        availability,
    };
    written_screen(&shop, &screen)
}

#[test]
fn shelves() {
    let bread = Code::of("bread");
    let category = Screen::Category { code: bread, page: 9 };
    snapshot!("home", written_screen(&shop(), &Screen::Home));
    snapshot!("category", written_screen(&shop(), &category));
}

#[test]
fn a_long_shelf_has_pages_and_a_card_leads_back_to_its_own() {
    let mut shop = shop();
    let template = shop.catalog.product(&product("sourdough")).unwrap().as_ref().clone();
    let many = (0..23).map(|n| Product {
        id: product(&format!("loaf-{n}")),
        ..template.clone()
    });
    shop.catalog = crate::shop::Catalog::new(shop.catalog.categories().to_vec(), many.collect::<Vec<_>>());
    let code = Code::of("bread");
    let rows = |page: u8| {
        let screen = Screen::Category { code, page };
        with_voice("en", &shop, |voice| render::screen(voice, &screen).remove(0).buttons)
    };
    assert_eq!((rows(0).len(), rows(1).len(), rows(2).len()), (12, 12, 5));
    assert_eq!(
        rows(1)[10]
            .iter()
            .map(super::super::outgoing::Button::tap)
            .collect::<Vec<_>>(),
        [&Tap::Category { code, page: 0 }, &Tap::Category { code, page: 2 },]
    );
    assert_eq!(rows(200), rows(2));
    let last = Screen::Card {
        product: product("loaf-21"),
        selection: template.first_selection(),
        availability: Availability::Endless,
    };
    let buttons = with_voice("en", &shop, |voice| render::screen(voice, &last).remove(0).buttons);
    assert_eq!(buttons.last().unwrap()[0].tap(), &Tap::Category { code, page: 2 });
}

/// Telegram takes 100 buttons with a message, and these are 131 shelves and loose products.
#[test]
fn a_greeting_of_many_shelves_has_pages_and_every_shelf_leads_back_to_its_own() {
    let mut shop = shop();
    let shelf = shop.catalog.categories()[0].clone();
    let loose = Product {
        category: None,
        ..shop.catalog.product(&product("sourdough")).unwrap().as_ref().clone()
    };
    let shelves = (0..101).map(|n| crate::shop::Category {
        id: CategoryId::parse(&format!("shelf-{n}")).unwrap(),
        ..shelf.clone()
    });
    let products = (0..30).map(|n| Product {
        id: product(&format!("loaf-{n}")),
        ..loose.clone()
    });
    shop.catalog = crate::shop::Catalog::new(shelves.collect(), products.collect::<Vec<_>>());
    let taps = |screen: &Screen| -> Vec<Tap> {
        let rows = with_voice("en", &shop, |voice| render::screen(voice, screen).remove(0).buttons);
        rows.iter().flatten().map(|button| button.tap().clone()).collect()
    };
    let pages: Vec<Vec<Tap>> = (0..4).map(|page| taps(&Screen::Shelves { page })).collect();
    assert_eq!(pages[0], taps(&Screen::Home));
    let leads = |to: fn(&Tap) -> bool| pages.iter().flatten().filter(|tap| to(tap)).count();
    assert_eq!(leads(|tap| matches!(tap, Tap::Category { .. })), 101);
    assert_eq!(leads(|tap| matches!(tap, Tap::Card(_))), 30);
    assert!(pages.iter().all(|page| page.len() <= 46), "{pages:?}");
    assert_eq!(taps(&Screen::Shelves { page: 200 }), pages[3]);
    for (shelf, page) in [(100, Tap::Shelves { page: 2 }), (39, Tap::Home)] {
        let code = Code::of(&format!("shelf-{shelf}"));
        assert_eq!(taps(&Screen::Category { code, page: 0 }).last(), Some(&page));
    }
    let card = Screen::Card {
        product: product("loaf-25"),
        selection: loose.first_selection(),
        availability: Availability::Endless,
    };
    assert_eq!(taps(&card).last(), Some(&Tap::Shelves { page: 3 }));
}

#[test]
fn cards() {
    let sliced = |product: &Product, selection: &mut Selection| {
        selection.choices[0] = product.options[0].choices[1].id.code();
        selection.quantity = 2;
    };
    snapshot!("card_with_options", card("sourdough", sliced, Availability::Left(2)));
    snapshot!("card_sold_out", card("sourdough", sliced, Availability::SoldOut));
    snapshot!(
        "card_free_amount",
        card(
            "top-up",
            |_, selection| selection.amount = Some(1000),
            Availability::Endless
        )
    );
    let bare = card("top-up", |_, _| {}, Availability::Endless);
    assert!(!bare.contains("Buy"), "{bare}");
    snapshot!(
        "ask_amount",
        written_screen(
            &shop(),
            &Screen::AskAmount {
                product: product("top-up"),
                campaign: None,
            }
        )
    );
}

#[test]
fn quantities_stay_within_what_is_left() {
    let shop = shop();
    let id = product("baguette");
    let selection = Selection {
        quantity: 7,
        ..shop.catalog.product(&id).unwrap().first_selection()
    };
    let screen = Screen::Card {
        product: id,
        selection,
        availability: Availability::Left(7),
    };
    let buttons = with_voice("en", &shop, |voice| render::screen(voice, &screen).remove(0).buttons);
    let quantities = buttons[0].iter().map(|button| match button.tap() {
        Tap::Card(selection) => selection.quantity,
        other => panic!("{other:?}"),
    });
    assert_eq!(quantities.collect::<Vec<_>>(), [6, 7, 7]);
    let two_left = card("baguette", |_, selection| selection.quantity = 7, Availability::Left(2));
    assert!(two_left.contains("[−] [2] [+]\n[Buy for 10.00 €]"), "{two_left}");
}

#[test]
fn texts_of_the_shop() {
    let then = Some((shop().catalog.products()[0].first_selection(), MessageId(5)));
    let first = Screen::Terms {
        then: then.clone(),
        agreed: false,
    };
    snapshot!("terms_before_buying", written_screen(&shop(), &first));
    let agreed = Screen::Terms {
        then: None,
        agreed: true,
    };
    snapshot!("terms_agreed", written_screen(&shop(), &agreed));
    let changed = Screen::Terms { then, agreed: true };
    assert!(written_screen(&shop(), &changed).contains("[Continue to the payment]"));
    snapshot!("support", written_screen(&shop(), &Screen::Support));
    snapshot!("privacy", written_screen(&shop(), &Screen::Privacy));
    snapshot!("help", written_screen(&shop(), &Screen::Help));
    snapshot!("languages", written_screen(&shop(), &Screen::Languages));
    snapshot!("language_chosen", written_screen(&shop(), &Screen::LanguageChosen));
    let ids = Screen::Ids {
        user: UserId(7),
        chat: ChatId(-100_123),
        topic: TopicId(0),
    };
    snapshot!("ids", written_screen(&shop(), &ids));
    let in_topic = Screen::Ids {
        user: UserId(7),
        chat: ChatId(-1_001_234_567_890),
        topic: TopicId(4),
    };
    snapshot!("ids_in_a_topic", written_screen(&shop(), &in_topic));
    snapshot!("not_understood", written_screen(&shop(), &Screen::NotUnderstood));
}

#[test]
fn long_terms_are_sent_whole_and_only_the_last_part_asks() {
    let mut shop = shop();
    let clause = "The baker bakes and the customer eats.\n";
    shop.terms.text = Localized::one(Markup::plain(clause.repeat(300)));
    let screen = Screen::Terms {
        then: None,
        agreed: false,
    };
    let parts = with_voice("en", &shop, |voice| render::screen(voice, &screen));
    assert_eq!(parts.len(), 3);
    let clauses: usize = parts
        .iter()
        .map(|part| part.text.text.matches(clause.trim()).count())
        .sum();
    assert_eq!(clauses, 300);
    assert!(
        parts
            .iter()
            .all(|part| part.text.text.encode_utf16().count() <= TEXT_MAX)
    );
    let asking: Vec<bool> = parts.iter().map(|part| !part.buttons.is_empty()).collect();
    assert_eq!(asking, [false, false, true]);
}
