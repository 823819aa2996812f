//! What the writer is given and what it gives back.

use std::sync::Arc;

use crate::{
    conversation::{Decision, Turn},
    ids::{BotId, UpdateId},
    rules::Input,
    time::Timestamp,
};

/// One turn, with the update that caused it where there was one.
#[derive(Clone, Debug)]
pub struct Job {
    pub turn: Turn,
    pub inbox: Option<InboxRow>,
}

/// An update as it is kept until it is handled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxRow {
    pub bot: BotId,
    pub update: UpdateId,
    /// The JSON as Telegram sent it.
    pub raw: String,
    pub received_at: Timestamp,
    /// How often it could not be handled; 0 for one that has just arrived.
    pub tries: i64,
}

/// What became of a job.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Decided, and durable.
    Decided(Decision),
    /// The shop's rules are to be asked first: nothing was written, and the job is to be run again with their word.
    Consult(Arc<Input>),
    /// The update was handled before: nothing was done.
    Seen,
    /// The turn itself is at fault; it is kept for another try, or set aside for good where it is `dead`.
    Failed { tries: i64, dead: bool },
}

impl InboxRow {
    /// What names an update for ever.
    pub(super) fn key(&self) -> (BotId, UpdateId) {
        (self.bot, self.update)
    }
}
