//! Subscriptions in Stars: begun through a link, renewed by the clock, ended by either side.

use serde_json::json;

use super::*;
use crate::sandbox::{Charge, Opened, Payment, People};

const MONTH_MS: i64 = 2_592_000_000;

/// Ann subscribes for 100 Stars a month.
pub(super) async fn begun(play: &Play) -> Charge {
    let request = json!({
        "title": "Club", "description": "A month", "payload": "club", "currency": "XTR",
        "prices": [{"label": "Month", "amount": 100}], "subscription_period": 2_592_000,
    });
    let link = play.ok("createInvoiceLink", request).await;
    let link = link.as_str().unwrap();
    let opened = play.local.open(ANN, link).unwrap();
    assert!(matches!(opened, Opened::Invoice(invoice) if invoice.total_amount == 100));
    let payment = play.local.pay_link(ANN, link, Payment::default()).unwrap();
    let yes = json!({"pre_checkout_query_id": payment.to_string(), "ok": true});
    play.ok("answerPreCheckoutQuery", yes).await;
    play.local.charge(payment).unwrap()
}

impl Play {
    /// After so much time: what the bot is told.
    async fn after(&self, ms: i64) -> Vec<Value> {
        self.pass(ms);
        self.local.shared.change(crate::sandbox::model::Model::expire).unwrap();
        self.updates().await
    }

    async fn edit(&self, charge: &Charge, is_canceled: bool) -> Result<(), String> {
        let id = &charge.telegram_payment_charge_id;
        let request = json!({"user_id": ANN, "telegram_payment_charge_id": id, "is_canceled": is_canceled});
        let (status, answer) = self.call("editUserStarSubscription", request).await;
        match status {
            200 => Ok(()),
            _ => Err(answer["description"].as_str().unwrap().replace("Bad Request: ", "")),
        }
    }
}

#[tokio::test]
async fn the_first_payment_and_each_renewal_say_until_when_it_runs() {
    let play = Play::started().await;
    let charge = begun(&play).await;
    let updates = play.updates().await;
    let first = &updates.last().unwrap()["message"]["successful_payment"];
    let until = START_MS / 1_000 + 2_592_000;
    assert_eq!(
        (
            &first["is_recurring"],
            &first["is_first_recurring"],
            &first["subscription_expiration_date"]
        ),
        (&json!(true), &json!(true), &json!(until))
    );
    assert_eq!(play.after(MONTH_MS - 1).await, Vec::<Value>::new());
    let updates = play.after(1).await;
    assert_eq!(updates.len(), 1, "no pre-checkout query comes before a renewal");
    let renewal = &updates[0]["message"]["successful_payment"];
    assert_eq!(
        (
            &renewal["is_recurring"],
            &renewal["is_first_recurring"],
            &renewal["subscription_expiration_date"]
        ),
        (&json!(true), &Value::Null, &json!(until + 2_592_000))
    );
    assert_eq!(renewal["invoice_payload"], "club");
    assert_ne!(
        renewal["telegram_payment_charge_id"],
        json!(charge.telegram_payment_charge_id)
    );
    assert_eq!(
        play.after(2 * MONTH_MS).await.len(),
        2,
        "nothing that fell due is left out"
    );
    let listed = play.ok("getStarTransactions", json!({})).await;
    let periods: Vec<&Value> = listed["transactions"].as_array().unwrap().iter().collect();
    assert_eq!(periods.len(), 4);
    assert!(
        periods
            .iter()
            .all(|one| one["source"]["subscription_period"] == 2_592_000),
        "{listed}"
    );
}

#[tokio::test]
async fn what_the_payer_ends_runs_out_and_can_be_taken_up_before() {
    let play = Play::started().await;
    let charge = begun(&play).await;
    let id = charge.telegram_payment_charge_id.as_str();
    play.updates().await;
    let people = People::new(play.sandbox.url());
    people.cancel_subscription(ANN, id).await.unwrap();
    people.resume_subscription(ANN, id).await.unwrap();
    play.local.cancel_subscription(ANN, id).unwrap();
    let states: Vec<Value> = play.updates().await;
    let states: Vec<&Value> = states.iter().map(|update| &update["subscription"]["state"]).collect();
    assert_eq!(states, ["canceled", "active", "canceled"]);
    assert_eq!(play.after(MONTH_MS).await, Vec::<Value>::new());
    assert_eq!(play.local.charges().len(), 1);
    assert_eq!(play.edit(&charge, true).await, Err("SUBSCRIPTION_NOT_ACTIVE".into()));
    let late = play.local.resume_subscription(ANN, id).unwrap_err().to_string();
    assert!(late.contains("it is over"), "{late}");
}

#[tokio::test]
async fn a_renewal_that_cannot_be_paid_ends_it_and_is_told() {
    let play = Play::started().await;
    let charge = begun(&play).await;
    play.updates().await;
    People::new(play.sandbox.url())
        .fail_renewal(ANN, &charge.telegram_payment_charge_id)
        .await
        .unwrap();
    let updates = play.after(MONTH_MS).await;
    assert_eq!(updates.len(), 1);
    let told = &updates[0]["subscription"];
    assert_eq!(
        (&told["state"], &told["invoice_payload"], &told["user"]["id"]),
        (&json!("failed"), &json!("club"), &json!(ANN))
    );
    assert_eq!(play.local.charges().len(), 1);
}

#[tokio::test]
async fn what_the_bot_ends_only_the_bot_lets_go_on() {
    let play = Play::started().await;
    let charge = begun(&play).await;
    let id = charge.telegram_payment_charge_id.as_str();
    play.updates().await;
    assert_eq!(play.edit(&charge, false).await, Err("SUBSCRIPTION_NOT_MODIFIED".into()));
    assert_eq!(play.edit(&charge, true).await, Ok(()));
    assert_eq!(play.edit(&charge, true).await, Err("SUBSCRIPTION_NOT_MODIFIED".into()));
    let refused = play.local.resume_subscription(ANN, id).unwrap_err().to_string();
    assert!(refused.contains("the bot has stopped it"), "{refused}");
    assert_eq!(play.edit(&charge, false).await, Ok(()));
    play.local.resume_subscription(ANN, id).unwrap();
    assert_eq!(play.updates().await[0]["subscription"]["state"], "active");
    assert_eq!(play.after(MONTH_MS).await.len(), 1, "the renewal");
}

#[tokio::test]
async fn two_of_one_payer_run_side_by_side() {
    let play = Play::started().await;
    let (one, other) = (begun(&play).await, begun(&play).await);
    play.updates().await;
    assert_eq!(play.edit(&one, true).await, Ok(()));
    let updates = play.after(MONTH_MS).await;
    assert_eq!(updates.len(), 1);
    assert_ne!(one.telegram_payment_charge_id, other.telegram_payment_charge_id);
    assert_eq!(play.local.charges().len(), 3);
}
