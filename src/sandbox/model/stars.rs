//! A bot's Stars: what it earned, what it gave back. Rules: Bot API, `refundStarPayment`, `getStarTransactions`,
//! `getMyStarBalance`; error codes of `payments.refundStarsCharge` (core.telegram.org).

use serde_json::{Value, json};

use super::Model;
use super::currency::{self, STARS};
use super::execute::Answer;
use super::message::{Author, Body, Message};
use crate::sandbox::api::{Page, Refusal, StarPayment};
use crate::sandbox::view::{Charge, ChargedFor, ChatId};

impl Model {
    /// The whole charge goes back to its payer, once, however old it is.
    pub(super) fn refund_stars(&mut self, bot: i64, payment: &StarPayment, now_ms: i64) -> Result<Answer, Refusal> {
        let charge = self.star_charge(bot, payment)?;
        if charge.refunded_at_ms.is_some() {
            return Err(Refusal::bad("CHARGE_ALREADY_REFUNDED"));
        }
        charge.refunded_at_ms = Some(now_ms);
        let charge = charge.clone();
        // No source says where the line stands for a payment in a group; here it is always the private chat.
        let chat = ChatId::private(bot, charge.payer);
        let line = format!("Refund of {}", currency::words(charge.total_amount, &charge.currency));
        let author = Author::Person(charge.payer);
        let id = self.append(chat, Message::new(author, line, Body::Refunded(charge), now_ms));
        self.tell_bots(chat, id, now_ms);
        Ok(Answer::truth())
    }

    /// Oldest first; a refund repeats the id of its payment.
    pub(super) fn star_transactions(&self, bot: i64, page: Page) -> Answer {
        let mut all: Vec<(i64, Value)> = Vec::new();
        for charge in self.star_charges(bot) {
            all.push((charge.at_ms, self.transaction(charge, charge.at_ms, "source")));
            if let Some(at_ms) = charge.refunded_at_ms {
                all.push((at_ms, self.transaction(charge, at_ms, "receiver")));
            }
        }
        all.sort_by_key(|(at_ms, _)| *at_ms);
        let page: Vec<Value> = all
            .into_iter()
            .skip(page.offset)
            .take(page.limit)
            .map(|(_, transaction)| transaction)
            .collect();
        Answer::of(json!({"transactions": page}).to_string())
    }

    pub(super) fn star_balance(&self, bot: i64) -> Answer {
        let kept = self.star_charges(bot).filter(|charge| charge.refunded_at_ms.is_none());
        let amount = kept.fold(0_i64, |sum, charge| sum.saturating_add(charge.total_amount));
        Answer::of(json!({"amount": amount}).to_string())
    }

    fn star_charge(&mut self, bot: i64, payment: &StarPayment) -> Result<&mut Charge, Refusal> {
        if !self.state.people.contains_key(&payment.user) {
            return Err(Refusal::bad("USER_ID_INVALID"));
        }
        let mut charges = self.state.charges.iter_mut();
        let found = charges.find(|charge| {
            let is_own = charge.bot == bot && charge.payer == payment.user && charge.currency == STARS;
            is_own && charge.telegram_payment_charge_id == payment.charge
        });
        found.ok_or_else(|| Refusal::bad("CHARGE_ID_INVALID")) // invented wording
    }

    fn star_charges(&self, bot: i64) -> impl Iterator<Item = &Charge> {
        let charges = self.state.charges.iter();
        charges.filter(move |charge| charge.bot == bot && charge.currency == STARS)
    }

    fn transaction(&self, charge: &Charge, at_ms: i64, side: &str) -> Value {
        let mut partner = json!({"type": "user", "user": self.user(Author::Person(charge.payer))});
        let (kind, payload) = match charge.charged_for {
            ChargedFor::Media => ("paid_media_payment", "paid_media_payload"),
            ChargedFor::Invoice | ChargedFor::Subscription(_) => ("invoice_payment", "invoice_payload"),
        };
        partner["transaction_type"] = json!(kind);
        if !charge.invoice_payload.is_empty() {
            partner[payload] = json!(charge.invoice_payload);
        }
        if let ChargedFor::Subscription(term) = charge.charged_for {
            partner["subscription_period"] = json!(term.period_s);
        }
        let mut transaction = json!({
            "id": charge.telegram_payment_charge_id, "amount": charge.total_amount, "date": at_ms.div_euclid(1_000),
        });
        transaction[side] = partner;
        transaction
    }
}
