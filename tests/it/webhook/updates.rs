//! When an update counts as taken, and what becomes of one that comes again: while the first is on its way, after it was
//! handled, after it was fetched instead, when kiosk stops.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use kiosk::{
    engine::Posted as Posts,
    sandbox::{MessageView, Outcome},
    web::Listening,
};
use reqwest::{StatusCode, header::RETRY_AFTER};
use serde_json::{Value, json};

use super::{Posted, SECRET, said, start};
use crate::engine::{
    bench::{ANN, BOB, Bench, CATALOG_YAML, is_buy, shop, tap_in},
    faults::lock_database,
};
use crate::fair::CEILING;

/// No number that the sandbox gives to an update.
const UPDATE: i64 = 500_000_000;
const QUITE_A_WHILE: Duration = Duration::from_millis(300);

fn tap(update: i64, message: &MessageView, data: &str) -> Value {
    json!({"update_id": update, "callback_query": {
        "id": update.to_string(), "chat_instance": "1", "data": data,
        "from": {"id": ANN, "is_bot": false, "first_name": "Ann"},
        "message": {"message_id": message.id, "date": 1, "chat": {"id": ANN, "type": "private", "first_name": "Ann"}}}})
}

#[tokio::test]
async fn an_update_that_comes_again_is_handled_once_and_answered_alike() {
    let posted = Posted::new().await;
    let bench = &posted.bench;
    bench.local.start(ANN, bench.bot, "p_bread").unwrap();
    let card = bench.sees(ANN, |message| tap_in(message, is_buy).is_some()).await;
    bench.world.handle().settled().await;
    let before = said(bench, ANN);
    let buy = tap_in(&card, is_buy).unwrap();

    let press = tap(UPDATE, &card, &buy);
    let ended = format!(r#"{{"callback_query_id":"{UPDATE}","method":"answerCallbackQuery"}}"#);
    for _ in 0..3 {
        assert_eq!(posted.post(&press).await, (StatusCode::OK, ended.clone()));
    }
    bench.world.handle().settled().await;
    assert_eq!(said(bench, ANN), before + 1, "the terms were shown once");
    assert_eq!(bench.calls("answerCallbackQuery"), 0);

    let words = tap(UPDATE + 1, &card, "no such button");
    assert_eq!(posted.post(&words).await, (StatusCode::OK, String::new()));
    bench.world.handle().settled().await;
    assert_eq!(
        bench.calls("answerCallbackQuery"),
        1,
        "words travel by a call of their own"
    );

    posted.stop().await;
}

#[tokio::test]
async fn a_screen_rides_in_the_answer_and_again_where_the_update_comes_again() {
    let posted = Posted::new().await;
    let bench = &posted.bench;
    let before = posted.meets(ANN).await;
    let hello = start(UPDATE, ANN);
    let copies: Vec<_> = (0..8)
        .map(|_| tokio::spawn(posted.request().json(&hello).send()))
        .collect();
    let mut answers = vec![posted.post(&hello).await];
    for copy in copies {
        let answer = copy.await.unwrap().unwrap();
        answers.push((answer.status(), answer.text().await.unwrap()));
    }
    // Long after it was handled.
    answers.push(posted.post(&hello).await);
    for answer in &answers {
        assert_eq!(*answer, answers[0]);
    }
    let (status, body) = &answers[0];
    let call: Value = serde_json::from_str(body).unwrap();
    assert_eq!(*status, StatusCode::OK);
    assert_eq!(
        (&call["method"], &call["chat_id"]),
        (&json!("sendMessage"), &json!(ANN))
    );
    assert!(call["reply_markup"]["inline_keyboard"].is_array(), "{call}");
    bench.world.handle().settled().await;
    assert_eq!(said(bench, ANN), before, "no call was made besides");

    // The next message of the chat comes after the answer to this one, and may have its own.
    let again = posted.post(&start(UPDATE + 1, ANN)).await;
    assert!(again.1.contains("sendMessage"), "{again:?}");
    // Telegram takes it as it takes a call.
    bench.local.start(BOB, bench.bot, "").unwrap();
    bench.sees(BOB, |message| message.by_bot).await;
    posted.stop().await;
}

/// The update by which a payer is asked for, taken before Telegram posts it.
fn pressed(bench: &Bench, invoice: &MessageView) -> (i64, Value) {
    let query = bench.press_pay(ANN, invoice);
    let updates = bench.local.waiting_updates(bench.bot).unwrap();
    let update = updates
        .into_iter()
        .find(|update| update["pre_checkout_query"].is_object());
    (query, update.unwrap())
}

#[tokio::test]
async fn a_yes_rides_once_it_is_durable_and_is_the_same_while_it_may_be_said() {
    let (posted, clock) = Posted::by_hand().await;
    let bench = &posted.bench;
    // Ann has tapped a card that came in an answer: answers arrive.
    let invoice = bench.invoice(ANN).await;
    bench.world.handle().settled().await;
    let answers = bench.calls("answerPreCheckoutQuery");
    let (address, secret) = (posted.address(), posted.secret());
    let Posted { bench, web, http, url } = posted;
    let there = web.address().to_string();
    web.stop(async {}).await;
    let elsewhere = Listening::at(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let address = address.replace(&there, &elsewhere.address().to_string());
    let elsewhere = elsewhere.serve(kiosk::web::Faces::of_webhooks(bench.world.handle(), url));
    let (query, update) = pressed(&bench, &invoice);
    let post = async || {
        let request = http.post(&address).header(SECRET, &secret).json(&update);
        let answer = request.send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    };
    let id = update["pre_checkout_query"]["id"].as_str().unwrap();
    let yes = json!({"method": "answerPreCheckoutQuery", "pre_checkout_query_id": id, "ok": true}).to_string();
    for _ in 0..2 {
        assert_eq!(post().await, (StatusCode::OK, yes.clone()));
        bench.world.handle().settled().await;
        assert_eq!(bench.stock().await.reserved, 1, "there is one hold");
    }
    clock.advance(Duration::from_millis(8_500));
    assert_eq!(
        post().await,
        (StatusCode::OK, String::new()),
        "it is too late for a yes"
    );
    bench.world.handle().settled().await;
    assert_eq!(
        bench.calls("answerPreCheckoutQuery"),
        answers,
        "no call was made besides"
    );
    assert_eq!(bench.local.outcome(query).unwrap(), Outcome::Waiting);
    elsewhere.stop(bench.world.stop()).await;
}

#[tokio::test]
async fn a_yes_that_nobody_heard_is_said_by_a_call_after_a_restart() {
    let posted = Posted::new().await;
    let invoice = posted.bench.invoice(ANN).await;
    posted.bench.world.handle().settled().await;
    let (handle, secret) = (posted.bench.world.handle(), posted.secret());
    let Posted { bench, web, .. } = posted;
    web.stop(async {}).await;
    let (query, update) = pressed(&bench, &invoice);
    let door = handle.door("bakery", secret.as_bytes()).unwrap();
    let Posts::Kept(Some(yes)) = door.take_in(update.to_string().as_bytes()).await else {
        panic!("no yes");
    };
    assert!(yes.contains("answerPreCheckoutQuery"), "{yes}");
    // The answer is lost with the process.
    drop((door, handle));
    let bench = bench.restart().await;
    assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    assert_eq!(bench.stock().await.reserved, 1);
    bench.world.stop().await;
}

#[tokio::test]
async fn a_stuck_database_sends_updates_back_and_finds_them_again() {
    let (posted, clock) = Posted::by_hand().await;
    let bench = &posted.bench;
    let before = posted.meets(BOB).await;
    let invoice = bench.invoice(ANN).await;
    bench.world.handle().settled().await;
    let answers = bench.calls("answerPreCheckoutQuery");
    let mut lock = lock_database(bench).await;

    let hello = start(UPDATE, BOB);
    let first = tokio::spawn(posted.request().json(&hello).send());
    tokio::time::sleep(QUITE_A_WHILE).await;
    assert!(!first.is_finished(), "it is not durable yet");
    clock.advance(Duration::from_secs(1));
    let first = first.await.unwrap().unwrap();
    assert_eq!(first.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(first.headers()[RETRY_AFTER], "1");

    // Nobody else waits in vain, only whoever presses Pay.
    for update in [hello.clone(), start(UPDATE + 1, BOB)] {
        assert_eq!(posted.post(&update).await.0, StatusCode::SERVICE_UNAVAILABLE);
    }
    let query = bench.press_pay(ANN, &invoice);
    tokio::time::sleep(QUITE_A_WHILE).await;
    assert_eq!(bench.local.outcome(query).unwrap(), Outcome::Waiting);
    clock.advance(Duration::from_secs(8));
    let Outcome::Refused { words } = bench.answer(query).await else {
        panic!("no refusal")
    };
    assert!(!words.is_empty());
    sqlx::raw_sql("ROLLBACK").execute(&mut lock).await.unwrap();
    for _ in 0..40 {
        clock.advance(Duration::from_millis(100));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(posted.post(&hello).await.0, StatusCode::OK);
    bench.world.handle().settled().await;
    assert_eq!(said(bench, BOB), before + 1);
    assert_eq!(bench.calls("answerPreCheckoutQuery"), answers + 1);
    assert_eq!(bench.stock().await.reserved, 0);
    posted.stop().await;
}

/// So many updates of a shop may wait for the writer.
const WAITING_MAX: usize = 512;
const POSTS: usize = 3 * WAITING_MAX;

#[tokio::test]
async fn an_overloaded_shop_sends_back_what_can_wait_and_takes_pre_checkouts() {
    // No time passes here: nothing is late, there is only too much.
    let (posted, _clock) = Posted::by_hand().await;
    let bench = &posted.bench;
    let before = posted.meets(ANN).await;
    let mut lock = lock_database(bench).await;
    let (handle, secret) = (bench.world.handle(), posted.secret());
    let take_in = |update: Value| {
        let door = handle.door("bakery", secret.as_bytes()).unwrap();
        tokio::spawn(async move { door.take_in(update.to_string().as_bytes()).await })
    };
    let posts: Vec<_> = (0..POSTS)
        .map(|n| take_in(start(UPDATE + i64::try_from(n).unwrap(), ANN)))
        .collect();
    let sent_back = || posts.iter().filter(|post| post.is_finished()).count();
    let began = Instant::now();
    // The writer may have some in hand, which do not wait any more.
    while sent_back() < POSTS - 2 * WAITING_MAX {
        assert!(began.elapsed() < CEILING, "everything is let in");
        tokio::time::sleep(QUITE_A_WHILE).await;
    }
    let query = json!({"update_id": UPDATE - 1, "pre_checkout_query": {
        "id": "77", "from": {"id": ANN, "is_bot": false, "first_name": "Ann"}, "currency": "EUR", "total_amount": 650,
        "invoice_payload": "anything"}});
    let query = take_in(query);
    tokio::time::sleep(QUITE_A_WHILE).await;
    assert!(!query.is_finished(), "it is on its way");

    sqlx::raw_sql("ROLLBACK").execute(&mut lock).await.unwrap();
    let (mut kept, mut rode) = (0, 0);
    for post in posts {
        match post.await.unwrap() {
            Posts::Kept(call) => {
                kept += 1;
                rode += usize::from(call.is_some());
            }
            Posts::Later => {}
            other @ Posts::Unreadable => panic!("{other:?}"),
        }
    }
    assert!((WAITING_MAX..=2 * WAITING_MAX).contains(&kept), "{kept}");
    assert_eq!(query.await.unwrap(), Posts::Kept(None));
    bench.world.handle().settled().await;
    assert_eq!(said(bench, ANN), before + kept - rode);
    assert_eq!(posted.post(&start(UPDATE, ANN)).await.0, StatusCode::OK);
    posted.stop().await;
}

#[tokio::test]
async fn what_is_under_way_at_a_stop_is_written_and_answered() {
    let posted = Posted::new().await;
    let mut lock = lock_database(&posted.bench).await;
    let waiting = tokio::spawn(posted.request().json(&start(UPDATE, ANN)).send());
    tokio::time::sleep(QUITE_A_WHILE).await;
    let Posted { bench, web, http, url } = posted;
    let Bench { world, folder, .. } = bench;
    let stop = tokio::spawn(web.stop(async move { world.stop().await }));
    tokio::time::sleep(QUITE_A_WHILE).await;
    sqlx::raw_sql("ROLLBACK").execute(&mut lock).await.unwrap();
    assert_eq!(waiting.await.unwrap().unwrap().status(), StatusCode::OK);
    stop.await.unwrap();
    assert!(http.post(url.to_string()).send().await.unwrap_err().is_connect());
    let reader = kiosk::store::Reader::open(&folder.path().join("kiosk.db"))
        .await
        .unwrap();
    let inbox = reader.counts().await.unwrap();
    assert!(inbox.contains(&("inbox", 1)), "{inbox:?}");
}

#[tokio::test]
async fn an_update_that_was_fetched_is_not_handled_again_when_it_is_posted() {
    let bench = Bench::new().await;
    bench.local.hold_updates(bench.bot).unwrap();
    bench.local.start(ANN, bench.bot, "").unwrap();
    let update = bench.local.waiting_updates(bench.bot).unwrap().remove(0);
    bench.local.release_updates(bench.bot).unwrap();
    bench.sees(ANN, |message| message.by_bot).await;
    bench.world.handle().settled().await;
    let before = said(&bench, ANN);
    let posted = Posted::instead_of(bench).await;
    assert_eq!(posted.post(&update).await, (StatusCode::OK, String::new()));
    posted.bench.world.handle().settled().await;
    assert_eq!(said(&posted.bench, ANN), before);
    assert!(posted.meets(BOB).await > 0);
    posted.stop().await;
}

#[tokio::test]
async fn an_update_that_was_posted_is_not_handled_again_when_it_is_fetched() {
    let posted = Posted::new().await;
    let before = posted.meets(ANN).await;
    // Telegram does not hear that it was taken: it was somebody else who posted it, to another address.
    let bench = &posted.bench;
    let elsewhere = Listening::at(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let address = posted
        .address()
        .replace(&posted.web.address().to_string(), &elsewhere.address().to_string());
    let elsewhere = elsewhere.serve(kiosk::web::Faces::of_webhooks(bench.world.handle(), posted.url.clone()));
    let secret = posted.secret();
    let Posted { bench, web, http, .. } = posted;
    web.stop(async {}).await;
    bench.local.start(ANN, bench.bot, "").unwrap();
    let update = bench.local.waiting_updates(bench.bot).unwrap().remove(0);
    let answer = http
        .post(address)
        .header(SECRET, secret)
        .json(&update)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.text().await.unwrap().contains("sendMessage"));
    bench.world.handle().settled().await;
    assert_eq!(said(&bench, ANN), before);
    assert_eq!(bench.local.waiting_count(bench.bot).unwrap(), 1);
    elsewhere.stop(async {}).await;

    let bench = bench.restart().await;
    while bench.local.waiting_count(bench.bot).unwrap() > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    bench.world.handle().settled().await;
    assert_eq!(said(&bench, ANN), before);
    bench.world.stop().await;
}

#[tokio::test]
async fn a_hold_ends_once_telegram_says_that_nothing_waits() {
    let (posted, clock) = Posted::by_hand().await;
    let bench = &posted.bench;
    let invoice = bench.invoice(ANN).await;
    let query = bench.press_pay(ANN, &invoice);
    assert_eq!(bench.answer(query).await, Outcome::Confirmed);
    bench.world.handle().settled().await;
    assert_eq!(bench.stock().await.reserved, 1);

    let Posted { bench, web, url, .. } = posted;
    let address = web.address();
    web.stop(async {}).await;
    bench.local.say(BOB, bench.chat(BOB), "hello?").unwrap();
    clock.advance(Duration::from_secs(31 * 60));
    for _ in 0..10 {
        clock.advance(Duration::from_secs(5));
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    assert!(bench.calls("getWebhookInfo") > 2);
    assert_eq!(bench.stock().await.reserved, 1, "what waits may be the payment");
    let trouble = || {
        bench
            .world
            .handle()
            .trouble(&kiosk::ids::ShopId::parse("bakery").unwrap())
    };
    let words = trouble().expect("the operator hears that nothing can be posted");
    assert!(
        words.contains("Telegram cannot post updates to") && words.contains("Connection refused"),
        "{words}"
    );

    let web = kiosk::web::Listening::at(address).await.unwrap();
    let web = web.serve(kiosk::web::Faces::of_webhooks(bench.world.handle(), url));
    for _ in 0..100 {
        clock.advance(Duration::from_secs(5));
        tokio::time::sleep(Duration::from_millis(30)).await;
        if bench.stock().await.reserved == 0 {
            break;
        }
    }
    assert_eq!(bench.stock().await.reserved, 0);
    assert_eq!(trouble(), None);
    bench.books_are_right().await;
    web.stop(bench.world.stop()).await;
}

#[tokio::test]
async fn a_webhook_that_was_moved_is_set_again_and_the_operator_hears_of_it() {
    let (posted, clock) = Posted::by_hand().await;
    let bench = &posted.bench;
    let status = || {
        bench
            .world
            .handle()
            .trouble(&kiosk::ids::ShopId::parse("bakery").unwrap())
    };
    let delete = format!("{}/bot{}/deleteWebhook", bench.sandbox.url(), bench.token);
    posted.http.post(delete).send().await.unwrap();
    let set = bench.calls("setWebhook");
    for _ in 0..60 {
        if bench.calls("setWebhook") > set {
            break;
        }
        clock.advance(Duration::from_secs(2));
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    assert_eq!(bench.calls("setWebhook"), set + 1);
    tokio::time::sleep(QUITE_A_WHILE).await;
    let trouble = status().unwrap();
    assert!(
        trouble.contains("another program moved or removed the webhook"),
        "{trouble}"
    );
    bench.local.start(ANN, bench.bot, "").unwrap();
    bench.sees(ANN, |message| message.by_bot).await;
    for _ in 0..60 {
        if status().is_none() {
            break;
        }
        clock.advance(Duration::from_secs(1));
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    assert_eq!(status(), None);
    posted.stop().await;
}

#[tokio::test]
async fn a_shop_that_closed_for_good_is_posted_nothing_more() {
    let (posted, clock) = Posted::by_hand().await;
    let bench = &posted.bench;
    let mut closing = bench.start_again(CATALOG_YAML);
    Arc::get_mut(&mut closing.revision).unwrap().closing = true;
    bench.world.handle().reload(&closing).await.unwrap();
    let mut waited = Duration::ZERO;
    while bench.calls("deleteWebhook") == 0 {
        assert!(waited < Duration::from_hours(40), "it never ends");
        let step = Duration::from_hours(1);
        clock.advance(step);
        waited += step;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(waited >= Duration::from_hours(24), "{waited:?}");
    assert_eq!(
        posted.post(&start(UPDATE, ANN)).await.0,
        StatusCode::SERVICE_UNAVAILABLE
    );
    posted.stop().await;
}

#[tokio::test]
async fn a_renewed_token_brings_a_secret_of_its_own() {
    let posted = Posted::new().await;
    let bench = &posted.bench;
    let old = posted.secret();
    let token = bench.local.revoke_token(bench.bot).unwrap();
    let set = bench.calls("setWebhook");
    bench
        .world
        .handle()
        .reload(&shop("bakery", CATALOG_YAML, &token))
        .await
        .unwrap();
    while bench.calls("setWebhook") == set {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_ne!(posted.secret(), old);
    bench.local.start(ANN, bench.bot, "").unwrap();
    bench.sees(ANN, |message| message.by_bot).await;
    posted.stop().await;
}
