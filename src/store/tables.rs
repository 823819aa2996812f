//! Every statement of the write text, as a table: what is inserted, what is updated, what happens where a key is there
//! already. Columns and values come from this list alone. `write` makes texts of it, `changes` makes the rows.

use super::customer_row;
use crate::failpoint;

/// A table's place in the write text. The order is the order of writing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Table {
    Customers,
    Consents,
    Invoices,
    PostsNew,
    Posts,
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
    Reasons,
    Outbox,
    OutboxEnds,
    OutboxRevived,
    Inbox,
}

/// One statement: what is done with the rows, each a JSON array.
pub(super) struct Statement {
    pub(super) table: Table,
    pub(super) name: &'static str,
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

/// A column that an index has is left out where it never changes: naming it would write the index anew.
const MOVE_ORDERS: &str = "UPDATE orders SET version = version + 1, state = j.value->>2, progress = j.value->>3, \
    hold_query = j.value->>4, hold_since = j.value->>5, hold_until = j.value->>6, hold_answer = j.value->>7, \
    tip = j.value->>8, info = j.value->>9, updated_at = j.value->>10 \
    FROM ROWS j WHERE orders.id = j.value->>0 AND orders.version = j.value->>1";

/// Every statement of the write text, in the order of `Table`.
pub(super) const STATEMENTS: &[Statement] = &[
    upsert(
        Table::Customers,
        "customers",
        customer_row::COLUMNS,
        customer_row::WHERE_KNOWN,
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
            "post",
            "standing",
            "quote",
            "created_at",
        ],
    ),
    insert(
        Table::PostsNew,
        "posts",
        &[
            "id",
            "shop",
            "kind",
            "chat",
            "topic",
            "product",
            "selection",
            "payable",
            "invoice",
            "state",
            "message",
            "url",
            "face",
            "note",
            "revision",
            "created_at",
            "version",
        ],
    ),
    update(
        Table::Posts,
        "posts",
        "UPDATE posts SET version = version + 1, chat = j.value->>2, invoice = j.value->>3, state = j.value->>4, \
         message = j.value->>5, url = j.value->>6, face = j.value->>7, note = j.value->>8, revision = j.value->>9 \
         FROM ROWS j WHERE posts.id = j.value->>0 AND posts.version = j.value->>1",
    ),
    update(Table::OrdersLeaving, "orders", MOVE_ORDERS),
    update(Table::Orders, "orders", MOVE_ORDERS),
    update(
        Table::OrdersNew,
        "orders",
        "INSERT INTO orders(id, shop, invoice, payer, n, state, version, once, chat, origin, language, progress, \
         hold_query, hold_since, hold_until, hold_answer, tip, info, created_at, updated_at, valid_until) \
         SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, 1, value->>6, value->>7, value->>8, \
         value->>9, value->>10, value->>11, value->>12, value->>13, value->>14, value->>15, value->>16, \
         value->>17, value->>18, \
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
    unguarded(insert(
        Table::Reasons,
        "reasons",
        &[
            "shop", "at", "order_id", "payer", "paying", "revision", "refusal", "said", "input",
        ],
    )),
    update(
        Table::Outbox,
        "outbox",
        "INSERT INTO outbox(id, shop, chat, language, order_id, effect, created_at, state, note, ended_at) \
         SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, 0, '', 0 FROM ROWS",
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
    // A row that was kept before has its number of tries already.
    update(
        Table::Inbox,
        "inbox",
        "INSERT INTO inbox(bot, update_id, shop, raw, received_at, state, tries, note) \
         SELECT value->>0, value->>1, value->>2, value->>3, value->>4, 1, 0, '' FROM ROWS WHERE true \
         ON CONFLICT(bot, update_id) DO UPDATE SET state = 1, note = '' WHERE inbox.state = 0",
    ),
];

impl Statement {
    /// The statement on these rows.
    pub(super) fn sql(&self, rows: &str) -> String {
        let rows = format!("jsonb_each({rows})");
        match self.does {
            Does::Update(sql) => sql.replace("ROWS", &rows),
            Does::Insert(columns, conflict) => {
                let cells: Vec<String> = (0..columns.len()).map(|n| format!("value->>{n}")).collect();
                // Without WHERE, SQLite takes ON for a join.
                let conflict = match self.planted_conflict(conflict) {
                    "" => String::new(),
                    conflict => format!(" WHERE true {conflict}"),
                };
                let (name, columns, cells) = (self.name, columns.join(", "), cells.join(", "));
                format!("INSERT INTO {name}({columns}) SELECT {cells} FROM {rows}{conflict}")
            }
        }
    }

    fn planted_conflict(&self, conflict: &'static str) -> &'static str {
        match self.table {
            Table::Payments if failpoint::planted("dedupe") => "ON CONFLICT DO NOTHING",
            _ => conflict,
        }
    }

    pub(super) fn is_guarded(&self) -> bool {
        let dedupes = matches!(self.table, Table::Payments | Table::Inbox);
        self.guarded && !(dedupes && failpoint::planted("dedupe"))
    }
}
