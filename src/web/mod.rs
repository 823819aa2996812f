//! HTTP faces of the engine: the webhooks to which Telegram posts updates, and pages for operators. They are served in
//! plain HTTP, for a proxy that ends the TLS. Whoever does not know the secret of a webhook gets the same 404 as for any
//! other path, before anything of the body is read. What an update means, and when it is durable, is the engine's to know.
//! The pages (`operators`, `gauges`) ask for no password: they belong on an address that customers do not reach.

mod faces;
mod gauges;
mod operators;
mod server;
mod webhook;

use std::{fmt, net::SocketAddr, time::Duration};

use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

pub use self::faces::Faces;

/// How long requests may take to end once nothing new is taken in; by then the engine has answered them all.
const STOP_MAX: Duration = Duration::from_secs(1);

/// A place to listen at, taken before anything else begins.
pub struct Listening {
    listener: TcpListener,
    address: SocketAddr,
}

/// The faces, served until they are stopped.
pub struct Serving {
    address: SocketAddr,
    end: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

/// A place that cannot be listened at.
#[derive(Debug)]
pub struct Taken {
    address: SocketAddr,
    why: std::io::Error,
}

impl Listening {
    pub async fn at(address: SocketAddr) -> Result<Listening, Taken> {
        let bound = async {
            let listener = TcpListener::bind(address).await?;
            let address = listener.local_addr()?;
            Ok(Listening { listener, address })
        };
        bound.await.map_err(|why| Taken { address, why })
    }

    /// The address with the port that it came to be.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn serve(self, faces: Faces) -> Serving {
        let (end, ended) = oneshot::channel::<()>();
        let server = tokio::spawn(server::serve(self.listener, faces, ended));
        Serving {
            address: self.address,
            end,
            server,
        }
    }
}

impl Serving {
    /// Where a proxy finds it.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes no new connections; `engine_stops` lets the engine end what is under way, and the last answers leave.
    pub async fn stop(self, engine_stops: impl Future<Output = ()>) {
        // Where the server ended by itself, nobody listens.
        let _ = self.end.send(());
        engine_stops.await;
        let mut server = self.server;
        if tokio::time::timeout(STOP_MAX, &mut server).await.is_err() {
            server.abort();
        }
    }
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Taken { address, why } = self;
        write!(f, "cannot listen on {address}: {why}")
    }
}

impl std::error::Error for Taken {}
