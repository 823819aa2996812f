//! What a purchase costs: kiosk, the real binary over its HTTP and its database file, beside a plain shop that is
//! written by hand with teloxide and sqlx. Both run in a process of their own on one core; the sandbox and its customers
//! are on another. The short purchase is four updates and five calls: deep link, Buy, pre-checkout, payment, terms agreed
//! before.
//!
//!     cargo bench                     everything, and at its end the README's table
//!     cargo bench -- one steady       parts of it: one webhook hundred steady visit start idle
//!     cargo bench -- one kiosk rounds=1 seconds=10
//!
//! Linux only: CPU time is what the kernel's scheduler gave to each thread.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::float_arithmetic,
    clippy::cast_precision_loss
)]

mod customer;
mod machine;
mod plain;
mod quiet;
mod stage;
mod steady;
mod storm;
mod table;
mod wish;

use std::{process::ExitCode, time::Duration};

use machine::Cores;
use quiet::{idle_mb, start_ms};
use stage::{Intake, Plan, Subject};
use storm::{Doing, Measured, steady, storm};
use table::{Both, Table};
use wish::{Part, Wish};

/// A purchase each 25 ms leaves a shop idle for most of the time.
const STEADY_A_SECOND: u32 = 40;
const MANY_SHOPS: usize = 100;
const STARTS: usize = 15;
const COUNTING: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(plain::WORD) {
        plain::run();
        return ExitCode::SUCCESS;
    }
    if !cfg!(target_os = "linux") {
        eprintln!("This benchmark reads what a process uses from /proc, which only Linux has.");
        return ExitCode::FAILURE;
    }
    let wish = match Wish::parse(std::env::args().skip(1)) {
        Ok(wish) => wish,
        Err(words) => {
            eprintln!("{words}");
            return ExitCode::FAILURE;
        }
    };
    println!("{}", Cores::describe());
    let cores = Cores::take();
    if !cores.are_two() {
        eprintln!("One core has to do for both sides: the figures say little.");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let table = runtime.unwrap().block_on(measure(&wish, cores));
    println!("\n{table}");
    ExitCode::SUCCESS
}

async fn measure(wish: &Wish, cores: Cores) -> Table {
    let mut table = Table::default();
    let run = Run { wish, cores };
    if wish.wants(Part::One) {
        table.one(&run.storms(Intake::Polling, 1).await, &run.counted().await);
    }
    if wish.wants(Part::Webhook) {
        table.webhook(&run.storms(Intake::Webhook, 1).await);
    }
    if wish.wants(Part::Hundred) {
        for intake in [Intake::Polling, Intake::Webhook] {
            table.hundred(intake, &run.storms(intake, MANY_SHOPS).await);
        }
    }
    if wish.wants(Part::Steady) {
        for intake in [Intake::Polling, Intake::Webhook] {
            table.steady(intake, &run.steady(intake).await);
        }
    }
    if wish.wants(Part::Visit) {
        table.visit(&run.visits().await);
    }
    if wish.wants(Part::Start) {
        table.start(&run.starts().await);
    }
    if wish.wants(Part::Idle) {
        for intake in [Intake::Polling, Intake::Webhook] {
            table.idle(intake, &run.idle(intake).await);
        }
    }
    table
}

struct Run<'a> {
    wish: &'a Wish,
    cores: Cores,
}

impl Run<'_> {
    /// Both in turn, so that what else the machine does falls on both.
    async fn storms(&self, intake: Intake, shops: usize) -> Both<Measured> {
        let mut both = Both::default();
        for _ in 0..self.wish.rounds {
            for subject in self.wish.subjects() {
                let plan = plan(subject, intake, shops);
                let measured = storm(plan, Doing::ShortPurchases, self.cores, self.wish.length).await;
                add(&mut both, plan, measured);
            }
        }
        both
    }

    /// A storm of its own for the statements, since counting takes time.
    async fn counted(&self) -> Both<f64> {
        let mut both = Both::default();
        for subject in self.wish.subjects() {
            let counted = true;
            let plan = Plan {
                counted,
                ..plan(subject, Intake::Polling, 1)
            };
            let measured = storm(plan, Doing::ShortPurchases, self.cores, COUNTING).await;
            both.add(subject, measured.statements);
        }
        both
    }

    async fn steady(&self, intake: Intake) -> Both<Measured> {
        let mut both = Both::default();
        for subject in self.wish.subjects() {
            let plan = plan(subject, intake, 1);
            let length = self.wish.length * self.wish.rounds;
            let measured = steady(plan, STEADY_A_SECOND, self.cores, length).await;
            add(&mut both, plan, measured);
        }
        both
    }

    /// The plain shop has nothing to walk about in.
    async fn visits(&self) -> Both<Measured> {
        let mut both = Both::default();
        let plan = plan(Subject::Kiosk, Intake::Polling, 1);
        for _ in 0..self.wish.rounds {
            let measured = storm(plan, Doing::WholeVisits, self.cores, self.wish.length).await;
            add(&mut both, plan, measured);
        }
        both
    }

    async fn starts(&self) -> Both<f64> {
        let mut both = Both::default();
        for _ in 0..STARTS {
            for subject in self.wish.subjects() {
                let ms = start_ms(subject, self.cores).await;
                println!("{subject:?}: first getUpdates after {ms:.1} ms");
                both.add(subject, ms);
            }
        }
        both
    }

    async fn idle(&self, intake: Intake) -> Both<f64> {
        let mut both = Both::default();
        for subject in self.wish.subjects() {
            both.add(subject, idle_mb(subject, intake, self.cores).await);
        }
        both
    }
}

fn plan(subject: Subject, intake: Intake, shops: usize) -> Plan {
    Plan {
        subject,
        intake,
        shops,
        rules: &[],
        counted: false,
    }
}

fn add(both: &mut Both<Measured>, plan: Plan, measured: Measured) {
    println!("{plan} {measured}");
    both.add(plan.subject, measured);
}
