//! `/file/bot<token>/<file_path>`: what a bot downloads after `getFile`. Bot API, "getFile".

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;

use super::answer::{refused, wrong_path};
use super::bot_api::authorised;
use crate::sandbox::shared::Shared;

/// `rest` is what follows `/file/bot` in the path.
pub(super) fn handle(shared: &Shared, rest: &str) -> Response {
    let Some((token, path)) = rest.split_once('/') else {
        return refused(&wrong_path());
    };
    let bot = match authorised(shared, &token.replace("%3A", ":").replace("%3a", ":")) {
        Ok(bot) => bot,
        Err(refusal) => return refused(&refusal),
    };
    let Some(content) = shared.look(|model, _| model.download(bot, path)) else {
        return refused(&wrong_path());
    };
    let mut response = Response::new(Body::from(content.to_vec()));
    let any = HeaderValue::from_static("application/octet-stream");
    response.headers_mut().insert(header::CONTENT_TYPE, any);
    response
}
