//! Shipping of a flexible invoice: the payer gives an address, the bot offers ways to send, the payer chooses one.
//! Rules: Bot Payments API, steps "shipping info" and "choose shipping option"; Bot API, `ShippingQuery`.

use serde::{Deserialize, Serialize};

use super::Model;
use super::execute::Answer;
use super::purchase::Purchase;
use super::render::json;
use super::rules::{PRE_CHECKOUT_MS, Query};
use crate::sandbox::Error;
use crate::sandbox::api::{AnswerShipping, NewInvoice, Refusal};
use crate::sandbox::view::{Address, ChatId, Payment, ShippingAnswer, ShippingOption};

/// No source says how long the bot may take; the time of the other payment query is taken.
const ANSWER_MS: i64 = PRE_CHECKOUT_MS;

/// One address and the bot's answer to it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Shipping {
    bot: i64,
    payer: i64,
    chat: ChatId,
    payload: String,
    at_ms: i64,
    answer: Option<Result<Vec<ShippingOption>, String>>,
}

impl Model {
    /// The payer fills in an address in the form of an invoice.
    pub(crate) fn ask_shipping(
        &mut self,
        payer: i64,
        chat: ChatId,
        message: i64,
        address: &Address,
        now_ms: i64,
    ) -> Result<Query, Error> {
        self.sees(payer, chat)?;
        let (bot, invoice) = self.invoice_for_shipping(chat, message)?;
        if !invoice.needs.flexible {
            return Err(Error::refused("this invoice has one price wherever it is sent"));
        }
        let query = self.state.next_query();
        let update = format!(
            r#"{{"id":"{query}","from":{},"invoice_payload":{},"shipping_address":{}}}"#,
            self.person_json(payer),
            json(&invoice.payload),
            json(address),
        );
        self.queue_update(bot, "shipping_query", &update, now_ms);
        let shipping = Shipping {
            bot,
            payer,
            chat,
            payload: invoice.payload,
            at_ms: now_ms,
            answer: None,
        };
        self.state.shippings.insert(query, shipping);
        self.state.shippings.settle(query, self.rules.queries);
        self.news.changed = true;
        Ok(query)
    }

    pub(super) fn answer_shipping(&mut self, bot: i64, answer: AnswerShipping, now_ms: i64) -> Result<Answer, Refusal> {
        let shipping = self
            .state
            .shippings
            .get_mut(answer.query)
            .filter(|asked| asked.bot == bot);
        let waits = |asked: &&mut Shipping| asked.answer.is_none() && now_ms - asked.at_ms < ANSWER_MS;
        let Some(shipping) = shipping.filter(waits) else {
            return Err(Refusal::query_too_old());
        };
        shipping.answer = Some(answer.answer);
        let chat = shipping.chat;
        self.bump(chat);
        Ok(Answer::truth())
    }

    pub(crate) fn shipping_answer(&self, query: Query, now_ms: i64) -> Result<ShippingAnswer, Error> {
        let shipping = self.shipping(query)?;
        Ok(match &shipping.answer {
            Some(Ok(options)) => ShippingAnswer::Options {
                options: options.clone(),
            },
            Some(Err(words)) => ShippingAnswer::Refused { words: words.clone() },
            None if now_ms - shipping.at_ms >= ANSWER_MS => ShippingAnswer::TimedOut,
            None => ShippingAnswer::Waiting,
        })
    }

    pub(crate) fn shipping_chat(&self, query: Query) -> Result<ChatId, Error> {
        self.shipping(query).map(|shipping| shipping.chat)
    }

    fn shipping(&self, query: Query) -> Result<&Shipping, Error> {
        let shipping = self.state.shippings.get(query);
        shipping.ok_or_else(|| {
            Error::refused(format!(
                "shipping query {query} is unknown, or too old to be remembered"
            ))
        })
    }

    /// The way to send that belongs to this payment; the app lets nobody pay a flexible invoice without one.
    pub(super) fn chosen_shipping(
        &self,
        payer: i64,
        invoice: &NewInvoice,
        payment: &Payment,
    ) -> Result<Option<ShippingOption>, Error> {
        if !invoice.needs.flexible {
            return Ok(None);
        }
        let Some(choice) = &payment.shipping else {
            return Err(Error::refused(
                "this invoice wants a way to send the goods: ask for shipping first",
            ));
        };
        let shipping = self.shipping(choice.query)?;
        if shipping.payer != payer || shipping.payload != invoice.payload {
            return Err(Error::refused(
                "this shipping query is another payer's, or about another invoice",
            ));
        }
        let offered = shipping.answer.as_ref().and_then(|answer| answer.as_ref().ok());
        let chosen = offered.and_then(|options| options.iter().find(|option| option.id == choice.option));
        let not_offered = || Error::refused(format!("the bot has not offered to send it by `{}`", choice.option));
        chosen.cloned().map(Some).ok_or_else(not_offered)
    }
}

impl Purchase {
    pub(super) fn shipped(mut self, option: Option<ShippingOption>) -> Purchase {
        if let Some(option) = option {
            self.total_amount = self.total_amount.saturating_add(option.amount);
            self.shipping_option_id = Some(option.id);
        }
        self
    }
}
