//! getUpdates over HTTP: long polls, conflicts, pacing. Offsets and lives are in the model's own tests.

use std::time::Instant;

use serde_json::json;

use super::*;

/// Polls and says what came, and how long it took in milliseconds.
async fn poll(play: &Play, body: Value) -> (Value, u128) {
    let start = Instant::now();
    let (_, answer) = play.call("getUpdates", body).await;
    (answer, start.elapsed().as_millis())
}

fn texts(answer: &Value) -> Vec<&str> {
    answer["result"]
        .as_array()
        .unwrap()
        .iter()
        .map(|update| update["message"]["text"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_long_poll_wakes_as_soon_as_something_happens() {
    let play = Play::started().await;
    let say = async {
        real_ms(200).await;
        play.local.say(ANN, play.ann(), "hi").unwrap();
    };
    let (answered, ()) = tokio::join!(poll(&play, json!({"timeout": 10})), say);
    let (answer, took) = answered;
    assert_eq!(texts(&answer), ["hi"]);
    assert!((200..600).contains(&took), "{took} ms");
}

#[tokio::test]
async fn a_poll_without_timeout_answers_at_once_and_a_long_poll_in_time() {
    let play = Play::new().await;
    let (answer, took) = poll(&play, json!({})).await;
    assert_eq!(answer, json!({"ok": true, "result": []}));
    assert!(took < 500, "{took} ms");
    let (answer, took) = poll(&play, json!({"offset": 5, "timeout": 1})).await;
    assert_eq!(answer["result"], json!([]));
    assert!((1_000..1_800).contains(&took), "{took} ms");
}

#[tokio::test]
async fn acknowledged_updates_are_gone_and_others_are_not() {
    let play = Play::started().await;
    for text in ["a", "b", "c"] {
        play.local.say(ANN, play.ann(), text).unwrap();
    }
    let (answer, _) = poll(&play, json!({"limit": 2})).await;
    assert_eq!(texts(&answer), ["a", "b"]);
    let first = answer["result"][0]["update_id"].as_i64().unwrap();
    assert_eq!(answer["result"][1]["update_id"], json!(first + 1));
    let (answer, _) = poll(&play, json!({"offset": first + 1})).await;
    assert_eq!(texts(&answer), ["b", "c"]);
    let (answer, _) = poll(&play, json!({})).await;
    assert_eq!(texts(&answer), ["b", "c"]);
    assert_eq!(play.local.waiting_count(play.bot).unwrap(), 2);
}

#[tokio::test]
async fn of_two_long_polls_the_older_one_is_ended() {
    let play = Play::started().await;
    let older = poll(&play, json!({"timeout": 20}));
    let newer = async {
        real_ms(100).await;
        poll(&play, json!({"offset": 1, "timeout": 20})).await
    };
    let say = async {
        real_ms(300).await;
        play.local.say(ANN, play.ann(), "hi").unwrap();
    };
    let ((lost, took), (won, _), ()) = tokio::join!(older, newer, say);
    assert_eq!(lost["error_code"], 409);
    let words = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    assert_eq!(lost["description"], words);
    assert!(
        took < 300,
        "the first conflict is answered at once, not after {took} ms"
    );
    assert_eq!(texts(&won), ["hi"]);
}

#[tokio::test]
async fn a_second_conflict_within_three_seconds_is_held_back() {
    let play = Play::started().await;
    let first = poll(&play, json!({"offset": 1, "timeout": 20}));
    let second = async {
        real_ms(50).await;
        poll(&play, json!({"offset": 2, "timeout": 20})).await
    };
    let third = async {
        real_ms(100).await;
        poll(&play, json!({"offset": 3, "timeout": 4})).await
    };
    let ((first, quick), (second, slow), _) = tokio::join!(first, second, third);
    assert_eq!(
        (&first["error_code"], &second["error_code"]),
        (&json!(409), &json!(409))
    );
    assert!(quick < 1_000 && (3_000..3_900).contains(&slow), "{quick} ms, {slow} ms");
}

#[tokio::test]
async fn short_polls_never_conflict() {
    let play = Play::started().await;
    let long = poll(&play, json!({"timeout": 1}));
    let short = async {
        real_ms(100).await;
        poll(&play, json!({"offset": 1})).await
    };
    let ((long, _), (short, took)) = tokio::join!(long, short);
    assert_eq!((&long["ok"], &short["ok"]), (&json!(true), &json!(true)));
    assert!(took < 500, "{took} ms");
}

#[tokio::test]
async fn the_same_offset_again_gets_one_update_and_has_to_wait() {
    let play = Play::started().await;
    for text in ["a", "b"] {
        play.local.say(ANN, play.ann(), text).unwrap();
    }
    assert_eq!(texts(&poll(&play, json!({})).await.0), ["a", "b"]);
    assert_eq!(texts(&poll(&play, json!({})).await.0), ["a"]);
    real_ms(600).await;
    assert_eq!(texts(&poll(&play, json!({})).await.0), ["a", "b"]);
    play.updates().await;
    poll(&play, json!({"offset": 7})).await;
    let (answer, took) = poll(&play, json!({"offset": 7, "timeout": 1})).await;
    assert_eq!(answer["result"], json!([]));
    assert!((3_000..3_900).contains(&took), "{took} ms");
}

#[tokio::test]
async fn bots_do_not_see_each_other_s_updates() {
    let play = Play::started().await;
    let other = play.local.add_bot("Florist", "florist_bot").unwrap();
    let other = play.local.bot_id(&other).unwrap();
    play.local.start(ANN, other, "").unwrap();
    assert_eq!(play.local.waiting_count(play.bot).unwrap(), 0);
    assert_eq!(play.local.waiting_count(other).unwrap(), 1);
    assert_eq!(
        play.refused("sendMessage", json!({"chat_id": BOB, "text": "x"}))
            .await
            .0,
        403
    );
}

#[tokio::test]
async fn a_revoked_token_ends_its_long_poll() {
    let play = Play::started().await;
    let revoke = async {
        real_ms(100).await;
        play.local.revoke_token(play.bot).unwrap();
    };
    let ((answer, took), ()) = tokio::join!(poll(&play, json!({"timeout": 20})), revoke);
    assert_eq!(
        (&answer["error_code"], &answer["description"]),
        (&json!(401), &json!("Unauthorized"))
    );
    assert!(took < 1_000, "{took} ms");
}
