//! What waits to be sent, a lane per chat. The outbox in the database is the truth: this knows up to which row it has
//! been read, and asks to look again when more may be there.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use foldhash::HashMap;
use tokio::sync::Notify;

use super::{
    super::supervise::Busy,
    parcel::{Lane, Parcel, What},
    waiting::{Look, OWED_READY_MAX, Page, State},
};
use crate::{
    conversation::{Change, Effect, OrderFacts, OwedRow},
    ids::{ChatId, MessageId, OrderId, OutboxId},
    shop::Revision,
    time::Timestamp,
};

/// So many rows in all, with those of chats that Telegram does not take at the moment.
const OWED_MAX: usize = 4096;
/// Screens beyond this are dropped: their readers tap again.
const PASSING_MAX: usize = 2048;

/// The messages of one shop that wait.
pub(in crate::engine) struct Parcels {
    state: Mutex<State>,
    pub(super) news: Notify,
    unsent: Busy,
}

/// Filling.
impl Parcels {
    pub(in crate::engine) fn new(unsent: Busy) -> Parcels {
        let parcels = Parcels {
            state: Mutex::default(),
            news: Notify::new(),
            unsent,
        };
        parcels.start_over();
        parcels
    }

    /// Forgets everything and reads the outbox from its beginning, as after a restart.
    pub(super) fn start_over(&self) {
        *self.lock() = State {
            look: Some(self.unsent.token()),
            ..State::default()
        };
        self.news.notify_one();
    }

    /// More may be owed than was read.
    pub(in crate::engine) fn look_again(&self) {
        self.lock().look = Some(self.unsent.token());
        self.news.notify_one();
    }

    /// Takes what has just become durable: the rows that it owes, and the order that it paid, so that nobody reads that
    /// for the receipt. Rows are read from the outbox only where that is not read to its end, so that none overtakes an
    /// older one.
    pub(in crate::engine) fn decided(&self, changes: &[Change], paid: Option<Box<OrderFacts>>, now: Timestamp) {
        let rows = changes.iter().filter_map(|change| match change {
            Change::Owe(row) => Some(row),
            _ => None,
        });
        let mut news = false;
        let mut state = self.lock();
        state.told.changed(changes);
        if let Some(paid) = paid {
            state.told.keep(*paid, rows.clone());
        }
        for row in rows {
            news = true;
            if state.is_read_up() {
                state.read_up_to = state.read_up_to.max(row.id.0);
                self.push_owed(&mut state, row.clone(), now);
            } else {
                state.look = Some(self.unsent.token());
            }
        }
        drop(state);
        if news {
            self.news.notify_one();
        }
    }

    /// What bounced in this chat is owed again.
    pub(in crate::engine) fn revive(&self, chat: ChatId) {
        self.lock().revived.push_back((chat, self.unsent.token()));
        self.news.notify_one();
    }

    /// Takes what is shown once. Where too much waits, it is dropped.
    pub(in crate::engine) fn passing(&self, revision: &Arc<Revision>, effect: Effect, now: Timestamp) {
        if let Some(lane) = Lane::of(&effect) {
            self.push_passing(lane, What::Passing(revision.clone(), effect), now);
        }
    }

    /// Has the buttons under a notice brought up to date.
    pub(in crate::engine) fn buttons(&self, chat: ChatId, message: MessageId, order: OrderId, now: Timestamp) {
        self.push_passing(Lane::Chat(chat), What::Buttons { chat, message, order }, now);
    }

    fn push_passing(&self, lane: Lane, what: What, now: Timestamp) {
        let parcel = self.parcel(what, now);
        let mut state = self.lock();
        if state.passing < PASSING_MAX {
            state.passing += 1;
            state.push(lane, parcel);
        }
        drop(state);
        self.news.notify_one();
    }

    /// Takes rows that were read; `whole` says that nothing was left behind.
    pub(super) fn owed(&self, rows: Vec<OwedRow>, now: Timestamp, look: &Look, whole: bool) {
        let mut state = self.lock();
        state.reading = state.reading.saturating_sub(1);
        for row in rows {
            if let Page::After(_) = look.at {
                state.read_up_to = state.read_up_to.max(row.id.0);
            }
            self.push_owed(&mut state, row, now);
        }
        if !whole {
            state.look = Some(self.unsent.token());
        }
    }

    fn push_owed(&self, state: &mut State, row: OwedRow, now: Timestamp) {
        if state.known.insert(row.id) {
            state.owed += 1;
            let lane = Lane::Chat(row.chat);
            state.push(lane, self.parcel(What::Owed(row), now));
        }
    }

    pub(super) fn parcel(&self, what: What, now: Timestamp) -> Parcel {
        Parcel {
            what,
            tries: 0,
            since: now,
            not_before: now,
            _unsent: self.unsent.token(),
        }
    }
}

/// Emptying.
impl Parcels {
    /// What to read next, if anything: only so much that memory stays bounded. Who takes the word must read.
    pub(super) fn take_look(&self, now: Timestamp) -> Option<Look> {
        let mut state = self.lock();
        if let Some((chat, unsent)) = state.revived.pop_front() {
            let at = Page::Chat(chat);
            state.reading += 1;
            return Some(Look { at, unsent });
        }
        // Counting what is ready is for whoever has something to read.
        let room = state.look.is_some() && state.owed < OWED_MAX && state.ready_owed(now) < OWED_READY_MAX;
        if !room {
            return None;
        }
        // Before the read: what is committed after it sets the word again.
        let unsent = state.look.take()?;
        state.reading += 1;
        let at = Page::After(OutboxId(state.read_up_to));
        Some(Look { at, unsent })
    }

    /// The reading failed; it must be done once more.
    pub(super) fn look_failed(&self, look: Look) {
        let mut state = self.lock();
        state.reading = state.reading.saturating_sub(1);
        match look.at {
            Page::After(_) => state.look = Some(look.unsent),
            Page::Chat(chat) => state.revived.push_front((chat, look.unsent)),
        }
    }

    /// The heads of the lanes whose time has come, so many that at most `max` are on their way. A lane that gave one waits
    /// until `done` or `again`.
    pub(super) fn take(&self, now: Timestamp, max: usize) -> Vec<(Lane, Parcel)> {
        let mut state = self.lock();
        let mut taken = Vec::new();
        if now < state.quiet_until {
            return taken;
        }
        let max = max.saturating_sub(state.away);
        for _ in 0..state.ring.len() {
            if taken.len() == max {
                break;
            }
            let Some(lane) = state.ring.pop_front() else { break };
            let Some(queue) = state.lanes.get_mut(&lane) else {
                continue;
            };
            match queue.pop_front_if(|parcel| parcel.not_before <= now) {
                Some(parcel) => taken.push((lane, parcel)),
                None => state.ring.push_back(lane),
            }
        }
        state.away += taken.len();
        taken
    }

    /// What is known already of the orders that these are about.
    pub(super) fn told(&self, parcels: &[(Lane, Parcel)]) -> HashMap<OrderId, Arc<OrderFacts>> {
        let state = self.lock();
        let orders = parcels.iter().filter_map(|(_, parcel)| parcel.order());
        orders
            .filter_map(|order| Some((order, state.told.get(order)?)))
            .collect()
    }

    /// The lane's parcel left, or never will: the next may go, if there is one. Gives back what it was.
    pub(super) fn done(&self, lane: Lane, parcel: Parcel) -> What {
        let more = {
            let mut state = self.lock();
            match &parcel.what {
                What::Owed(row) => {
                    state.owed = state.owed.saturating_sub(1);
                    state.told.sent(row);
                }
                _ => state.passing = state.passing.saturating_sub(1),
            }
            state.free(lane);
            !state.ring.is_empty() || !state.is_read_up()
        };
        if more {
            self.news.notify_one();
        }
        parcel.what
    }

    /// A bug ended the sending of a parcel: its chat is silent from now on, others are not.
    pub(super) fn lost(&self) {
        let mut state = self.lock();
        state.away = state.away.saturating_sub(1);
    }

    /// How the row ended is durable. Told before anything later is: a row that bounced may be owed again by then.
    pub(in crate::engine) fn marked(&self, row: OutboxId) {
        self.lock().known.remove(&row);
    }

    /// The parcel goes to the head of its lane and waits.
    pub(super) fn again(&self, lane: Lane, mut parcel: Parcel, not_before: Timestamp) {
        {
            let mut state = self.lock();
            parcel.not_before = not_before;
            state.lanes.entry(lane.clone()).or_default().push_front(parcel);
            state.free(lane);
        }
        self.news.notify_one();
    }

    /// Flood control: nothing of this bot leaves before then.
    pub(super) fn quiet_until(&self, then: Timestamp) {
        let mut state = self.lock();
        state.quiet_until = state.quiet_until.max(then);
    }

    /// How long nothing can be sent although something waits; `None` where only news can change that.
    pub(super) fn pause(&self, now: Timestamp, max: usize) -> Option<Duration> {
        let state = self.lock();
        if state.away >= max {
            return None;
        }
        let heads = state.ring.iter().filter_map(|lane| state.lanes.get(lane)?.front());
        let first = heads.map(|parcel| parcel.not_before).min()?;
        Some(first.max(state.quiet_until).since(now))
    }

    pub(super) async fn news(&self) {
        self.news.notified().await;
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{conversation::Owed, ids::ShopId};

    const NOW: Timestamp = Timestamp(1);

    fn row(id: i64) -> OwedRow {
        OwedRow {
            id: OutboxId(id),
            shop: ShopId::parse("bakery").unwrap(),
            chat: ChatId(7),
            language: "en".into(),
            owed: Owed::Receipt { order: OrderId(id) },
        }
    }

    fn owe(parcels: &Parcels, rows: impl IntoIterator<Item = i64>) {
        let changes: Vec<Change> = rows.into_iter().map(|id| Change::Owe(row(id))).collect();
        parcels.decided(&changes, None, NOW);
    }

    /// Takes what is left to send, one after the other as a chat has it.
    fn sent(parcels: &Parcels) -> Vec<i64> {
        let mut sent = Vec::new();
        while let Some((lane, parcel)) = parcels.take(NOW, 1).pop() {
            if let What::Owed(row) = parcels.done(lane, parcel) {
                sent.push(row.id.0);
            }
        }
        sent
    }

    #[test]
    fn a_new_row_is_not_read_and_never_overtakes_an_older_one() {
        let parcels = Parcels::new(Busy::default());
        owe(&parcels, [2]);
        assert!(sent(&parcels).is_empty(), "row 1 may be in the outbox from before");
        let look = parcels.take_look(NOW).unwrap();
        owe(&parcels, [3]);
        assert!(sent(&parcels).is_empty(), "the page that is read now may hold less");
        parcels.owed(vec![row(1), row(2)], NOW, &look, true);
        let look = parcels.take_look(NOW).unwrap();
        assert!(look.at == Page::After(OutboxId(2)));
        parcels.owed(vec![row(3)], NOW, &look, true);
        assert_eq!(sent(&parcels), [1, 2, 3]);
        owe(&parcels, [4, 5]);
        assert!(parcels.take_look(NOW).is_none());
        assert_eq!(sent(&parcels), [4, 5]);
        parcels.revive(ChatId(7));
        owe(&parcels, [6]);
        assert!(sent(&parcels).is_empty(), "what bounced earlier goes first");
        let look = parcels.take_look(NOW).unwrap();
        assert!(look.at == Page::Chat(ChatId(7)));
        parcels.look_failed(look);
        let look = parcels.take_look(NOW).unwrap();
        parcels.owed(vec![row(0), row(6)], NOW, &look, true);
        assert_eq!(sent(&parcels), [0, 6]);
    }

    #[test]
    fn what_is_owed_to_a_chat_does_not_overtake_the_screen_that_rides_to_it() {
        let (parcels, message) = (Parcels::new(Busy::default()), MessageId(40));
        let look = parcels.take_look(NOW).unwrap();
        parcels.owed(Vec::new(), NOW, &look, true);
        assert!(parcels.speak(ChatId(7), message, NOW));
        assert!(!parcels.speak(ChatId(7), message, NOW), "one after the other");
        owe(&parcels, [1]);
        assert!(sent(&parcels).is_empty());
        let pause = parcels.pause(NOW, 1).unwrap();
        let (lane, parcel) = parcels.take(NOW.plus(pause), 1).pop().unwrap();
        assert!(
            !parcels.speak(ChatId(7), MessageId(42), NOW.plus(pause)),
            "it is on its way"
        );
        parcels.done(lane, parcel);
        assert!(parcels.speak(ChatId(7), MessageId(42), NOW.plus(pause)));
        parcels.hears(ChatId(7), MessageId(43), true);
        owe(&parcels, [2]);
        assert_eq!(sent(&parcels), [2], "who taps the screen has it");
        assert!(parcels.is_heard());
    }

    #[test]
    fn where_memory_is_full_rows_wait_in_the_outbox() {
        let parcels = Parcels::new(Busy::default());
        let look = parcels.take_look(NOW).unwrap();
        parcels.owed(Vec::new(), NOW, &look, true);
        owe(&parcels, 1..=300);
        assert_eq!(sent(&parcels).len(), OWED_READY_MAX);
        assert!(parcels.take_look(NOW).is_some(), "the rest is read");
    }
}
