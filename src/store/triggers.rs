//! What the database itself refuses, whatever the code above it does: moves of an order that are not in the table,
//! changed or deleted history, a key that is sold twice. Made from the code's own tables each time a database is opened.

use std::fmt::Write as _;

use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use crate::order::State;

/// Tables whose rows never change and never go.
const APPEND_ONLY: [&str; 6] = ["invoices", "payments", "entries", "events", "consents", "stock_moves"];

/// Replaces the triggers where they are not the ones that this program wants.
pub(super) async fn renew(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    renew_within(&mut transaction).await?;
    transaction.commit().await
}

/// The same inside a transaction.
pub(super) async fn renew_within(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let mut there: Vec<(String, String)> =
        sqlx::query_as("SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'")
            .fetch_all(&mut *connection)
            .await?;
    let mut wanted = all();
    there.sort();
    wanted.sort();
    if there == wanted {
        return Ok(());
    }
    let drops = there.iter().map(|(name, _)| format!("DROP TRIGGER \"{name}\";\n"));
    let creates = wanted.iter().map(|(_, sql)| format!("{sql};\n"));
    let text: String = drops.chain(creates).collect();
    sqlx::raw_sql(AssertSqlSafe(text)).execute(connection).await.map(drop)
}

/// Every trigger: its name and its text.
fn all() -> Vec<(String, String)> {
    let mut all = vec![moves(), known_states(), keys_stay()];
    for table in APPEND_ONLY {
        for (event, how) in [("UPDATE", "changed"), ("DELETE", "deleted")] {
            let name = format!("{table}_are_not_{how}");
            let sql = format!(
                "CREATE TRIGGER {name} BEFORE {event} ON {table} \
                 BEGIN SELECT RAISE(ABORT, '{table} are append-only: rows are never {how}'); END"
            );
            all.push((name, sql));
        }
    }
    all
}

/// One batch may write several moves at once, so a state may become whatever its moves lead to. The targets are words in
/// one text: looking for a word in it costs less than a list.
fn moves() -> (String, String) {
    let mut cases = String::new();
    for from in State::ALL {
        let targets = State::ALL.into_iter().filter(|to| from.can_become(*to));
        let words: Vec<&str> = targets.map(State::word).collect();
        let _ = write!(cases, " WHEN '{}' THEN ' {} '", from.word(), words.join(" "));
    }
    let sql = format!(
        "CREATE TRIGGER orders_move BEFORE UPDATE OF state ON orders \
         WHEN OLD.state <> NEW.state AND instr(CASE OLD.state{cases} ELSE '' END, ' ' || NEW.state || ' ') = 0 \
         BEGIN SELECT RAISE(ABORT, 'order ' || OLD.id || ' is ' || OLD.state || ' and cannot become ' || NEW.state); END"
    );
    ("orders_move".into(), sql)
}

fn known_states() -> (String, String) {
    let words: Vec<&str> = State::ALL.into_iter().map(State::word).collect();
    let sql = format!(
        "CREATE TRIGGER orders_begin BEFORE INSERT ON orders WHEN instr(' {} ', ' ' || NEW.state || ' ') = 0 \
         BEGIN SELECT RAISE(ABORT, 'order ' || NEW.id || ' has no known state: ' || NEW.state); END",
        words.join(" ")
    );
    ("orders_begin".into(), sql)
}

fn keys_stay() -> (String, String) {
    let sql = "CREATE TRIGGER keys_stay BEFORE UPDATE ON keys WHEN OLD.order_id <> 0 \
               BEGIN SELECT RAISE(ABORT, 'key ' || OLD.id || ' was sold to order ' || OLD.order_id); END";
    ("keys_stay".into(), sql.into())
}
