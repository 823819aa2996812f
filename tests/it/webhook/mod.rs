//! Shops to which Telegram posts updates: who may post, what is answered and when, and purchases over the whole way.

mod proxy;
mod running;
mod strangers;
mod switching;
mod updates;

use std::{net::SocketAddr, sync::Arc};

use kiosk::{
    config::PublicUrl,
    sandbox::Outcome,
    time::{Clock, HandClock, SystemClock, Timestamp},
    web::{Faces, Listening, Serving},
};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};

use super::engine::bench::{ANN, Bench, OWNER, is_receipt};

const SECRET: &str = "X-Telegram-Bot-Api-Secret-Token";

/// One shop behind a webhook.
struct Posted {
    bench: Bench,
    web: Serving,
    url: PublicUrl,
    http: reqwest::Client,
}

impl Posted {
    async fn new() -> Posted {
        Posted::with(Arc::new(SystemClock::default())).await
    }

    /// Whose time stands still until it is moved.
    async fn by_hand() -> (Posted, HandClock) {
        let clock = HandClock::at(Timestamp(1_795_521_909_000));
        (Posted::with(Arc::new(clock.clone())).await, clock)
    }

    async fn with(clock: Arc<dyn Clock>) -> Posted {
        let listening = Listening::at(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let url = PublicUrl::parse(&format!("http://{}/kiosk", listening.address())).unwrap();
        let bench = Bench::posted(url.clone(), clock).await;
        Posted::behind(listening, url, bench).await
    }

    /// The same shop, whose updates were fetched up to now.
    async fn instead_of(bench: Bench) -> Posted {
        let listening = Listening::at(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let url = PublicUrl::parse(&format!("http://{}", listening.address())).unwrap();
        let bench = bench.restart_by(Some(url.clone())).await;
        Posted::behind(listening, url, bench).await
    }

    async fn behind(listening: Listening, url: PublicUrl, bench: Bench) -> Posted {
        let web = listening.serve(Faces::of_webhooks(bench.world.handle(), url.clone()));
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let posted = Posted { bench, web, url, http };
        posted.is_set().await;
        posted
    }

    /// Waits until the shop has told Telegram where to post.
    async fn is_set(&self) {
        while self.bench.calls("setWebhook") == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }

    /// The secret that Telegram was told.
    fn secret(&self) -> String {
        let requests = self.bench.local.requests().into_iter().rev();
        let mut told = requests.filter(|request| request.method == "setWebhook");
        told.next().unwrap().fields["secret_token"].as_str().unwrap().to_owned()
    }

    fn address(&self) -> String {
        self.url.webhook(&super::engine::bench::shop_id())
    }

    /// A request as Telegram makes it, with its secret.
    fn request(&self) -> RequestBuilder {
        self.http.post(self.address()).header(SECRET, self.secret())
    }

    /// Posts one update as Telegram does; what came back.
    async fn post(&self, update: &Value) -> (StatusCode, String) {
        let answer = self.request().json(update).send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    }

    /// Somebody opens the chat with the shop, so that it may write there; how much it wrote by then.
    async fn meets(&self, who: i64) -> usize {
        self.bench.local.start(who, self.bench.bot, "").unwrap();
        self.bench.sees(who, |message| message.by_bot).await;
        self.bench.world.handle().settled().await;
        said(&self.bench, who)
    }

    async fn stop(self) {
        self.web.stop(self.bench.world.stop()).await;
    }
}

/// `/start`, said by somebody.
fn start(update: i64, who: i64) -> Value {
    json!({"update_id": update, "message": {
        "message_id": update, "date": 1, "text": "/start",
        "from": {"id": who, "is_bot": false, "first_name": "Ann"},
        "chat": {"id": who, "type": "private", "first_name": "Ann"}}})
}

/// How often the shop wrote to somebody.
fn said(bench: &Bench, who: i64) -> usize {
    let messages = bench.local.read(bench.chat(who), 0).messages;
    messages.iter().filter(|message| message.by_bot).count()
}

#[tokio::test]
async fn a_purchase_from_the_first_tap_to_the_receipt() {
    let posted = Posted::new().await;
    let bench = &posted.bench;
    bench.local.start(OWNER, bench.bot, "").unwrap();
    let invoice = bench.invoice(ANN).await;
    let query = bench.press_pay(ANN, &invoice);
    assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    bench.local.charge(query).unwrap();
    let receipt = bench.sees(ANN, is_receipt).await;
    assert!(receipt.text.contains("6.50"), "{}", receipt.text);
    bench.sees(OWNER, |message| message.text.contains("T1001")).await;
    bench.world.handle().settled().await;
    assert_eq!(bench.calls("answerPreCheckoutQuery"), 1);
    assert_eq!(bench.calls("getUpdates"), 0);
    let stock = bench.stock().await;
    assert_eq!((stock.on_hand, stock.reserved), (2, 0));
    // What rode in answers was taken, too.
    assert_eq!(bench.local.complaints(), [""; 0]);
    bench.books_are_right().await;
    posted.stop().await;
}
