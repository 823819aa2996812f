//! One process owns a data folder: the operating system's file lock says so, and lets go when the process dies,
//! however it dies.

use std::{
    fs::{File, TryLockError},
    path::Path,
};

use super::Fault;

/// Held as long as this lives.
pub struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Makes the folder where it is missing, and takes its lock.
    pub fn take(folder: &Path) -> Result<FolderLock, Fault> {
        let fault = |why: std::io::Error| Fault::Folder {
            path: folder.into(),
            why: why.to_string(),
        };
        std::fs::create_dir_all(folder).map_err(fault)?;
        let file = File::create(folder.join("lock")).map_err(fault)?;
        match file.try_lock() {
            Ok(()) => Ok(FolderLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Fault::Locked { folder: folder.into() }),
            Err(TryLockError::Error(why)) => Err(fault(why)),
        }
    }
}
