//! Questions before money that no invoice of the shop asked, or not for this payer.

use std::time::Duration;

use kiosk::{order::State, sandbox::Outcome, time::Clock};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};

use super::{ANN, BOB, STRANGER, inject, invoiced, last_answer, open, orders, person, rows, still_sells};
use crate::engine::bench::{Bench, CATALOG_YAML, SHOP_YAML, shop_of};

fn query(from: &Value, payload: &str, amount: &Value, currency: &str) -> Value {
    json!({"id": "424242", "from": from, "currency": currency, "total_amount": amount, "invoice_payload": payload})
}

/// Asks, and gives the words of the no.
async fn refused(bench: &Bench, question: &Value) -> String {
    inject(bench, "pre_checkout_query", question).await;
    let answer = last_answer(bench);
    assert_eq!(answer["pre_checkout_query_id"], 424_242, "{answer}");
    assert_eq!(answer["ok"], false, "{question}: {answer}");
    answer["error_message"].as_str().unwrap().to_owned()
}

fn in_russian(id: i64) -> Value {
    let mut person = person(id);
    person["language_code"] = json!("ru");
    person
}

/// The bakery, in two languages, where an invoice is for one payer alone.
async fn strict() -> Bench {
    let bench = open().await;
    let shop = format!("{SHOP_YAML}languages: [en, ru]\ninvoices: {{payer: invited}}\n");
    let catalog = CATALOG_YAML.replace("title: Bread", "title: {en: Bread, ru: Хлеб}");
    let catalog = catalog.replace("description: Fresh.", "description: {en: Fresh., ru: Свежий.}");
    let start = shop_of("bakery", &shop, &catalog, &bench.token);
    bench.world.handle().reload(&start).await.unwrap();
    bench
}

#[tokio::test]
async fn an_invoice_that_the_shop_never_made_is_refused() {
    let bench = strict().await;
    let before = rows(&bench).await;
    for payload in [
        "",
        "x",
        "0123456789abcdef0123456789abcdef",
        "' OR 1=1 --",
        &"f".repeat(128),
    ] {
        let words = refused(&bench, &query(&person(ANN), payload, &json!(650), "EUR")).await;
        assert!(
            words.contains("does not know this invoice") && words.contains("Nothing was charged"),
            "{words}"
        );
    }
    let words = refused(&bench, &query(&in_russian(STRANGER), "x", &json!(650), "EUR")).await;
    assert!(
        words.contains("не знает этого счёта") && words.contains("Деньги не списаны"),
        "{words}"
    );
    assert_eq!(rows(&bench).await, before);
    still_sells(&bench).await;
    bench.world.stop().await;
}

#[tokio::test]
async fn an_amount_that_is_not_the_invoices_is_refused() {
    let bench = strict().await;
    let (_, payload) = invoiced(&bench, ANN).await;
    let before = rows(&bench).await;
    let amounts = [
        json!(-650),
        json!(0),
        json!(649),
        json!(651),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
    ];
    let odd = [json!(650.5), json!("650"), json!(null), json!([650])];
    for amount in amounts.iter().chain(&odd) {
        let words = refused(&bench, &query(&person(ANN), &payload, amount, "EUR")).await;
        assert!(words.contains("is not the one on the invoice"), "{amount}: {words}");
    }
    for currency in ["USD", "XTR", "", "EURO"] {
        let words = refused(&bench, &query(&person(ANN), &payload, &json!(650), currency)).await;
        assert!(words.contains("is not the one on the invoice"), "{currency}: {words}");
    }
    let words = refused(&bench, &query(&in_russian(ANN), &payload, &json!(1), "EUR")).await;
    assert!(words.contains("Сумма не совпадает"), "{words}");
    assert_eq!(rows(&bench).await, before);
    assert_eq!(orders(&bench).await, [State::Open]);
    still_sells(&bench).await;
    bench.world.stop().await;
}

#[tokio::test]
async fn somebody_elses_invoice_is_refused_where_the_shop_wants_that() {
    let bench = strict().await;
    let (_, payload) = invoiced(&bench, ANN).await;
    let before = rows(&bench).await;
    for payer in [BOB, STRANGER, 0, -5] {
        let words = refused(&bench, &query(&person(payer), &payload, &json!(650), "EUR")).await;
        assert!(
            words.contains("made for somebody else") && words.contains("@test_bakery_bot"),
            "{words}"
        );
    }
    let words = refused(&bench, &query(&in_russian(BOB), &payload, &json!(650), "EUR")).await;
    assert!(words.contains("выставлен другому человеку"), "{words}");
    assert_eq!(rows(&bench).await, before);
    assert_eq!(bench.stock().await.reserved, 0);
    still_sells(&bench).await;
    bench.world.stop().await;
}

#[tokio::test]
async fn a_shop_that_cannot_decide_in_time_says_so_itself() {
    let (bench, clock) = Bench::by_hand().await;
    let (invoice, _) = invoiced(&bench, ANN).await;
    let path = bench.folder.path().join("kiosk.db");
    let mut lock = SqliteConnection::connect(&format!("sqlite:{}", path.display()))
        .await
        .unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut lock).await.unwrap();
    let query = bench.press_pay(ANN, &invoice);
    while bench.local.waiting_updates(bench.bot).unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    clock.advance(Duration::from_secs(8));
    let Outcome::Refused { words } = bench.answer(query).await else {
        panic!("no refusal")
    };
    assert!(
        words.contains("could not answer in time") && words.contains("Nothing was charged"),
        "{words}"
    );
    sqlx::raw_sql("ROLLBACK").execute(&mut lock).await.unwrap();
    let patience = clock.now().plus(Duration::from_secs(60));
    while clock.now() < patience {
        clock.advance(Duration::from_millis(500));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    still_sells(&bench).await;
    bench.world.stop().await;
}
