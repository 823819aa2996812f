//! HTTP around the model: the Bot API under `/bot<token>/<method>`, its files under `/file/bot<token>/<path>`, the
//! people's door under `/people`.

mod answer;
mod bot_api;
mod files;
mod line;
mod people;
mod postman;
mod read;
mod updates;

use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::Method;
use axum::response::Response;
use tokio::net::TcpListener;

use super::shared::Shared;
use answer::{refused, wrong_path};
use line::{Cut, Door};

pub(super) use postman::deliver;
pub(super) use updates::Polls;

/// Telegram takes uploads up to 50 MB; the rest is room for the other parts.
const BODY_BYTES_MAX: usize = 52 * 1024 * 1024;

/// Serves until `closing`.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut closing = shared.closing.subscribe();
    let ended = async move {
        let _ = closing.wait_for(|closing| *closing).await;
    };
    let app = Router::new()
        .fallback(handle)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(shared);
    let service = app.into_make_service_with_connect_info::<Cut>();
    if let Err(error) = axum::serve(Door(listener), service).with_graceful_shutdown(ended).await {
        tracing::error!("the sandbox's server ended: {error}");
    }
}

async fn handle(State(shared): State<Arc<Shared>>, ConnectInfo(cut): ConnectInfo<Cut>, request: Request) -> Response {
    let known = [Method::GET, Method::POST].contains(request.method());
    let path = request.uri().path().to_owned();
    if path == "/people" {
        return people::handle(shared, request).await;
    }
    if let (Some(rest), true) = (path.strip_prefix("/file/bot"), known) {
        return files::handle(&shared, rest);
    }
    match path.strip_prefix("/bot") {
        Some(rest) if known => {
            let mut closing = shared.closing.subscribe();
            tokio::select! {
                biased;
                answer = bot_api::handle(Arc::clone(&shared), cut, rest, request) => answer,
                _ = closing.wait_for(|closing| *closing) => refused(&answer::restarting()),
            }
        }
        _ => refused(&wrong_path()),
    }
}
