//! Subscriptions in Stars: begun by a payment through a link, renewed every period by themselves, ended by the payer or
//! by the bot. Rules: Bot API, "createInvoiceLink" (`subscription_period`), "`SuccessfulPayment`" (`is_recurring`,
//! `is_first_recurring`, `subscription_expiration_date`), "editUserStarSubscription", "`BotSubscriptionUpdated`"; error
//! codes as seen in public code. No pre-checkout query is documented for a renewal; here there is none.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Model;
use super::charge::stars_charge;
use super::execute::Answer;
use super::message::Author;
use crate::sandbox::Error;
use crate::sandbox::api::{EditSubscription, Refusal};
use crate::sandbox::view::{Charge, ChargedFor, ChatId, Term};

/// What one payer pays one bot again and again.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Subscription {
    bot: i64,
    payer: i64,
    /// Where the bot is told of its payments.
    chat: ChatId,
    payload: String,
    stars: i64,
    /// Its name: the charge that began it. Whether the ids of renewals name it too, no source says; here they do not.
    charge: String,
    period_s: i64,
    until_ms: i64,
    renewal: Renewal,
}

/// What happens when the paid time is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Renewal {
    Pays,
    /// The payer has too few Stars then.
    Fails,
    Cancelled,
    /// Cancelled by the bot: the payer cannot take it up again.
    Stopped,
    /// It was over.
    Over,
}

impl Model {
    /// The payment of an invoice with a period begins a subscription.
    pub(super) fn subscribe(&mut self, charge: &Charge) {
        let ChargedFor::Subscription(term) = &charge.charged_for else {
            return;
        };
        self.state.subscriptions.push(Subscription {
            bot: charge.bot,
            payer: charge.payer,
            chat: charge.chat,
            payload: charge.invoice_payload.clone(),
            stars: charge.total_amount,
            charge: charge.telegram_payment_charge_id.clone(),
            period_s: term.period_s,
            until_ms: term.until_s.saturating_mul(1_000),
            renewal: Renewal::Pays,
        });
    }

    /// Renews or ends whatever paid time is over.
    pub(super) fn renew(&mut self, now_ms: i64) {
        let is_due = |one: &Subscription| one.renewal != Renewal::Over && one.until_ms <= now_ms;
        while let Some(place) = self.state.subscriptions.iter().position(is_due) {
            self.news.changed = true;
            let Some(one) = self.state.subscriptions.get_mut(place) else {
                return;
            };
            match one.renewal {
                Renewal::Pays => {
                    one.until_ms = one.until_ms.saturating_add(one.period_s.saturating_mul(1_000));
                    let one = one.clone();
                    self.charge_renewal(&one, now_ms);
                }
                Renewal::Fails => {
                    one.renewal = Renewal::Over;
                    let one = one.clone();
                    self.tell_of_subscription(&one, "failed", now_ms);
                }
                Renewal::Cancelled | Renewal::Stopped | Renewal::Over => one.renewal = Renewal::Over,
            }
        }
    }

    fn charge_renewal(&mut self, one: &Subscription, now_ms: i64) {
        let term = Term {
            is_first: false,
            period_s: one.period_s,
            until_s: one.until_ms.div_euclid(1_000),
        };
        let what = ChargedFor::Subscription(term);
        let charge = stars_charge(one.bot, one.payer, one.chat, one.stars, &one.payload, what, now_ms);
        self.state.charges.push(charge.clone());
        self.tell_of_charge(&charge, now_ms);
    }

    /// Bot API 10.2, `Update.subscription`.
    fn tell_of_subscription(&mut self, one: &Subscription, state: &str, now_ms: i64) {
        let user = self.user(Author::Person(one.payer));
        let update = json!({"user": user, "invoice_payload": one.payload, "state": state});
        self.queue_update(one.bot, "subscription", &update.to_string(), now_ms);
    }

    pub(super) fn edit_subscription(&mut self, bot: i64, edit: &EditSubscription) -> Result<Answer, Refusal> {
        if !self.state.people.contains_key(&edit.payment.user) {
            return Err(Refusal::bad("USER_ID_INVALID"));
        }
        let mut all = self.state.subscriptions.iter_mut();
        let found =
            all.find(|one| one.bot == bot && one.payer == edit.payment.user && one.charge == edit.payment.charge);
        let one = found.ok_or_else(|| Refusal::bad("SUBSCRIPTION_NOT_FOUND"))?;
        one.renewal = match (one.renewal, edit.is_canceled) {
            (Renewal::Over, _) => return Err(Refusal::bad("SUBSCRIPTION_NOT_ACTIVE")),
            (Renewal::Stopped, true) | (Renewal::Pays | Renewal::Fails | Renewal::Cancelled, false) => {
                return Err(Refusal::bad("SUBSCRIPTION_NOT_MODIFIED"));
            }
            (_, true) => Renewal::Stopped,
            // "Pass False to allow the user to re-enable a subscription": they still have to.
            (Renewal::Stopped, false) => Renewal::Cancelled,
        };
        self.news.changed = true;
        Ok(Answer::truth())
    }

    /// The payer ends it: it runs until the paid time is over.
    pub(crate) fn cancel_subscription(&mut self, payer: i64, charge: &str, now_ms: i64) -> Result<(), Error> {
        let one = self.change_renewal(payer, charge, |renewal| match renewal {
            Renewal::Pays | Renewal::Fails => Ok(Renewal::Cancelled),
            _ => Err("it does not renew any more"),
        })?;
        self.tell_of_subscription(&one, "canceled", now_ms);
        Ok(())
    }

    /// The payer takes it up again while the paid time lasts.
    pub(crate) fn resume_subscription(&mut self, payer: i64, charge: &str, now_ms: i64) -> Result<(), Error> {
        let one = self.change_renewal(payer, charge, |renewal| match renewal {
            Renewal::Cancelled => Ok(Renewal::Pays),
            Renewal::Stopped => Err("the bot has stopped it"),
            Renewal::Over => Err("it is over"),
            Renewal::Pays | Renewal::Fails => Err("it was not cancelled"),
        })?;
        self.tell_of_subscription(&one, "active", now_ms);
        Ok(())
    }

    /// The next renewal finds too few Stars.
    pub(crate) fn fail_renewal(&mut self, payer: i64, charge: &str) -> Result<(), Error> {
        self.change_renewal(payer, charge, |renewal| match renewal {
            Renewal::Pays => Ok(Renewal::Fails),
            _ => Err("it does not renew any more"),
        })
        .map(drop)
    }

    fn change_renewal(
        &mut self,
        payer: i64,
        charge: &str,
        into: impl FnOnce(Renewal) -> Result<Renewal, &'static str>,
    ) -> Result<Subscription, Error> {
        let mut all = self.state.subscriptions.iter_mut();
        let found = all.find(|one| one.payer == payer && one.charge == charge);
        let one =
            found.ok_or_else(|| Error::refused(format!("person {payer} began no subscription by this charge")))?;
        let words = |why| Error::refused(format!("this subscription of person {payer} stays as it is: {why}"));
        one.renewal = into(one.renewal).map_err(words)?;
        let one = one.clone();
        self.news.changed = true;
        Ok(one)
    }
}
