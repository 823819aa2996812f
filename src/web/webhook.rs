//! One request of a webhook: whom it is for, whether it may, what it holds, and the answer. 200 says that the update is
//! durable; on anything else Telegram posts it again.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};

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

/// The webhooks of all shops.
pub(super) struct Webhooks {
    engine: Handle,
    public_url: PublicUrl,
}

impl Webhooks {
    pub(super) fn new(engine: Handle, public_url: PublicUrl) -> Webhooks {
        Webhooks { engine, public_url }
    }

    /// The door that a request may enter by.
    fn door(&self, request: &Request) -> Option<Door> {
        let shop = self.public_url.shop_at(request.uri().path());
        let secret = request.headers().get(SECRET).map_or(&b""[..], HeaderValue::as_bytes);
        let door = self.engine.door(shop.unwrap_or_default(), secret)?;
        (request.method() == Method::POST).then_some(door)
    }
}

pub(super) async fn handle(State(webhooks): State<Arc<Webhooks>>, request: Request) -> Response {
    let Some(door) = webhooks.door(&request) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match read(request).await {
        Ok(body) => answer(door.take_in(&body).await),
        Err(status) => status.into_response(),
    }
}

async fn read(request: Request) -> Result<Bytes, StatusCode> {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > BODY_BYTES_MAX) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    match tokio::time::timeout(BODY_WITHIN, to_bytes(request.into_body(), BODY_BYTES_MAX)).await {
        Ok(Ok(body)) => Ok(body),
        // Where the connection broke instead, nobody reads this.
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

fn answer(posted: Posted) -> Response {
    match posted {
        Posted::Kept(None) => StatusCode::OK.into_response(),
        Posted::Kept(Some(call)) => ([(header::CONTENT_TYPE, JSON)], call).into_response(),
        Posted::Unreadable => StatusCode::BAD_REQUEST.into_response(),
        Posted::Later => (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, AGAIN_AFTER)]).into_response(),
    }
}
