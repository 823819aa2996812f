//! All that a restart must not forget, as one value that serde writes and reads.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::bot::BotRecord;
use super::chat::ChatRecord;
use super::files::Files;
use super::inline::{Cached, Typed};
use super::invite::Invite;
use super::link::InvoiceLink;
use super::purchase::Purchase;
use super::rules::Query;
use super::shipping::Shipping;
use super::subscription::Subscription;
use super::tap::Tap;
use crate::sandbox::chance;
use crate::sandbox::view::{Charge, ChatId, Person};

/// The format of the state file.
const VERSION: u32 = 1;

/// The world without its derived parts.
#[derive(Serialize, Deserialize)]
pub(crate) struct State {
    version: u32,
    pub(super) bots: BTreeMap<i64, BotRecord>,
    pub(super) people: HashMap<i64, Person>,
    /// Those of them who deleted their account.
    #[serde(default)]
    pub(super) deactivated: BTreeSet<i64>,
    pub(super) chats: HashMap<ChatId, ChatRecord>,
    pub(super) files: Files,
    /// Invoices without a chat, by the slugs of their links.
    #[serde(default)]
    pub(super) links: HashMap<String, InvoiceLink>,
    /// Invite links by their slugs.
    #[serde(default)]
    pub(super) invites: HashMap<String, Invite>,
    pub(super) taps: Ledger<Tap>,
    #[serde(default)]
    pub(super) inline: Ledger<Typed>,
    /// Answers to inline queries that are handed out again.
    #[serde(default)]
    pub(super) inline_cache: Vec<Cached>,
    /// Where the messages stand that bots name by an inline message id.
    #[serde(default)]
    pub(super) inline_messages: HashMap<String, (ChatId, i64)>,
    pub(super) purchases: Ledger<Purchase>,
    #[serde(default)]
    pub(super) shippings: Ledger<Shipping>,
    pub(super) charges: Vec<Charge>,
    #[serde(default)]
    pub(super) subscriptions: Vec<Subscription>,
    /// Pre-checkout queries that wait, by the moment at which they time out.
    pub(super) deadlines: BTreeSet<(i64, Query)>,
    last_query: Query,
}

impl Default for State {
    fn default() -> State {
        State {
            version: VERSION,
            bots: BTreeMap::new(),
            people: HashMap::new(),
            deactivated: BTreeSet::new(),
            chats: HashMap::new(),
            files: Files::default(),
            links: HashMap::new(),
            invites: HashMap::new(),
            taps: Ledger::default(),
            inline: Ledger::default(),
            inline_cache: Vec::new(),
            inline_messages: HashMap::new(),
            purchases: Ledger::default(),
            shippings: Ledger::default(),
            charges: Vec::new(),
            subscriptions: Vec::new(),
            deadlines: BTreeSet::new(),
            last_query: chance::between(100_000_000_000_000_000, 4_000_000_000_000_000_000),
        }
    }
}

impl State {
    /// Reads a state file's text.
    pub(crate) fn parse(text: &[u8]) -> Result<State, String> {
        let state: State = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        if state.version == VERSION {
            return Ok(state);
        }
        Err(format!(
            "it has format {}, this program reads format {VERSION}",
            state.version
        ))
    }

    pub(super) fn next_query(&mut self) -> Query {
        self.last_query = self.last_query.saturating_add(1);
        self.last_query
    }
}

/// Queries by id, oldest first; the settled ones at the old end are forgotten beyond a number.
#[derive(Serialize, Deserialize)]
pub(super) struct Ledger<T> {
    rows: BTreeMap<Query, T>,
    /// Rows that are settled, in the order in which they were.
    settled: VecDeque<Query>,
}

impl<T> Default for Ledger<T> {
    fn default() -> Ledger<T> {
        Ledger {
            rows: BTreeMap::new(),
            settled: VecDeque::new(),
        }
    }
}

impl<T> Ledger<T> {
    pub(super) fn insert(&mut self, id: Query, row: T) {
        self.rows.insert(id, row);
    }

    pub(super) fn get(&self, id: Query) -> Option<&T> {
        self.rows.get(&id)
    }

    pub(super) fn get_mut(&mut self, id: Query) -> Option<&mut T> {
        self.rows.get_mut(&id)
    }

    /// Nothing more is expected of this row: it may be forgotten once `kept` younger ones are settled.
    pub(super) fn settle(&mut self, id: Query, kept: usize) {
        self.settled.push_back(id);
        while self.settled.len() > kept {
            if let Some(old) = self.settled.pop_front() {
                self.rows.remove(&old);
            }
        }
    }
}
