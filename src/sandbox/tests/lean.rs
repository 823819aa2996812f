//! The lean sandbox, against which benchmarks run: it answers as the other one does.

use serde_json::json;

use super::walk::Walk;
use super::wrong;
use super::*;
use crate::sandbox::api::Method;
use crate::sandbox::{Outcome, Payment};

/// Both kinds, each with a play of its own.
fn both() -> [Options; 2] {
    [Options::default(), Options::lean()]
}

/// What is alike in two answers to the same request: everything but numbers and made-up names.
fn shape(value: &Value) -> Value {
    match value {
        Value::Number(_) => json!("a number"),
        Value::String(_) => json!("a text"),
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::Object(fields) => {
            let shapes = fields.iter().map(|(name, value)| {
                let said = matches!(&**name, "description" | "error_code" | "type");
                (name.clone(), if said { value.clone() } else { shape(value) })
            });
            Value::Object(shapes.collect())
        }
        Value::Null | Value::Bool(_) => value.clone(),
    }
}

#[tokio::test]
async fn every_method_is_answered_alike() {
    let mut answers = Vec::new();
    for options in both() {
        let walk = Walk::with(options).await;
        let mut said = Vec::new();
        for method in Method::names() {
            let request = walk.right(method).await;
            let (status, answer) = walk.play.call(method, request).await;
            said.push((method, status, shape(&answer)));
            walk.play.pass(1_000);
            if method == "setWebhook" {
                walk.play.ok("deleteWebhook", json!({})).await;
            }
        }
        let updates = walk.play.updates().await;
        said.push(("updates", 200, updates.iter().map(shape).collect()));
        answers.push(said);
    }
    assert!(answers[0].len() > 30, "{}", answers[0].len());
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn every_wrong_request_is_refused_alike() {
    for (method, right, rows) in wrong::table() {
        let [strict, lean] = both();
        let plays = [Play::started_with(strict).await, Play::started_with(lean).await];
        for (change, _) in rows {
            let mut said = Vec::new();
            for play in &plays {
                let request = with(with(right.clone(), json!({"message_id": 2})), change.clone());
                said.push(play.refused(method, request).await);
                play.pass(1_000);
            }
            assert_eq!(said[0], said[1], "{method} with {change}");
        }
    }
}

#[tokio::test]
async fn it_keeps_no_requests_and_only_the_end_of_a_chat_and_every_charge() {
    let play = Play::started_with(Options::lean()).await;
    let message = play.invoice().await;
    let query = play.local.pay(ANN, play.ann(), message, Payment::default()).unwrap();
    let yes = json!({"pre_checkout_query_id": query.to_string(), "ok": true});
    play.ok("answerPreCheckoutQuery", yes).await;
    assert_eq!(play.local.outcome(query).unwrap(), Outcome::Confirmed);
    play.local.charge(query).unwrap();
    for _ in 0..250 {
        play.local.say(ANN, play.ann(), "hm").unwrap();
    }
    assert_eq!(play.local.read(play.ann(), 0).messages.len(), 200);
    assert!(play.local.requests().is_empty());
    assert_eq!(play.local.request_counts()["sendInvoice"], 1);
    assert_eq!(play.local.charges().len(), 1);
}
