//! The shop that a competent developer writes by hand with the libraries that Rust offers for it: teloxide's dispatcher
//! and a small `SQLite` schema behind sqlx. It is what kiosk is measured against, so nothing in it may be slower than need
//! be: one connection (`SQLite` has one writer; more of them get in each other's way), write-ahead log, every commit
//! durable, statements prepared once, no check of the connection before each use, one HTTP client for all bots, the
//! catalog in memory, nothing logged.
//!
//! What it does not do and kiosk does: it acknowledges updates before they are handled, so that a crash may lose a
//! payment; it promises a message but keeps no list of those that are owed; it never gives back what was held for a
//! payment that did not come; it keeps no history.

mod books;
mod handlers;

use std::{net::SocketAddr, path::Path, sync::Arc};

use sqlx::Connection;
use teloxide::{
    dispatching::Dispatcher,
    prelude::*,
    update_listeners::webhooks::{self, Options},
};
use tokio::{net::TcpListener, task::JoinSet};
use tracing_subscriber::EnvFilter;

use books::Books;

/// The argument with which the benchmark starts itself as this shop, and what it is told by the environment.
pub(crate) const WORD: &str = "plain-shop";
pub(crate) const FOLDER: &str = "PLAIN_FOLDER";
pub(crate) const API_URL: &str = "PLAIN_API_URL";
/// Of one bot or of several, between commas.
pub(crate) const TOKENS: &str = "PLAIN_TOKENS";
/// Where updates are posted; without it they are fetched.
pub(crate) const PUBLIC_URL: &str = "PLAIN_PUBLIC_URL";

/// Set where its statements are counted.
pub(crate) const COUNTED: &str = "PLAIN_COUNTED";

/// What kiosk asks for as well; the default is 40.
const CONNECTIONS_MAX: u8 = 100;

/// Runs until it is killed.
pub(crate) fn run() {
    if std::env::var_os(COUNTED).is_some() {
        let own = EnvFilter::new("off,purchase=trace");
        let log = tracing_subscriber::fmt().with_env_filter(own).with_ansi(false);
        log.with_writer(std::io::stderr).init();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.unwrap().block_on(serve());
}

async fn serve() {
    let setting = |name| std::env::var(name).unwrap();
    let books = Arc::new(Books::open(Path::new(&setting(FOLDER))).await.unwrap());
    let api_url: reqwest::Url = setting(API_URL).parse().unwrap();
    let client = teloxide::net::default_reqwest_settings().build().unwrap();
    let bots = setting(TOKENS)
        .split(',')
        .map(|token| Bot::with_client(token, client.clone()).set_api_url(api_url.clone()))
        .collect();
    match std::env::var(PUBLIC_URL) {
        Ok(url) => listen(bots, books, &url.parse().unwrap()).await,
        Err(_) => poll(bots, books).await,
    }
}

async fn poll(bots: Vec<Bot>, books: Arc<Books>) {
    let mut running = JoinSet::new();
    for bot in bots {
        let mut dispatcher = dispatcher(bot, books.clone());
        running.spawn(async move { dispatcher.dispatch().await });
    }
    running.join_all().await;
}

/// One server for all bots, each with a path of its own.
async fn listen(bots: Vec<Bot>, books: Arc<Books>, public_url: &reqwest::Url) {
    let address = SocketAddr::from(([127, 0, 0, 1], public_url.port().unwrap()));
    let server = TcpListener::bind(address).await.unwrap();
    let mut router = axum::Router::new();
    let mut running = JoinSet::new();
    for (number, bot) in bots.into_iter().enumerate() {
        let url = public_url.join(&format!("/bot-{number}")).unwrap();
        let options = Options::new(address, url).max_connections(CONNECTIONS_MAX);
        let (listener, _, route) = webhooks::axum_to_router(bot.clone(), options).await.unwrap();
        router = router.merge(route);
        let mut dispatcher = dispatcher(bot, books.clone());
        running.spawn(async move {
            let errors = LoggingErrorHandler::new();
            dispatcher.dispatch_with_listener(listener, errors).await;
        });
    }
    axum::serve(server, router).await.unwrap();
}

fn dispatcher(bot: Bot, books: Arc<Books>) -> Dispatcher<Bot, handlers::Error, teloxide::dispatching::DefaultKey> {
    Dispatcher::builder(bot, handlers::schema())
        .dependencies(dptree::deps![books])
        .build()
}

/// Payments in its books, each with an order that is paid.
pub(crate) async fn booked(folder: &Path) -> i64 {
    let mut connection = sqlx::SqliteConnection::connect_with(&books::options(folder))
        .await
        .unwrap();
    let count = "SELECT count(*) FROM payments JOIN orders ON orders.id = order_id AND status = 'paid'";
    sqlx::query_scalar(count).fetch_one(&mut connection).await.unwrap()
}
