//! Days on which the disk is full, broken or slow, the network loses answers, or somebody else uses the token. Whoever
//! presses Pay hears the right answer or a polite no, once and in time; whoever paid has the goods; and the shop sells
//! again by itself. The real binary is the one on trial, the local Telegram is the judge of "in time".

use std::{
    path::Path,
    time::{Duration, Instant},
};

use kiosk::sandbox::{Fault, MessageView, Outcome};
use sqlx::{ConnectOptions, sqlite::SqliteConnectOptions};

use super::fair::{CEILING, Disk, Engine, FAIR, Fair, Judge, Visitor, Way, is_invoice};

const ANN: i64 = 41;
const BOB: i64 = 42;
const CAT: i64 = 43;

/// No yes leaves later than eight and a half seconds after its question.
const TOO_LATE_FOR_A_YES: Duration = Duration::from_millis(8_600);

fn visitor(fair: &Fair, id: i64) -> Visitor {
    Visitor::new(&fair.local, FAIR, id)
}

/// From the shop's door to an invoice, again until it works.
async fn invoice(visitor: &mut Visitor, product: &str) -> MessageView {
    let began = Instant::now();
    loop {
        if let Some(bill) = visitor.invoice(product).await {
            return bill;
        }
        assert!(began.elapsed() < CEILING, "no invoice came");
    }
}

/// Presses Pay until the shop says yes, and pays; whoever hears anything but a no or a yes on the way has found a bug.
async fn buys_in_the_end(visitor: &mut Visitor, bill: &MessageView) {
    let began = Instant::now();
    loop {
        match visitor.asks(bill).await {
            Some((query, Outcome::Confirmed)) => {
                assert!(visitor.pays(query).await.is_some(), "no receipt came");
                return;
            }
            Some((_, Outcome::Refused { .. })) => {}
            other => panic!("{other:?}"),
        }
        assert!(began.elapsed() < CEILING, "the shop does not sell again");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// How often a query was answered.
fn answers(fair: &Fair, query: i64) -> usize {
    let requests = fair.local.requests();
    let to_it = requests.iter().filter(|request| {
        request.method == "answerPreCheckoutQuery" && request.fields["pre_checkout_query_id"] == query
    });
    to_it.count()
}

/// Presses Pay where no yes can be given: a polite no in time, and one only.
async fn hears_a_polite_no(fair: &Fair, visitor: &Visitor, bill: &MessageView) -> i64 {
    let began = Instant::now();
    let (query, outcome) = visitor.asks(bill).await.unwrap();
    println!("a no after {} ms", began.elapsed().as_millis());
    let Outcome::Refused { words } = outcome else {
        panic!("{outcome:?}")
    };
    assert!(words.contains("try again"), "{words}");
    assert_eq!(answers(fair, query), 1);
    query
}

async fn quiet(fair: &Fair) {
    Judge::new(fair).await.waits_for_quiet(CEILING).await;
}

async fn ends_well(fair: &Fair, engine: Engine) {
    let mut judge = Judge::new(fair).await;
    judge.waits_for_quiet(CEILING).await;
    engine.stop().await;
    let violations = judge.verdict().await;
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

/// The disk takes no writes for a while. One customer presses Pay then, another one's money arrives then.
async fn disk_takes_nothing(way: Way, fault: &str, words: &str) {
    let mut fair = Fair::open(&format!("{fault}-{way:?}")).await;
    fair.change_way(way);
    let Some(disk) = Disk::new(&fair.folder) else { return };
    let engine = fair.start_on(&disk, "run.log");
    let (mut ann, mut bob) = (visitor(&fair, ANN), visitor(&fair, BOB));
    let (hers, his) = (invoice(&mut ann, "loaf").await, invoice(&mut bob, "game").await);
    let Some((promised, Outcome::Confirmed)) = bob.asks(&his).await else {
        panic!("no yes on a good day")
    };
    quiet(&fair).await;

    disk.becomes(fault);
    fair.local.charge(promised).unwrap();
    engine.says(words, CEILING).await;
    // The updates that came before hers cannot be acknowledged; hers must be seen all the same.
    let refused = hears_a_polite_no(&fair, &ann, &hers).await;
    assert_eq!(receipts(&fair, BOB), 0);
    disk.recovers_from(fault);

    buys_in_the_end(&mut ann, &hers).await;
    let began = Instant::now();
    while receipts(&fair, BOB) == 0 {
        assert!(began.elapsed() < CEILING, "who paid on the bad day has no receipt");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    ends_well(&fair, engine).await;
    assert_eq!(answers(&fair, refused), 1);
}

/// Messages in a person's chat that name a charge of theirs.
fn receipts(fair: &Fair, person: i64) -> usize {
    let charges = fair.local.charges();
    let chat = fair.local.read(FAIR.chat(person), 0);
    let names_charge = |message: &&MessageView| {
        let mut hers = charges.iter().filter(|charge| charge.payer == person);
        message.by_bot && hers.any(|charge| message.text.contains(&charge.telegram_payment_charge_id))
    };
    chat.messages.iter().filter(names_charge).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "slow: run by .ci/run"]
async fn a_full_disk_says_a_polite_no_and_loses_nothing() {
    disk_takes_nothing(Way::Fetched, "full", "is full, so nothing can be written").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "slow: run by .ci/run"]
async fn a_broken_disk_says_a_polite_no_and_loses_nothing() {
    disk_takes_nothing(Way::Fetched, "broken", "cannot be read or written").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "slow: run by .ci/run"]
async fn a_full_disk_sends_what_is_posted_back_and_loses_nothing() {
    disk_takes_nothing(Way::Posted, "full", "is full, so nothing can be written").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "slow: run by .ci/run"]
async fn a_yes_that_the_disk_holds_up_is_not_said_and_holds_nothing() {
    the_disk_holds_up_a_yes(Way::Fetched).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "slow: run by .ci/run"]
async fn a_yes_to_a_post_that_the_disk_holds_up_is_not_said_and_holds_nothing() {
    the_disk_holds_up_a_yes(Way::Posted).await;
}

async fn the_disk_holds_up_a_yes(way: Way) {
    let mut fair = Fair::open(&format!("slow-{way:?}")).await;
    fair.change_way(way);
    let Some(disk) = Disk::new(&fair.folder) else { return };
    let engine = fair.start_on(&disk, "run.log");
    let mut ann = visitor(&fair, ANN);
    let bill = invoice(&mut ann, "loaf").await;
    quiet(&fair).await;
    disk.becomes("slow");
    let refused = hears_a_polite_no(&fair, &ann, &bill).await;
    assert!(!disk.is("slow"), "nothing was synced");
    // The yes becomes durable after the no; its hold goes again.
    let mut judge = Judge::new(&fair).await;
    judge
        .waits_for("SELECT count(*) FROM events WHERE what = 'held'", 1)
        .await;
    judge
        .waits_for("SELECT reserved FROM stock WHERE sku = 'loaf'", 0)
        .await;
    buys_in_the_end(&mut ann, &bill).await;
    ends_well(&fair, engine).await;
    assert_eq!(answers(&fair, refused), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_between_commit_and_answer_still_says_yes() {
    restarts_between_commit_and_answer(Way::Fetched).await;
}

/// The query comes again, too, and is not answered a second time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_between_commit_and_answer_to_a_post_still_says_yes() {
    restarts_between_commit_and_answer(Way::Posted).await;
}

async fn restarts_between_commit_and_answer(way: Way) {
    let mut fair = Fair::open(&format!("between-{way:?}")).await;
    fair.change_way(way);
    let mut doomed = fair.start("doomed.log", &[("KIOSK_FAILPOINT", "pre.after_commit:1")]);
    let mut ann = visitor(&fair, ANN);
    let bill = invoice(&mut ann, "game").await;
    let restart = async {
        let ended = doomed.ends(CEILING).await;
        assert!(ended.is_some(), "{}", doomed.words());
        fair.start("risen.log", &[])
    };
    let (asked, engine) = tokio::join!(ann.asks(&bill), restart);
    let (query, outcome) = asked.unwrap();
    assert_eq!((outcome, answers(&fair, query)), (Outcome::Confirmed, 1));
    assert!(ann.pays(query).await.is_some(), "no receipt came");
    ends_well(&fair, engine).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "slow: run by .ci/run"]
async fn a_restart_that_is_too_late_for_a_yes_says_a_polite_no() {
    let fair = Fair::open("late").await;
    let mut doomed = fair.start("doomed.log", &[("KIOSK_FAILPOINT", "pre.after_commit:1")]);
    let mut ann = visitor(&fair, ANN);
    let bill = invoice(&mut ann, "loaf").await;
    let restart = async {
        assert!(doomed.ends(CEILING).await.is_some(), "{}", doomed.words());
        tokio::time::sleep(TOO_LATE_FOR_A_YES).await;
        fair.start("risen.log", &[])
    };
    let (refused, engine) = tokio::join!(hears_a_polite_no(&fair, &ann, &bill), restart);
    // What was promised to her and not said is still hers when she tries again.
    buys_in_the_end(&mut ann, &bill).await;
    ends_well(&fair, engine).await;
    assert_eq!(answers(&fair, refused), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_yes_whose_answer_was_lost_is_kept() {
    let fair = Fair::open("lost-yes").await;
    let engine = fair.start("run.log", &[]);
    let mut ann = visitor(&fair, ANN);
    let bill = invoice(&mut ann, "game").await;
    lose(&fair, "answerPreCheckoutQuery", Fault::DropAnswer, 1);
    let Some((query, Outcome::Confirmed)) = ann.asks(&bill).await else {
        panic!("no yes")
    };
    // The engine asks again, hears "too old", and must not take that for a no.
    let began = Instant::now();
    while answers(&fair, query) < 2 {
        assert!(began.elapsed() < CEILING, "the lost answer was not repeated");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    quiet(&fair).await;
    assert!(ann.pays(query).await.is_some(), "no receipt came");
    ends_well(&fair, engine).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_gets_through_whatever_happens_to_it() {
    for (name, fault) in [
        ("lost-receipt", Fault::DropAnswer),
        ("unsent-receipt", Fault::DropRequest),
        ("failed-receipt", Fault::ServerError),
        ("held-receipt", Fault::TooManyRequests { retry_after_s: 1 }),
    ] {
        let fair = Fair::open(name).await;
        let engine = fair.start("run.log", &[]);
        let mut ann = visitor(&fair, ANN);
        let bill = invoice(&mut ann, "game").await;
        let Some((query, Outcome::Confirmed)) = ann.asks(&bill).await else {
            panic!("no yes")
        };
        quiet(&fair).await;
        // Two: one may meet the notice to the staff.
        lose(&fair, "sendMessage", fault, 2);
        fair.local.charge(query).unwrap();
        let mut judge = Judge::new(&fair).await;
        judge.waits_for("SELECT count(*) FROM payments", 1).await;
        ends_well(&fair, engine).await;
        assert!(receipts(&fair, ANN) >= 1, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_that_came_twice_is_paid_once() {
    let fair = Fair::open("two-invoices").await;
    let engine = fair.start("run.log", &[]);
    lose(&fair, "sendInvoice", Fault::DropAnswer, 1);
    let mut ann = visitor(&fair, ANN);
    let first = invoice(&mut ann, "loaf").await;
    let began = Instant::now();
    let second = loop {
        let messages = fair.local.read(ann.chat, 0).messages;
        let other = messages
            .into_iter()
            .find(|message| is_invoice(message) && message.id != first.id);
        if let Some(other) = other {
            break other;
        }
        assert!(began.elapsed() < CEILING, "the invoice was not sent again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    buys_in_the_end(&mut ann, &first).await;
    let (_, outcome) = ann.asks(&second).await.unwrap();
    assert!(
        matches!(&outcome, Outcome::Refused { words } if words.contains("paid")),
        "{outcome:?}"
    );
    ends_well(&fair, engine).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn updates_come_in_whatever_happens_to_the_polls() {
    let fair = Fair::open("polls").await;
    let engine = fair.start("run.log", &[]);
    let mut ann = visitor(&fair, ANN);
    invoice(&mut ann, "loaf").await;
    for fault in [
        Fault::DropAnswer,
        Fault::ServerError,
        Fault::TooManyRequests { retry_after_s: 1 },
        Fault::DropRequest,
    ] {
        lose(&fair, "getUpdates", fault, 1);
        let bill = invoice(&mut ann, "loaf").await;
        buys_in_the_end(&mut ann, &bill).await;
    }
    ends_well(&fair, engine).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_poll_that_hangs_holds_up_no_stop() {
    let fair = Fair::open("hangs").await;
    lose(&fair, "getUpdates", Fault::Hang, 1);
    let engine = fair.start("run.log", &[]);
    let began = Instant::now();
    while !fair.local.request_counts().contains_key("getUpdates") {
        assert!(began.elapsed() < CEILING, "nothing is fetched: {}", engine.words());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    engine.stop().await;
    let engine = fair.start("again.log", &[]);
    let mut ann = visitor(&fair, ANN);
    let bill = invoice(&mut ann, "loaf").await;
    buys_in_the_end(&mut ann, &bill).await;
    ends_well(&fair, engine).await;
}

/// Another engine with a data folder of its own takes the updates: the first one says so and waits; nobody is charged
/// for what the other one sold. Once it is alone again, it sells.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "slow: run by .ci/run"]
async fn a_second_engine_on_the_same_token_is_told_of_and_survived() {
    let fair = Fair::open("two-engines").await;
    let first = fair.start("first.log", &[]);
    let (mut ann, mut bob) = (visitor(&fair, ANN), visitor(&fair, BOB));
    let hers = invoice(&mut ann, "loaf").await;
    quiet(&fair).await;

    let second_data = fair.folder.join("second");
    let second = fair.start_in(&second_data, "second.log");
    first
        .says("another program fetches the updates of this bot", CEILING)
        .await;
    let his = invoice(&mut bob, "loaf").await;
    buys_in_the_end(&mut bob, &his).await;
    let (query, outcome) = ann.asks(&hers).await.unwrap();
    assert!(matches!(outcome, Outcome::Refused { .. }), "{outcome:?}");
    assert_eq!(answers(&fair, query), 1);
    second.stop().await;

    let mut cat = visitor(&fair, CAT);
    let its = invoice(&mut cat, "loaf").await;
    buys_in_the_end(&mut cat, &its).await;
    assert!(first.words().contains("works again"), "{}", first.words());
    quiet(&fair).await;
    first.stop().await;
    let booked = [
        charges_in(&fair.database()).await,
        charges_in(&second_data.join("live/kiosk.db")).await,
    ];
    let charged: Vec<String> = fair
        .local
        .charges()
        .into_iter()
        .map(|charge| charge.telegram_payment_charge_id)
        .collect();
    assert_eq!(booked, [vec![charged[1].clone()], vec![charged[0].clone()]]);
}

async fn charges_in(database: &Path) -> Vec<String> {
    let options = SqliteConnectOptions::new().filename(database).read_only(true);
    let mut books = options.connect().await.unwrap();
    sqlx::query_scalar("SELECT charge_id FROM payments")
        .fetch_all(&mut books)
        .await
        .unwrap()
}

fn lose(fair: &Fair, method: &str, fault: Fault, times: u32) {
    fair.local.fail(Some(FAIR.bot), method, fault, times).unwrap();
}
