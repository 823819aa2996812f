//! One request of a webhook: whom it is for, whether it may, what it holds, and the answer. 200 says that the update is
//! durable; on anything else Telegram posts it again.

use std::time::Duration;

use http_body_util::{BodyExt as _, Limited};
use hyper::{
    Method, Request, StatusCode,
    body::{Body as _, Bytes, Incoming},
    header::{CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER},
};

use super::faces::{Answer, bare};
use crate::{
    config::PublicUrl,
    engine::{Door, Handle, Posted},
};

/// Where Telegram puts the secret of a webhook.
const SECRET: HeaderName = HeaderName::from_static("x-telegram-bot-api-secret-token");
/// No update comes near it.
const BODY_BYTES_MAX: usize = 1024 * 1024;
/// A body that takes longer to arrive is given up.
const BODY_WITHIN: Duration = Duration::from_secs(10);
/// Where an update is to come again, no sooner than this many seconds later.
const AGAIN_AFTER: HeaderValue = HeaderValue::from_static("1");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

pub(super) async fn answer(engine: &Handle, public_url: &PublicUrl, request: Request<Incoming>) -> Answer {
    let Some(door) = door(engine, public_url, &request) else {
        return bare(StatusCode::NOT_FOUND);
    };
    match read(request.into_body()).await {
        Ok(body) => said(door.take_in(&body).await),
        Err(status) => bare(status),
    }
}

/// The door that a request may enter by.
fn door(engine: &Handle, public_url: &PublicUrl, request: &Request<Incoming>) -> Option<Door> {
    let shop = public_url.shop_at(request.uri().path());
    let secret = request.headers().get(SECRET).map_or(&b""[..], HeaderValue::as_bytes);
    let door = engine.door(shop.unwrap_or_default(), secret)?;
    (request.method() == Method::POST).then_some(door)
}

async fn read(body: Incoming) -> Result<Bytes, StatusCode> {
    // So long as the request says it is.
    if body.size_hint().lower() > BODY_BYTES_MAX as u64 {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    match tokio::time::timeout(BODY_WITHIN, Limited::new(body, BODY_BYTES_MAX).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        // Where the connection broke instead, nobody reads this.
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

fn said(posted: Posted) -> Answer {
    match posted {
        Posted::Kept(None) => bare(StatusCode::OK),
        Posted::Kept(Some(call)) => {
            let mut answer = Answer::new(call.into());
            answer.headers_mut().insert(CONTENT_TYPE, JSON);
            answer
        }
        Posted::Unreadable => bare(StatusCode::BAD_REQUEST),
        Posted::Later => {
            let mut answer = bare(StatusCode::SERVICE_UNAVAILABLE);
            answer.headers_mut().insert(RETRY_AFTER, AGAIN_AFTER);
            answer
        }
    }
}
