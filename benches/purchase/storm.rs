//! Customers who buy: as fast as they are served, or so many a second, come what may.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::task::JoinSet;

use crate::{
    customer::Customer,
    machine::{Cores, Used},
    stage::{Plan, Stage},
    steady::{steadily, waits_of, within},
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
    /// 0 where they are not counted.
    pub(crate) statements: f64,
    /// Bot API methods, however they were called, but for getUpdates.
    pub(crate) calls: f64,
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
    let before = Moment::of(&stage);
    tokio::time::sleep(length).await;
    let after = Moment::of(&stage);
    stop.store(true, Ordering::Relaxed);
    let mut customers = busy.join_all().await;
    let waits = waits_of(&mut customers);
    stage.books_equal_charges().await;
    let measured = Measured::of(&before, &after, &waits);
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
    let customers = stage.customers(CUSTOMERS).await;
    let before = Moment::of(&stage);
    let mut customers = steadily(customers, Duration::from_secs(1) / a_second, length).await;
    let after = Moment::of(&stage);
    let waits = waits_of(&mut customers);
    stage.books_equal_charges().await;
    let measured = Measured::of(&before, &after, &waits);
    stage.close().await;
    measured
}

/// How far everything is at one moment.
struct Moment {
    at: Instant,
    used: Used,
    charges: usize,
    statements: u64,
    calls: u64,
}

impl Moment {
    fn of(stage: &Stage) -> Moment {
        Moment {
            at: Instant::now(),
            used: stage.process.used(),
            charges: stage.local.charges().len(),
            statements: stage.statements(),
            calls: stage.calls(),
        }
    }
}

impl Measured {
    fn of(before: &Moment, after: &Moment, waits: &[Duration]) -> Measured {
        let count = (after.charges - before.charges) as f64;
        let took = after.at.saturating_duration_since(before.at);
        let cpu = after.used.cpu.saturating_sub(before.used.cpu).as_secs_f64();
        Measured {
            a_cpu_second: count / cpu,
            cpu_us: cpu * 1e6 / count,
            a_second: count / took.as_secs_f64(),
            fsyncs: (after.used.fsyncs - before.used.fsyncs) as f64 / count,
            calls: (after.calls - before.calls) as f64 / count,
            statements: (after.statements - before.statements) as f64 / count,
            median_ms: within(waits, 50).as_secs_f64() * 1e3,
            p99_ms: within(waits, 99).as_secs_f64() * 1e3,
            memory_mb: after.used.memory_kb as f64 / 1024.0,
        }
    }
}
