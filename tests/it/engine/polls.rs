//! How soon a shop that starts knows that it has seen all that waited: at once, and not when its first long poll ends.

use std::time::{Duration, Instant};

use kiosk::time::Timestamp;
use sqlx::{Connection, SqliteConnection};

use super::bench::{ANN, Bench};

/// Far above what it takes, and far below a long poll.
const CEILING: Duration = Duration::from_secs(20);

/// When the shop says that it has seen all, waited for.
async fn updates_seen(bench: &Bench) -> Timestamp {
    let began = Instant::now();
    loop {
        let report = bench.world.handle().report().await.unwrap();
        if let Some(seen) = report.shops[0].updates_seen {
            return seen;
        }
        assert!(began.elapsed() < CEILING, "it does not know whether anything waits");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Updates that were handled, each counted once.
async fn handled(bench: &Bench) -> i64 {
    let path = bench.folder.path().join("kiosk.db");
    let mut connection = SqliteConnection::connect(&format!("sqlite:{}", path.display()))
        .await
        .unwrap();
    let count = sqlx::query_scalar("SELECT count(*) FROM inbox WHERE state = 1");
    count.fetch_one(&mut connection).await.unwrap()
}

#[tokio::test]
async fn a_shop_that_starts_knows_at_once_that_nothing_waits() {
    let (bench, clock) = Bench::by_hand().await;
    assert_eq!(updates_seen(&bench).await, kiosk::time::Clock::now(&clock));
    bench.world.stop().await;
}

#[tokio::test]
async fn a_shop_that_starts_takes_in_all_that_waits_before_it_says_that_it_has() {
    // Telegram gives 100 in one answer, and one where it was asked the same just before.
    for waiting in [1, 2, 100, 101, 230] {
        let bench = Bench::new().await;
        bench.local.say(ANN, bench.chat(ANN), "hello").unwrap();
        bench.sees(ANN, |message| message.by_bot).await;
        bench.world.handle().settled().await;
        let bench = bench
            .restart_after(|local, chat| {
                for number in 0..waiting {
                    local.say(ANN, chat, &format!("hello {number}")).unwrap();
                }
            })
            .await;
        updates_seen(&bench).await;
        assert_eq!(handled(&bench).await, waiting + 1);
        bench.world.stop().await;
    }
}
