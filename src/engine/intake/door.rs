//! The door at which Telegram leaves updates: who may enter, what is taken in, and when it is durable. It knows nothing
//! of HTTP, which is the room `web`'s. An update that comes again while the first of it is on its way waits with the
//! first, so that nothing is queued or answered twice.
//!
//! What goes into the answer is in `answer`.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use subtle::ConstantTimeEq;
use tokio::sync::{Notify, oneshot};

use super::{
    super::{
        Handle,
        queue::Urgency,
        shop::RunningShop,
        task::{Riders, urgency},
    },
    answer::{Asked, Waiting},
    hand_over,
    said::Said,
};
use crate::{
    conversation::Event,
    failpoint,
    ids::UpdateId,
    store::InboxRow,
    telegram::{self, RawUpdate},
};

/// An update that takes longer to become durable is to come again, and then finds itself. Until it is durable nobody
/// waits: Telegram may hold a single connection, and a pre-checkout must not stand behind others. Those are taken all the
/// same, and hear their answer by a call.
const DURABLE_WITHIN: Duration = Duration::from_secs(1);
/// So many turns of one shop may wait, and so many of all shops; what comes then is to come again later.
const ORDINARY_OF_SHOP_MAX: usize = 512;
const ORDINARY_MAX: usize = 16_384;
/// Pre-checkouts cannot come later: their bound is only that of memory.
const PRE_CHECKOUTS_OF_SHOP_MAX: usize = 4_096;
const PRE_CHECKOUTS_MAX: usize = 65_536;
/// As long as a secret, and none.
const NOBODYS_SECRET: &[u8; 64] = &[b'-'; 64];

/// The way in for whoever knows the secret of a shop's webhook.
pub struct Door(Arc<RunningShop>);

/// What became of an update that was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posted {
    /// It is durable. The text is a call of the Bot API that is to be made by the body of the answer.
    Kept(Option<String>),
    /// It holds no update.
    Unreadable,
    /// It is not durable: Telegram is to post it again.
    Later,
}

/// The door's side of a running shop.
#[derive(Default)]
pub(in crate::engine) struct Doorstep {
    open: AtomicBool,
    underway: Mutex<Underway>,
    called: Notify,
}

/// Updates that were given to the writer and are not durable yet.
#[derive(Default)]
pub(super) struct Underway {
    updates: HashMap<UpdateId, Update>,
    /// How many of them somebody has waited for in vain.
    late: usize,
    pub(super) said: Said,
}

#[derive(Default)]
struct Update {
    /// Who posted it again meanwhile, and hears the same answer.
    others: Vec<oneshot::Sender<Posted>>,
    late: bool,
}

/// How a request gets its answer.
enum Told {
    First(Waiting),
    Again(oneshot::Receiver<Posted>),
}

impl Doorstep {
    /// From now on updates are taken in: the bot has introduced itself, and what was owed is handled.
    pub(super) fn open(&self) {
        self.open.store(true, Ordering::Release);
    }

    /// Has the webhook looked at before its time.
    pub(in crate::engine) fn knock(&self) {
        self.called.notify_one();
    }

    pub(super) async fn call(&self) {
        self.called.notified().await;
    }

    pub(super) fn underway(&self) -> MutexGuard<'_, Underway> {
        self.underway.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Underway {
    fn is_late(&mut self, update: UpdateId) {
        if let Some(update) = self.updates.get_mut(&update)
            && !std::mem::replace(&mut update.late, true)
        {
            self.late += 1;
        }
    }

    /// Gives those who posted it again.
    pub(super) fn is_over(&mut self, update: UpdateId) -> Vec<oneshot::Sender<Posted>> {
        let Some(update) = self.updates.remove(&update) else {
            return Vec::new();
        };
        self.late -= usize::from(update.late);
        update.others
    }
}

impl Handle {
    /// Lets in whoever knows the secret. Anybody else learns nothing, also not whether there is such a shop.
    pub fn door(&self, shop: &str, secret: &[u8]) -> Option<Door> {
        let shop = self.shops.find_word(shop).ok();
        let account = shop.as_ref().map(|shop| shop.account.load());
        let expected = account.as_ref().map_or(&NOBODYS_SECRET[..], |account| {
            account.webhook_secret.reveal().as_bytes()
        });
        let knows = bool::from(expected.ct_eq(secret));
        shop.filter(|shop| knows && shop.ground.public_url.is_some()).map(Door)
    }
}

impl Door {
    /// Takes in what a request holds; returns once that is durable, or will not be soon.
    pub async fn take_in(&self, body: &[u8]) -> Posted {
        let Some(update) = telegram::read_update(body) else {
            return Posted::Unreadable;
        };
        let id = update.update_id;
        let Some(told) = self.submit(update) else {
            return Posted::Later;
        };
        tokio::select! {
            biased;
            posted = told.posted() => posted,
            () = self.0.ground.clock.sleep(DURABLE_WITHIN) => {
                self.0.doorstep.underway().is_late(id);
                Posted::Later
            }
        }
    }

    /// Gives the update to the writer, unless it is there already; `None` where it is of no use to wait for it.
    fn submit(&self, update: RawUpdate) -> Option<Told> {
        let shop = &self.0;
        let event = telegram::event(&update.raw);
        let urgency = urgency(&event);
        let mut underway = shop.doorstep.underway();
        let stuck = underway.late > 0;
        if stuck && urgency == Urgency::Ordinary || !self.is_open() {
            return None;
        }
        if let Some(update) = underway.updates.get_mut(&update.update_id) {
            if stuck {
                return None;
            }
            let (tell, told) = oneshot::channel();
            update.others.retain(|other| !other.is_closed());
            update.others.push(tell);
            return Some(Told::Again(told));
        }
        if !self.has_room(urgency) {
            return None;
        }
        failpoint::pass("intake.fetched");
        let row = InboxRow {
            bot: shop.bot_id,
            update: update.update_id,
            raw: update.raw,
            // It may have waited behind the one that is late.
            received_at: shop
                .ground
                .clock
                .now()
                .minus(if stuck { DURABLE_WITHIN } else { Duration::ZERO }),
            tries: 0,
        };
        let asked = Asked {
            update: update.update_id,
            arrived: row.received_at,
            pressed: match &event {
                Event::Tap(tap) => Some(tap.query.clone()),
                _ => None,
            },
        };
        shop.ground.meters.update(shop.id.as_str());
        let done = hand_over(shop, event, row, Riders::One).ok()?;
        underway.updates.insert(update.update_id, Update::default());
        // Where this is not waited for, what was decided is said by calls.
        let waiting = Waiting::new(shop.clone(), asked, done);
        (!stuck).then_some(Told::First(waiting))
    }

    fn is_open(&self) -> bool {
        self.0.doorstep.open.load(Ordering::Acquire) && !self.0.closed.is_given()
    }

    fn has_room(&self, urgency: Urgency) -> bool {
        let (of_shop, of_all) = self.0.ground.queue.waiting(&self.0.id, urgency);
        match urgency {
            Urgency::PreCheckout => of_shop < PRE_CHECKOUTS_OF_SHOP_MAX && of_all < PRE_CHECKOUTS_MAX,
            Urgency::Ordinary | Urgency::Bookkeeping => of_shop < ORDINARY_OF_SHOP_MAX && of_all < ORDINARY_MAX,
        }
    }
}

impl Told {
    async fn posted(self) -> Posted {
        match self {
            Told::First(waiting) => waiting.posted().await,
            Told::Again(told) => told.await.unwrap_or(Posted::Later),
        }
    }
}
