//! Forwarding messages and opening links, in this process.

use super::model::Query;
use super::view::{ChatId, Opened, Payment};
use super::{Error, Local};

impl Local {
    /// Forwards a message that this person sees to another chat; returns the copy's id there. To a friend it goes by
    /// `ChatId::people`.
    pub fn forward(&self, person: i64, from: ChatId, message: i64, to: ChatId) -> Result<i64, Error> {
        self.shared
            .change(|model, now_ms| model.forward(person, (from, message), to, now_ms))?
    }

    /// Opens an address as the app does: an invoice's link shows its form, a bot's link presses Start, an
    /// invite link lets in.
    pub fn open(&self, person: i64, address: &str) -> Result<Opened, Error> {
        self.shared
            .change(|model, now_ms| model.open(person, address, now_ms))?
    }

    /// Presses Pay in the form behind an invoice's link. How the bot decides is read by `outcome`.
    pub fn pay_link(&self, payer: i64, address: &str, payment: Payment) -> Result<Query, Error> {
        self.shared
            .change(|model, now_ms| model.pay_link(payer, address, payment, now_ms))?
    }
}
