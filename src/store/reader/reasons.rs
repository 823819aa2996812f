//! Why customers heard yes or no, as far as it is kept.

use std::sync::Arc;

use super::super::StoreError;
use super::Reader;
use crate::{
    conversation::Reason,
    ids::{OrderId, RevisionId, ShopId, UserId},
    rules::Said,
    time::Timestamp,
};

macro_rules! columns {
    () => {
        "SELECT json_array(shop, at, order_id, payer, paying, revision, refusal, json(said), input) FROM reasons "
    };
}

pub(in crate::store) const OF_ORDER: &str = concat!(columns!(), "WHERE order_id = ? AND order_id <> 0 ORDER BY id");

pub(in crate::store) const OF_SHOP: &str = concat!(
    columns!(),
    "INDEXED BY reasons_of_shop WHERE shop = ? AND at >= ? ORDER BY at, id"
);

pub(in crate::store) const OF_CUSTOMER: &str = concat!(
    columns!(),
    "INDEXED BY reasons_of_shop WHERE shop = ? AND payer = ? ORDER BY at, id"
);

type Stored = (
    ShopId,
    Timestamp,
    i64,
    UserId,
    i64,
    RevisionId,
    String,
    Arc<[Said]>,
    String,
);

impl Reader {
    /// What was said of one order, oldest first.
    pub async fn reasons(&self, order: OrderId) -> Result<Vec<Reason>, StoreError> {
        self.read(self.rows(sqlx::query(OF_ORDER).bind(order.0)).await?)
    }

    /// What a shop said since then, oldest first.
    pub async fn reasons_since(&self, shop: &ShopId, since: Timestamp) -> Result<Vec<Reason>, StoreError> {
        let query = sqlx::query(OF_SHOP).bind(shop.as_str()).bind(since.0);
        self.read(self.rows(query).await?)
    }

    /// What a shop said to one customer, oldest first.
    pub async fn reasons_for(&self, shop: &ShopId, payer: UserId) -> Result<Vec<Reason>, StoreError> {
        let query = sqlx::query(OF_CUSTOMER).bind(shop.as_str()).bind(payer.0);
        self.read(self.rows(query).await?)
    }

    fn read(&self, rows: Vec<Stored>) -> Result<Vec<Reason>, StoreError> {
        let reasons: Result<Vec<Reason>, serde_json::Error> = rows.into_iter().map(reason).collect();
        reasons.map_err(|error| self.unreadable(&error))
    }
}

fn reason(stored: Stored) -> Result<Reason, serde_json::Error> {
    let (shop, at, order, payer, paying, revision, refusal, said, input) = stored;
    let some = |text: String| (!text.is_empty()).then_some(text);
    Ok(Reason {
        shop,
        at,
        order: (order != 0).then_some(OrderId(order)),
        payer,
        paying: paying != 0,
        revision,
        refusal: some(refusal).map(|text| serde_json::from_str(&text)).transpose()?,
        said,
        input: some(input).map(|text| serde_json::from_str(&text)).transpose()?,
    })
}
