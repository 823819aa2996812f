//! What the owner's own rules cost.
//!
//!     cargo bench --bench rules
//!
//! Prints the time of one evaluation (a rule of three conditions over ten lines; the input is built anew each time, as
//! at each pre-checkout), and the time and memory of compiling five scripts for each of 1,000 shops.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::cast_precision_loss
)]

use std::{sync::Arc, time::Instant};

use kiosk::rules::{Input, LineFacts, Rules, Verdict, compile, run, sample};

const EVALUATIONS: u32 = 500;
const ROUNDS: usize = 2_000;
const SHOPS: usize = 1_000;
const SCRIPTS: usize = 5;

const RULE: &str = r#"const API = 1;

fn wine(quote, customer, now) {
    let wine = 0;
    for line in quote.lines {
        if line.category == "wine" { wine += line.quantity; }
    }
    if wine > 0 && now.hour < 12 {
        return deny("No wine before noon.");
    }
    if wine > 6 && customer.is_new {
        return deny("At most six bottles with the first order.");
    }
    if quote.total < 5 {
        return deny("The smallest order is 5.00.");
    }
}
"#;

fn main() {
    evaluations();
    shops();
}

fn evaluations() {
    let rules = compile("wine", RULE).unwrap();
    let asked = run(&rules, &input());
    let expected = (Verdict::Allow, vec![]);
    assert_eq!((asked.verdict, asked.failed), expected, "every condition is looked at");
    let whole = best(|| drop(std::hint::black_box(run(&rules, &input()))));
    println!(
        "one evaluation, ten lines, {} operations, input included: {whole:.1} µs",
        asked.operations
    );
    let alone = best(|| drop(std::hint::black_box(input())));
    println!("of that, building the input: {alone:.1} µs");
}

/// Microseconds of one, in the best of many short rounds: what else the machine does only makes a round longer.
fn best(mut act: impl FnMut()) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        for _ in 0..EVALUATIONS {
            act();
        }
        best = best.min(started.elapsed().as_secs_f64() * 1e6 / f64::from(EVALUATIONS));
    }
    best
}

/// Ten lines, the sample's customer.
fn input() -> Arc<Input> {
    let mut input = (*sample()).clone();
    input.quote.lines = (0..10)
        .map(|number| LineFacts {
            product: format!("product-{number}"),
            title: format!("Product {number}"),
            category: if number % 5 == 0 { "wine" } else { "bread" }.to_owned(),
            choices: vec!["whole".to_owned()],
            quantity: 1,
            price: 450,
            physical: true,
        })
        .collect();
    input.quote.total = 4500;
    Arc::new(input)
}

fn shops() {
    let scripts: Vec<(String, String)> = (0..SCRIPTS)
        .map(|number| {
            (
                format!("rule-{number}"),
                RULE.replace("> 6", &format!("> {}", 6 + number)),
            )
        })
        .collect();
    let before = resident_kib();
    let started = Instant::now();
    let kept: Vec<Rules> = (0..SHOPS)
        .map(|_| Rules::all(scripts.iter().map(|(name, source)| compile(name, source).unwrap())))
        .collect();
    let took = started.elapsed().as_secs_f64();
    let grown = resident_kib() - before;
    let each = took * 1e6 / (SHOPS * SCRIPTS) as f64;
    println!(
        "{} shops with {SCRIPTS} scripts each: compiled and tried in {:.0} ms ({each:.0} µs a script), {:.1} MiB",
        kept.len(),
        took * 1e3,
        grown as f64 / 1024.0
    );
}

/// 0 where the kernel does not tell.
fn resident_kib() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}
