//! Groups: who may send, and what bots see of them.

use serde_json::json;

use super::*;
use crate::sandbox::Payment;

const STAFF: i64 = -1_001_234_567_890;

async fn group(play: &Play) -> ChatId {
    let group = play.local.put_group(STAFF, "Orders", &[ANN, BOB, play.bot]).unwrap();
    play.updates().await;
    group
}

#[tokio::test]
async fn a_bot_sends_where_it_is_a_member_and_members_tap() {
    let play = Play::started().await;
    let words = "Bad Request: chat not found";
    assert_eq!(
        play.refused("sendMessage", json!({"chat_id": STAFF, "text": "x"}))
            .await,
        (400, words.into())
    );
    let group = group(&play).await;
    let keyboard = json!({"inline_keyboard": [[{"text": "Done", "callback_data": "done"}]]});
    let sent = play
        .ok(
            "sendMessage",
            json!({"chat_id": STAFF, "text": "New order", "reply_markup": keyboard}),
        )
        .await;
    assert_eq!(
        sent["chat"],
        json!({"id": STAFF, "title": "Orders", "type": "supergroup"})
    );
    let id = sent["message_id"].as_i64().unwrap();
    play.local.tap(BOB, group, id, "done").unwrap();
    let query = &play.updates().await[0]["callback_query"];
    assert_eq!(
        (&query["from"]["id"], &query["message"]["chat"]["id"]),
        (&json!(BOB), &json!(STAFF))
    );

    play.local.leave_group(STAFF, play.bot).unwrap();
    let words = "Forbidden: bot is not a member of the supergroup chat";
    assert_eq!(
        play.refused("sendMessage", json!({"chat_id": STAFF, "text": "x"}))
            .await,
        (403, words.into())
    );
    play.local.leave_group(STAFF, BOB).unwrap();
    assert!(play.local.tap(BOB, group, id, "done").is_err());
}

#[tokio::test]
async fn bots_see_commands_and_replies_to_themselves_only() {
    let play = Play::started().await;
    let group = group(&play).await;
    let sent = play
        .ok(
            "sendMessage",
            json!({"chat_id": STAFF, "text": "Question of a customer"}),
        )
        .await;
    let asked = sent["message_id"].as_i64().unwrap();
    let chatter = play.local.say(ANN, group, "hello all").unwrap();
    play.local.reply(BOB, group, chatter, "hello Ann").unwrap();
    assert_eq!(play.local.waiting_count(play.bot).unwrap(), 0);
    play.local.say(ANN, group, "/id").unwrap();
    play.local.reply(BOB, group, asked, "Yes, at nine").unwrap();
    let updates = play.updates().await;
    assert_eq!(
        updates[0]["message"]["entities"][0],
        json!({"type": "bot_command", "offset": 0, "length": 3})
    );
    assert_eq!(
        updates[1]["message"]["reply_to_message"]["text"],
        "Question of a customer"
    );
    assert_eq!(updates[1]["message"]["reply_to_message"]["from"]["id"], json!(play.bot));
    assert_eq!(updates.len(), 2);
    let foreign = json!({"chat_id": STAFF, "message_id": chatter});
    let words = "Bad Request: message can't be deleted for everyone";
    assert_eq!(play.refused("deleteMessage", foreign).await.1, words);
}

#[tokio::test]
async fn a_group_invoice_is_paid_by_many() {
    let play = Play::started().await;
    let group = group(&play).await;
    let sent = play.ok("sendInvoice", with(invoice(), json!({"chat_id": STAFF}))).await;
    let message = sent["message_id"].as_i64().unwrap();
    for payer in [ANN, BOB, ANN] {
        let payment = play.local.pay(payer, group, message, Payment::default()).unwrap();
        play.ok(
            "answerPreCheckoutQuery",
            json!({"pre_checkout_query_id": payment.to_string(), "ok": true}),
        )
        .await;
        play.local.charge(payment).unwrap();
        let updates = play.updates().await;
        let paid = &updates.last().unwrap()["message"];
        assert_eq!(
            (&paid["from"]["id"], &paid["chat"]["id"]),
            (&json!(payer), &json!(STAFF))
        );
        assert!(paid["successful_payment"].is_object());
    }
    assert_eq!(play.local.charges().len(), 3);
}

#[tokio::test]
async fn a_group_is_made_of_those_who_exist() {
    let play = Play::new().await;
    assert!(play.local.put_group(5, "x", &[]).is_err());
    assert!(
        play.local
            .put_group(STAFF, "x", &[12345])
            .unwrap_err()
            .to_string()
            .contains("12345")
    );
    assert!(play.local.say(ANN, ChatId::group(STAFF), "hi").is_err());
}
