//! What `parcels` keeps behind its lock: the lanes, and how far the outbox was read.

use std::collections::VecDeque;

use foldhash::{HashMap, HashSet};

use super::{
    super::supervise::Token,
    aloud::Aloud,
    parcel::{Lane, Parcel, What},
    told::Told,
};
use crate::{
    ids::{ChatId, OutboxId},
    time::Timestamp,
};

/// So many rows of the outbox are kept ready in memory.
pub(super) const OWED_READY_MAX: usize = 256;

/// What must be read from the outbox next.
pub(super) struct Look {
    pub(super) at: Page,
    /// What is read may hold something unsent.
    pub(super) unsent: Token,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    After(OutboxId),
    Chat(ChatId),
}

/// What waits in memory.
#[derive(Default)]
pub(super) struct State {
    pub(super) lanes: HashMap<Lane, VecDeque<Parcel>>,
    /// Lanes with something to send and nothing on its way, in the order of their turns.
    pub(super) ring: VecDeque<Lane>,
    /// Rows in memory, on their way or not yet marked as sent.
    pub(super) known: HashSet<OutboxId>,
    pub(super) read_up_to: i64,
    pub(super) look: Option<Token>,
    /// Pages that are being read.
    pub(super) reading: usize,
    pub(super) revived: VecDeque<(ChatId, Token)>,
    /// Lanes whose head is on its way.
    pub(super) away: usize,
    pub(super) passing: usize,
    pub(super) owed: usize,
    /// Orders that some of them are about.
    pub(super) told: Told,
    pub(super) aloud: Aloud,
    /// Flood control: the whole bot is silent until then.
    pub(super) quiet_until: Timestamp,
}

impl State {
    pub(super) fn push(&mut self, lane: Lane, mut parcel: Parcel) {
        if let Lane::Chat(chat) = &lane {
            parcel.not_before = parcel.not_before.max(self.aloud.rests_until(*chat));
        }
        if let Some(queue) = self.lanes.get_mut(&lane) {
            // Either it stands in the ring, or its head is on its way and it will.
            queue.push_back(parcel);
        } else {
            self.lanes.insert(lane.clone(), VecDeque::from([parcel]));
            self.ring.push_back(lane);
        }
    }

    /// Nothing of this lane is on its way any more.
    pub(super) fn free(&mut self, lane: Lane) {
        self.away = self.away.saturating_sub(1);
        match self.lanes.get(&lane) {
            Some(queue) if !queue.is_empty() => self.ring.push_back(lane),
            _ => drop(self.lanes.remove(&lane)),
        }
    }

    /// Whether memory holds all that is owed, and has room for more.
    pub(super) fn is_read_up(&self) -> bool {
        self.look.is_none() && self.reading == 0 && self.revived.is_empty() && self.owed < OWED_READY_MAX
    }

    pub(super) fn ready_owed(&self, now: Timestamp) -> usize {
        let ready = |queue: &&VecDeque<Parcel>| queue.front().is_none_or(|parcel| parcel.not_before <= now);
        let queues = self.lanes.values().filter(ready);
        queues
            .flatten()
            .filter(|parcel| matches!(parcel.what, What::Owed(_)))
            .count()
    }
}
