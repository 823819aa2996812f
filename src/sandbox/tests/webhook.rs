//! Webhooks over HTTP: what is posted, what becomes of each answer, and how it gives way to polling.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Mutex;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::*;

const ACTIVE: &str =
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

/// One update as a bot's server got it.
struct Got {
    path: String,
    headers: HeaderMap,
    update: Value,
}

/// A bot's server: keeps what it gets, and answers by a list of scripts, then 200.
#[derive(Default)]
struct Hook {
    got: Mutex<Vec<Got>>,
    script: Mutex<VecDeque<Script>>,
    open: AtomicI64,
    most_open: AtomicI64,
}

enum Script {
    Status(u16),
    RetryAfter(u32),
    Body(&'static str, String),
    Slow(u64),
}

impl Hook {
    async fn start() -> (Arc<Hook>, SocketAddr) {
        let hook = Arc::new(Hook::default());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().fallback(take).with_state(Arc::clone(&hook));
        tokio::spawn(async move { axum::serve(listener, app).await });
        (hook, address)
    }

    fn then(&self, script: Script) {
        self.script.lock().unwrap().push_back(script);
    }

    fn count(&self) -> usize {
        self.got.lock().unwrap().len()
    }

    fn ids(&self) -> Vec<i64> {
        let got = self.got.lock().unwrap();
        got.iter()
            .map(|got| got.update["update_id"].as_i64().unwrap())
            .collect()
    }

    fn texts(&self) -> Vec<String> {
        let got = self.got.lock().unwrap();
        let text = |got: &Got| got.update["message"]["text"].as_str().unwrap_or("").to_owned();
        got.iter().map(text).collect()
    }

    /// Waits until so many updates came; says which number came in the end.
    async fn wait_for(&self, count: usize) -> usize {
        for _ in 0..400 {
            if self.count() >= count {
                break;
            }
            real_ms(10).await;
        }
        self.count()
    }
}

async fn take(State(hook): State<Arc<Hook>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let update = serde_json::from_slice(&body).unwrap();
    let path = uri.path().to_owned();
    hook.got.lock().unwrap().push(Got { path, headers, update });
    let open = hook.open.fetch_add(1, Ordering::SeqCst) + 1;
    hook.most_open.fetch_max(open, Ordering::SeqCst);
    let script = hook.script.lock().unwrap().pop_front();
    let answer = match script {
        None => StatusCode::OK.into_response(),
        Some(Script::Status(code)) => StatusCode::from_u16(code).unwrap().into_response(),
        Some(Script::RetryAfter(seconds)) => (
            StatusCode::SERVICE_UNAVAILABLE,
            [(header::RETRY_AFTER, seconds.to_string())],
        )
            .into_response(),
        Some(Script::Body(kind, body)) => ([(header::CONTENT_TYPE, kind)], body).into_response(),
        Some(Script::Slow(ms)) => {
            real_ms(ms).await;
            StatusCode::OK.into_response()
        }
    };
    hook.open.fetch_sub(1, Ordering::SeqCst);
    answer
}

/// A sandbox whose bot has its webhook at a server of this test.
async fn hooked(more: Value) -> (Play, Arc<Hook>, String) {
    let play = Play::started().await;
    let (hook, address) = Hook::start().await;
    let url = format!("http://{address}/shop/bakery");
    set(&play, &url, more).await;
    (play, hook, url)
}

async fn set(play: &Play, url: &str, more: Value) {
    let (_, answer) = play.call("setWebhook", with(json!({"url": url}), more)).await;
    assert_eq!(
        answer,
        json!({"ok": true, "result": true, "description": "Webhook was set"})
    );
    play.pass(1_000);
}

fn say(play: &Play, person: i64, text: &str) {
    play.local.say(person, ChatId::private(play.bot, person), text).unwrap();
}

async fn info(play: &Play) -> Value {
    play.ok("getWebhookInfo", json!({})).await
}

/// The answer counts a moment after the bot's server gave it.
async fn pending(play: &Play, count: usize) {
    for _ in 0..400 {
        if play.local.waiting_count(play.bot).unwrap() == count {
            return;
        }
        real_ms(10).await;
    }
    assert_eq!(play.local.waiting_count(play.bot).unwrap(), count);
}

#[tokio::test]
async fn an_update_is_posted_with_the_secret_and_then_forgotten() {
    let (play, hook, _) = hooked(json!({"secret_token": "Se-cr_et1"})).await;
    say(&play, ANN, "hi");
    assert_eq!(hook.wait_for(1).await, 1);
    {
        let got = hook.got.lock().unwrap();
        let header = |name: &str| got[0].headers[name].to_str().unwrap().to_owned();
        assert_eq!(got[0].path, "/shop/bakery");
        assert_eq!(header("content-type"), "application/json");
        assert_eq!(header("x-telegram-bot-api-secret-token"), "Se-cr_et1");
        assert_eq!(got[0].update["message"]["text"], "hi");
        assert!(got[0].update["update_id"].is_i64());
    }
    pending(&play, 0).await;
    play.pass(3_600_000);
    real_ms(100).await;
    assert_eq!(hook.count(), 1, "what was taken is not posted again");
}

#[tokio::test]
async fn user_information_of_the_url_becomes_basic_authorization() {
    let play = Play::started().await;
    let (hook, address) = Hook::start().await;
    set(&play, &format!("http://shop:word@{address}/"), json!({})).await;
    say(&play, ANN, "hi");
    hook.wait_for(1).await;
    let got = hook.got.lock().unwrap();
    assert_eq!(got[0].headers["authorization"], "Basic c2hvcDp3b3Jk");
    assert!(!got[0].headers.contains_key("x-telegram-bot-api-secret-token"));
}

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
async fn a_method_in_the_answer_is_carried_out() {
    let (play, hook, _) = hooked(json!({})).await;
    let call = json!({"method": "SendMessage", "chat_id": ANN, "text": "by answer"}).to_string();
    hook.then(Script::Body("application/json; charset=utf-8", call));
    hook.then(Script::Body(
        "application/x-www-form-urlencoded",
        format!("method=sendMessage&chat_id={ANN}&text=by+form"),
    ));
    for ignored in ["getMe", "deleteWebhook", "setWebhook", "close", "logOut"] {
        hook.then(Script::Body("application/json", json!({"method": ignored}).to_string()));
    }
    hook.then(Script::Body("text/plain", "ok".into()));
    play.local.reset_request_counts();
    for number in 0..8 {
        say(&play, ANN, &format!("{number}"));
    }
    hook.wait_for(8).await;
    pending(&play, 0).await;
    let chat = play.local.read(play.ann(), 0);
    let texts: Vec<&str> = chat.messages.iter().map(|message| message.text.as_str()).collect();
    assert!(texts.contains(&"by answer") && texts.contains(&"by form"), "{texts:?}");
    assert_eq!(
        play.local.request_counts().into_iter().collect::<Vec<_>>(),
        [("sendMessage", 2)]
    );
    assert_eq!(info(&play).await["last_error_message"], Value::Null);
}

#[tokio::test]
async fn lanes_run_side_by_side_up_to_the_number_of_connections() {
    for (connections, most) in [(1, 1), (40, 2)] {
        let (play, hook, _) = hooked(json!({"max_connections": connections})).await;
        for _ in 0..4 {
            hook.then(Script::Slow(150));
        }
        play.local.start(BOB, play.bot, "").unwrap();
        for text in ["a", "b"] {
            say(&play, ANN, text);
            say(&play, BOB, text);
        }
        assert_eq!(hook.wait_for(5).await, 5);
        assert_eq!(hook.most_open.load(Ordering::SeqCst), most, "{connections} connections");
    }
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

#[tokio::test]
async fn a_webhook_too_gets_updates_late_twice_and_out_of_order() {
    let (play, hook, _) = hooked(json!({})).await;
    play.local.hold_updates(play.bot).unwrap();
    say(&play, ANN, "a");
    say(&play, ANN, "b");
    real_ms(100).await;
    assert_eq!(hook.count(), 0);
    let waiting = play.local.waiting_updates(play.bot).unwrap();
    let id = |place: usize| waiting[place]["update_id"].as_i64().unwrap();
    play.local.reorder_updates(play.bot, &[id(1), id(0)]).unwrap();
    play.local.repeat_update(play.bot, id(1)).unwrap();
    play.local.release_updates(play.bot).unwrap();
    hook.wait_for(3).await;
    assert_eq!(hook.texts(), ["b", "a", "a"]);
    assert_eq!(hook.ids(), [id(0), id(1), id(1)]);
    pending(&play, 0).await;
}
