//! Where files are read and checked: a thread that runs only while nobody else wants its core. A large catalog keeps a
//! core busy for a while, and customers who are served at the same time must not notice. Where no core is ever idle, a
//! second thread takes what the first could not begin in time, at a low priority: files are followed on a busy machine, too.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use tokio::{sync::oneshot, time::timeout};

use super::{super::Fault, lock};
use crate::{priority, shop::Revision};

/// A core that is not idle within this time is taken for busy; customers need theirs for less.
const BEGINS_WITHIN: Duration = Duration::from_millis(10);
/// A core that was idle at first may become busy; the check of 100,000 products takes half of this.
const ENDS_WITHIN: Duration = Duration::from_secs(3);
/// After work that took longer, the next is not left to idle cores for so long.
const BUSY_FOR: Duration = Duration::from_secs(60);

type Work = Box<dyn FnOnce() + Send>;

/// Work that both threads have; the one that comes first does it.
#[derive(Clone)]
struct Piece(Arc<Mutex<Option<Work>>>);

/// The threads live as long as this.
pub(super) struct Aside {
    idle: Sender<Piece>,
    low: Sender<Piece>,
    busy_until: Mutex<Option<Instant>>,
    held: Held,
}

/// Revisions that are dropped here: a hundred thousand products take a while to be forgotten, and the last to hold them
/// may be a message that a customer waits for.
#[derive(Clone, Default)]
struct Held(Arc<Mutex<Vec<Arc<Revision>>>>);

impl Aside {
    pub(super) fn new() -> Aside {
        let held = Held::default();
        let drops = held.clone();
        Aside {
            idle: spawn("files", priority::step_aside, move || drops.sweep()),
            low: spawn("files-low", priority::lower, || {}),
            busy_until: Mutex::default(),
            held,
        }
    }

    /// Sees to it that a revision is dropped on no other thread.
    pub(super) fn hold(&self, revision: &Arc<Revision>) {
        self.held.add(revision);
    }

    /// Does it after what was asked for before, or soon.
    pub(super) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
        let ((begin, begins), (reply, answer)) = (oneshot::channel(), oneshot::channel());
        let piece = Piece::new(move || {
            let _ = begin.send(());
            drop(reply.send(work()));
        });
        let asked = Instant::now();
        let busy = lock(&self.busy_until).is_some_and(|until| asked < until);
        if !busy {
            drop(self.idle.send(piece.clone()));
        }
        if busy || timeout(BEGINS_WITHIN, begins).await.is_err() {
            drop(self.low.send(piece));
        }
        let lost = |_| Fault::Command("reading the folder hit a bug in kiosk".into());
        let answer = answer.await.map_err(lost);
        if asked.elapsed() > ENDS_WITHIN {
            *lock(&self.busy_until) = Some(Instant::now() + BUSY_FOR);
        }
        answer
    }
}

impl Piece {
    fn new(work: impl FnOnce() + Send + 'static) -> Piece {
        Piece(Arc::new(Mutex::new(Some(Box::new(work)))))
    }

    fn run(&self) {
        let work = lock(&self.0).take();
        // Whoever waits for it hears that nothing comes.
        drop(catch_unwind(AssertUnwindSafe(|| work.map(|work| work()))));
    }
}

impl Held {
    fn add(&self, revision: &Arc<Revision>) {
        let mut held = lock(&self.0);
        if !held.iter().any(|other| Arc::ptr_eq(other, revision)) {
            held.push(revision.clone());
        }
    }

    /// Drops those that nobody else has any more.
    fn sweep(&self) {
        let gone: Vec<_> = lock(&self.0)
            .extract_if(.., |revision| Arc::strong_count(revision) == 1)
            .collect();
        drop(gone);
    }
}

/// Without the thread it is up to the other one.
fn spawn(name: &str, prepare: fn(), after_each: impl Fn() + Send + 'static) -> Sender<Piece> {
    let (sender, pieces): (_, Receiver<Piece>) = channel();
    let run = move || {
        prepare();
        for piece in pieces {
            piece.run();
            drop(piece);
            after_each();
        }
    };
    if let Err(error) = thread::Builder::new().name(name.into()).spawn(run) {
        tracing::error!("a thread that follows files cannot be started: {error}");
    }
    sender
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_the_idle_thread_cannot_begin_the_other_one_does() {
        let aside = Aside::new();
        let (open, door) = channel::<()>();
        // Holds the idle thread up until the end.
        let held_up = Piece::new(move || {
            let _ = door.recv();
        });
        drop(aside.idle.send(held_up));
        assert_eq!(
            aside.run(|| thread::current().name().map(str::to_owned)).await.unwrap(),
            Some("files-low".into())
        );
        drop(open);
    }

    #[tokio::test]
    async fn work_that_panics_is_lost_and_the_next_is_not() {
        let aside = Aside::new();
        let lost: Result<(), _> = aside.run(|| std::panic::resume_unwind(Box::new("a bug"))).await;
        assert!(matches!(lost, Err(Fault::Command(_))));
        assert_eq!(aside.run(|| 7).await.unwrap(), 7);
    }
}
