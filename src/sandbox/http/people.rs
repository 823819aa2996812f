//! The people's door: one act as JSON in, its result or why not as JSON out.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::BODY_BYTES_MAX;
use super::answer::respond;
use crate::sandbox::people::{Act, perform};
use crate::sandbox::shared::Shared;
use crate::sandbox::{Error, Local};

pub(super) async fn handle(shared: Arc<Shared>, request: Request) -> Response {
    match act(shared, request).await {
        Ok(value) => respond(StatusCode::OK, value.to_string()),
        Err(Error::Refused(words)) => respond(StatusCode::CONFLICT, json!({"refused": words}).to_string()),
        Err(Error::Machine(words)) => respond(StatusCode::INTERNAL_SERVER_ERROR, json!({"failed": words}).to_string()),
    }
}

async fn act(shared: Arc<Shared>, request: Request) -> Result<Value, Error> {
    let body = axum::body::to_bytes(request.into_body(), BODY_BYTES_MAX).await;
    let body = body.map_err(|error| Error::machine(format!("the request could not be read: {error}")))?;
    let act: Act = serde_json::from_slice(&body).map_err(|error| Error::refused(format!("this is no act: {error}")))?;
    perform(&Local::new(shared), act).await
}
