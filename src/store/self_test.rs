//! Proves at every start that the write text reaches every table: it writes one row of each and changes what can change,
//! then rolls back. A text whose values do not line up writes nothing and says nothing, so nobody else would notice.

use sqlx::Row as _;

use super::{
    Store, StoreError,
    changes::Changes,
    error::Fault,
    self_test_rows::{ID, first, second},
    write::{Rows, Table, row},
};
use crate::{conversation::Decision, ids::ShopId, time::Timestamp};

/// What is there once everything was written, as one row of ones.
const WRITTEN: &str = "SELECT \
    (SELECT count(*) FROM customers WHERE user = -1), (SELECT count(*) FROM consents WHERE user = -1), \
    (SELECT count(*) FROM orders WHERE id = -1 AND version = 2 AND state = 'expired' AND valid_until = 1), \
    (SELECT count(*) FROM orders WHERE id = -2 AND version = 2 AND state = 'held'), \
    (SELECT count(*) FROM stock WHERE sku = 'self test' AND version = 2 AND on_hand = 2), \
    (SELECT count(*) FROM stock_moves WHERE order_id = -1), (SELECT count(*) FROM balances WHERE user = -1), \
    (SELECT count(*) FROM keys WHERE id = -1 AND order_id = -1), (SELECT count(*) FROM payments WHERE order_id = -1), \
    (SELECT count(*) / 2 FROM entries WHERE tx = 'self test'), (SELECT count(*) FROM events WHERE order_id = -1), \
    (SELECT count(*) FROM reasons WHERE order_id = -1 AND input <> ''), \
    (SELECT count(*) FROM posts WHERE id = -1 AND version = 2 AND message = 1), \
    (SELECT count(*) FROM outbox WHERE id = -1 AND state = 0 AND ended_at = 0), \
    (SELECT count(*) FROM outbox WHERE id = -2 AND state = 1), (SELECT count(*) FROM inbox WHERE bot = -1 AND state = 1)";

/// Writes, looks and rolls back.
pub(super) async fn run(store: &mut Store) -> Result<(), StoreError> {
    let shop = ShopId::parse("self-test").map_err(|_| failed(store, "no name for its shop"))?;
    let tested = write_all(store, &shop).await;
    store.roll_back().await;
    tested.map_err(|fault| match fault {
        Fault::Machine(error) => error,
        Fault::Conflict(why) | Fault::Turn(why) => failed(store, &why),
    })
}

fn failed(store: &Store, why: &str) -> StoreError {
    StoreError::Other {
        path: store.path.clone(),
        why: format!(
            "it does not take what this program writes ({why}); nothing was changed. Restore a backup, or use the \
             program that wrote this database"
        ),
    }
}

async fn write_all(store: &mut Store, shop: &ShopId) -> Result<(), Fault> {
    let there = "BEGIN IMMEDIATE; INSERT INTO keys(id, shop, sku, text, order_id, line) \
                 VALUES (-1, 'self-test', 'self test', 'self test', 0, 0); \
                 INSERT INTO inbox(bot, update_id, shop, raw, state, tries, received_at, note) \
                 VALUES (-1, -1, 'self-test', '{}', 0, 0, 1, '')";
    store.in_transaction = true;
    let begun = sqlx::raw_sql(there).execute(&mut store.connection).await;
    begun.map_err(|error| Fault::of(&error, &store.path))?;
    let (first, second) = (first(shop), second(shop));
    send(store, &first, Some(ID)).await?;
    send(store, &second, None).await?;
    let counts = sqlx::query(WRITTEN).fetch_one(&mut store.connection).await;
    let counts = counts.map_err(|error| Fault::of(&error, &store.path))?;
    let missing = (0..counts.len()).find(|at| counts.try_get::<i64, _>(*at).ok() != Some(1));
    match missing {
        None => Ok(()),
        Some(at) => Err(Fault::Turn(format!("test row {at} was not written"))),
    }
}

async fn send(store: &mut Store, decision: &Decision, update: Option<i64>) -> Result<(), Fault> {
    let rows = rows(decision, update).map_err(|error| Fault::Turn(error.to_string()))?;
    let write = store.write_text.of(rows);
    store.send(write).await.map(drop)
}

fn rows(decision: &Decision, update: Option<i64>) -> Result<Rows, serde_json::Error> {
    let mut changes = Changes::default();
    changes.add(decision, Timestamp(1))?;
    if let Some(update) = update {
        changes.push(Table::Inbox, &row![ID, update, "self-test", "{}", 1]);
    }
    Ok(changes.into_rows())
}
