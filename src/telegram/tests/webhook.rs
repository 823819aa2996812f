//! What is said about a webhook, and what Telegram says of it.

use serde_json::json;

use super::server::{Server, ok, refused};
use crate::{
    ids::QueryId,
    shop::Secret,
    telegram::{ApiFault, WebhookInfo, tap_answer, yes_answer},
    time::Timestamp,
};

#[tokio::test]
async fn a_webhook_is_set_with_everything_that_would_otherwise_stay_as_it_was() {
    let (server, bot) = Server::start(vec![
        ok(&json!(true)),
        refused(400, "Bad Request: bad webhook: getaddrinfo failed"),
    ])
    .await;
    let set = async || {
        bot.set_webhook("https://example.org/webhook/bakery", &Secret::new("letters"))
            .await
    };
    set().await.unwrap();
    let body = server.body(0);
    assert_eq!(body["url"], "https://example.org/webhook/bakery");
    assert_eq!(body["secret_token"], "letters");
    assert_eq!(body["max_connections"], 100);
    let kinds = json!(["message", "callback_query", "pre_checkout_query", "inline_query"]);
    assert_eq!(body["allowed_updates"], kinds);
    assert_eq!(body.get("drop_pending_updates"), None);
    let fault = set().await.unwrap_err();
    assert!(
        matches!(&fault, ApiFault::Refused { words, .. } if words.contains("getaddrinfo")),
        "{fault}"
    );
}

#[tokio::test]
async fn what_telegram_says_of_a_webhook_is_read_with_and_without_an_error() {
    let (_server, bot) = Server::start(vec![
        ok(&json!({"url": "", "has_custom_certificate": false, "pending_update_count": 0})),
        ok(
            &json!({"url": "https://example.org/webhook/bakery", "has_custom_certificate": false,
                   "pending_update_count": 7, "max_connections": 100, "ip_address": "93.184.216.34",
                   "last_error_date": 1_795_521_909, "last_error_message": "Connection refused"}),
        ),
    ])
    .await;
    let none = WebhookInfo {
        url: String::new(),
        waiting: 0,
        last_error: None,
    };
    assert_eq!(bot.webhook_info().await.unwrap(), none);
    let info = bot.webhook_info().await.unwrap();
    assert_eq!(
        (info.url.as_str(), info.waiting),
        ("https://example.org/webhook/bakery", 7)
    );
    let error = (Timestamp(1_795_521_909_000), "Connection refused".to_owned());
    assert_eq!(info.last_error, Some(error));
}

#[test]
fn a_yes_is_said_by_the_body_of_an_answer() {
    let body: serde_json::Value = serde_json::from_str(&yes_answer(&QueryId::new("77"))).unwrap();
    assert_eq!(
        body,
        json!({"method": "answerPreCheckoutQuery", "pre_checkout_query_id": "77", "ok": true})
    );
}

#[test]
fn a_tap_is_ended_by_the_body_of_an_answer() {
    let body: serde_json::Value = serde_json::from_str(&tap_answer(&QueryId::new("77"))).unwrap();
    assert_eq!(
        body,
        json!({"method": "answerCallbackQuery", "callback_query_id": "77"})
    );
}
