//! The end of a shop whose folder is gone. It sells nothing new from then on, but its bot is served with the last good
//! files, across restarts: a payment may be on its way, a receipt may be owed.

use std::{sync::Arc, time::Duration};

use super::{Fault, intake, shop::RunningShop, writer::Errand};
use crate::conversation::{Event, FileNews};

/// Telegram keeps an update for a day: after that, no payment that we have not seen can come.
const SERVED_AT_LEAST: Duration = Duration::from_hours(24);

/// Closes the shop for good where nothing can come any more. Says whether it did. The staff hear of it while the bot can
/// still write: that message is unfinished, too, and the shop closes once it is sent. `is_told` is whether this process
/// has said it; what one before it said is looked up.
pub(super) async fn step(shop: &Arc<RunningShop>, is_told: &mut bool) -> Result<bool, Fault> {
    if !shop.revision.load().closing {
        return Ok(false);
    }
    let Some(closing) = shop.ground.reader.closing(&shop.id).await? else {
        return Ok(false);
    };
    let safe_from = closing.since.plus(SERVED_AT_LEAST);
    let all_seen = shop.caught_up().is_some_and(|caught_up| caught_up >= safe_from);
    if !all_seen || shop.ground.reader.unfinished(&shop.id).await?.count() > 0 {
        return Ok(false);
    }
    if !*is_told && !shop.ground.reader.told_of_the_end(&shop.id, closing.since).await? {
        shop.submit(Event::Files(FileNews::Closed))
            .await
            .map_err(|_| Fault::Stopping)?;
        *is_told = true;
        return Ok(false);
    }
    let (id, at) = (shop.id.clone(), shop.ground.clock.now());
    shop.errand(|reply| Errand::EndClosing { shop: id, at, reply }).await?;
    tracing::warn!(
        "{}: closed for good, its folder is gone and nothing is unfinished",
        shop.id
    );
    shop.closed.give();
    intake::leave(shop).await;
    Ok(true)
}
