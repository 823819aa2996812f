//! Webhooks over HTTP: what is posted, what becomes of each answer, and how it gives way to polling.

mod failing;
mod posting;
mod setting;

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
    hooked_with(Options::default(), more).await
}

async fn hooked_with(options: Options, more: Value) -> (Play, Arc<Hook>, String) {
    let play = Play::started_with(options).await;
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
