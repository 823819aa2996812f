//! Shops whose folder is gone, and what is unfinished there.

use super::super::StoreError;
use super::Reader;
use crate::{ids::ShopId, time::Timestamp};

/// A shop whose folder is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    pub since: Timestamp,
    /// Whether it was closed for good.
    pub ended: bool,
}

pub(in crate::store) const CLOSING: &str = "SELECT json_array(since, ended_at) FROM closings WHERE shop = ?";

/// An invoice for everybody has no order until somebody pays, and holds nobody up.
pub(in crate::store) const UNFINISHED: &str = "SELECT json_array( \
    (SELECT count(*) FROM orders o INDEXED BY orders_live WHERE o.state IN ('open', 'held') AND o.shop = s.shop) \
    + (SELECT count(*) FROM outbox x INDEXED BY outbox_owed WHERE x.state = 0 AND x.shop = s.shop) \
    + (SELECT count(*) FROM inbox i INDEXED BY inbox_owed WHERE i.state = 0 AND i.shop = s.shop)) \
    FROM (SELECT ? AS shop) s";

impl Reader {
    /// `None` for a shop whose folder was there when it was last started.
    pub async fn closing(&self, shop: &ShopId) -> Result<Option<Closing>, StoreError> {
        let rows: Vec<(Timestamp, i64)> = self.rows(sqlx::query(CLOSING).bind(shop.as_str())).await?;
        let closing = rows.into_iter().next().map(|(since, ended_at)| Closing {
            since,
            ended: ended_at != 0,
        });
        Ok(closing)
    }

    /// How many unpaid invoices, holds, updates to handle and messages to send a shop has.
    pub async fn unfinished(&self, shop: &ShopId) -> Result<i64, StoreError> {
        let rows: Vec<(i64,)> = self.rows(sqlx::query(UNFINISHED).bind(shop.as_str())).await?;
        Ok(rows.first().map_or(0, |(count,)| *count))
    }
}
