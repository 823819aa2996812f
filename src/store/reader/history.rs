//! Everything that happened to one order, for people who look into it.

use super::super::StoreError;
use super::{PaymentRow, Reader, money};
use crate::{
    conversation::{DeliveryEnd, OrderFacts, Owed},
    ids::{ChatId, OrderId, OutboxId, RevisionId, UserId},
    time::Timestamp,
};

/// An order with all that is known of it, each list oldest first.
#[derive(Clone, Debug)]
pub struct History {
    pub facts: OrderFacts,
    pub events: Vec<EventRow>,
    pub payments: Vec<PaymentRow>,
    pub outbox: Vec<SentRow>,
}

/// Something that happened to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    pub what: String,
    /// `None` for the engine itself.
    pub actor: Option<UserId>,
    pub revision: RevisionId,
    pub note: String,
    pub at: Timestamp,
}

/// A message about an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentRow {
    pub id: OutboxId,
    pub chat: ChatId,
    /// `None` for one that this program cannot read.
    pub owed: Option<Owed>,
    /// `None` while it is owed.
    pub end: Option<DeliveryEnd>,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

pub(in crate::store) const EVENTS: &str = "SELECT json_array(what, actor, revision, note, at) FROM events \
    WHERE order_id = ? ORDER BY id";

pub(in crate::store) const SENT: &str = "SELECT json_array(id, chat, effect, state, note, created_at, ended_at) \
    FROM outbox WHERE order_id = ? AND order_id <> 0 ORDER BY id";

type StoredSent = (OutboxId, ChatId, String, i64, String, Timestamp, Timestamp);

impl Reader {
    /// What happened to an order; `None` where there is no such order.
    pub async fn history(&self, order: OrderId) -> Result<Option<History>, StoreError> {
        let Some(facts) = self.facts(&[order]).await?.pop() else {
            return Ok(None);
        };
        let events: Vec<(String, i64, RevisionId, String, Timestamp)> =
            self.rows(sqlx::query(EVENTS).bind(order.0)).await?;
        let outbox: Vec<StoredSent> = self.rows(sqlx::query(SENT).bind(order.0)).await?;
        let events = events.into_iter().map(|(what, actor, revision, note, at)| EventRow {
            what,
            actor: (actor != 0).then_some(UserId(actor)),
            revision,
            note,
            at,
        });
        Ok(Some(History {
            facts,
            events: events.collect(),
            payments: money::payments_of(self, order).await?,
            outbox: outbox.into_iter().map(sent).collect(),
        }))
    }
}

fn sent((id, chat, effect, state, note, created_at, ended_at): StoredSent) -> SentRow {
    let end = match state {
        1 => Some(DeliveryEnd::Sent),
        2 => Some(DeliveryEnd::Blocked),
        3 => Some(DeliveryEnd::Failed(note)),
        _ => None,
    };
    SentRow {
        id,
        chat,
        owed: serde_json::from_str(&effect).ok(),
        ended_at: end.is_some().then_some(ended_at),
        end,
        created_at,
    }
}
