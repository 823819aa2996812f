//! Two shops on one core. The customers of the one buy at a steady rate, and it is measured how long they wait at
//! pre-checkout; those of the other buy as fast as they can, and each of their purchases asks a rule twice. That rule
//! answers at once, or thinks almost until its deadline. One that runs into it three times in a row is not run any more
//! and does nobody harm, so this one gets away with it: it is slower for the neighbour than one that always fails.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use kiosk::rules::{Input, compile, run, sample, unhurried};
use tokio::{sync::mpsc, task::JoinSet};

use crate::{
    Wish,
    customer::Customer,
    machine::Cores,
    plan,
    stage::Stage,
    table::{Goal, Table, median},
};

/// A purchase each 25 ms.
const A_SECOND: u32 = 40;
const CUSTOMERS: usize = 40;
/// Who waits for the slow rule at any moment.
const HAMMERING: usize = 20;
/// A rule has 50 ms; threads of lower priority need a little more time than they run.
const THINKS_FOR: Duration = Duration::from_millis(35);
/// A slow rule that answers more often than this is not run any more.
const ASKED_A_SECOND_MAX: f64 = 35.0;
/// What a customer of the other shop does after a purchase, so that it sells as many with the quick rule as with the slow
/// one: the rule alone makes the difference.
const A_PURCHASE_TAKES: Duration = Duration::from_millis(1_400);
const WARM_UP: Duration = Duration::from_secs(1);

const QUICK: &str = "const API = 1;\nfn own(quote) { if quote.has(\"bread\") { return deny(\"No bread.\"); } }\n";

/// Turns over its text so often that it takes its time.
fn slow(times: u64) -> String {
    format!(
        "const API = 1;\nconst ON_ERROR = \"allow\";\nfn own(quote) {{\n    if !quote.has(\"ticket\") {{ return; }}\n    \
         let text = \"abcdefgh\";\n    while text.len() < 4000 {{ text += text; }}\n    \
         for n in 0..{times} {{ text.to_upper(); }}\n}}\n"
    )
}

/// So slow a script on this machine, found out by running it.
fn slow_script() -> &'static str {
    const TRIED: u64 = 500;
    let mut input: Input = (*sample()).clone();
    "ticket".clone_into(&mut input.quote.lines[0].product);
    let input = Arc::new(input);
    let took = |times: u64| {
        let rules = compile("own", &slow(times)).unwrap();
        let took = (0..9).map(|_| unhurried(|| run(&rules, &input)));
        took.map(|asked| asked.took).min().unwrap()
    };
    let each = took(TRIED).as_secs_f64() / TRIED as f64;
    let times = (1..10_000)
        .map(|step| step * 500)
        .find(|times| *times as f64 * each >= THINKS_FOR.as_secs_f64());
    let script = slow(times.unwrap());
    println!(
        "the slow rule thinks for {:.0} ms",
        took(times.unwrap()).as_secs_f64() * 1e3
    );
    script.leak()
}

pub(crate) async fn beside(wish: &Wish, cores: Cores, table: &mut Table) {
    let (slow, mut quick_p99, mut slow_p99) = (slow_script(), Vec::new(), Vec::new());
    let mut is_given_up = false;
    for _ in 0..wish.rounds {
        for (word, script, all) in [("quick", QUICK, &mut quick_p99), ("slow", slow, &mut slow_p99)] {
            let found = one(script, word == "quick", cores, wish.length * 2).await;
            println!(
                "beside a {word} rule, asked {:.0} times a second: pre-checkout {:.2} ms median, {:.2} ms p99",
                found.asked_a_second, found.median_ms, found.p99_ms
            );
            is_given_up |= word == "slow" && found.asked_a_second > ASKED_A_SECOND_MAX;
            all.push(found.p99_ms);
        }
    }
    let (quick, slow) = (median(&mut quick_p99), median(&mut slow_p99));
    let ratio = slow / quick;
    table.row(
        "40 purchases/s beside a shop whose rule always thinks almost to its deadline: pre-checkout answered, 99 of 100 within",
        &format!("{slow:.1} ms, and {quick:.1} ms beside the same shop with a quick rule: {ratio:.2}×"),
        &if is_given_up {
            Goal::Unknown("1.1×", "the machine is so busy that the rule ran into its deadline and was given up")
        } else {
            Goal::AtMost(ratio, 1.1, "1.1×")
        },
    );
}

struct Found {
    median_ms: f64,
    p99_ms: f64,
    asked_a_second: f64,
}

/// Customers with even numbers buy in the first shop, those with odd ones in the other.
async fn one(script: &'static str, pauses: bool, cores: Cores, length: Duration) -> Found {
    let stage = Stage::open(plan(2, Some(script)), cores).await;
    let all = stage.customers(2 * CUSTOMERS).await;
    let (mut measured, mut others) = (Vec::new(), Vec::new());
    for (number, customer) in all.into_iter().enumerate() {
        if number % 2 == 0 {
            measured.push(customer);
        } else if others.len() < HAMMERING {
            others.push(customer);
        }
    }
    let stop = Arc::new(AtomicBool::new(false));
    let mut hammering = JoinSet::new();
    for (number, customer) in others.into_iter().enumerate() {
        hammering.spawn(keep_on(customer, number, pauses, stop.clone()));
    }
    tokio::time::sleep(WARM_UP).await;
    let mut waits = steadily(measured, length).await;
    stop.store(true, Ordering::Relaxed);
    let mut bought = 0;
    while let Some(count) = hammering.join_next().await {
        bought += count.unwrap();
    }
    stage.books_equal_charges().await;
    stage.close().await;
    waits.sort_unstable();
    let at = |share: usize| waits[waits.len() * share / 100].as_secs_f64() * 1e3;
    Found {
        median_ms: at(50),
        p99_ms: at(99),
        asked_a_second: 2.0 * f64::from(bought) / (WARM_UP + length).as_secs_f64(),
    }
}

/// Buys until it is told to stop; how often.
async fn keep_on(mut customer: Customer, number: usize, pauses: bool, stop: Arc<AtomicBool>) -> u32 {
    let mut bought = 0;
    if pauses {
        tokio::time::sleep(A_PURCHASE_TAKES * u32::try_from(number).unwrap() / u32::try_from(HAMMERING).unwrap()).await;
    }
    while !stop.load(Ordering::Relaxed) {
        let began = Instant::now();
        customer.buys().await;
        bought += 1;
        if pauses {
            tokio::time::sleep(A_PURCHASE_TAKES.saturating_sub(began.elapsed())).await;
        }
    }
    bought
}

/// How long the answers at pre-checkout took.
async fn steadily(customers: Vec<Customer>, length: Duration) -> Vec<Duration> {
    let (back, mut free) = mpsc::unbounded_channel();
    let count = customers.len();
    for customer in customers {
        back.send(customer).unwrap();
    }
    let mut tick = tokio::time::interval(Duration::from_secs(1) / A_SECOND);
    let began = Instant::now();
    while began.elapsed() < length {
        tick.tick().await;
        let mut customer: Customer = free.recv().await.unwrap();
        let back = back.clone();
        tokio::spawn(async move {
            customer.buys().await;
            let _ = back.send(customer);
        });
    }
    let mut waits = Vec::new();
    for _ in 0..count {
        waits.extend(free.recv().await.unwrap().waits);
    }
    waits
}
