//! What ends by itself: holds and invoices that ran out, shops whose folder is gone, the memory of handled updates. Nothing that ended after
//! the shop was last caught up may expire: its payment may be among the updates that we have not seen.

use std::{sync::Arc, time::Duration};

use tokio::sync::oneshot;

use super::{
    Fault, Handle, closing,
    queue::Urgency,
    shop::RunningShop,
    writer::{Errand, Work},
};
use crate::conversation::Event;

/// Between two looks at what is due.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Between two clearings of what is kept for a while.
const FORGET_EVERY: Duration = Duration::from_hours(1);
/// Telegram keeps an update for a day at most; after two, it will not come again.
pub(super) const UPDATES_KEPT: Duration = Duration::from_hours(48);
/// Long enough to lay edited rules beside what happened; not for ever, since it says who wanted what sent where.
const REASONS_KEPT: Duration = Duration::from_hours(90 * 24);

/// Looks every few seconds until the shop closes.
pub(super) async fn run(shop: Arc<RunningShop>) {
    let clock = shop.ground.clock.clone();
    let mut is_told = false;
    while !shop.closed.sleep(&*clock, LOOK_EVERY).await {
        let looked = async {
            step(&shop).await?;
            closing::step(&shop, &mut is_told).await
        };
        // Boxed: between two looks a shop holds none of it.
        if let Err(fault) = Box::pin(looked).await {
            tracing::error!("{}: what has run out could not be looked up: {fault}", shop.id);
        }
    }
}

/// One look: a turn for each order that may have run out, and the end of all of them.
pub(super) async fn step(shop: &Arc<RunningShop>) -> Result<usize, Fault> {
    let reader = &shop.ground.reader;
    if reader.due(&shop.id, shop.ground.clock.now()).await?.is_empty() {
        return Ok(0);
    }
    // A webhook never says by itself that nothing waits.
    shop.doorstep.knock();
    let Some(caught_up) = shop.caught_up() else {
        return Ok(0);
    };
    let due = reader.due(&shop.id, caught_up).await?;
    let turns: Vec<_> = due
        .into_iter()
        .map(|order| shop.submit(Event::Due { order, caught_up }))
        .collect();
    let count = turns.len();
    for turn in turns {
        turn.await.map_err(|_| Fault::Lost)?;
    }
    Ok(count)
}

/// Lets the world forget what was kept long enough, once an hour.
pub(super) async fn forget(engine: Handle) {
    let ground = engine.ground.clone();
    while !ground.stop.sleep(&*ground.clock, FORGET_EVERY).await {
        // A slice at a time, so that no customer waits for housekeeping.
        while forget_some(&engine).await > 0 {}
    }
}

async fn forget_some(engine: &Handle) -> u64 {
    let ground = &engine.ground;
    let (reply, gone) = oneshot::channel();
    let now = ground.clock.now();
    let errand = Errand::Forget {
        updates: now.minus(UPDATES_KEPT),
        reasons: now.minus(REASONS_KEPT),
        reply,
    };
    let Some(shop) = engine.shops.all().into_iter().next() else {
        return 0;
    };
    drop(ground.queue.push(&shop.id, Urgency::Ordinary, Work::Errand(errand)));
    gone.await.unwrap_or(0)
}
