//! Everything that a measurement stands on: the sandbox in this process, a shop (or a hundred) in another, on a core of
//! its own, and customers who have agreed to the terms.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use kiosk::sandbox::{Local, Options, Sandbox};

use crate::{
    customer::Customer,
    machine::{Cores, Process},
    plain,
};

/// The longest that anything may take before the benchmark gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

const FIRST_BOT: i64 = 7_100_000_001;
const FIRST_CUSTOMER: i64 = 1_000_000;

/// Whose purchases are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Kiosk,
    /// The shop that is written by hand, see `plain`.
    Plain,
}

/// How updates come to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intake {
    Polling,
    Webhook,
}

/// What is built up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) subject: Subject,
    pub(crate) intake: Intake,
    pub(crate) shops: usize,
    /// The scripts of the last shop's rules.
    pub(crate) rules: &'static [&'static str],
    /// Whether its SQL statements are counted, which takes time.
    pub(crate) counted: bool,
}

/// A shop that runs, and its Telegram.
pub(crate) struct Stage {
    pub(crate) plan: Plan,
    pub(crate) local: Local,
    pub(crate) process: Process,
    sandbox: Sandbox,
    folder: Folder,
}

impl Stage {
    /// The shops are started, but may not be ready yet.
    pub(crate) async fn open(plan: Plan, cores: Cores) -> Stage {
        let sandbox = Sandbox::start(Options::lean()).await.unwrap();
        let local = sandbox.local();
        for number in 0..plan.shops {
            let (name, token) = (format!("Shop {number}"), token(number));
            let username = format!("shop_{number}_bot");
            local.add_bot_with_token(&name, &username, &token).unwrap();
        }
        let folder = Folder::new();
        let process = start(plan, cores, &folder, sandbox.url());
        Stage {
            plan,
            local,
            process,
            sandbox,
            folder,
        }
    }

    /// People who have bought once, and so have agreed to the terms, spread evenly over the shops.
    pub(crate) async fn customers(&self, count: usize) -> Vec<Customer> {
        let arriving = (0..count).map(|number| {
            let mut customer = self.stranger(number);
            tokio::spawn(async move {
                customer.buys_for_the_first_time().await;
                customer.waits.clear();
                customer
            })
        });
        let arriving: Vec<_> = arriving.collect();
        let mut customers = Vec::new();
        for customer in arriving {
            customers.push(customer.await.unwrap());
        }
        customers
    }

    /// Somebody whom no shop knows yet.
    pub(crate) fn stranger(&self, number: usize) -> Customer {
        let person = FIRST_CUSTOMER + i64::try_from(number).unwrap();
        Customer::new(self.local.clone(), person, bot(number % self.plan.shops))
    }

    /// How many SQL statements were sent so far, where they are counted.
    pub(crate) fn statements(&self) -> u64 {
        if !self.plan.counted {
            return 0;
        }
        let log = fs::read_to_string(self.folder.log()).unwrap();
        let counts = log
            .lines()
            .filter_map(|line| line.rsplit_once("statements=")?.1.parse::<u64>().ok());
        counts.sum()
    }

    /// How many Bot API methods were called so far, but for getUpdates.
    pub(crate) fn calls(&self) -> u64 {
        let counts = self.local.request_counts().into_iter();
        counts
            .filter(|(method, _)| *method != "getUpdates")
            .map(|(_, count)| count)
            .sum()
    }

    /// A rate of purchases whose books are wrong would be worth nothing: every charge is in them once.
    pub(crate) async fn books_equal_charges(&self) {
        let charged = i64::try_from(self.local.charges().len()).unwrap();
        let booked = match self.plan.subject {
            Subject::Kiosk => booked_by_kiosk(&self.folder.path.join("data/live/kiosk.db")).await,
            Subject::Plain => plain::booked(&self.folder.path).await,
        };
        assert_eq!(booked, charged, "{:?} has booked another number of charges", self.plan);
    }

    pub(crate) async fn close(self) {
        drop(self.process);
        self.sandbox.stop().await;
    }
}

/// Payments in kiosk's books, which add up.
async fn booked_by_kiosk(database: &Path) -> i64 {
    let reader = kiosk::store::Reader::open(database).await.unwrap();
    assert_eq!(reader.money_check().await.unwrap(), Vec::<String>::new());
    let counts = reader.counts().await.unwrap();
    counts.iter().find(|(table, _)| *table == "payments").unwrap().1
}

fn start(plan: Plan, cores: Cores, folder: &Folder, api_url: &str) -> Process {
    let port = free_port();
    let public_url = format!("http://127.0.0.1:{port}");
    let mut command = match plan.subject {
        Subject::Kiosk => {
            let mut kiosk = Command::new(env!("CARGO_BIN_EXE_kiosk"));
            kiosk.arg("run").env("KIOSK_API_URL", api_url);
            kiosk.env("KIOSK_DATA", folder.path.join("data"));
            kiosk.env("KIOSK_SHOPS", folder.path.join("shops"));
            for number in 0..plan.shops {
                let rules = if number + 1 == plan.shops { plan.rules } else { &[] };
                folder.write_shop(number, rules);
                kiosk.env(format!("SHOP_{number}_TOKEN"), token(number));
            }
            if plan.counted {
                kiosk.env("KIOSK_LOG", "kiosk::store=trace").env("NO_COLOR", "1");
            }
            if plan.intake == Intake::Webhook {
                kiosk.env("KIOSK_PUBLIC_URL", public_url);
                kiosk.env("KIOSK_LISTEN", format!("127.0.0.1:{port}"));
            }
            kiosk
        }
        Subject::Plain => {
            let tokens: Vec<String> = (0..plan.shops).map(token).collect();
            let mut shop = Command::new(std::env::current_exe().unwrap());
            shop.arg(plain::WORD).env(plain::FOLDER, &folder.path);
            shop.env(plain::API_URL, api_url).env(plain::TOKENS, tokens.join(","));
            if plan.counted {
                shop.env(plain::COUNTED, "1");
            }
            if plan.intake == Intake::Webhook {
                shop.env(plain::PUBLIC_URL, public_url);
            }
            shop
        }
    };
    command.stdin(Stdio::null()).stdout(Stdio::null());
    if plan.counted {
        command.stderr(fs::File::create(folder.log()).unwrap());
    }
    Process::start(cores, &mut command, &folder.path)
}

pub(crate) fn bot(number: usize) -> i64 {
    FIRST_BOT + i64::try_from(number).unwrap()
}

fn token(number: usize) -> String {
    format!("{}:AAbenchmarkbenchmarkbenchmarkbench1", bot(number))
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A folder that goes away with its owner.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn new() -> Folder {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("kiosk-bench-{}-{count}", std::process::id()));
        fs::create_dir_all(path.join("shops")).unwrap();
        Folder { path }
    }

    fn log(&self) -> PathBuf {
        self.path.join("log")
    }

    /// A shop that sells tickets without end.
    fn write_shop(&self, number: usize, rules: &[&str]) {
        let shop = self.path.join(format!("shops/shop-{number}"));
        fs::create_dir_all(&shop).unwrap();
        let files = [
            (
                "shop.yaml",
                format!(
                    "name: Shop {number}\ngreeting: Tickets.\ncurrency: XTR\nlanguages: [en]\ntimezone: UTC\n\
                     telegram: {{bot_token: \"${{SHOP_{number}_TOKEN}}\"}}\npayments: {{provider: stars}}\n"
                ),
            ),
            (
                "catalog.yaml",
                "products:\n  - {id: ticket, title: Ticket, description: One ticket., price: 5, stock: 100000000, \
                 deliver: {text: Show this message at the door.}}\n"
                    .to_owned(),
            ),
            ("terms.yaml", "text: Be on time.\n".to_owned()),
            ("support.yaml", "contact: Write to @storm.\n".to_owned()),
        ];
        for (name, text) in files {
            fs::write(shop.join(name), text).unwrap();
        }
        if !rules.is_empty() {
            // What rules name must be there.
            let named = "categories:\n  - {id: wine, title: Wine}\n\
                         products:\n  - {id: bread, category: wine, title: Bread, description: A loaf., price: 5, \
                         deliver: {text: Here it is.}}\n";
            fs::create_dir_all(shop.join("catalog")).unwrap();
            fs::write(shop.join("catalog/more.yaml"), named).unwrap();
            fs::create_dir_all(shop.join("rules")).unwrap();
            for (number, script) in rules.iter().enumerate() {
                fs::write(shop.join(format!("rules/own-{number}.rhai")), script).unwrap();
            }
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
