//! Where files are read and checked: one thread of low priority. A large catalog keeps a core busy for a while, and
//! customers who are served at the same time must not notice.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Sender, channel},
    thread,
};

use tokio::sync::oneshot;

use super::super::Fault;

type Work = Box<dyn FnOnce() + Send>;

/// The thread lives as long as this.
pub(super) struct Aside(Sender<Work>);

impl Aside {
    pub(super) fn new() -> Aside {
        let (sender, works) = channel::<Work>();
        let run = move || {
            crate::priority::lower();
            for work in works {
                // Whoever waits for it hears that nothing comes.
                drop(catch_unwind(AssertUnwindSafe(work)));
            }
        };
        // Without the thread nothing is ever answered, and each look says so.
        if let Err(error) = thread::Builder::new().name("files".into()).spawn(run) {
            tracing::error!("files are not followed, since no thread can be started: {error}");
        }
        Aside(sender)
    }

    /// Drops something large after what was asked for before.
    pub(super) fn let_go<T: Send + 'static>(&self, thing: T) {
        drop(self.0.send(Box::new(move || drop(thing))));
    }

    /// Does it after what was asked for before.
    pub(super) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
        let (reply, answer) = oneshot::channel();
        let work = move || drop(reply.send(work()));
        let lost = || Fault::Command("reading the folder hit a bug in kiosk".into());
        self.0.send(Box::new(work)).map_err(|_| lost())?;
        answer.await.map_err(|_| lost())
    }
}
