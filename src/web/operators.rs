//! Pages for operators: `/healthz` says how the shops are, in JSON and by its status; `/metrics` says it to Prometheus.
//! Both show the report that `kiosk status` shows.

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::json;

use super::gauges;
use crate::engine::{Meters, reload::Reloader};

/// Only what is read: a post to these paths is for whoever else listens here.
pub(super) fn router(reloader: Reloader) -> Router {
    Router::new()
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .with_state(reloader)
}

/// 200 where every shop that runs serves its customers, else 503.
async fn health(State(reloader): State<Reloader>) -> Response {
    match reloader.report().await {
        Ok(report) if report.healthy => Json(report).into_response(),
        Ok(report) => (StatusCode::SERVICE_UNAVAILABLE, Json(report)).into_response(),
        Err(fault) => {
            let words = json!({"healthy": false, "trouble": fault.to_string()});
            (StatusCode::SERVICE_UNAVAILABLE, Json(words)).into_response()
        }
    }
}

async fn metrics(State(reloader): State<Reloader>) -> Response {
    let report = reloader.report().await.map_err(|fault| fault.to_string());
    let meters: Vec<Meters> = reloader.worlds().map(|world| world.meters()).collect();
    let page = report.and_then(|report| gauges::page(&report, &meters).map_err(|error| error.to_string()));
    match page {
        Ok(page) => ([(header::CONTENT_TYPE, gauges::CONTENT_TYPE)], page).into_response(),
        Err(words) => (StatusCode::INTERNAL_SERVER_ERROR, words).into_response(),
    }
}
