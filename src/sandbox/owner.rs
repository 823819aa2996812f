//! What the owner of a sandbox sees and does beyond its people: requests, queues, faults, made-up updates.

use std::collections::BTreeMap;

use serde_json::Value;

use super::api::Method;
use super::facts::Requested;
use super::{Error, Fault, Local};

impl Local {
    /// HTTP requests per method since the start or the last reset.
    pub fn request_counts(&self) -> BTreeMap<&'static str, u64> {
        self.shared.facts.counts()
    }

    pub fn reset_request_counts(&self) {
        self.shared.facts.reset_counts();
    }

    /// The last requests, oldest first.
    pub fn requests(&self) -> Vec<Requested> {
        self.shared.facts.requests()
    }

    /// What the Bot API's documentation does not know or allow in the last requests: a parameter or a field that does not
    /// exist, a number where text belongs, a required parameter that is missing. Much of it Telegram takes without a
    /// word, and does something else than was meant. Also the calls in the answers of webhooks that were refused, which
    /// nobody is told.
    pub fn complaints(&self) -> Vec<String> {
        self.shared.facts.complaints()
    }

    /// How many updates wait for a bot.
    pub fn waiting_count(&self, bot: i64) -> Result<usize, Error> {
        self.shared.look(|model, now_ms| model.waiting_count(bot, now_ms))
    }

    /// The updates that wait for a bot, oldest first.
    pub fn waiting_updates(&self, bot: i64) -> Result<Vec<Value>, Error> {
        let texts = self.shared.look(|model, now_ms| model.waiting_updates(bot, now_ms))?;
        Ok(texts
            .iter()
            .filter_map(|text| serde_json::from_str(text).ok())
            .collect())
    }

    /// Queues an update that nobody made: `kind` is the name of its one field, `content` the field's value. Any shape is
    /// taken and no setting of allowed updates holds it back. Returns its update id.
    pub fn inject(&self, bot: i64, kind: &str, content: &Value) -> Result<i64, Error> {
        let content = content.to_string();
        self.shared
            .change(|model, now_ms| model.inject(bot, kind, &content, now_ms))?
    }

    /// Queues an update that still waits once more, with the same id.
    pub fn repeat_update(&self, bot: i64, update: i64) -> Result<(), Error> {
        self.shared.change(|model, _| model.repeat_update(bot, update))?
    }

    /// From now on the bot gets no updates, by polling or by webhook, until `release_updates`: they come late, or are out
    /// of time by then.
    pub fn hold_updates(&self, bot: i64) -> Result<(), Error> {
        self.shared.change(|model, _| model.hold_updates(bot, true))?
    }

    pub fn release_updates(&self, bot: i64) -> Result<(), Error> {
        self.shared.change(|model, _| model.hold_updates(bot, false))?
    }

    /// These waiting updates come in this order; they exchange their ids, since ids always grow.
    pub fn reorder_updates(&self, bot: i64, order: &[i64]) -> Result<(), Error> {
        self.shared.change(|model, _| model.reorder_updates(bot, order))?
    }

    /// The next `times` requests of this method (`*` is any) meet this fault; only those of one bot if one is named.
    /// Faults that fit the same request wait for each other in the order in which they were planned.
    pub fn fail(&self, bot: Option<i64>, method: &str, fault: Fault, times: u32) -> Result<(), Error> {
        let method = match method {
            "*" => None,
            name => {
                let unknown = || Error::refused(format!("the sandbox has no method `{name}`"));
                Some(Method::parse(name).ok_or_else(unknown)?)
            }
        };
        self.shared.facts.plan(bot, method, fault, times);
        Ok(())
    }

    /// Forgets the faults that are still planned.
    pub fn clear_faults(&self) {
        self.shared.facts.clear_faults();
    }
}
