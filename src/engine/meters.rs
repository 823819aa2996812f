//! What is counted while shops run, for operators: one set a world.

use std::time::Duration;

use prometheus::{HistogramOpts, HistogramVec, IntCounterVec, Opts, Registry};

use super::{Fault, WorldName};

/// In seconds. Telegram waits ten; the polite no leaves after eight, a yes never after eight and a half.
const PRE_CHECKOUT_BUCKETS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 8.5, 10.0];

/// The counters of one world.
#[derive(Clone)]
pub struct Meters {
    updates: IntCounterVec,
    pre_checkouts: HistogramVec,
}

impl Meters {
    pub(super) fn new(world: WorldName) -> Result<Meters, Fault> {
        Meters::build(world).map_err(|error| Fault::Command(format!("the counters cannot be made: {error}")))
    }

    fn build(world: WorldName) -> Result<Meters, prometheus::Error> {
        let updates = Opts::new("kiosk_updates_total", "Updates from Telegram that were taken in.");
        let pre_checkouts = HistogramOpts::new(
            "kiosk_pre_checkout_duration_seconds",
            "From the arrival of a pre-checkout query until Telegram had its answer: yes, no, or none.",
        );
        let pre_checkouts = pre_checkouts.buckets(PRE_CHECKOUT_BUCKETS.to_vec());
        Ok(Meters {
            updates: IntCounterVec::new(updates.const_label("world", world.word()), &["shop"])?,
            pre_checkouts: HistogramVec::new(pre_checkouts.const_label("world", world.word()), &["shop", "answer"])?,
        })
    }

    /// Has a page show them.
    pub fn register(&self, registry: &Registry) -> Result<(), prometheus::Error> {
        registry.register(Box::new(self.updates.clone()))?;
        registry.register(Box::new(self.pre_checkouts.clone()))
    }

    /// A counter that is missing until it first counts hides its first step.
    pub(super) fn begin(&self, shop: &str) {
        self.updates.with_label_values(&[shop]).inc_by(0);
    }

    pub(super) fn update(&self, shop: &str) {
        self.updates.with_label_values(&[shop]).inc();
    }

    pub(super) fn pre_checkout(&self, shop: &str, answer: &str, took: Duration) {
        self.pre_checkouts
            .with_label_values(&[shop, answer])
            .observe(took.as_secs_f64());
    }
}
