//! Shipping in this process: an address goes to the bot, its offers come back. Paying with one of them is `Local::pay`.

use std::time::Duration;

use super::model::Query;
use super::view::{Address, ChatId, ShippingAnswer};
use super::{Error, Local};

impl Local {
    /// Fills in an address in the form of an invoice whose price depends on it.
    pub fn ask_shipping(&self, payer: i64, chat: ChatId, message: i64, address: &Address) -> Result<Query, Error> {
        self.shared
            .change(|model, now_ms| model.ask_shipping(payer, chat, message, address, now_ms))?
    }

    pub fn shipping_answer(&self, query: Query) -> Result<ShippingAnswer, Error> {
        self.shared.look(|model, now_ms| model.shipping_answer(query, now_ms))
    }

    /// Waits for the bot's offers; `Waiting` if the time is over before.
    pub async fn wait_for_shipping_answer(&self, query: Query, timeout: Duration) -> Result<ShippingAnswer, Error> {
        let chat = self.shared.look(|model, _| model.shipping_chat(query))?;
        let answered = |model: &super::model::Model| {
            let answer = model.shipping_answer(query, 0);
            answer.is_ok_and(|answer| matches!(answer, ShippingAnswer::Options { .. } | ShippingAnswer::Refused { .. }))
        };
        self.wait(chat, timeout, answered).await;
        self.shipping_answer(query)
    }
}
