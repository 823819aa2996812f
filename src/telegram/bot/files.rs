//! Files that Telegram has already: remembered by path, length and time of change, so that each picture is uploaded
//! once a process. An edited file is another file.

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

/// What Telegram calls each file.
#[derive(Debug, Default)]
pub(super) struct Files(Mutex<HashMap<FileKey, String>>);

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
        self.lock().get(key).cloned()
    }

    pub(super) fn keep(&self, key: FileKey, file_id: String) {
        let mut files = self.lock();
        if files.len() >= FILES_MAX {
            files.clear();
        }
        files.insert(key, file_id);
    }

    pub(super) fn forget(&self, key: &FileKey) {
        self.lock().remove(key);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<FileKey, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
