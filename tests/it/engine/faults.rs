//! What goes wrong around a shop, and how it says no.

use std::{sync::Arc, time::Duration};

use kiosk::{
    engine::{Fault, World},
    sandbox::Outcome,
    time::{Clock, SystemClock},
};
use sqlx::{Connection, SqliteConnection};

use super::bench::{ANN, BOB, Bench, OWNER, TempFolder, is_receipt, options, shop, shop_id};

const BREAD: &str = "products:\n  - {id: bread, title: Bread, description: Fresh., price: 6.50}\n";

/// Holds the write lock of a database, as another program would.
pub(crate) async fn lock_database(bench: &Bench) -> SqliteConnection {
    let path = bench.folder.path().join("kiosk.db");
    let mut connection = SqliteConnection::connect(&format!("sqlite:{}", path.display()))
        .await
        .unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
    connection
}

#[tokio::test]
async fn a_stuck_database_says_a_polite_no_in_time_and_recovers() {
    let (bench, clock) = Bench::by_hand().await;
    let invoice = bench.invoice(ANN).await;
    bench.world.handle().settled().await;
    let mut lock = lock_database(&bench).await;
    let query = bench.press_pay(ANN, &invoice);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(bench.local.outcome(query).unwrap(), Outcome::Waiting);
    clock.advance(Duration::from_secs(8));
    let Outcome::Refused { words } = bench.answer(query).await else {
        panic!("no refusal")
    };
    assert!(!words.is_empty());
    sqlx::raw_sql("ROLLBACK").execute(&mut lock).await.unwrap();
    for _ in 0..40 {
        clock.advance(Duration::from_millis(500));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    bench.world.handle().settled().await;
    assert_eq!(bench.calls("answerPreCheckoutQuery"), 1);
    assert_eq!(bench.stock().await.reserved, 0);
    let again = bench.press_pay(ANN, &invoice);
    assert_eq!(bench.answer(again).await, Outcome::Confirmed);
    bench.books_are_right().await;
    bench.world.stop().await;
}

#[tokio::test]
async fn a_second_engine_on_the_same_folder_is_refused() {
    let bench = Bench::new().await;
    let second = World::open(options(bench.folder.path(), bench.sandbox.url(), &bench.clock), &[]).await;
    let Err(fault @ Fault::Locked { .. }) = second else {
        panic!("two engines on one folder")
    };
    assert!(fault.to_string().contains("another kiosk"), "{fault}");
    bench.world.stop().await;
}

#[tokio::test]
async fn one_bot_in_two_shops_is_refused_by_name() {
    let folder = TempFolder::new();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let shops = [shop("one", BREAD, "123:abc"), shop("two", BREAD, "123:abc")];
    let Err(fault) = World::open(options(folder.path(), "http://127.0.0.1:9", &clock), &shops).await else {
        panic!("one bot in two shops")
    };
    assert!(
        fault.to_string().starts_with("`one` and `two` name the same bot"),
        "{fault}"
    );
}

#[tokio::test]
async fn a_revoked_token_stops_its_shop_and_no_other() {
    let bench = Bench::new().await;
    let Bench {
        local, sandbox, clock, ..
    } = &bench;
    let gone = local.add_bot("Gone", "gone_bot").unwrap();
    local.revoke_token(local.bot_id(&gone).unwrap()).unwrap();
    let other = local.add_bot("Other", "other_bot").unwrap();
    let folder = TempFolder::new();
    let shops = vec![shop("gone", BREAD, &gone), shop("other", BREAD, &other)];
    let world = World::start(options(folder.path(), sandbox.url(), clock), shops)
        .await
        .unwrap();
    let (bot, chat) = (local.bot_id(&other).unwrap(), |bot| {
        kiosk::sandbox::ChatId::private(bot, BOB)
    });
    local.start(BOB, bot, "").unwrap();
    let news = local.wait_for_news(chat(bot), 0, Duration::ZERO).await;
    let news = local
        .wait_for_news(chat(bot), news.revision, Duration::from_secs(5))
        .await;
    assert!(news.messages.iter().any(|message| message.by_bot), "{news:?}");
    let report = world.handle().report().await.unwrap();
    let status = report.shops;
    assert!(
        !report.healthy
            && status[0]
                .trouble
                .as_ref()
                .unwrap()
                .contains("does not know the bot token"),
        "{status:?}"
    );
    assert_eq!(status[1].trouble, None);
    world.stop().await;
    bench.world.stop().await;
}

#[tokio::test]
async fn a_customer_whose_invoice_is_refused_hears_of_it() {
    let bench = Bench::new().await;
    let mut start = bench.start_again(BREAD);
    start.provider_token = String::new();
    bench.world.handle().reload(&start).await.unwrap();
    bench.open_invoice(ANN).await;
    bench
        .sees(ANN, |message| message.by_bot && message.text.contains("try again"))
        .await;
    assert_eq!(bench.calls("sendInvoice"), 1);
    bench.world.stop().await;
}

#[tokio::test]
async fn a_receipt_that_bounced_comes_when_its_customer_comes_back() {
    let bench = Bench::new().await;
    let invoice = bench.invoice(ANN).await;
    let query = bench.press_pay(ANN, &invoice);
    assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    bench.local.block(ANN, bench.bot).unwrap();
    bench.local.charge(query).unwrap();
    while bench.stock().await.on_hand != 2 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    bench.world.handle().settled().await;
    let seen = bench.local.read(bench.chat(ANN), 0);
    assert!(!seen.messages.iter().any(is_receipt), "{seen:?}");
    bench.local.unblock(ANN, bench.bot).unwrap();
    bench.local.start(ANN, bench.bot, "").unwrap();
    bench.sees(ANN, is_receipt).await;
    bench.books_are_right().await;
    bench.world.stop().await;
}

#[tokio::test]
async fn a_hold_that_was_not_paid_ends_once_all_updates_are_seen() {
    let (bench, clock) = Bench::by_hand().await;
    let invoice = bench.invoice(ANN).await;
    let query = bench.press_pay(ANN, &invoice);
    assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    bench.world.handle().settled().await;
    assert_eq!(bench.stock().await.reserved, 1);
    clock.advance(Duration::from_secs(31 * 60));
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(
        bench.stock().await.reserved,
        1,
        "nothing was fetched since, a payment may wait"
    );
    // Two messages: the first ends the poll that was sent before, the second one that was sent after.
    for _ in 0..2 {
        bench.local.say(ANN, bench.chat(ANN), "hello?").unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    for _ in 0..50 {
        clock.advance(Duration::from_secs(5));
        tokio::time::sleep(Duration::from_millis(20)).await;
        if bench.stock().await.reserved == 0 {
            break;
        }
    }
    assert_eq!(bench.stock().await.reserved, 0);
    bench.books_are_right().await;
    bench.world.stop().await;
}

#[tokio::test]
async fn a_shop_whose_folder_is_gone_is_served_for_a_day_and_until_its_invoices_run_out() {
    let (mut bench, clock) = Bench::by_hand().await;
    bench.local.start(OWNER, bench.bot, "").unwrap();
    bench.sees(OWNER, |message| message.by_bot).await;
    bench.invoice(ANN).await;
    bench.world.handle().reload(&bench.closing_start()).await.unwrap();
    let reader = bench.reader().await;
    let closing = async || reader.closing(&shop_id()).await.unwrap().unwrap();
    let since = clock.now();
    assert_eq!(closing().await.since, since);
    let (mut waited, mut was_told) = (Duration::ZERO, false);
    while !closing().await.ended {
        let step = Duration::from_hours(1);
        assert!(waited < Duration::from_hours(40), "it never ends");
        clock.advance(step);
        waited += step;
        // A fetch that waits for news ends with some, and the engine is caught up to when it began.
        bench.local.start(BOB, bench.bot, "").unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        // It is told at one look and ends at a later one. In between kiosk is started anew.
        for _ in 0..100 {
            if was_told || waited < Duration::from_hours(24) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
            if reader.told_of_the_end(&shop_id(), since).await.unwrap() {
                was_told = true;
                bench = bench.restart_closing().await;
            }
        }
    }
    assert!(was_told);
    assert!(waited >= Duration::from_hours(24), "{waited:?}");
    assert_eq!(reader.unfinished(&shop_id()).await.unwrap().count(), 0);
    // The owner heard of it while the bot could still write, and once, although kiosk was started anew in between.
    let told = bench.local.read(bench.chat(OWNER), 0).messages;
    let told = told.iter().filter(|message| message.text.contains("closed for good"));
    assert_eq!(told.count(), 1);
    bench.world.stop().await;
}
