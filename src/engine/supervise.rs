//! What keeps tasks alive and quiet: a stop signal, counting of what is under way, backoff with jitter, restarts after
//! a panic, and faults that are told once per change instead of in every round.

use std::{
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use tokio::sync::{Notify, watch};

use super::Fault;
use crate::time::{Clock, random};

/// A panicking task is restarted no faster than this, and no slower than `RESTART_MAX`.
const RESTART_MIN: Duration = Duration::from_secs(1);
const RESTART_MAX: Duration = Duration::from_secs(60);

/// A signal that is given once and reaches whoever looks, also later.
#[derive(Clone)]
pub(super) struct Stop(Arc<watch::Sender<bool>>);

impl Stop {
    pub(super) fn new() -> Stop {
        Stop(Arc::new(watch::Sender::new(false)))
    }

    pub(super) fn give(&self) {
        self.0.send_replace(true);
    }

    pub(super) fn is_given(&self) -> bool {
        *self.0.borrow()
    }

    pub(super) async fn given(&self) {
        let mut seen = self.0.subscribe();
        // The sender lives as long as `self`, so waiting cannot fail.
        let _ = seen.wait_for(|given| *given).await;
    }

    /// `None` where the signal came first. Only for what may be dropped half-way.
    pub(super) async fn or<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.given() => None,
            done = work => Some(done),
        }
    }

    /// Waits, unless the signal comes; says whether it came.
    pub(super) async fn sleep(&self, clock: &dyn Clock, span: Duration) -> bool {
        self.or(clock.sleep(span)).await.is_none()
    }
}

/// Counts what is under way, so that one can wait until nothing is.
#[derive(Clone, Default)]
pub(super) struct Busy(Arc<Count>);

/// One thing under way, until it is dropped.
pub(super) struct Token(Arc<Count>);

#[derive(Default)]
struct Count {
    now: AtomicUsize,
    ever: AtomicU64,
    idle: Notify,
}

impl Busy {
    pub(super) fn token(&self) -> Token {
        self.0.now.fetch_add(1, Ordering::SeqCst);
        self.0.ever.fetch_add(1, Ordering::SeqCst);
        Token(self.0.clone())
    }

    pub(super) fn is_idle(&self) -> bool {
        self.0.now.load(Ordering::SeqCst) == 0
    }

    /// How many things there ever were. While this stays the same, nothing came.
    pub(super) fn ever(&self) -> u64 {
        self.0.ever.load(Ordering::SeqCst)
    }

    pub(super) async fn idle(&self) {
        loop {
            let mut idle = pin!(self.0.idle.notified());
            // Listens before it looks: a last token may be dropped in between.
            idle.as_mut().enable();
            if self.is_idle() {
                return;
            }
            idle.await;
        }
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        if self.0.now.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.idle.notify_waiters();
        }
    }
}

/// How long to wait before the next try: twice as long each time, up to a cap, never quite the same.
pub(super) struct Backoff {
    first: Duration,
    cap: Duration,
    tries: u32,
}

impl Backoff {
    pub(super) fn new(first: Duration, cap: Duration) -> Backoff {
        Backoff { first, cap, tries: 0 }
    }

    pub(super) fn next(&mut self) -> Duration {
        let whole = self.first.saturating_mul(1 << self.tries.min(16)).min(self.cap);
        self.tries = self.tries.saturating_add(1);
        jittered(whole)
    }

    pub(super) fn reset(&mut self) {
        self.tries = 0;
    }
}

/// Between half of a span and the whole of it.
pub(super) fn jittered(whole: Duration) -> Duration {
    let half = whole / 2;
    let millis = u128::max(half.as_millis(), 1);
    let extra = random().unwrap_or(0) % millis;
    half + Duration::from_millis(u64::try_from(extra).unwrap_or(0))
}

/// Runs work again after it panicked; ends when it returns. Each shop has several such tasks, so the work is part of the
/// task that watches it and not one of its own.
pub(super) async fn keep_alive<F>(name: String, clock: Arc<dyn Clock>, stop: Stop, start: impl Fn() -> F)
where
    F: Future<Output = ()>,
{
    let mut backoff = Backoff::new(RESTART_MIN, RESTART_MAX);
    while !ends_well(pin!(start())).await {
        tracing::error!("{name}: a bug in kiosk stopped this task; it starts again");
        if stop.sleep(&*clock, backoff.next()).await {
            return;
        }
    }
}

/// Whether it came to its end without a panic. What panicked is not asked again: it is dropped, and only what it shares
/// by locks, which all go on after a panic, is seen by others.
async fn ends_well<F: Future<Output = ()>>(mut work: Pin<&mut F>) -> bool {
    let step = |context: &mut Context<'_>| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        polled.map_or(Poll::Ready(false), |polled| polled.map(|()| true))
    };
    std::future::poll_fn(step).await
}

/// Remembers what was said last, so that a fault is logged when it comes and when it goes.
#[derive(Default)]
pub(super) struct Health(Mutex<Option<(&'static str, String)>>);

impl Health {
    /// Logs a fault unless it is the one that was logged last.
    pub(super) fn fault(&self, who: &str, fault: &Fault) {
        let mut last = self.lock();
        let news = last.as_ref().is_none_or(|(kind, _)| *kind != fault.kind());
        *last = Some((fault.kind(), fault.to_string()));
        drop(last);
        if news {
            tracing::error!("{who}: {fault}");
        }
    }

    /// Logs that all is well, if it was not.
    pub(super) fn fine(&self, who: &str) {
        if self.lock().take().is_some() {
            tracing::warn!("{who}: works again");
        }
    }

    /// What is wrong, in words.
    pub(super) fn words(&self) -> Option<String> {
        self.lock().as_ref().map(|(_, words)| words.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(&'static str, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;
    use crate::time::SystemClock;

    #[test]
    fn backoff_grows_to_its_cap_and_starts_over() {
        let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(60));
        let waits: Vec<u64> = (0..9).map(|_| backoff.next().as_secs()).collect();
        assert!(waits[0] <= 1 && waits[3] >= 4 && waits[8] >= 30, "{waits:?}");
        assert!(waits.iter().all(|wait| *wait <= 60), "{waits:?}");
        backoff.reset();
        assert!(backoff.next() <= Duration::from_secs(1));
    }

    #[tokio::test]
    async fn busy_is_idle_when_the_last_token_is_gone() {
        let busy = Busy::default();
        let (one, two) = (busy.token(), busy.token());
        drop(one);
        assert!(!busy.is_idle());
        drop(two);
        busy.idle().await;
    }

    #[tokio::test]
    async fn a_panicking_task_starts_again() {
        let runs = Arc::new(AtomicU32::new(0));
        let counted = runs.clone();
        let start = move || {
            let run = counted.fetch_add(1, Ordering::SeqCst);
            async move { assert!(run > 0, "planted") }
        };
        keep_alive("test".into(), Arc::new(SystemClock::default()), Stop::new(), start).await;
        assert_eq!(runs.load(Ordering::SeqCst), 2);
    }
}
