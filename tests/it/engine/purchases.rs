//! Money in, goods out, over the whole way.

use std::time::Duration;

use kiosk::{
    conversation::StockChange,
    ids::Sku,
    sandbox::{Fault, Outcome},
};

use super::bench::{ANN, BOB, Bench, OWNER, is_receipt, shop_id};

#[tokio::test]
async fn a_purchase_from_the_first_tap_to_the_receipt() {
    let bench = Bench::new().await;
    bench.local.start(OWNER, bench.bot, "").unwrap();
    let invoice = bench.invoice(ANN).await;
    let query = bench.press_pay(ANN, &invoice);
    assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    bench.local.charge(query).unwrap();
    let receipt = bench.sees(ANN, is_receipt).await;
    assert!(receipt.text.contains("6.50"), "{}", receipt.text);
    bench.sees(OWNER, |message| message.text.contains("T1001")).await;
    bench.world.handle().settled().await;
    assert_eq!(bench.calls("answerPreCheckoutQuery"), 1);
    let stock = bench.stock().await;
    assert_eq!((stock.on_hand, stock.reserved), (2, 0));
    bench.books_are_right().await;
    bench.world.stop().await;
}

#[tokio::test]
async fn the_last_one_goes_to_one_of_two_and_the_other_hears_a_no() {
    let bench = Bench::new().await;
    let set = bench.world.handle();
    set.stock(&shop_id(), &Sku::new("bread"), StockChange::Set(1))
        .await
        .unwrap();
    let (hers, his) = (bench.invoice(ANN).await, bench.invoice(BOB).await);
    let (first, second) = (bench.press_pay(ANN, &hers), bench.press_pay(BOB, &his));
    let answers = [bench.answer(first).await, bench.answer(second).await];
    let confirmed = answers.iter().filter(|answer| **answer == Outcome::Confirmed).count();
    let refused = answers
        .iter()
        .filter(|answer| matches!(answer, Outcome::Refused { .. }))
        .count();
    assert_eq!((confirmed, refused), (1, 1), "{answers:?}");
    bench.books_are_right().await;
    bench.world.stop().await;
}

#[tokio::test]
async fn a_query_that_comes_twice_is_answered_once() {
    let bench = Bench::new().await;
    let invoice = bench.invoice(ANN).await;
    bench.world.handle().settled().await;
    // The poll that is open ends, and the next ones hang until both copies wait.
    let query = bench.press_pay(ANN, &invoice);
    for update in bench.local.waiting_updates(bench.bot).unwrap() {
        let id = update["update_id"].as_i64().unwrap();
        bench.local.repeat_update(bench.bot, id).unwrap();
    }
    assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    bench.world.handle().settled().await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    bench.world.handle().settled().await;
    assert_eq!(bench.calls("answerPreCheckoutQuery"), 1);
    assert_eq!(bench.stock().await.reserved, 1);
    bench.world.stop().await;
}

#[tokio::test]
async fn a_yes_whose_answer_was_lost_keeps_the_goods() {
    let bench = Bench::new().await;
    let invoice = bench.invoice(ANN).await;
    let lost = Fault::DropAnswer;
    bench
        .local
        .fail(Some(bench.bot), "answerPreCheckoutQuery", lost, 1)
        .unwrap();
    let query = bench.press_pay(ANN, &invoice);
    assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    bench.world.handle().settled().await;
    // The second try was refused as too old, which says nothing: the first was taken.
    assert_eq!(bench.calls("answerPreCheckoutQuery"), 2);
    assert_eq!(bench.stock().await.reserved, 1);
    bench.local.charge(query).unwrap();
    bench.sees(ANN, is_receipt).await;
    bench.books_are_right().await;
    bench.world.stop().await;
}

#[tokio::test]
async fn a_receipt_survives_a_server_error_and_a_restart() {
    let bench = Bench::new().await;
    let invoice = bench.invoice(ANN).await;
    let query = bench.press_pay(ANN, &invoice);
    assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    bench.world.handle().settled().await;
    bench
        .local
        .fail(Some(bench.bot), "sendMessage", Fault::ServerError, 4)
        .unwrap();
    bench.local.charge(query).unwrap();
    while bench.stock().await.on_hand != 2 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let bench = bench.restart().await;
    bench.sees(ANN, is_receipt).await;
    bench.world.handle().settled().await;
    bench.books_are_right().await;
    bench.world.stop().await;
}
