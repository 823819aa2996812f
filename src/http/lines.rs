//! Lines to the other side: open connections that rest between calls. A line is driven by the call that uses it and by
//! nobody else, so that a call wakes one task, and a resting line none.

use std::{
    collections::VecDeque,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError, Weak},
    task::{Context, Poll, Waker},
    time::Duration,
};

use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request, Response, Uri,
    body::{Body as _, Bytes, Incoming},
    client::conn::http1::{self, SendRequest},
    header::{HOST, HeaderValue},
    http::uri::{Authority, PathAndQuery, Scheme},
};
use tokio::time::Instant;
use tower_service::Service as _;

use super::{
    HttpFault, REPLY_BYTES_MAX, Reply,
    way::{Connector, Stream},
    words,
};

/// Lines that rest are closed after this, before the other side does it under a call.
pub(super) const REST_MAX: Duration = Duration::from_secs(50);
/// More of them are closed at once: a thousand shops that start together need many for a moment, and each holds two
/// buffers and a queue.
const RESTING_MAX: usize = 128;

type Body = Full<Bytes>;
type Connection = http1::Connection<Stream, Body>;

/// An open connection.
struct Line {
    sender: SendRequest<Body>,
    /// None once it has ended.
    connection: Option<Connection>,
}

/// Where lines lead to, and what rests of them, the latest last. Boxed: a line is large, and moves twice a call.
struct Place {
    scheme: Scheme,
    authority: Authority,
    host: HeaderValue,
    resting: VecDeque<(Instant, Box<Line>)>,
}

/// Every place that was called so far; an engine knows one or two.
#[derive(Default)]
struct Places {
    places: Vec<Place>,
    /// Somebody looks after what rests.
    watched: bool,
}

/// Lines to anywhere; clones share them.
#[derive(Clone)]
pub(super) struct Lines {
    connector: Connector,
    places: Arc<Mutex<Places>>,
}

/// Why a call over one line brought nothing.
enum Lost {
    /// Nothing of it was sent: here it is again.
    Unsent(Box<Request<Body>>, hyper::Error),
    Fault(HttpFault),
}

impl Lines {
    pub(super) fn new(connector: Connector) -> Lines {
        Lines {
            connector,
            places: Arc::default(),
        }
    }

    /// Sends a request and reads the whole answer. A line that was closed while it rested is no fault of the call.
    pub(super) async fn call(&self, mut request: Request<Body>) -> Result<Reply, HttpFault> {
        let to = std::mem::take(request.uri_mut()).into_parts();
        let (Some(scheme), Some(authority)) = (to.scheme, to.authority) else {
            return Err(HttpFault::NotSent("the address is not one of the web".into()));
        };
        *request.uri_mut() = Uri::from(to.path_and_query.unwrap_or(PathAndQuery::from_static("/")));
        let (at, host) = self.lock().place(&scheme, &authority)?;
        request.headers_mut().insert(HOST, host);
        loop {
            let rested = self.lock().take(at);
            let (mut line, fresh) = match rested {
                Some(line) => (line, false),
                // Boxed: it happens seldom, and a poll holds room for all that its call may do.
                None => (Box::pin(self.open(&scheme, &authority)).await?, true),
            };
            match line.call(request).await {
                Ok(reply) => {
                    if line.is_reusable() {
                        self.rest(at, line);
                    }
                    return Ok(reply);
                }
                Err(Lost::Unsent(_, error)) if fresh => return Err(HttpFault::NotSent(words(&error))),
                Err(Lost::Unsent(again, _)) => request = *again,
                Err(Lost::Fault(fault)) => return Err(fault),
            }
        }
    }

    async fn open(&self, scheme: &Scheme, authority: &Authority) -> Result<Box<Line>, HttpFault> {
        let to = Uri::builder().scheme(scheme.clone()).authority(authority.clone());
        let to = to.path_and_query("/").build();
        let to = to.map_err(|error| HttpFault::NotSent(error.to_string()))?;
        let stream = self.connector.clone().call(to).await;
        let stream = stream.map_err(|error| HttpFault::NotSent(words(&*error)))?;
        // One piece a request: two that the system puts together cost more than the copy.
        let opened = http1::Builder::new().writev(false).handshake(stream).await;
        let (sender, connection) = opened.map_err(|error| HttpFault::NotSent(words(&error)))?;
        let connection = Some(connection);
        Ok(Box::new(Line { sender, connection }))
    }

    fn rest(&self, at: usize, line: Box<Line>) {
        let mut places = self.lock();
        places.rest(at, line);
        if !std::mem::replace(&mut places.watched, true) {
            tokio::spawn(watch(Arc::downgrade(&self.places)));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Places> {
        lock(&self.places)
    }
}

fn lock(places: &Mutex<Places>) -> std::sync::MutexGuard<'_, Places> {
    places.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Closes lines that nobody takes up again, for as long as any rests.
async fn watch(places: Weak<Mutex<Places>>) {
    loop {
        tokio::time::sleep(REST_MAX / 2).await;
        let Some(places) = places.upgrade() else { return };
        let mut places = lock(&places);
        places.close_old();
        if places.places.iter().all(|place| place.resting.is_empty()) {
            places.watched = false;
            return;
        }
    }
}

impl Places {
    /// The number of a place, and what it is called.
    fn place(&mut self, scheme: &Scheme, authority: &Authority) -> Result<(usize, HeaderValue), HttpFault> {
        let known = |place: &Place| place.scheme == *scheme && place.authority == *authority;
        if let Some(at) = self.places.iter().position(known) {
            return Ok((at, self.places[at].host.clone()));
        }
        let named = match authority.port() {
            Some(port) => format!("{}:{port}", authority.host()),
            None => authority.host().to_owned(),
        };
        let host = HeaderValue::try_from(named).map_err(|error| HttpFault::NotSent(error.to_string()))?;
        self.places.push(Place {
            scheme: scheme.clone(),
            authority: authority.clone(),
            host: host.clone(),
            resting: VecDeque::new(),
        });
        Ok((self.places.len() - 1, host))
    }

    /// The line that rests for the shortest time, so that what is too many can grow old.
    fn take(&mut self, at: usize) -> Option<Box<Line>> {
        let (since, line) = self.places[at].resting.pop_back()?;
        (since.elapsed() < REST_MAX).then_some(line)
    }

    fn rest(&mut self, at: usize, line: Box<Line>) {
        let resting = &mut self.places[at].resting;
        resting.push_back((Instant::now(), line));
        if resting.len() > RESTING_MAX {
            resting.pop_front();
        }
    }

    fn close_old(&mut self) {
        for place in &mut self.places {
            while place
                .resting
                .pop_front_if(|(since, _)| since.elapsed() >= REST_MAX)
                .is_some()
            {}
        }
    }
}

impl Line {
    /// Nothing of the last call is left on it, and the other side has not closed it.
    fn is_reusable(&self) -> bool {
        self.connection.is_some() && self.sender.is_ready()
    }

    async fn call(&mut self, request: Request<Body>) -> Result<Reply, Lost> {
        let answer = self.sender.try_send_request(request);
        let answer = driven(&mut self.connection, answer).await;
        let response = answer.map_err(|mut error| match error.take_message() {
            Some(again) => Lost::Unsent(Box::new(again), error.into_error()),
            None => unknown(&error.into_error()),
        })?;
        self.read(response).await
    }

    async fn read(&mut self, response: Response<Incoming>) -> Result<Reply, Lost> {
        let (head, mut body) = response.into_parts();
        let length = body.size_hint().exact().and_then(|length| usize::try_from(length).ok());
        let mut bytes = Vec::with_capacity(length.unwrap_or(0).min(REPLY_BYTES_MAX));
        while !body.is_end_stream() {
            let Some(frame) = driven(&mut self.connection, body.frame()).await else {
                break;
            };
            let frame = frame.map_err(|error| unknown(&error))?;
            let Ok(chunk) = frame.into_data() else { continue };
            if bytes.len() + chunk.len() > REPLY_BYTES_MAX {
                let words = "the answer is longer than any of Telegram's";
                return Err(Lost::Fault(HttpFault::Unknown(words.into())));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Reply {
            status: head.status.as_u16(),
            bytes,
        })
    }
}

fn unknown(error: &hyper::Error) -> Lost {
    Lost::Fault(HttpFault::Unknown(words(error)))
}

/// Waits for something that only the connection can bring: whoever polls the one need not be woken by the other. (Nor must
/// the runtime hold it back, since nobody would be woken then.)
async fn driven<T>(connection: &mut Option<Connection>, awaited: impl Future<Output = T>) -> T {
    let mut awaited = pin!(tokio::task::unconstrained(awaited));
    let drive = |cx: &mut Context<'_>| -> Poll<T> {
        if let Some(open) = connection
            && Pin::new(open).poll(cx).is_ready()
        {
            // With it goes what was still awaited of it, as a fault.
            *connection = None;
        }
        awaited.as_mut().poll(&mut Context::from_waker(Waker::noop()))
    };
    poll_fn(drive).await
}
