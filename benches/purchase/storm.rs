//! Customers who buy: as fast as they are served, or so many a second, come what may.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{sync::mpsc, task::JoinSet, time::MissedTickBehavior};

use crate::{
    customer::Customer,
    machine::{Cores, Used},
    stage::{Plan, Stage},
};

pub(crate) const CUSTOMERS: usize = 200;
/// Caches fill and the first garbage goes.
const WARM_UP: Duration = Duration::from_millis(500);

/// What was measured in one run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    /// Purchases for each second that the shop's process had a core.
    pub(crate) a_cpu_second: f64,
    pub(crate) cpu_us: f64,
    /// On the clock.
    pub(crate) a_second: f64,
    pub(crate) fsyncs: f64,
    /// How long the answer at pre-checkout took: half of all were faster, 99 of 100 were.
    pub(crate) median_ms: f64,
    pub(crate) p99_ms: f64,
    pub(crate) memory_mb: f64,
}

/// What a customer does again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    ShortPurchases,
    WholeVisits,
}

/// Everybody begins anew as soon as they have their receipt.
pub(crate) async fn storm(plan: Plan, doing: Doing, cores: Cores, length: Duration) -> Measured {
    let stage = Arc::new(Stage::open(plan, cores).await);
    let customers = stage.customers(CUSTOMERS).await;
    let stop = Arc::new(AtomicBool::new(false));
    let mut busy = JoinSet::new();
    for (number, customer) in customers.into_iter().enumerate() {
        busy.spawn(keep_on(stage.clone(), number, customer, doing, stop.clone()));
    }
    tokio::time::sleep(WARM_UP).await;
    // Both ends look at charges and CPU at one moment: what is under way at the start is under way at the end.
    let (began, before, charged) = (Instant::now(), stage.process.used(), stage.local.charges().len());
    tokio::time::sleep(length).await;
    let (took, after) = (began.elapsed(), stage.process.used());
    let bought = stage.local.charges().len() - charged;
    stop.store(true, Ordering::Relaxed);
    let mut waits = Vec::new();
    while let Some(customer) = busy.join_next().await {
        waits.extend(customer.unwrap().waits);
    }
    stage.books_equal_charges().await;
    let measured = Measured::of(bought, took, before, after, waits);
    Arc::into_inner(stage).unwrap().close().await;
    measured
}

async fn keep_on(
    stage: Arc<Stage>,
    number: usize,
    mut customer: Customer,
    doing: Doing,
    stop: Arc<AtomicBool>,
) -> Customer {
    let mut next = number;
    while !stop.load(Ordering::Relaxed) {
        match doing {
            Doing::ShortPurchases => customer.buys().await,
            Doing::WholeVisits => {
                next += CUSTOMERS;
                let mut stranger = stage.stranger(next);
                stranger.visits().await;
                customer.waits.append(&mut stranger.waits);
            }
        }
    }
    customer
}

/// So many purchases begin each second, whether the ones before have ended or not.
pub(crate) async fn steady(plan: Plan, a_second: u32, cores: Cores, length: Duration) -> Measured {
    let stage = Stage::open(plan, cores).await;
    let (back, mut free) = mpsc::unbounded_channel();
    for customer in stage.customers(CUSTOMERS).await {
        back.send(customer).unwrap();
    }
    let mut tick = tokio::time::interval(Duration::from_secs(1) / a_second);
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let (began, before, charged) = (Instant::now(), stage.process.used(), stage.local.charges().len());
    while began.elapsed() < length {
        tick.tick().await;
        let mut customer: Customer = free.recv().await.unwrap();
        let back = back.clone();
        tokio::spawn(async move {
            customer.buys().await;
            let _ = back.send(customer);
        });
    }
    let (took, after) = (began.elapsed(), stage.process.used());
    let bought = stage.local.charges().len() - charged;
    let mut waits = Vec::new();
    for _ in 0..CUSTOMERS {
        waits.extend(free.recv().await.unwrap().waits);
    }
    stage.books_equal_charges().await;
    let measured = Measured::of(bought, took, before, after, waits);
    stage.close().await;
    measured
}

impl Measured {
    fn of(bought: usize, took: Duration, before: Used, after: Used, mut waits: Vec<Duration>) -> Measured {
        waits.sort_unstable();
        let at = |share: usize| waits.get(waits.len() * share / 100).copied().unwrap_or_default();
        let count = bought as f64;
        let cpu = after.cpu.saturating_sub(before.cpu).as_secs_f64();
        Measured {
            a_cpu_second: count / cpu,
            cpu_us: cpu * 1e6 / count,
            a_second: count / took.as_secs_f64(),
            fsyncs: (after.fsyncs - before.fsyncs) as f64 / count,
            median_ms: at(50).as_secs_f64() * 1e3,
            p99_ms: at(99).as_secs_f64() * 1e3,
            memory_mb: after.memory_kb as f64 / 1024.0,
        }
    }
}
