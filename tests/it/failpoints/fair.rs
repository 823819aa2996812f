//! A fair at which people buy from the real binary: a folder with one shop, a local Telegram in this process, the
//! engine in a process of its own that can be told to die, and whose power can be cut.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
    time::Duration,
};

use kiosk::sandbox::{Local, Options, Person, Sandbox};

pub(crate) const TOKEN: &str = "7200000001:AAfairfairfairfairfairfairfairfairfa1";
pub(crate) const BOT: i64 = 7_200_000_001;
pub(crate) const STAFF_CHAT: i64 = -1_002_000_000_001;
pub(crate) const STAFF: i64 = 900;
pub(crate) const KEYS: usize = 400;
pub(crate) const LOAVES: i64 = 100_000;

/// The fair: everything that outlives the engine's process.
pub(crate) struct Fair {
    pub(crate) folder: PathBuf,
    pub(crate) sandbox: Sandbox,
    pub(crate) local: Local,
}

impl Fair {
    pub(crate) async fn open(name: &str) -> Fair {
        let folder = std::env::temp_dir().join(format!("kiosk-fair-{}-{}", std::process::id(), name.replace('.', "-")));
        let _ = fs::remove_dir_all(&folder);
        write_shop(&folder.join("shops/fair"));
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let local = sandbox.local();
        local.add_bot_with_token("Fair", "fair_bot", TOKEN).unwrap();
        local.put_person(Person::new(STAFF, "Staff")).unwrap();
        local.put_group(STAFF_CHAT, "Orders", &[BOT, STAFF]).unwrap();
        Fair { folder, sandbox, local }
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join("data/live/kiosk.db")
    }

    /// Starts the engine's process; its own words go to `log`.
    pub(crate) fn start(&self, log: &str, settings: &[(&str, &str)]) -> Engine {
        let log = self.folder.join(log);
        let mut command = Command::new(env!("CARGO_BIN_EXE_kiosk"));
        command
            .arg("run")
            .args(["--data".as_ref(), self.folder.join("data").as_os_str()])
            .args(["--shops".as_ref(), self.folder.join("shops").as_os_str()])
            .env("KIOSK_API_URL", self.sandbox.url())
            .env("KIOSK_LOG", "warn")
            .env("FAIR_BOT_TOKEN", TOKEN)
            .env("FAIR_TEST_TOKEN", "123456:TEST:fair")
            .env_remove("KIOSK_FAILPOINT")
            .env_remove("KIOSK_PLANT")
            .current_dir(&self.folder)
            .stdout(Stdio::null())
            .stderr(fs::File::create(&log).unwrap());
        if let Some(shim) = power_cut() {
            command.env("LD_PRELOAD", shim);
        }
        for (name, value) in settings {
            command.env(name, value);
        }
        Engine {
            child: command.spawn().unwrap(),
            log,
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

fn write_shop(shop: &Path) {
    fs::create_dir_all(shop.join("goods")).unwrap();
    let keys: Vec<String> = (1..=KEYS)
        .map(|n| format!("KEY-{n:04}-{:08x}", n.wrapping_mul(2_654_435_761) & 0xffff_ffff))
        .collect();
    let files = [
        (
            "shop.yaml",
            format!(
                "name: Fair\ngreeting: Everything must go.\ncurrency: EUR\nlanguages: [en]\ntimezone: UTC\n\
                 telegram: {{bot_token: \"${{FAIR_BOT_TOKEN}}\"}}\n\
                 payments: {{provider: stripe, mode: test, test_token: \"${{FAIR_TEST_TOKEN}}\"}}\n\
                 orders_chat: {STAFF_CHAT}\nstaff:\n  - {{id: {STAFF}, role: owner}}\n"
            ),
        ),
        (
            "catalog.yaml",
            format!(
                "products:\n\
                 \x20 - {{id: loaf, title: Loaf, description: Bread., price: 5.00, stock: {LOAVES}}}\n\
                 \x20 - {{id: game, title: Game, description: A key., price: 10.00, deliver: {{keys: goods/game.txt}}}}\n\
                 \x20 - {{id: voucher, title: Voucher, description: Credit., price: 20.00, deliver: {{credit: 20.00}}}}\n"
            ),
        ),
        ("terms.yaml", "text: Be kind.\n".into()),
        ("support.yaml", "contact: Write to @fair.\n".into()),
        ("goods/game.txt", keys.join("\n") + "\n"),
    ];
    for (name, text) in files {
        fs::write(shop.join(name), text).unwrap();
    }
}

/// The engine's process.
pub(crate) struct Engine {
    child: Child,
    log: PathBuf,
}

impl Engine {
    /// Waits until the process has ended by itself.
    pub(crate) async fn ends(&mut self, within: Duration) -> Option<std::process::ExitStatus> {
        let deadline = tokio::time::Instant::now() + within;
        while tokio::time::Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Some(status);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        None
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, as an operator does.
    pub(crate) async fn stop(mut self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let status = self.ends(Duration::from_secs(20)).await;
        assert!(
            status.is_some_and(|status| status.success()),
            "the engine did not stop: {}",
            self.words()
        );
    }

    /// What it wrote to its log.
    pub(crate) fn words(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The compiled shim, once for all; `None`, loudly, where libraries cannot be preloaded.
fn power_cut() -> Option<&'static Path> {
    static SHIM: OnceLock<Option<PathBuf>> = OnceLock::new();
    let build = || {
        if !cfg!(target_os = "linux") {
            eprintln!("no power is cut here: preloading a library needs Linux; the engine is only killed");
            return None;
        }
        let shim = std::env::temp_dir().join(format!("kiosk-power-cut-{}.so", std::process::id()));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/power_cut.c");
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&shim)
            .arg(source)
            .args(["-ldl", "-lpthread"]);
        let compiled = cc.status().expect("a C compiler named cc");
        assert!(compiled.success(), "power_cut.c does not compile");
        Some(shim)
    };
    SHIM.get_or_init(build).as_deref()
}
