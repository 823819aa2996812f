//! What can go wrong with a database, in the words of the person who runs the shop; and, inside, whose fault it is:
//! the machine's (wait and try again), another writer's (decide again) or one turn's (find it and set it aside).

use std::{
    fmt,
    path::{Path, PathBuf},
};

/// A fault of the database or of the disk under it. Nothing of what was being written is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// There is no room for the next change.
    DiskFull {
        path: PathBuf,
    },
    /// The disk or the file system refused.
    Io {
        path: PathBuf,
        why: String,
    },
    /// Somebody else is writing to the same file.
    Busy {
        path: PathBuf,
    },
    /// The file is damaged, or is not a database.
    Corrupt {
        path: PathBuf,
        why: String,
    },
    /// A newer program made this database.
    NewerDatabase {
        path: PathBuf,
        found: i64,
        known: i64,
    },
    /// This program was built with an SQLite that can damage databases.
    OldSqlite {
        found: String,
    },
    Other {
        path: PathBuf,
        why: String,
    },
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::DiskFull { path } => write!(
                f,
                "the disk under {} is full, so nothing can be written: free some space; selling goes on by itself then",
                path.display()
            ),
            StoreError::Io { path, why } => write!(
                f,
                "the database {} cannot be read or written: {why}. Check that the folder exists, that this user may \
                 write to it and that the disk is healthy",
                path.display()
            ),
            StoreError::Busy { path } => write!(
                f,
                "the database {} is locked by another program: stop the other one, or wait until it is done",
                path.display()
            ),
            StoreError::Corrupt { path, why } => write!(
                f,
                "the database {} is damaged or is not a database: {why}. Stop selling, keep a copy of the file as it \
                 is, and restore the latest backup",
                path.display()
            ),
            StoreError::NewerDatabase { path, found, known } => write!(
                f,
                "the database {} has version {found}, this program knows versions up to {known}: run the newer \
                 program that made it, or restore a backup from before",
                path.display()
            ),
            StoreError::OldSqlite { found } => write!(
                f,
                "this program was built with SQLite {found}, whose write-ahead log can damage a database: build it \
                 with {} or newer",
                super::open::SQLITE_OLDEST
            ),
            StoreError::Other { path, why } => write!(f, "the database {}: {why}", path.display()),
        }
    }
}

impl std::error::Error for StoreError {}

/// Why a batch failed, and what that asks for.
#[derive(Debug)]
pub(super) enum Fault {
    /// Nobody's turn is to blame: nothing is durable, try again later.
    Machine(StoreError),
    /// Rows are no longer as they were when they were read: decide again.
    Conflict(String),
    /// One of the turns cannot be written.
    Turn(String),
}

/// How the guard in the write text begins what it says.
pub(super) const CONFLICT: &str = "conflict: ";

impl Fault {
    /// Sorts an error by whose fault it is.
    pub(super) fn of(error: &sqlx::Error, path: &Path) -> Fault {
        match error {
            sqlx::Error::Database(inner) => {
                let code = inner.code().and_then(|code| code.parse::<i64>().ok());
                Fault::of_sqlite(code.unwrap_or(0), inner.message(), path)
            }
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::Encode(_) => {
                Fault::Turn(error.to_string())
            }
            sqlx::Error::PoolTimedOut => Fault::Machine(StoreError::Busy { path: path.into() }),
            sqlx::Error::Io(inner) => Fault::Machine(StoreError::Io {
                path: path.into(),
                why: inner.to_string(),
            }),
            other => Fault::Machine(StoreError::Other {
                path: path.into(),
                why: other.to_string(),
            }),
        }
    }

    /// By SQLite's result codes: <https://www.sqlite.org/rescode.html>. The low byte is the kind.
    fn of_sqlite(code: i64, message: &str, path: &Path) -> Fault {
        let (path, why) = (path.to_path_buf(), message.to_string());
        Fault::Machine(match code & 0xff {
            // ERROR, TOOBIG, CONSTRAINT, MISMATCH, RANGE: said of one statement and its values.
            1 | 18 | 19 | 20 | 25 => {
                return match message.strip_prefix(CONFLICT) {
                    Some(what) => Fault::Conflict(what.to_string()),
                    None => Fault::Turn(why),
                };
            }
            5 | 6 | 15 => StoreError::Busy { path },
            // PERM, READONLY, IOERR, CANTOPEN, AUTH.
            3 | 8 | 10 | 14 | 23 => StoreError::Io { path, why },
            11 | 26 => StoreError::Corrupt { path, why },
            13 => StoreError::DiskFull { path },
            _ => StoreError::Other { path, why },
        })
    }

    /// The fault as the error of a call that no turn is part of.
    pub(super) fn error(self, path: &Path) -> StoreError {
        match self {
            Fault::Machine(error) => error,
            Fault::Conflict(why) | Fault::Turn(why) => StoreError::Other { path: path.into(), why },
        }
    }
}
