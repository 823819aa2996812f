//! Files that Telegram has already: remembered by path, length and time of change, so that each picture is uploaded
//! once a process. An edited file is another file. Also remembered: what Telegram did not take as a picture.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

use crate::telegram::fault::ApiFault;

/// Past so many, all are forgotten; they are only a shortcut.
const FILES_MAX: usize = 10_000;

/// One state of one file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct FileKey {
    pub(super) path: PathBuf,
    length: u64,
    changed: Option<SystemTime>,
}

/// What Telegram calls each file; `None` for what it does not take.
#[derive(Debug, Default)]
pub(super) struct Files(Mutex<HashMap<FileKey, Option<String>>>);

impl FileKey {
    /// The state that the file is in now.
    pub(super) async fn of(folder: &Path, path: &str) -> Result<FileKey, ApiFault> {
        let full = folder.join(path);
        let metadata = tokio::fs::metadata(&full).await.map_err(|error| ApiFault::Refused {
            code: 0,
            words: format!("the shop's file {path} cannot be read: {error}"),
        })?;
        Ok(FileKey {
            path: full,
            length: metadata.len(),
            changed: metadata.modified().ok(),
        })
    }
}

impl Files {
    pub(super) fn get(&self, key: &FileKey) -> Option<String> {
        self.lock().get(key).cloned().flatten()
    }

    pub(super) fn is_refused(&self, key: &FileKey) -> bool {
        self.lock().get(key) == Some(&None)
    }

    /// Keeps Telegram's name of a file, or that it does not take it.
    pub(super) fn keep(&self, key: FileKey, file_id: Option<String>) {
        let mut files = self.lock();
        if files.len() >= FILES_MAX {
            files.clear();
        }
        files.insert(key, file_id);
    }

    pub(super) fn forget(&self, key: &FileKey) {
        self.lock().remove(key);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<FileKey, Option<String>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
