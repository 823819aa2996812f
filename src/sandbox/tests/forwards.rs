//! Forwarded copies of invoices, and invoices behind links.

use serde_json::json;

use super::*;
use crate::sandbox::{Content, Opened, Outcome, Payment, People, Press};

const CHANNEL: i64 = -1_001_111_111_111;
const GROUP: i64 = -1_002_222_222_222;

impl Play {
    /// Says yes to a payment and charges it; returns the message that the bot gets.
    async fn charged(&self, payment: i64) -> Value {
        let yes = json!({"pre_checkout_query_id": payment.to_string(), "ok": true});
        self.ok("answerPreCheckoutQuery", yes).await;
        self.local.charge(payment).unwrap();
        self.updates().await.last().unwrap()["message"].clone()
    }
}

fn presses(play: &Play, chat: ChatId, message: i64) -> Vec<Press> {
    let seen = play.local.message(chat, message).unwrap();
    seen.every_button().map(|button| button.press.clone()).collect()
}

#[tokio::test]
async fn copies_of_a_multi_chat_invoice_are_paid_by_whoever_gets_them() {
    let play = Play::started().await;
    let keyboard =
        json!({"inline_keyboard": [[{"text": "Pay now", "pay": true}], [{"text": "Terms", "callback_data": "t"}]]});
    let sent = play
        .ok("sendInvoice", with(invoice(), json!({"reply_markup": keyboard})))
        .await;
    let original = sent["message_id"].as_i64().unwrap();
    let friends = ChatId::people(BOB, ANN);
    let copy = play.local.forward(ANN, play.ann(), original, friends).unwrap();
    assert_eq!(
        play.local.waiting_count(play.bot).unwrap(),
        0,
        "no bot sees what people tell each other"
    );
    assert_eq!(presses(&play, friends, copy), [Press::Pay]);
    let seen = play.local.message(friends, copy).unwrap();
    assert_eq!((seen.author, seen.forwarded_from.as_deref()), (ANN, Some("Bakery")));

    play.local.put_group(GROUP, "Street", &[BOB]).unwrap();
    let again = play.local.forward(BOB, friends, copy, ChatId::group(GROUP)).unwrap();
    let press = |payer, chat, message| play.local.pay(payer, chat, message, Payment::default());
    assert!(press(ANN, ChatId::group(GROUP), again).is_err(), "she is not in it");
    for (payer, chat, message) in [
        (BOB, friends, copy),
        (BOB, ChatId::group(GROUP), again),
        (ANN, play.ann(), original),
        (ANN, friends, copy),
    ] {
        let payment = press(payer, chat, message).unwrap();
        let query = play.updates().await[0]["pre_checkout_query"].clone();
        assert_eq!(
            (&query["from"]["id"], &query["invoice_payload"]),
            (&json!(payer), &json!("order-1"))
        );
        let paid = play.charged(payment).await;
        assert_eq!(
            (&paid["from"]["id"], &paid["chat"]["id"]),
            (&json!(payer), &json!(payer))
        );
    }
    assert!(press(ANN, play.ann(), original).is_err(), "her own is a receipt now");
    let charges = play.local.charges();
    assert_eq!(charges.len(), 4);
    let ids = charges.iter().map(|charge| charge.telegram_payment_charge_id.as_str());
    assert_eq!(ids.collect::<std::collections::BTreeSet<_>>().len(), 4);
}

#[tokio::test]
async fn copies_of_a_single_chat_invoice_lead_to_the_bot() {
    let play = Play::started().await;
    play.local.put_group(GROUP, "Street", &[ANN, BOB, play.bot]).unwrap();
    let group = ChatId::group(GROUP);
    let single = json!({"chat_id": GROUP, "start_parameter": "bread-7"});
    let sent = play.ok("sendInvoice", with(invoice(), single)).await;
    let original = sent["message_id"].as_i64().unwrap();
    for payer in [ANN, BOB] {
        let payment = play.local.pay(payer, group, original, Payment::default()).unwrap();
        assert_eq!(play.charged(payment).await["chat"]["id"], GROUP, "where it was paid");
    }
    let friends = ChatId::people(ANN, 503);
    play.local.put_person(Person::new(503, "Cid")).unwrap();
    let copy = play.local.forward(ANN, group, original, friends).unwrap();
    let address = "https://t.me/bakery_bot?start=bread-7";
    assert_eq!(presses(&play, friends, copy), [Press::Url(address.into())]);
    let refused = play.local.pay(503, friends, copy, Payment::default()).unwrap_err();
    assert!(refused.to_string().contains("link to the bot"), "{refused}");
    let Opened::Bot { chat, message } = play.local.open(503, address).unwrap() else {
        panic!("the link leads to the bot")
    };
    assert_eq!(chat, ChatId::private(play.bot, 503));
    assert_eq!(play.local.message(chat, message).unwrap().text, "/start bread-7");
    play.ok("sendMessage", json!({"chat_id": 503, "text": "Welcome"})).await;
}

#[tokio::test]
async fn a_forward_to_the_bot_carries_its_origin() {
    let play = Play::started().await;
    let channel = play.local.put_channel(CHANNEL, "News", &[play.bot], &[ANN]).unwrap();
    let buttons = json!({"inline_keyboard": [[{"text": "Site", "url": "https://example.com"}]]});
    let post = json!({"chat_id": CHANNEL, "text": "Bread", "reply_markup": buttons});
    let post = play.ok("sendMessage", post).await["message_id"].as_i64().unwrap();
    let copy = play.local.forward(ANN, channel, post, play.ann()).unwrap();
    assert_eq!(presses(&play, play.ann(), copy).len(), 1);
    let told = play.updates().await[0]["message"].clone();
    let origin = &told["forward_origin"];
    assert_eq!(
        (&origin["type"], &origin["chat"]["title"], &origin["message_id"]),
        (&json!("channel"), &json!("News"), &json!(post))
    );
    let menu = json!({"inline_keyboard": [[{"text": "Buy", "callback_data": "b"}]]});
    let menu = json!({"chat_id": ANN, "text": "Menu", "reply_markup": menu});
    let menu = play.ok("sendMessage", menu).await["message_id"].as_i64().unwrap();
    let copy = play.local.forward(ANN, play.ann(), menu, play.ann()).unwrap();
    assert!(
        presses(&play, play.ann(), copy).is_empty(),
        "callback buttons stay behind"
    );
    let told = play.updates().await[0]["message"].clone();
    assert_eq!(told["forward_origin"]["sender_user"]["id"], play.bot);

    let carried = json!({"chat_id": CHANNEL, "from_chat_id": ANN, "message_id": menu});
    let sent = play.ok("forwardMessage", carried.clone()).await;
    assert_eq!(sent["forward_origin"]["type"], "user");
    let edit = json!({"chat_id": CHANNEL, "message_id": sent["message_id"], "text": "New"});
    assert_eq!(
        play.refused("editMessageText", edit).await.1,
        "Bad Request: message can't be edited"
    );
    let copied = play.ok("copyMessage", carried).await["message_id"].as_i64().unwrap();
    assert_eq!(play.local.message(channel, copied).unwrap().forwarded_from, None);
}

#[tokio::test]
async fn protected_content_and_service_lines_stay_where_they_are() {
    let play = Play::started().await;
    let protected = json!({"protect_content": true});
    let sent = play.ok("sendInvoice", with(invoice(), protected)).await;
    let original = sent["message_id"].as_i64().unwrap();
    let friends = ChatId::people(ANN, BOB);
    let refused = play.local.forward(ANN, play.ann(), original, friends).unwrap_err();
    assert!(refused.to_string().contains("protected"), "{refused}");
    let copy = play.local.pay_forwarded(BOB, play.ann(), original, Payment::default());
    assert!(copy.unwrap_err().to_string().contains("protected"));
    let payment = play.local.pay(ANN, play.ann(), original, Payment::default()).unwrap();
    play.charged(payment).await;
    let line = play.local.read(play.ann(), 0).last().unwrap().id;
    let refused = play.local.forward(ANN, play.ann(), line, friends).unwrap_err();
    assert!(refused.to_string().contains("service line"), "{refused}");
    for (method, words) in [
        ("forwardMessage", "Bad Request: the message can't be forwarded"),
        ("copyMessage", "Bad Request: the message can't be copied"),
    ] {
        let carry = json!({"chat_id": ANN, "from_chat_id": ANN, "message_id": original});
        assert_eq!(play.refused(method, carry).await.1, words);
    }
    let gone = json!({"chat_id": ANN, "from_chat_id": ANN, "message_id": 999});
    let words = "Bad Request: message to forward not found";
    assert_eq!(play.refused("forwardMessage", gone).await.1, words);
    let open = play.invoice().await;
    let copy = json!({"chat_id": ANN, "from_chat_id": ANN, "message_id": open});
    assert_eq!(
        play.refused("copyMessage", copy).await.1,
        "Bad Request: the message can't be copied"
    );
}

#[tokio::test]
async fn an_invoice_link_is_opened_and_paid_by_anybody_as_often_as_they_like() {
    let play = Play::started().await;
    let asked = with(invoice(), json!({"chat_id": null, "start_parameter": "unread"}));
    let link = play.ok("createInvoiceLink", asked.clone()).await;
    let link = link.as_str().unwrap().to_owned();
    assert!(link.starts_with("https://t.me/$"), "{link}");
    let Opened::Invoice(form) = play.local.open(BOB, &link).unwrap() else {
        panic!("the link leads to an invoice")
    };
    assert_eq!((form.title.as_str(), form.price.as_str()), ("Bread", "12.50 EUR"));
    for payer in [BOB, ANN, BOB] {
        let payment = play.local.pay_link(payer, &link, Payment::default()).unwrap();
        let paid = play.charged(payment).await;
        assert_eq!(
            (&paid["chat"]["id"], &paid["successful_payment"]["total_amount"]),
            (&json!(payer), &json!(1250))
        );
    }
    let lost = play.local.pay_link(BOB, &link, Payment::default()).unwrap();
    play.pass(10_000);
    assert_eq!(play.local.outcome(lost).unwrap(), Outcome::TimedOut);
    for address in ["https://t.me/$unknown", "https://example.com", "t.me/nobody_bot", "://"] {
        assert!(play.local.open(BOB, address).is_err(), "{address}");
    }
    assert!(play.local.pay_link(BOB, "t.me/bakery_bot", Payment::default()).is_err());
    assert_eq!(
        play.refused("createInvoiceLink", with(asked, json!({"payload": "x".repeat(129)})))
            .await
            .1,
        "Bad Request: INVOICE_PAYLOAD_INVALID"
    );
}

#[tokio::test]
async fn another_process_forwards_and_pays_by_link() {
    let play = Play::started().await;
    let people = People::new(play.sandbox.url());
    let message = play.invoice().await;
    let friends = ChatId::people(ANN, BOB);
    let copy = people.forward(ANN, play.ann(), message, friends).await.unwrap();
    assert!(matches!(
        people.message(friends, copy).await.unwrap().content,
        Content::Invoice(_)
    ));
    let link = play
        .ok("createInvoiceLink", with(invoice(), json!({"chat_id": null})))
        .await;
    let link = link.as_str().unwrap();
    assert!(matches!(people.open(BOB, link).await.unwrap(), Opened::Invoice(_)));
    let first = people.pay_link(BOB, link, Payment::default()).await.unwrap();
    let second = people.pay(BOB, friends, copy, Payment::default()).await.unwrap();
    play.charged(first).await;
    play.charged(second).await;
    assert_eq!(people.charges().await.unwrap().len(), 2);
}
