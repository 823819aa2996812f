//! A turn that cannot be decided or written: it is tried five times, then it is a dead letter that people hear of. Money
//! that such a letter holds is booked all the same, by a path that asks nothing of books, orders or stock.

use sqlx::{AssertSqlSafe, SqliteConnection};

use super::{
    Store, StoreError,
    changes::Changes,
    job::{InboxRow, Job, Outcome},
    write::{Table, Value, WriteText, row},
};
use crate::{
    conversation::{Alert, Event, Owed, OwedRow, Turn},
    ids::OutboxId,
    payment::{Charge, entries},
    time::Timestamp,
};

/// After so many tries an update is set aside.
const TRIES_MAX: i64 = 5;

impl Store {
    /// Writes down that a turn failed, in a transaction of its own.
    pub(super) async fn blame(&mut self, job: &Job, why: &str) -> Result<Outcome, StoreError> {
        let shop = &job.turn.revision.shop.id;
        let Some(update) = &job.inbox else {
            tracing::error!("shop {shop}: {:?} cannot be handled: {why}", job.turn.event);
            return Ok(Outcome::Failed { tries: 1, dead: true });
        };
        tracing::error!("shop {shop}: update {} cannot be handled: {why}", update.update);
        self.begin_whole().await?;
        let first_alert = self.next.outbox;
        let written = write_down(&mut self.connection, job, update, why, first_alert).await;
        let (tries, alerts) = self.end_whole(written).await?;
        self.next.outbox.0 += alerts;
        let dead = tries >= TRIES_MAX;
        Ok(Outcome::Failed { tries, dead })
    }
}

/// A turn that failed before it was decided has no moment of its own yet.
fn at(turn: &Turn) -> Timestamp {
    turn.now.max(turn.arrived)
}

/// What nobody can read.
impl Store {
    /// Sets an update aside at once that cannot be read and may hold money; the staff hears of it, once.
    pub async fn set_aside(&mut self, job: &Job, why: &str) -> Result<(), StoreError> {
        let Some(update) = &job.inbox else { return Ok(()) };
        self.ready().await?;
        let state: Result<Option<i64>, _> =
            sqlx::query_scalar("SELECT state FROM inbox WHERE bot = ? AND update_id = ?")
                .bind(update.bot.0)
                .bind(update.update.0)
                .fetch_optional(&mut self.connection)
                .await;
        if state
            .map_err(|error| self.error(&error))?
            .is_some_and(|state| state != 0)
        {
            return Ok(());
        }
        let mut last_try = job.clone();
        if let Some(update) = &mut last_try.inbox {
            update.tries = TRIES_MAX - 1;
        }
        self.blame(&last_try, why).await.map(drop)
    }
}

/// Gives how often it was tried, and how many alerts went out.
async fn write_down(
    connection: &mut SqliteConnection,
    job: &Job,
    update: &InboxRow,
    why: &str,
    first_alert: OutboxId,
) -> Result<(i64, i64), sqlx::Error> {
    let tries = set_aside(connection, job, update, why).await?;
    let mut alerts = 0;
    if tries >= TRIES_MAX {
        if let Event::Paid(charge, ..) = &job.turn.event {
            book(connection, &job.turn, charge).await?;
        }
        alerts = alert(connection, &job.turn, update, first_alert).await?;
    }
    Ok((tries, alerts))
}

/// Counts the try in the update's row; the last one makes it a dead letter.
async fn set_aside(
    connection: &mut SqliteConnection,
    job: &Job,
    update: &InboxRow,
    why: &str,
) -> Result<i64, sqlx::Error> {
    let stored: Option<i64> = sqlx::query_scalar("SELECT tries FROM inbox WHERE bot = ? AND update_id = ?")
        .bind(update.bot.0)
        .bind(update.update.0)
        .fetch_optional(&mut *connection)
        .await?;
    let tries = stored.unwrap_or(0).max(update.tries).saturating_add(1);
    sqlx::query(
        "INSERT INTO inbox(bot, update_id, shop, raw, state, tries, received_at, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT(bot, update_id) DO UPDATE SET state = excluded.state, tries = excluded.tries, \
         note = excluded.note WHERE inbox.state = 0",
    )
    .bind(update.bot.0)
    .bind(update.update.0)
    .bind(job.turn.revision.shop.id.as_str())
    .bind(&update.raw)
    .bind(if tries >= TRIES_MAX { 2 } else { 0 })
    .bind(tries)
    .bind(update.received_at.0)
    .bind(why)
    .execute(connection)
    .await?;
    Ok(tries)
}

/// The bare payment, on the account of money that waits for people; nothing where the charge is in the books already.
async fn book(connection: &mut SqliteConnection, turn: &Turn, charge: &Charge) -> Result<(), sqlx::Error> {
    let shop = turn.revision.shop.id.as_str();
    let fresh = sqlx::query(
        "INSERT INTO payments(shop, charge_id, provider_id, payer, payload, currency, amount, order_id, matched, at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, 0, 'dead_letter', ?) ON CONFLICT DO NOTHING",
    )
    .bind(shop)
    .bind(charge.id.as_str())
    .bind(&charge.provider_id)
    .bind(charge.payer.0)
    .bind(&charge.payload)
    .bind(&charge.currency_code)
    .bind(charge.amount)
    .bind(at(turn).0)
    .execute(&mut *connection)
    .await?
    .rows_affected();
    if fresh == 0 {
        return Ok(());
    }
    let mut changes = Changes::default();
    let entries = entries(&charge.id, &charge.currency_code, charge.amount, None);
    for entry in &entries {
        let code = entry.currency_code.as_str();
        changes.push(
            Table::Entries,
            &row![shop, entry.tx.as_str(), entry.account, code, entry.amount, at(turn).0],
        );
    }
    send(connection, changes, Table::Entries).await
}

/// Tells the staff; gives how many rows that took.
async fn alert(
    connection: &mut SqliteConnection,
    turn: &Turn,
    update: &InboxRow,
    first: OutboxId,
) -> Result<i64, sqlx::Error> {
    let shop = &turn.revision.shop;
    let alert = Alert::DeadLetter {
        update: update.update.0,
        // What means nothing is set aside only where it may hold money.
        holds_money: matches!(turn.event, Event::Paid(..) | Event::Nothing),
    };
    let ids = (first.0..).map(OutboxId);
    let owed: Vec<OwedRow> = ids
        .zip(shop.staff_chats())
        .map(|(id, chat)| OwedRow {
            id,
            shop: shop.id.clone(),
            chat,
            language: shop.language(None).as_str().into(),
            owed: Owed::Alert(alert.clone()),
        })
        .collect();
    let mut changes = Changes::default();
    for row in &owed {
        changes
            .add_owed(row, at(turn))
            .map_err(|error| sqlx::Error::Encode(error.into()))?;
    }
    send(connection, changes, Table::Outbox).await?;
    Ok(i64::try_from(owed.len()).unwrap_or(i64::MAX))
}

/// Writes the rows of one table by its ordinary statement.
async fn send(connection: &mut SqliteConnection, changes: Changes<'_>, table: Table) -> Result<(), sqlx::Error> {
    let mut rows = changes.into_rows();
    rows.retain(|other, _| *other == table);
    let write = WriteText::new().of(rows);
    let mut query = sqlx::query(AssertSqlSafe(write.text));
    for value in write.values {
        query = match value {
            Value::Rows(rows) => query.bind(rows),
            Value::Count(count) => query.bind(count),
        };
    }
    query.fetch_all(connection).await.map(drop)
}
