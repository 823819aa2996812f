//! Messages that did not arrive: the customer blocked the bot, or Telegram will never take them.

use super::super::StoreError;
use super::Reader;
use crate::{
    conversation::{DeliveryEnd, Owed},
    ids::{ChatId, OrderId, ShopId},
    time::Timestamp,
};

/// A message that somebody may want to bring by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    pub chat: ChatId,
    pub order: Option<OrderId>,
    /// `None` for one that this program cannot read.
    pub owed: Option<Owed>,
    pub end: DeliveryEnd,
    pub at: Timestamp,
}

pub(in crate::store) const UNDELIVERED: &str = "SELECT json_array(chat, order_id, effect, state, note, ended_at) \
    FROM (SELECT * FROM outbox INDEXED BY outbox_blocked WHERE shop = ? AND state = 2 \
    UNION ALL SELECT * FROM outbox INDEXED BY outbox_failed WHERE shop = ? AND state = 3) ORDER BY id";

type Stored = (ChatId, i64, String, i64, String, Timestamp);

impl Reader {
    /// A shop's messages that did not arrive, oldest first.
    pub async fn undelivered(&self, shop: &ShopId) -> Result<Vec<Undelivered>, StoreError> {
        let query = sqlx::query(UNDELIVERED).bind(shop.as_str()).bind(shop.as_str());
        let rows: Vec<Stored> = self.rows(query).await?;
        let undelivered = rows
            .into_iter()
            .map(|(chat, order, effect, state, note, at)| Undelivered {
                chat,
                order: (order != 0).then_some(OrderId(order)),
                owed: serde_json::from_str(&effect).ok(),
                end: if state == 2 {
                    DeliveryEnd::Blocked
                } else {
                    DeliveryEnd::Failed(note)
                },
                at,
            });
        Ok(undelivered.collect())
    }
}
