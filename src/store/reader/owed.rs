//! What the running engine asks: what is owed to people and to Telegram, what has run out, which answers are unknown.

use super::super::{
    InboxRow, StoreError,
    rows::{OrderRow, order_columns},
};
use super::Reader;
use crate::{
    conversation::{Owed, OwedRow},
    ids::{BotId, ChatId, OrderId, OutboxId, ShopId, UpdateId},
    order::Order,
    time::Timestamp,
};

pub(in crate::store) const OWED: &str = "SELECT json_array(id, shop, chat, language, effect) \
    FROM outbox INDEXED BY outbox_owed WHERE state = 0 AND shop = ? AND id > ? ORDER BY id LIMIT ?";

pub(in crate::store) const OWED_FOR_CHAT: &str = "SELECT json_array(id, shop, chat, language, effect) \
    FROM outbox INDEXED BY outbox_owed WHERE state = 0 AND shop = ? AND chat = ? ORDER BY id";

pub(in crate::store) const INBOX_OWED: &str = "SELECT json_array(bot, update_id, raw, received_at, tries) \
    FROM inbox INDEXED BY inbox_owed WHERE state = 0 AND bot = ? AND update_id > ? ORDER BY update_id LIMIT ?";

pub(in crate::store) const DUE: &str = "SELECT id FROM orders INDEXED BY orders_live \
    WHERE state IN ('open', 'held') AND shop = ? \
    AND CASE state WHEN 'held' THEN hold_until ELSE valid_until END <= ? ORDER BY id";

pub(in crate::store) const UNANSWERED: &str = concat!(
    "SELECT ",
    order_columns!(),
    " FROM orders o INDEXED BY orders_live WHERE o.state IN ('open', 'held') AND o.state = 'held' \
     AND o.hold_answer IN ('pending', 'renewed') AND o.hold_since >= ? ORDER BY o.hold_since"
);

type StoredOwed = (OutboxId, ShopId, ChatId, String, String);

impl Reader {
    /// A shop's messages that are yet to be sent, oldest first, from the row after this one on.
    pub async fn owed(&self, shop: &ShopId, after: OutboxId, limit: i64) -> Result<Vec<OwedRow>, StoreError> {
        let query = sqlx::query(OWED).bind(shop.as_str()).bind(after.0).bind(limit);
        let rows = self.rows(query).await?;
        Ok(rows.into_iter().filter_map(readable).collect())
    }

    /// Messages that are yet to be sent to one chat, oldest first.
    pub async fn owed_for_chat(&self, shop: &ShopId, chat: ChatId) -> Result<Vec<OwedRow>, StoreError> {
        let query = sqlx::query(OWED_FOR_CHAT).bind(shop.as_str()).bind(chat.0);
        Ok(self.rows(query).await?.into_iter().filter_map(readable).collect())
    }

    /// A bot's updates that are kept and not handled yet, from the one after this on.
    pub async fn inbox_owed(&self, bot: BotId, after: UpdateId, limit: i64) -> Result<Vec<InboxRow>, StoreError> {
        let rows: Vec<(BotId, UpdateId, String, Timestamp, i64)> = self
            .rows(sqlx::query(INBOX_OWED).bind(bot.0).bind(after.0).bind(limit))
            .await?;
        let rows = rows.into_iter().map(|(bot, update, raw, received_at, tries)| InboxRow {
            bot,
            update,
            raw,
            received_at,
            tries,
        });
        Ok(rows.collect())
    }

    /// Orders whose hold or invoice had run out when the engine was last caught up.
    pub async fn due(&self, shop: &ShopId, caught_up: Timestamp) -> Result<Vec<OrderId>, StoreError> {
        let ids: Result<Vec<i64>, _> = sqlx::query_scalar(DUE)
            .bind(shop.as_str())
            .bind(caught_up.0)
            .fetch_all(&self.pool)
            .await;
        let ids = ids.map_err(|error| self.error(&error))?;
        Ok(ids.into_iter().map(OrderId).collect())
    }

    /// Held orders of which nobody knows whether their yes was taken, since this moment.
    pub async fn unanswered(&self, since: Timestamp) -> Result<Vec<Order>, StoreError> {
        let rows: Vec<OrderRow> = self.rows(sqlx::query(UNANSWERED).bind(since.0)).await?;
        Ok(rows.into_iter().map(Order::from).collect())
    }
}

/// A message that cannot be read must not hold up the others: it stays owed, and the log says so.
fn readable((id, shop, chat, language, effect): StoredOwed) -> Option<OwedRow> {
    let owed: Result<Owed, _> = serde_json::from_str(&effect);
    let owed =
        owed.map_err(|error| tracing::error!("shop {shop}: message {id} cannot be read and stays unsent: {error}"));
    Some(OwedRow {
        id,
        owed: owed.ok()?,
        shop,
        chat,
        language,
    })
}
