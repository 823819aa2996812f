//! What people do with Stars besides paying invoices, in this process: unlock media, end and resume subscriptions.

use super::view::{Charge, ChatId};
use super::{Error, Local};

impl Local {
    /// Pays for the media that a message sells. The bot is not asked before.
    pub fn buy_media(&self, person: i64, chat: ChatId, message: i64) -> Result<Charge, Error> {
        self.shared
            .change(|model, now_ms| model.buy_media(person, chat, message, now_ms))?
    }

    /// Ends the subscription that this charge began, once its paid time is over.
    pub fn cancel_subscription(&self, payer: i64, charge: &str) -> Result<(), Error> {
        self.shared
            .change(|model, now_ms| model.cancel_subscription(payer, charge, now_ms))?
    }

    /// Takes a cancelled subscription up again while its paid time lasts.
    pub fn resume_subscription(&self, payer: i64, charge: &str) -> Result<(), Error> {
        self.shared
            .change(|model, now_ms| model.resume_subscription(payer, charge, now_ms))?
    }

    /// The next renewal of this subscription finds too few Stars. Renewals come by the clock.
    pub fn fail_renewal(&self, payer: i64, charge: &str) -> Result<(), Error> {
        self.shared.change(|model, _| model.fail_renewal(payer, charge))?
    }
}
