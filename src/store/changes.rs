//! From decisions to rows: the changes of a batch collapsed to one row a key, the last one wins, in the columns that the
//! write text names. Two rows of one key in one statement would be taken in any order.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    cells::{audience_word, end_words, order_cells, payable_word, post_cells, stock_cells},
    customer_row::customer_cells,
    job::Job,
    reasons::reason_cells,
    rows::info_cell,
    write::{Cell, Rows, Table, row},
};
use crate::{
    conversation::{Balance, Change, Customer, Decision, DeliveryEnd, Event, OwedRow, Payment, StockRow},
    ids::{ChatId, OrderId, OutboxId, PostId, ShopId, Sku, UserId},
    money::Currency,
    order::Order,
    payment::Invoice,
    time::Timestamp,
};

/// What has a key of its own is kept here until the batch is complete; what is only appended goes straight to the rows.
#[derive(Default)]
pub(super) struct Changes<'a> {
    rows: Rows,
    customers: BTreeMap<(&'a ShopId, UserId), &'a Customer>,
    /// With what its payer filled in, as JSON.
    orders: BTreeMap<OrderId, (&'a Order, String)>,
    stock: BTreeMap<(&'a ShopId, &'a Sku), &'a StockRow>,
    balances: BTreeMap<(&'a ShopId, UserId, Currency), &'a Balance>,
    posts: BTreeMap<PostId, (Table, Vec<Cell<'a>>)>,
    ends: BTreeMap<OutboxId, (&'a DeliveryEnd, Timestamp)>,
    revived: BTreeSet<(&'a ShopId, ChatId)>,
}

/// The rows of a batch: what its decisions change, and the updates that they handle.
pub(super) fn rows_of(jobs: &[&mut Job], decisions: &[(usize, Decision)]) -> Result<Rows, serde_json::Error> {
    let mut changes = Changes::default();
    for (at, decision) in decisions {
        let Job { turn, inbox } = &*jobs[*at];
        changes.add(decision, turn.now)?;
        if let Some(update) = inbox {
            let (shop, raw) = (turn.revision.shop.id.as_str(), kept_of(&turn.event, &update.raw));
            let row = row![update.bot.0, update.update.0, shop, raw, update.received_at.0];
            changes.push(Table::Inbox, &row);
        }
    }
    Ok(changes.into_rows())
}

/// What is kept of an update that this very commit handles: nobody will ever read it again, so its number will do, which
/// tells it when it comes once more. Of money all that Telegram said is kept.
fn kept_of<'a>(event: &Event, raw: &'a str) -> &'a str {
    match event {
        Event::Paid(..) => raw,
        _ => "",
    }
}

impl<'a> Changes<'a> {
    /// Adds what one turn decided at this moment.
    pub(super) fn add(&mut self, decision: &'a Decision, now: Timestamp) -> Result<(), serde_json::Error> {
        for change in &decision.changes {
            self.add_one(change, now)?;
        }
        Ok(())
    }

    /// Adds a row that is complete already.
    pub(super) fn push(&mut self, table: Table, row: &[Cell<'_>]) {
        self.rows.entry(table).or_default().push(row);
    }

    fn add_one(&mut self, change: &'a Change, now: Timestamp) -> Result<(), serde_json::Error> {
        match change {
            Change::Customer(row) => {
                self.customers.insert((&row.shop, row.user), row);
            }
            Change::Order(order) => {
                self.orders.insert(order.id, (order, info_cell(order)?));
            }
            Change::Stock(row) => {
                self.stock.insert((&row.shop, &row.sku), row);
            }
            Change::Balance(row) => {
                self.balances.insert((&row.shop, row.user, row.currency), row);
            }
            Change::OutboxEnd { row, end, at } => {
                self.ends.insert(*row, (end, *at));
            }
            Change::Revive { shop, chat } => {
                self.revived.insert((shop, *chat));
            }
            Change::Invoice(invoice) => self.add_invoice(invoice)?,
            Change::Post(post) => {
                self.posts.insert(post.id, post_cells(post)?);
            }
            Change::Owe(owed) => self.add_owed(owed, now)?,
            Change::Payment(payment) => self.add_payment(payment),
            Change::Reason(reason) => self.push(Table::Reasons, &reason_cells(reason)?),
            appended => self.append(appended),
        }
        Ok(())
    }

    /// Rows that take what they say as it is.
    fn append(&mut self, change: &'a Change) {
        match change {
            Change::Consent(c) => self.push(
                Table::Consents,
                &row![c.shop.as_str(), c.user.0, c.at.0, c.to.as_str(), c.how],
            ),
            Change::Move(m) => self.push(
                Table::Moves,
                &row![
                    m.shop.as_str(),
                    m.sku.as_str(),
                    m.units,
                    m.why,
                    id_or_0(m.order),
                    m.at.0
                ],
            ),
            Change::KeyAllotted { key, order, line } => self.push(Table::Keys, &row![key.0, order.0, *line]),
            Change::Entry(shop, e, at) => self.push(
                Table::Entries,
                &row![
                    shop.as_str(),
                    e.tx.as_str(),
                    e.account,
                    e.currency_code.as_str(),
                    e.amount,
                    at.0
                ],
            ),
            Change::Event(e) => self.push(
                Table::Events,
                &row![
                    e.shop.as_str(),
                    e.order.0,
                    e.what,
                    e.actor.map_or(0, |user| user.0),
                    e.revision.as_str(),
                    e.note.as_str(),
                    e.at.0,
                ],
            ),
            _ => {}
        }
    }

    fn add_invoice(&mut self, invoice: &'a Invoice) -> Result<(), serde_json::Error> {
        let customer = invoice.audience.customer().map_or(0, |user| user.0);
        let row = row![
            invoice.id.0,
            invoice.shop.as_str(),
            invoice.payload.to_string(),
            audience_word(invoice.audience),
            customer,
            payable_word(invoice.payable),
            invoice.post.0,
            invoice.standing.as_str(),
            serde_json::to_string(&invoice.quote)?,
            invoice.created_at.0,
        ];
        self.push(Table::Invoices, &row);
        Ok(())
    }

    pub(super) fn add_owed(&mut self, owed: &'a OwedRow, now: Timestamp) -> Result<(), serde_json::Error> {
        let row = row![
            owed.id.0,
            owed.shop.as_str(),
            owed.chat.0,
            owed.language.as_str(),
            id_or_0(owed.owed.order()),
            serde_json::to_string(&owed.owed)?,
            now.0,
        ];
        self.push(Table::Outbox, &row);
        Ok(())
    }

    fn add_payment(&mut self, payment: &'a Payment) {
        let charge = &payment.charge;
        let row = row![
            payment.shop.as_str(),
            charge.id.as_str(),
            charge.provider_id.as_str(),
            charge.payer.0,
            charge.payload.as_str(),
            charge.currency_code.as_str(),
            charge.amount,
            id_or_0(payment.order),
            payment.matched,
            payment.at.0,
        ];
        self.push(Table::Payments, &row);
    }

    /// Every row of the batch, by table.
    pub(super) fn into_rows(mut self) -> Rows {
        for customer in std::mem::take(&mut self.customers).into_values() {
            self.push(Table::Customers, &customer_cells(customer));
        }
        for (order, info) in std::mem::take(&mut self.orders).into_values() {
            let (table, row) = order_cells(order, info);
            self.push(table, &row);
        }
        for (table, row) in std::mem::take(&mut self.posts).into_values() {
            self.push(table, &row);
        }
        for count in std::mem::take(&mut self.stock).into_values() {
            let (table, row) = stock_cells(count);
            self.push(table, &row);
        }
        for b in std::mem::take(&mut self.balances).into_values() {
            self.push(
                Table::Balances,
                &row![b.shop.as_str(), b.user.0, b.currency.code(), b.amount],
            );
        }
        for (id, (end, at)) in std::mem::take(&mut self.ends) {
            let (state, note) = end_words(end);
            self.push(Table::OutboxEnds, &row![id.0, state, note, at.0]);
        }
        for (shop, chat) in std::mem::take(&mut self.revived) {
            self.push(Table::OutboxRevived, &row![shop.as_str(), chat.0]);
        }
        self.rows
    }
}

/// Absent ids are stored as 0.
pub(super) fn id_or_0(order: Option<OrderId>) -> i64 {
    order.map_or(0, |order| order.0)
}
