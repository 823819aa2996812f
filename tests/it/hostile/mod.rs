//! What no conversation can say: updates that nobody honest sends, money that fits nothing, names that want to be
//! markup, buttons that were never shown. Each has a clear outcome, and afterwards the shop still sells.

mod forms;
mod money;
mod noise;
mod queries;
mod taps;
mod worlds;

use std::time::Duration;

use kiosk::sandbox::{MessageView, Outcome};
use serde_json::{Value, json};

use super::engine::bench::{ANN, BOB, Bench, OWNER, is_receipt, shop_id};

/// Sentences of `tests/flow.yaml` that are proved here.
pub(crate) const COVERS: &[&str] = &[
    "bad-amounts",
    "consent-stored",
    "forged-buttons",
    "hostile-names",
    "malformed",
    "others-buttons",
    "refusal-amount-differs",
    "refusal-info",
    "refusal-not-for-you",
    "refusal-russian",
    "refusal-tip",
    "refusal-try-again",
    "refusal-unknown-invoice",
    "unknown-payer",
    "unknown-payload",
    "worlds",
    "wrong-amount",
];

/// Rows that a shop's books consist of; the inbox, the outbox and the reasons of refusals come and go.
type Rows = Vec<(&'static str, i64)>;

/// A person of the sandbox, as Telegram describes one.
fn person(id: i64) -> Value {
    json!({"id": id, "is_bot": false, "first_name": "Somebody", "language_code": "en"})
}

fn private(id: i64) -> Value {
    json!({"id": id, "type": "private", "first_name": "Somebody"})
}

/// A service message about money.
fn paid(payer: i64, charge: &str, payload: &str, amount: &Value, currency: &str) -> Value {
    json!({"message_id": 900, "date": 1, "from": person(payer), "chat": private(payer), "successful_payment": {
        "currency": currency, "total_amount": amount, "invoice_payload": payload,
        "telegram_payment_charge_id": charge, "provider_payment_charge_id": "ch_1"}})
}

/// A shop whose owner listens, with all its counts at hand.
async fn open() -> Bench {
    let bench = Bench::new().await;
    bench.local.start(OWNER, bench.bot, "").unwrap();
    quiet(&bench).await;
    bench
}

/// Waits until every update is handled and everything is said.
async fn quiet(bench: &Bench) {
    let all = async {
        loop {
            bench.world.handle().settled().await;
            if bench.local.waiting_count(bench.bot).unwrap() == 0 {
                return bench.world.handle().settled().await;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), all)
        .await
        .expect("the shop hangs");
}

async fn inject(bench: &Bench, kind: &str, content: &Value) {
    bench.local.inject(bench.bot, kind, content).unwrap();
    quiet(bench).await;
}

/// How many rows each table of the books has.
async fn rows(bench: &Bench) -> Rows {
    let mut rows = bench.reader().await.counts().await.unwrap();
    rows.retain(|(table, _)| !matches!(*table, "inbox" | "outbox" | "reasons"));
    rows
}

fn count(rows: &Rows, table: &str) -> i64 {
    rows.iter().find(|(name, _)| *name == table).unwrap().1
}

/// What the shop wrote to somebody after a message, oldest first.
fn heard(bench: &Bench, who: i64, after: i64) -> Vec<MessageView> {
    let view = bench.local.read(bench.chat(who), 0);
    let fresh = view
        .messages
        .into_iter()
        .filter(|message| message.by_bot && message.id > after);
    fresh.collect()
}

fn last_id(bench: &Bench, who: i64) -> i64 {
    bench
        .local
        .read(bench.chat(who), 0)
        .messages
        .last()
        .map_or(0, |message| message.id)
}

/// The last thing that the shop wrote to somebody holds these words.
fn assert_told(bench: &Bench, who: i64, after: i64, words: &[&str]) {
    let texts: Vec<String> = heard(bench, who, after)
        .into_iter()
        .map(|message| message.text)
        .collect();
    let told = texts.iter().any(|text| words.iter().all(|words| text.contains(words)));
    assert!(told, "{words:?} is not in {texts:#?}");
}

/// The payload of somebody's last order, as the invoice was sent.
fn last_payload(bench: &Bench) -> String {
    let sent = bench
        .local
        .requests()
        .into_iter()
        .rev()
        .find(|request| request.method == "sendInvoice");
    sent.unwrap().fields["payload"].as_str().unwrap().to_owned()
}

/// The words of the last answer to a question before money.
fn last_answer(bench: &Bench) -> Value {
    let answers = bench.local.requests().into_iter().rev();
    let mut answers = answers.filter(|request| request.method == "answerPreCheckoutQuery");
    answers.next().unwrap().fields
}

/// Somebody buys a bread, money and all.
async fn still_sells(bench: &Bench) {
    let before = bench.stock().await.on_hand;
    let invoice = bench.invoice(BOB).await;
    let query = bench.press_pay(BOB, &invoice);
    assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    let after = last_id(bench, BOB);
    bench.local.charge(query).unwrap();
    bench.sees_after(BOB, after, is_receipt).await;
    quiet(bench).await;
    assert_eq!(bench.stock().await.on_hand, before - 1);
    assert_eq!(
        bench
            .reader()
            .await
            .owed(&shop_id(), kiosk::ids::OutboxId(0), 9)
            .await
            .unwrap(),
        []
    );
    bench.books_are_right().await;
}

/// The same for a shop in which nobody has bought anything before.
async fn orders(bench: &Bench) -> Vec<kiosk::order::State> {
    let filter = kiosk::store::OrderFilter {
        shop: shop_id(),
        limit: 99,
    };
    let listed = bench.reader().await.orders(&filter).await.unwrap();
    listed.into_iter().map(|listing| listing.order.state).collect()
}

/// The order that somebody opened last, and its invoice's payload.
async fn invoiced(bench: &Bench, who: i64) -> (MessageView, String) {
    let invoice = bench.invoice(who).await;
    quiet(bench).await;
    (invoice, last_payload(bench))
}

/// A payer whom the shop never saw.
const STRANGER: i64 = 1_777;
const _: () = assert!(STRANGER != ANN && STRANGER != BOB);
