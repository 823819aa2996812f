//! What was read and checked of each folder before, so that a look costs what changed since and not the whole.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::{
    config::{Files, Known, Loaded, Memory, Secrets, compile_again, load_again},
    ids::ShopId,
};

/// A file system may keep the times of a file that was written to (some network drives do): now and then all is read.
const READ_ALL_AFTER: Duration = Duration::from_secs(60);

/// By folder.
#[derive(Default)]
pub(super) struct Memories(Mutex<HashMap<PathBuf, Remembered>>);

#[derive(Default)]
struct Remembered {
    memory: Memory,
    known: Known,
    /// When all of it was read from the disk.
    whole: Option<Instant>,
}

impl Memories {
    /// Reads and checks a folder.
    pub(super) fn load(&self, folder: &Path, secrets: Secrets<'_>) -> Loaded {
        let mut before = self.of(folder, std::mem::take);
        before.whole = Some(Instant::now());
        let loaded = load_again(folder, secrets, &mut before.memory, &mut before.known);
        self.of(folder, |remembered| *remembered = before);
        loaded
    }

    /// Reads a folder; all of it, if that is wished or was long ago. Nobody waits for it who reads at the same time.
    pub(super) fn read(&self, folder: &Path, whole: bool) -> io::Result<Files> {
        let (mut memory, mut read) = self.of(folder, |remembered| {
            (std::mem::take(&mut remembered.memory), remembered.whole)
        });
        let fresh = |read: Instant| read.elapsed() < READ_ALL_AFTER;
        if whole || !read.is_some_and(fresh) {
            memory.forget();
            read = Some(Instant::now());
        }
        let files = Files::read_again(folder, &mut memory);
        self.of(folder, |remembered| {
            remembered.memory = memory;
            remembered.whole = read;
        });
        files
    }

    /// Checks files of a folder. Nobody who only reads waits for it.
    pub(super) fn compile(&self, folder: &Path, shop: &ShopId, files: Files, secrets: Secrets<'_>) -> Loaded {
        let mut known = self.of(folder, |remembered| std::mem::take(&mut remembered.known));
        let loaded = compile_again(shop.clone(), files, secrets, &mut known);
        self.of(folder, |remembered| remembered.known = known);
        loaded
    }

    /// The folder is gone.
    pub(super) fn forget(&self, folder: &Path) {
        self.lock().remove(folder);
    }

    fn of<T>(&self, folder: &Path, work: impl FnOnce(&mut Remembered) -> T) -> T {
        work(self.lock().entry(folder.into()).or_default())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, Remembered>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
