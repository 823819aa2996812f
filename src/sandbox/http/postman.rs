//! Posts updates to webhooks and carries out the one method that an answer may hold. When and how often something is
//! posted is `model::delivery`; waiting between attempts goes by the model's clock, waiting for an answer by real time.

use std::collections::HashMap;
use std::error::Error as _;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request as HttpRequest, header};
use reqwest::{Certificate, Client, Response, redirect};
use tokio::task::JoinSet;

use super::{bot_api, read};
use crate::sandbox::Fault;
use crate::sandbox::api::{HookPlace, Method};
use crate::sandbox::model::{Delivery, Failure, Model, Posted};
use crate::sandbox::shared::{Shared, lock};

/// Telegram's header for the bot's own secret (Bot API, `setWebhook`).
const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";
/// As long as an answer may take (`WebhookActor.cpp`, the idle time of a connection).
const ANSWER_MAX: Duration = Duration::from_secs(60);
/// As long as a connection may take.
const CONNECT_MAX: Duration = Duration::from_secs(10);
/// As much of an answer is read.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;
/// Methods that mean nothing in an answer, besides all that begin with `get` (`WebhookActor.cpp`, `handle`).
const IGNORED: &[&str] = &["deletewebhook", "setwebhook", "close", "logout"];

/// Posts until the sandbox ends.
pub(crate) async fn deliver(shared: Arc<Shared>) {
    let clients = Arc::new(Clients::default());
    let mut closing = shared.closing.subscribe();
    let mut bell = shared.post.subscribe();
    let mut under_way = JoinSet::new();
    loop {
        bell.borrow_and_update();
        match shared.change(Model::deliveries) {
            Ok(due) => {
                for delivery in due {
                    under_way.spawn(post(Arc::clone(&shared), Arc::clone(&clients), delivery));
                }
            }
            Err(error) => tracing::error!("{error}"),
        }
        tokio::select! {
            _ = bell.changed() => {}
            Some(_) = under_way.join_next() => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

async fn post(shared: Arc<Shared>, clients: Arc<Clients>, delivery: Delivery) {
    let posted = match clients.of(&delivery) {
        Ok(client) => answer(&shared, &client, &delivery).await,
        Err(words) => failed(words),
    };
    if let Err(error) = shared.change(|model, now_ms| model.delivered(&delivery, posted, now_ms)) {
        tracing::error!("{error}");
    }
}

async fn answer(shared: &Shared, client: &Client, delivery: &Delivery) -> Posted {
    let Some(url) = delivery.place.parsed() else {
        return failed("Wrong webhook URL");
    };
    let mut request = client
        .post(url)
        .header(header::CONTENT_TYPE, "application/json")
        .body(delivery.json.clone());
    if !delivery.place.secret_token.is_empty() {
        request = request.header(SECRET_HEADER, &delivery.place.secret_token);
    }
    match request.send().await {
        Ok(response) => judge(shared, delivery, response).await,
        Err(error) => failed(words(&error)),
    }
}

async fn judge(shared: &Shared, delivery: &Delivery, response: Response) -> Posted {
    let address = response.remote_addr().map(|address| address.ip().to_string());
    let status = response.status();
    if status.is_success() {
        return match body(response).await {
            Ok(request) => {
                carry_out(shared, delivery.bot, request).await;
                Posted { address, failure: None }
            }
            Err(words) => Posted {
                address,
                ..failed(words)
            },
        };
    }
    let reason = status.canonical_reason().unwrap_or("");
    let seconds = |value: &header::HeaderValue| value.to_str().ok()?.trim().parse().ok();
    let retry_after_s = response
        .headers()
        .get(header::RETRY_AFTER)
        .and_then(seconds)
        .unwrap_or(0);
    Posted {
        address,
        failure: Some(Failure {
            words: format!("Wrong response from the webhook: {} {reason}", status.as_u16()),
            status: Some(status.as_u16()),
            retry_after_s,
        }),
    }
}

/// The answer's body as if it were a request, since it may hold one.
async fn body(mut response: Response) -> Result<HttpRequest<Body>, &'static str> {
    let kind = response.headers().get(header::CONTENT_TYPE).cloned();
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| words(&error))? {
        let room = ANSWER_BYTES_MAX.saturating_sub(bytes.len());
        bytes.extend(chunk.iter().take(room));
    }
    let mut request = HttpRequest::new(Body::from(bytes));
    if let Some(kind) = kind {
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    Ok(request)
}

/// Bot API, "Making requests when getting updates": one method per answer, whose result nobody learns.
async fn carry_out(shared: &Shared, bot: i64, request: HttpRequest<Body>) {
    let Ok(fields) = read::fields(request).await else {
        return;
    };
    let name = fields.text("method").to_ascii_lowercase();
    if IGNORED.contains(&name.as_str()) || name.starts_with("get") {
        return;
    }
    let Some(method) = Method::parse(&name) else { return };
    let fields = fields.without("method");
    shared.facts.record(bot, method, &fields, (shared.now)());
    if !happens(shared.facts.fault(bot, method)).await {
        return;
    }
    if let Err(refusal) = bot_api::execute(shared, bot, method, &fields) {
        shared.facts.unheard(method, &refusal.description);
    }
}

/// What a planned fault leaves of a call whose answer nobody reads.
async fn happens(fault: Option<Fault>) -> bool {
    match fault {
        None | Some(Fault::DropAnswer) => true,
        Some(Fault::Delay { ms }) => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            true
        }
        Some(
            Fault::ServerError | Fault::BadGateway | Fault::TooManyRequests { .. } | Fault::Hang | Fault::DropRequest,
        ) => false,
    }
}

fn failed(words: impl Into<String>) -> Posted {
    Posted {
        address: None,
        failure: Some(Failure {
            words: words.into(),
            status: None,
            retry_after_s: 0,
        }),
    }
}

/// As `last_error_message` was seen to say it.
fn words(error: &reqwest::Error) -> &'static str {
    let mut cause = error.source();
    let mut refused = false;
    let mut certificate = false;
    while let Some(error) = cause {
        let io = error.downcast_ref::<std::io::Error>();
        refused |= io.is_some_and(|io| io.kind() == std::io::ErrorKind::ConnectionRefused);
        certificate |= error.to_string().contains("certificate");
        cause = error.source();
    }
    match (error.is_connect(), error.is_timeout()) {
        (true, _) if refused => "Connection refused",
        (true, _) if certificate => "SSL error {error:0A000086:SSL routines::certificate verify failed}",
        (true, true) => "Connection timed out",
        (true, false) => "Can't connect to the webhook",
        (false, true) => "Read timeout expired",
        (false, false) => "Webhook connection closed",
    }
}

/// HTTP clients: one for all, and one for each webhook with a certificate or an address of its own.
#[derive(Default)]
struct Clients {
    common: Mutex<Option<Client>>,
    own: Mutex<HashMap<i64, (u64, Client)>>,
}

impl Clients {
    fn of(&self, delivery: &Delivery) -> Result<Client, String> {
        let place = &delivery.place;
        if place.certificate.is_none() && place.ip_address.is_empty() {
            let mut common = lock(&self.common);
            let client = match common.take() {
                Some(client) => client,
                None => build(&HookPlace::default())?,
            };
            return Ok(common.insert(client).clone());
        }
        let mut own = lock(&self.own);
        if let Some((generation, client)) = own.get(&delivery.bot)
            && *generation == delivery.generation
        {
            return Ok(client.clone());
        }
        let client = build(place)?;
        own.insert(delivery.bot, (delivery.generation, client.clone()));
        Ok(client)
    }
}

fn build(place: &HookPlace) -> Result<Client, String> {
    let mut builder = Client::builder()
        .redirect(redirect::Policy::none())
        .connect_timeout(CONNECT_MAX)
        .timeout(ANSWER_MAX)
        .http1_only()
        .no_proxy();
    if let Some(pem) = &place.certificate {
        let certificate = Certificate::from_pem(pem.as_bytes());
        builder = builder.add_root_certificate(certificate.map_err(|error| error.to_string())?);
    }
    let host = place.parsed().and_then(|url| url.host_str().map(str::to_owned));
    if let (Some(host), Ok(address)) = (host, place.ip_address.parse()) {
        builder = builder.resolve(&host, SocketAddr::new(address, 0));
    }
    builder
        .build()
        .map_err(|error| format!("Can't create an SSL context: {error}"))
}
