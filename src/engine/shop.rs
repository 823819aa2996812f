//! One running shop: its revision, which a reload swaps, its bot, what waits to be sent, and how it feels. The tasks of
//! a shop (`intake`, `delivery`, `expiry`) share this and nothing else; they write through `submit` alone.

use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::{ArcSwap, ArcSwapOption};
use tokio::{sync::oneshot, task::JoinHandle};

use super::{
    Fault, Meters, ShopStart,
    delivery::Parcels,
    intake::{Doorstep, secret_of},
    query::Asker,
    queue::{Queue, Urgency},
    reload::Reloader,
    supervise::{Busy, Health, Stop},
    task::{Done, Riders, Task, urgency},
    writer::{Errand, Work},
};
use crate::{
    config::PublicUrl,
    conversation::{Event, Turn},
    http::Http,
    ids::{BotId, ShopId},
    order::Refusal,
    shop::{Language, Revision, Secret},
    store::{InboxRow, Job, Reader, StoreError},
    telegram::{ApiFault, Bot, Premises},
    time::{Clock, Timestamp, random},
};

/// What all shops of a world stand on.
pub(super) struct Ground {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) http: Http,
    pub(super) api_url: String,
    /// Where updates are posted to; without it they are fetched.
    pub(super) public_url: Option<PublicUrl>,
    /// Whether this world is the sandbox.
    pub(super) play: bool,
    pub(super) reader: Reader,
    pub(super) queue: Queue<Work>,
    /// Ends the writer and the control socket.
    pub(super) stop: Stop,
    /// Turns and answers under way.
    pub(super) busy: Busy,
    /// Messages that wait to be sent.
    pub(super) unsent: Busy,
    /// Whom the owner's yes to files is handed to.
    pub(super) reloader: Option<Reloader>,
    /// How the writer feels.
    pub(super) writing: Health,
    pub(super) meters: Meters,
}

/// A shop that runs.
pub(super) struct RunningShop {
    pub(super) id: ShopId,
    pub(super) bot_id: BotId,
    pub(super) ground: Arc<Ground>,
    pub(super) revision: ArcSwap<Revision>,
    pub(super) account: ArcSwap<Account>,
    pub(super) parcels: Parcels,
    pub(super) health: Health,
    /// Ends this shop's tasks, and no other's.
    pub(super) closed: Stop,
    pub(super) doorstep: Doorstep,
    caught_up: Mutex<Option<Timestamp>>,
    since: Mutex<Timestamp>,
    /// The last revision whose counts were taken.
    pub(super) counted: ArcSwapOption<Revision>,
    /// Updates that failed and wait to be tried again.
    pub(super) retries: Busy,
    /// Questions to its rules.
    pub(super) asking: Busy,
    /// They end once it closes.
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

/// The bot as it can be used now; a renewed token makes a new one.
#[derive(Clone)]
pub(super) struct Account {
    pub(super) bot: Bot,
    pub(super) premises: Premises,
    pub(super) webhook_secret: Secret,
}

impl RunningShop {
    pub(super) fn new(ground: &Arc<Ground>, start: &ShopStart) -> Result<RunningShop, Fault> {
        let id = start.revision.shop.id.clone();
        let bot_id = bot_id(&start.bot_token).ok_or_else(|| Fault::NoToken { shop: id.clone() })?;
        Ok(RunningShop {
            account: ArcSwap::from_pointee(account(ground, start, String::new())?),
            revision: ArcSwap::new(start.revision.clone()),
            parcels: Parcels::new(ground.unsent.clone()),
            ground: ground.clone(),
            health: Health::default(),
            closed: Stop::new(),
            doorstep: Doorstep::default(),
            caught_up: Mutex::new(None),
            since: Mutex::new(ground.clock.now()),
            counted: ArcSwapOption::empty(),
            retries: Busy::default(),
            asking: Busy::default(),
            tasks: Mutex::default(),
            bot_id,
            id,
        })
    }

    pub(super) fn keep_task(&self, task: JoinHandle<()>) {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner).push(task);
    }

    pub(super) fn take_tasks(&self) -> Vec<JoinHandle<()>> {
        std::mem::take(&mut self.tasks.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn bot(&self) -> Bot {
        self.account.load().bot.clone()
    }

    /// A shop cannot change its bot while it runs.
    pub(super) fn knows_the_bot(&self, start: &ShopStart) -> Result<(), Fault> {
        if bot_id(&start.bot_token) == Some(self.bot_id) {
            return Ok(());
        }
        Err(Fault::OtherBot { shop: self.id.clone() })
    }

    /// Takes over what a checked folder says now; the same bot under a new token is a renewal.
    pub(super) fn renew(&self, start: &ShopStart) -> Result<(), Fault> {
        self.knows_the_bot(start)?;
        let username = self.account.load().premises.bot_username.clone();
        self.account.store(Arc::new(account(&self.ground, start, username)?));
        if self.revision.load().id != start.revision.id {
            *self.since.lock().unwrap_or_else(PoisonError::into_inner) = self.ground.clock.now();
        }
        self.revision.store(start.revision.clone());
        self.doorstep.knock();
        Ok(())
    }

    /// Asks the bot for its name where it has not told it yet: a link into it needs the name.
    pub(super) async fn be_introduced(&self) -> Result<(), ApiFault> {
        if self.account.load().premises.bot_username.is_empty() {
            self.introduce(self.bot().get_me().await?.username);
        }
        Ok(())
    }

    /// The bot told its name.
    pub(super) fn introduce(&self, username: String) {
        let account = self.account.load();
        let premises = Premises {
            bot_username: username,
            ..account.premises.clone()
        };
        let known = Account::clone(&account);
        self.account.store(Arc::new(Account { premises, ..known }));
    }

    pub(super) fn refusal_words(&self, refusal: &Refusal, language: &Language) -> String {
        let (revision, account) = (self.revision.load(), self.account.load());
        crate::telegram::refusal_words(&revision.shop, &account.premises, refusal, language)
    }

    /// What is wrong with it, or with the writer that it shares.
    pub(super) fn trouble(&self) -> Option<String> {
        let wrong = self.health.words().or_else(|| self.ground.writing.words());
        wrong.or_else(|| self.revision.load().shop.rules.trouble())
    }

    /// Since when this revision serves.
    pub(super) fn since(&self) -> Timestamp {
        *self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When Telegram was asked for what waits, nothing was left behind, and all that came is handled.
    pub(super) fn caught_up(&self) -> Option<Timestamp> {
        *self.caught_up.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An update that is still tried may be the payment of a hold that would end: until then nothing moves on.
    pub(super) fn set_caught_up(&self, sent: Timestamp) {
        if !self.retries.is_idle() {
            return;
        }
        *self.caught_up.lock().unwrap_or_else(PoisonError::into_inner) = Some(sent);
    }
}

/// Writing: everything that writes is a turn.
impl RunningShop {
    /// Queues something that happened inside the engine.
    pub(super) fn submit(self: &Arc<Self>, event: Event) -> oneshot::Receiver<Done> {
        // Nothing that comes this way makes an invoice.
        self.queue(self.turn(event, self.ground.clock.now(), 0), None, None, Riders::None)
    }

    /// The same for what may make invoices, whose payloads need chance.
    pub(super) fn submit_maker(self: &Arc<Self>, event: Event) -> Result<oneshot::Receiver<Done>, Fault> {
        let turn = self.turn(event, self.ground.clock.now(), chance()?);
        Ok(self.queue(turn, None, None, Riders::None))
    }

    /// Queues an update, with the raw text that is to be durable before it is acknowledged.
    pub(super) fn submit_update(
        self: &Arc<Self>,
        event: Event,
        inbox: InboxRow,
        asker: Option<Asker>,
        riders: Riders,
    ) -> Result<oneshot::Receiver<Done>, Fault> {
        let turn = self.turn(event, inbox.received_at, chance()?);
        Ok(self.queue(turn, Some(inbox), asker, riders))
    }

    /// Has the writer do something that no shop decides about; the answer comes when it is durable.
    pub(super) async fn errand<T>(
        &self,
        errand: impl FnOnce(oneshot::Sender<Result<T, StoreError>>) -> Errand,
    ) -> Result<T, Fault> {
        let (reply, answer) = oneshot::channel();
        let work = Work::Errand(errand(reply));
        drop(self.ground.queue.push(&self.id, Urgency::Ordinary, work));
        Ok(answer.await.map_err(|_| Fault::Stopping)??)
    }

    /// Queues an update to be kept as a dead letter at once.
    pub(super) fn set_aside(self: &Arc<Self>, event: Event, inbox: InboxRow) -> oneshot::Receiver<Done> {
        let (reply, done) = oneshot::channel();
        let (shop, turn) = (self.clone(), self.turn(event, inbox.received_at, 0));
        let inbox = Some(inbox);
        let job = Box::new(Job { turn, inbox });
        let work = Work::Errand(Errand::SetAside { shop, job, reply });
        drop(self.ground.queue.push(&self.id, Urgency::Ordinary, work));
        done
    }

    fn turn(&self, event: Event, arrived: Timestamp, nonce: u128) -> Turn {
        Turn {
            revision: self.revision.load_full(),
            event,
            arrived,
            now: arrived,
            nonce,
            rulings: Vec::new(),
        }
    }

    /// A queue that is closed drops the task, and the receiver hears of it.
    fn queue(
        self: &Arc<Self>,
        turn: Turn,
        inbox: Option<InboxRow>,
        asker: Option<Asker>,
        riders: Riders,
    ) -> oneshot::Receiver<Done> {
        let (reply, done) = oneshot::channel();
        let urgency = urgency(&turn.event);
        let task = Task {
            shop: self.clone(),
            job: Job { turn, inbox },
            asker,
            riders,
            reply,
            _busy: self.ground.busy.token(),
        };
        drop(self.ground.queue.push(&self.id, urgency, Work::Turn(Box::new(task))));
        done
    }
}

fn chance() -> Result<u128, Fault> {
    random().map_err(|error| Fault::Chance(error.to_string()))
}

fn account(ground: &Ground, start: &ShopStart, bot_username: String) -> Result<Account, Fault> {
    let bot = Bot::new(&ground.http, &ground.api_url, &start.bot_token);
    Ok(Account {
        bot: bot.map_err(|fault| Fault::Telegram {
            doing: "reaching Telegram",
            fault,
        })?,
        premises: Premises {
            play: ground.play,
            bot_username,
            provider_token: start.provider_token.clone(),
        },
        webhook_secret: secret_of(&start.bot_token),
    })
}

/// The number before the colon of a token.
pub fn bot_id(token: &Secret) -> Option<BotId> {
    let (number, rest) = token.reveal().split_once(':')?;
    let number: i64 = number.parse().ok()?;
    (number > 0 && !rest.is_empty()).then_some(BotId(number))
}
