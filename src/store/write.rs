//! The write text: one set-based statement a table, parents before children, sent in one call. Each statement whose
//! count is known is followed by a guard that aborts where fewer rows were written than sent. Plain `?` only: numbered
//! ones bind NULL in a text of several statements, without a word.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    sync::Arc,
};

use serde::Serialize;

use crate::failpoint;

/// A table's place in the write text. The order is the order of writing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Table {
    Customers,
    Consents,
    Invoices,
    /// Orders that leave the only place of an invoice, before others take it.
    OrdersLeaving,
    Orders,
    OrdersNew,
    StockNew,
    Stock,
    Moves,
    Balances,
    Keys,
    Payments,
    Entries,
    Events,
    Outbox,
    OutboxEnds,
    OutboxRevived,
    Inbox,
}

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

/// One statement: what is done with the rows, each a JSON array.
struct Statement {
    table: Table,
    name: &'static str,
    does: Does,
    /// Whether every row that is sent must be written.
    guarded: bool,
}

enum Does {
    /// Inserts these columns; then what happens where the key is there already.
    Insert(&'static [&'static str], &'static str),
    /// The whole text, with `ROWS` for the rows.
    Update(&'static str),
}

const fn insert(table: Table, name: &'static str, columns: &'static [&'static str]) -> Statement {
    upsert(table, name, columns, "")
}

const fn upsert(
    table: Table,
    name: &'static str,
    columns: &'static [&'static str],
    conflict: &'static str,
) -> Statement {
    Statement {
        table,
        name,
        does: Does::Insert(columns, conflict),
        guarded: true,
    }
}

const fn update(table: Table, name: &'static str, sql: &'static str) -> Statement {
    Statement {
        table,
        name,
        does: Does::Update(sql),
        guarded: true,
    }
}

const fn unguarded(statement: Statement) -> Statement {
    Statement {
        guarded: false,
        ..statement
    }
}

const MOVE_ORDERS: &str = "UPDATE orders SET version = version + 1, state = j.value->>2, chat = j.value->>3, \
    origin = j.value->>4, language = j.value->>5, progress = j.value->>6, hold_query = j.value->>7, \
    hold_since = j.value->>8, hold_until = j.value->>9, hold_answer = j.value->>10, updated_at = j.value->>11 \
    FROM ROWS j WHERE orders.id = j.value->>0 AND orders.version = j.value->>1";

/// Every statement of the write text, in the order of `Table`.
const STATEMENTS: &[Statement] = &[
    upsert(
        Table::Customers,
        "customers",
        &[
            "shop", "user", "name", "username", "language", "agreed", "blocked", "seen_at",
        ],
        "ON CONFLICT(shop, user) DO UPDATE SET name = excluded.name, username = excluded.username, \
         language = excluded.language, agreed = excluded.agreed, blocked = excluded.blocked, seen_at = excluded.seen_at",
    ),
    unguarded(upsert(
        Table::Consents,
        "consents",
        &["shop", "user", "at", "terms", "how"],
        "ON CONFLICT DO NOTHING",
    )),
    insert(
        Table::Invoices,
        "invoices",
        &[
            "id",
            "shop",
            "payload",
            "audience",
            "customer",
            "payable",
            "quote",
            "created_at",
        ],
    ),
    update(Table::OrdersLeaving, "orders", MOVE_ORDERS),
    update(Table::Orders, "orders", MOVE_ORDERS),
    update(
        Table::OrdersNew,
        "orders",
        "INSERT INTO orders(id, shop, invoice, payer, n, state, version, once, chat, origin, language, progress, \
         hold_query, hold_since, hold_until, hold_answer, created_at, updated_at, valid_until) \
         SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, 1, value->>6, value->>7, value->>8, \
         value->>9, value->>10, value->>11, value->>12, value->>13, value->>14, value->>15, value->>16, \
         (SELECT i.quote->>'valid_until' FROM invoices i WHERE i.id = value->>2) FROM ROWS",
    ),
    insert(
        Table::StockNew,
        "stock",
        &["shop", "sku", "on_hand", "reserved", "in_file", "version"],
    ),
    update(
        Table::Stock,
        "stock",
        "UPDATE stock SET version = version + 1, on_hand = j.value->>3, reserved = j.value->>4, in_file = j.value->>5 \
         FROM ROWS j WHERE stock.shop = j.value->>0 AND stock.sku = j.value->>1 AND stock.version = j.value->>2",
    ),
    insert(
        Table::Moves,
        "stock_moves",
        &["shop", "sku", "units", "why", "order_id", "at"],
    ),
    upsert(
        Table::Balances,
        "balances",
        &["shop", "user", "currency", "amount"],
        "ON CONFLICT(shop, user, currency) DO UPDATE SET amount = excluded.amount",
    ),
    update(
        Table::Keys,
        "keys",
        "UPDATE keys SET order_id = j.value->>1, line = j.value->>2 \
         FROM ROWS j WHERE keys.id = j.value->>0 AND keys.order_id = 0",
    ),
    insert(
        Table::Payments,
        "payments",
        &[
            "shop",
            "charge_id",
            "provider_id",
            "payer",
            "payload",
            "currency",
            "amount",
            "order_id",
            "matched",
            "at",
        ],
    ),
    insert(
        Table::Entries,
        "entries",
        &["shop", "tx", "account", "currency", "amount", "at"],
    ),
    insert(
        Table::Events,
        "events",
        &["shop", "order_id", "what", "actor", "revision", "note", "at"],
    ),
    insert(
        Table::Outbox,
        "outbox",
        &[
            "id",
            "shop",
            "chat",
            "language",
            "order_id",
            "effect",
            "state",
            "note",
            "created_at",
            "ended_at",
        ],
    ),
    unguarded(update(
        Table::OutboxEnds,
        "outbox",
        "UPDATE outbox SET state = j.value->>1, note = j.value->>2, ended_at = j.value->>3 \
         FROM ROWS j WHERE outbox.id = j.value->>0 AND outbox.state = 0",
    )),
    unguarded(update(
        Table::OutboxRevived,
        "outbox",
        "UPDATE outbox SET state = 0, note = '', ended_at = 0 \
         FROM ROWS j WHERE outbox.shop = j.value->>0 AND outbox.chat = j.value->>1 AND outbox.state = 2",
    )),
    upsert(
        Table::Inbox,
        "inbox",
        &[
            "bot",
            "update_id",
            "shop",
            "raw",
            "state",
            "tries",
            "received_at",
            "note",
        ],
        "ON CONFLICT(bot, update_id) DO UPDATE SET state = excluded.state, note = excluded.note WHERE inbox.state = 0",
    ),
];

/// The texts that were sent before, by the tables in them: SQLite and sqlx keep what they prepared for each.
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
            .filter(|statement| all || rows.contains_key(&statement.table))
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

impl Statement {
    fn sql(&self) -> String {
        match self.does {
            Does::Update(sql) => sql.replace("ROWS", "jsonb_each(?)"),
            Does::Insert(columns, conflict) => {
                let cells: Vec<String> = (0..columns.len()).map(|n| format!("value->>{n}")).collect();
                // Without WHERE, SQLite takes ON for a join.
                let conflict = match self.planted_conflict(conflict) {
                    "" => String::new(),
                    conflict => format!(" WHERE true {conflict}"),
                };
                let (name, columns, cells) = (self.name, columns.join(", "), cells.join(", "));
                format!("INSERT INTO {name}({columns}) SELECT {cells} FROM jsonb_each(?){conflict}")
            }
        }
    }

    fn planted_conflict(&self, conflict: &'static str) -> &'static str {
        match self.table {
            Table::Payments if failpoint::planted("dedupe") => "ON CONFLICT DO NOTHING",
            _ => conflict,
        }
    }

    fn is_guarded(&self) -> bool {
        let dedupes = matches!(self.table, Table::Payments | Table::Inbox);
        self.guarded && !(dedupes && failpoint::planted("dedupe"))
    }
}
