//! Tests against the running server, by raw HTTP as a bot sends it.

mod about;
mod channels;
mod envelope;
mod faults;
mod files;
mod flow;
mod forwards;
mod groups;
mod inline;
mod lean;
mod menu;
mod messages;
mod paid_media;
mod payments;
mod people;
mod shipping;
mod sources;
mod stars;
mod state;
mod subscriptions;
mod topics;
mod updates;
mod walk;
mod webhook;
mod wrong;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use super::{ChatId, Local, Options, Person, Sandbox, spec};

const ANN: i64 = 501;
const BOB: i64 = 502;
/// Where the hand-moved clock starts: 2026-01-01.
const START_MS: i64 = 1_767_225_600_000;

/// A sandbox with one bot and two people, of whom Ann has started the bot.
struct Play {
    sandbox: Sandbox,
    local: Local,
    token: String,
    bot: i64,
    clock: Arc<AtomicI64>,
    client: reqwest::Client,
}

impl Play {
    async fn new() -> Play {
        Play::with(Options::default()).await
    }

    /// The clock is moved by hand: `options.now` is not used.
    async fn with(options: Options) -> Play {
        let clock = Arc::new(AtomicI64::new(START_MS));
        let hand = Arc::clone(&clock);
        let now = Arc::new(move || hand.load(Ordering::SeqCst));
        let sandbox = Sandbox::start(Options { now, ..options }).await.unwrap();
        let local = sandbox.local();
        let token = local.add_bot("Bakery", "bakery_bot").unwrap();
        let bot = local.bot_id(&token).unwrap();
        for (id, name) in [(ANN, "Ann"), (BOB, "Bob")] {
            local.put_person(Person::new(id, name)).unwrap();
        }
        Play {
            sandbox,
            local,
            token,
            bot,
            clock,
            client: reqwest::Client::new(),
        }
    }

    /// With Ann's /start already seen and forgotten by the bot.
    async fn started() -> Play {
        Play::started_with(Options::default()).await
    }

    async fn started_with(options: Options) -> Play {
        let play = Play::with(options).await;
        play.local.start(ANN, play.bot, "").unwrap();
        play.updates().await;
        play
    }

    fn pass(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::SeqCst);
    }

    fn ann(&self) -> ChatId {
        ChatId::private(self.bot, ANN)
    }

    fn url(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.sandbox.url(), self.token)
    }

    /// Status and body of a call with a JSON body.
    async fn call(&self, method: &str, body: Value) -> (u16, Value) {
        let answer = self.client.post(self.url(method)).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// The result of a call that must succeed.
    async fn ok(&self, method: &str, body: Value) -> Value {
        let (status, answer) = self.call(method, body).await;
        assert_eq!((status, &answer["ok"]), (200, &json!(true)), "{method}: {answer}");
        let complaints = spec::judge_result(method, &answer["result"]);
        assert!(complaints.is_empty(), "{method}: {complaints:?} in {answer}");
        answer["result"].clone()
    }

    /// Code and description of a call that must fail.
    async fn refused(&self, method: &str, body: Value) -> (i64, String) {
        let (status, answer) = self.call(method, body).await;
        assert_eq!(answer["ok"], json!(false), "{method}: {answer}");
        assert_eq!(answer["error_code"], json!(status));
        let words = answer["description"].as_str().unwrap();
        assert!(
            sources::of(words).is_some(),
            "{method}: spec/rules.txt has no source of `{words}`"
        );
        (
            answer["error_code"].as_i64().unwrap(),
            answer["description"].as_str().unwrap().to_owned(),
        )
    }

    /// All waiting updates, acknowledged at once.
    async fn updates(&self) -> Vec<Value> {
        let waiting = self.local.waiting_updates(self.bot).unwrap();
        for update in &waiting {
            assert_eq!(spec::judge_update(update), Vec::<String>::new(), "{update}");
        }
        if let Some(last) = waiting.last() {
            let next = last["update_id"].as_i64().unwrap() + 1;
            self.ok("getUpdates", json!({"offset": next})).await;
        }
        waiting
    }

    async fn send(&self, text: &str) -> i64 {
        let sent = self.ok("sendMessage", json!({"chat_id": ANN, "text": text})).await;
        sent["message_id"].as_i64().unwrap()
    }

    /// An invoice to Ann of 12.50 EUR; returns its message.
    async fn invoice(&self) -> i64 {
        let sent = self.ok("sendInvoice", invoice()).await;
        sent["message_id"].as_i64().unwrap()
    }
}

/// A right invoice, to be spoiled by `with`.
fn invoice() -> Value {
    json!({
        "chat_id": ANN, "title": "Bread", "description": "Two loaves", "payload": "order-1",
        "provider_token": "123:TEST:abc", "currency": "EUR",
        "prices": [{"label": "Loaves", "amount": 1500}, {"label": "Discount", "amount": -250}],
    })
}

/// `base` with some fields replaced, or taken away where the value is null.
fn with(mut base: Value, fields: Value) -> Value {
    let Value::Object(fields) = fields else {
        panic!("these are no fields: {fields}")
    };
    for (name, value) in fields {
        if value.is_null() {
            base.as_object_mut().unwrap().remove(&name);
        } else {
            base[&name] = value;
        }
    }
    base
}

async fn real_ms(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}
