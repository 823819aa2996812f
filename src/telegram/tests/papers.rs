//! Invoices, receipts, notices and alerts, as snapshots in both languages.

use super::fixture::{customer, eur, facts, key, language, premises, revision, shop, with_voice, written};
use crate::{
    conversation::{Alert, InvoiceMessage},
    ids::{ChargeId, ChatId, OrderId, Payload, UserId},
    order::{Address, OrderInfo, Progress, State},
    payment::Surplus,
    shop::{Ask, Forwarding, TermsRule},
    telegram::{render, voice::Voice},
};

fn receipts(products: &[&str], state: State, play: bool) -> String {
    let revision = revision();
    let mut facts = facts(&revision, products, state);
    facts.keys = vec![key(0, "AAAA-<b>"), key(0, "BBBB-😀"), key(1, "of another line")];
    facts.balance = Some(eur(2500));
    let written = ["en", "ru"].map(|code| {
        let premises = crate::telegram::Premises { play, ..premises() };
        let voice = Voice {
            shop: &revision.shop,
            language: &language(code),
            premises: &premises,
        };
        written(&render::receipt(voice, &facts))
    });
    written.join("\n")
}

#[test]
fn receipts_prove_the_payment_and_carry_the_goods() {
    snapshot!("receipt_physical", receipts(&["sourdough"], State::Fulfilled, true));
    snapshot!("receipt_keys", receipts(&["key"], State::Fulfilled, false));
    snapshot!(
        "receipt_digital",
        receipts(&["recipe", "book", "top-up"], State::Fulfilled, false)
    );
    let refunded = receipts(&["key"], State::Refunded, false);
    assert!(
        !refunded.contains("AAAA"),
        "goods of an order that was given back: {refunded}"
    );
    snapshot!("receipt_refunded", refunded);
}

#[test]
fn a_hundred_keys_take_several_messages_and_none_is_cut() {
    let revision = revision();
    let mut facts = facts(&revision, &["key"], State::Fulfilled);
    facts.keys = (0..100)
        .map(|n| key(0, &format!("{n:03}-{}", "X".repeat(90))))
        .collect();
    let parts = with_voice("en", &revision.shop, |voice| render::receipt(voice, &facts));
    assert!(parts.len() > 2);
    let lines: Vec<&str> = parts.iter().flat_map(|part| part.text.text.lines()).collect();
    assert!(facts.keys.iter().all(|key| lines.contains(&key.text.as_str())));
}

#[test]
fn the_staff_sees_an_order_with_its_marks() {
    let revision = revision();
    let mut facts = facts(&revision, &["sourdough"], State::Fulfilled);
    let notice = |facts: &_| {
        ["en", "ru"]
            .map(|code| with_voice(code, &revision.shop, |voice| written(&render::notice(voice, facts))))
            .join("\n")
    };
    snapshot!("notice", notice(&facts));
    facts.order.progress = Progress::Done;
    facts.customer = Some(customer("\u{202e}/refund\n@admin <b>", ""));
    snapshot!("notice_marked", notice(&facts));
    let digital = super::fixture::facts(&revision, &["recipe"], State::Fulfilled);
    assert!(!notice(&digital).contains('['));
}

#[test]
fn what_the_payer_filled_in_is_on_both_papers_and_what_is_missing_on_the_notice() {
    let revision = revision();
    let mut facts = facts(&revision, &["sourdough"], State::Fulfilled);
    facts.quote.form.ask = Ask::ALL.to_vec();
    facts.order.tip = 150;
    facts.order.info = OrderInfo {
        name: "Ann\n\u{202e}<b>Lee</b>".into(),
        phone: "351210000000".into(),
        email: String::new(),
        address: Some(Box::new(Address {
            country_code: "PT".into(),
            city: "Lisboa".into(),
            street_line1: "Rua da Esquina 1".into(),
            ..Address::default()
        })),
    };
    let both = ["en", "ru"].map(|code| {
        with_voice(code, &revision.shop, |voice| {
            let receipt = written(&render::receipt(voice, &facts));
            format!("{receipt}\n{}", written(&render::notice(voice, &facts)))
        })
    });
    snapshot!("form", both.join("\n"));
}

#[test]
fn customers_and_staff_hear_of_what_needs_a_look() {
    let charge = || ChargeId::new("7263_1");
    let order = OrderId(1042);
    let surplus = |why| Alert::Surplus {
        charge: charge(),
        payer: UserId(7),
        amount: 650,
        currency: "EUR".into(),
        why,
    };
    let alerts = [
        surplus(Surplus::UnknownPayload),
        surplus(Surplus::UnknownPayer),
        surplus(Surplus::PaidTwice),
        Alert::WrongAmount {
            order,
            charge: charge(),
            amount: 5,
            currency: "???".into(),
        },
        Alert::NothingLeft {
            order,
            charge: charge(),
        },
        Alert::PaidLate { order },
        Alert::DeadLetter {
            update: 9,
            holds_money: true,
        },
        Alert::DeadLetter {
            update: 9,
            holds_money: false,
        },
    ];
    let lines = ["en", "ru"].map(|code| {
        with_voice(code, &shop(), |voice| {
            let mut messages: Vec<_> = alerts.iter().map(|alert| render::alert(voice, alert)).collect();
            messages.push(render::money_note(voice, Some(order), &charge()));
            messages.push(render::money_note(voice, None, &charge()));
            messages.extend(render::progress(voice, order, Progress::Done));
            messages.extend(render::progress(voice, order, Progress::Shipped));
            assert_eq!(render::progress(voice, order, Progress::None), None);
            written(&messages)
        })
    });
    snapshot!("alerts_and_notes", lines.join("\n"));
}

fn invoice_of(change: impl FnOnce(&mut crate::shop::Shop), products: &[&str]) -> serde_json::Value {
    let revision = revision();
    let message = InvoiceMessage {
        chat: ChatId(7),
        payload: Payload(7),
        quote: facts(&revision, products, State::Open).quote,
        language: language("en"),
    };
    let mut shop = shop();
    change(&mut shop);
    with_voice("en", &shop, |voice| {
        serde_json::to_value(render::invoice(voice, &message)).unwrap()
    })
}

#[test]
fn an_invoice_keeps_telegrams_bounds_and_adds_up() {
    let invoice = invoice_of(|_| (), &["sourdough", "top-up"]);
    assert_eq!(
        invoice["prices"],
        serde_json::json!([
            {"label": "2 × Sourdough loaf (whole)", "amount": 1300},
            {"label": "The top-up", "amount": 1000},
        ])
    );
    assert_eq!(invoice["start_parameter"], "p_sourdough");
    assert_eq!(invoice["payload"], "00000000000000000000000000000007");
    assert_eq!(invoice["provider_token"], "1:TEST:2");
    assert_eq!(invoice["title"], "Sourdough loaf");
    let multi = invoice_of(|shop| shop.invoices.forwarding = Forwarding::MultiChat, &["key"]);
    assert_eq!(multi.get("start_parameter"), None);
    let by_paying = invoice_of(|shop| shop.terms.rule = TermsRule::ByPaying, &["sourdough"]);
    let description = by_paying["description"].as_str().unwrap();
    assert!(
        description.ends_with("By paying you agree to the terms: /terms in @bakery_bot"),
        "{description}"
    );
}

#[test]
fn an_invoice_of_stars_has_one_price_and_no_token() {
    let revision = revision();
    let mut quote = facts(&revision, &["key", "book"], State::Open).quote;
    quote.currency = crate::money::Currency::stars();
    quote.lines[0].title = "x".repeat(40).into();
    let message = InvoiceMessage {
        chat: ChatId(7),
        payload: Payload(7),
        quote: quote.clone(),
        language: language("ru"),
    };
    let invoice = with_voice("ru", &revision.shop, |voice| {
        serde_json::to_value(render::invoice(voice, &message)).unwrap()
    });
    assert_eq!(
        invoice["prices"],
        serde_json::json!([{"label": "Итого", "amount": quote.total}])
    );
    assert_eq!(
        (invoice["currency"].as_str(), invoice["provider_token"].as_str()),
        (Some("XTR"), Some(""))
    );
    assert_eq!(invoice["title"].as_str().unwrap().chars().count(), 32);
}
