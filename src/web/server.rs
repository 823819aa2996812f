//! Connections: a task for each, which answers one request after the other. It is hyper itself, since every update of a
//! customer's visit is a request.

use std::{convert::Infallible, io, pin::pin, sync::Arc, time::Duration};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{oneshot, watch},
    task::JoinSet,
};

use super::Faces;

/// After no connection could be taken, as where too many files are open.
const PAUSE: Duration = Duration::from_secs(1);

/// Answers until it is told to end, or whoever would tell it is gone; then the answers that are under way still leave.
pub(super) async fn serve(listener: TcpListener, faces: Faces, mut end: oneshot::Receiver<()>) {
    let faces = Arc::new(faces);
    let open = watch::Sender::new(());
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            biased;
            _ = &mut end => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((socket, _)) => {
                // An answer is one small packet, which must not wait for another.
                let _ = socket.set_nodelay(true);
                connections.spawn(converse(socket, faces.clone(), open.subscribe()));
            }
            Err(error) if is_about_one(&error) => {}
            Err(error) => {
                tracing::error!("no connection can be taken: {error}");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop((listener, open));
    while connections.join_next().await.is_some() {}
}

/// One that went away before it was taken costs no other.
fn is_about_one(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

async fn converse(socket: TcpStream, faces: Arc<Faces>, mut open: watch::Receiver<()>) {
    let answer = service_fn(|request| {
        let faces = faces.clone();
        async move { Ok::<_, Infallible>(faces.answer(request).await) }
    });
    let mut talk = pin!(http1::Builder::new().serve_connection(TokioIo::new(socket), answer));
    let ended = tokio::select! {
        biased;
        ended = talk.as_mut() => ended,
        _ = open.changed() => {
            talk.as_mut().graceful_shutdown();
            talk.await
        }
    };
    if let Err(error) = ended {
        // Whoever hung up hears no answer, and posts again.
        tracing::debug!("a connection broke off: {error}");
    }
}
