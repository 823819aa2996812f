//! The one HTTP client of the engine: one pool of connections for all shops, a deadline for each call. It is hyper itself,
//! since five calls a purchase are a large part of what a purchase costs.
//! It neither repeats nor sleeps nor follows redirects: who called knows what a repetition would mean. What went wrong
//! is told without the address, because the address of a bot's method holds its token. Next: `telegram::bot`.

mod way;

use std::{error::Error, fmt, time::Duration};

use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request, Uri,
    body::{Bytes, Incoming},
    header::{CONTENT_TYPE, HeaderValue},
};
use hyper_util::{
    client::legacy::{self, Client},
    rt::{TokioExecutor, TokioTimer},
};

use way::Connector;

/// Connections that rest are closed after this, before the other side does it under a request.
const IDLE_MAX: Duration = Duration::from_secs(50);
/// More of them are closed at once: a thousand shops that start together need many for a moment, and each holds two
/// buffers and a queue.
const IDLE_CONNECTIONS_MAX: usize = 128;
/// Telegram caps its answers near 4 MiB.
const REPLY_BYTES_MAX: usize = 16 * 1024 * 1024;
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The client; clones share their connections.
#[derive(Clone, Debug)]
pub struct Http {
    client: Client<Connector, Full<Bytes>>,
    uploads: reqwest::Client,
}

/// What came back, whatever its status.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub bytes: Vec<u8>,
}

/// Why nothing came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpFault {
    /// The request certainly did not reach the other side; trying again is safe.
    NotSent(String),
    /// It may have been received and acted upon.
    Unknown(String),
}

impl Http {
    /// HTTP/1.1 on purpose: calls do not share one connection, so that no call waits for another's lost packet.
    pub fn new() -> Result<Http, HttpFault> {
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE_MAX)
            .pool_max_idle_per_host(IDLE_CONNECTIONS_MAX)
            .build(Connector::new());
        let uploads = reqwest::Client::builder()
            .http1_only()
            .tcp_nodelay(true)
            .connect_timeout(way::CONNECT_MAX)
            .pool_idle_timeout(IDLE_MAX)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy();
        let uploads = match way::proxy_address() {
            Some(address) => uploads.proxy(
                reqwest::Proxy::https(address)
                    .map_err(|error| unusable(&error.without_url()))?
                    .no_proxy(reqwest::NoProxy::from_env()),
            ),
            None => uploads,
        };
        let uploads = uploads.build().map_err(|error| HttpFault::NotSent(words(&error)))?;
        Ok(Http { client, uploads })
    }

    /// A client under the same rules for a library that makes its own requests, which are rare: files.
    pub fn uploads(&self) -> reqwest::Client {
        self.uploads.clone()
    }

    /// Posts JSON and reads the whole answer within `deadline`.
    pub async fn post_json(&self, url: String, body: Vec<u8>, deadline: Duration) -> Result<Reply, HttpFault> {
        let not_sent = |error: &dyn Error| HttpFault::NotSent(error.to_string());
        let uri = Uri::try_from(url).map_err(|error| not_sent(&error))?;
        if uri.scheme().is_none() {
            return Err(HttpFault::NotSent("the address is not one of the web".into()));
        }
        let request = Request::post(uri).header(CONTENT_TYPE, JSON);
        let request = request.body(Full::from(body)).map_err(|error| not_sent(&error))?;
        let asked = async { read(self.client.request(request).await.map_err(|error| fault(&error))?).await };
        let answered = tokio::time::timeout(deadline, asked).await;
        answered.unwrap_or_else(|_| Err(HttpFault::Unknown(format!("nothing came within {deadline:?}"))))
    }
}

async fn read(response: hyper::Response<Incoming>) -> Result<Reply, HttpFault> {
    let (head, mut body) = response.into_parts();
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| HttpFault::Unknown(words(&error)))?;
        let Ok(chunk) = frame.into_data() else { continue };
        if bytes.len() + chunk.len() > REPLY_BYTES_MAX {
            return Err(HttpFault::Unknown("the answer is longer than any of Telegram's".into()));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Reply {
        status: head.status.as_u16(),
        bytes,
    })
}

/// Sorts an error by the one question that matters: can it have arrived?
fn fault(error: &legacy::Error) -> HttpFault {
    if error.is_connect() {
        HttpFault::NotSent(words(error))
    } else {
        HttpFault::Unknown(words(error))
    }
}

fn unusable(error: &reqwest::Error) -> HttpFault {
    HttpFault::NotSent(format!(
        "the proxy named by HTTPS_PROXY cannot be used: {}",
        words(error)
    ))
}

/// The error with its causes. None of them names the address.
fn words(error: &dyn Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        words = format!("{words}: {inner}");
        cause = inner.source();
    }
    words
}

impl fmt::Display for HttpFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HttpFault::NotSent(why) => write!(f, "nothing was sent: {why}"),
            HttpFault::Unknown(why) => write!(f, "no answer came, it may have arrived: {why}"),
        }
    }
}

impl std::error::Error for HttpFault {}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    const SECRET: &str = "123456:SECRET";

    async fn listener() -> (TcpListener, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/bot{SECRET}/getMe", listener.local_addr().unwrap());
        (listener, url)
    }

    async fn post(url: &str) -> Result<Reply, HttpFault> {
        let http = Http::new().unwrap();
        http.post_json(url.into(), b"{}".to_vec(), Duration::from_millis(300))
            .await
    }

    #[tokio::test]
    async fn a_reply_comes_back_with_its_status_and_redirects_are_not_followed() {
        let (listener, url) = listener().await;
        tokio::spawn(async move {
            for answer in [
                "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\noops",
                "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
            ] {
                let (mut socket, _) = listener.accept().await.unwrap();
                let mut request = [0; 1024];
                let read = socket.read(&mut request).await.unwrap();
                assert!(String::from_utf8_lossy(&request[..read]).contains("content-type: application/json"));
                socket.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        let reply = post(&url).await.unwrap();
        assert_eq!((reply.status, reply.bytes.as_slice()), (502, b"oops".as_slice()));
        assert_eq!(post(&url).await.unwrap().status, 302);
    }

    #[tokio::test]
    async fn a_refused_connection_is_certainly_not_sent_and_keeps_the_token_to_itself() {
        let (listener, url) = listener().await;
        drop(listener);
        let fault = post(&url).await.unwrap_err();
        assert!(
            matches!(&fault, HttpFault::NotSent(why) if !why.contains(SECRET)),
            "{fault}"
        );
        let fault = post("not a url").await.unwrap_err();
        assert!(matches!(fault, HttpFault::NotSent(_)), "{fault}");
    }

    #[tokio::test]
    async fn silence_and_a_closed_line_leave_the_outcome_unknown() {
        let (listener, url) = listener().await;
        tokio::spawn(async move {
            let (silent, _) = listener.accept().await.unwrap();
            let (mut closing, _) = listener.accept().await.unwrap();
            let mut request = [0; 1024];
            assert!(closing.read(&mut request).await.unwrap() > 0);
            drop(closing);
            tokio::time::sleep(Duration::from_secs(5)).await;
            drop(silent);
        });
        for _ in 0..2 {
            let fault = post(&url).await.unwrap_err();
            assert!(
                matches!(&fault, HttpFault::Unknown(why) if !why.contains(SECRET)),
                "{fault}"
            );
        }
    }
}
