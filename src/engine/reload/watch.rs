//! Hints that a file may have changed. Folders are watched, since a watch on a file is deaf after most editors' saves;
//! a hint says "look", never what happened.

use std::path::{Path, PathBuf};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode},
};
use tokio::{
    sync::mpsc::{Receiver, Sender, channel},
    time::{Duration, Instant, timeout, timeout_at},
};

use crate::failpoint;

/// A burst of events is over when nothing came for this long.
const QUIET: Duration = Duration::from_millis(30);
/// A file that never rests is looked at all the same.
const BURST_MAX: Duration = Duration::from_millis(500);
/// Without hints, folders are watched anew so often: the root may have been another one.
const RENEW_EVERY: Duration = Duration::from_secs(60);
/// Folders inside folders of a shop, as deep as its files are read.
const DEPTH_MAX: usize = 5;

pub(super) struct Watch {
    root: PathBuf,
    watcher: Option<RecommendedWatcher>,
    hints: Receiver<()>,
    sender: Sender<()>,
    /// Whether it was said that watching does not work.
    told: bool,
    renewed: Instant,
}

impl Watch {
    pub(super) fn new(root: PathBuf) -> Watch {
        let (sender, hints) = channel(1);
        let mut watch = Watch {
            root,
            watcher: None,
            hints,
            sender,
            told: false,
            renewed: Instant::now(),
        };
        watch.renew();
        watch
    }

    /// Waits for a burst of changes to be over, or for the time to look anyway; says whether there was a hint.
    pub(super) async fn next(&mut self, at_most: Duration) -> bool {
        if timeout(at_most, self.hints.recv()).await.is_err() {
            return false;
        }
        let end = Instant::now() + BURST_MAX;
        while timeout_at(end.min(Instant::now() + QUIET), self.hints.recv())
            .await
            .is_ok()
        {
            if Instant::now() >= end {
                break;
            }
        }
        true
    }

    /// A folder that was made anew is not the one that was watched, and one that was not there told nothing.
    pub(super) fn renew_after(&mut self, hinted: bool) {
        if hinted || self.renewed.elapsed() >= RENEW_EVERY {
            self.renew();
        }
    }

    /// Watches all folders as they are now.
    fn renew(&mut self) {
        self.renewed = Instant::now();
        match self.watch_all() {
            Ok(watcher) => {
                self.watcher = Some(watcher);
                self.told = false;
            }
            Err(error) => {
                if !self.told {
                    tracing::warn!("changes of files are found by reading every few seconds, not at once: {error}");
                }
                self.told = true;
            }
        }
    }

    fn watch_all(&self) -> notify::Result<RecommendedWatcher> {
        let sender = self.sender.clone();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let changes = event.as_ref().map_or(true, is_change);
            if changes {
                // One hint is enough where one waits already.
                let _ = sender.try_send(());
            }
        })?;
        if failpoint::planted("watch") {
            return Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch));
        }
        watch_folder(&mut watcher, &self.root, DEPTH_MAX)?;
        Ok(watcher)
    }
}

/// Our own reading is no change.
fn is_change(event: &Event) -> bool {
    !event.kind.is_access() || event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write))
}

fn watch_folder(watcher: &mut RecommendedWatcher, folder: &Path, deeper: usize) -> notify::Result<()> {
    watcher.watch(folder, RecursiveMode::NonRecursive)?;
    let Some(deeper) = deeper.checked_sub(1) else {
        return Ok(());
    };
    for entry in std::fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        // What a version control keeps there is none of the shop's.
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if path.is_dir() && !hidden {
            // It may be gone again.
            match watch_folder(watcher, &path, deeper) {
                Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => {}
                done => done?,
            }
        }
    }
    Ok(())
}
