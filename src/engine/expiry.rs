//! What ends by itself: holds and invoices that ran out, shops whose folder is gone, the memory of handled updates. Nothing that ended after
//! the shop was last caught up may expire: its payment may be among the updates that we have not seen.

use std::{sync::Arc, time::Duration};

use super::{
    Fault, Handle, closing,
    queue::Urgency,
    shop::RunningShop,
    writer::{Errand, Work},
};
use crate::conversation::Event;

/// Between two looks at what is due.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Between two clearings of the inbox.
const PRUNE_EVERY: Duration = Duration::from_hours(1);
/// Telegram keeps an update for a day at most; after two, it will not come again.
const UPDATES_KEPT: Duration = Duration::from_hours(48);

/// Looks every few seconds until the shop closes.
pub(super) async fn run(shop: Arc<RunningShop>) {
    let clock = shop.ground.clock.clone();
    while !shop.closed.sleep(&*clock, LOOK_EVERY).await {
        let looked = async {
            step(&shop).await?;
            closing::step(&shop).await
        };
        if let Err(fault) = looked.await {
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

/// Lets the world forget handled updates, once an hour.
pub(super) async fn forget(engine: Handle) {
    let ground = engine.ground.clone();
    while !ground.stop.sleep(&*ground.clock, PRUNE_EVERY).await {
        let before = ground.clock.now().minus(UPDATES_KEPT);
        let errand = Work::Errand(Errand::Prune { before });
        if let Some(shop) = engine.shops.all().first() {
            drop(ground.queue.push(&shop.id, Urgency::Ordinary, errand));
        }
    }
}
