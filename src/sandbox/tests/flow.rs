//! The whole way of one purchase, as a shop and its customer live it.

use serde_json::json;

use super::*;
use crate::sandbox::{Content, Outcome, Payment, Press};

#[tokio::test]
async fn a_customer_starts_taps_pays_and_gets_a_receipt() {
    let play = Play::new().await;
    play.local.start(ANN, play.bot, "bread").unwrap();
    let updates = play.updates().await;
    assert_eq!(updates[0]["message"]["text"], "/start bread");
    assert_eq!(
        updates[0]["message"]["chat"],
        json!({"id": ANN, "first_name": "Ann", "type": "private"})
    );

    let keyboard = json!({"inline_keyboard": [[{"text": "Buy", "callback_data": "buy:1"}]]});
    play.ok(
        "sendMessage",
        json!({"chat_id": ANN, "text": "Hello", "reply_markup": keyboard}),
    )
    .await;
    let seen = play.local.read(play.ann(), 0);
    let menu = seen.last().unwrap();
    assert_eq!((menu.text.as_str(), menu.by_bot), ("Hello", true));
    assert_eq!(menu.buttons[0][0].press, Press::Data("buy:1".into()));

    let tap = play.local.tap(ANN, play.ann(), menu.id, "buy:1").unwrap();
    let updates = play.updates().await;
    let query = &updates[0]["callback_query"];
    assert_eq!(
        (&query["id"], &query["data"]),
        (&json!(tap.to_string()), &json!("buy:1"))
    );
    assert_eq!(query["message"]["message_id"], json!(menu.id));
    assert_eq!(query["message"]["reply_markup"], keyboard);
    play.ok(
        "answerCallbackQuery",
        json!({"callback_query_id": query["id"], "text": "One moment"}),
    )
    .await;
    assert_eq!(play.local.tap_answer(tap).unwrap().unwrap().text, "One moment");

    let message = play.invoice().await;
    let payment = play.local.pay(ANN, play.ann(), message, Payment::default()).unwrap();
    assert_eq!(play.local.outcome(payment).unwrap(), Outcome::Waiting);
    let updates = play.updates().await;
    let query = &updates[0]["pre_checkout_query"];
    assert_eq!(query["total_amount"], 1250);
    assert_eq!(query["invoice_payload"], "order-1");
    play.ok(
        "answerPreCheckoutQuery",
        json!({"pre_checkout_query_id": query["id"], "ok": true}),
    )
    .await;
    assert_eq!(play.local.outcome(payment).unwrap(), Outcome::Confirmed);

    let charge = play.local.charge(payment).unwrap();
    let updates = play.updates().await;
    let paid = &updates[0]["message"];
    assert_eq!(paid["from"]["id"], ANN);
    assert_eq!(paid["successful_payment"]["total_amount"], 1250);
    assert_eq!(
        paid["successful_payment"]["telegram_payment_charge_id"],
        json!(charge.telegram_payment_charge_id)
    );
    let seen = play.local.read(play.ann(), 0);
    assert_eq!(seen.last().unwrap().text, "You paid 12.50 EUR");
    let Content::Invoice(invoice) = play.local.message(play.ann(), message).unwrap().content else {
        panic!()
    };
    assert!(invoice.receipt);
    assert_eq!(play.local.charges(), [charge]);
}
