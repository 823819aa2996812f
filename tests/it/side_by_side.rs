//! Shops side by side: whatever happens to one, another one sells. The judge of "in time" is the local Telegram, which
//! gives a shop ten seconds for its answer to Pay; how long it took is printed.

use std::time::{Duration, Instant};

use kiosk::{
    engine::control::{self, Answer, Request},
    sandbox::Person,
};
use serde_json::json;

use super::fair::{CEILING, Engine, Fair, Stall, Visitor, Way};

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
    a_bug(Way::Fetched).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bug_in_deciding_what_was_posted_to_one_shop_stays_there() {
    a_bug(Way::Posted).await;
}

async fn a_bug(way: Way) {
    let mut fair = two_shops(&format!("panics-{way:?}")).await;
    fair.change_way(way);
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

/// Until when a shop says that it has handled all updates.
async fn caught_up(fair: &Fair, stall: Stall) -> Option<i64> {
    let answer = control::ask(&fair.folder.join("data/live"), &Request::Status)
        .await
        .unwrap();
    let Some(Answer::Status(report)) = answer else {
        panic!("{answer:?}")
    };
    let status = report
        .shops
        .into_iter()
        .find(|status| status.shop == stall.name)
        .unwrap();
    status.updates_seen.map(|at| at.0)
}

/// Says something to a shop, and waits until its bot has taken it and asks for more.
async fn is_heard(fair: &Fair, stall: Stall, person: i64) {
    let began = Instant::now();
    fair.local.say(person, stall.chat(person), "hello?").unwrap();
    while fair.local.waiting_count(stall.bot).unwrap() > 0 {
        assert!(began.elapsed() < CEILING, "{} fetches nothing", stall.name);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Holds end by this: a payment that is still being tried must not look as if it had never come.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_still_tries_an_update_is_not_caught_up() {
    let fair = two_shops("retries").await;
    let engine = fair.start("run.log", &[("KIOSK_PLANT", "panic:apples")]);
    fair.local.put_person(Person::new(30, "Ada")).unwrap();
    for stall in [A, B] {
        fair.local.start(30, stall.bot, "").unwrap();
    }
    engine.says("planted in apples", CEILING).await;
    let failed_at = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_millis();
    let failed_at = i64::try_from(failed_at).unwrap();
    // Of three words the later ones end polls that were sent after the first had failed.
    for _ in 0..3 {
        for stall in [A, B] {
            is_heard(&fair, stall, 30).await;
        }
    }
    assert!(
        caught_up(&fair, B).await.is_some_and(|at| at >= failed_at),
        "a healthy shop is"
    );
    let of_a = caught_up(&fair, A).await;
    assert!(of_a.is_none_or(|at| at < failed_at), "{of_a:?} is after {failed_at}");
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
async fn a_folder_that_is_gone_closes_its_shop_and_no_other() {
    let fair = two_shops("gone").await;
    let engine = fair.start("run.log", &[]);
    sells(&fair, A, CUSTOMER).await;
    std::fs::remove_dir_all(fair.shop_folder(A)).unwrap();
    let reload = fair.command(&["reload", A.name]).output().unwrap();
    let words = String::from_utf8_lossy(&reload.stdout).into_owned();
    assert!(
        reload.status.success() && words.contains("its folder is gone"),
        "{words}"
    );
    sells(&fair, B, CUSTOMER).await;
    assert_eq!(Visitor::new(&fair.local, A, CUSTOMER + 1).invoice("loaf").await, None);
    ends_well(fair, engine).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_in_one_shop_does_not_reach_the_other() {
    a_flood(Way::Fetched).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_posts_to_one_shop_does_not_reach_the_other() {
    a_flood(Way::Posted).await;
}

async fn a_flood(way: Way) {
    let mut fair = two_shops(&format!("flood-{way:?}")).await;
    fair.change_way(way);
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
