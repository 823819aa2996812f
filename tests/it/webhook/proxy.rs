//! `examples/nginx.conf` under a real nginx, with the real binary behind it. Only its addresses are changed, and its TLS is
//! left out, because the local Telegram trusts no certificate that a test could make.
//!
//!     cargo test --test it webhook::proxy -- --ignored        (needs nginx)

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command},
    time::Duration,
};

use kiosk::{
    config::{PublicUrl, Settings},
    sandbox::{Outcome, Person},
};
use reqwest::StatusCode;

use super::SECRET;
use crate::fair::{CEILING, Crowd, FAIR, Fair, Judge, Visitor, free_port};

const EXAMPLE: &str = include_str!("../../../examples/nginx.conf");

struct Nginx {
    child: Child,
    folder: PathBuf,
}

impl Nginx {
    fn start(folder: PathBuf, front: u16, back: u16) -> Nginx {
        fs::create_dir_all(&folder).unwrap();
        let at = folder.display();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {at}/{kind};\n"))
            .concat();
        let whole = format!(
            "worker_processes 1;\npid {at}/pid;\ndaemon off;\nevents {{ worker_connections 1024; }}\n\
             http {{\naccess_log off;\n{temporary}{}\n}}\n",
            example(front, back)
        );
        let config = folder.join("nginx.conf");
        fs::write(&config, whole).unwrap();
        let child = Command::new("nginx")
            .arg("-p")
            .arg(&folder)
            .arg("-c")
            .arg(&config)
            .arg("-e")
            .arg(folder.join("error.log"))
            .spawn()
            .expect("nginx is installed");
        Nginx { child, folder }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its workers end with it only where it is asked to stop.
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!(
                "{}",
                fs::read_to_string(self.folder.join("error.log")).unwrap_or_default()
            );
        }
    }
}

/// The example, at these ports of this machine.
fn example(front: u16, back: u16) -> String {
    let changed = |text: String, from: &str, to: &str| {
        assert_eq!(text.matches(from).count(), 1, "the example has one `{from}`");
        text.replace(from, to)
    };
    let text = changed(
        EXAMPLE.to_owned(),
        "listen 443 ssl;",
        &format!("listen 127.0.0.1:{front};"),
    );
    let text = changed(text, "server 127.0.0.1:8080;", &format!("server 127.0.0.1:{back};"));
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("ssl_certificate"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_example_fits_what_kiosk_does_by_itself() {
    let listens = format!("server {};", Settings::default().listen);
    assert!(EXAMPLE.contains(&listens), "{listens}");
    let address = EXAMPLE
        .lines()
        .find_map(|line| line.trim_start_matches('#').trim().strip_prefix("public_url: "));
    let url = PublicUrl::parse(address.unwrap()).unwrap();
    assert_eq!(url.unfit_for_telegram(), None);
    let webhook = url.webhook(&crate::engine::bench::shop_id());
    let (name, path) = webhook.strip_prefix("https://").unwrap().split_once('/').unwrap();
    assert!(EXAMPLE.contains(&format!("server_name {name};")), "{name}");
    let folder = path.strip_suffix("bakery").unwrap();
    assert!(EXAMPLE.contains(&format!("location /{folder} {{")), "{folder}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs nginx"]
async fn people_buy_through_the_example_for_nginx() {
    let mut fair = Fair::open("nginx").await;
    let (front, back) = (free_port(), free_port());
    fair.post_to(front, back);
    let nginx = Nginx::start(fair.folder.join("nginx"), front, back);
    let engine = fair.start("first.log", &[]);
    let crowd = Crowd::of(&fair.local, 8);
    crowd.buys(24, CEILING).await;
    engine.stop().await;
    // What comes now gets nginx's own 502, and comes again.
    fair.local.put_person(Person::new(5_900, "Early")).unwrap();
    fair.local.start(5_900, FAIR.bot, "").unwrap();
    hears_of(&fair, "502 Bad Gateway").await;
    let engine = fair.start("second.log", &[]);
    crowd.buys(24, CEILING).await;
    assert_eq!(crowd.goes_home().await, 0);
    strangers_are_turned_away(&fair, front).await;
    let mut late = Visitor::new(&fair.local, FAIR, 77);
    let bill = late.invoice("loaf").await.unwrap();
    let (query, outcome) = late.asks(&bill).await.unwrap();
    assert_eq!(outcome, Outcome::Confirmed);
    late.pays(query).await.unwrap();
    let mut judge = Judge::new(&fair).await;
    judge.waits_for_quiet(CEILING).await;
    engine.stop().await;
    assert_eq!(judge.verdict().await, [""; 0]);
    assert!(!fair.local.request_counts().contains_key("getUpdates"));
    drop(nginx);
}

/// Waits until Telegram would tell the operator this of the webhook.
async fn hears_of(fair: &Fair, words: &str) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let address = format!("{}/bot{}/getWebhookInfo", fair.sandbox.url(), FAIR.token());
    let began = tokio::time::Instant::now();
    loop {
        let info = http.get(&address).send().await.unwrap().text().await.unwrap();
        if info.contains(words) {
            return;
        }
        assert!(began.elapsed() < CEILING, "no `{words}` in {info}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn strangers_are_turned_away(fair: &Fair, front: u16) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let requests = fair.local.requests();
    let set = requests.iter().find(|request| request.method == "setWebhook").unwrap();
    let (url, secret) = (
        set.fields["url"].as_str().unwrap(),
        set.fields["secret_token"].as_str().unwrap(),
    );
    let status = async |url: &str, secret: &str, body: Vec<u8>| {
        let request = http.post(url).header(SECRET, secret).body(body);
        request.send().await.unwrap().status()
    };
    let elsewhere = format!("http://127.0.0.1:{front}/");
    assert_eq!(status(&elsewhere, secret, Vec::new()).await, StatusCode::NOT_FOUND);
    assert_eq!(status(url, "guessed", Vec::new()).await, StatusCode::NOT_FOUND);
    assert_eq!(status(url, secret, Vec::new()).await, StatusCode::BAD_REQUEST);
    let long = vec![b' '; 1024 * 1024 + 1];
    assert_eq!(status(url, secret, long).await, StatusCode::PAYLOAD_TOO_LARGE);
}
