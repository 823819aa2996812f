//! Faults on demand, made-up and repeated updates.

use std::time::Instant;

use serde_json::json;

use super::*;
use crate::sandbox::Fault;

fn hello() -> Value {
    json!({"chat_id": ANN, "text": "hello"})
}

fn messages(play: &Play) -> usize {
    play.local.read(play.ann(), 0).messages.len()
}

#[tokio::test]
async fn an_error_and_a_flood_hit_the_next_calls_only_and_nothing_happens() {
    let play = Play::started().await;
    play.local.fail(None, "sendMessage", Fault::ServerError, 2).unwrap();
    play.local
        .fail(None, "sendMessage", Fault::TooManyRequests { retry_after_s: 7 }, 1)
        .unwrap();
    let before = messages(&play);
    for _ in 0..2 {
        assert_eq!(
            play.refused("sendMessage", hello()).await,
            (500, "Internal Server Error".into())
        );
    }
    play.ok("getMe", json!({})).await;
    let answer = play
        .client
        .post(play.url("sendMessage"))
        .json(&hello())
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            answer.status().as_u16(),
            answer.headers()["retry-after"].to_str().unwrap()
        ),
        (429, "7")
    );
    let body: Value = answer.json().await.unwrap();
    assert_eq!(
        body,
        json!({
            "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 7", "parameters": {"retry_after": 7},
        })
    );
    assert_eq!(messages(&play), before);
    play.ok("sendMessage", hello()).await;
}

#[tokio::test]
async fn a_lost_answer_is_lost_after_the_effect_and_a_lost_request_before() {
    let play = Play::started().await;
    let before = messages(&play);
    play.local.fail(None, "sendMessage", Fault::DropAnswer, 1).unwrap();
    let lost = play.client.post(play.url("sendMessage")).json(&hello()).send().await;
    assert!(lost.is_err(), "not even a status arrives");
    assert_eq!(messages(&play), before + 1);
    play.local.fail(None, "sendMessage", Fault::DropRequest, 1).unwrap();
    assert!(
        play.client
            .post(play.url("sendMessage"))
            .json(&hello())
            .send()
            .await
            .is_err()
    );
    assert_eq!(messages(&play), before + 1);
    play.ok("sendMessage", hello()).await;
}

#[tokio::test]
async fn a_hanging_call_hurts_nobody_else_and_a_delayed_one_is_only_late() {
    let play = Play::started().await;
    play.local.fail(None, "*", Fault::Hang, 1).unwrap();
    let hanging = play
        .client
        .post(play.url("sendMessage"))
        .json(&hello())
        .timeout(Duration::from_millis(300));
    assert!(hanging.send().await.unwrap_err().is_timeout());
    play.local
        .fail(None, "sendMessage", Fault::Delay { ms: 200 }, 1)
        .unwrap();
    let start = Instant::now();
    play.ok("sendMessage", hello()).await;
    assert!(start.elapsed().as_millis() >= 200);
}

#[tokio::test]
async fn a_fault_of_one_bot_leaves_the_other_alone() {
    let play = Play::started().await;
    let other = play.local.add_bot("Florist", "florist_bot").unwrap();
    let other = play.local.bot_id(&other).unwrap();
    play.local.fail(Some(other), "*", Fault::ServerError, 9).unwrap();
    play.ok("sendMessage", hello()).await;
    play.local.fail(Some(play.bot), "getMe", Fault::ServerError, 9).unwrap();
    assert_eq!(play.refused("getMe", json!({})).await.0, 500);
    play.local.clear_faults();
    play.ok("getMe", json!({})).await;
    assert!(play.local.fail(None, "sendTelepathy", Fault::Hang, 1).is_err());
}

#[tokio::test]
async fn a_sandbox_that_stops_ends_what_waits() {
    let play = Play::started().await;
    let url = play.url("getUpdates");
    let client = play.client.clone();
    let poll = tokio::spawn(async move { client.post(url).json(&json!({"timeout": 50})).send().await });
    play.local.fail(None, "getMe", Fault::Hang, 1).unwrap();
    let url = play.url("getMe");
    let client = play.client.clone();
    let hanging = tokio::spawn(async move { client.post(url).send().await });
    real_ms(100).await;
    let start = Instant::now();
    play.sandbox.stop().await;
    assert!(start.elapsed().as_millis() < 10_000, "{:?}", start.elapsed());
    for request in [poll, hanging] {
        let body: Value = request.await.unwrap().unwrap().json().await.unwrap();
        assert_eq!(body["description"], "Internal Server Error: restart");
    }
}

#[tokio::test]
async fn updates_can_be_made_up_and_repeated() {
    let play = Play::started().await;
    let id = play
        .local
        .inject(play.bot, "telepathy", &json!({"thought": [1, {"a": "ü"}]}))
        .unwrap();
    play.local.say(ANN, play.ann(), "after").unwrap();
    play.local.repeat_update(play.bot, id).unwrap();
    let (_, answer) = play.call("getUpdates", json!({})).await;
    let ids: Vec<i64> = answer["result"]
        .as_array()
        .unwrap()
        .iter()
        .map(|u| u["update_id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids, [id, id, id + 1]);
    assert_eq!(answer["result"][1]["telepathy"]["thought"][1]["a"], "ü");
    play.ok("getUpdates", json!({"offset": id + 1})).await;
    assert_eq!(play.local.waiting_count(play.bot).unwrap(), 1);
    assert!(
        play.local
            .repeat_update(play.bot, id)
            .unwrap_err()
            .to_string()
            .contains("acknowledged")
    );
}

#[tokio::test]
async fn a_proxy_s_page_is_no_json() {
    let play = Play::started().await;
    play.local.fail(None, "sendMessage", Fault::BadGateway, 1).unwrap();
    let before = messages(&play);
    let answer = play
        .client
        .post(play.url("sendMessage"))
        .json(&hello())
        .send()
        .await
        .unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"]),
        (502, &"text/html".parse().unwrap())
    );
    assert!(answer.text().await.unwrap().contains("<h1>502 Bad Gateway</h1>"));
    assert_eq!(messages(&play), before);
}

#[tokio::test]
async fn updates_that_are_held_back_come_late_or_too_late() {
    let play = Play::started().await;
    let message = play.invoice().await;
    play.local.hold_updates(play.bot).unwrap();
    play.local
        .pay(ANN, play.ann(), message, crate::sandbox::Payment::default())
        .unwrap();
    play.local.say(ANN, play.ann(), "late").unwrap();
    let (_, answer) = play.call("getUpdates", json!({"offset": 1})).await;
    assert_eq!(answer["result"], json!([]));
    play.pass(150_000);
    play.local.release_updates(play.bot).unwrap();
    let updates = play.updates().await;
    assert_eq!(updates.len(), 1, "the pre-checkout query is out of time");
    assert_eq!(updates[0]["message"]["text"], "late");
}

#[tokio::test]
async fn updates_can_come_in_another_order_under_growing_ids() {
    let play = Play::started().await;
    for text in ["a", "b", "c"] {
        play.local.say(ANN, play.ann(), text).unwrap();
    }
    let ids = |updates: &[Value]| -> Vec<i64> {
        let id = |update: &Value| update["update_id"].as_i64().unwrap();
        updates.iter().map(id).collect()
    };
    let first = ids(&play.local.waiting_updates(play.bot).unwrap());
    let [a, b, c] = first[..] else { panic!("three updates") };
    play.local.reorder_updates(play.bot, &[c, a]).unwrap();
    assert!(play.local.reorder_updates(play.bot, &[a, a]).is_err());
    assert!(play.local.reorder_updates(play.bot, &[a, c + 1]).is_err());
    let updates = play.updates().await;
    let texts: Vec<&str> = updates
        .iter()
        .map(|update| update["message"]["text"].as_str().unwrap())
        .collect();
    assert_eq!((ids(&updates), texts), (vec![a, b, c], vec!["c", "b", "a"]));
}

#[tokio::test]
async fn another_process_makes_trouble_too() {
    let play = Play::started().await;
    let people = crate::sandbox::People::new(play.sandbox.url());
    let flood = Fault::TooManyRequests { retry_after_s: 3 };
    people.fail(Some(play.bot), "getMe", flood, 5).await.unwrap();
    assert_eq!(play.refused("getMe", json!({})).await.0, 429);
    people.clear_faults().await.unwrap();
    play.ok("getMe", json!({"unheard": 1})).await;
    assert_eq!(
        people.complaints().await.unwrap(),
        ["getMe: `unheard` is no parameter of this method"]
    );
    people.hold_updates(play.bot).await.unwrap();
    let say = |text| play.local.say(ANN, play.ann(), text).unwrap();
    say("a");
    say("b");
    let waiting = people.waiting_updates(play.bot).await.unwrap();
    let id = |place: usize| waiting[place]["update_id"].as_i64().unwrap();
    people.reorder_updates(play.bot, vec![id(1), id(0)]).await.unwrap();
    people.repeat_update(play.bot, id(0)).await.unwrap();
    people.release_updates(play.bot).await.unwrap();
    let (_, answer) = play.call("getUpdates", json!({"offset": 1})).await;
    let texts: Vec<&str> = answer["result"]
        .as_array()
        .unwrap()
        .iter()
        .map(|update| update["message"]["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["b", "b", "a"]);
    assert!(people.fail(None, "sendTelepathy", Fault::Hang, 1).await.is_err());
}
