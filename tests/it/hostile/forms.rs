//! Payment forms that no honest app hands over: too large a tip, and nothing where something was asked.

use kiosk::{
    order::State,
    sandbox::{OrderInfo, Outcome, Payment},
};
use serde_json::{Value, json};

use super::{
    ANN, OWNER, assert_told, inject, invoiced, last_answer, last_id, open, orders, paid, person, rows, still_sells,
};
use crate::engine::bench::{Bench, CATALOG_YAML, SHOP_YAML, shop, shop_of};

/// The bakery, with a tip of at most 2.00 and a form.
async fn asking() -> Bench {
    let bench = open().await;
    let shop = format!("{SHOP_YAML}checkout: {{ask: [phone, address], tips: {{max: 2}}}}\n");
    let start = shop_of("bakery", &shop, CATALOG_YAML, &bench.token);
    bench.world.handle().reload(&start).await.unwrap();
    bench
}

/// The shop as it was, which sells to people who fill in nothing.
async fn asks_no_more(bench: &Bench) {
    let start = shop("bakery", CATALOG_YAML, &bench.token);
    bench.world.handle().reload(&start).await.unwrap();
    still_sells(bench).await;
}

fn form() -> Value {
    json!({"phone_number": "351210000000", "shipping_address": {"country_code": "PT", "state": "", "city": "Lisboa",
        "street_line1": "Rua 1", "street_line2": "", "post_code": "1100-001"}})
}

async fn answer(bench: &Bench, payload: &str, amount: &Value, form: &Value) -> Value {
    let question = json!({"id": "424242", "from": person(ANN), "currency": "EUR", "total_amount": amount,
        "invoice_payload": payload, "order_info": form});
    inject(bench, "pre_checkout_query", &question).await;
    last_answer(bench)
}

#[tokio::test]
async fn a_form_that_does_not_fit_the_invoice_is_refused() {
    let bench = asking().await;
    let (invoice, payload) = invoiced(&bench, ANN).await;
    let before = rows(&bench).await;
    for amount in [json!(851), json!(i64::MAX)] {
        let no = answer(&bench, &payload, &amount, &form()).await;
        let words = no["error_message"].as_str().unwrap();
        assert!(
            words.contains("at most 2.00 €") && words.contains("Nothing was charged"),
            "{no}"
        );
    }
    for (form, missing) in [
        (json!(null), "phone number, address"),
        (json!({"phone_number": " "}), "phone number, address"),
        (
            json!({"phone_number": 351, "shipping_address": "Rua 1"}),
            "phone number, address",
        ),
        (
            json!({"phone_number": "351", "shipping_address": {"country_code": "PT"}}),
            ": address",
        ),
        (
            json!({"shipping_address": form()["shipping_address"]}),
            ": phone number",
        ),
    ] {
        let no = answer(&bench, &payload, &json!(650), &form).await;
        let words = no["error_message"].as_str().unwrap();
        assert!(
            words.contains(missing) && words.contains("Nothing was charged"),
            "{form}: {no}"
        );
    }
    assert_eq!(rows(&bench).await, before);
    assert_eq!(bench.stock().await.reserved, 0);
    let honest = Payment {
        tip: 200,
        order_info: OrderInfo::by_heart("Ann"),
        ..Payment::default()
    };
    let query = bench.local.pay(ANN, bench.chat(ANN), invoice.id, honest).unwrap();
    assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    assert_eq!(orders(&bench).await, [State::Held]);
    asks_no_more(&bench).await;
    bench.world.stop().await;
}

#[tokio::test]
async fn money_without_its_form_is_served_and_money_above_the_greatest_tip_waits() {
    let bench = asking().await;
    let (_, payload) = invoiced(&bench, ANN).await;
    let owners = last_id(&bench, OWNER);
    inject(&bench, "message", &paid(ANN, "charge-1", &payload, &json!(700), "EUR")).await;
    assert_eq!(orders(&bench).await, [State::Fulfilled]);
    let words = [
        "New order",
        "Tip — 0.50",
        "came without something",
        "phone number, address",
    ];
    assert_told(&bench, OWNER, owners, &words);
    let (_, payload) = invoiced(&bench, OWNER).await;
    let owners = last_id(&bench, OWNER);
    inject(
        &bench,
        "message",
        &paid(OWNER, "charge-2", &payload, &json!(851), "EUR"),
    )
    .await;
    assert_eq!(orders(&bench).await, [State::Review, State::Fulfilled]);
    assert_told(
        &bench,
        OWNER,
        owners,
        &["8.51", "not what its invoice asked for", "charge-2"],
    );
    asks_no_more(&bench).await;
    bench.world.stop().await;
}
