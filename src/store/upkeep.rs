//! What is written outside of batches: updates that must wait, keys of a pool, and old updates that go. Each is a short transaction of its own.

use sqlx::SqliteConnection;

use super::{Store, StoreError, job::InboxRow};
use crate::{
    ids::{ShopId, Sku},
    time::Timestamp,
};

/// At most so many old updates go in one call, so that no customer waits for housekeeping.
pub(super) const PRUNED_AT_ONCE_MAX: i64 = 2_000;

impl Store {
    /// Keeps updates that cannot be decided yet. One that is known already stays as it is.
    pub async fn keep(&mut self, shop: &ShopId, updates: &[InboxRow]) -> Result<(), StoreError> {
        self.ready().await?;
        let kept = keep(&mut self.connection, shop, updates).await;
        kept.map_err(|error| self.error(&error))
    }

    /// Adds what is new of a pool's keys and counts it; gives how many were new. The count of a pool is always that of
    /// its unsold keys, also where the product was counted by hand before.
    pub async fn import_keys(
        &mut self,
        shop: &ShopId,
        sku: &Sku,
        texts: &[String],
        at: Timestamp,
    ) -> Result<i64, StoreError> {
        self.begin_whole().await?;
        let imported = import_keys(&mut self.connection, shop, sku, texts, at).await;
        self.end_whole(imported).await
    }

    /// Deletes all handled updates that came before this moment, before any others come: after a week without updates
    /// Telegram may begin anew with smaller ids, and old ones behind those would be taken for the same when they are reached.
    pub async fn prune_whole(&mut self, before: Timestamp) -> Result<(), StoreError> {
        self.ready().await?;
        let pruned = sqlx::query("DELETE FROM inbox WHERE state = 1 AND received_at < ?")
            .bind(before.0)
            .execute(&mut self.connection)
            .await;
        pruned.map(drop).map_err(|error| self.error(&error))
    }

    /// Deletes handled updates that came before this moment, a slice of them; gives how many went. Call again while it
    /// is not 0. What is owed or dead stays, and what lies behind a younger one.
    pub async fn prune(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.ready().await?;
        let pruned = sqlx::query(PRUNE)
            .bind(before.0)
            .bind(PRUNED_AT_ONCE_MAX)
            .execute(&mut self.connection)
            .await;
        pruned
            .map(|done| done.rows_affected())
            .map_err(|error| self.error(&error))
    }
}

/// From the front of each bot's updates, which came in the order of their ids, to the first that is too young.
pub(super) const PRUNE: &str = "DELETE FROM inbox WHERE (bot, update_id) IN (WITH RECURSIVE \
    bots(bot) AS (SELECT min(bot) FROM inbox UNION ALL \
      SELECT (SELECT i.bot FROM inbox i WHERE i.bot > b.bot ORDER BY i.bot LIMIT 1) FROM bots b WHERE b.bot IS NOT NULL), \
    old(bot, id) AS (SELECT i.bot, i.update_id FROM bots b CROSS JOIN inbox i ON i.bot = b.bot AND i.update_id = \
      (SELECT n.update_id FROM inbox n WHERE n.bot = b.bot AND n.state = 1 ORDER BY n.update_id LIMIT 1) \
      WHERE i.received_at < ?1 UNION ALL \
      SELECT i.bot, i.update_id FROM old o CROSS JOIN inbox i ON i.bot = o.bot AND i.update_id = (SELECT n.update_id \
      FROM inbox n WHERE n.bot = o.bot AND n.update_id > o.id AND n.state = 1 ORDER BY n.update_id LIMIT 1) \
      WHERE i.received_at < ?1 LIMIT ?2) SELECT bot, id FROM old)";

async fn keep(connection: &mut SqliteConnection, shop: &ShopId, updates: &[InboxRow]) -> Result<(), sqlx::Error> {
    let rows: Vec<_> = updates
        .iter()
        .map(|update| (update.bot.0, update.update.0, &update.raw, update.received_at.0))
        .collect();
    let rows = serde_json::to_string(&rows).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query(
        "INSERT INTO inbox(bot, update_id, shop, raw, state, tries, received_at, note) \
         SELECT value->>0, value->>1, ?, value->>2, 0, 0, value->>3, '' FROM jsonb_each(?) WHERE true \
         ON CONFLICT DO NOTHING",
    )
    .bind(shop.as_str())
    .bind(rows)
    .execute(connection)
    .await
    .map(drop)
}

async fn import_keys(
    connection: &mut SqliteConnection,
    shop: &ShopId,
    sku: &Sku,
    texts: &[String],
    at: Timestamp,
) -> Result<i64, sqlx::Error> {
    let texts = serde_json::to_string(texts).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let new = sqlx::query(
        "INSERT INTO keys(shop, sku, text, order_id, line) SELECT ?, ?, value, 0, 0 FROM json_each(?) WHERE true \
         ON CONFLICT DO NOTHING",
    )
    .bind(shop.as_str())
    .bind(sku.as_str())
    .bind(texts)
    .execute(&mut *connection)
    .await?
    .rows_affected();
    recount(connection, shop, sku, at).await?;
    Ok(i64::try_from(new).unwrap_or(i64::MAX))
}

/// Makes the count that of the unsold keys, and books the difference.
async fn recount(
    connection: &mut SqliteConnection,
    shop: &ShopId,
    sku: &Sku,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    let (shop, sku) = (shop.as_str(), sku.as_str());
    let before: Option<i64> = sqlx::query_scalar("SELECT on_hand FROM stock WHERE shop = ? AND sku = ?")
        .bind(shop)
        .bind(sku)
        .fetch_optional(&mut *connection)
        .await?;
    let now: i64 = sqlx::query_scalar(
        "INSERT INTO stock(shop, sku, on_hand, reserved, in_file, version) VALUES (?, ?, (SELECT count(*) \
         FROM keys k INDEXED BY keys_unsold WHERE k.shop = ? AND k.sku = ? AND k.order_id = 0), 0, -1, 1) \
         ON CONFLICT(shop, sku) DO UPDATE SET on_hand = max(excluded.on_hand, reserved), in_file = -1, \
         version = version + 1 RETURNING on_hand",
    )
    .bind(shop)
    .bind(sku)
    .bind(shop)
    .bind(sku)
    .fetch_one(&mut *connection)
    .await?;
    let units = now - before.unwrap_or(0);
    if units == 0 {
        return Ok(());
    }
    sqlx::query("INSERT INTO stock_moves(shop, sku, units, why, order_id, at) VALUES (?, ?, ?, 'keys', 0, ?)")
        .bind(shop)
        .bind(sku)
        .bind(units)
        .bind(at.0)
        .execute(connection)
        .await
        .map(drop)
}
