//! What becomes of updates that a bot's server does not take.

use super::*;

#[tokio::test]
async fn what_failed_comes_again_at_once_and_then_ever_later() {
    let (play, hook, _) = hooked(json!({})).await;
    for code in [500, 502, 404] {
        hook.then(Script::Status(code));
    }
    say(&play, ANN, "one");
    say(&play, ANN, "two");
    assert_eq!(hook.wait_for(2).await, 2, "the first repetition comes at once");
    play.pass(1_900);
    real_ms(100).await;
    assert_eq!(hook.count(), 2, "the second after two seconds");
    play.pass(100);
    assert_eq!(hook.wait_for(3).await, 3);
    play.pass(3_900);
    real_ms(100).await;
    assert_eq!(hook.count(), 3, "the third after four");
    let told = info(&play).await;
    assert_eq!(
        told["last_error_message"],
        "Wrong response from the webhook: 404 Not Found"
    );
    assert_eq!(told["last_error_date"], json!((START_MS + 3_000) / 1_000));
    assert_eq!(told["pending_update_count"], 2);
    play.pass(100);
    hook.wait_for(5).await;
    assert_eq!(
        hook.texts(),
        ["one", "one", "one", "one", "two"],
        "order is kept within a chat"
    );
    pending(&play, 0).await;
}

#[tokio::test]
async fn a_lane_that_fails_holds_up_no_other() {
    let (play, hook, _) = hooked(json!({})).await;
    for _ in 0..2 {
        hook.then(Script::Status(500));
    }
    say(&play, ANN, "stuck");
    hook.wait_for(2).await;
    play.local.start(BOB, play.bot, "").unwrap();
    assert_eq!(hook.wait_for(3).await, 3);
    assert_eq!(hook.texts(), ["stuck", "stuck", "/start"]);
    pending(&play, 1).await;
}

#[tokio::test]
async fn retry_after_is_obeyed() {
    let (play, hook, _) = hooked(json!({})).await;
    hook.then(Script::RetryAfter(30));
    say(&play, ANN, "one");
    hook.wait_for(1).await;
    pending(&play, 1).await;
    real_ms(100).await;
    play.pass(29_900);
    real_ms(100).await;
    assert_eq!(hook.count(), 1);
    play.pass(100);
    assert_eq!(hook.wait_for(2).await, 2);
    let told = info(&play).await;
    assert_eq!(
        told["last_error_message"],
        "Wrong response from the webhook: 503 Service Unavailable"
    );
}

#[tokio::test]
async fn an_update_whose_next_attempt_would_come_too_late_is_dropped() {
    let (play, hook, _) = hooked(json!({})).await;
    let message = play.invoice().await;
    hook.then(Script::RetryAfter(151));
    play.local
        .pay(ANN, play.ann(), message, crate::sandbox::Payment::default())
        .unwrap();
    hook.wait_for(1).await;
    pending(&play, 0).await;
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_named() {
    let play = Play::started().await;
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    set(&play, &format!("http://{closed}/"), json!({})).await;
    say(&play, ANN, "hi");
    for _ in 0..400 {
        if info(&play).await["last_error_message"].is_string() {
            break;
        }
        real_ms(10).await;
    }
    assert_eq!(info(&play).await["last_error_message"], "Connection refused");
    assert_eq!(info(&play).await["pending_update_count"], 1);
}

#[tokio::test]
async fn an_answer_to_a_webhook_that_is_gone_counts_for_nothing() {
    let (play, hook, _) = hooked(json!({})).await;
    hook.then(Script::Slow(300));
    say(&play, ANN, "slow");
    hook.wait_for(1).await;
    play.ok("deleteWebhook", json!({})).await;
    real_ms(500).await;
    assert_eq!(play.local.waiting_count(play.bot).unwrap(), 1);
    assert_eq!(play.updates().await[0]["message"]["text"], "slow");
}

#[tokio::test]
async fn a_webhook_that_is_gone_for_a_day_is_closed() {
    let (play, hook, _) = hooked(json!({})).await;
    for _ in 0..4 {
        hook.then(Script::Status(410));
    }
    say(&play, ANN, "hi");
    hook.wait_for(2).await;
    pending(&play, 1).await;
    play.pass(23 * 3_600_000);
    hook.wait_for(3).await;
    for _ in 0..400 {
        if info(&play).await["url"] == "" {
            break;
        }
        play.pass(60_000);
        real_ms(10).await;
    }
    let told = info(&play).await;
    assert_eq!((&told["url"], &told["last_error_message"]), (&json!(""), &Value::Null));
}
