//! What only the owner of a sandbox sees: which requests came, and which faults the next ones meet.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::api::{Fields, Method};
use super::shared::lock;
use super::spec;

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// HTTP 500, nothing happens.
    ServerError,
    /// HTTP 502 with a page in place of JSON, as a proxy before Telegram gives it; nothing happens.
    BadGateway,
    /// HTTP 429, nothing happens.
    TooManyRequests { retry_after_s: u32 },
    /// Nothing happens and no answer ever comes.
    Hang,
    /// The connection closes before anything happens.
    DropRequest,
    /// It happens, but the connection closes before the answer.
    DropAnswer,
    /// It happens after a while.
    Delay { ms: u64 },
}

/// A request that a bot made.
#[derive(Debug, Clone, PartialEq)]
pub struct Requested {
    pub bot: i64,
    /// As the documentation writes it: `sendMessage`.
    pub method: &'static str,
    /// Its arguments; of a file only name and size.
    pub fields: Value,
    pub at_ms: i64,
}

/// Counters, the last requests and the planned faults; nothing of it is kept on disk.
pub(crate) struct Facts {
    kept: usize,
    requests: Mutex<VecDeque<(i64, Method, Fields, i64)>>,
    /// Calls in the answers of webhooks that were refused, in words.
    unheard: Mutex<VecDeque<String>>,
    counts: Mutex<BTreeMap<&'static str, u64>>,
    faults: Mutex<Vec<Planned>>,
}

struct Planned {
    bot: Option<i64>,
    method: Option<Method>,
    fault: Fault,
    left: u32,
}

impl Facts {
    pub(super) fn new(kept: usize) -> Facts {
        Facts {
            kept,
            requests: Mutex::default(),
            unheard: Mutex::default(),
            counts: Mutex::default(),
            faults: Mutex::default(),
        }
    }

    pub(super) fn record(&self, bot: i64, method: Method, fields: &Fields, now_ms: i64) {
        *lock(&self.counts).entry(method.name()).or_insert(0) += 1;
        if self.kept == 0 {
            return;
        }
        let mut requests = lock(&self.requests);
        requests.push_back((bot, method, fields.without_content(), now_ms));
        while requests.len() > self.kept {
            requests.pop_front();
        }
    }

    /// A call in the answer of a webhook was refused, which its bot never hears.
    pub(super) fn unheard(&self, method: Method, description: &str) {
        let mut unheard = lock(&self.unheard);
        let words = format!("in the answer of a webhook, where nobody hears it: {description}");
        unheard.push_back(format!("{}: {words}", method.name()));
        while unheard.len() > self.kept {
            unheard.pop_front();
        }
    }

    /// The fault that this request meets, if one was planned for it.
    pub(super) fn fault(&self, bot: i64, method: Method) -> Option<Fault> {
        let mut faults = lock(&self.faults);
        let hit = |planned: &Planned| {
            planned.bot.is_none_or(|wanted| wanted == bot) && planned.method.is_none_or(|wanted| wanted == method)
        };
        let place = faults.iter().position(hit)?;
        let planned = faults.get_mut(place)?;
        planned.left -= 1;
        let (fault, spent) = (planned.fault, planned.left == 0);
        if spent {
            faults.remove(place);
        }
        Some(fault)
    }

    pub(super) fn plan(&self, bot: Option<i64>, method: Option<Method>, fault: Fault, times: u32) {
        if times > 0 {
            lock(&self.faults).push(Planned {
                bot,
                method,
                fault,
                left: times,
            });
        }
    }

    pub(super) fn clear_faults(&self) {
        lock(&self.faults).clear();
    }

    pub(super) fn counts(&self) -> BTreeMap<&'static str, u64> {
        lock(&self.counts).clone()
    }

    pub(super) fn reset_counts(&self) {
        lock(&self.counts).clear();
    }

    /// What is odd about the last requests, oldest first; then what of them nobody was told.
    pub(super) fn complaints(&self) -> Vec<String> {
        let judged = |(_, method, fields, _): &(i64, Method, Fields, i64)| {
            let method = method.name();
            let complaints = spec::judge_request(method, fields).into_iter();
            complaints
                .map(move |words| format!("{method}: {words}"))
                .collect::<Vec<_>>()
        };
        let mut complaints: Vec<String> = lock(&self.requests).iter().flat_map(judged).collect();
        complaints.extend(lock(&self.unheard).iter().cloned());
        complaints
    }

    pub(super) fn requests(&self) -> Vec<Requested> {
        let shown = |(bot, method, fields, at_ms): &(i64, Method, Fields, i64)| Requested {
            bot: *bot,
            method: method.name(),
            fields: fields.to_value(),
            at_ms: *at_ms,
        };
        lock(&self.requests).iter().map(shown).collect()
    }
}
