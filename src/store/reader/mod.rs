//! Everything that only looks: connections of its own that cannot write, for the engine beside its writer and for
//! commands on a database whose engine runs or not. Each question is one statement, so that it sees one moment.

mod closing;
mod facts;
mod history;
mod listing;
mod money;
mod owed;
mod posts;
mod reasons;
mod revisions;
mod undelivered;

pub use closing::{Closing, Unfinished};
pub use history::{EventRow, History, SentRow};
pub use listing::{OrderFilter, OrderListing};
pub use money::{LooseMoney, PaymentRow};
pub use posts::PostListing;
pub use revisions::SavedRevision;
pub use undelivered::Undelivered;

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use sqlx::{
    Sqlite, SqlitePool,
    query::Query,
    sqlite::{SqliteArguments, SqlitePoolOptions},
};

use super::{StoreError, error::Fault, open};

/// Every statement that is asked while shops run.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 21] = [
    closing::CLOSING,
    closing::UNFINISHED,
    facts::FACTS,
    owed::OWED,
    owed::OWED_FOR_CHAT,
    owed::INBOX_OWED,
    owed::DUE,
    owed::UNANSWERED,
    history::EVENTS,
    history::SENT,
    listing::STOCK,
    revisions::QUOTES,
    revisions::LAST_REVISION,
    revisions::REVISION,
    revisions::REVISIONS,
    money::PAYMENTS_OF,
    money::LOOSE,
    posts::POST,
    reasons::OF_ORDER,
    reasons::OF_SHOP,
    reasons::OF_CUSTOMER,
];

/// Connections that read; two, so that one long question does not stop all others.
const CONNECTIONS_MAX: u32 = 2;

/// A world's database, opened for looking.
#[derive(Clone)]
pub struct Reader {
    path: PathBuf,
    pool: SqlitePool,
}

impl Reader {
    /// Opens a database that a `Store` has made, whether one has it open or not.
    ///
    /// Connections to a file need no renewal, and without a time limit sqlx starts no task that reaps them: that task
    /// may count below zero when a connection comes back, and then spins for ever (transact-rs/sqlx#3645).
    pub async fn open(path: &Path) -> Result<Reader, StoreError> {
        let options = open::options(path).read_only(true);
        let pool = SqlitePoolOptions::new()
            .max_connections(CONNECTIONS_MAX)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options)
            .await
            .map_err(|error| Fault::of(&error, path).error(path))?;
        let reader = Reader {
            path: path.into(),
            pool,
        };
        reader.check_version().await?;
        Ok(reader)
    }

    pub async fn close(self) {
        self.pool.close().await;
    }

    #[cfg(test)]
    pub(super) fn pool(&self) -> &SqlitePool {
        &self.pool
    }

    async fn check_version(&self) -> Result<(), StoreError> {
        let found: i64 = sqlx::query_scalar("SELECT coalesce(max(version), 0) FROM _sqlx_migrations")
            .fetch_one(&self.pool)
            .await
            .map_err(|error| self.error(&error))?;
        let (path, known) = (self.path.clone(), open::known_version());
        match found.cmp(&known) {
            std::cmp::Ordering::Equal => Ok(()),
            std::cmp::Ordering::Greater => Err(StoreError::NewerDatabase { path, found, known }),
            std::cmp::Ordering::Less => Err(StoreError::Other {
                path,
                why: format!("it has version {found}, this program reads version {known}: run the shops once with it"),
            }),
        }
    }

    /// The one text column of each row, read as JSON.
    async fn rows<T: DeserializeOwned>(&self, query: Query<'_, Sqlite, SqliteArguments>) -> Result<Vec<T>, StoreError> {
        let texts = self.texts(query).await?;
        let rows = texts.iter().map(|text| serde_json::from_str(text));
        let rows: Result<_, serde_json::Error> = rows.collect();
        rows.map_err(|error| self.unreadable(&error))
    }

    async fn texts(&self, query: Query<'_, Sqlite, SqliteArguments>) -> Result<Vec<String>, StoreError> {
        tracing::trace!(statements = 1, "sent");
        let rows = query.fetch_all(&self.pool).await.map_err(|error| self.error(&error))?;
        let texts = rows.iter().map(|row| sqlx::Row::try_get(row, 0));
        texts.collect::<Result<_, _>>().map_err(|error| self.error(&error))
    }

    fn error(&self, error: &sqlx::Error) -> StoreError {
        Fault::of(error, &self.path).error(&self.path)
    }

    fn unreadable(&self, error: &serde_json::Error) -> StoreError {
        StoreError::Other {
            path: self.path.clone(),
            why: format!("a row of it cannot be read: {error}"),
        }
    }
}
