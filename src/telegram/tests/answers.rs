//! Orders, refusals and short answers, as snapshots in both languages.

use super::fixture::{NOON, eur, language, premises, shop, with_voice, written_screen};
use crate::{
    conversation::{Accepted, OrderSummary, Screen, Toast},
    ids::{CategoryId, OrderId, ProductId},
    order::{Refusal, State},
    shop::{Ask, Localized, Markup, Period, Piece, PolicyRefusal, Scope, Style},
    telegram::{refusal_words, render},
};

#[test]
fn orders() {
    let orders = State::ALL.into_iter().zip(1042..).map(|(state, number)| OrderSummary {
        order: OrderId(number),
        state,
        what: "2 × Sourdough loaf (sliced)".into(),
        total: eur(1340),
        at: NOON,
    });
    let screen = Screen::Orders {
        orders: orders.collect(),
        balance: Some(eur(1200)),
    };
    snapshot!("orders", written_screen(&shop(), &screen));
    let none = Screen::Orders {
        orders: Vec::new(),
        balance: None,
    };
    snapshot!("orders_none", written_screen(&shop(), &none));
    let order = OrderId(1042);
    let selection = shop().catalog.products()[0].first_selection();
    let few = [
        Screen::AlreadyBought { order, selection },
        Screen::StillOpen { order },
        Screen::OrderCancelled { order },
        Screen::NotCancelled {
            order,
            state: State::Held,
        },
    ];
    snapshot!(
        "order_answers",
        few.map(|screen| written_screen(&shop(), &screen)).join("\n")
    );
}

/// One of each; the compiler asks for new ones here.
fn every_refusal() -> Vec<Refusal> {
    let product = || "Sourdough loaf".to_string();
    let known = |refusal: &Refusal| match refusal {
        Refusal::UnknownInvoice
        | Refusal::Expired
        | Refusal::Cancelled
        | Refusal::SoldOut { .. }
        | Refusal::OnlyLeft { .. }
        | Refusal::PriceChanged { .. }
        | Refusal::Withdrawn { .. }
        | Refusal::TermsNotAgreed
        | Refusal::BeingPaid
        | Refusal::AlreadyPaid
        | Refusal::Closed
        | Refusal::TooManyHolds { .. }
        | Refusal::NotForYou
        | Refusal::AmountDiffers
        | Refusal::TipTooLarge { .. }
        | Refusal::InfoMissing { .. }
        | Refusal::TooMany { .. }
        | Refusal::AmountOutside { .. }
        | Refusal::OwnRule { .. }
        | Refusal::Policy(_)
        | Refusal::ShopClosed
        | Refusal::TryAgain => (),
    };
    let all = vec![
        Refusal::TipTooLarge { max: eur(500) },
        Refusal::InfoMissing {
            what: Ask::ALL.to_vec(),
        },
        Refusal::UnknownInvoice,
        Refusal::Expired,
        Refusal::Cancelled,
        Refusal::SoldOut { product: product() },
        Refusal::OnlyLeft {
            product: product(),
            left: 1,
        },
        Refusal::OnlyLeft {
            product: product(),
            left: 3,
        },
        Refusal::PriceChanged {
            was: eur(650),
            now: eur(700),
        },
        Refusal::Withdrawn { product: product() },
        Refusal::Withdrawn { product: String::new() },
        Refusal::TermsNotAgreed,
        Refusal::BeingPaid,
        Refusal::AlreadyPaid,
        Refusal::Closed,
        Refusal::TooManyHolds { product: product() },
        Refusal::NotForYou,
        Refusal::OwnRule {
            rule: "limits.two".into(),
            words: Some("Two per customer.".into()),
            product: Some(product()),
        },
        Refusal::OwnRule {
            rule: "limits.two".into(),
            words: None,
            product: None,
        },
        Refusal::ShopClosed,
        Refusal::AmountDiffers,
        Refusal::TooMany { max: 1 },
        Refusal::TooMany { max: 5 },
        Refusal::AmountOutside {
            min: eur(100),
            max: eur(50_000),
        },
        Refusal::TryAgain,
    ];
    all.iter().for_each(known);
    all.into_iter()
        .chain(every_policy().into_iter().map(Refusal::Policy))
        .collect()
}

fn every_policy() -> Vec<PolicyRefusal> {
    fn known(refusal: &PolicyRefusal) {
        match refusal {
            PolicyRefusal::Blocked
            | PolicyRefusal::OutOfHours { .. }
            | PolicyRefusal::OrderTooSmall { .. }
            | PolicyRefusal::OrderTooLarge { .. }
            | PolicyRefusal::LimitReached { .. }
            | PolicyRefusal::NotTheFirst { .. }
            | PolicyRefusal::MustWait { .. }
            | PolicyRefusal::AgeUnknown { .. }
            | PolicyRefusal::NotToCountry { .. }
            | PolicyRefusal::NotToPostcode { .. } => {}
        }
    }
    let of = |products: &[&str], categories: &[&str]| Scope {
        products: products.iter().map(|id| ProductId::parse(id).unwrap()).collect(),
        categories: categories.iter().map(|id| CategoryId::parse(id).unwrap()).collect(),
    };
    let limit = |max, per, of, left| PolicyRefusal::LimitReached { max, per, of, left };
    let loaf = || of(&["sourdough"], &[]);
    let all = vec![
        PolicyRefusal::Blocked,
        PolicyRefusal::OutOfHours { day: 0, minute: 480 },
        PolicyRefusal::OutOfHours { day: 6, minute: 605 },
        PolicyRefusal::OrderTooSmall { min: eur(500) },
        PolicyRefusal::OrderTooLarge { max: eur(50_000) },
        limit(1, Period::Hour, loaf(), 0),
        limit(2, Period::Day, loaf(), 1),
        limit(2, Period::Day, loaf(), 0),
        limit(12, Period::Week, of(&["sourdough", "gone"], &["bread"]), 0),
        limit(12, Period::Month, of(&["key", "book", "recipe", "top-up"], &[]), 5),
        limit(1, Period::Ever, loaf(), 0),
        limit(1, Period::Hour, Scope::default(), 0),
        limit(9, Period::Day, Scope::default(), 0),
        limit(9, Period::Week, Scope::default(), 2),
        limit(9, Period::Month, Scope::default(), 0),
        limit(9, Period::Ever, Scope::default(), 0),
        PolicyRefusal::NotTheFirst { of: loaf() },
        PolicyRefusal::NotTheFirst { of: Scope::default() },
        PolicyRefusal::MustWait { minutes: 1 },
        PolicyRefusal::MustWait { minutes: 90 },
        PolicyRefusal::MustWait { minutes: 91 },
        PolicyRefusal::AgeUnknown { years: 18 },
        PolicyRefusal::NotToCountry { to: "ES".into() },
        PolicyRefusal::NotToPostcode { to: "ES 08001".into() },
    ];
    all.iter().for_each(known);
    all
}

#[test]
fn every_refusal_has_words_of_its_own_that_fit_over_the_payment_form() {
    let mut lines = Vec::new();
    for code in ["en", "ru"] {
        let words = every_refusal()
            .iter()
            .map(|refusal| refusal_words(&shop(), &premises(), refusal, &language(code)))
            .collect::<Vec<_>>();
        for (at, line) in words.iter().enumerate() {
            assert!(line.chars().count() <= 200, "{line}");
            assert_eq!(words.iter().position(|other| other == line), Some(at), "{line}");
        }
        lines.extend(words);
    }
    snapshot!("refusals", lines.join("\n"));
    let screen = Screen::Refused(Refusal::Expired);
    snapshot!("refused_screen", written_screen(&shop(), &screen));
}

#[test]
fn toasts() {
    let order = OrderId(1042);
    let all = [
        Toast::Gone,
        Toast::StaffOnly,
        Toast::OwnerOnly,
        Toast::Accepted(Accepted::Served),
        Toast::Accepted(Accepted::Before),
        Toast::Accepted(Accepted::Changed),
        Toast::Accepted(Accepted::NotNow),
        Toast::Refused(Refusal::TryAgain),
        Toast::AlreadyAgreed,
        Toast::AlreadyMarked(order),
        Toast::Marked(order),
        Toast::AlreadyBought(order),
        Toast::StillOpen(order),
    ];
    let lines = ["en", "ru"].map(|code| {
        let words = all
            .iter()
            .map(|toast| with_voice(code, &shop(), |voice| render::toast(voice, toast)));
        words.collect::<Vec<_>>().join("\n")
    });
    snapshot!("toasts", lines.join("\n"));
}

#[test]
fn the_owners_wording_wins() {
    let mut shop = shop();
    let bold = Style {
        bold: true,
        ..Style::default()
    };
    let sold_out = Markup {
        pieces: vec![
            (Style::default(), Piece::Words("Gone: ".into())),
            (bold, Piece::Placeholder("product".into())),
        ],
    };
    shop.texts = vec![("sold-out", Localized::one(sold_out))];
    let why = Refusal::SoldOut {
        product: "<b>Loaf</b>".into(),
    };
    assert_eq!(
        refusal_words(&shop, &premises(), &why, &language("ru")),
        "Gone: <b>Loaf</b>"
    );
    let long = Markup::plain("very ".repeat(100));
    shop.texts = vec![("sold-out", Localized::one(long))];
    let words = refusal_words(&shop, &premises(), &why, &language("en"));
    assert_eq!((words.chars().count(), words.ends_with('…')), (200, true));
}
