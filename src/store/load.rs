//! The load text: every row that the turns of a batch name, and what belongs to it, in one statement with one row: a
//! statement more is a wake-up more. An invoice brings its payer's orders (everybody's where it is payable once), the
//! counts and key heads of its lines and the payer's balance. `roots` collects (invoice, payer), `picked` the orders to
//! read. `CROSS JOIN` keeps `SQLite` to the order written here.

use super::{
    customer_row::customer_columns,
    rows::{invoice_columns, order_columns, post_columns, stock_columns},
};
use crate::conversation::ORDERS_LISTED_MAX;

/// The text for the latest orders says 10.
const _: () = assert!(ORDERS_LISTED_MAX == 10);

/// The kinds of things that can be asked for, one bit each.
pub(super) mod kind {
    pub(in crate::store) const CUSTOMER: u16 = 1;
    pub(in crate::store) const INVOICE: u16 = 1 << 1;
    pub(in crate::store) const ORDER: u16 = 1 << 2;
    pub(in crate::store) const LIVE: u16 = 1 << 3;
    pub(in crate::store) const FROM: u16 = 1 << 4;
    pub(in crate::store) const LATEST: u16 = 1 << 5;
    pub(in crate::store) const STOCK: u16 = 1 << 6;
    pub(in crate::store) const KEYS: u16 = 1 << 7;
    pub(in crate::store) const BALANCE: u16 = 1 << 8;
    pub(in crate::store) const CHARGE: u16 = 1 << 9;
    pub(in crate::store) const UPDATE: u16 = 1 << 10;
    /// What a batch asks for; what comes after it is rare, and asked for by itself.
    pub(in crate::store) const ALL: u16 = (1 << 11) - 1;
    /// What a batch of customers who are known asks for. Its own text, since most batches are no more than that.
    pub(in crate::store) const KNOWN: u16 = FROM | CHARGE | UPDATE;
    pub(in crate::store) const POST: u16 = 1 << 11;
    pub(in crate::store) const OPEN_POSTS: u16 = 1 << 12;
    pub(in crate::store) const STANDING: u16 = 1 << 13;
    pub(in crate::store) const BOUGHT: u16 = 1 << 14;
    #[cfg(test)]
    pub(in crate::store) const COUNT: u16 = 15;
    /// What brings an invoice with everything that belongs to it.
    pub(super) const ROOTS: u16 = INVOICE | ORDER | POSTS | STANDING;
    pub(super) const POSTS: u16 = POST | OPEN_POSTS;
    /// What brings orders with their invoices.
    pub(super) const ORDERS: u16 = ROOTS | LIVE | FROM | LATEST;
}

/// What the one column of a reading statement holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Answer {
    Customers,
    Invoices,
    Orders,
    Stock,
    Pools,
    Balances,
    Charges,
    Updates,
    Posts,
    Bought,
}

/// A value that a statement wants.
#[derive(Clone, Copy)]
pub(super) enum Wants {
    /// What was asked for of this kind, as JSON rows.
    Rows(u16),
    /// How many keys the batch has given away already: they head their pools until it is written.
    KeysGiven,
}

/// One piece of the load text.
pub(super) struct Part {
    /// Left out where nothing of these kinds was asked for.
    pub(super) kinds: u16,
    pub(super) place: Place,
    pub(super) sql: &'static str,
    pub(super) wants: &'static [Wants],
}

/// Where a piece stands: in what is gathered first, or among the columns of the one row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Roots,
    Picked,
    Pools,
    Column(Answer),
}

const fn gather(place: Place, kinds: u16, sql: &'static str, wants: &'static [Wants]) -> Part {
    Part {
        kinds,
        place,
        sql,
        wants,
    }
}

const fn read(kinds: u16, answer: Answer, sql: &'static str, wants: &'static [Wants]) -> Part {
    gather(Place::Column(answer), kinds, sql, wants)
}

use kind::{
    BALANCE, BOUGHT, CHARGE, CUSTOMER, FROM, INVOICE, KEYS, LATEST, LIVE, OPEN_POSTS, ORDER, ORDERS, POST, POSTS,
    ROOTS, STANDING, STOCK, UPDATE,
};

/// The pieces in the order of the text.
pub(super) const PARTS: &[Part] = &[
    gather(
        Place::Roots,
        INVOICE,
        "SELECT i.id, j.value->>2 FROM jsonb_each(?) j \
         CROSS JOIN invoices i ON i.payload = j.value->>1 AND i.shop = j.value->>0",
        &[Wants::Rows(INVOICE)],
    ),
    gather(
        Place::Roots,
        ORDER,
        "SELECT o.invoice, o.payer FROM jsonb_each(?) j \
         CROSS JOIN orders o ON o.id = j.value->>1 AND o.shop = j.value->>0",
        &[Wants::Rows(ORDER)],
    ),
    gather(
        Place::Roots,
        STANDING,
        "SELECT i.id, 0 FROM jsonb_each(?) j CROSS JOIN invoices i INDEXED BY invoices_standing \
         ON i.shop = j.value->>0 AND i.post = j.value->>1 AND i.standing = j.value->>2 AND i.standing <> ''",
        &[Wants::Rows(STANDING)],
    ),
    gather(
        Place::Roots,
        POST,
        "SELECT i.id, 0 FROM jsonb_each(?) j CROSS JOIN posts p ON p.id = j.value->>1 \
         AND p.shop = j.value->>0 CROSS JOIN invoices i ON i.id = p.invoice",
        &[Wants::Rows(POST)],
    ),
    gather(
        Place::Roots,
        OPEN_POSTS,
        "SELECT i.id, 0 FROM jsonb_each(?) j CROSS JOIN posts p INDEXED BY posts_open \
         ON p.shop = j.value->>0 AND p.state = 'open' CROSS JOIN invoices i INDEXED BY invoices_standing \
         ON i.shop = p.shop AND i.post = p.id AND i.standing <> ''",
        &[Wants::Rows(OPEN_POSTS)],
    ),
    gather(
        Place::Picked,
        ROOTS,
        "SELECT o.id FROM roots r \
         CROSS JOIN orders o ON o.invoice = r.invoice AND o.payer = r.payer",
        &[],
    ),
    gather(
        Place::Picked,
        ROOTS,
        "SELECT o.id FROM (SELECT DISTINCT invoice FROM roots) r \
         CROSS JOIN invoices i ON i.id = r.invoice AND i.payable = 'once' CROSS JOIN orders o ON o.invoice = i.id",
        &[],
    ),
    gather(
        Place::Picked,
        LIVE,
        "SELECT o.id FROM jsonb_each(?) j CROSS JOIN orders o INDEXED BY orders_live \
         ON o.shop = j.value->>0 AND o.payer = j.value->>1 WHERE o.state IN ('open', 'held')",
        &[Wants::Rows(LIVE)],
    ),
    gather(
        Place::Picked,
        FROM,
        "SELECT o.id FROM jsonb_each(?) j CROSS JOIN orders o \
         ON o.shop = j.value->>0 AND o.payer = j.value->>1 AND o.origin = j.value->>2",
        &[Wants::Rows(FROM)],
    ),
    gather(
        Place::Picked,
        LATEST,
        "SELECT latest.value FROM jsonb_each(?) j CROSS JOIN json_each(( \
           SELECT json_group_array(id) FROM (SELECT o.id FROM orders o \
           WHERE o.shop = j.value->>0 AND o.payer = j.value->>1 ORDER BY o.id DESC LIMIT 10))) latest",
        &[Wants::Rows(LATEST)],
    ),
    gather(
        Place::Pools,
        ROOTS | KEYS,
        "SELECT shop, sku, sum(units) FROM (SELECT i.shop AS shop, l.value->>'sku' AS sku, \
           l.value->>'quantity' AS units FROM roots r CROSS JOIN invoices i ON i.id = r.invoice \
           CROSS JOIN json_each(i.quote, '$.lines') l WHERE l.value->>'goods' = 'keys' \
           UNION ALL SELECT j.value->>0, j.value->>1, j.value->>2 FROM jsonb_each(?) j) GROUP BY shop, sku",
        &[Wants::Rows(KEYS)],
    ),
    read(
        CUSTOMER,
        Answer::Customers,
        concat!(
            "SELECT json_group_array(",
            customer_columns!(),
            ") FROM jsonb_each(?) j CROSS JOIN customers c ON c.shop = j.value->>0 AND c.user = j.value->>1"
        ),
        &[Wants::Rows(CUSTOMER)],
    ),
    read(
        ORDERS,
        Answer::Invoices,
        concat!(
            "SELECT json_group_array(",
            invoice_columns!(),
            ") FROM (SELECT invoice FROM roots UNION SELECT o.invoice FROM picked q CROSS JOIN orders o ON o.id = q.id) u \
             CROSS JOIN invoices i ON i.id = u.invoice"
        ),
        &[],
    ),
    read(
        ORDERS,
        Answer::Orders,
        concat!(
            "SELECT json_group_array(",
            order_columns!(),
            ") FROM picked q CROSS JOIN orders o ON o.id = q.id"
        ),
        &[],
    ),
    read(
        ROOTS,
        Answer::Posts,
        concat!(
            "SELECT json_group_array(",
            post_columns!(),
            ") FROM (SELECT DISTINCT i.post AS post FROM roots r CROSS JOIN invoices i ON i.id = r.invoice WHERE i.post <> 0) u \
             CROSS JOIN posts p ON p.id = u.post"
        ),
        &[],
    ),
    read(
        POSTS,
        Answer::Posts,
        concat!(
            "SELECT json_group_array(",
            post_columns!(),
            ") FROM (SELECT p.id AS post FROM jsonb_each(?) j CROSS JOIN posts p ON p.id = j.value->>1 AND p.shop = j.value->>0 \
             UNION SELECT p.id FROM jsonb_each(?) j CROSS JOIN posts p INDEXED BY posts_open \
             ON p.shop = j.value->>0 AND p.state = 'open') u CROSS JOIN posts p ON p.id = u.post"
        ),
        &[Wants::Rows(POST), Wants::Rows(OPEN_POSTS)],
    ),
    read(
        ROOTS | STOCK,
        Answer::Stock,
        concat!(
            "SELECT json_group_array(",
            stock_columns!(),
            ") FROM (SELECT i.shop AS shop, l.value->>'sku' AS sku FROM (SELECT DISTINCT invoice FROM roots) r \
             CROSS JOIN invoices i ON i.id = r.invoice CROSS JOIN json_each(i.quote, '$.lines') l \
             WHERE l.value->>'counted' UNION SELECT j.value->>0, j.value->>1 FROM jsonb_each(?) j) w \
             CROSS JOIN stock s ON s.shop = w.shop AND s.sku = w.sku"
        ),
        &[Wants::Rows(STOCK)],
    ),
    read(
        ROOTS | KEYS,
        Answer::Pools,
        "SELECT json_group_array(json_array(m.shop, m.sku, (SELECT max(units) FROM pools) + ?, json(( \
           SELECT json_group_array(id) FROM (SELECT k.id FROM keys k INDEXED BY keys_unsold \
           WHERE k.shop = m.shop AND k.sku = m.sku AND k.order_id = 0 \
           ORDER BY k.id LIMIT (SELECT max(units) FROM pools) + ?))))) FROM pools m",
        &[Wants::KeysGiven, Wants::KeysGiven],
    ),
    read(
        ROOTS | BALANCE,
        Answer::Balances,
        "SELECT json_group_array(json_array(b.shop, b.user, b.currency, b.amount)) FROM ( \
           SELECT i.shop AS shop, r.payer AS user, i.quote->>'currency' AS currency FROM roots r \
           CROSS JOIN invoices i ON i.id = r.invoice \
           UNION SELECT j.value->>0, j.value->>1, j.value->>2 FROM jsonb_each(?) j) w \
         CROSS JOIN balances b ON b.shop = w.shop AND b.user = w.user AND b.currency = w.currency",
        &[Wants::Rows(BALANCE)],
    ),
    read(
        CHARGE,
        Answer::Charges,
        "SELECT json_group_array(json_array(p.shop, p.payload, p.charge_id)) FROM jsonb_each(?) j \
         CROSS JOIN payments p ON p.shop = j.value->>0 AND p.payload = j.value->>1 AND p.charge_id = j.value->>2",
        &[Wants::Rows(CHARGE)],
    ),
    read(
        UPDATE,
        Answer::Updates,
        "SELECT json_group_array(json_array(b.bot, b.update_id)) FROM jsonb_each(?) j \
         CROSS JOIN inbox b ON b.bot = j.value->>0 AND b.update_id BETWEEN j.value->>1 AND j.value->>2 WHERE b.state <> 0",
        &[Wants::Rows(UPDATE)],
    ),
    read(BOUGHT, Answer::Bought, super::bought::SELECT, &[Wants::Rows(BOUGHT)]),
];
