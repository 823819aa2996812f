//! Where files are read and checked: a thread that runs only while nobody else wants its core. A large catalog keeps a
//! core busy for a while, and customers who are served at the same time must not notice. Where no core is ever idle, a
//! second thread does what the first cannot begin or end in time, at a low priority: files are followed on a busy machine,
//! too.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use tokio::{
    sync::{oneshot, watch},
    time::timeout,
};

use super::{super::Fault, lock};
use crate::{priority, shop::Revision};

/// A core that is not idle within this time is taken for busy; customers need theirs for less.
const BEGINS_WITHIN: Duration = Duration::from_millis(10);
/// A core that was idle at first may become busy; the check of 100,000 products takes half of this.
const ENDS_WITHIN: Duration = Duration::from_secs(3);
/// So often somebody wakes up while the idle thread works, and the kernel looks anew at who should have its core.
const WAKES_EACH: Duration = Duration::from_micros(200);
/// After work that took longer, the next is not left to idle cores for so long.
const BUSY_FOR: Duration = Duration::from_secs(60);

type Work = Box<dyn FnOnce() + Send>;

/// The threads live as long as this.
pub(super) struct Aside {
    idle: Sender<Work>,
    low: Sender<Work>,
    /// Since when the idle thread is at what it does.
    at_work: Arc<Mutex<Option<Instant>>>,
    busy_until: Mutex<Option<Instant>>,
    held: Held,
    ends_within: Duration,
}

/// Work that both threads have: the one that comes first does it, and the other one only where that takes too long.
struct Piece<T> {
    work: Box<dyn Fn() -> T + Send + Sync>,
    begun: watch::Sender<bool>,
    /// Until somebody has ended it.
    reply: Mutex<Option<oneshot::Sender<T>>>,
}

/// Revisions that are dropped here: a hundred thousand products take a while to be forgotten, and the last to hold them
/// may be a message that a customer waits for.
#[derive(Clone, Default)]
struct Held(Arc<Mutex<Vec<Arc<Revision>>>>);

impl Aside {
    pub(super) fn new() -> Aside {
        Aside::with_patience(ENDS_WITHIN)
    }

    fn with_patience(ends_within: Duration) -> Aside {
        let (held, at_work) = (Held::default(), Arc::<Mutex<_>>::default());
        let (drops, at) = (held.clone(), at_work.clone());
        let waker = spawn("files-waker", || (), |wakes| wakes());
        let idle = move |work: Work| {
            *lock(&at) = Some(Instant::now());
            let at_work = at.clone();
            drop(waker.send(Box::new(move || wake_up_during(&at_work))));
            work();
            drops.sweep();
            *lock(&at) = None;
        };
        Aside {
            idle: spawn("files", priority::step_aside, idle),
            low: spawn("files-low", priority::lower, |work| work()),
            at_work,
            busy_until: Mutex::default(),
            held,
            ends_within,
        }
    }

    /// Sees to it that a revision is dropped on no other thread.
    pub(super) fn hold(&self, revision: &Arc<Revision>) {
        self.held.add(revision);
    }

    /// Does it after what was asked for before, or soon. Where that takes long it is done once more, and the answer that
    /// comes first counts.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl Fn() -> T + Send + Sync + 'static,
    ) -> Result<T, Fault> {
        let (piece, mut answer) = Piece::new(work);
        let busy = lock(&self.busy_until).is_some_and(|until| Instant::now() < until);
        if !busy {
            let idly = piece.clone();
            drop(self.idle.send(Box::new(move || idly.begin())));
        }
        if busy || !self.begins(&piece).await {
            let instead = piece.clone();
            drop(self.low.send(Box::new(move || instead.begin())));
        }
        let answer = if let Ok(answer) = timeout(self.ends_within, &mut answer).await {
            answer
        } else {
            *lock(&self.busy_until) = Some(Instant::now() + BUSY_FOR);
            drop(self.low.send(Box::new(move || piece.run())));
            answer.await
        };
        answer.map_err(|_| Fault::Command("reading the folder hit a bug in kiosk".into()))
    }

    /// Whether an idle core takes it up. What waits behind other work of ours waits for that, and not for a core.
    async fn begins<T>(&self, piece: &Piece<T>) -> bool {
        let mut begun = piece.begun.subscribe();
        while timeout(BEGINS_WITHIN, begun.wait_for(|begun| *begun)).await.is_err() {
            let is_at_work = lock(&self.at_work).is_some_and(|since| since.elapsed() < self.ends_within);
            if !is_at_work {
                return false;
            }
        }
        true
    }
}

impl<T> Piece<T> {
    fn new(work: impl Fn() -> T + Send + Sync + 'static) -> (Arc<Piece<T>>, oneshot::Receiver<T>) {
        let (reply, answer) = oneshot::channel();
        let piece = Piece {
            work: Box::new(work),
            begun: watch::Sender::new(false),
            reply: Mutex::new(Some(reply)),
        };
        (Arc::new(piece), answer)
    }

    /// Does it, unless the other thread has begun to.
    fn begin(&self) {
        if !self.begun.send_replace(true) {
            self.run();
        }
    }

    /// Does it, unless it is done.
    fn run(&self) {
        if lock(&self.reply).is_none() {
            return;
        }
        let done = catch_unwind(AssertUnwindSafe(|| (self.work)()));
        // Without an answer, whoever waits for it hears that nothing comes.
        let reply = lock(&self.reply).take();
        if let (Some(reply), Ok(done)) = (reply, done) {
            drop(reply.send(done));
        }
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

/// The kernel may give the core of a thread that serves to the idle one, and looks at that again with its next tick only,
/// up to 4 ms later, or as soon as a thread wakes up that is not idle. This one does.
fn wake_up_during(at_work: &Mutex<Option<Instant>>) {
    while lock(at_work).is_some() {
        thread::sleep(WAKES_EACH);
    }
}

/// Without the thread it is up to the other one.
fn spawn(name: &str, prepare: fn(), act: impl Fn(Work) + Send + 'static) -> Sender<Work> {
    let (sender, works): (_, Receiver<Work>) = channel();
    let run = move || {
        prepare();
        for work in works {
            act(work);
        }
    };
    if let Err(error) = thread::Builder::new().name(name.into()).spawn(run) {
        tracing::error!("a thread that follows files cannot be started: {error}");
    }
    sender
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    fn name() -> Option<String> {
        thread::current().name().map(str::to_owned)
    }

    /// Work that takes until the sender is dropped.
    fn endless() -> (Sender<()>, impl Fn() + Send + Sync) {
        let (open, door) = channel::<()>();
        let door = Mutex::new(door);
        let held_up = move || {
            let _ = lock(&door).recv();
        };
        (open, held_up)
    }

    #[tokio::test]
    async fn what_the_idle_thread_cannot_begin_the_other_one_does() {
        let aside = Aside::with_patience(Duration::ZERO);
        // Holds the idle thread up until the end.
        let (open, held_up) = endless();
        drop(aside.idle.send(Box::new(held_up)));
        assert_eq!(aside.run(name).await.unwrap(), Some("files-low".into()));
        drop(open);
    }

    #[tokio::test]
    async fn what_waits_behind_other_work_stays_on_the_idle_thread() {
        let aside = Aside::with_patience(Duration::from_secs(600));
        let (begins, begun) = channel();
        let (open, held_up) = endless();
        let works = move || {
            let _ = begins.send(());
            held_up();
        };
        drop(aside.idle.send(Box::new(works)));
        begun.recv().unwrap();
        let (piece, _answer) = Piece::new(name);
        let idly = piece.clone();
        drop(aside.idle.send(Box::new(move || idly.begin())));
        // An idle thread that did not begin within this time would be taken for starved.
        assert!(timeout(BEGINS_WITHIN * 3, aside.begins(&piece)).await.is_err());
        drop(open);
        assert!(aside.begins(&piece).await);
    }

    #[tokio::test]
    async fn what_the_idle_thread_cannot_end_the_other_one_does_once_more() {
        let aside = Aside::with_patience(Duration::from_millis(1));
        let (open, held_up) = endless();
        let starves = AtomicBool::new(true);
        let work = move || {
            if starves.swap(false, Ordering::SeqCst) {
                held_up();
            }
            name()
        };
        assert_eq!(aside.run(work).await.unwrap(), Some("files-low".into()));
        assert!(lock(&aside.busy_until).is_some(), "the next is not left to idle cores");
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
