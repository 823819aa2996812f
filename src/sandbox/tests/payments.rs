//! Pre-checkout, charges, and what goes wrong with them.

use serde_json::json;

use super::*;
use crate::sandbox::{Address, Content, OrderInfo, Outcome, Payment};

const TOO_OLD: &str = "Bad Request: query is too old and response timeout expired or query ID is invalid";

fn yes(payment: i64) -> Value {
    json!({"pre_checkout_query_id": payment.to_string(), "ok": true})
}

async fn confirmed(play: &Play) -> i64 {
    let message = play.invoice().await;
    let payment = play.local.pay(ANN, play.ann(), message, Payment::default()).unwrap();
    play.ok("answerPreCheckoutQuery", yes(payment)).await;
    play.updates().await;
    payment
}

#[tokio::test]
async fn an_invoice_comes_back_without_payload_and_prices() {
    let play = Play::started().await;
    let sent = play
        .ok("sendInvoice", with(invoice(), json!({"start_parameter": "order-1"})))
        .await;
    assert_eq!(
        sent["invoice"],
        json!({
            "title": "Bread", "description": "Two loaves", "start_parameter": "order-1", "currency": "EUR", "total_amount": 1250,
        })
    );
    let seen = play.local.read(play.ann(), 0);
    let message = seen.last().unwrap();
    assert_eq!(message.buttons[0][0].text, "Pay 12.50 EUR");
    let Content::Invoice(invoice) = &message.content else {
        panic!("no invoice")
    };
    assert_eq!((invoice.price.as_str(), invoice.receipt), ("12.50 EUR", false));
}

#[tokio::test]
async fn stars_need_no_provider_and_get_long_charge_ids() {
    let play = Play::started().await;
    let stars = json!({"currency": "XTR", "provider_token": "", "prices": [{"label": "Key", "amount": 50}]});
    let sent = play.ok("sendInvoice", with(invoice(), stars)).await;
    let message = sent["message_id"].as_i64().unwrap();
    let payment = play.local.pay(ANN, play.ann(), message, Payment::default()).unwrap();
    play.ok("answerPreCheckoutQuery", yes(payment)).await;
    let charge = play.local.charge(payment).unwrap();
    assert!(charge.telegram_payment_charge_id.starts_with("stx"));
    assert_eq!(
        (charge.currency.as_str(), charge.total_amount, charge.payer),
        ("XTR", 50, ANN)
    );
    assert_eq!(play.local.read(play.ann(), 0).last().unwrap().text, "You paid ⭐ 50");
}

#[tokio::test]
async fn totals_beyond_32_bits_survive_the_whole_way() {
    let play = Play::started().await;
    let large = json!({"currency": "IDR", "prices": [{"label": "House", "amount": 9_999_999_999_i64}]});
    let sent = play.ok("sendInvoice", with(invoice(), large)).await;
    let message = sent["message_id"].as_i64().unwrap();
    let payment = play.local.pay(ANN, play.ann(), message, Payment::default()).unwrap();
    assert_eq!(
        play.updates().await[0]["pre_checkout_query"]["total_amount"],
        9_999_999_999_i64
    );
    play.ok("answerPreCheckoutQuery", yes(payment)).await;
    assert_eq!(play.local.charge(payment).unwrap().total_amount, 9_999_999_999);
}

#[tokio::test]
async fn tip_and_order_info_reach_the_bot_as_far_as_it_asked() {
    let play = Play::started().await;
    let asks = json!({"max_tip_amount": 300, "suggested_tip_amounts": [100, 300], "need_email": true, "need_shipping_address": true});
    let sent = play.ok("sendInvoice", with(invoice(), asks)).await;
    let message = sent["message_id"].as_i64().unwrap();
    let address = Address {
        country_code: "LV".into(),
        state: String::new(),
        city: "Riga".into(),
        street_line1: "Brivibas 1".into(),
        street_line2: String::new(),
        post_code: "LV-1010".into(),
    };
    let order_info = OrderInfo {
        name: Some("Ann".into()),
        email: Some("ann@example.com".into()),
        shipping_address: Some(address),
        phone_number: None,
    };
    let press = |tip, order_info| {
        let payment = Payment {
            tip,
            order_info,
            shipping: None,
        };
        play.local.pay(ANN, play.ann(), message, payment)
    };
    assert!(
        press(301, order_info.clone())
            .unwrap_err()
            .to_string()
            .contains("at most 3.00 EUR")
    );
    assert!(press(-1, order_info.clone()).is_err());
    assert!(
        press(0, OrderInfo::default())
            .unwrap_err()
            .to_string()
            .contains("e-mail")
    );
    let payment = press(250, order_info).unwrap();
    let query = &play.updates().await[0]["pre_checkout_query"];
    assert_eq!(query["total_amount"], 1500);
    assert_eq!(
        (&query["order_info"]["email"], &query["order_info"]["name"]),
        (&json!("ann@example.com"), &Value::Null)
    );
    assert_eq!(query["order_info"]["shipping_address"]["city"], "Riga");
    play.ok("answerPreCheckoutQuery", yes(payment)).await;
    play.local.charge(payment).unwrap();
    let paid = &play.updates().await[0]["message"]["successful_payment"];
    assert_eq!(
        (&paid["total_amount"], &paid["order_info"]["email"]),
        (&json!(1500), &json!("ann@example.com"))
    );
}

#[tokio::test]
async fn a_no_needs_words_and_the_payer_sees_them() {
    let play = Play::started().await;
    let message = play.invoice().await;
    let payment = play.local.pay(ANN, play.ann(), message, Payment::default()).unwrap();
    let no = json!({"pre_checkout_query_id": payment.to_string(), "ok": false});
    let words = "Bad Request: parameter \"error_message\" is required";
    assert_eq!(
        play.refused("answerPreCheckoutQuery", no.clone()).await,
        (400, words.into())
    );
    play.ok("answerPreCheckoutQuery", with(no, json!({"error_message": "Sold out"})))
        .await;
    assert_eq!(
        play.local.outcome(payment).unwrap(),
        Outcome::Refused {
            words: "Sold out".into()
        }
    );
    assert!(play.local.charge(payment).unwrap_err().to_string().contains("Sold out"));
    assert_eq!(
        play.refused("answerPreCheckoutQuery", yes(payment)).await,
        (400, TOO_OLD.into())
    );
    assert!(play.local.charges().is_empty());
}

#[tokio::test]
async fn without_an_answer_the_payment_times_out_after_ten_seconds() {
    let play = Play::started().await;
    let message = play.invoice().await;
    let early = play.local.pay(ANN, play.ann(), message, Payment::default()).unwrap();
    play.pass(9_999);
    play.ok("answerPreCheckoutQuery", yes(early)).await;
    let late = play.local.pay(ANN, play.ann(), message, Payment::default()).unwrap();
    let revision = play.local.read(play.ann(), 0).revision;
    play.pass(10_000);
    let news = play
        .local
        .wait_for_news(play.ann(), revision, Duration::from_secs(5))
        .await;
    assert!(news.revision > revision, "the background tick tells the chat");
    assert_eq!(play.local.outcome(late).unwrap(), Outcome::TimedOut);
    assert_eq!(
        play.refused("answerPreCheckoutQuery", yes(late)).await,
        (400, TOO_OLD.into())
    );
    assert!(play.local.charge(late).is_err());
}

#[tokio::test]
async fn answers_to_unknown_or_foreign_queries_are_refused() {
    let play = Play::started().await;
    assert_eq!(
        play.refused(
            "answerPreCheckoutQuery",
            json!({"pre_checkout_query_id": "77", "ok": true})
        )
        .await
        .1,
        TOO_OLD
    );
    assert_eq!(
        play.refused("answerPreCheckoutQuery", json!({"ok": true})).await.1,
        TOO_OLD
    );
    let message = play.invoice().await;
    let payment = play.local.pay(ANN, play.ann(), message, Payment::default()).unwrap();
    let other = play.local.add_bot("Florist", "florist_bot").unwrap();
    let url = format!("{}/bot{other}/answerPreCheckoutQuery", play.sandbox.url());
    let answer: Value = play
        .client
        .post(url)
        .json(&yes(payment))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(answer["description"], TOO_OLD);
    assert_eq!(play.local.outcome(payment).unwrap(), Outcome::Waiting);
}

#[tokio::test]
async fn a_declined_card_tells_the_bot_nothing() {
    let play = Play::started().await;
    let payment = confirmed(&play).await;
    play.local.decline(payment).unwrap();
    assert_eq!(play.local.outcome(payment).unwrap(), Outcome::Declined);
    assert_eq!(play.local.waiting_count(play.bot).unwrap(), 0);
    assert!(play.local.charge(payment).is_err() && play.local.decline(payment).is_err());
    assert!(play.local.charges().is_empty());
}

#[tokio::test]
async fn a_charge_may_come_late_and_by_fault_twice() {
    let play = Play::started().await;
    let payment = confirmed(&play).await;
    play.pass(3 * 86_400_000);
    assert!(play.local.charge_again(payment).is_err());
    let first = play.local.charge(payment).unwrap();
    assert!(play.local.charge(payment).is_err(), "a normal charge works once");
    let second = play.local.charge_again(payment).unwrap();
    assert_ne!(first.telegram_payment_charge_id, second.telegram_payment_charge_id);
    let updates = play.updates().await;
    assert_eq!(updates.len(), 2);
    assert!(
        updates
            .iter()
            .all(|update| update["message"]["successful_payment"]["invoice_payload"] == "order-1")
    );
    assert_eq!(play.local.charges(), [first, second]);
}

#[tokio::test]
async fn a_paid_private_invoice_is_a_receipt_that_cannot_be_paid_again() {
    let play = Play::started().await;
    let message = play.invoice().await;
    let payment = play.local.pay(ANN, play.ann(), message, Payment::default()).unwrap();
    play.ok("answerPreCheckoutQuery", yes(payment)).await;
    play.local.charge(payment).unwrap();
    let refused = play
        .local
        .pay(ANN, play.ann(), message, Payment::default())
        .unwrap_err();
    assert!(refused.to_string().contains("receipt"), "{refused}");
    assert!(play.local.pay(BOB, play.ann(), message, Payment::default()).is_err());
    assert!(
        play.local
            .pay(ANN, play.ann(), message - 1, Payment::default())
            .unwrap_err()
            .to_string()
            .contains("no invoice")
    );
}

#[tokio::test]
async fn a_forwarded_copy_is_paid_by_a_stranger_who_cannot_be_written_to() {
    let play = Play::started().await;
    let message = play.invoice().await;
    let payment = play
        .local
        .pay_forwarded(BOB, play.ann(), message, Payment::default())
        .unwrap();
    let updates = play.updates().await;
    assert_eq!(updates[0]["pre_checkout_query"]["from"]["id"], BOB);
    play.ok("answerPreCheckoutQuery", yes(payment)).await;
    assert_eq!(play.local.charge(payment).unwrap().payer, BOB);
    let paid = &play.updates().await[0]["message"];
    assert_eq!((&paid["from"]["id"], &paid["chat"]["id"]), (&json!(BOB), &json!(BOB)));
    let words = "Forbidden: bot can't initiate conversation with a user";
    assert_eq!(
        play.refused("sendMessage", json!({"chat_id": BOB, "text": "x"})).await,
        (403, words.into())
    );

    let single = play
        .ok("sendInvoice", with(invoice(), json!({"start_parameter": "x"})))
        .await;
    let single = single["message_id"].as_i64().unwrap();
    assert!(
        play.local
            .pay_forwarded(BOB, play.ann(), single, Payment::default())
            .is_err()
    );
}

#[tokio::test]
async fn the_pay_button_stands_first_or_the_keyboard_is_refused() {
    let play = Play::started().await;
    let first = json!({"text": "Pay 12.50", "pay": true});
    let more = json!({"text": "Terms", "callback_data": "terms"});
    let sent = play
        .ok(
            "sendInvoice",
            with(invoice(), json!({"reply_markup": {"inline_keyboard": [[first, more]]}})),
        )
        .await;
    assert_eq!(sent["reply_markup"]["inline_keyboard"][0][0], first);
    let message = sent["message_id"].as_i64().unwrap();
    play.local.tap(ANN, play.ann(), message, "terms").unwrap();
    play.local.pay(ANN, play.ann(), message, Payment::default()).unwrap();
    let kinds: Vec<bool> = play
        .updates()
        .await
        .iter()
        .map(|update| update["callback_query"].is_object())
        .collect();
    assert_eq!(
        kinds,
        [true, false],
        "updates come in the order in which things happened"
    );
}

#[tokio::test]
async fn the_form_and_the_picture_are_seen_and_a_picture_is_never_a_reason_to_refuse() {
    let play = Play::started().await;
    let asks = json!({"need_name": true, "send_email_to_provider": true, "photo_url": "https://example.com/bread.jpg",
        "photo_width": -5, "photo_height": 99_999, "photo_size": "much"});
    for (address, seen) in [
        ("https://example.com/bread.jpg", Some("https://example.com/bread.jpg")),
        ("bread", None),
        ("", None),
    ] {
        let message = with(asks.clone(), json!({"photo_url": address}));
        play.ok("sendInvoice", with(invoice(), message)).await;
        let view = play.local.read(play.ann(), 0);
        let Content::Invoice(shown) = &view.last().unwrap().content else {
            panic!("no invoice")
        };
        assert_eq!(shown.photo_url.as_deref(), seen, "{address}");
        assert_eq!(shown.asks, ["name", "email"], "what is passed on is asked for");
    }
}

#[tokio::test]
async fn stars_ask_nothing_whatever_was_wanted() {
    let play = Play::started().await;
    let stars = json!({"currency": "XTR", "provider_token": "", "prices": [{"label": "Key", "amount": 50}],
        "need_name": true, "need_phone_number": true, "need_email": true, "need_shipping_address": true});
    let sent = play.ok("sendInvoice", with(invoice(), stars)).await;
    let message = sent["message_id"].as_i64().unwrap();
    let form = Payment {
        tip: 0,
        order_info: OrderInfo::by_heart("Ann"),
        ..Payment::default()
    };
    play.local.pay(ANN, play.ann(), message, form).unwrap();
    assert_eq!(play.updates().await[0]["pre_checkout_query"]["order_info"], Value::Null);
}
