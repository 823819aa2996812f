//! How `SQLite` goes about each statement: none may walk a table that grows with every purchase.

use super::fixture::*;
use crate::store::{load, load_text, reader, reasons, upkeep, write};

/// Tables that grow with purchases, updates or keys.
const BIG: [&str; 10] = [
    "orders",
    "invoices",
    "payments",
    "inbox",
    "events",
    "keys",
    "outbox",
    "entries",
    "stock_moves",
    "reasons",
];

/// Partial indexes of what is under way: small, and walked on purpose.
const SMALL: [&str; 4] = ["orders_live", "orders_stuck", "outbox_owed", "inbox_owed"];

/// The names under which a statement reads big tables.
fn big_names(sql: &str) -> Vec<String> {
    let words: Vec<&str> = sql
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut names = Vec::new();
    for pair in words.windows(2).filter(|pair| BIG.contains(&pair[0])) {
        names.push(pair[0].to_string());
        names.extend((pair[1].len() == 1).then(|| pair[1].to_string()));
    }
    names
}

fn walks(sql: &str, detail: &str) -> bool {
    let Some(rest) = detail.strip_prefix("SCAN ") else {
        return false;
    };
    let name = rest.split(' ').next().unwrap_or_default();
    let small = SMALL.iter().any(|index| rest.contains(index));
    big_names(sql).iter().any(|big| big == name) && !small
}

#[tokio::test]
async fn no_statement_walks_a_table_that_grows() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let loads = (0..load::kind::COUNT)
        .map(|n| load_text::statement(1 << n))
        .chain([load_text::statement(load::kind::ALL)]);
    let writes = write::texts();
    let reads = reader::STATEMENTS.iter().map(ToString::to_string);
    let all: Vec<String> = loads
        .chain(writes)
        .chain(reads)
        .chain([upkeep::PRUNE.to_string(), reasons::FORGET.to_string()])
        .collect();
    assert!(all.len() > 40, "{}", all.len());
    for sql in all {
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(explain).fetch_all(&mut store.connection).await.unwrap();
        for (.., detail) in plan {
            assert!(!walks(&sql, &detail), "{detail}\n{sql}");
        }
    }
}

#[test]
fn the_check_would_notice() {
    assert!(walks("SELECT o.id FROM orders o", "SCAN o"));
    assert!(walks("UPDATE keys SET x FROM jsonb_each(?) j", "SCAN keys"));
    assert!(!walks("SELECT 1 FROM picked q CROSS JOIN orders o", "SCAN q"));
}
