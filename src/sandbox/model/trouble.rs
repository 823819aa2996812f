//! Updates that come late, twice or in another order than they were made: what Telegram does on a bad day.

use serde_json::value::RawValue;

use super::Model;
use super::bot::no_bot;
use super::queue::{Queue, Waiting};
use crate::sandbox::Error;

impl Model {
    /// Until they are let go, updates wait: polls find nothing, webhooks get nothing. Their lives run on.
    pub(crate) fn hold_updates(&mut self, bot: i64, held: bool) -> Result<(), Error> {
        let record = self.state.bots.get_mut(&bot).ok_or_else(|| no_bot(bot))?;
        record.held = held;
        self.tell(bot);
        Ok(())
    }

    /// The same update once more, with the same id, right behind the first; as long as it is not acknowledged.
    pub(crate) fn repeat_update(&mut self, bot: i64, update: i64) -> Result<(), Error> {
        let record = self.state.bots.get_mut(&bot).ok_or_else(|| no_bot(bot))?;
        let waiting = &mut record.queue.waiting;
        let place = waiting.iter().position(|waiting| waiting.id == update);
        let place = place.ok_or_else(|| gone(update))?;
        let copy = Waiting::new(update, waiting[place].expires_ms, waiting[place].json.clone());
        waiting.insert(place + 1, copy);
        self.tell(bot);
        Ok(())
    }

    /// These waiting updates come in this order. They exchange their ids, since ids always grow.
    pub(crate) fn reorder_updates(&mut self, bot: i64, order: &[i64]) -> Result<(), Error> {
        let record = self.state.bots.get_mut(&bot).ok_or_else(|| no_bot(bot))?;
        record.queue.reorder(order)?;
        self.tell(bot);
        Ok(())
    }
}

impl Queue {
    fn reorder(&mut self, order: &[i64]) -> Result<(), Error> {
        let mut places = Vec::new();
        for update in order {
            let place = self.waiting.iter().position(|waiting| waiting.id == *update);
            let place = place.ok_or_else(|| gone(*update))?;
            if self.waiting[place].attempt.under_way || places.contains(&place) {
                return Err(Error::refused(format!("update {update} is on its way, or named twice")));
            }
            places.push(place);
        }
        let contents: Vec<(i64, String)> = places
            .iter()
            .map(|place| (self.waiting[*place].expires_ms, content(&self.waiting[*place])))
            .collect();
        places.sort_unstable();
        for (place, (expires_ms, content)) in places.into_iter().zip(contents) {
            let id = self.waiting[place].id;
            let json = RawValue::from_string(format!(r#"{{"update_id":{id},{content}"#));
            let json = json.map_err(|error| Error::machine(format!("an update cannot be renumbered: {error}")))?;
            self.waiting[place] = Waiting::new(id, expires_ms, json);
        }
        Ok(())
    }
}

/// All behind the id, which always stands first.
fn content(waiting: &Waiting) -> String {
    let (_, content) = waiting.json.get().split_once(',').unwrap_or_default();
    content.to_owned()
}

fn gone(update: i64) -> Error {
    Error::refused(format!(
        "update {update} does not wait: it is acknowledged, expired or unknown"
    ))
}
