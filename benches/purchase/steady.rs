//! Customers who begin to buy so often, come what may.

use std::time::{Duration, Instant};

use tokio::{sync::mpsc, time::MissedTickBehavior};

use crate::customer::Customer;

/// One of them begins so often, for so long, whether the purchases before have ended or not; gives them back once all have
/// ended.
pub(crate) async fn steadily(customers: Vec<Customer>, each: Duration, length: Duration) -> Vec<Customer> {
    let (back, mut free) = mpsc::unbounded_channel();
    let count = customers.len();
    for customer in customers {
        back.send(customer).unwrap();
    }
    let mut tick = tokio::time::interval(each);
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let began = Instant::now();
    while began.elapsed() < length {
        tick.tick().await;
        let mut customer: Customer = free.recv().await.unwrap();
        let back = back.clone();
        tokio::spawn(async move {
            customer.buys().await;
            let _ = back.send(customer);
        });
    }
    let mut customers = Vec::new();
    while customers.len() < count {
        customers.push(free.recv().await.unwrap());
    }
    customers
}

/// How long the answers at pre-checkout took, in the order of their length.
pub(crate) fn waits_of(customers: &mut [Customer]) -> Vec<Duration> {
    let waits = customers
        .iter_mut()
        .flat_map(|customer| std::mem::take(&mut customer.waits));
    let mut waits: Vec<Duration> = waits.collect();
    waits.sort_unstable();
    waits
}

/// So many of a hundred took less; of what is in the order of its length.
pub(crate) fn within(times: &[Duration], share: usize) -> Duration {
    times.get(times.len() * share / 100).copied().unwrap_or_default()
}
