//! Files that served, and what was promised while they did.

use std::collections::BTreeSet;

use super::super::StoreError;
use super::Reader;
use crate::{
    ids::{ProductId, RevisionId, ShopId},
    order::{Goods, Quote, State},
    time::Timestamp,
};

/// The files of a revision that served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedRevision {
    pub revision: RevisionId,
    /// JSON: under `texts` and `packed` the texts by their names, under `others` the sizes of all other files.
    pub files: String,
    /// The state of the folder that a rollback set aside for it; else empty.
    pub instead_of: String,
    /// When it was last taken up.
    pub saved_at: Timestamp,
}

/// Within a millisecond the row that was written last is the later one only by chance; nobody saves so fast.
pub(in crate::store) const REVISIONS: &str =
    "SELECT json_array(revision, saved_at) FROM revisions WHERE shop = ? ORDER BY saved_at DESC LIMIT ?";

/// The columns of a [`SavedRevision`], with the texts in the places of their hashes.
macro_rules! saved_columns {
    () => {
        "json_array(r.revision, json_object('texts', (SELECT json_group_object(j.key, t.text) \
         FROM json_each(r.files, '$.texts') j LEFT JOIN texts t ON t.hash = j.value WHERE t.packed IS NULL), \
         'packed', (SELECT json_group_object(j.key, hex(t.packed)) \
         FROM json_each(r.files, '$.texts') j JOIN texts t ON t.hash = j.value WHERE t.packed IS NOT NULL), \
         'others', json_extract(r.files, '$.others')) || '', r.instead_of, r.saved_at)"
    };
}

pub(in crate::store) const REVISION: &str = concat!(
    "SELECT ",
    saved_columns!(),
    " FROM revisions r WHERE r.shop = ? AND r.revision = ?"
);

pub(in crate::store) const LAST_REVISION: &str = concat!(
    "SELECT ",
    saved_columns!(),
    " FROM revisions r WHERE r.shop = ? ORDER BY r.saved_at DESC LIMIT 1"
);

pub(in crate::store) const QUOTES: &str = "SELECT json_array(o.state, json(i.quote)) FROM orders o INDEXED BY orders_live \
    CROSS JOIN invoices i ON i.id = o.invoice WHERE o.state IN ('open', 'held') AND o.shop = ?";

/// Asked only where a product is to go, so it may walk over all orders of the shop; what is read of them is little, since
/// most wait for nobody's hand.
const PROMISED: &str = "SELECT i.quote FROM orders o JOIN invoices i ON i.id = o.invoice WHERE o.shop = ? \
    AND (o.state IN ('paid', 'review', 'unfulfillable') OR (o.state = 'fulfilled' AND o.progress = 'none')) \
    AND instr(i.quote, '\"physical\"')";

/// Which of these hashes are of texts that are not kept yet.
pub(in crate::store) const UNKEPT: &str =
    "SELECT json_quote(j.value) FROM json_each(?) j WHERE j.value NOT IN (SELECT hash FROM texts)";

impl Reader {
    /// The hashes among these whose texts are not kept yet.
    pub async fn unkept(&self, hashes: &[String]) -> Result<Vec<String>, StoreError> {
        let hashes = serde_json::json!(hashes).to_string();
        self.rows(sqlx::query(UNKEPT).bind(hashes)).await
    }

    /// The revisions of a shop and when each was last taken up, the latest first.
    pub async fn revisions(&self, shop: &ShopId, limit: i64) -> Result<Vec<(RevisionId, Timestamp)>, StoreError> {
        self.rows(sqlx::query(REVISIONS).bind(shop.as_str()).bind(limit)).await
    }

    pub async fn revision(&self, shop: &ShopId, id: &RevisionId) -> Result<Option<SavedRevision>, StoreError> {
        let query = sqlx::query(REVISION).bind(shop.as_str()).bind(id.as_str());
        Ok(saved(self.rows(query).await?))
    }

    /// The files that served last.
    pub async fn last_revision(&self, shop: &ShopId) -> Result<Option<SavedRevision>, StoreError> {
        Ok(saved(self.rows(sqlx::query(LAST_REVISION).bind(shop.as_str())).await?))
    }

    /// What is quoted to customers who have not paid yet.
    pub async fn open_quotes(&self, shop: &ShopId) -> Result<Vec<(State, Quote)>, StoreError> {
        self.rows(sqlx::query(QUOTES).bind(shop.as_str())).await
    }

    /// Products of paid orders that somebody still has to hand over.
    pub async fn promised(&self, shop: &ShopId) -> Result<BTreeSet<ProductId>, StoreError> {
        let quotes: Vec<Quote> = self.rows(sqlx::query(PROMISED).bind(shop.as_str())).await?;
        let lines = quotes.into_iter().flat_map(|quote| quote.lines);
        let by_hand = lines.filter(|line| line.goods == Goods::Physical);
        Ok(by_hand.map(|line| line.product).collect())
    }
}

fn saved(rows: Vec<(RevisionId, String, String, Timestamp)>) -> Option<SavedRevision> {
    let (revision, files, instead_of, saved_at) = rows.into_iter().next()?;
    Some(SavedRevision {
        revision,
        files,
        instead_of,
        saved_at,
    })
}
