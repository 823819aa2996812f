//! Why customers heard yes or no, as it is kept: written with the turn that it belongs to, bounded in number, age and
//! size. Read by `reader::reasons`.

use super::{
    Store, StoreError,
    changes::id_or_0,
    upkeep::PRUNED_AT_ONCE_MAX,
    write::{Cell, row},
};
use crate::{conversation::Reason, time::Timestamp};

/// So many of each shop are kept, the newest.
pub const REASONS_KEPT_MAX: i64 = 2_000;
/// What the rules were asked is kept up to this length: some 400 days on which one customer bought.
pub(super) const INPUT_BYTES_MAX: usize = 32 * 1024;

pub(super) fn reason_cells(reason: &Reason) -> Result<[Cell<'_>; 9], serde_json::Error> {
    let refusal = reason.refusal.as_ref().map(serde_json::to_string);
    let input = reason.input.as_deref().map(serde_json::to_string);
    let fits = |input: &String| input.len() <= INPUT_BYTES_MAX;
    Ok(row![
        reason.shop.as_str(),
        reason.at.0,
        id_or_0(reason.order),
        reason.payer.0,
        i64::from(reason.paying),
        reason.revision.as_str(),
        refusal.transpose()?.unwrap_or_default(),
        serde_json::to_string(&reason.said)?,
        input.transpose()?.filter(fits).unwrap_or_default(),
    ])
}

/// The oldest of what is too old or too much of its shop. The shops are found by skipping through the index.
pub(super) const FORGET: &str = "DELETE FROM reasons WHERE id IN (WITH RECURSIVE shops(shop) AS \
    (SELECT (SELECT min(shop) FROM reasons) UNION ALL SELECT (SELECT min(r.shop) FROM reasons r WHERE r.shop > s.shop) \
    FROM shops s WHERE s.shop IS NOT NULL) \
    SELECT r.id FROM shops s CROSS JOIN reasons r INDEXED BY reasons_of_shop ON r.shop = s.shop AND r.at < max(?1, \
    coalesce((SELECT n.at FROM reasons n INDEXED BY reasons_of_shop WHERE n.shop = s.shop ORDER BY n.at DESC \
    LIMIT 1 OFFSET ?2), ?1)) WHERE s.shop IS NOT NULL LIMIT ?3)";

impl Store {
    /// Deletes reasons from before this moment, and of each shop those beyond the newest `REASONS_KEPT_MAX`, a slice of
    /// them; gives how many went. Call again while it is not 0.
    pub async fn forget_reasons(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.forget_reasons_beyond(REASONS_KEPT_MAX, before).await
    }

    pub(super) async fn forget_reasons_beyond(&mut self, kept: i64, before: Timestamp) -> Result<u64, StoreError> {
        self.ready().await?;
        let gone = sqlx::query(FORGET)
            .bind(before.0)
            .bind(kept - 1)
            .bind(PRUNED_AT_ONCE_MAX)
            .execute(&mut self.connection)
            .await;
        gone.map(|done| done.rows_affected())
            .map_err(|error| self.error(&error))
    }
}
