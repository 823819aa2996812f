//! Payments: Pay is pressed (`pay`), the bot has ten seconds for its yes or no, then the payer is charged or is not.

use serde::{Deserialize, Serialize};

use super::Model;
use super::charge::new_charge;
use super::currency;
use super::execute::Answer;
use super::message::{Author, Body, Message};
use super::render::json;
use super::rules::{PRE_CHECKOUT_MS, Query};
use crate::sandbox::Error;
use crate::sandbox::api::{AnswerPreCheckout, Refusal};
use crate::sandbox::view::{Charge, ChatId, OrderInfo, Outcome};

/// One press of Pay and what became of it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Purchase {
    pub(super) bot: i64,
    pub(super) payer: i64,
    /// Where the invoice stands.
    pub(super) invoice_chat: ChatId,
    pub(super) invoice_message: i64,
    /// Where the bot is told of the payment.
    pub(super) chat: ChatId,
    pub(super) payload: String,
    pub(super) currency: String,
    pub(super) total_amount: i64,
    pub(super) order_info: OrderInfo,
    #[serde(default)]
    pub(super) shipping_option_id: Option<String>,
    /// Of an invoice that begins a subscription; 0 otherwise.
    #[serde(default)]
    pub(super) subscription_period_s: i64,
    pub(super) at_ms: i64,
    pub(super) outcome: Outcome,
}

impl Purchase {
    fn invoice(&self) -> (ChatId, i64) {
        (self.invoice_chat, self.invoice_message)
    }
}

impl Model {
    pub(super) fn ask_bot(&mut self, purchase: Purchase, now_ms: i64) -> Query {
        let query = self.state.next_query();
        let mut info = match &purchase.shipping_option_id {
            None => String::new(),
            Some(option) => format!(r#","shipping_option_id":{}"#, json(option)),
        };
        if !purchase.order_info.is_empty() {
            info += r#","order_info":"#;
            info += &json(&purchase.order_info);
        }
        let update = format!(
            r#"{{"id":"{query}","from":{},"currency":{},"total_amount":{},"invoice_payload":{}{info}}}"#,
            self.person_json(purchase.payer),
            json(&purchase.currency),
            purchase.total_amount,
            json(&purchase.payload),
        );
        self.queue_update(purchase.bot, "pre_checkout_query", &update, now_ms);
        let chat = purchase.invoice_chat;
        self.state.deadlines.insert((now_ms + PRE_CHECKOUT_MS, query));
        self.state.purchases.insert(query, purchase);
        self.bump(chat);
        query
    }

    pub(super) fn answer_pre_checkout(
        &mut self,
        bot: i64,
        answer: AnswerPreCheckout,
        now_ms: i64,
    ) -> Result<Answer, Refusal> {
        self.time_out(now_ms);
        let purchase = self
            .state
            .purchases
            .get_mut(answer.query)
            .filter(|purchase| purchase.bot == bot);
        let Some(purchase) = purchase.filter(|purchase| purchase.outcome == Outcome::Waiting) else {
            return Err(Refusal::query_too_old());
        };
        let deadline = (purchase.at_ms + PRE_CHECKOUT_MS, answer.query);
        let outcome = answer
            .refusal
            .map_or(Outcome::Confirmed, |words| Outcome::Refused { words });
        self.state.deadlines.remove(&deadline);
        self.set_outcome(answer.query, outcome);
        Ok(Answer::truth())
    }

    /// Ends the wait of every pre-checkout query whose ten seconds are over.
    fn time_out(&mut self, now_ms: i64) {
        while let Some((deadline, query)) = self.state.deadlines.first().copied() {
            if deadline > now_ms {
                return;
            }
            self.state.deadlines.pop_first();
            self.set_outcome(query, Outcome::TimedOut);
        }
    }

    /// All that happens because time has passed.
    pub(crate) fn expire(&mut self, now_ms: i64) {
        self.time_out(now_ms);
        self.renew(now_ms);
    }

    fn set_outcome(&mut self, query: Query, outcome: Outcome) {
        let Some(purchase) = self.state.purchases.get_mut(query) else {
            return;
        };
        let first_settled = outcome.is_settled() && !purchase.outcome.is_settled();
        purchase.outcome = outcome;
        let (invoice_chat, chat) = (purchase.invoice_chat, purchase.chat);
        if first_settled {
            self.state.purchases.settle(query, self.rules.queries);
        }
        self.bump(invoice_chat);
        if chat != invoice_chat {
            self.bump(chat);
        }
    }

    pub(crate) fn outcome(&self, query: Query) -> Result<Outcome, Error> {
        self.purchase(query).map(|purchase| purchase.outcome.clone())
    }

    /// The chat whose revision tells of this payment.
    pub(crate) fn payment_chat(&self, query: Query) -> Result<ChatId, Error> {
        self.purchase(query).map(|purchase| purchase.invoice_chat)
    }

    fn purchase(&self, query: Query) -> Result<&Purchase, Error> {
        let purchase = self.state.purchases.get(query);
        purchase.ok_or_else(|| Error::refused(format!("payment {query} is unknown, or too old to be remembered")))
    }

    /// The card is charged, now or any time after the bot's yes; once.
    pub(crate) fn charge(&mut self, query: Query, now_ms: i64) -> Result<Charge, Error> {
        let purchase = self.purchase(query)?;
        if purchase.outcome != Outcome::Confirmed {
            let is = words(&purchase.outcome);
            return Err(Error::refused(format!("payment {query} cannot be charged: it is {is}")));
        }
        let (charge, invoice) = (new_charge(query, purchase, now_ms), purchase.invoice());
        Ok(self.book(charge, invoice, now_ms))
    }

    /// The provider's fault: money moves once more for the same query, under a new charge id.
    pub(crate) fn charge_again(&mut self, query: Query, now_ms: i64) -> Result<Charge, Error> {
        let purchase = self.purchase(query)?;
        if purchase.outcome != Outcome::Charged {
            let is = words(&purchase.outcome);
            return Err(Error::refused(format!(
                "payment {query} was not charged before: it is {is}"
            )));
        }
        let (charge, invoice) = (new_charge(query, purchase, now_ms), purchase.invoice());
        Ok(self.book(charge, invoice, now_ms))
    }

    /// The card is refused. The bot hears nothing.
    pub(crate) fn decline(&mut self, query: Query) -> Result<(), Error> {
        match self.outcome(query)? {
            Outcome::Confirmed => {
                self.set_outcome(query, Outcome::Declined);
                Ok(())
            }
            other => Err(Error::refused(format!(
                "payment {query} cannot be declined: it is {}",
                words(&other)
            ))),
        }
    }

    fn book(&mut self, charge: Charge, (chat, message): (ChatId, i64), now_ms: i64) -> Charge {
        self.state.charges.push(charge.clone());
        self.change(chat, message, |message| {
            if let Body::Invoice { paid, .. } = &mut message.body {
                *paid = true;
            }
        });
        self.subscribe(&charge);
        self.tell_of_charge(&charge, now_ms);
        self.set_outcome(charge.query, Outcome::Charged);
        charge
    }

    /// The service line of a payment, and what the bot hears of it.
    pub(super) fn tell_of_charge(&mut self, charge: &Charge, now_ms: i64) {
        let line = format!("You paid {}", currency::words(charge.total_amount, &charge.currency));
        let body = Body::Paid(charge.clone());
        let message = Message::new(Author::Person(charge.payer), line, body, now_ms);
        let id = self.append(charge.chat, message);
        self.tell_bots(charge.chat, id, now_ms);
    }

    pub(crate) fn charges(&self) -> &[Charge] {
        &self.state.charges
    }
}

fn words(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Waiting => "waiting for the bot".into(),
        Outcome::Refused { words } => format!("refused by the bot (\"{words}\")"),
        Outcome::TimedOut => "timed out".into(),
        Outcome::Confirmed => "confirmed".into(),
        Outcome::Charged => "charged".into(),
        Outcome::Declined => "declined".into(),
    }
}
