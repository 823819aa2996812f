//! Two shops on one core. The customers of the one buy at a steady rate, and it is measured how long they wait at
//! pre-checkout; in the other somebody always waits for its rules, which answer at once, or think until their deadline,
//! each time. A rule that runs into its deadline three times in a row is not run any more and does nobody harm, so that
//! shop has very many of them: whenever some are given up, the next ones take up the time of all.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::task::JoinSet;

use crate::{
    Wish,
    customer::Customer,
    machine::Cores,
    plan,
    stage::Stage,
    steady::{steadily, waits_of, within},
    table::{Goal, Table, median},
};

/// A purchase each 25 ms.
const A_SECOND: u32 = 40;
const CUSTOMERS: usize = 40;
/// Who buys in the other shop.
const HAMMERING: usize = 20;
/// The rules of a question have 200 ms together. A shop that answers more often has given up all of its rules.
const ASKED_A_SECOND_MAX: f64 = 5.0;
/// With quick rules each customer begins a purchase so often, so that the other shop sells as many as with slow ones: the
/// rules alone make the difference.
const A_PURCHASE_EACH: Duration = Duration::from_secs(9);
const WARM_UP: Duration = Duration::from_secs(1);
/// With the function that thinks, as many as a script may have.
const RULES_A_SCRIPT: usize = 49;
const SCRIPTS: usize = 3;

/// What the rules of a shop do with whoever has bought here before: a first purchase is not kept waiting.
const QUICK: &str = "return;";
/// Sorts without end: few operations that take long each, so that their number is no bound.
const SLOW: &str = "let list = []; list.pad(1000, 0); loop { list.sort(); }";

/// As many rules as it takes for some to be left until the end.
fn scripts(thinks: &str) -> &'static [&'static str] {
    let script = |number: usize| -> &'static str {
        let mut script = format!(
            "const API = 1;\nconst ON_ERROR = \"allow\";\nprivate fn thinks(quote, customer) {{\n    \
             if customer.is_new || !quote.has(\"ticket\") {{ return; }}\n    {thinks}\n}}\n"
        );
        for rule in 0..RULES_A_SCRIPT {
            writeln!(
                script,
                "fn own_{number}_{rule}(quote, customer) {{ thinks(quote, customer); }}"
            )
            .unwrap();
        }
        script.leak()
    };
    (0..SCRIPTS).map(script).collect::<Vec<_>>().leak()
}

pub(crate) async fn beside(wish: &Wish, cores: Cores, table: &mut Table) {
    let (quick, slow) = (scripts(QUICK), scripts(SLOW));
    let (mut quick_p99, mut slow_p99) = (Vec::new(), Vec::new());
    let mut is_given_up = false;
    for _ in 0..wish.rounds {
        for (word, rules, all) in [("quick", quick, &mut quick_p99), ("slow", slow, &mut slow_p99)] {
            let pace = (word == "quick").then_some(A_PURCHASE_EACH);
            let found = one(rules, pace, cores, wish.length * 2).await;
            println!(
                "beside {word} rules, asked {:.1} times a second: pre-checkout {:.2} ms median, {:.2} ms p99",
                found.asked_a_second, found.median_ms, found.p99_ms
            );
            is_given_up |= word == "slow" && found.asked_a_second > ASKED_A_SECOND_MAX;
            all.push(found.p99_ms);
        }
    }
    let (quick, slow) = (median(&mut quick_p99), median(&mut slow_p99));
    let ratio = slow / quick;
    table.row(
        "40 purchases/s beside a shop whose rules always run into their deadline: pre-checkout answered, 99 of 100 within",
        &format!("{slow:.1} ms, and {quick:.1} ms beside the same shop with quick rules: {ratio:.2}×"),
        &if is_given_up {
            Goal::Unknown("1.1×", "the shop was asked so long that it had given up all of its rules")
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
async fn one(rules: &'static [&'static str], pace: Option<Duration>, cores: Cores, length: Duration) -> Found {
    let stage = Stage::open(plan(2, rules), cores).await;
    let (mut measured, mut others) = (Vec::new(), Vec::new());
    for (number, customer) in stage.customers(2 * CUSTOMERS).await.into_iter().enumerate() {
        if number % 2 == 0 {
            measured.push(customer);
        } else if others.len() < HAMMERING {
            others.push(customer);
        }
    }
    let stop = Arc::new(AtomicBool::new(false));
    let mut hammering = JoinSet::new();
    for (number, customer) in (0..).zip(others) {
        hammering.spawn(keep_on(customer, number, pace, stop.clone()));
    }
    tokio::time::sleep(WARM_UP).await;
    let mut measured = steadily(measured, Duration::from_secs(1) / A_SECOND, length).await;
    stop.store(true, Ordering::Relaxed);
    let bought: u32 = hammering.join_all().await.into_iter().sum();
    stage.books_equal_charges().await;
    stage.close().await;
    let waits = waits_of(&mut measured);
    let at = |share| within(&waits, share).as_secs_f64() * 1e3;
    Found {
        median_ms: at(50),
        p99_ms: at(99),
        asked_a_second: 2.0 * f64::from(bought) / (WARM_UP + length).as_secs_f64(),
    }
}

/// Buys until it is told to stop; how often that was done by then.
async fn keep_on(mut customer: Customer, number: u32, pace: Option<Duration>, stop: Arc<AtomicBool>) -> u32 {
    let mut bought = 0;
    if let Some(each) = pace {
        tokio::time::sleep(each * number / u32::try_from(HAMMERING).unwrap()).await;
    }
    while !stop.load(Ordering::Relaxed) {
        let began = Instant::now();
        customer.buys().await;
        bought += u32::from(!stop.load(Ordering::Relaxed));
        if let Some(each) = pace {
            tokio::time::sleep(each.saturating_sub(began.elapsed())).await;
        }
    }
    bought
}
