//! The one connection that writes, and the numbers that it gives out. Whoever awaits a method of `Store` must let it run
//! to its end: under `select!` or a timeout a transaction would stay open until the next call, and nobody would know
//! whether it was committed. Deadlines belong to whoever waits for the answer.

use std::path::{Path, PathBuf};

use sqlx::{AssertSqlSafe, SqliteConnection, sqlite::SqliteRow};

use super::{
    StoreError,
    error::Fault,
    load_text::LoadTexts,
    open, self_test,
    write::{Value, Write, WriteText},
};
use crate::{
    conversation::{self, Books, Decision, Key, Missing, Sequence, Turn},
    ids::{InvoiceId, OrderId, OutboxId, PostId},
};

/// A world's database, opened for writing.
pub struct Store {
    pub(super) path: PathBuf,
    pub(super) connection: SqliteConnection,
    /// The connection is of no use any more; the next call makes a new one.
    pub(super) lost: bool,
    pub(super) in_transaction: bool,
    pub(super) next: Sequence,
    /// What the last batch knew, which is true until somebody else writes: only `run` may leave it.
    pub(super) kept: Option<Books>,
    pub(super) load_texts: LoadTexts,
    pub(super) write_text: WriteText,
    pub(super) mind: Mind,
}

/// What decides; tests put their own in its place.
#[derive(Clone, Copy)]
pub(super) struct Mind {
    pub(super) needs: fn(&Turn) -> Vec<Key>,
    pub(super) decide: fn(&Turn, &Books) -> Result<Decision, Missing>,
}

impl Store {
    /// Opens a world's database, makes it where there is none, and proves that it can be read and written.
    pub async fn open(path: &Path) -> Result<Store, StoreError> {
        let mut connection = open::connect(path).await?;
        open::prepare(&mut connection, path).await?;
        let next = next(&mut connection)
            .await
            .map_err(|e| Fault::of(&e, path).error(path))?;
        let mut store = Store {
            path: path.into(),
            connection,
            lost: false,
            in_transaction: false,
            next,
            kept: None,
            load_texts: LoadTexts::default(),
            write_text: WriteText::new(),
            mind: Mind {
                needs: conversation::needs,
                decide: conversation::decide,
            },
        };
        self_test::run(&mut store).await?;
        Ok(store)
    }

    /// Closes the database; the write-ahead log goes into it.
    pub async fn close(self) -> Result<(), StoreError> {
        let closed = sqlx::Connection::close(self.connection).await;
        closed.map_err(|e| Fault::of(&e, &self.path).error(&self.path))
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The numbers that come next.
    pub fn next(&self) -> Sequence {
        self.next
    }

    /// A connection for something that is no batch: what it writes is not in the books that were kept. No such write is
    /// about an order, so what customers have bought stays known.
    pub(super) async fn ready(&mut self) -> Result<(), StoreError> {
        self.close_books();
        self.connected().await
    }

    fn close_books(&mut self) {
        if let Some(books) = &mut self.kept {
            books.close();
        }
    }

    /// A connection outside of any transaction, whatever happened before.
    pub(super) async fn connected(&mut self) -> Result<(), StoreError> {
        if self.in_transaction {
            self.roll_back().await;
        }
        if self.lost {
            self.connection = open::connect(&self.path).await?;
            self.lost = false;
        }
        Ok(())
    }

    /// Sends a text of several statements and takes every row: taking only the first would drop the statements after it.
    pub(super) async fn send(&mut self, write: Write) -> Result<Vec<SqliteRow>, Fault> {
        tracing::trace!(statements = statements(&write.text), "sent");
        let mut query = sqlx::query(AssertSqlSafe(write.text));
        for value in write.values {
            query = match value {
                Value::Rows(rows) => query.bind(rows),
                Value::Count(count) => query.bind(count),
            };
        }
        let rows = query.fetch_all(&mut self.connection).await;
        rows.map_err(|error| Fault::of(&error, &self.path))
    }

    /// Leaves no transaction open. `SQLite` closes one by itself after some errors, so "none is active" is fine.
    pub(super) async fn roll_back(&mut self) {
        self.in_transaction = false;
        tracing::trace!(statements = 1, "sent");
        let Err(error) = sqlx::raw_sql("ROLLBACK").execute(&mut self.connection).await else {
            return;
        };
        if !error.to_string().contains("no transaction is active") {
            tracing::warn!("the database connection is replaced, it cannot roll back: {error}");
            self.lost = true;
        }
    }

    /// Begins a few statements that are one whole; `end` says how it went.
    pub(super) async fn begin_whole(&mut self) -> Result<(), StoreError> {
        self.close_books();
        self.begin_beside().await
    }

    /// The same for rows that are in no books.
    pub(super) async fn begin_beside(&mut self) -> Result<(), StoreError> {
        self.connected().await?;
        self.in_transaction = true;
        let begun = sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut self.connection).await;
        self.undone_on_error(begun.map(drop)).await
    }

    /// Commits what went well, and undoes what did not: a disk may be full also at the commit.
    pub(super) async fn end_whole<T>(&mut self, done: Result<T, sqlx::Error>) -> Result<T, StoreError> {
        let done = self.undone_on_error(done).await?;
        let kept = sqlx::raw_sql("COMMIT").execute(&mut self.connection).await;
        self.undone_on_error(kept.map(drop)).await?;
        self.in_transaction = false;
        Ok(done)
    }

    async fn undone_on_error<T>(&mut self, done: Result<T, sqlx::Error>) -> Result<T, StoreError> {
        match done {
            Ok(done) => Ok(done),
            Err(error) => {
                self.roll_back().await;
                Err(self.error(&error))
            }
        }
    }

    pub(super) fn error(&self, error: &sqlx::Error) -> StoreError {
        Fault::of(error, &self.path).error(&self.path)
    }
}

/// How many statements a text holds; none of them has a `;` inside.
fn statements(text: &str) -> usize {
    text.split(';').filter(|statement| !statement.trim().is_empty()).count()
}

/// One past the largest number of each sequence.
async fn next(connection: &mut SqliteConnection) -> Result<Sequence, sqlx::Error> {
    let (order, invoice, outbox, post): (i64, i64, i64, i64) = sqlx::query_as(
        "SELECT (SELECT coalesce(max(id), 0) FROM orders), (SELECT coalesce(max(id), 0) FROM invoices), \
         (SELECT coalesce(max(id), 0) FROM outbox), (SELECT coalesce(max(id), 0) FROM posts)",
    )
    .fetch_one(connection)
    .await?;
    Ok(Sequence {
        order: OrderId(order.saturating_add(1)).max(OrderId::FIRST),
        invoice: InvoiceId(invoice.saturating_add(1)),
        outbox: OutboxId(outbox.saturating_add(1)),
        post: PostId(post.saturating_add(1)),
    })
}
