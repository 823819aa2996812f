//! What waits for the writer: pre-checkouts before everything else, and within each urgency a fair share per shop, so
//! that a flooded shop never delays another. Only bookkeeping waits for company, and not for long. Next: `writer`.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use foldhash::HashMap;
use tokio::{sync::Notify, time::Instant};

use crate::ids::ShopId;

/// What nobody waits for is written by itself once it has waited this long; else it rides along with the next batch.
const COMPANY_WITHIN: Duration = Duration::from_millis(50);

/// Things that wait, in the order in which they are to be taken.
pub(super) struct Queue<T> {
    lanes: Mutex<Lanes<T>>,
    news: Notify,
}

/// Whether something waits with a customer's finger on Pay behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Urgency {
    /// Telegram gives up in ten seconds.
    PreCheckout,
    Ordinary,
    /// What is known already, and only has to be written down some time.
    Bookkeeping,
}

struct Lanes<T> {
    first: Lane<T>,
    then: Lane<T>,
    last: Lane<T>,
    /// When the last lane is to be written even without company.
    last_due: Option<Instant>,
    closed: bool,
}

struct Lane<T> {
    waiting: HashMap<ShopId, VecDeque<T>>,
    count: usize,
    /// Shops with something waiting, in the order of their turns.
    ring: VecDeque<ShopId>,
}

impl<T> Queue<T> {
    pub(super) fn new() -> Queue<T> {
        Queue {
            lanes: Mutex::new(Lanes {
                first: Lane::new(),
                then: Lane::new(),
                last: Lane::new(),
                last_due: None,
                closed: false,
            }),
            news: Notify::new(),
        }
    }

    /// Takes the thing back where the queue was closed: nobody would ever look at it.
    pub(super) fn push(&self, shop: &ShopId, urgency: Urgency, thing: T) -> Result<(), T> {
        {
            let mut lanes = self.lock();
            if lanes.closed {
                return Err(thing);
            }
            if urgency == Urgency::Bookkeeping {
                lanes.last_due.get_or_insert_with(|| Instant::now() + COMPANY_WITHIN);
            }
            lanes.lane(urgency).push(shop, thing);
        }
        self.news.notify_one();
        Ok(())
    }

    /// Gives back what could not be handled now; it stays first in its shop.
    pub(super) fn put_back(&self, things: Vec<(ShopId, Urgency, T)>) {
        let mut lanes = self.lock();
        for (shop, urgency, thing) in things.into_iter().rev() {
            lanes.lane(urgency).push_front(&shop, thing);
        }
    }

    /// At most `max` of what waits, at once; nothing where nothing waits.
    pub(super) fn take(&self, max: usize) -> Vec<T> {
        let mut lanes = self.lock();
        let mut taken = Vec::new();
        lanes.first.take_into(&mut taken, max);
        lanes.then.take_into(&mut taken, max);
        lanes.last.take_into(&mut taken, max);
        if lanes.last.ring.is_empty() {
            lanes.last_due = None;
        }
        taken
    }

    /// Waits until something is to be written; `false` once the queue was closed and is empty.
    pub(super) async fn ready(&self) -> bool {
        loop {
            let news = self.news.notified();
            let due = {
                let lanes = self.lock();
                if lanes.closed {
                    return !lanes.is_empty();
                }
                if lanes.is_pressing() {
                    return true;
                }
                lanes.last_due
            };
            match due {
                None => news.await,
                Some(due) => drop(tokio::time::timeout_at(due, news).await),
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        let lanes = self.lock();
        lanes.first.count + lanes.then.count + lanes.last.count
    }

    /// How many things of this urgency wait: of this shop, and of all.
    pub(super) fn waiting(&self, shop: &ShopId, urgency: Urgency) -> (usize, usize) {
        let mut lanes = self.lock();
        let lane = lanes.lane(urgency);
        (lane.waiting.get(shop).map_or(0, VecDeque::len), lane.count)
    }

    /// Takes nothing more in; what waits may still be taken out.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.news.notify_one();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Lanes<T>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Lanes<T> {
    fn lane(&mut self, urgency: Urgency) -> &mut Lane<T> {
        match urgency {
            Urgency::PreCheckout => &mut self.first,
            Urgency::Ordinary => &mut self.then,
            Urgency::Bookkeeping => &mut self.last,
        }
    }

    fn is_empty(&self) -> bool {
        self.first.ring.is_empty() && self.then.ring.is_empty() && self.last.ring.is_empty()
    }

    fn is_pressing(&self) -> bool {
        let alone = self.last_due.is_some_and(|due| due <= Instant::now());
        alone || !self.first.ring.is_empty() || !self.then.ring.is_empty()
    }
}

impl<T> Lane<T> {
    fn new() -> Lane<T> {
        Lane {
            waiting: HashMap::default(),
            count: 0,
            ring: VecDeque::new(),
        }
    }

    fn push(&mut self, shop: &ShopId, thing: T) {
        let queue = self.waiting.entry(shop.clone()).or_default();
        if queue.is_empty() {
            self.ring.push_back(shop.clone());
        }
        queue.push_back(thing);
        self.count += 1;
    }

    fn push_front(&mut self, shop: &ShopId, thing: T) {
        let queue = self.waiting.entry(shop.clone()).or_default();
        if queue.is_empty() {
            self.ring.push_front(shop.clone());
        }
        queue.push_front(thing);
        self.count += 1;
    }

    /// One of each shop in turn.
    fn take_into(&mut self, taken: &mut Vec<T>, max: usize) {
        while taken.len() < max {
            let Some(shop) = self.ring.pop_front() else { return };
            let Some(queue) = self.waiting.get_mut(&shop) else {
                continue;
            };
            if let Some(thing) = queue.pop_front() {
                taken.push(thing);
                self.count -= 1;
            }
            if queue.is_empty() {
                self.waiting.remove(&shop);
            } else {
                self.ring.push_back(shop);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop(name: &str) -> ShopId {
        ShopId::parse(name).unwrap()
    }

    fn filled(things: &[(&str, Urgency, u32)]) -> Queue<u32> {
        let queue = Queue::new();
        for (name, urgency, thing) in things {
            queue.push(&shop(name), *urgency, *thing).unwrap();
        }
        queue
    }

    #[test]
    fn pre_checkouts_go_first_and_a_flooded_shop_waits_its_turn() {
        let mut things: Vec<_> = (0..10).map(|n| ("loud", Urgency::Ordinary, n)).collect();
        things.push(("quiet", Urgency::Ordinary, 100));
        things.push(("quiet", Urgency::PreCheckout, 200));
        let queue = filled(&things);
        assert_eq!(queue.take(4), [200, 0, 100, 1]);
        assert_eq!(queue.len(), 8);
        assert_eq!(queue.waiting(&shop("loud"), Urgency::Ordinary), (8, 8));
        assert_eq!(queue.waiting(&shop("quiet"), Urgency::PreCheckout), (0, 0));
        assert_eq!(queue.take(100), [2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(queue.take(100), [0_u32; 0]);
    }

    #[test]
    fn what_is_put_back_keeps_its_place() {
        let queue = filled(&[
            ("a", Urgency::Ordinary, 1),
            ("a", Urgency::Ordinary, 2),
            ("b", Urgency::Ordinary, 3),
        ]);
        let taken = queue.take(2);
        assert_eq!(taken, [1, 3]);
        let back = vec![(shop("a"), Urgency::Ordinary, 1), (shop("b"), Urgency::Ordinary, 3)];
        queue.put_back(back);
        assert_eq!(queue.len(), 3);
        let again = queue.take(3);
        assert!(again == [1, 3, 2] || again == [3, 1, 2], "{again:?}");
    }

    #[tokio::test]
    async fn bookkeeping_rides_along_and_goes_alone_in_the_end() {
        let queue = filled(&[("a", Urgency::Bookkeeping, 1), ("b", Urgency::Ordinary, 2)]);
        assert!(queue.ready().await);
        assert_eq!(queue.take(9), [2, 1]);
        queue.push(&shop("a"), Urgency::Bookkeeping, 3).unwrap();
        assert!(!queue.lock().is_pressing());
        assert!(queue.ready().await, "nothing else came");
        assert_eq!(queue.take(9), [3]);
        assert!(queue.lock().last_due.is_none());
    }

    #[tokio::test]
    async fn a_closed_queue_refuses_and_is_still_emptied() {
        let queue = filled(&[("a", Urgency::Ordinary, 1)]);
        queue.close();
        assert_eq!(queue.push(&shop("a"), Urgency::Ordinary, 2), Err(2));
        assert!(queue.ready().await);
        assert_eq!(queue.take(9), [1]);
        assert!(!queue.ready().await);
    }
}
