//! One request of a bot: token, method, fields, faults, then the model.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request as HttpRequest;
use axum::response::Response;

use super::answer::{bad_gateway, ok, refused, server_error, wrong_path};
use super::line::Cut;
use super::{read, updates};
use crate::sandbox::Fault;
use crate::sandbox::api::{Fields, Method, Refusal, Request};
use crate::sandbox::model::{Answer, token_id};
use crate::sandbox::shared::Shared;
use crate::sandbox::spec;

/// `rest` is what follows `/bot` in the path.
pub(super) async fn handle(shared: Arc<Shared>, cut: Cut, rest: &str, request: HttpRequest) -> Response {
    match call(&shared, &cut, rest, request).await {
        Ok(answer) => ok(&answer),
        Err(refusal) => refused(&refusal),
    }
}

async fn call(shared: &Shared, cut: &Cut, rest: &str, request: HttpRequest) -> Result<Answer, Refusal> {
    let (token, method) = route(rest).ok_or_else(wrong_path)?;
    let bot = authorised(shared, &token)?;
    let method = Method::parse(method).ok_or_else(|| unknown(method))?;
    let fields = read::fields(request).await?;
    shared.facts.record(bot, method, &fields, (shared.now)());
    let fault = shared.facts.fault(bot, method);
    before(fault, cut).await?;
    let answer = run(shared, &token, bot, method, &fields).await;
    if fault == Some(Fault::DropAnswer) {
        cut.now();
    }
    answer
}

/// `<token>/<method>` or `<token>/test/<method>`.
fn route(rest: &str) -> Option<(String, &str)> {
    let (token, path) = rest.split_once('/')?;
    let method = path.strip_prefix("test/").unwrap_or(path);
    let whole = !method.is_empty() && !method.contains('/');
    whole.then(|| (token.replace("%3A", ":").replace("%3a", ":"), method))
}

pub(super) fn authorised(shared: &Shared, token: &str) -> Result<i64, Refusal> {
    if token_id(token).is_none() {
        return Err(Refusal::plain(401, "Unauthorized: invalid token specified"));
    }
    shared.look(|model, _| model.bot_of(token)).ok_or_else(unauthorized)
}

/// Telegram knows no such method, or the sandbox does not play it.
fn unknown(method: &str) -> Refusal {
    if spec::is_method(method) {
        // invented wording: Telegram plays them all
        return Refusal::plain(501, format!("Not Implemented: the sandbox does not play {method}"));
    }
    Refusal::plain(404, "Not Found: method not found")
}

pub(super) fn unauthorized() -> Refusal {
    Refusal::plain(401, "Unauthorized")
}

/// What a planned fault does before anything happens.
async fn before(fault: Option<Fault>, cut: &Cut) -> Result<(), Refusal> {
    match fault {
        None | Some(Fault::DropAnswer) => Ok(()),
        Some(Fault::ServerError) => Err(server_error()),
        Some(Fault::BadGateway) => Err(bad_gateway()),
        Some(Fault::TooManyRequests { retry_after_s }) => Err(Refusal::too_many(retry_after_s)),
        Some(Fault::Hang) => std::future::pending().await,
        Some(Fault::DropRequest) => {
            cut.now();
            Err(server_error())
        }
        Some(Fault::Delay { ms }) => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            Ok(())
        }
    }
}

async fn run(shared: &Shared, token: &str, bot: i64, method: Method, fields: &Fields) -> Result<Answer, Refusal> {
    match Request::parse(method, fields)? {
        Request::GetUpdates(ask) => updates::get_updates(shared, token, bot, ask).await,
        request => obey(shared, bot, request),
    }
}

/// A method that waits for nothing.
pub(super) fn execute(shared: &Shared, bot: i64, method: Method, fields: &Fields) -> Result<Answer, Refusal> {
    obey(shared, bot, Request::parse(method, fields)?)
}

fn obey(shared: &Shared, bot: i64, request: Request) -> Result<Answer, Refusal> {
    let done = shared.change(|model, now_ms| model.execute(bot, request, now_ms));
    done.map_err(|error| {
        tracing::error!("{error}");
        server_error()
    })?
}
