//! Orders, refusals and short answers, as snapshots in both languages.

use super::fixture::{NOON, eur, language, premises, shop, with_voice, written_screen};
use crate::{
    conversation::{Accepted, OrderSummary, Screen, Toast},
    ids::OrderId,
    order::{Refusal, State},
    shop::{Ask, Localized, Markup, Piece, Style},
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
