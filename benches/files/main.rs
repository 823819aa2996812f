//! How fast files become a shop: a large catalog checked, a save until it serves, customers who buy meanwhile, many
//! shops at rest. The real binary over real folders; each part prints what it found, and asserts nothing about it.
//!
//!     cargo bench --bench files                 everything
//!     cargo bench --bench files -- check idle   parts of it: check parts save large reload idle
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

#[path = "../purchase/customer.rs"]
#[allow(dead_code)]
mod customer;
mod folder;
mod live;
#[path = "../purchase/machine.rs"]
#[allow(dead_code)]
mod machine;
mod parts;
#[path = "../purchase/steady.rs"]
mod steady;

/// What `customer` asks of the benchmark that it is part of.
mod stage {
    pub(crate) const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);
}

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use folder::Folder;
use live::{Live, Save};
use machine::Cores;

const PARTS: [&str; 6] = ["check", "parts", "save", "large", "reload", "idle"];
const SAVES: usize = 15;
/// So long customers buy without a reload, and so long with one after the other.
const BUYING: Duration = Duration::from_secs(20);
const ROUNDS: usize = 3;
/// A chat takes about a message a second; and what is younger than this is read again whatever its times say.
const BETWEEN_SAVES: Duration = Duration::from_millis(2_500);
const RESTING: Duration = Duration::from_secs(30);

fn main() {
    let named: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if let Some(unknown) = named.iter().find(|word| !PARTS.contains(&word.as_str())) {
        eprintln!("`{unknown}` is no part: {}", PARTS.join(" "));
        return;
    }
    let wants = |part: &str| named.is_empty() || named.iter().any(|word| word == part);
    if wants("check") {
        check();
    }
    if wants("parts") {
        parts::parts();
    }
    let cores = Cores::take();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(async {
        if wants("save") {
            save("500 products in one file, a price saved", 1, 500, cores).await;
        }
        if wants("large") {
            save("100,000 products, one file of 1,000 saved", 100, 1_000, cores).await;
        }
        if wants("reload") {
            reload(cores).await;
        }
        if wants("idle") {
            idle(cores).await;
        }
    });
}

/// `kiosk check` from its start to its end.
fn check() {
    let folder = Folder::new();
    folder.shop("large", 50, 1_000);
    let (mut times, mut peak) = (Vec::new(), 0);
    for _ in 0..5 {
        let began = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_kiosk"));
        command.args(["check", "--shops"]).arg(folder.shops());
        command.env(
            folder::secret_name("large"),
            "123456789:AAbenchmarkbenchmarkbenchmarkbench1",
        );
        let mut child = command.stdout(Stdio::null()).spawn().unwrap();
        let status = loop {
            peak = peak.max(peak_kb(child.id()).unwrap_or(0));
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        assert!(status.success(), "the catalog of the benchmark is right");
        times.push(began.elapsed());
    }
    println!(
        "check of 50,000 products ({} MB in 50 files): {} (median of 5), at most {} MB of memory",
        folder.bytes("large") / 1_000_000,
        shown(at(&mut times, 50)),
        peak / 1024
    );
}

fn peak_kb(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let value = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    value.trim().trim_end_matches(" kB").parse().ok()
}

/// From the save of a file to the message that tells the owner that it serves.
async fn save(what: &str, files: usize, each: usize, cores: Cores) {
    let live = Live::open(&[("large", files, each)], cores).await;
    live.owner_listens().await;
    let one_file = Save::OneFile { products: each };
    let (mut times, before) = (Vec::new(), live.process.used().cpu);
    for round in 0..SAVES {
        tokio::time::sleep(BETWEEN_SAVES).await;
        times.push(live.save_until_told("large", one_file, round).await);
    }
    let used = live.process.used().cpu.saturating_sub(before) / u32::try_from(SAVES).unwrap();
    println!(
        "{what}: serves, and the owner was told, after {} (median of {SAVES}), {} (worst), the 30 ms of quiet included; \
         {} of a core each",
        shown(at(&mut times, 50)),
        shown(at(&mut times, 99)),
        shown(used)
    );
    live.close().await;
}

/// How long customers wait for the answer at pre-checkout while a catalog of 50,000 products is reloaded over and over.
/// What a p99 of eight hundred answers is differs from one time to the next; so there are rounds, and the median counts.
async fn reload(cores: Cores) {
    let live = Live::open(&[("large", 50, 1_000)], cores).await;
    let mut customers = live.customers().await;
    let saves = [
        ("one of 50 files saved", Save::OneFile { products: 1_000 }),
        ("all 50 files checked anew", Save::Everything),
    ];
    let (mut before, mut meanwhile, mut reloads) = (Vec::new(), [Vec::new(), Vec::new()], [0, 0]);
    for round in 1..=ROUNDS {
        let (mut without, _) = live.buying(&mut customers, BUYING, None).await;
        before.push(at(&mut without, 99));
        for (n, (what, save)) in saves.iter().enumerate() {
            let (mut with, done) = live.buying(&mut customers, BUYING, Some(*save)).await;
            let p99 = at(&mut with, 99);
            println!(
                "round {round}: p99 {} without, {} with {what}",
                shown(before[round - 1]),
                shown(p99)
            );
            meanwhile[n].push(p99);
            reloads[n] += done;
        }
    }
    let before = at(&mut before, 50);
    println!("pre-checkout answered (p99) within {} without reloads", shown(before));
    for (n, (what, _)) in saves.iter().enumerate() {
        let p99 = at(&mut meanwhile[n], 50);
        println!(
            "  within {} during {} reloads of 50,000 products, {what}: {:.2} times",
            shown(p99),
            reloads[n],
            p99.as_secs_f64() / before.as_secs_f64()
        );
    }
    live.close().await;
}

/// What a process uses that has 300 shops of 20 products and no customer.
async fn idle(cores: Cores) {
    let names: Vec<String> = (0..300).map(|number| format!("shop-{number}")).collect();
    let shops: Vec<(&str, usize, usize)> = names.iter().map(|name| (name.as_str(), 1, 20)).collect();
    let live = Live::open(&shops, cores).await;
    tokio::time::sleep(Duration::from_secs(10)).await;
    let (began, before) = (Instant::now(), live.process.used().cpu);
    tokio::time::sleep(RESTING).await;
    let used = live.process.used().cpu.saturating_sub(before);
    println!(
        "300 shops of 20 products at rest: {:.2} % of a core, {} MB of memory",
        used.as_secs_f64() * 100.0 / began.elapsed().as_secs_f64(),
        live.process.memory_kb() / 1024
    );
    live.close().await;
}

/// So many of 100 are not above it.
fn at(times: &mut [Duration], share: usize) -> Duration {
    times.sort_unstable();
    steady::within(times, share)
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}
