//! The write text: one set-based statement a table, parents before children, as the body of one trigger, so that a batch
//! is one statement and wakes its writer once. It is its own transaction: inside another, `SQLite` would copy each page
//! before it changes it, to be able to undo the statement alone. Each table whose count is known is followed by a guard
//! that aborts where fewer rows were written than sent.

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

pub(super) use super::tables::Table;
use super::{error::CONFLICT, jsonb::JsonRows, tables::STATEMENTS};

/// One value of a row.
#[derive(Debug)]
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
    ($($cell:expr),* $(,)?) => { [$(crate::store::write::Cell::from($cell)),*] };
}
pub(super) use row;

/// The rows of one batch, by table.
pub(super) type Rows = BTreeMap<Table, JsonRows>;

/// Where a batch is so small that pieces of a text that find nothing cost more than another text.
pub(super) const TURNS_WITH_OWN_TEXT_MAX: usize = 4;

/// A text with its values, ready to be sent.
pub(super) struct Write {
    pub(super) text: Arc<str>,
    pub(super) values: Vec<Value>,
}

/// One value of a call: rows as binary JSON, or how many there are.
pub(super) enum Value {
    /// None where there are none.
    Rows(Option<Vec<u8>>),
    Count(i64),
}

/// The text that writes.
pub(super) struct WriteText(Arc<str>);

impl WriteText {
    pub(super) fn new() -> WriteText {
        let places = STATEMENTS
            .iter()
            .map(|statement| if statement.is_guarded() { "?, ?" } else { "?" });
        let places: Vec<&str> = places.collect();
        WriteText(format!("INSERT INTO writes VALUES ({})", places.join(", ")).into())
    }

    /// The text and the values that write these rows.
    pub(super) fn of(&self, rows: Rows) -> Write {
        Write {
            text: self.0.clone(),
            values: values(rows),
        }
    }
}

/// Every statement by itself.
#[cfg(test)]
pub(super) fn texts() -> Vec<String> {
    STATEMENTS
        .iter()
        .map(|statement| with_paths(&statement.sql("?")))
        .collect()
}

/// What the write text needs in a connection: a view with a column for each table's rows and for how many they are, and
/// the trigger that takes them to their tables.
pub(super) fn scratch() -> String {
    let (mut columns, mut body) = (Vec::new(), String::new());
    for statement in STATEMENTS {
        let rows = format!("{:?}", statement.table);
        let _ = writeln!(body, "{};", statement.sql(&format!("NEW.{rows}")));
        columns.push(format!("NULL AS {rows}"));
        if statement.is_guarded() {
            let (count, name) = (format!("{rows}Count"), statement.name);
            let _ = writeln!(
                body,
                "SELECT RAISE(ABORT, '{CONFLICT}{name}: sent ' || NEW.{count} || ' rows, wrote ' || changes()) \
                 WHERE changes() <> NEW.{count};"
            );
            columns.push(format!("NULL AS {count}"));
        }
    }
    let (columns, body) = (columns.join(", "), with_paths(&body));
    format!(
        "CREATE TEMP VIEW writes AS SELECT {columns};\n\
         CREATE TEMP TRIGGER write_all INSTEAD OF INSERT ON writes BEGIN\n{body}END"
    )
}

/// Names each cell by its path: of its bare number `SQLite` would make that path anew for every cell of every row.
fn with_paths(sql: &str) -> String {
    let mut pieces = sql.split("->>");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        let end = piece.find(|c: char| !c.is_ascii_digit()).unwrap_or(piece.len());
        match piece.split_at(end) {
            ("", rest) => text + "->>" + rest,
            (cell, rest) => text + "->>'$[" + cell + "]'" + rest,
        }
    })
}

fn values(mut rows: Rows) -> Vec<Value> {
    let mut values = Vec::new();
    for statement in STATEMENTS {
        let rows = rows.remove(&statement.table);
        let count = rows.as_ref().map_or(0, JsonRows::count);
        values.push(Value::Rows(rows.map(JsonRows::into_blob)));
        if statement.is_guarded() {
            values.push(Value::Count(i64::try_from(count).unwrap_or(i64::MAX)));
        }
    }
    values
}
