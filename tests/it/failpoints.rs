//! The engine dies at the worst moments, and its power is cut with it: the real binary, a real database file, people who
//! buy all the while. Afterwards no charge is lost, nothing is fulfilled twice, every receipt owed is sent. The two
//! planted bugs prove that this suite would see it.
//!
//!     cargo test --test it failpoints -- --ignored

use std::{os::unix::process::ExitStatusExt, time::Duration};

use super::fair::{CEILING, Crowd, Engine, Fair, Judge, Way};

const PEOPLE: i64 = 14;
const SIGABRT: i32 = 6;

/// Runs under load until the engine dies at a point, starts it again, lets people buy on, and judges the books.
async fn dies_at(way: Way, point: &str, pass: u32, planted: Option<&str>) -> Vec<String> {
    let mut fair = Fair::open(&format!("{way:?}-{point}-{pass}-{}", planted.unwrap_or("honest"))).await;
    fair.change_way(way);
    let plant: Vec<(&str, &str)> = planted.map(|bug| ("KIOSK_PLANT", bug)).into_iter().collect();
    let armed = format!("{point}:{pass}");
    let mut doomed = fair.start(
        "doomed.log",
        &[&plant[..], &[("KIOSK_FAILPOINT", armed.as_str())]].concat(),
    );
    let crowd = Crowd::of(&fair.local, PEOPLE);

    let status = doomed.ends(CEILING).await;
    let words = doomed.words();
    assert_eq!(
        status.and_then(|status| status.signal()),
        Some(SIGABRT),
        "{point} was not reached: {words}"
    );
    assert!(words.contains(&format!("failpoint {point} reached")), "{words}");

    let engine = fair.start("risen.log", &plant);
    end_of_day(&fair, crowd, engine).await
}

/// People buy on, then go home; what is wrong once all is quiet.
async fn end_of_day(fair: &Fair, crowd: Crowd, engine: Engine) -> Vec<String> {
    crowd.buys(u64::try_from(PEOPLE).unwrap(), CEILING).await;
    let unheard = crowd.goes_home().await;
    let mut judge = Judge::new(fair).await;
    judge.waits_for_quiet(CEILING).await;
    engine.stop().await;
    let mut violations = judge.verdict().await;
    if unheard > 0 {
        violations.push(format!("{unheard} who pressed Pay heard nothing in ten seconds"));
    }
    violations
}

async fn survives(way: Way, point: &str, pass: u32) {
    let violations = dies_at(way, point, pass, None).await;
    assert!(violations.is_empty(), "died at {point}:\n  {}", violations.join("\n  "));
}

macro_rules! failpoints {
    ($way:expr; $($name:ident: $point:literal, $pass:literal;)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            #[ignore = "slow: run by .ci/run"]
            async fn $name() {
                survives($way, $point, $pass).await;
            }
        )*
    };
}

failpoints! {
    Way::Fetched;
    dies_with_updates_in_hand: "intake.fetched", 6;
    dies_before_the_updates_are_durable: "intake.before_commit", 9;
    dies_before_the_updates_are_acknowledged: "intake.after_commit", 9;
    dies_after_a_yes_was_decided: "pre.decided", 4;
    dies_before_a_hold_is_durable: "pre.before_commit", 4;
    dies_before_a_yes_is_said: "pre.after_commit", 4;
    dies_after_a_yes_was_said: "pre.answer_sent", 5;
    dies_after_a_yes_was_marked: "pre.answer_marked", 5;
    dies_before_a_payment_is_written: "pay.begin", 3;
    dies_in_the_middle_of_a_payment: "pay.mid_tx", 3;
    dies_after_a_payment_is_durable: "pay.after_commit", 3;
    dies_with_a_receipt_in_hand: "outbox.claimed", 7;
    dies_after_a_receipt_was_sent: "outbox.sent", 7;
    dies_after_a_receipt_was_marked: "outbox.marked", 7;
}

// Where it matters how an update came: each is posted by itself, those of one customer side by side with each other, and
// what is not acknowledged comes again on its own.
failpoints! {
    Way::Posted;
    dies_with_a_post_in_hand: "intake.fetched", 6;
    dies_before_a_post_is_durable: "intake.before_commit", 9;
    dies_before_a_post_is_acknowledged: "intake.after_commit", 9;
    dies_before_a_hold_of_a_post_is_durable: "pre.before_commit", 4;
    dies_before_a_yes_to_a_post_is_said: "pre.after_commit", 4;
    dies_after_a_yes_to_a_post_was_said: "pre.answer_sent", 5;
    dies_in_the_middle_of_a_posted_payment: "pay.mid_tx", 3;
    dies_after_a_posted_payment_is_durable: "pay.after_commit", 3;
}

/// Looks for a violation of this kind in a few tries: when exactly the engine dies is up to chance.
async fn is_seen(way: Way, bug: &str, points: &[(&str, u32)], kinds: &[&str]) {
    let mut seen = Vec::new();
    for (point, pass) in points {
        seen.extend(dies_at(way, point, *pass, Some(bug)).await);
        if seen
            .iter()
            .any(|violation| kinds.iter().any(|kind| violation.contains(kind)))
        {
            return;
        }
    }
    panic!("the planted bug `{bug}` was not seen: {seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "slow: run by .ci/run"]
async fn a_missing_fsync_is_seen() {
    is_seen(
        Way::Fetched,
        "fsync",
        &[("outbox.sent", 9), ("pay.after_commit", 5)],
        &["charge lost", "matched as"],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "slow: run by .ci/run"]
async fn a_missing_dedupe_is_seen() {
    let points = [
        ("pay.after_commit", 2),
        ("pay.after_commit", 4),
        ("pay.after_commit", 6),
    ];
    is_seen(
        Way::Fetched,
        "dedupe",
        &points,
        &["is in the ledger", "alerts", "fulfilled 2 times"],
    )
    .await;
}

/// What was committed and not acknowledged is posted again, and would be handled again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "slow: run by .ci/run"]
async fn a_missing_dedupe_of_posts_is_seen() {
    let points = [
        ("pay.after_commit", 2),
        ("pay.after_commit", 4),
        ("pay.after_commit", 6),
    ];
    let kinds = ["is in the ledger", "alerts", "fulfilled 2 times"];
    is_seen(Way::Posted, "dedupe", &points, &kinds).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "slow: run by .ci/run"]
async fn ten_kills_at_any_moment_lose_nothing() {
    ten_kills(Way::Fetched).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "slow: run by .ci/run"]
async fn ten_kills_while_telegram_posts_lose_nothing() {
    ten_kills(Way::Posted).await;
}

async fn ten_kills(way: Way) {
    let mut fair = Fair::open(&format!("kills-{way:?}")).await;
    fair.change_way(way);
    let crowd = Crowd::of(&fair.local, PEOPLE);
    for kill in 0..10_u32 {
        let mut engine = fair.start(&format!("kill-{kill}.log"), &[]);
        // Chance is the process id: a different moment each time, never longer than a second.
        let moment = u64::from(std::process::id().wrapping_mul(2_654_435_761).rotate_left(kill * 3) % 900);
        tokio::time::sleep(Duration::from_millis(100 + moment)).await;
        engine.kill();
    }
    let engine = fair.start("risen.log", &[]);
    let violations = end_of_day(&fair, crowd, engine).await;
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}
