//! Shops to which nobody comes: how long until the first one asks for updates, and what a thousand of them hold.

use std::time::Duration;

use crate::{
    machine::Cores,
    stage::{Intake, PATIENCE, Plan, Stage, Subject},
};

pub(crate) const IDLE_SHOPS: usize = 1_000;
/// Buffers of the start go, and what is done once after it is done.
const SETTLING: Duration = Duration::from_secs(5);

/// From the start of the process, with an empty data folder, to its first question for updates.
pub(crate) async fn start_ms(subject: Subject, cores: Cores) -> f64 {
    let plan = Plan {
        subject,
        intake: Intake::Polling,
        shops: 1,
        rules: &[],
        counted: false,
    };
    let stage = Stage::open(plan, cores).await;
    asked(&stage, "getUpdates", 1, Duration::ZERO).await;
    let took = stage.process.began.elapsed();
    stage.close().await;
    took.as_secs_f64() * 1e3
}

/// What the process holds once all its shops wait for updates.
pub(crate) async fn idle_mb(subject: Subject, intake: Intake, cores: Cores) -> f64 {
    let plan = Plan {
        subject,
        intake,
        shops: IDLE_SHOPS,
        rules: &[],
        counted: false,
    };
    let stage = Stage::open(plan, cores).await;
    let method = match intake {
        Intake::Polling => "getUpdates",
        Intake::Webhook => "setWebhook",
    };
    asked(&stage, method, IDLE_SHOPS, Duration::from_millis(10)).await;
    tokio::time::sleep(SETTLING).await;
    let kb = stage.process.memory_kb();
    stage.close().await;
    kb as f64 / 1024.0
}

/// Waits until a method was called so often.
async fn asked(stage: &Stage, method: &str, times: usize, look_every: Duration) {
    let times = u64::try_from(times).unwrap();
    while stage
        .local
        .request_counts()
        .get(method)
        .is_none_or(|count| *count < times)
    {
        assert!(
            stage.process.began.elapsed() < PATIENCE,
            "{method} was not called in time"
        );
        if look_every.is_zero() {
            tokio::task::yield_now().await;
        } else {
            tokio::time::sleep(look_every).await;
        }
    }
}
