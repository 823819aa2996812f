//! The one HTTP client of the engine: one pool of connections for all shops, a deadline for each call. It is hyper's
//! connections in a pool of our own, `lines`, since five calls a purchase are a large part of what a purchase costs.
//! It neither repeats nor sleeps nor follows redirects: who called knows what a repetition would mean. What went wrong
//! is told without the address, because the address of a bot's method holds its token. Next: `telegram::bot`.

mod lines;
mod way;

use std::{error::Error, fmt, time::Duration};

use http_body_util::Full;
use hyper::{
    Method, Request, Uri,
    header::{CONTENT_TYPE, HeaderValue},
};

use lines::Lines;
use way::Connector;

/// Telegram caps its answers near 4 MiB.
const REPLY_BYTES_MAX: usize = 16 * 1024 * 1024;
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The client; clones share their connections.
#[derive(Clone)]
pub struct Http {
    lines: Lines,
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
        let lines = Lines::new(Connector::new());
        let uploads = reqwest::Client::builder()
            .http1_only()
            .tcp_nodelay(true)
            .connect_timeout(way::CONNECT_MAX)
            .pool_idle_timeout(lines::REST_MAX)
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
        Ok(Http { lines, uploads })
    }

    /// A client under the same rules for a library that makes its own requests, which are rare: files.
    pub fn uploads(&self) -> reqwest::Client {
        self.uploads.clone()
    }

    /// Posts JSON and reads the whole answer within `deadline`.
    pub async fn post_json(&self, url: String, body: Vec<u8>, deadline: Duration) -> Result<Reply, HttpFault> {
        let uri = Uri::try_from(url).map_err(|error| HttpFault::NotSent(error.to_string()))?;
        let mut request = Request::new(Full::from(body));
        (*request.method_mut(), *request.uri_mut()) = (Method::POST, uri);
        request.headers_mut().insert(CONTENT_TYPE, JSON);
        let answered = tokio::time::timeout(deadline, self.lines.call(request)).await;
        answered.unwrap_or_else(|_| Err(HttpFault::Unknown(format!("nothing came within {deadline:?}"))))
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
        net::{TcpListener, TcpStream},
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

    /// Reads a request and answers it.
    async fn answer(socket: &mut TcpStream, words: &str) {
        let mut request = [0; 1024];
        assert!(socket.read(&mut request).await.unwrap() > 0);
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{words}", words.len());
        socket.write_all(answer.as_bytes()).await.unwrap();
    }

    #[tokio::test]
    async fn calls_share_a_line_until_the_other_side_closes_it() {
        let (listener, url) = listener().await;
        let server = tokio::spawn(async move {
            let (mut first, _) = listener.accept().await.unwrap();
            answer(&mut first, "one").await;
            answer(&mut first, &"two".repeat(100_000)).await;
            drop(first);
            let (mut second, _) = listener.accept().await.unwrap();
            // Whoever hears this has heard that the first line was closed.
            second.write_all(b"closed").await.unwrap();
            let (mut third, _) = listener.accept().await.unwrap();
            answer(&mut third, "three").await;
        });
        let http = Http::new().unwrap();
        let ask = || http.post_json(url.clone(), b"{}".to_vec(), Duration::from_secs(20));
        assert_eq!(ask().await.unwrap().bytes, b"one");
        assert_eq!(ask().await.unwrap().bytes, "two".repeat(100_000).as_bytes());
        let address = url.strip_prefix("http://").unwrap().split('/').next().unwrap();
        let mut news = TcpStream::connect(address).await.unwrap();
        assert!(news.read(&mut [0; 16]).await.unwrap() > 0);
        assert_eq!(ask().await.unwrap().bytes, b"three");
        server.await.unwrap();
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
