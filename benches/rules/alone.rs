//! Rules by themselves: the time of one evaluation (three conditions over ten lines; the input is built anew each time,
//! as for each question), and the time and memory of compiling five scripts for each of 1,000 shops.

use std::{sync::Arc, time::Instant};

use kiosk::rules::{Input, LineFacts, Rules, Verdict, compile, run, sample};

use crate::table::{Goal, Table};

const EVALUATIONS: u32 = 500;
const ROUNDS: usize = 2_000;
const SHOPS: usize = 1_000;
const SCRIPTS: usize = 5;

pub(crate) const RULE: &str = r#"const API = 1;

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

/// Microseconds of one.
pub(crate) fn evaluation(table: &mut Table) -> f64 {
    let rules = compile("wine", RULE).unwrap();
    let asked = run(&rules, &Arc::new(input()));
    let expected = (Verdict::Allow, vec![]);
    assert_eq!((asked.verdict, asked.failed), expected, "every condition is looked at");
    let known = input();
    // As `decide` makes one: what quote and shop hold is shared with them, everything else is anew.
    let input = || Arc::new(known.clone());
    let whole = best(|| drop(std::hint::black_box(run(&rules, &input()))));
    let alone = best(|| drop(std::hint::black_box(input())));
    println!(
        "one evaluation: {whole:.2} µs, {alone:.2} of them for the input; {} operations",
        asked.operations
    );
    table.row(
        "A rule of three conditions over ten lines, its input built: one evaluation",
        &format!("{whole:.1} µs"),
        &Goal::AtMost(whole, 12.0, "12 µs"),
    );
    whole
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
fn input() -> Input {
    let mut input = (*sample()).clone();
    input.quote.lines = (0..10)
        .map(|number| LineFacts {
            product: format!("product-{number}").into(),
            title: format!("Product {number}").into(),
            category: if number % 5 == 0 { "wine" } else { "bread" }.into(),
            choices: [Arc::from("whole")].into(),
            quantity: 1,
            price: 450,
            physical: true,
        })
        .collect();
    input.quote.total = 4500;
    input
}

pub(crate) fn shops(table: &mut Table) {
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
    table.row(
        &format!("{} shops with {SCRIPTS} scripts each", kept.len()),
        &format!(
            "compiled and tried in {took:.1} s ({each:.0} µs a script), {:.0} MB",
            grown as f64 / 1024.0
        ),
        &Goal::None,
    );
}

/// 0 where the kernel does not tell.
pub(crate) fn resident_kib() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}
