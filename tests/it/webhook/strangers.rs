//! Whoever does not know the secret learns nothing and changes nothing; nobody can post what is no update.

use reqwest::{Method, RequestBuilder, StatusCode};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{Posted, SECRET, said, start};
use crate::engine::bench::ANN;

/// Everything that an answer says, except when.
async fn answer(request: RequestBuilder) -> (StatusCode, String, String) {
    let answer = request.send().await.unwrap();
    let mut headers = answer.headers().clone();
    headers.remove("date");
    (answer.status(), format!("{headers:?}"), answer.text().await.unwrap())
}

#[tokio::test]
async fn without_the_secret_every_path_is_like_one_that_is_not_there() {
    let posted = Posted::new().await;
    let (http, address, secret) = (&posted.http, posted.address(), posted.secret());
    let elsewhere = answer(http.post(format!("{}/nowhere", posted.url))).await;
    assert_eq!(elsewhere.0, StatusCode::NOT_FOUND);
    let before = posted.meets(ANN).await;
    let update = start(500_000_000, ANN);
    let almost = format!("{}x", &secret[..secret.len() - 1]);
    let upper = secret.to_uppercase();
    let other_shop = address.replace("bakery", "butcher");
    let requests = [
        http.post(&address),
        http.post(&address).json(&update),
        http.post(&address).header(SECRET, "").json(&update),
        http.post(&address).header(SECRET, almost).json(&update),
        http.post(&address).header(SECRET, upper).json(&update),
        http.post(&address).header(SECRET, &secret[1..]).json(&update),
        http.post(&other_shop).json(&update),
        http.post(&other_shop).header(SECRET, &secret).json(&update),
        http.post(&other_shop).header(SECRET, "-".repeat(64)).json(&update),
        http.post(format!("{address}/")).header(SECRET, &secret).json(&update),
        http.post(address.replace("/kiosk", ""))
            .header(SECRET, &secret)
            .json(&update),
        http.request(Method::GET, &address).header(SECRET, &secret),
        http.request(Method::PUT, &address)
            .header(SECRET, &secret)
            .json(&update),
    ];
    for request in requests {
        let shown = format!("{request:?}");
        assert_eq!(answer(request).await, elsewhere, "{shown}");
    }
    posted.bench.world.handle().settled().await;
    assert_eq!(said(&posted.bench, ANN), before);
    let (status, screen) = posted.post(&update).await;
    assert_eq!(status, StatusCode::OK);
    assert!(screen.contains("sendMessage"), "{screen}");
    posted.stop().await;
}

/// The first line of what comes back for a body that does not say how long it will be.
async fn in_pieces(posted: &Posted, bytes: usize) -> String {
    let address = posted.address();
    let (host, path) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut socket = TcpStream::connect(host).await.unwrap();
    let secret = posted.secret();
    let head =
        format!("POST /{path} HTTP/1.1\r\nHost: {host}\r\n{SECRET}: {secret}\r\nTransfer-Encoding: chunked\r\n\r\n");
    let body = format!("{bytes:x}\r\n{}\r\n0\r\n\r\n", " ".repeat(bytes));
    // It need not be read to its end.
    let _ = socket.write_all((head + body.as_str()).as_bytes()).await;
    let mut answer = [0; 512];
    let read = socket.read(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[..read])
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn what_is_too_long_or_no_update_is_refused() {
    let posted = Posted::new().await;
    let long = vec![b' '; 1024 * 1024 + 1];
    let whole = posted.request().body(long);
    assert_eq!(answer(whole).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(
        in_pieces(&posted, 1024 * 1024 + 1).await,
        "HTTP/1.1 413 Payload Too Large"
    );
    for rubbish in [
        "",
        "null",
        "[]",
        "{}",
        "{\"update_id\":\"one\"}",
        "\u{0}\u{1}",
        "<html>",
    ] {
        assert_eq!(
            answer(posted.request().body(rubbish)).await.0,
            StatusCode::BAD_REQUEST,
            "{rubbish}"
        );
    }
    assert_eq!(posted.post(&start(1, ANN)).await.0, StatusCode::OK);
    posted.stop().await;
}

#[tokio::test]
async fn the_secret_is_no_part_of_the_token_and_the_address_holds_neither() {
    let posted = Posted::new().await;
    let (secret, token) = (posted.secret(), &posted.bench.token);
    let (_, private) = token.split_once(':').unwrap();
    assert!(!secret.contains(private) && !posted.address().contains(private) && !posted.address().contains(&secret));
    let set = posted.bench.local.requests();
    let set = set.iter().find(|request| request.method == "setWebhook").unwrap();
    assert_eq!(set.fields["url"], posted.address());
    let allowed = set.fields["allowed_updates"].as_array().unwrap();
    assert!(allowed.contains(&"pre_checkout_query".into()), "{allowed:?}");
    posted.stop().await;
}
