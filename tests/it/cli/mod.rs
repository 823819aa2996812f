//! The real binary in folders of its own: what commands print, what they change, how they end.

mod books;
mod files;
mod help;
mod readme;
mod serving;
mod trying;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

const KIOSK: &str = env!("CARGO_BIN_EXE_kiosk");

/// A folder with shops in it, and a data folder beside them. It is gone when the test is over.
struct Desk {
    root: PathBuf,
}

/// How a command ended.
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Desk {
    /// With copies of these shipped shops.
    fn with(shops: &[&str]) -> Desk {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        // The path of a socket is at most 108 bytes long, so the name is short.
        let root = std::env::temp_dir().join(format!("kiosk-cli-{}-{number}", std::process::id()));
        fs::create_dir_all(root.join("shops")).unwrap();
        for shop in shops {
            copy(&shipped(shop), &root.join("shops").join(shop));
        }
        Desk { root }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(KIOSK);
        command
            .args(arguments)
            .current_dir(&self.root)
            .env_remove("KIOSK_LOG")
            .env("NO_COLOR", "1");
        command
    }

    fn kiosk(&self, arguments: &[&str]) -> Ended {
        self.typing(arguments, "")
    }

    /// With these lines on standard input.
    fn typing(&self, arguments: &[&str], lines: &str) -> Ended {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads nothing may have ended already.
        let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
        Ended::of(child.wait_with_output().unwrap())
    }

    fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let ended = self.kiosk(arguments);
        serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}: {}{}", ended.out, ended.err))
    }

    /// Replaces a text that must be there.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.root.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no `{from}`:\n{text}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// Buys one dark rye and says which order that was.
    fn buy_rye(&self, customer: &str) -> String {
        let lines = "Bread\nDark rye\nBuy\nI have read\n/pay\n";
        let ended = self.typing(&["try", "bakery", "--as", customer], lines).fine();
        order_number(&ended)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

impl Ended {
    fn of(output: Output) -> Ended {
        Ended {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// What it printed, which must be all it had to say.
    #[track_caller]
    fn fine(self) -> String {
        assert_eq!((self.code, &*self.err), (Some(0), ""), "{}", self.out);
        self.out
    }

    /// What it said went wrong.
    #[track_caller]
    fn failed(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        self.err
    }
}

/// A kiosk that runs in the background until this is dropped.
struct Running(Child);

impl Running {
    fn start(desk: &Desk, arguments: &[&str]) -> Running {
        let log = fs::File::create(desk.root.join("run.log")).unwrap();
        let child = desk
            .command(arguments)
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let running = Running(child);
        running.wait_for(|| desk.log().contains("Stop everything"));
        running
    }

    fn wait_for(&self, done: impl Fn() -> bool) {
        for _ in 0..500 {
            if done() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        panic!("kiosk {} was not ready within ten seconds", self.0.id());
    }

    /// As a service manager ends it; returns the exit code.
    fn stop(mut self) -> Option<i32> {
        let kill = Command::new("kill").arg(self.0.id().to_string()).status().unwrap();
        assert!(kill.success());
        self.0.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Desk {
    fn log(&self) -> String {
        fs::read_to_string(self.root.join("run.log")).unwrap()
    }
}

fn shipped(shop: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("shops").join(shop)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The first number of a play order in a text.
#[track_caller]
fn order_number(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let mut numbers = words.filter(|word| word.starts_with("T1") && word.contains('-'));
    numbers
        .next()
        .unwrap_or_else(|| panic!("no order in:\n{text}"))
        .to_owned()
}
