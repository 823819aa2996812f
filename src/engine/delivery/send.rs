//! One message and what becomes of it. What is owed is tried until Telegram has taken it, will never take it, or the
//! customer has blocked the bot; a copy of a receipt is harmless, a missing one is not. A screen is tried a few times.

use std::{sync::Arc, time::Duration};

use super::{
    parcel::{Lane, Parcel, What},
    post,
};
use crate::{
    conversation::{DeliveryEnd, Effect, Event, OrderFacts, Owed, OwedRow, Place, Screen, Showing},
    engine::{shop::RunningShop, supervise::jittered, task::Done},
    failpoint,
    ids::{ChatId, MessageId, PostId},
    order::Refusal,
    shop::Revision,
    telegram::{self, ApiFault, Manner, Parting},
};

const RETRY_MIN: Duration = Duration::from_secs(1);
const RETRY_MAX: Duration = Duration::from_secs(300);
/// A screen that could not be shown in this time would only confuse.
const SCREEN_LIVES: Duration = Duration::from_secs(30);
/// How often the engine tries to write down how a delivery ended, before it leaves that to the next start.
const MARK_TRIES: u32 = 3;

/// What becomes of a parcel.
enum Fate {
    Ended(DeliveryEnd),
    /// Once more, after this.
    Later(Duration),
}

/// Sends one parcel and puts it where it belongs then.
pub(super) async fn send(shop: Arc<RunningShop>, lane: Lane, mut parcel: Parcel, facts: Option<Arc<OrderFacts>>) {
    // From the sending to its mark there is no moment at which nothing is under way.
    let _busy = shop.ground.busy.token();
    let owed = matches!(parcel.what, What::Owed(_));
    if owed {
        failpoint::pass("outbox.claimed");
    }
    let mut showing = None;
    let sent = match &parcel.what {
        What::Owed(row) => match row.owed {
            Owed::Post { post } => post::show(&shop, post).await.and_then(|shown| {
                let Some((now, end)) = shown else { return Ok(()) };
                showing = Some((post, now));
                end
            }),
            _ => send_owed(&shop, row, facts.as_deref()).await,
        },
        What::Passing(revision, effect) => send_effect(&shop, revision, effect, facts.as_deref()).await,
        What::Buttons { chat, message, .. } => refresh(&shop, (*chat, *message), facts.as_deref()).await,
    };
    if owed && sent.is_ok() {
        failpoint::pass("outbox.sent");
    }
    let now = shop.ground.clock.now();
    match fate(&shop, &parcel, sent) {
        Fate::Later(pause) if owed || now.since(parcel.since) < SCREEN_LIVES => {
            parcel.tries = parcel.tries.saturating_add(1);
            shop.parcels.again(lane, parcel, now.plus(pause));
        }
        Fate::Later(_) => drop(shop.parcels.done(lane, parcel)),
        Fate::Ended(end) => {
            // The lane is free: the next message of this chat need not wait for the mark of this one.
            match shop.parcels.done(lane, parcel) {
                What::Owed(row) => mark(&shop, ended(&row, showing, end)).await,
                what => apologise(&shop, &what, &end),
            }
        }
    }
}

/// What Telegram refuses is for the operator to hear of, and a customer who waits for an invoice hears that none comes.
fn apologise(shop: &RunningShop, what: &What, end: &DeliveryEnd) {
    let DeliveryEnd::Failed(words) = end else { return };
    tracing::error!("{}: Telegram refused something that was to be shown: {words}", shop.id);
    if let What::Passing(revision, Effect::SendInvoice(invoice)) = what {
        let sorry = Effect::Show {
            chat: invoice.chat,
            place: Place::New,
            screen: Screen::Refused(Refusal::TryAgain),
            language: invoice.language.clone(),
        };
        shop.parcels.passing(revision, sorry, shop.ground.clock.now());
    }
}

fn fate(shop: &RunningShop, parcel: &Parcel, sent: Result<(), ApiFault>) -> Fate {
    match sent {
        Ok(()) | Err(ApiFault::NotModified) => Fate::Ended(DeliveryEnd::Sent),
        Err(ApiFault::Blocked) => Fate::Ended(DeliveryEnd::Blocked),
        Err(fault @ (ApiFault::Refused { .. } | ApiFault::TooOld | ApiFault::Migrated { .. })) => {
            Fate::Ended(DeliveryEnd::Failed(fault.to_string()))
        }
        Err(ApiFault::Retry { after }) => {
            shop.parcels.quiet_until(shop.ground.clock.now().plus(after));
            Fate::Later(after)
        }
        // Whether the token is gone for good is found out by whoever fetches updates.
        Err(ApiFault::Unauthorized) => Fate::Later(RETRY_MAX),
        Err(ApiFault::NotSent(_) | ApiFault::Unknown(_) | ApiFault::Conflict(_)) => Fate::Later(backoff(parcel.tries)),
    }
}

fn backoff(tries: u32) -> Duration {
    jittered(RETRY_MIN.saturating_mul(2 << tries.min(12)).min(RETRY_MAX))
}

/// An owed message; once more as bare words where Telegram refuses its shape.
async fn send_owed(shop: &RunningShop, row: &OwedRow, facts: Option<&OrderFacts>) -> Result<(), ApiFault> {
    let revision = shop.revision.load_full();
    let language = revision.shop.language(Some(&row.language)).clone();
    let parting = Parting {
        chat: row.chat,
        owed: &row.owed,
        language: &language,
        facts,
    };
    let (mut chat, mut manner) = (row.chat, Manner::Full);
    loop {
        let parting = Parting { chat, ..parting };
        match deliver(shop, &revision, &parting, manner).await {
            Err(ApiFault::Migrated { to }) if chat == row.chat => chat = to,
            Err(ApiFault::Refused { code: 400, words }) if manner == Manner::Full => {
                tracing::warn!("{}: a message was refused and is sent as plain words: {words}", shop.id);
                manner = Manner::Plain;
            }
            end => return end,
        }
    }
}

async fn deliver(
    shop: &RunningShop,
    revision: &Revision,
    parting: &Parting<'_>,
    manner: Manner,
) -> Result<(), ApiFault> {
    let account = shop.account.load_full();
    telegram::deliver(&account.bot, &account.premises, revision, parting, manner).await
}

async fn send_effect(
    shop: &RunningShop,
    revision: &Revision,
    effect: &Effect,
    facts: Option<&OrderFacts>,
) -> Result<(), ApiFault> {
    let account = shop.account.load_full();
    telegram::perform(&account.bot, &account.premises, revision, effect, facts).await
}

/// The buttons under a notice, as far as the order is now.
async fn refresh(shop: &RunningShop, place: (ChatId, MessageId), facts: Option<&OrderFacts>) -> Result<(), ApiFault> {
    let Some(facts) = facts else { return Ok(()) };
    let (account, revision) = (shop.account.load_full(), shop.revision.load_full());
    let language = revision.shop.language(None);
    telegram::mark_notice(&account.bot, &account.premises, &revision, place, facts, language).await
}

/// How a delivery ended, and of a post what is there then.
fn ended(row: &OwedRow, showing: Option<(PostId, Showing)>, end: DeliveryEnd) -> Event {
    match showing {
        Some((post, showing)) => Event::Posted {
            row: row.id,
            post,
            showing,
            end,
        },
        None => Event::Delivered {
            row: row.id,
            kind: row.owed.kind(),
            order: row.owed.order(),
            end,
        },
    }
}

/// Writes down how a delivery ended. Where that fails, the next start sends a copy, which is harmless.
async fn mark(shop: &Arc<RunningShop>, ended: Event) {
    for _ in 0..MARK_TRIES {
        match shop.submit(ended.clone()).await {
            Ok(Done::Failed) => {}
            Ok(_) => return failpoint::pass("outbox.marked"),
            Err(_) => return,
        }
    }
}
