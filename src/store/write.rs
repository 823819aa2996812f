//! The write text: one set-based statement a table, parents before children, sent in one call. Each statement whose
//! count is known is followed by a guard that aborts where fewer rows were written than sent. Plain `?` only: numbered
//! ones bind NULL in a text of several statements, without a word.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    sync::Arc,
};

use serde::Serialize;

pub(super) use super::tables::Table;
use super::tables::{STATEMENTS, Statement};

/// One value of a row.
#[derive(Serialize, Debug)]
#[serde(untagged)]
pub(super) enum Cell<'a> {
    Int(i64),
    Text(&'a str),
    Owned(String),
}

impl From<i64> for Cell<'_> {
    fn from(value: i64) -> Self {
        Cell::Int(value)
    }
}
impl<'a> From<&'a str> for Cell<'a> {
    fn from(value: &'a str) -> Self {
        Cell::Text(value)
    }
}
impl From<String> for Cell<'_> {
    fn from(value: String) -> Self {
        Cell::Owned(value)
    }
}

/// A row in the order of its statement's columns.
macro_rules! row {
    ($($cell:expr),* $(,)?) => { vec![$(crate::store::write::Cell::from($cell)),*] };
}
pub(super) use row;

/// The rows of one batch, by table.
pub(super) type Rows<'a> = BTreeMap<Table, Vec<Vec<Cell<'a>>>>;

/// The texts that were sent before, by the tables in them: `SQLite` and sqlx keep what they prepared for each.
#[derive(Default)]
pub(super) struct WriteTexts(HashMap<u32, Arc<str>>);

/// Where a batch is so small that an empty statement costs more than another text.
pub(super) const TURNS_WITH_OWN_TEXT_MAX: usize = 4;

/// A text with its values, ready to be sent.
pub(super) struct Write {
    pub(super) text: Arc<str>,
    pub(super) values: Vec<Value>,
}

/// One value of a call: rows as JSON, or how many there are.
pub(super) enum Value {
    Json(String),
    Count(i64),
}

impl WriteTexts {
    /// The text and the values that write these rows and commit.
    pub(super) fn whole(&mut self, rows: &Rows<'_>, turns: usize) -> Result<Write, serde_json::Error> {
        let all = turns > TURNS_WITH_OWN_TEXT_MAX;
        let tables: Vec<&Statement> = STATEMENTS
            .iter()
            .filter(|statement| (all && !statement.is_rare()) || rows.contains_key(&statement.table))
            .collect();
        let mask = tables
            .iter()
            .fold(0, |mask, statement| mask | 1 << statement.table as u32);
        let text = self.0.entry(mask).or_insert_with(|| (text(&tables) + "COMMIT").into());
        Ok(Write {
            text: text.clone(),
            values: values(&tables, rows)?,
        })
    }
}

/// The statements of some tables, without a commit.
pub(super) fn part(rows: &Rows<'_>, tables: impl Fn(Table) -> bool) -> Result<Write, serde_json::Error> {
    let tables: Vec<&Statement> = STATEMENTS.iter().filter(|statement| tables(statement.table)).collect();
    Ok(Write {
        text: text(&tables).into(),
        values: values(&tables, rows)?,
    })
}

/// Every statement by itself.
#[cfg(test)]
pub(super) fn texts() -> Vec<String> {
    STATEMENTS.iter().map(Statement::sql).collect()
}

fn text(tables: &[&Statement]) -> String {
    let mut text = String::new();
    for statement in tables {
        text.push_str(&statement.sql());
        text.push_str(";\n");
        if statement.is_guarded() {
            let _ = writeln!(text, "INSERT INTO guard SELECT '{}', ?, changes();", statement.name);
        }
    }
    text
}

fn values(tables: &[&Statement], rows: &Rows<'_>) -> Result<Vec<Value>, serde_json::Error> {
    let mut values = Vec::new();
    for statement in tables {
        let rows = rows.get(&statement.table).map(Vec::as_slice).unwrap_or_default();
        values.push(Value::Json(serde_json::to_string(rows)?));
        if statement.is_guarded() {
            values.push(Value::Count(i64::try_from(rows.len()).unwrap_or(i64::MAX)));
        }
    }
    Ok(values)
}
