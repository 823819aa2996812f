//! Buttons that were never shown, or not to whoever presses them.

use kiosk::{
    conversation::Tap,
    ids::{Code, MessageId, OrderId},
    order::{Progress, State},
    sandbox::Outcome,
    shop::Selection,
    telegram,
    time::Clock,
};

use sqlx::{Connection, SqliteConnection};

use super::{ANN, BOB, OWNER, Rows, heard, invoiced, last_id, open, orders, quiet, rows, still_sells};
use crate::engine::bench::{Bench, CATALOG_YAML, is_receipt, shop_id};

/// Presses a button of one's own making; the answer must come, and the toast is given back.
async fn forge(bench: &Bench, who: i64, data: &str) -> String {
    let message = last_id(bench, who);
    let tap = bench.local.forge_tap(who, bench.chat(who), message, data).unwrap();
    quiet(bench).await;
    let answer = bench.local.tap_answer(tap).unwrap();
    answer.unwrap_or_else(|| panic!("`{data}` keeps spinning")).text
}

fn bread(quantity: i64, amount: Option<i64>) -> Selection {
    Selection {
        product: Code::of("bread"),
        choices: Vec::new(),
        quantity,
        amount,
        campaign: None,
    }
}

/// The rows that a purchase begins with.
fn purchases(rows: Rows) -> Rows {
    let wanted = ["orders", "invoices", "payments", "consents"];
    rows.into_iter().filter(|(table, _)| wanted.contains(table)).collect()
}

#[tokio::test]
async fn made_up_data_changes_nothing_and_is_answered() {
    let bench = open().await;
    bench.local.start(ANN, bench.bot, "").unwrap();
    quiet(&bench).await;
    let before = rows(&bench).await;
    let mut made_up: Vec<String> = [
        "",
        " ",
        "b",
        "b:",
        "zz",
        "\u{0}",
        "🙂🙂🙂🙂",
        "h' OR 1=1 --",
        "../../etc",
    ]
    .map(String::from)
    .into();
    made_up.push("9".repeat(64));
    made_up.extend(
        "abcdefghijklmnopqrstuvwxyz"
            .chars()
            .map(|letter| format!("{letter}ffffffffffff")),
    );
    made_up.extend(
        "abcdefghijklmnopqrstuvwxyz"
            .chars()
            .map(|letter| format!("{letter}:-1:99999999999999999999")),
    );
    for order in [i64::MIN, -1, 0, i64::MAX] {
        let order = OrderId(order);
        made_up.extend(
            [
                Tap::Order(order),
                Tap::CancelOrder(order),
                Tap::Progress(order, Progress::Done),
            ]
            .iter()
            .map(telegram::encode),
        );
    }
    for data in &made_up {
        forge(&bench, ANN, data).await;
    }
    assert_eq!(purchases(rows(&bench).await), purchases(before));
    still_sells(&bench).await;
    bench.world.stop().await;
}

#[tokio::test]
async fn quantities_and_amounts_outside_all_bounds_are_refused() {
    let bench = open().await;
    bench.invoice(ANN).await;
    quiet(&bench).await;
    let before = purchases(rows(&bench).await);
    for quantity in [0, 101, 32_768, 65_535] {
        let data = telegram::encode(&Tap::Buy(bread(quantity, None)));
        assert_ne!(data, "h", "{quantity} fits into a button");
        let toast = forge(&bench, ANN, &data).await;
        assert!(!toast.is_empty(), "{quantity}: `{data}` was answered with nothing");
    }
    assert_eq!(purchases(rows(&bench).await), before);
    // A price that the customer names is no price of a bread: it costs what it costs.
    for amount in [0, 1, 649, (1 << 40) - 1] {
        let data = telegram::encode(&Tap::Buy(bread(1, Some(amount))));
        forge(&bench, ANN, &data).await;
    }
    let listed = bench
        .reader()
        .await
        .orders(&kiosk::store::OrderFilter {
            shop: shop_id(),
            limit: 99,
        })
        .await
        .unwrap();
    assert!(listed.iter().all(|listing| listing.quote.total == 650), "{listed:?}");
    still_sells(&bench).await;
    bench.world.stop().await;
}

#[tokio::test]
async fn somebody_elses_order_is_nobodys_business() {
    let bench = open().await;
    bench.local.start(BOB, bench.bot, "").unwrap();
    let (invoice, _) = invoiced(&bench, ANN).await;
    let order = OrderId(1_001);
    let after = last_id(&bench, BOB);
    for tap in [
        Tap::CancelOrder(order),
        Tap::Order(order),
        Tap::Progress(order, Progress::Done),
    ] {
        let toast = forge(&bench, BOB, &telegram::encode(&tap)).await;
        assert!(!toast.is_empty(), "{tap:?}");
    }
    assert_eq!(orders(&bench).await, [State::Open]);
    let query = bench.press_pay(ANN, &invoice);
    assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    bench.local.charge(query).unwrap();
    bench.sees(ANN, is_receipt).await;
    for tap in [
        Tap::CancelOrder(order),
        Tap::Order(order),
        Tap::Progress(order, Progress::Shipped),
    ] {
        forge(&bench, BOB, &telegram::encode(&tap)).await;
    }
    assert!(heard(&bench, BOB, after).iter().all(|message| !is_receipt(message)));
    assert_eq!(orders(&bench).await, [State::Fulfilled]);
    // The owner's own button works: it was not the order that was out of reach.
    let toast = forge(&bench, OWNER, &telegram::encode(&Tap::Progress(order, Progress::Done))).await;
    assert!(toast.contains("is marked"), "{toast}");
    still_sells(&bench).await;
    bench.world.stop().await;
}

#[tokio::test]
async fn a_consent_is_stored_once_with_its_version_and_time() {
    let (bench, clock) = Bench::by_hand().await;
    let invoice = bench.invoice(ANN).await;
    let agreed_at = clock.now();
    clock.advance(std::time::Duration::from_secs(60));
    let version = bench.start_again(CATALOG_YAML).revision.shop.terms.version.clone();
    let terms = Code::of(version.as_str());
    for _ in 0..3 {
        let toast = forge(&bench, ANN, &telegram::encode(&Tap::Agree { terms, then: None })).await;
        assert!(toast.contains("agreed to these terms before"), "{toast}");
    }
    let path = bench.folder.path().join("kiosk.db");
    let mut books = SqliteConnection::connect(&format!("sqlite:{}", path.display()))
        .await
        .unwrap();
    let all = sqlx::query_as("SELECT user, at, terms, how FROM consents").fetch_all(&mut books);
    let consents: Vec<(i64, i64, String, String)> = all.await.unwrap();
    assert_eq!(consents, [(ANN, agreed_at.0, version.to_string(), "button".into())]);
    let query = bench.press_pay(ANN, &invoice);
    assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    bench.world.stop().await;
}

#[tokio::test]
async fn a_consent_to_terms_that_never_were_is_no_consent() {
    let bench = open().await;
    bench.local.start(ANN, bench.bot, "").unwrap();
    quiet(&bench).await;
    let before = purchases(rows(&bench).await);
    let then = Some((bread(1, None), MessageId(1)));
    let terms = Code::of("terms of my own");
    forge(&bench, ANN, &telegram::encode(&Tap::Agree { terms, then })).await;
    assert_eq!(purchases(rows(&bench).await), before);
    still_sells(&bench).await;
    bench.world.stop().await;
}
