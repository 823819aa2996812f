//! A fair at which people buy from the real binary: a folder of shops, a local Telegram in this process, the engine in a
//! process of its own that can be told to die, whose power can be cut and whose disk can be full or slow.

mod books;
mod engine;
mod people;
mod shims;

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU16, Ordering},
    time::Duration,
};

use kiosk::sandbox::{ChatId, Local, Options, Person, Sandbox};

pub(crate) use books::Judge;
pub(crate) use engine::Engine;
pub(crate) use people::{Crowd, Visitor, is_invoice};
pub(crate) use shims::Disk;

pub(crate) const STAFF_CHAT: i64 = -1_002_000_000_001;
pub(crate) const STAFF: i64 = 900;
pub(crate) const KEYS: i64 = 2_000;
pub(crate) const LOAVES: i64 = 100_000;
/// The longest that anything may take before a test gives up waiting; nothing is timed by it.
pub(crate) const CEILING: Duration = Duration::from_secs(60);

/// One shop of the fair, with the bot that serves it.
#[derive(Clone, Copy)]
pub(crate) struct Stall {
    pub(crate) name: &'static str,
    pub(crate) bot: i64,
}

/// The only shop of most fairs.
pub(crate) const FAIR: Stall = Stall {
    name: "fair",
    bot: 7_200_000_001,
};

/// Everything that outlives the engine's process.
pub(crate) struct Fair {
    pub(crate) folder: PathBuf,
    pub(crate) sandbox: Sandbox,
    pub(crate) local: Local,
    stalls: Vec<Stall>,
    /// Where updates are posted to, and where the engine listens, where they are not fetched.
    posted: Option<(u16, u16)>,
}

/// How updates come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Fetched,
    Posted,
}

impl Stall {
    pub(crate) fn chat(self, person: i64) -> ChatId {
        ChatId::private(self.bot, person)
    }

    pub(crate) fn token(self) -> String {
        format!("{}:AAfairfairfairfairfairfairfairfairfa1", self.bot)
    }

    /// The name of the variable that holds the token.
    fn variable(self) -> String {
        format!("{}_BOT_TOKEN", self.name.to_uppercase())
    }
}

impl Fair {
    pub(crate) async fn open(name: &str) -> Fair {
        Fair::with(name, &[FAIR]).await
    }

    /// A fair with these shops.
    pub(crate) async fn with(name: &str, stalls: &[Stall]) -> Fair {
        let folder = std::env::temp_dir().join(format!("kiosk-fair-{}-{}", std::process::id(), name.replace('.', "-")));
        let _ = fs::remove_dir_all(&folder);
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let local = sandbox.local();
        local.put_person(Person::new(STAFF, "Staff")).unwrap();
        let mut members = vec![STAFF];
        for stall in stalls {
            local
                .add_bot_with_token(stall.name, &format!("{}_bot", stall.name), &stall.token())
                .unwrap();
            members.push(stall.bot);
        }
        local.put_group(STAFF_CHAT, "Orders", &members).unwrap();
        let fair = Fair {
            folder,
            sandbox,
            local,
            stalls: stalls.to_vec(),
            posted: None,
        };
        for stall in stalls {
            fair.write_shop(*stall);
        }
        fair
    }

    /// How the engines that start from now on have their updates.
    pub(crate) fn change_way(&mut self, way: Way) {
        let port = free_port();
        self.posted = (way == Way::Posted).then_some((port, port));
    }

    /// Has updates posted to a proxy, which passes them on to the engine.
    pub(crate) fn post_to(&mut self, proxy: u16, engine: u16) {
        self.posted = Some((proxy, engine));
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join("data/live/kiosk.db")
    }

    pub(crate) fn shop_folder(&self, stall: Stall) -> PathBuf {
        self.folder.join("shops").join(stall.name)
    }

    /// `kiosk` with these words, against this fair's folders and Telegram.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        self.command_on(&self.folder.join("data"), words)
    }

    fn command_on(&self, data: &Path, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kiosk"));
        command
            .args(words)
            .args(["--data".as_ref(), data.as_os_str()])
            .args(["--shops".as_ref(), self.folder.join("shops").as_os_str()])
            .env("KIOSK_API_URL", self.sandbox.url())
            .env("KIOSK_LOG", "warn")
            .env("FAIR_TEST_TOKEN", "123456:TEST:fair")
            .env_remove("KIOSK_FAILPOINT")
            .env_remove("KIOSK_PLANT")
            .current_dir(&self.folder);
        for stall in &self.stalls {
            command.env(stall.variable(), stall.token());
        }
        if let Some((public, own)) = self.posted {
            command
                .env("KIOSK_PUBLIC_URL", format!("http://127.0.0.1:{public}"))
                .env("KIOSK_LISTEN", format!("127.0.0.1:{own}"));
        }
        command
    }

    /// Starts the engine's process; its own words go to `log`. Where it aborts, its power is cut.
    pub(crate) fn start(&self, log: &str, settings: &[(&str, &str)]) -> Engine {
        let mut command = self.command(&["run"]);
        if let Some(shim) = shims::power_cut() {
            command.env("LD_PRELOAD", shim);
        }
        Engine::spawn(command, self.folder.join(log), settings)
    }

    /// The same over a disk that can go bad.
    pub(crate) fn start_on(&self, disk: &Disk, log: &str) -> Engine {
        let mut command = self.command(&["run"]);
        disk.goes_under(&mut command);
        Engine::spawn(command, self.folder.join(log), &[])
    }

    /// Another engine for the same shops and bots, with a data folder of its own.
    pub(crate) fn start_in(&self, data: &Path, log: &str) -> Engine {
        Engine::spawn(self.command_on(data, &["run"]), self.folder.join(log), &[])
    }

    fn write_shop(&self, stall: Stall) {
        let shop = self.shop_folder(stall);
        fs::create_dir_all(shop.join("goods")).unwrap();
        for (name, text) in files(stall) {
            fs::write(shop.join(name), text).unwrap();
        }
    }
}

impl Drop for Fair {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// A port that stays free while an engine is away: below those that the system gives to connections.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(std::process::id() % 8_000).unwrap();
    let mut ports = (0..).map(|_| 20_000 + (first + NEXT.fetch_add(1, Ordering::SeqCst)) % 10_000);
    ports
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .unwrap()
}

/// Goods that are counted, goods that are unique, and credit.
fn files(stall: Stall) -> [(&'static str, String); 5] {
    let keys: Vec<String> = (1..=KEYS)
        .map(|n| format!("KEY-{n:04}-{:08x}", n.wrapping_mul(2_654_435_761) & 0xffff_ffff))
        .collect();
    let (name, token) = (stall.name, stall.variable());
    let shop = format!(
        "name: {name}\ngreeting: Everything must go.\ncurrency: EUR\nlanguages: [en]\ntimezone: UTC\n\
         telegram: {{bot_token: \"${{{token}}}\"}}\n\
         payments: {{provider: stripe, mode: test, test_token: \"${{FAIR_TEST_TOKEN}}\"}}\n\
         orders_chat: {STAFF_CHAT}\nstaff:\n  - {{id: {STAFF}, role: owner}}\n"
    );
    let catalog = format!(
        "products:\n\
         \x20 - {{id: loaf, title: Loaf, description: Bread., price: 5.00, stock: {LOAVES}}}\n\
         \x20 - {{id: game, title: Game, description: A key., price: 10.00, deliver: {{keys: goods/game.txt}}}}\n\
         \x20 - {{id: voucher, title: Voucher, description: Credit., price: 20.00, deliver: {{credit: 20.00}}}}\n"
    );
    [
        ("shop.yaml", shop),
        ("catalog.yaml", catalog),
        ("terms.yaml", "text: Be kind.\n".into()),
        ("support.yaml", "contact: Write to @fair.\n".into()),
        ("goods/game.txt", keys.join("\n") + "\n"),
    ]
}
