//! Opening a database: how it is connected, what is checked before anything is trusted, and how an older one is brought
//! up to date. A database of a newer program is refused untouched.

use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{
    AssertSqlSafe, ConnectOptions, SqlSafeStr, SqliteConnection,
    migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::{
    error::{Fault, StoreError},
    triggers, write,
};
use crate::failpoint;

/// The first `SQLite` whose write-ahead log cannot be reset under a reader: <https://www.sqlite.org/wal.html#walresetbug>.
pub(super) const SQLITE_OLDEST: &str = "3.51.3";

/// Long enough for another process's short write, short enough for the ten seconds of a pre-checkout.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

/// In KiB, 8 MiB. Worlds are many and small; 64 MiB gained nothing that a shop would notice, and each world keeps its own.
const CACHE_KIB: &str = "-8192";

/// Shrinks the write-ahead log to this when it restarts.
const JOURNAL_BYTES_MAX: &str = "67108864";

/// Every migration, oldest first: its number is the version of the database that it makes.
fn migrations() -> Vec<Migration> {
    let numbered = [
        (1, "first", include_str!("migrations/0001_first.sql")),
        (2, "rollback", include_str!("migrations/0002_rollback.sql")),
        (3, "topic", include_str!("migrations/0003_topic.sql")),
        (4, "reasons", include_str!("migrations/0004_reasons.sql")),
        (5, "policies", include_str!("migrations/0005_policies.sql")),
        (6, "texts", include_str!("migrations/0006_texts.sql")),
        (7, "packed", include_str!("migrations/0007_packed.sql")),
        (8, "appended", include_str!("migrations/0008_appended.sql")),
        (9, "led by time", include_str!("migrations/0009_led_by_time.sql")),
    ];
    numbered
        .into_iter()
        .map(|(version, name, sql)| {
            let up = MigrationType::Simple;
            Migration::new(version, name.into(), up, sql.into_sql_str(), false)
        })
        .collect()
}

/// The version that this program writes.
pub(super) fn known_version() -> i64 {
    migrations().last().map_or(0, |last| last.version)
}

/// What writer and readers have in common.
pub(super) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY_TIMEOUT)
        .foreign_keys(true)
        .pragma("temp_store", "memory")
        .pragma("cache_size", CACHE_KIB)
        .disable_statement_logging()
}

/// The one connection that writes. FULL: what was committed survives a power cut.
pub(super) async fn connect(path: &Path) -> Result<SqliteConnection, StoreError> {
    let durable = !failpoint::planted("fsync");
    let synchronous = if durable {
        SqliteSynchronous::Full
    } else {
        SqliteSynchronous::Off
    };
    let options = options(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .pragma("journal_size_limit", JOURNAL_BYTES_MAX);
    let failed = |error: &sqlx::Error| Fault::of(error, path).error(path);
    let mut connection = options.connect().await.map_err(|e| failed(&e))?;
    sqlx::raw_sql(AssertSqlSafe(write::scratch()))
        .execute(&mut connection)
        .await
        .map_err(|e| failed(&e))?;
    Ok(connection)
}

/// Checks the file and brings it to the version of this program.
pub(super) async fn prepare(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    check_sqlite(connection, path).await?;
    check_pages(connection, path).await?;
    let run = Migrator::with_migrations(migrations())
        .run_direct(None, connection, false)
        .await;
    if let Err(error) = run {
        return Err(migration_error(error, connection, path).await);
    }
    triggers::renew(connection)
        .await
        .map_err(|e| Fault::of(&e, path).error(path))
}

async fn check_sqlite(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let found: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(connection)
        .await
        .map_err(|e| Fault::of(&e, path).error(path))?;
    if parts(&found) < parts(SQLITE_OLDEST) {
        return Err(StoreError::OldSqlite { found });
    }
    Ok(())
}

fn parts(version: &str) -> Vec<u32> {
    version
        .split('.')
        .map(|part| u32::from_str(part).unwrap_or(0))
        .collect()
}

async fn check_pages(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let found: Vec<String> = sqlx::query_scalar("PRAGMA quick_check")
        .fetch_all(connection)
        .await
        .map_err(|e| Fault::of(&e, path).error(path))?;
    if found == ["ok"] {
        return Ok(());
    }
    Err(StoreError::Corrupt {
        path: path.into(),
        why: found.join("; "),
    })
}

async fn migration_error(error: MigrateError, connection: &mut SqliteConnection, path: &Path) -> StoreError {
    match error {
        MigrateError::VersionMissing(_) => StoreError::NewerDatabase {
            path: path.into(),
            found: version(connection).await.unwrap_or_default(),
            known: known_version(),
        },
        MigrateError::Execute(inner) | MigrateError::ExecuteMigration(inner, _) => Fault::of(&inner, path).error(path),
        other => StoreError::Other {
            path: path.into(),
            why: format!("it cannot be brought to version {}: {other}", known_version()),
        },
    }
}

/// The version of an opened database; 0 for an empty one.
pub(super) async fn version(connection: &mut SqliteConnection) -> Result<i64, MigrateError> {
    let applied = connection.list_applied_migrations("_sqlx_migrations").await?;
    Ok(applied.last().map_or(0, |last| last.version))
}
