//! Pages for operators: `/healthz` says how the shops are, in JSON and by its status; `/metrics` says it to Prometheus.
//! Both show the report that `kiosk status` shows.

use hyper::{
    StatusCode,
    body::Bytes,
    header::{CONTENT_TYPE, HeaderValue},
};
use serde::Serialize;
use serde_json::json;

use super::{
    faces::{Answer, bare},
    gauges,
};
use crate::engine::{Meters, reload::Reloader};

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const GAUGES: HeaderValue = HeaderValue::from_static(gauges::CONTENT_TYPE);
const WORDS: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// The page at this path, if one is there.
pub(super) async fn page(reloader: &Reloader, path: &str) -> Option<Answer> {
    match path {
        "/healthz" => Some(health(reloader).await),
        "/metrics" => Some(metrics(reloader).await),
        _ => None,
    }
}

/// 200 where every shop that runs serves its customers, else 503.
async fn health(reloader: &Reloader) -> Answer {
    match reloader.report().await {
        Ok(report) if report.healthy => told(StatusCode::OK, &report),
        Ok(report) => told(StatusCode::SERVICE_UNAVAILABLE, &report),
        Err(fault) => {
            let words = json!({"healthy": false, "trouble": fault.to_string()});
            told(StatusCode::SERVICE_UNAVAILABLE, &words)
        }
    }
}

fn told(status: StatusCode, page: &impl Serialize) -> Answer {
    match serde_json::to_vec(page) {
        Ok(page) => shown(status, JSON, page),
        Err(error) => shown(StatusCode::INTERNAL_SERVER_ERROR, WORDS, error.to_string()),
    }
}

async fn metrics(reloader: &Reloader) -> Answer {
    let report = reloader.report().await.map_err(|fault| fault.to_string());
    let meters: Vec<Meters> = reloader.worlds().map(|world| world.meters()).collect();
    let page = report.and_then(|report| gauges::page(&report, &meters).map_err(|error| error.to_string()));
    match page {
        Ok(page) => shown(StatusCode::OK, GAUGES, page),
        Err(words) => shown(StatusCode::INTERNAL_SERVER_ERROR, WORDS, words),
    }
}

fn shown(status: StatusCode, kind: HeaderValue, page: impl Into<Bytes>) -> Answer {
    let mut answer = bare(status);
    answer.headers_mut().insert(CONTENT_TYPE, kind);
    *answer.body_mut() = page.into().into();
    answer
}
