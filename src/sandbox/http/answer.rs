//! The envelope of the Bot API's answers.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;

use crate::sandbox::api::Refusal;
use crate::sandbox::model::Answer;

/// Whatever stands before Telegram answers so, never Telegram itself.
const BAD_GATEWAY: u16 = 502;

pub(super) fn ok(answer: &Answer) -> Response {
    let result = &answer.json;
    respond(
        StatusCode::OK,
        match answer.description {
            None => format!(r#"{{"ok":true,"result":{result}}}"#),
            Some(words) => format!(r#"{{"ok":true,"result":{result},"description":"{words}"}}"#),
        },
    )
}

pub(super) fn refused(refusal: &Refusal) -> Response {
    if refusal.code == BAD_GATEWAY {
        return page();
    }
    let mut body = json!({"ok": false, "error_code": refusal.code, "description": refusal.description});
    if let Some(seconds) = refusal.retry_after {
        body["parameters"] = json!({"retry_after": seconds});
    }
    if let Some(chat) = refusal.migrate_to_chat_id {
        body["parameters"] = json!({"migrate_to_chat_id": chat});
    }
    let status = StatusCode::from_u16(refusal.code).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = respond(status, body.to_string());
    if let Some(seconds) = refusal.retry_after {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

pub(super) fn respond(status: StatusCode, json: String) -> Response {
    let mut response = Response::new(Body::from(json));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn page() -> Response {
    let page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
    response
}

pub(super) fn bad_gateway() -> Refusal {
    Refusal::plain(BAD_GATEWAY, "Bad Gateway")
}

pub(super) fn wrong_path() -> Refusal {
    Refusal::plain(404, "Not Found")
}

pub(super) fn server_error() -> Refusal {
    Refusal::plain(500, "Internal Server Error")
}

pub(super) fn restarting() -> Refusal {
    Refusal::plain(500, "Internal Server Error: restart")
}
