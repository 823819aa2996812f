//! A folder of its own for each test, with shops in it, and the real binary started there.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::mpsc,
    time::{Duration, Instant},
};

/// So long a start or an end may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Goes away with its content.
pub(super) struct Folder(PathBuf);

/// What a command said, and how it ended.
pub(super) struct Said {
    pub(super) code: i32,
    pub(super) out: String,
    pub(super) err: String,
}

impl Folder {
    /// With copies of these shops of the project in `shops/`.
    pub(super) fn with(test: &str, shops: &[&str]) -> Folder {
        let path = std::env::temp_dir().join(format!("kiosk-cli-{}-{test}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("shops")).unwrap();
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        for shop in shops {
            let name = Path::new(shop).file_name().unwrap();
            copy(&project.join(shop), &path.join("shops").join(name));
        }
        Folder(path)
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Changes a file as an owner would.
    pub(super) fn change(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(name)).unwrap();
        assert!(text.contains(from), "{name} has no `{from}`");
        fs::write(self.path(name), text.replace(from, to)).unwrap();
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kiosk"));
        let own = std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("KIOSK_"));
        for (name, _) in own {
            command.env_remove(name);
        }
        command.current_dir(&self.0).args(line.split_whitespace());
        command
    }

    /// Runs a command to its end. `typed` is what stands in its pipe.
    pub(super) fn piped(&self, line: &str, typed: &str) -> Said {
        let mut command = self.command(line);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (ended, watch) = mpsc::channel::<()>();
        let id = child.id().to_string();
        std::thread::spawn(move || {
            // One that hangs is a failure and holds nobody up.
            if watch.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
                let _ = Command::new("kill").args(["-KILL", &id]).status();
            }
        });
        // A command that reads nothing may have closed it by now.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        let said = Said::from(child.wait_with_output().unwrap());
        drop(ended);
        said
    }

    /// Runs a command that is typed to twice: once it has said `until` to the first, something happens.
    pub(super) fn interrupted(&self, line: &str, typed: [&str; 2], until: &str, happens: impl FnOnce()) -> Said {
        let out = self.path("talk.out");
        let mut command = self.command(line);
        command
            .stdin(Stdio::piped())
            .stdout(fs::File::create(&out).unwrap())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        pipe.write_all(typed[0].as_bytes()).unwrap();
        wait_until("it has answered", || fs::read_to_string(&out).unwrap().contains(until));
        happens();
        // It may have ended by now.
        let _ = pipe.write_all(typed[1].as_bytes());
        drop(pipe);
        let said = Said::from(child.wait_with_output().unwrap());
        Said {
            out: fs::read_to_string(&out).unwrap(),
            ..said
        }
    }

    pub(super) fn kiosk(&self, line: &str) -> Said {
        self.piped(line, "")
    }

    /// Starts `kiosk run`, and comes back when its sandbox can be visited.
    pub(super) fn run(&self) -> Running {
        let out = fs::File::create(self.path("run.out")).unwrap();
        let err = out.try_clone().unwrap();
        let mut command = self.command("run");
        let child = command.stdin(Stdio::null()).stdout(out).stderr(err).spawn().unwrap();
        let running = Running { child };
        wait_until("kiosk runs", || self.announced().contains("Stop everything"));
        running
    }

    /// What the running kiosk has said.
    pub(super) fn announced(&self) -> String {
        fs::read_to_string(self.path("run.out")).unwrap_or_default()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Said {
        Said {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Said {
    /// The output of a command that ended with this code.
    #[track_caller]
    pub(super) fn with_code(self, code: i32) -> Said {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }

    /// It ended badly, and standard error says these words.
    #[track_caller]
    pub(super) fn refused(self, code: i32, words: &[&str]) {
        let said = self.with_code(code);
        for words in words {
            assert!(said.err.contains(words), "`{words}` is missing in: {}", said.err);
        }
    }

    #[track_caller]
    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap()
    }

    /// These words come in this order.
    #[track_caller]
    pub(super) fn says(&self, words: &[&str]) {
        let mut rest = self.out.as_str();
        for words in words {
            let Some(at) = rest.find(words) else {
                panic!("`{words}` is missing in:\n{rest}\n\nof\n{}\n{}", self.out, self.err);
            };
            rest = &rest[at + words.len()..];
        }
    }
}

/// A kiosk that runs; killed if a test fails.
pub(super) struct Running {
    child: Child,
}

impl Running {
    /// Asks it to stop, as a service manager does; its exit code.
    pub(super) fn stop(mut self) -> Option<i32> {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(asked.unwrap().success());
        let mut code = None;
        wait_until("kiosk ends", || {
            code = self.child.try_wait().unwrap();
            code.is_some()
        });
        code.and_then(|status| status.code())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(30));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}
