//! A shop with everything that can be shown, an order of each kind of goods, and a writing-down of messages for
//! snapshots.

use std::sync::Arc;

use crate::{
    conversation::{ChargeFact, Customer, KeyFact, OrderFacts, Screen},
    ids::{ChargeId, InvoiceId, OrderId, ProductId, ShopId, UserId},
    money::{Currency, Money},
    order::{Order, Quote, State},
    shop::{FileRef, Language, Localized, Markup, Piece, Revision, Shop, Stock, Style, Unpaid, fixture},
    telegram::{
        buttons,
        outgoing::Outgoing,
        render,
        rich::Kind,
        voice::{Premises, Voice},
    },
    time::Timestamp,
};

pub(super) const NOON: Timestamp = Timestamp(1_795_521_909_000);

pub(super) fn language(code: &str) -> Language {
    Language::parse(code).unwrap()
}

pub(super) fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::parse("EUR").unwrap())
}

pub(super) fn premises() -> Premises {
    Premises {
        play: false,
        bot_username: "bakery_bot".into(),
        provider_token: "1:TEST:2".into(),
    }
}

/// In two languages: `Bread`, and `Хлеб` for those who read Russian.
pub(super) fn both(english: &str, russian: &str) -> Localized<Arc<str>> {
    Localized {
        first: english.into(),
        others: vec![(language("ru"), russian.into())],
    }
}

/// The bakery of the room `shop`, with a photo, a Russian title, a bold word in its terms and questions answered.
pub(super) fn shop() -> Shop {
    let mut shop = fixture::shop();
    let mut products: Vec<_> = shop
        .catalog
        .products()
        .iter()
        .map(|product| (**product).clone())
        .collect();
    products[0].title = both("Sourdough loaf", "Хлеб на закваске");
    products[0].description = both("900 g, baked this morning.", "900 г, испечён утром.");
    products[0].photo = Some(FileRef {
        path: "images/sourdough.png".into(),
    });
    let mut baguette = fixture::product("baguette");
    baguette.category = products[0].category.clone();
    baguette.stock = Stock::Counted(7);
    products.push(baguette);
    let mut categories = shop.catalog.categories().to_vec();
    categories[0].title = both("Bread", "Хлеб");
    shop.catalog = crate::shop::Catalog::new(categories, products);
    let bold = Style {
        bold: true,
        ..Style::default()
    };
    let link = Style {
        link: Some("https://bakery.example/terms".into()),
        ..Style::default()
    };
    shop.terms.text = Localized::one(Markup {
        pieces: vec![
            (Style::default(), Piece::Words("1. Bread is ".into())),
            (bold, Piece::Words("not".into())),
            (Style::default(), Piece::Words(" returned.\n2. See ".into())),
            (link, Piece::Words("our page".into())),
        ],
    });
    let answer = Localized::one(Markup::plain("From seven to noon."));
    shop.support.questions = vec![(both("When are you open?", "Когда вы открыты?"), answer)];
    shop
}

pub(super) fn revision() -> Arc<Revision> {
    fixture::revision("r1", shop())
}

/// An order of some products, one piece each but for the first, of which there are two.
pub(super) fn facts(revision: &Revision, products: &[&str], state: State) -> OrderFacts {
    let mut lines = Vec::new();
    for (at, id) in products.iter().enumerate() {
        let product = revision.shop.catalog.product(&ProductId::parse(id).unwrap()).unwrap();
        let mut selection = product.first_selection();
        selection.quantity = if at == 0 && product.quantity_max > 1 { 2 } else { 1 };
        selection.amount = matches!(product.price, crate::shop::Price::Free { .. }).then_some(1000);
        lines.push(Quote::price(revision, &selection, &language("en"), NOON).unwrap());
    }
    let mut quote = lines[0].clone();
    quote.lines = lines.iter().flat_map(|quote| quote.lines.clone()).collect();
    quote.total = lines.iter().map(|quote| quote.total).sum();
    OrderFacts {
        order: order(state),
        customer: Some(customer("Ann", "ann")),
        charges: vec![ChargeFact {
            id: ChargeId::new("7263151821_6906832821_1432483489"),
            provider_id: "ch_3Pit".into(),
            amount: quote.total,
            currency_code: "EUR".into(),
            at: NOON,
        }],
        quote,
        keys: Vec::new(),
        balance: None,
    }
}

fn order(state: State) -> Order {
    let shop = ShopId::parse("bakery").unwrap();
    Order {
        version: 1,
        once: true,
        language: "en".into(),
        ..Order::born(OrderId(1042), shop, InvoiceId(1), UserId(7), state, NOON)
    }
}

pub(super) fn customer(name: &str, username: &str) -> Customer {
    Customer {
        shop: ShopId::parse("bakery").unwrap(),
        user: UserId(7),
        name: name.into(),
        username: username.into(),
        language: String::new(),
        agreed: String::new(),
        age: 0,
        unpaid: Unpaid::default(),
        blocked: false,
        seen_at: NOON,
        first_seen: NOON,
    }
}

pub(super) fn key(line: i64, text: &str) -> KeyFact {
    KeyFact {
        line,
        text: text.into(),
    }
}

/// Runs something with the voice of the fixture's shop in a language.
pub(super) fn with_voice<T>(code: &str, shop: &Shop, run: impl FnOnce(Voice<'_>) -> T) -> T {
    let (language, premises) = (language(code), premises());
    run(Voice {
        shop,
        language: &language,
        premises: &premises,
    })
}

/// A screen in both languages.
pub(super) fn written_screen(shop: &Shop, screen: &Screen) -> String {
    let written = ["en", "ru"].map(|code| with_voice(code, shop, |voice| written(&render::screen(voice, screen))));
    written.join("\n")
}

/// Messages as a snapshot shows them: the words with their styles, then each row of buttons with where it leads.
pub(super) fn written(messages: &[Outgoing]) -> String {
    messages.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn one(message: &Outgoing) -> String {
    let photo = message.photo.iter().map(|photo| format!("[photo {photo}]\n"));
    let reply = if message.force_reply { "[reply]\n" } else { "" };
    let rows = message.buttons.iter().map(|row| {
        let row: Vec<String> = row.iter().map(|button| format!("[{}]", button.text)).collect();
        format!("{}\n", row.join(" "))
    });
    for button in message.buttons.iter().flatten() {
        assert_eq!(
            buttons::decode(&buttons::encode(button.tap())).as_ref(),
            Some(button.tap()),
            "{}",
            button.text
        );
    }
    format!(
        "────\n{}{}\n{reply}{}",
        photo.collect::<String>(),
        styled(message),
        rows.collect::<String>()
    )
}

/// `*bold*`, `_italic_`, `` `code` ``, `<words|address>`.
fn styled(message: &Outgoing) -> String {
    let units: Vec<u16> = message.text.text.encode_utf16().collect();
    let mut marks: Vec<(usize, String)> = Vec::new();
    for entity in &message.text.entities {
        let (open, close) = match &entity.kind {
            Kind::Bold => ("*".to_string(), "*".to_string()),
            Kind::Italic => ("_".into(), "_".into()),
            Kind::Code => ("`".into(), "`".into()),
            Kind::Link(url) => ("<".into(), format!("|{url}>")),
        };
        marks.push((entity.offset, open));
        marks.push((entity.offset + entity.length, close));
    }
    marks.sort_by_key(|(at, _)| *at);
    let (mut text, mut done) = (String::new(), 0);
    for (at, mark) in marks {
        text += &String::from_utf16(&units[done..at]).unwrap();
        text += &mark;
        done = at;
    }
    text + String::from_utf16(&units[done..]).unwrap().as_str()
}
