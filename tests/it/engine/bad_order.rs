//! Updates that Telegram sends twice, late and in another order than they were made: each customer hears one answer,
//! and money finds its order.

use std::time::Duration;

use kiosk::sandbox::{MessageView, Outcome};

use super::bench::{ANN, BOB, Bench, is_receipt};

/// Lets go what waits for the bot once so many are there: the last one first, and each of them twice.
async fn comes_backwards_and_twice(bench: &Bench, count: usize) {
    let ids = loop {
        let waiting = bench.local.waiting_updates(bench.bot).unwrap();
        if waiting.len() == count {
            let ids = waiting.iter().filter_map(|update| update["update_id"].as_i64());
            break ids.collect::<Vec<_>>();
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    let backwards: Vec<i64> = ids.iter().rev().copied().collect();
    bench.local.reorder_updates(bench.bot, &backwards).unwrap();
    for id in ids {
        bench.local.repeat_update(bench.bot, id).unwrap();
    }
    bench.local.release_updates(bench.bot).unwrap();
}

/// Nothing is under way and so many are left.
async fn ends_with(bench: Bench, on_hand: i64) {
    bench.world.handle().settled().await;
    let stock = bench.stock().await;
    assert_eq!((stock.on_hand, stock.reserved), (on_hand, 0));
    bench.books_are_right().await;
    bench.world.stop().await;
}

fn receipts(bench: &Bench, who: i64) -> usize {
    let messages = bench.local.read(bench.chat(who), 0).messages;
    let proves = |message: &&MessageView| message.text.contains("Payment number");
    messages.iter().filter(proves).count()
}

#[tokio::test]
async fn updates_that_come_backwards_and_twice_are_each_handled_once() {
    let bench = Bench::new().await;
    let (hers, his) = (bench.invoice(ANN).await, bench.invoice(BOB).await);
    bench.world.handle().settled().await;
    bench.local.hold_updates(bench.bot).unwrap();
    let queries = [bench.press_pay(ANN, &hers), bench.press_pay(BOB, &his)];
    bench.local.say(ANN, bench.chat(ANN), "/orders").unwrap();
    comes_backwards_and_twice(&bench, 3).await;
    for query in queries {
        assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    }
    bench.world.handle().settled().await;
    assert_eq!(bench.calls("answerPreCheckoutQuery"), 2);
    assert_eq!(bench.stock().await.reserved, 2);

    bench.local.hold_updates(bench.bot).unwrap();
    for query in queries {
        bench.local.charge(query).unwrap();
    }
    comes_backwards_and_twice(&bench, 2).await;
    for who in [ANN, BOB] {
        let seen = bench.sees(who, |message| message.text.contains("Payment number")).await;
        assert!(is_receipt(&seen), "{seen:?}");
    }
    // Whatever came before it has been handled.
    let after = bench.local.say(BOB, bench.chat(BOB), "/help").unwrap();
    bench.sees_after(BOB, after, |message| message.by_bot).await;
    bench.world.handle().settled().await;
    assert_eq!((receipts(&bench, ANN), receipts(&bench, BOB)), (1, 1));
    ends_with(bench, 1).await;
}

/// A query has no date: a yes to one that is too old is refused by Telegram, and costs nobody anything.
#[tokio::test]
async fn a_question_that_comes_too_late_harms_nothing() {
    let (bench, clock) = Bench::by_hand().await;
    let invoice = bench.invoice(ANN).await;
    bench.world.handle().settled().await;
    bench.local.hold_updates(bench.bot).unwrap();
    let late = bench.press_pay(ANN, &invoice);
    clock.advance(Duration::from_secs(30));
    assert_eq!(bench.answer(late).await, Outcome::TimedOut);
    bench.local.release_updates(bench.bot).unwrap();
    let again = bench.press_pay(ANN, &invoice);
    assert_eq!(bench.answer(again).await, Outcome::Confirmed);
    bench.world.handle().settled().await;
    assert_eq!(bench.calls("answerPreCheckoutQuery"), 2);
    // Both questions are one customer's: one piece is kept.
    assert_eq!(bench.stock().await.reserved, 1);
    bench.local.charge(again).unwrap();
    bench.sees(ANN, is_receipt).await;
    ends_with(bench, 2).await;
}

/// While updates may wait, no hold ends: the money of this one is among them.
#[tokio::test]
async fn money_whose_update_comes_late_finds_its_hold() {
    let (bench, clock) = Bench::by_hand().await;
    let invoice = bench.invoice(ANN).await;
    let query = bench.press_pay(ANN, &invoice);
    assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    bench.world.handle().settled().await;
    bench.local.hold_updates(bench.bot).unwrap();
    bench.local.charge(query).unwrap();
    // Longer than a hold lasts, and many looks at what has run out.
    for _ in 0..40 {
        clock.advance(Duration::from_secs(60));
        tokio::task::yield_now().await;
    }
    bench.world.handle().settled().await;
    assert_eq!(bench.stock().await.reserved, 1);
    bench.local.release_updates(bench.bot).unwrap();
    bench.sees(ANN, is_receipt).await;
    ends_with(bench, 2).await;
}
