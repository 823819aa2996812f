//! Everything that the plain shop keeps. Each statement is prepared at its first use and kept so by sqlx.

use std::{path::Path, time::Duration};

use sqlx::{
    ConnectOptions, Sqlite, SqlitePool, Transaction,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

const SCHEMA: &str = "
CREATE TABLE products(id TEXT PRIMARY KEY, stock INTEGER NOT NULL CHECK(stock >= 0)) STRICT;
CREATE TABLE consents(shop INTEGER NOT NULL, customer INTEGER NOT NULL, PRIMARY KEY(shop, customer)) STRICT, WITHOUT ROWID;
CREATE TABLE orders(id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, payload TEXT NOT NULL UNIQUE,
  customer INTEGER NOT NULL, product TEXT NOT NULL REFERENCES products, amount INTEGER NOT NULL, status TEXT NOT NULL,
  created_at INTEGER NOT NULL DEFAULT (unixepoch())) STRICT;
CREATE TABLE payments(charge TEXT PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders, amount INTEGER NOT NULL,
  currency TEXT NOT NULL, paid_at INTEGER NOT NULL DEFAULT (unixepoch())) STRICT;
INSERT INTO products VALUES('ticket', 100000000);
";

/// What is sold.
pub(super) const PRODUCT: &str = "ticket";
pub(super) const PRICE: i64 = 5;

pub(super) struct Books {
    pool: SqlitePool,
}

/// Why a payment may not go on.
pub(super) enum No {
    OtherInvoice,
    SoldOut,
}

pub(super) fn options(folder: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(folder.join("plain.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .disable_statement_logging()
}

/// Counted where the benchmark listens, as kiosk's statements are.
fn sent() {
    tracing::trace!(statements = 1, "sent");
}

impl Books {
    pub(super) async fn open(folder: &Path) -> sqlx::Result<Books> {
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .test_before_acquire(false)
            .acquire_timeout(Duration::from_secs(60))
            .connect_with(options(folder))
            .await?;
        sqlx::raw_sql(SCHEMA).execute(&pool).await?;
        Ok(Books { pool })
    }

    /// Begins a transaction.
    async fn begin(&self) -> sqlx::Result<Transaction<'static, Sqlite>> {
        sent();
        self.pool.begin().await
    }

    pub(super) async fn agree(&self, shop: i64, customer: i64) -> sqlx::Result<()> {
        sent();
        let sql = "INSERT INTO consents VALUES(?, ?) ON CONFLICT DO NOTHING";
        let query = sqlx::query(sql).bind(shop).bind(customer);
        query.execute(&self.pool).await.map(drop)
    }

    /// A new order of somebody who agreed to the terms; `false` for anybody else.
    pub(super) async fn order(&self, shop: i64, customer: i64, payload: &str) -> sqlx::Result<bool> {
        sent();
        let sql = "INSERT INTO orders(shop, payload, customer, product, amount, status)
                   SELECT shop, ?, customer, ?, ?, 'open' FROM consents WHERE shop = ? AND customer = ?";
        let query = sqlx::query(sql).bind(payload).bind(PRODUCT).bind(PRICE);
        let done = query.bind(shop).bind(customer).execute(&self.pool).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Takes the product from the stock for a payment that may go on.
    pub(super) async fn hold(
        &self,
        shop: i64,
        customer: i64,
        payload: &str,
        amount: i64,
    ) -> sqlx::Result<Result<(), No>> {
        let mut transaction = self.begin().await?;
        sent();
        let sql = "UPDATE orders SET status = 'held' WHERE payload = ? AND shop = ? AND customer = ? AND amount = ?
                   AND status IN ('open', 'held') RETURNING product";
        let query = sqlx::query_scalar(sql).bind(payload).bind(shop).bind(customer);
        let found: Option<String> = query.bind(amount).fetch_optional(&mut *transaction).await?;
        let Some(product) = found else {
            return Ok(Err(No::OtherInvoice));
        };
        sent();
        let sql = "UPDATE products SET stock = stock - 1 WHERE id = ? AND stock > 0";
        let taken = sqlx::query(sql).bind(product).execute(&mut *transaction).await?;
        if taken.rows_affected() == 0 {
            return Ok(Err(No::SoldOut));
        }
        sent();
        transaction.commit().await?;
        Ok(Ok(()))
    }

    /// Books a payment; `false` if there is no such order. The same charge twice is one payment.
    pub(super) async fn pay(&self, payload: &str, charge: &str, amount: i64, currency: &str) -> sqlx::Result<bool> {
        let mut transaction = self.begin().await?;
        sent();
        let sql = "UPDATE orders SET status = 'paid' WHERE payload = ? RETURNING id";
        let query = sqlx::query_scalar(sql).bind(payload);
        let found: Option<i64> = query.fetch_optional(&mut *transaction).await?;
        let Some(order) = found else {
            return Ok(false);
        };
        sent();
        let sql = "INSERT INTO payments(charge, order_id, amount, currency) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING";
        let query = sqlx::query(sql).bind(charge).bind(order).bind(amount).bind(currency);
        query.execute(&mut *transaction).await?;
        sent();
        transaction.commit().await?;
        Ok(true)
    }
}
