//! Updates that nobody understands, and people whose names and words want to be something else.

use kiosk::sandbox::Person;
use serde_json::{Value, json};

use super::{OWNER, assert_told, heard, inject, last_id, open, person, private, quiet, rows, still_sells};
use crate::engine::bench::{ANN, Bench, is_receipt};

/// Whatever a field may hold.
fn oddities() -> Vec<Value> {
    let deep = (0..60).fold(json!(1), |inner, _| json!({ "from": inner }));
    vec![
        json!(null),
        json!(5),
        json!("text"),
        json!([]),
        json!({}),
        deep,
        json!({"from": "ann", "chat": 7, "text": ["a"]}),
        json!({"from": person(-1), "chat": private(-1), "text": "/start"}),
        json!({"from": person(i64::MAX), "chat": private(i64::MIN), "text": "/orders"}),
        json!({"id": "", "from": person(ANN), "data": 9, "message": "none"}),
        json!({"id": "77", "from": {}, "data": "h"}),
        json!({"id": "78", "from": person(ANN), "currency": 1, "total_amount": "650", "invoice_payload": {}}),
        json!({"message_id": 1.5, "date": "now", "from": person(ANN), "chat": private(ANN), "text": "\u{0}\u{202e}/start"}),
        json!({"message_id": 2, "from": person(ANN), "chat": private(ANN), "text": "/start p_\u{0} 'x' -- ; %s {shop}"}),
    ]
}

#[tokio::test]
async fn updates_that_nobody_understands_hold_up_nobody() {
    let bench = open().await;
    let before = rows(&bench).await;
    for kind in [
        "message",
        "edited_message",
        "callback_query",
        "pre_checkout_query",
        "chat_member",
        "from_the_future",
    ] {
        for content in oddities() {
            bench.local.inject(bench.bot, kind, &content).unwrap();
        }
    }
    quiet(&bench).await;
    assert_eq!(rows(&bench).await, before);
    still_sells(&bench).await;
    bench.world.stop().await;
}

#[tokio::test]
async fn an_edited_message_does_nothing_again() {
    let bench = open().await;
    bench.local.say(ANN, bench.chat(ANN), "/start").unwrap();
    quiet(&bench).await;
    let (before, after) = (rows(&bench).await, last_id(&bench, ANN));
    let edited = json!({"message_id": 1, "date": 1, "edit_date": 2, "from": person(ANN), "chat": private(ANN),
        "text": "/start p_bread"});
    inject(&bench, "edited_message", &edited).await;
    assert_eq!(heard(&bench, ANN, after), []);
    assert_eq!(rows(&bench).await, before);
    still_sells(&bench).await;
    bench.world.stop().await;
}

#[tokio::test]
async fn money_that_nobody_can_read_is_kept_and_the_staff_looks_at_it() {
    let bench = open().await;
    let after = last_id(&bench, OWNER);
    let unreadable = json!({"message_id": 5, "date": 1, "from": person(ANN), "chat": private(ANN),
        "successful_payment": {"currency": "EUR", "invoice_payload": "x", "telegram_payment_charge_id": "",
            "total_amount": 650}});
    inject(&bench, "message", &unreadable).await;
    assert_told(
        &bench,
        OWNER,
        after,
        &["about a payment that this shop could not handle"],
    );
    still_sells(&bench).await;
    bench.world.stop().await;
}

/// Somebody of this name buys; what the owner is told.
async fn notice_of(bench: &Bench, id: i64, name: &str) -> kiosk::sandbox::MessageView {
    bench.local.put_person(Person::new(id, name)).unwrap();
    let after = last_id(bench, OWNER);
    let invoice = bench.invoice(id).await;
    let query = bench.press_pay(id, &invoice);
    assert_eq!(bench.answer(query).await, kiosk::sandbox::Outcome::Confirmed);
    bench.local.charge(query).unwrap();
    bench.sees(id, is_receipt).await;
    quiet(bench).await;
    heard(bench, OWNER, after).pop().unwrap()
}

#[tokio::test]
async fn names_are_only_names() {
    let bench = open().await;
    let marked = notice_of(&bench, 2_001, "<b>Eve</b> [x](https://e.com)").await;
    assert!(marked.text.contains("<b>Eve</b> [x](https://e.com)"), "{}", marked.text);
    let linked = marked
        .entities
        .iter()
        .any(|entity| entity.rest.get("url") == Some(&json!("https://e.com")));
    assert!(!linked, "{:?}", marked.entities);
    let turned = notice_of(&bench, 2_002, "\u{202e}nna\u{2066}\u{200f} Anna").await;
    assert!(turned.text.contains("nna"), "{}", turned.text);
    assert!(!turned.text.contains(['\u{202e}', '\u{2066}']), "{:?}", turned.text);
    let loud = notice_of(&bench, 2_003, &"🙂".repeat(4_096)).await;
    assert!(
        loud.text.contains("🙂") && loud.text.chars().count() < 600,
        "{}",
        loud.text
    );
    bench.books_are_right().await;
    bench.world.stop().await;
}

#[tokio::test]
async fn words_of_any_size_and_kind_get_help() {
    let bench = open().await;
    let before = rows(&bench).await;
    for words in [
        "🙂".repeat(4_096),
        "\u{202e}".repeat(4_096),
        "<b>&amp;</b> *_`[x](y)".into(),
        "/".repeat(4_096),
    ] {
        let after = bench.local.say(ANN, bench.chat(ANN), &words).unwrap();
        quiet(&bench).await;
        assert_told(&bench, ANN, after, &["understands buttons and commands"]);
    }
    assert_eq!(rows(&bench).await, before);
    still_sells(&bench).await;
    bench.world.stop().await;
}
