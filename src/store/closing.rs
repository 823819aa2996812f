//! Shops whose folder is gone: since when, and whether anything may still come for them.

use super::{Store, StoreError};
use crate::{ids::ShopId, time::Timestamp};

impl Store {
    /// The folder of this shop is gone. It stays gone since the first time that this was said.
    pub async fn begin_closing(&mut self, shop: &ShopId, at: Timestamp) -> Result<(), StoreError> {
        let query = sqlx::query("INSERT INTO closings(shop, since, ended_at) VALUES (?, ?, 0) ON CONFLICT DO NOTHING");
        self.write_down(query.bind(shop.as_str()).bind(at.0)).await
    }

    /// Nothing can come any more for a shop whose folder is gone.
    pub async fn end_closing(&mut self, shop: &ShopId, at: Timestamp) -> Result<(), StoreError> {
        let query = sqlx::query("UPDATE closings SET ended_at = ? WHERE shop = ? AND ended_at = 0");
        self.write_down(query.bind(at.0).bind(shop.as_str())).await
    }

    async fn write_down(
        &mut self,
        query: sqlx::query::Query<'_, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>,
    ) -> Result<(), StoreError> {
        self.ready().await?;
        let done = query.execute(&mut self.connection).await;
        done.map(drop).map_err(|error| self.error(&error))
    }
}
