//! The clock as a trait: the system's for people, one moved by hand for tests and rehearsals.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use tokio::sync::watch;

use super::Timestamp;

/// Where "now" comes from and what waiting waits on.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
    fn sleep(&self, span: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// Wall-clock time that never goes back within a process.
#[derive(Default)]
pub struct SystemClock {
    latest: std::sync::atomic::AtomicI64,
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let wall = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_millis();
        let wall = i64::try_from(wall).unwrap_or(i64::MAX);
        let before = self.latest.fetch_max(wall, std::sync::atomic::Ordering::Relaxed);
        Timestamp(before.max(wall))
    }

    fn sleep(&self, span: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(span))
    }
}

/// A clock that stands still until somebody moves it.
#[derive(Clone)]
pub struct HandClock {
    now: Arc<watch::Sender<i64>>,
}

impl HandClock {
    pub fn at(start: Timestamp) -> HandClock {
        HandClock {
            now: Arc::new(watch::Sender::new(start.0)),
        }
    }

    /// Moves the clock and wakes every sleeper whose time has come.
    pub fn advance(&self, span: Duration) {
        let target = self.now().plus(span);
        self.now.send_modify(|now| *now = target.0);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp(*self.now.borrow())
    }

    fn sleep(&self, span: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let due = self.now().plus(span).0;
        let mut seen = self.now.subscribe();
        Box::pin(async move {
            // The sender lives as long as `self`, so waiting cannot fail.
            let _ = seen.wait_for(|now| *now >= due).await;
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sleeper_wakes_when_the_clock_is_moved_far_enough() {
        let clock = HandClock::at(Timestamp(0));
        let mut sleeper = clock.sleep(Duration::from_secs(10));
        clock.advance(Duration::from_secs(9));
        let early = tokio::time::timeout(Duration::from_millis(5), &mut sleeper).await;
        assert!(early.is_err());
        clock.advance(Duration::from_secs(1));
        sleeper.await;
        assert_eq!(clock.now(), Timestamp(10_000));
    }
}
