//! Shops side by side: whatever happens to one, another one sells. The judge of "in time" is the local Telegram, which
//! gives a shop ten seconds for its answer to Pay; how long it took is printed.

use std::time::{Duration, Instant};

use kiosk::sandbox::Person;
use serde_json::json;

use super::fair::{CEILING, Engine, Fair, Stall, Visitor};

const A: Stall = Stall {
    name: "apples",
    bot: 7_200_000_011,
};
const B: Stall = Stall {
    name: "bread",
    bot: 7_200_000_012,
};
const FLOOD: i64 = 10_000;
const CUSTOMER: i64 = 31;

async fn two_shops(name: &str) -> Fair {
    Fair::with(name, &[A, B]).await
}

/// Someone buys at a shop from its door to the receipt.
async fn sells(fair: &Fair, stall: Stall, person: i64) {
    let began = Instant::now();
    let answered = Visitor::new(&fair.local, stall, person).buys("loaf", false).await;
    let answered = answered.unwrap_or_else(|| panic!("{} does not sell", stall.name));
    println!(
        "{}: a yes after {} ms, the receipt {} ms after the first word",
        stall.name,
        answered.as_millis(),
        began.elapsed().as_millis()
    );
    let charges = fair.local.charges();
    assert!(
        charges
            .iter()
            .any(|charge| charge.bot == stall.bot && charge.payer == person)
    );
}

/// Waits until one of a bot's requests is like this.
async fn asked_of(fair: &Fair, bot: i64, method: &str, fits: impl Fn(&serde_json::Value) -> bool) {
    let began = Instant::now();
    loop {
        let requests = fair.local.requests();
        let mut of_bot = requests
            .iter()
            .filter(|request| request.bot == bot && request.method == method);
        if of_bot.any(|request| fits(&request.fields)) {
            return;
        }
        assert!(began.elapsed() < CEILING, "no such {method}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn ends_well(fair: Fair, engine: Engine) {
    engine.stop().await;
    let books = kiosk::store::Reader::open(&fair.database()).await.unwrap();
    assert_eq!(books.money_check().await.unwrap(), [""; 0]);
    books.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bug_in_one_shops_decisions_stays_there() {
    let fair = two_shops("panics").await;
    let engine = fair.start("run.log", &[("KIOSK_PLANT", "panic:apples")]);
    fair.local.put_person(Person::new(30, "Ada")).unwrap();
    fair.local.start(30, A.bot, "p_loaf").unwrap();
    let query = json!({"id": "77", "from": {"id": 30, "is_bot": false, "first_name": "Ada"}, "currency": "EUR",
                       "total_amount": 500, "invoice_payload": "anything"});
    fair.local.inject(A.bot, "pre_checkout_query", &query).unwrap();
    sells(&fair, B, CUSTOMER).await;
    // The shop that cannot decide says no, and does not leave its customer waiting.
    asked_of(&fair, A.bot, "answerPreCheckoutQuery", |fields| {
        fields["pre_checkout_query_id"] == 77 && fields["ok"] == false
    })
    .await;
    engine.says("planted in apples", CEILING).await;
    sells(&fair, B, CUSTOMER + 1).await;
    ends_well(fair, engine).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_token_stops_one_shop() {
    let fair = two_shops("revoked").await;
    let engine = fair.start("run.log", &[]);
    sells(&fair, A, CUSTOMER).await;
    fair.local.revoke_token(A.bot).unwrap();
    sells(&fair, B, CUSTOMER).await;
    engine
        .says("Telegram does not know the bot token of `apples`", CEILING)
        .await;
    sells(&fair, B, CUSTOMER + 1).await;
    ends_well(fair, engine).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_is_gone_changes_nothing_for_who_runs() {
    let fair = two_shops("gone").await;
    let engine = fair.start("run.log", &[]);
    sells(&fair, A, CUSTOMER).await;
    std::fs::remove_dir_all(fair.shop_folder(A)).unwrap();
    let reload = fair.command(&["reload", A.name]).output().unwrap();
    let words = String::from_utf8_lossy(&reload.stdout).into_owned();
    assert!(
        !reload.status.success() && words.contains("goes on with what it had"),
        "{words}"
    );
    sells(&fair, B, CUSTOMER).await;
    sells(&fair, A, CUSTOMER + 1).await;
    ends_well(fair, engine).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_in_one_shop_does_not_reach_the_other() {
    let fair = two_shops("flood").await;
    for n in 0..FLOOD {
        let person = 100_000 + n % 500;
        let message = json!({"message_id": n, "date": 1_795_521_909, "text": "/start",
                             "chat": {"id": person, "type": "private", "first_name": "Ada"},
                             "from": {"id": person, "is_bot": false, "first_name": "Ada"}});
        fair.local.inject(A.bot, "message", &message).unwrap();
    }
    let waiting = fair.local.waiting_count(A.bot).unwrap();
    assert_eq!(waiting, usize::try_from(FLOOD).unwrap());
    let engine = fair.start("run.log", &[]);
    sells(&fair, B, CUSTOMER).await;
    let left = fair.local.waiting_count(A.bot).unwrap();
    println!("apples: {left} of {FLOOD} updates still waited then");
    let began = Instant::now();
    while fair.local.waiting_count(A.bot).unwrap() > 0 {
        assert!(began.elapsed() < CEILING, "the flood never ends: {}", engine.words());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    println!(
        "apples: the last of them was handled {} ms later",
        began.elapsed().as_millis()
    );
    sells(&fair, A, CUSTOMER + 1).await;
    ends_well(fair, engine).await;
}
