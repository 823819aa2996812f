//! Webhooks set, told of, replaced and deleted; polling beside them.

use super::*;

#[tokio::test]
async fn polling_is_refused_while_a_webhook_is_set_and_a_running_poll_ends() {
    let play = Play::started().await;
    let (_hook, address) = Hook::start().await;
    let url = format!("http://{address}/");
    let set = async {
        real_ms(100).await;
        play.ok("setWebhook", json!({"url": url})).await
    };
    let ((code, words), _) = tokio::join!(play.refused("getUpdates", json!({"timeout": 20})), set);
    assert_eq!(
        (code, words.as_str()),
        (409, "Conflict: terminated by setWebhook request")
    );
    real_ms(3_000).await;
    assert_eq!(play.refused("getUpdates", json!({})).await, (409, ACTIVE.into()));
    let (_, answer) = play.call("deleteWebhook", json!({})).await;
    assert_eq!(answer["description"], "Webhook was deleted");
    play.ok("getUpdates", json!({})).await;
}

#[tokio::test]
async fn what_was_not_taken_is_polled_after_the_webhook_is_gone_and_the_other_way_round() {
    let play = Play::started().await;
    say(&play, ANN, "before");
    let (hook, address) = Hook::start().await;
    let url = format!("http://{address}/");
    hook.then(Script::Status(500));
    hook.then(Script::Status(500));
    set(&play, &url, json!({})).await;
    hook.wait_for(2).await;
    say(&play, ANN, "after");
    play.ok("deleteWebhook", json!({})).await;
    let (_, answer) = play.call("getUpdates", json!({})).await;
    let texts: Vec<&str> = answer["result"]
        .as_array()
        .unwrap()
        .iter()
        .map(|update| update["message"]["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["before", "after"]);
    set(&play, &url, json!({})).await;
    assert_eq!(hook.wait_for(4).await, 4);
    let ids = hook.ids();
    assert_eq!(ids[3], ids[2] + 1);
}

#[tokio::test]
async fn the_webhook_tells_what_was_set() {
    let (play, hook, url) = hooked(json!({"max_connections": 500, "allowed_updates": ["message", "telepathy"]})).await;
    assert_eq!(
        info(&play).await,
        json!({
            "url": url, "has_custom_certificate": false, "pending_update_count": 0, "max_connections": 100,
            "ip_address": "127.0.0.1", "allowed_updates": ["message"],
        })
    );
    let (_, answer) = play
        .call("setWebhook", json!({"url": url, "max_connections": 100}))
        .await;
    assert_eq!(answer["description"], "Webhook is already set");
    assert_eq!(
        play.refused("setWebhook", json!({"url": url})).await,
        (429, "Too Many Requests: retry after 1".into())
    );
    let message = play.invoice().await;
    play.local
        .pay(ANN, play.ann(), message, crate::sandbox::Payment::default())
        .unwrap();
    say(&play, ANN, "hi");
    hook.wait_for(1).await;
    assert_eq!(
        hook.texts(),
        ["hi"],
        "no pre-checkout query, since it is not among the allowed updates"
    );
}

#[tokio::test]
async fn without_a_webhook_there_is_nothing_to_tell_or_delete() {
    let play = Play::started().await;
    say(&play, ANN, "hi");
    let nothing = json!({"url": "", "has_custom_certificate": false, "pending_update_count": 1});
    assert_eq!(info(&play).await, nothing);
    for (method, body) in [
        ("deleteWebhook", json!({})),
        ("setWebhook", json!({})),
        ("setWebhook", json!({"url": ""})),
    ] {
        let (_, answer) = play.call(method, body).await;
        assert_eq!(
            answer,
            json!({"ok": true, "result": true, "description": "Webhook is already deleted"})
        );
    }
    assert_eq!(play.local.waiting_count(play.bot).unwrap(), 1);
    play.ok("deleteWebhook", json!({"drop_pending_updates": true})).await;
    assert_eq!(play.local.waiting_count(play.bot).unwrap(), 0);
}

#[tokio::test]
async fn a_wrong_webhook_is_refused_and_has_ended_the_old_one() {
    let (play, _hook, url) = hooked(json!({})).await;
    let long = "x".repeat(257);
    for (wrong, words) in [
        (json!({"url": "ftp://example.com"}), "invalid webhook URL specified"),
        (json!({"url": url, "secret_token": long}), "secret token is too long"),
        (
            json!({"url": url, "secret_token": "a b"}),
            "secret token contains unallowed characters",
        ),
        (
            json!({"url": "http://example.com"}),
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
    ] {
        assert_eq!(
            play.refused("setWebhook", wrong.clone()).await,
            (400, format!("Bad Request: {words}")),
            "{wrong}"
        );
        assert_eq!(info(&play).await["url"], "");
        play.pass(1_000);
        set(&play, &url, json!({})).await;
    }
}

#[tokio::test]
async fn a_webhook_survives_the_restart_of_its_sandbox() {
    let path = std::env::temp_dir().join(format!("kiosk-sandbox-webhook-{}", std::process::id()));
    let options = || Options {
        state: Some(path.clone()),
        ..Options::default()
    };
    let (hook, address) = Hook::start().await;
    let before = Play::with(options()).await;
    before.local.start(ANN, before.bot, "").unwrap();
    hook.then(Script::Status(500));
    hook.then(Script::Status(500));
    set(&before, &format!("http://{address}/"), json!({})).await;
    hook.wait_for(2).await;
    pending(&before, 1).await;
    before.sandbox.stop().await;
    let after = Play::with(options()).await;
    assert_eq!(hook.wait_for(3).await, 3);
    pending(&after, 0).await;
    after.sandbox.stop().await;
    std::fs::remove_file(&path).unwrap();
}
