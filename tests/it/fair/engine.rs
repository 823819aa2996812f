//! The engine's process.

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

pub(crate) struct Engine {
    child: Child,
    log: PathBuf,
}

impl Engine {
    pub(super) fn spawn(mut command: Command, log: PathBuf, settings: &[(&str, &str)]) -> Engine {
        command
            .stdout(Stdio::null())
            .stderr(fs::File::create(&log).unwrap())
            .envs(settings.iter().copied());
        Engine {
            child: command.spawn().unwrap(),
            log,
        }
    }

    /// Waits until the process has ended by itself.
    pub(crate) async fn ends(&mut self, within: Duration) -> Option<ExitStatus> {
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

    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &pid]).status();
        assert!(sent.unwrap().success());
    }

    /// Asks it to stop, as an operator does.
    pub(crate) async fn stop(mut self) {
        self.signal("TERM");
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

    /// Waits until the log says this.
    pub(crate) async fn says(&self, what: &str, within: Duration) {
        let began = tokio::time::Instant::now();
        while !self.words().contains(what) {
            assert!(began.elapsed() < within, "it never said `{what}`: {}", self.words());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
