//! What goes into the answer to a request once its update is durable.
//!
//! One call may ride in the body of a request's answer, where its result is not needed and nobody hears it:
//!
//! - The bare end of a pressed button's waiting. It follows from the update alone.
//! - The one screen that answers what a customer wrote in their own chat. Telegram posts the next message of a chat after
//!   the answer to the one before, and what goes there by a call waits a moment, so nothing is overtaken. Where Telegram
//!   does not take it (flood control, a customer who has just blocked the bot), they ask again.
//! - A yes at pre-checkout. Its hold is durable, so it may be said by whatever way, in time. If the answer is lost, the
//!   update comes again and hears the same yes from memory, until no yes may leave any more; after a restart in between
//!   the yes of every hold whose answer is not known is said again by a call. If Telegram does not take it, the customer
//!   hears that from Telegram and the hold ends by itself; all that is lost is that its goods come free minutes later. A
//!   proxy that drops the bodies of answers would lose every sale, and nobody would hear of it: therefore a yes rides
//!   only once a customer has tapped a message that can only have come in such a body.
//!
//! A no leaves before the commit, and whatever somebody waits for or is owed (invoices, receipts) must be known to have
//! arrived: those are calls. Where nobody waits for the answer any more, what was to ride is a call, too.

use std::sync::Arc;

use tokio::{
    runtime::Handle,
    sync::oneshot::{self, error::RecvError},
};

use super::{
    super::{
        query::{self, Verdict, YES_WITHIN},
        shop::RunningShop,
        task::{Done, Rider},
    },
    door::Posted,
    said::SCREEN_LIVES,
};
use crate::{
    failpoint,
    ids::{QueryId, UpdateId},
    telegram,
    time::Timestamp,
};

/// What is known of an update that was handed over.
pub(super) struct Asked {
    pub(super) update: UpdateId,
    pub(super) arrived: Timestamp,
    pub(super) pressed: Option<QueryId>,
}

/// A request that waits until its update is durable. Where it hangs up or has waited too long, a task waits instead.
pub(super) struct Waiting {
    shop: Arc<RunningShop>,
    update: Option<(Asked, oneshot::Receiver<Done>)>,
}

impl Waiting {
    pub(super) fn new(shop: Arc<RunningShop>, asked: Asked, done: oneshot::Receiver<Done>) -> Waiting {
        let update = Some((asked, done));
        Waiting { shop, update }
    }

    pub(super) async fn posted(mut self) -> Posted {
        let Some((_, done)) = self.update.as_mut() else {
            return Posted::Later;
        };
        let done = done.await;
        match self.update.take() {
            Some((asked, _)) => told(&self.shop, &asked, done, true),
            None => Posted::Later,
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        // While the process ends there may be nothing that could wait.
        if let Some((asked, done)) = self.update.take()
            && let Ok(runtime) = Handle::try_current()
        {
            let shop = self.shop.clone();
            runtime.spawn(async move { drop(told(&shop, &asked, done.await, false)) });
        }
    }
}

/// The answer to the first request of an update, if `waits` says that there is one, and to those that brought it again.
fn told(shop: &Arc<RunningShop>, asked: &Asked, done: Result<Done, RecvError>, waits: bool) -> Posted {
    let others = shop.doorstep.underway().is_over(asked.update);
    let is_read = waits || others.iter().any(|other| !other.is_closed());
    let posted = match done {
        Ok(Done::Decided { rider: Some(rider), .. }) if !is_read => {
            send_by_call(shop, rider);
            Posted::Later
        }
        Ok(Done::Decided { rider, .. }) => Posted::Kept(rider.and_then(|rider| ride(shop, asked, rider))),
        // The answer of the first time may be lost. Where a tap's held words, those left by a call of their own.
        Ok(Done::Seen) => {
            let now = shop.ground.clock.now();
            let said = shop.doorstep.underway().said.again(asked.update, now);
            Posted::Kept(said.or_else(|| asked.pressed.as_ref().map(telegram::tap_answer)))
        }
        Ok(Done::Failed) => Posted::Kept(None),
        Err(_) => Posted::Later,
    };
    for other in others {
        drop(other.send(posted.clone()));
    }
    posted
}

/// The body of an answer that somebody waits for.
fn ride(shop: &Arc<RunningShop>, asked: &Asked, rider: Rider) -> Option<String> {
    let now = shop.ground.clock.now();
    let (call, until) = match rider {
        Rider::Tap(query) => return Some(telegram::tap_answer(&query)),
        Rider::Screen(revision, screen) => {
            let account = shop.account.load();
            let Some(call) = telegram::screen_answer(&account.premises, &revision, &screen) else {
                shop.parcels.spoken_to_nobody(&revision, *screen, now);
                return None;
            };
            (call, now.plus(SCREEN_LIVES))
        }
        Rider::Yes { query, order, asker } => {
            // A word that is taken comes in time: the task of this query says no by itself before it is too late.
            if !asker.is_some_and(|mut asker| asker.tell(Verdict::Rides)) {
                query::release(shop, query, order);
                return None;
            }
            failpoint::pass("pre.answer_sent");
            (telegram::yes_answer(&query), asked.arrived.plus(YES_WITHIN))
        }
    };
    let mut underway = shop.doorstep.underway();
    underway.said.keep(asked.update, call.clone(), until, now);
    Some(call)
}

/// Nobody waits any more.
fn send_by_call(shop: &Arc<RunningShop>, rider: Rider) {
    let now = shop.ground.clock.now();
    match rider {
        // It follows from the update, which comes again.
        Rider::Tap(_) => {}
        Rider::Screen(revision, screen) => shop.parcels.spoken_to_nobody(&revision, *screen, now),
        Rider::Yes { query, order, asker } => query::say_yes(shop, query, order, asker),
    }
}
