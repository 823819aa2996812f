//! What operators see of a running kiosk: `/healthz` and `/metrics` tell what `kiosk status` tells.

use std::time::Instant;

use kiosk::{sandbox::Outcome, time::rfc3339};
use reqwest::StatusCode;
use serde_json::Value;

use super::{ANN, CEILING, FAIR, Fair, Live, Visitor, catalog};
use crate::fair::{Way, free_port};

/// A running kiosk with pages for operators.
struct Watched {
    live: Live,
    url: String,
}

async fn get(url: &str) -> (StatusCode, String) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let began = Instant::now();
    let answer = loop {
        match http.get(url).send().await {
            Ok(answer) => break answer,
            Err(error) => assert!(began.elapsed() < CEILING, "{url}: {error}"),
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    };
    (answer.status(), answer.text().await.unwrap())
}

impl Watched {
    async fn open(name: &str) -> Watched {
        let fair = Fair::open(name).await;
        let address = format!("127.0.0.1:{}", free_port());
        let engine = fair.start("run.log", &[("KIOSK_METRICS", &address)]);
        let live = Live { fair, engine };
        live.is_up().await;
        let url = format!("http://{address}");
        Watched { live, url }
    }

    async fn health(&self) -> (StatusCode, Value) {
        let (status, body) = get(&format!("{}/healthz", self.url)).await;
        (status, serde_json::from_str(&body).unwrap())
    }

    async fn metrics(&self) -> String {
        let (status, body) = get(&format!("{}/metrics", self.url)).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body
    }

    /// The number behind this name and these labels.
    async fn metric(&self, line: &str) -> Option<i64> {
        let page = self.metrics().await;
        let found = page.lines().find_map(|of_page| of_page.strip_prefix(line));
        found.map(|number| number.trim().parse().unwrap())
    }

    async fn metric_is(&self, line: &str, number: i64) {
        let began = Instant::now();
        while self.metric(line).await != Some(number) {
            assert!(
                began.elapsed() < CEILING,
                "{line} never was {number}: {}",
                self.metrics().await
            );
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_three_tell_the_same() {
    let watched = Watched::open("live-same").await;
    let mut ann = Visitor::new(&watched.live.fair.local, FAIR, ANN);
    assert!(ann.buys("loaf", false).await.is_some());
    let unpaid = ann.invoice("game").await.unwrap();
    watched
        .metric_is("kiosk_outbox_messages{shop=\"fair\",world=\"live\"}", 0)
        .await;
    let (status, health) = watched.health().await;
    assert_eq!((status, &health["healthy"]), (StatusCode::OK, &Value::Bool(true)));
    let output = watched.live.fair.command(&["status", "--json"]).output().unwrap();
    let mut said: Value = serde_json::from_slice(&output.stdout).unwrap();
    // Between the two the shop has asked for updates again.
    said["shops"][0]["updates_seen"] = health["shops"][0]["updates_seen"].clone();
    assert_eq!(said, health);
    assert_eq!(
        (&said["shops"][0]["unpaid"], &said["shops"][0]["world"]),
        (&1.into(), &"live".into())
    );
    let since = |field: &str| rfc3339::deserialize(&said["shops"][0][field]).unwrap().0 / 1000;
    for (line, number) in [
        ("kiosk_shop_healthy{shop=\"fair\",world=\"live\"}", 1),
        ("kiosk_orders_open{shop=\"fair\",world=\"live\"}", 1),
        ("kiosk_holds{shop=\"fair\",world=\"live\"}", 0),
        ("kiosk_inbox_updates{shop=\"fair\",world=\"live\"}", 0),
        (
            "kiosk_revision_since_timestamp_seconds{shop=\"fair\",world=\"live\"}",
            since("since"),
        ),
        ("kiosk_config_last_reload_successful{shop=\"fair\"}", 1),
        ("kiosk_config_differs{shop=\"fair\"}", 0),
        (
            "kiosk_pre_checkout_duration_seconds_count{answer=\"yes\",shop=\"fair\",world=\"live\"}",
            1,
        ),
    ] {
        assert_eq!(
            watched.metric(line).await,
            Some(number),
            "{line}: {}",
            watched.metrics().await
        );
    }
    let seen = watched
        .metric("kiosk_last_poll_timestamp_seconds{shop=\"fair\",world=\"live\"}")
        .await;
    assert!(seen.unwrap() >= since("updates_seen"));
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/prometheus-rules.yml");
    let rules = std::fs::read_to_string(rules).unwrap();
    let named = rules.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    let named: Vec<&str> = named.filter(|word| word.starts_with("kiosk_")).collect();
    assert!(named.len() > 3, "{named:?}");
    let page = watched.metrics().await;
    for name in named {
        assert!(page.contains(&format!("\n{name}{{")), "no {name} in {page}");
    }
    let updates = watched
        .metric("kiosk_updates_total{shop=\"fair\",world=\"live\"}")
        .await;
    assert!(updates.unwrap() >= 4);

    let Some((_, Outcome::Confirmed)) = ann.asks(&unpaid).await else {
        panic!("no yes")
    };
    assert_eq!(
        watched.metric("kiosk_holds{shop=\"fair\",world=\"live\"}").await,
        Some(1)
    );
    assert_eq!(
        watched.metric("kiosk_orders_open{shop=\"fair\",world=\"live\"}").await,
        Some(0)
    );
    watched.live.engine.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_files_are_no_illness_and_a_lost_bot_is() {
    let watched = Watched::open("live-ill").await;
    let live = &watched.live;
    let (good, differs) = (
        "kiosk_config_last_reload_successful{shop=\"fair\"}",
        "kiosk_config_differs{shop=\"fair\"}",
    );
    watched.metric_is(good, 1).await;
    let before = watched
        .metric("kiosk_config_last_reload_success_timestamp_seconds{shop=\"fair\"}")
        .await;
    assert!(before.is_some());
    live.save("catalog.yaml", "products: [\n");
    watched.metric_is(good, 0).await;
    assert_eq!(watched.metric(differs).await, Some(1));
    let after = watched
        .metric("kiosk_config_last_reload_success_timestamp_seconds{shop=\"fair\"}")
        .await;
    assert_eq!(after, before, "the last good one is still told");
    assert_eq!(watched.health().await.0, StatusCode::OK, "the old files serve");
    live.save("catalog.yaml", &catalog("5.10"));
    watched.metric_is(good, 1).await;
    watched.metric_is(differs, 0).await;

    // A folder that never opened is told and makes nobody ill.
    std::fs::create_dir(live.fair.folder.join("shops/new")).unwrap();
    watched
        .metric_is("kiosk_config_last_reload_successful{shop=\"new\"}", 0)
        .await;
    assert_eq!(watched.health().await.0, StatusCode::OK);

    live.fair.local.revoke_token(FAIR.bot).unwrap();
    watched
        .metric_is("kiosk_shop_healthy{shop=\"fair\",world=\"live\"}", 0)
        .await;
    let (status, health) = watched.health().await;
    assert_eq!(
        (status, &health["healthy"]),
        (StatusCode::SERVICE_UNAVAILABLE, &Value::Bool(false))
    );
    let trouble = health["shops"][0]["trouble"].as_str().unwrap();
    assert!(trouble.contains("does not know the bot token"), "{trouble}");
    watched.live.engine.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_are_with_the_webhooks_only_where_both_name_one_address() {
    let mut fair = Fair::open("live-doors").await;
    let port = free_port();
    fair.post_to(port, port);
    let (own, at) = (format!("http://127.0.0.1:{port}"), format!("127.0.0.1:{port}"));
    let engine = fair.start("apart", &[]);
    assert!(Visitor::new(&fair.local, FAIR, ANN).buys("loaf", false).await.is_some());
    for page in ["healthz", "metrics"] {
        assert_eq!(get(&format!("{own}/{page}")).await.0, StatusCode::NOT_FOUND);
    }
    engine.stop().await;
    let engine = fair.start("together", &[("KIOSK_METRICS", &at)]);
    assert!(Visitor::new(&fair.local, FAIR, ANN).buys("loaf", false).await.is_some());
    assert_eq!(get(&format!("{own}/healthz")).await.0, StatusCode::OK);
    assert_eq!(get(&format!("{own}/elsewhere")).await.0, StatusCode::NOT_FOUND);
    engine.stop().await;
    fair.change_way(Way::Fetched);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = fair.command(&["run"]).env("KIOSK_METRICS", &address).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(
        words.contains(&format!("cannot listen on {address}")) && words.contains("`metrics`"),
        "{words}"
    );
}
