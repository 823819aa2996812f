//! What the owner's own rules cost: one evaluation by itself, scripts of many shops at rest, a purchase in a shop with a
//! rule, and the customers of a shop whose neighbour has a rule that is slow. The last two are the real binary on a core
//! of its own, with the sandbox and its customers on another.
//!
//!     cargo bench --bench rules                      everything, and at its end the README's table
//!     cargo bench --bench rules -- alone beside      parts of it: alone shops histories purchase beside
//!     cargo bench --bench rules -- rounds=1 seconds=3
//!
//! Linux only, as `/proc` is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::float_arithmetic,
    clippy::cast_precision_loss
)]

mod alone;
mod beside;
#[path = "../purchase/customer.rs"]
#[allow(dead_code)]
mod customer;
mod histories;
#[path = "../purchase/machine.rs"]
#[allow(dead_code)]
mod machine;
#[path = "../purchase/plain/mod.rs"]
#[allow(dead_code)]
mod plain;
#[path = "../purchase/stage.rs"]
#[allow(dead_code)]
mod stage;
#[path = "../purchase/steady.rs"]
mod steady;
#[path = "../purchase/storm.rs"]
#[allow(dead_code)]
mod storm;
mod table;

use std::{process::ExitCode, time::Duration};

use machine::Cores;
use stage::{Intake, Plan, Subject};
use storm::{Doing, storm};
use table::{Goal, Table, median};

/// What kiosk itself has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PARTS: [&str; 5] = ["alone", "shops", "histories", "purchase", "beside"];

/// What the command line asks for.
struct Wish {
    parts: Vec<String>,
    rounds: u32,
    length: Duration,
}

fn main() -> ExitCode {
    let wish = match Wish::parse(std::env::args().skip(1)) {
        Ok(wish) => wish,
        Err(words) => {
            eprintln!("{words}");
            return ExitCode::FAILURE;
        }
    };
    println!("{}", Cores::describe());
    let mut table = Table::default();
    // First, and held for a while: memory that one gives back the next would take again without growth.
    let books = wish.wants("histories").then(|| histories::histories(&mut table));
    if wish.wants("shops") {
        alone::shops(&mut table);
    }
    drop(books);
    let evaluation = wish.wants("alone").then(|| alone::evaluation(&mut table));
    let cores = Cores::take();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(async {
        if wish.wants("purchase") {
            purchase(&wish, cores, evaluation, &mut table).await;
        }
        if wish.wants("beside") {
            beside::beside(&wish, cores, &mut table).await;
        }
    });
    println!("\n{table}");
    ExitCode::SUCCESS
}

impl Wish {
    fn parse(words: impl Iterator<Item = String>) -> Result<Wish, String> {
        let mut wish = Wish {
            parts: Vec::new(),
            rounds: 3,
            length: Duration::from_secs(5),
        };
        // Cargo says `--bench` to every benchmark.
        for word in words.filter(|word| word != "--bench") {
            let number = |text: &str| text.parse().ok().filter(|number: &u32| *number > 0);
            if PARTS.contains(&word.as_str()) {
                wish.parts.push(word);
            } else if let Some(rounds) = word.strip_prefix("rounds=").and_then(number) {
                wish.rounds = rounds;
            } else if let Some(seconds) = word.strip_prefix("seconds=").and_then(number) {
                wish.length = Duration::from_secs(seconds.into());
            } else {
                let parts = PARTS.join(", ");
                return Err(format!(
                    "`{word}` is unknown; parts are {parts}; rounds=3 and seconds=5 are the defaults"
                ));
            }
        }
        Ok(wish)
    }

    fn wants(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|wanted| wanted == part)
    }
}

fn plan(shops: usize, rules: &'static [&'static str]) -> Plan {
    Plan {
        subject: Subject::Kiosk,
        intake: Intake::Polling,
        shops,
        rules,
        counted: false,
    }
}

/// The same storm with a rule and without, in turn.
async fn purchase(wish: &Wish, cores: Cores, evaluation: Option<f64>, table: &mut Table) {
    let (mut ruled, mut plain) = (Vec::new(), Vec::new());
    for _ in 0..wish.rounds {
        let one: &[&str] = &[alone::RULE];
        for (words, rules, runs) in [("without a rule", &[][..], &mut plain), ("with one", one, &mut ruled)] {
            let measured = storm(plan(1, rules), Doing::ShortPurchases, cores, wish.length).await;
            println!(
                "{words}: {:.0} µs of a core a purchase, pre-checkout {:.1} ms median, {:.1} ms p99",
                measured.cpu_us, measured.median_ms, measured.p99_ms
            );
            runs.push(measured.cpu_us);
        }
    }
    let (ruled, plain) = (median(&mut ruled), median(&mut plain));
    if let Some(evaluation) = evaluation {
        let share = 100.0 * evaluation / plain;
        let what = "One such evaluation, of what a purchase costs without a rule";
        table.row(what, &format!("{share:.1} %"), &Goal::None);
        let both = 2.0 * share;
        let goal = Goal::AtMost(both, 3.0, "3 %");
        table.row("· and the two of a purchase together", &format!("{both:.1} %"), &goal);
    }
    table.row(
        "A purchase in a shop with that rule: asked twice, and what it said kept",
        &format!("{ruled:.0} µs of a core, and {plain:.0} without"),
        &Goal::None,
    );
}
