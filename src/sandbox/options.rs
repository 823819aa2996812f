//! How a sandbox is started: where its state is kept, by which clock it lives, on which port it listens.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Now, in unix milliseconds. A test hands in a clock that it moves by hand.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// What a sandbox is started with. It always listens on 127.0.0.1.
#[derive(Clone)]
pub struct Options {
    /// Kept after every change, read at start. `None`: everything is forgotten at the end.
    pub state: Option<PathBuf>,
    /// Dates of messages, lives of updates and payment deadlines go by this clock; long polls wait in real time.
    pub now: Now,
    /// 0 takes any free port.
    pub port: u16,
    /// How many requests `Local::requests` can look back on; 0 keeps none.
    pub requests_kept: usize,
    /// Whether people can read chats from their beginning, and not only their last 200 messages, where nothing is kept on
    /// disk. (What is kept on disk is never more than these.)
    pub whole_chats: bool,
}

impl Options {
    /// For a benchmark: bots are answered as ever, but what only people look at is not kept, so that the sandbox takes as
    /// little time as it can and no more of it from hour to hour.
    pub fn lean() -> Options {
        Options {
            requests_kept: 0,
            whole_chats: false,
            ..Options::default()
        }
    }
}

impl Default for Options {
    fn default() -> Options {
        Options {
            state: None,
            now: Arc::new(wall_clock_ms),
            port: 0,
            requests_kept: 1_000,
            whole_chats: true,
        }
    }
}

fn wall_clock_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
