//! Flexible invoices: an address goes to the bot, its offers come back, the payer pays by one of them.

use serde_json::json;

use super::*;
use crate::sandbox::{Address, OrderInfo, Payment, ShippingAnswer, ShippingChoice};

const TOO_OLD: &str = "Bad Request: query is too old and response timeout expired or query ID is invalid";

pub(super) fn riga() -> Address {
    Address {
        country_code: "LV".into(),
        state: String::new(),
        city: "Riga".into(),
        street_line1: "Brivibas 1".into(),
        street_line2: String::new(),
        post_code: "LV-1010".into(),
    }
}

async fn flexible(play: &Play) -> i64 {
    let sent = play
        .ok("sendInvoice", with(invoice(), json!({"is_flexible": true})))
        .await;
    sent["message_id"].as_i64().unwrap()
}

fn offers(query: i64) -> Value {
    let option = |id: &str, amounts: &[i64]| {
        let prices: Vec<Value> = amounts
            .iter()
            .map(|amount| json!({"label": id, "amount": amount}))
            .collect();
        json!({"id": id, "title": id, "prices": prices})
    };
    json!({
        "shipping_query_id": query.to_string(), "ok": true,
        "shipping_options": [option("post", &[300]), option("courier", &[500, 250])],
    })
}

fn by(query: i64, option: &str) -> Payment {
    let order_info = OrderInfo {
        shipping_address: Some(riga()),
        ..OrderInfo::default()
    };
    let shipping = Some(ShippingChoice {
        query,
        option: option.into(),
    });
    Payment {
        tip: 0,
        order_info,
        shipping,
    }
}

#[tokio::test]
async fn the_chosen_way_is_part_of_the_total_and_comes_with_the_payment() {
    let play = Play::started().await;
    let message = flexible(&play).await;
    let query = play.local.ask_shipping(ANN, play.ann(), message, &riga()).unwrap();
    let updates = play.updates().await;
    let asked = &updates[0]["shipping_query"];
    assert_eq!(
        (&asked["id"], &asked["invoice_payload"]),
        (&json!(query.to_string()), &json!("order-1"))
    );
    assert_eq!(
        (&asked["from"]["id"], &asked["shipping_address"]["city"]),
        (&json!(ANN), &json!("Riga"))
    );
    assert_eq!(play.local.shipping_answer(query).unwrap(), ShippingAnswer::Waiting);
    play.ok("answerShippingQuery", offers(query)).await;
    let ShippingAnswer::Options { options } = play.local.shipping_answer(query).unwrap() else {
        panic!("no offers")
    };
    let told: Vec<(&str, i64)> = options
        .iter()
        .map(|option| (option.id.as_str(), option.amount))
        .collect();
    assert_eq!(told, [("post", 300), ("courier", 750)]);
    let payment = play.local.pay(ANN, play.ann(), message, by(query, "courier")).unwrap();
    let updates = play.updates().await;
    let asked = &updates[0]["pre_checkout_query"];
    assert_eq!(
        (&asked["total_amount"], &asked["shipping_option_id"]),
        (&json!(2_000), &json!("courier"))
    );
    play.ok(
        "answerPreCheckoutQuery",
        json!({"pre_checkout_query_id": payment.to_string(), "ok": true}),
    )
    .await;
    assert_eq!(play.local.charge(payment).unwrap().total_amount, 2_000);
    let updates = play.updates().await;
    assert_eq!(
        updates[0]["message"]["successful_payment"]["shipping_option_id"],
        "courier"
    );
}

#[tokio::test]
async fn nobody_pays_a_flexible_invoice_without_one_of_its_offers() {
    let play = Play::started().await;
    let message = flexible(&play).await;
    let press = |payment: Payment| play.local.pay(ANN, play.ann(), message, payment);
    let query = play.local.ask_shipping(ANN, play.ann(), message, &riga()).unwrap();
    let without = Payment {
        shipping: None,
        ..by(query, "post")
    };
    assert!(
        press(without)
            .unwrap_err()
            .to_string()
            .contains("ask for shipping first")
    );
    assert!(
        press(by(query, "post"))
            .unwrap_err()
            .to_string()
            .contains("not offered")
    );
    play.ok("answerShippingQuery", offers(query)).await;
    assert!(press(by(query, "pigeon")).unwrap_err().to_string().contains("`pigeon`"));
    assert!(press(by(query + 1, "post")).is_err());
    let other = play
        .ok(
            "sendInvoice",
            with(invoice(), json!({"is_flexible": true, "payload": "order-2"})),
        )
        .await;
    let other = other["message_id"].as_i64().unwrap();
    assert!(play.local.pay(ANN, play.ann(), other, by(query, "post")).is_err());
    press(by(query, "post")).unwrap();
    let fixed = play.invoice().await;
    assert!(play.local.ask_shipping(ANN, play.ann(), fixed, &riga()).is_err());
}

#[tokio::test]
async fn a_bot_may_say_no_to_an_address_but_not_late_and_not_twice() {
    let play = Play::started().await;
    let message = flexible(&play).await;
    let ask = || play.local.ask_shipping(ANN, play.ann(), message, &riga()).unwrap();
    let query = ask();
    let no = json!({"shipping_query_id": query.to_string(), "ok": false, "error_message": "Not so far"});
    play.ok("answerShippingQuery", no.clone()).await;
    let refused = ShippingAnswer::Refused {
        words: "Not so far".into(),
    };
    let patience = Duration::from_secs(5);
    assert_eq!(
        play.local.wait_for_shipping_answer(query, patience).await.unwrap(),
        refused
    );
    assert_eq!(play.refused("answerShippingQuery", no).await, (400, TOO_OLD.into()));
    let late = ask();
    play.pass(10_000);
    assert_eq!(play.local.shipping_answer(late).unwrap(), ShippingAnswer::TimedOut);
    assert_eq!(
        play.refused("answerShippingQuery", offers(late)).await,
        (400, TOO_OLD.into())
    );
    assert_eq!(
        play.refused("answerShippingQuery", offers(7)).await,
        (400, TOO_OLD.into())
    );
}

#[tokio::test]
async fn another_process_asks_for_shipping_too() {
    let play = Play::started().await;
    let message = flexible(&play).await;
    let people = crate::sandbox::People::new(play.sandbox.url());
    let query = people.ask_shipping(ANN, play.ann(), message, riga()).await.unwrap();
    play.ok("answerShippingQuery", offers(query)).await;
    let answer = people
        .wait_for_shipping_answer(query, Duration::from_secs(5))
        .await
        .unwrap();
    assert!(matches!(answer, ShippingAnswer::Options { options } if options.len() == 2));
    people.pay(ANN, play.ann(), message, by(query, "post")).await.unwrap();
}

#[tokio::test]
async fn wrong_offers_are_refused() {
    let play = Play::started().await;
    let message = flexible(&play).await;
    let query = play.local.ask_shipping(ANN, play.ann(), message, &riga()).unwrap();
    let price = json!([{"label": "a", "amount": 1}]);
    let option = "Bad Request: can't parse shipping option: ";
    let rows = [
        (
            json!(null),
            "Bad Request: parameter \"shipping_options\" is required".to_owned(),
        ),
        (
            json!("{"),
            "Bad Request: can't parse shipping options JSON object".into(),
        ),
        (json!({}), "Bad Request: expected an Array of shipping options".into()),
        (
            json!([]),
            "Bad Request: there must be at least one shipping option".into(),
        ),
        (json!([7]), format!("{option}ShippingOption must be an Object")),
        (
            json!([{"title": "t", "prices": price}]),
            format!("{option}Can't find field \"id\""),
        ),
        (
            json!([{"id": "", "title": "t", "prices": price}]),
            format!("{option}ShippingOption identifier must be non-empty"),
        ),
        (
            json!([{"id": "a", "title": "", "prices": price}]),
            format!("{option}ShippingOption title must be non-empty"),
        ),
        (
            json!([{"id": "a", "title": "t", "prices": [{"label": "", "amount": 1}]}]),
            // invented in part: no source gives the words between the two colons
            format!(
                "{option}Can't parse shipping option prices: Can't parse labeled price: LabeledPrice label must be non-empty"
            ),
        ),
    ];
    for (options, words) in rows {
        let request = with(offers(query), json!({"shipping_options": options}));
        assert_eq!(
            play.refused("answerShippingQuery", request.clone()).await,
            (400, words),
            "{request}"
        );
    }
    let no = json!({"shipping_query_id": query.to_string(), "ok": false});
    let words = "Bad Request: parameter \"error_message\" is required";
    assert_eq!(play.refused("answerShippingQuery", no).await, (400, words.into()));
}
