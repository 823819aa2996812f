//! Shops whose folder is gone, and what is unfinished there.

use serde::{Deserialize, Serialize};

use super::super::StoreError;
use super::Reader;
use crate::{
    conversation::{Alert, FileNews, Owed},
    ids::ShopId,
    time::Timestamp,
};

/// A shop whose folder is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    pub since: Timestamp,
    /// Whether it was closed for good.
    pub ended: bool,
}

/// Asked only by a shop that comes to its end, so it may walk over all messages.
const TOLD: &str = "SELECT json_array(count(*)) FROM outbox WHERE shop = ? AND created_at >= ? AND effect = ?";

pub(in crate::store) const CLOSING: &str = "SELECT json_array(since, ended_at) FROM closings WHERE shop = ?";

/// What is not done yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfinished {
    /// Invoices that wait for payment.
    #[serde(rename = "unpaid")]
    pub open: i64,
    /// Orders that are being paid.
    #[serde(rename = "being_paid")]
    pub held: i64,
    /// Updates that are kept and not handled.
    #[serde(rename = "updates_to_handle")]
    pub updates: i64,
    /// Messages that are to be sent.
    #[serde(rename = "messages_to_send")]
    pub messages: i64,
}

impl Unfinished {
    pub fn count(self) -> i64 {
        self.open + self.held + self.updates + self.messages
    }
}

/// An invoice for everybody has no order until somebody pays, and holds nobody up.
pub(in crate::store) const UNFINISHED: &str = "SELECT json_array( \
    (SELECT count(*) FROM orders o INDEXED BY orders_live WHERE o.state IN ('open', 'held') AND o.state = 'open' \
        AND o.shop = s.shop), \
    (SELECT count(*) FROM orders o INDEXED BY orders_live WHERE o.state IN ('open', 'held') AND o.state = 'held' \
        AND o.shop = s.shop), \
    (SELECT count(*) FROM inbox i INDEXED BY inbox_owed WHERE i.state = 0 AND i.shop = s.shop), \
    (SELECT count(*) FROM outbox x INDEXED BY outbox_owed WHERE x.state = 0 AND x.shop = s.shop)) \
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

    /// Whether the staff of a shop whose folder is gone since then were told, or are owed the word, that it closes for
    /// good.
    pub async fn told_of_the_end(&self, shop: &ShopId, since: Timestamp) -> Result<bool, StoreError> {
        let owed = Owed::Alert(Alert::Files(FileNews::Closed));
        // A word of our own always has a text.
        let owed = serde_json::to_string(&owed).unwrap_or_default();
        let query = sqlx::query(TOLD).bind(shop.as_str()).bind(since.0).bind(owed);
        let counted: Vec<(i64,)> = self.rows(query).await?;
        Ok(counted.iter().any(|(count,)| *count > 0))
    }

    /// What a shop still has to do.
    pub async fn unfinished(&self, shop: &ShopId) -> Result<Unfinished, StoreError> {
        let rows: Vec<(i64, i64, i64, i64)> = self.rows(sqlx::query(UNFINISHED).bind(shop.as_str())).await?;
        let (open, held, updates, messages) = rows.into_iter().next().unwrap_or_default();
        Ok(Unfinished {
            open,
            held,
            updates,
            messages,
        })
    }
}
