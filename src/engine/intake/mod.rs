//! How updates come in: fetched (`poll`), or posted by Telegram to a webhook (`webhook` has it posted, `door` takes it
//! in). Either way an update is acknowledged once it is durable, and an update that came both ways is handled once: the
//! inbox knows it by its number. A start may change from one way to the other; no update is dropped by it.

mod answer;
mod door;
mod poll;
mod said;
mod webhook;

use std::{pin::pin, sync::Arc, time::Duration};

use tokio::sync::oneshot;

pub use self::door::{Door, Posted};
pub(super) use self::{
    door::Doorstep,
    webhook::{leave, secret_of},
};
use self::{poll::Poller, webhook::Webhook};
use super::{
    Fault, query,
    shop::RunningShop,
    supervise::{Backoff, jittered},
    task::{Done, Riders},
};
use crate::{
    conversation::Event,
    ids::UpdateId,
    store::InboxRow,
    telegram::{self, ApiFault},
};

/// Updates that are replayed in one go.
const PAGE: i64 = 256;
const BACKOFF_MIN: Duration = Duration::from_secs(1);
const BACKOFF_MAX: Duration = Duration::from_secs(60);
/// Two pollers that restart each other help nobody.
const CONFLICT_PAUSE: Duration = Duration::from_secs(30);

/// The way by which a shop's updates come.
enum Way {
    Poll(Poller),
    Webhook(Webhook),
}

/// Takes updates in until the shop closes or its token is refused.
pub(super) async fn run(shop: Arc<RunningShop>) {
    let mut way = Way::of(&shop);
    let mut backoff = Backoff::new(BACKOFF_MIN, BACKOFF_MAX);
    let mut ready = false;
    while !shop.closed.is_given() {
        let done = if ready {
            // Pinned here: what is handed on by value is kept twice.
            shop.closed.or(pin!(way.step())).await
        } else {
            // Boxed: what is needed once would make the task of each idle shop five times as large for ever.
            shop.closed.or(Box::pin(way.begin(&shop))).await
        };
        let pause = match done {
            None => return,
            Some(Ok(())) => {
                ready = true;
                backoff.reset();
                shop.health.fine(shop.id.as_str());
                continue;
            }
            Some(Err(fault)) => {
                shop.health.fault(shop.id.as_str(), &fault);
                match fault {
                    Fault::TokenRefused { .. } | Fault::Stopping => return shop.closed.give(),
                    Fault::Telegram {
                        fault: ApiFault::Retry { after },
                        ..
                    } => after.max(BACKOFF_MIN),
                    Fault::Telegram {
                        fault: ApiFault::Conflict(_),
                        ..
                    } => jittered(CONFLICT_PAUSE),
                    _ => backoff.next(),
                }
            }
        };
        if shop.closed.sleep(&*shop.ground.clock, pause).await {
            return;
        }
    }
}

impl Way {
    fn of(shop: &Arc<RunningShop>) -> Way {
        match &shop.ground.public_url {
            None => Way::Poll(Poller::new(shop.clone())),
            Some(url) => Way::Webhook(Webhook::new(shop.clone(), url)),
        }
    }

    /// Introduces the bot, opens the way, and handles what an earlier run stored and did not finish.
    async fn begin(&mut self, shop: &Arc<RunningShop>) -> Result<(), Fault> {
        introduce(shop).await?;
        let open = async {
            match self {
                Way::Poll(poller) => {
                    poller.begin().await?;
                    replay(shop).await
                }
                Way::Webhook(webhook) => {
                    replay(shop).await?;
                    webhook.begin().await
                }
            }
        };
        // The menu takes no round trip of its own.
        tokio::join!(open, set_menu(shop)).0
    }

    async fn step(&mut self) -> Result<(), Fault> {
        match self {
            Way::Poll(poller) => poller.step().await,
            Way::Webhook(webhook) => webhook.step().await,
        }
    }
}

async fn introduce(shop: &Arc<RunningShop>) -> Result<(), Fault> {
    let bot = shop.bot();
    let me = bot.get_me().await.map_err(|fault| told(shop, "getMe", fault))?;
    if me.id != shop.bot_id {
        return Err(Fault::OtherBot { shop: shop.id.clone() });
    }
    shop.introduce(me.username);
    Ok(())
}

async fn set_menu(shop: &RunningShop) {
    let (bot, revision) = (shop.bot(), shop.revision.load_full());
    if let Err(fault) = telegram::set_commands(&bot, &revision).await {
        tracing::warn!("{}: the menu of commands was not set: {fault}", shop.id);
    }
}

/// Gives one update to the writer. A query gets its answering task before anything else can take time.
fn hand_over(
    shop: &Arc<RunningShop>,
    event: Event,
    row: InboxRow,
    riders: Riders,
) -> Result<oneshot::Receiver<Done>, Fault> {
    if event == Event::Nothing && telegram::holds_money(&row.raw) {
        return Ok(shop.set_aside(event, row));
    }
    let asker = match &event {
        Event::PreCheckout(asked, person) => {
            let revision = shop.revision.load();
            let language = revision.shop.language(person.language_code.as_deref()).clone();
            Some(query::watch(shop, asked.query.clone(), row.received_at, language))
        }
        _ => None,
    };
    shop.submit_update(event, row, asker, riders)
}

/// Handles the owed rows of the inbox, page by page, before new updates are taken in.
async fn replay(shop: &Arc<RunningShop>) -> Result<(), Fault> {
    let mut after = UpdateId(i64::MIN);
    loop {
        let rows = shop.ground.reader.inbox_owed(shop.bot_id, after, PAGE).await?;
        let Some(last) = rows.last().map(|row| row.update) else {
            return Ok(());
        };
        let waiting = rows
            .into_iter()
            .map(|row| hand_over(shop, telegram::event(&row.raw), row, Riders::None));
        all_durable(&mut waiting.collect::<Result<Vec<_>, _>>()?).await?;
        after = last;
    }
}

/// A turn that failed is stored as such; a turn that was lost is not, and its update must come again.
async fn all_durable(waiting: &mut Vec<oneshot::Receiver<Done>>) -> Result<(), Fault> {
    while let Some(done) = waiting.last_mut() {
        done.await.map_err(|_| Fault::Lost)?;
        waiting.pop();
    }
    Ok(())
}

/// What a failed call means for the shop.
fn told(shop: &RunningShop, doing: &'static str, fault: ApiFault) -> Fault {
    match fault {
        ApiFault::Unauthorized => Fault::TokenRefused { shop: shop.id.clone() },
        fault => Fault::Telegram { doing, fault },
    }
}
