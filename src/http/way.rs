//! How a connection is opened: straight, or through the proxy of the environment, with TLS where the address says so.

use std::{
    error::Error,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use hyper::Uri;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream};
use hyper_util::{
    client::{
        legacy::connect::{HttpConnector, proxy::Tunnel},
        proxy::matcher::{Intercept, Matcher},
    },
    rt::TokioIo,
};
use tokio::net::TcpStream;
use tower_service::Service;

/// A connection that takes longer than this to open is given up; nothing was sent by then.
pub(super) const CONNECT_MAX: Duration = Duration::from_secs(5);
const KEEPALIVE: Duration = Duration::from_secs(30);

type Failure = Box<dyn Error + Send + Sync>;
type Opening<T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send>>;
/// To the other side or to the proxy, which may be spoken to by TLS itself.
type Line = MaybeHttpsStream<TokioIo<TcpStream>>;

/// What a connection is read from and written to, with its own TLS where the address says so.
pub(super) type Stream = MaybeHttpsStream<Line>;

/// Opens connections within `CONNECT_MAX`.
#[derive(Clone)]
pub(super) struct Connector(HttpsConnector<Way>);

/// The way to the other side, below its TLS.
#[derive(Clone)]
struct Way {
    straight: HttpConnector,
    to_proxy: HttpsConnector<HttpConnector>,
    proxy: Option<Arc<Matcher>>,
}

impl Connector {
    pub(super) fn new() -> Connector {
        Connector::by(proxy())
    }

    fn by(proxy: Option<Matcher>) -> Connector {
        let mut straight = HttpConnector::new();
        straight.enforce_http(false);
        straight.set_nodelay(true);
        straight.set_keepalive(Some(KEEPALIVE));
        let builder = || HttpsConnectorBuilder::new().with_webpki_roots().https_or_http();
        let way = Way {
            to_proxy: builder().enable_http1().wrap_connector(straight.clone()),
            proxy: proxy.map(Arc::new),
            straight,
        };
        Connector(builder().enable_http1().wrap_connector(way))
    }
}

/// The environment's proxy for https alone: plain http is the sandbox or a Bot API server of one's own, close by.
pub(super) fn proxy_address() -> Option<String> {
    let address = set(["HTTPS_PROXY", "https_proxy"]).or_else(|| set(["ALL_PROXY", "all_proxy"]));
    address.filter(|address| !address.is_empty())
}

fn proxy() -> Option<Matcher> {
    let not_for = set(["NO_PROXY", "no_proxy"]).unwrap_or_default();
    Some(Matcher::builder().https(proxy_address()?).no(not_for).build())
}

fn set(names: [&str; 2]) -> Option<String> {
    names.iter().find_map(|name| std::env::var(name).ok())
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = Failure;
    type Future = Opening<Self::Response>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let opening = self.0.call(to);
        Box::pin(async move {
            let opened = tokio::time::timeout(CONNECT_MAX, opening).await;
            opened.map_err(|_| "the connection took too long to open")?
        })
    }
}

impl Service<Uri> for Way {
    type Response = Line;
    type Error = Failure;
    type Future = Opening<Line>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        if let Some(by) = self.proxy.as_ref().and_then(|proxy| proxy.intercept(&to)) {
            let opening = self.through(&by).call(to);
            return Box::pin(async move { Ok(opening.await?) });
        }
        let opening = self.straight.call(to);
        Box::pin(async move { Ok(Line::Http(opening.await?)) })
    }
}

impl Way {
    fn through(&self, proxy: &Intercept) -> Tunnel<HttpsConnector<HttpConnector>> {
        let tunnel = Tunnel::new(proxy.uri().clone(), self.to_proxy.clone());
        match proxy.basic_auth() {
            Some(who) => tunnel.with_auth(who.clone()),
            None => tunnel,
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    #[tokio::test]
    async fn https_goes_through_the_proxy_and_http_does_not() {
        let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let near = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://ann:secret@{}", proxy.local_addr().unwrap());
        let mut connector = Connector::by(Some(Matcher::builder().https(address).build()));
        let asked = tokio::spawn(async move {
            let (mut line, _) = proxy.accept().await.unwrap();
            let mut request = [0; 1024];
            let read = line.read(&mut request).await.unwrap();
            line.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n").await.unwrap();
            String::from_utf8_lossy(&request[..read]).into_owned()
        });
        let far: Uri = "https://api.telegram.org/bot1:x/getMe".parse().unwrap();
        assert!(connector.call(far).await.is_err(), "the proxy refuses");
        let asked = asked.await.unwrap();
        assert!(
            asked.starts_with("CONNECT api.telegram.org:443 HTTP/1.1\r\n"),
            "{asked}"
        );
        assert!(asked.to_lowercase().contains("proxy-authorization: basic "), "{asked}");
        assert!(!asked.contains("bot1:x"), "the token is for Telegram alone: {asked}");
        let near: Uri = format!("http://{}/", near.local_addr().unwrap()).parse().unwrap();
        assert!(connector.call(near).await.is_ok());
    }
}
