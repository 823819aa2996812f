//! The storm: customers who buy as fast as they are served, through the real binary, its HTTP and its database file.
//! The short purchase is four updates and five calls: deep link, Buy, pre-checkout, payment, terms agreed before.
//!
//!     cargo bench --bench purchase -- [customers] [seconds]
//!
//! Prints purchases a second, purchases per CPU second of the engine process alone, its fsyncs and its CPU time a
//! purchase, and how long a customer waits for the answer at pre-checkout. Linux only: CPU time is what the kernel's scheduler gave to
//! each thread (`schedstat`): the ticks of /proc/PID/stat miss what runs in short spans.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::cast_precision_loss
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use kiosk::sandbox::{
    ChatId, ChatView, Content, Local, MessageView, Options, Outcome, Payment, Person, Press, Sandbox,
};

const TOKEN: &str = "7100000001:AAbenchmarkbenchmarkbenchmarkbench1";
const BOT: i64 = 7_100_000_001;
const BUY: &str = "Buy";
const AGREE: &str = "I have read";
const PATIENCE: Duration = Duration::from_secs(20);

fn main() {
    let numbers: Vec<u64> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let customers = numbers.first().copied().unwrap_or(200);
    let seconds = numbers.get(1).copied().unwrap_or(10);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(storm(customers, Duration::from_secs(seconds)));
}

async fn storm(customers: u64, length: Duration) {
    let folder = Folder::new();
    let sandbox = Sandbox::start(Options {
        requests_kept: 0,
        ..Options::default()
    })
    .await
    .unwrap();
    let local = sandbox.local();
    local.add_bot_with_token("Storm", "storm_bot", TOKEN).unwrap();
    let engine = Engine::start(&folder.0, sandbox.url());

    let stop = Arc::new(AtomicBool::new(false));
    let ready = Arc::new(AtomicU64::new(0));
    let people: Vec<_> = (0..customers)
        .map(|n| {
            let person = 1_000_000 + i64::try_from(n).unwrap();
            local.put_person(Person::new(person, format!("P{n}"))).unwrap();
            let customer = Customer {
                local: local.clone(),
                person,
                chat: ChatId::private(BOT, person),
                seen: 0,
                waits: Vec::new(),
            };
            tokio::spawn(customer.buys(ready.clone(), stop.clone()))
        })
        .collect();
    while ready.load(Ordering::SeqCst) < customers {
        assert!(
            !people.iter().any(tokio::task::JoinHandle::is_finished),
            "a customer gave up before the storm"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // Both ends look at charges and CPU at one moment: what is under way at the start is under way at the end.
    let (began, before, charged_before) = (Instant::now(), engine.reading(), local.charges().len());
    tokio::time::sleep(length).await;
    let (took, after, charged_after) = (began.elapsed(), engine.reading(), local.charges().len());
    stop.store(true, Ordering::Relaxed);
    let bought = charged_after - charged_before;
    let mut waits = Vec::new();
    for person in people {
        let customer = person.await.unwrap();
        waits.extend(customer.waits);
    }
    print(bought, took, &before, &after, &mut waits);
    books_equal_charges(&folder.0, &local).await;
    drop(engine);
    sandbox.stop().await;
}

fn print(bought: usize, took: Duration, before: &Reading, after: &Reading, waits: &mut [Duration]) {
    waits.sort_unstable();
    let at = |share: usize| {
        let place = waits.len() * share / 100;
        waits.get(place).copied().unwrap_or_default()
    };
    let count = bought as f64;
    let cpu = after.cpu.saturating_sub(before.cpu).as_secs_f64();
    println!("{bought} purchases in {:.1} s", took.as_secs_f64());
    println!("  {:.0} purchases/s", count / took.as_secs_f64());
    println!("  {:.0} purchases per CPU second of the engine", count / cpu);
    println!("  {:.0} µs of CPU a purchase", cpu * 1e6 / count);
    println!(
        "  {:.3} fsyncs a purchase",
        (after.fsyncs - before.fsyncs) as f64 / count
    );
    println!(
        "  pre-checkout answered in {:.1} ms (median), {:.1} ms (p99)",
        ms(at(50)),
        ms(at(99))
    );
    println!("  {} MB of memory at most", after.memory_kb / 1024);
}

/// A rate of purchases whose books are wrong would be worth nothing.
async fn books_equal_charges(folder: &Path, local: &Local) {
    let reader = kiosk::store::Reader::open(&folder.join("data/live/kiosk.db"))
        .await
        .unwrap();
    let counts = reader.counts().await.unwrap();
    let rows = |table: &str| counts.iter().find(|(name, _)| *name == table).unwrap().1;
    let charged = i64::try_from(local.charges().len()).unwrap();
    assert_eq!(rows("payments"), charged, "every charge is in the books once");
    assert_eq!(reader.money_check().await.unwrap(), Vec::<String>::new());
    println!("  the books hold all {charged} charges and add up");
}

fn ms(span: Duration) -> f64 {
    span.as_secs_f64() * 1e3
}

/// One customer with eyes on one chat.
struct Customer {
    local: Local,
    person: i64,
    chat: ChatId,
    seen: u64,
    /// How long each answer at pre-checkout took.
    waits: Vec<Duration>,
}

impl Customer {
    async fn buys(mut self, ready: Arc<AtomicU64>, stop: Arc<AtomicBool>) -> Customer {
        self.purchase(true).await;
        self.waits.clear();
        ready.fetch_add(1, Ordering::SeqCst);
        while !stop.load(Ordering::Relaxed) {
            self.purchase(false).await;
        }
        self
    }

    async fn purchase(&mut self, first: bool) {
        self.local.start(self.person, BOT, "p_ticket").unwrap();
        let card = self.next(|message| button(message, BUY).is_some()).await;
        self.tap(&card, BUY);
        if first {
            let terms = self.next(|message| button(message, AGREE).is_some()).await;
            self.tap(&terms, AGREE);
        }
        let invoice = self
            .next(|message| matches!(message.content, Content::Invoice(_)))
            .await;
        let query = self
            .local
            .pay(self.person, self.chat, invoice.id, Payment::default())
            .unwrap();
        let asked = Instant::now();
        let outcome = self.local.wait_for_outcome(query, PATIENCE).await.unwrap();
        assert_eq!(outcome, Outcome::Confirmed, "a purchase was not confirmed");
        self.waits.push(asked.elapsed());
        let charge = self.local.charge(query).unwrap();
        self.next(|message| message.by_bot && message.text.contains(&charge.telegram_payment_charge_id))
            .await;
    }

    fn tap(&self, message: &MessageView, words: &str) {
        let data = button(message, words).unwrap();
        self.local.tap(self.person, self.chat, message.id, &data).unwrap();
    }

    /// The next message that fits.
    async fn next(&mut self, fits: impl Fn(&MessageView) -> bool) -> MessageView {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let view: ChatView = self.local.wait_for_news(self.chat, self.seen, PATIENCE).await;
            self.seen = view.revision;
            if let Some(found) = view.messages.into_iter().find(|message| fits(message)) {
                return found;
            }
        }
        panic!("customer {} waited in vain", self.person);
    }
}

/// The data of the first button whose words begin so.
fn button(message: &MessageView, words: &str) -> Option<String> {
    message.every_button().find_map(|button| match &button.press {
        Press::Data(data) if button.text.starts_with(words) => Some(data.clone()),
        _ => None,
    })
}

/// The engine: the real binary with a live shop whose Telegram is the sandbox.
struct Engine {
    child: Child,
    count: PathBuf,
}

/// What the engine process has used so far.
struct Reading {
    cpu: Duration,
    fsyncs: u64,
    memory_kb: u64,
}

impl Engine {
    fn start(folder: &Path, api_url: &str) -> Engine {
        let shim = folder.join("fsyncs.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/fsyncs.c");
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&shim)
            .arg(source)
            .arg("-ldl")
            .status();
        assert!(compiled.unwrap().success(), "the fsync counter needs a C compiler");
        let count = folder.join("fsyncs");
        fs::write(&count, [0; 8]).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_kiosk"))
            .arg("run")
            .args(["--data".as_ref(), folder.join("data").as_os_str()])
            .args(["--shops".as_ref(), folder.join("shops").as_os_str()])
            .env("KIOSK_API_URL", api_url)
            .env("STORM_BOT_TOKEN", TOKEN)
            .env("LD_PRELOAD", shim)
            .env("FSYNC_COUNT", &count)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        Engine { child, count }
    }

    fn reading(&self) -> Reading {
        let proc = PathBuf::from(format!("/proc/{}", self.child.id()));
        // The first number of a thread's schedstat: nanoseconds on a core. Lost is what a thread used that has ended,
        // such as one that reads files.
        let threads = fs::read_dir(proc.join("task")).unwrap();
        let shares = threads.filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("schedstat")).ok());
        let nanos: u64 = shares
            .map(|stat| stat.split_whitespace().next().unwrap().parse::<u64>().unwrap())
            .sum();
        let status = fs::read_to_string(proc.join("status")).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        let bytes: [u8; 8] = fs::read(&self.count).unwrap().try_into().unwrap();
        Reading {
            cpu: Duration::from_nanos(nanos),
            fsyncs: u64::from_ne_bytes(bytes),
            memory_kb: peak.trim().trim_end_matches(" kB").parse().unwrap(),
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A temporary folder with one shop that sells tickets without end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let folder = std::env::temp_dir().join(format!("kiosk-storm-{}", std::process::id()));
        let shop = folder.join("shops/storm");
        fs::create_dir_all(&shop).unwrap();
        let files = [
            (
                "shop.yaml",
                "name: Storm\ngreeting: Tickets.\ncurrency: XTR\nlanguages: [en]\ntimezone: UTC\ntelegram: {bot_token: \"${STORM_BOT_TOKEN}\"}\npayments: {provider: stars}\n",
            ),
            (
                "catalog.yaml",
                "products:\n  - {id: ticket, title: Ticket, description: One ticket., price: 5, stock: 100000000, deliver: {text: Show this message at the door.}}\n",
            ),
            ("terms.yaml", "text: Be on time.\n"),
            ("support.yaml", "contact: Write to @storm.\n"),
        ];
        for (name, text) in files {
            fs::write(shop.join(name), text).unwrap();
        }
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
