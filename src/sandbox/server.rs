//! A running sandbox: the Bot API and the people's door on one port of this machine, and the clock's tick.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::disk::Disk;
use super::model::{Model, Rules, State};
use super::shared::Shared;
use super::{Error, Local, Options, http};

/// How often due deadlines are looked for, in real time.
const TICK: Duration = Duration::from_millis(20);
/// How long open requests may take to end at a stop.
const STOP: Duration = Duration::from_secs(2);
/// A play in memory looks back further than a state file should hold.
const QUERIES_KEPT_IN_MEMORY: usize = 100_000;

/// A local Telegram that runs until it is stopped or dropped.
pub struct Sandbox {
    url: String,
    shared: Arc<Shared>,
    server: Option<JoinHandle<()>>,
    ticker: JoinHandle<()>,
    postman: JoinHandle<()>,
}

impl Sandbox {
    pub async fn start(options: Options) -> Result<Sandbox, Error> {
        let disk = options.state.map(Disk::new);
        let (state, rules) = match &disk {
            Some(disk) => (disk.load()?, Rules::default()),
            None if !options.whole_chats => (State::default(), Rules::default()),
            None => (
                State::default(),
                Rules {
                    queries: QUERIES_KEPT_IN_MEMORY,
                    messages: QUERIES_KEPT_IN_MEMORY,
                    ..Rules::default()
                },
            ),
        };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let cannot = |error: std::io::Error| {
            Error::machine(format!(
                "the sandbox cannot listen on {address}: {error}; choose another port, or 0 for any"
            ))
        };
        let listener = TcpListener::bind(address).await.map_err(cannot)?;
        let url = format!("http://{}", listener.local_addr().map_err(cannot)?);
        let shared = Arc::new(Shared::new(
            Model::new(state, rules),
            disk,
            options.now,
            options.requests_kept,
        ));
        let server = Some(tokio::spawn(http::serve(listener, Arc::clone(&shared))));
        let ticker = tokio::spawn(tick(Arc::clone(&shared)));
        let postman = tokio::spawn(http::deliver(Arc::clone(&shared)));
        Ok(Sandbox {
            url,
            shared,
            server,
            ticker,
            postman,
        })
    }

    /// Where bots and people find it: `http://127.0.0.1:PORT`, the `api_url` of a bot.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A handle for people, facts and faults in this process.
    pub fn local(&self) -> Local {
        Local::new(Arc::clone(&self.shared))
    }

    /// Ends open requests and closes the port.
    pub async fn stop(mut self) {
        self.shared.closing.send_replace(true);
        let Some(mut server) = self.server.take() else { return };
        if tokio::time::timeout(STOP, &mut server).await.is_err() {
            server.abort();
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.shared.closing.send_replace(true);
        self.ticker.abort();
        self.postman.abort();
    }
}

async fn tick(shared: Arc<Shared>) {
    loop {
        tokio::time::sleep(TICK).await;
        if let Err(error) = shared.change(Model::expire) {
            tracing::error!("{error}");
        }
    }
}
