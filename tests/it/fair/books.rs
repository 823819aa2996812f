//! The judge: the shop's books against what the local Telegram charged and what people can read in their chats. It
//! gathers violations instead of failing, so that a planted bug can be shown to be seen.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use kiosk::{ids::OrderId, sandbox::Charge, store::Reader};
use sqlx::{ConnectOptions, Row, SqliteConnection, sqlite::SqliteConnectOptions};

use super::{FAIR, Fair, KEYS, LOAVES};

/// A crash may send a receipt twice, and so may the restart after it.
const COPIES_MAX: usize = 3;

pub(crate) struct Judge<'a> {
    fair: &'a Fair,
    books: SqliteConnection,
    violations: Vec<String>,
}

struct Paid {
    charge: String,
    payer: i64,
    amount: i64,
    currency: String,
    payload: String,
    order: i64,
    matched: String,
}

impl<'a> Judge<'a> {
    pub(crate) async fn new(fair: &'a Fair) -> Judge<'a> {
        let options = SqliteConnectOptions::new().filename(fair.database()).read_only(true);
        Judge {
            fair,
            books: options.connect().await.unwrap(),
            violations: Vec::new(),
        }
    }

    /// Waits until nothing is under way: no update waits, none is owed, every message has ended.
    pub(crate) async fn waits_for_quiet(&mut self, within: Duration) {
        let began = Instant::now();
        loop {
            let waiting = self.fair.local.waiting_count(FAIR.bot).unwrap();
            let owed = self.count("SELECT (SELECT count(*) FROM inbox WHERE state = 0) + (SELECT count(*) FROM outbox WHERE state = 0)").await;
            if waiting == 0 && owed == 0 {
                return;
            }
            assert!(began.elapsed() < within, "{waiting} updates wait, {owed} rows are owed");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the books say this number.
    pub(crate) async fn waits_for(&mut self, sql: &'static str, number: i64) {
        let began = Instant::now();
        while self.count(sql).await != number {
            assert!(began.elapsed() < super::CEILING, "`{sql}` never becomes {number}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Everything that is wrong; empty where the shop kept its promises.
    pub(crate) async fn verdict(mut self) -> Vec<String> {
        let charges = self.fair.local.charges();
        self.every_charge_is_booked_once(&charges).await;
        self.every_order_is_fulfilled_once().await;
        self.every_key_has_one_owner();
        self.every_receipt_arrived().await;
        self.the_shelves_are_right().await;
        self.the_books_balance(&charges).await;
        self.violations
    }

    fn broken(&mut self, what: String) {
        self.violations.push(what);
    }

    async fn count(&mut self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.books).await.unwrap()
    }

    async fn payments(&mut self) -> Vec<Paid> {
        let sql = "SELECT charge_id, payer, amount, currency, payload, order_id, matched FROM payments";
        let rows = sqlx::query(sql).fetch_all(&mut self.books).await.unwrap();
        let paid = rows.iter().map(|row| Paid {
            charge: row.get(0),
            payer: row.get(1),
            amount: row.get(2),
            currency: row.get(3),
            payload: row.get(4),
            order: row.get(5),
            matched: row.get(6),
        });
        paid.collect()
    }

    async fn every_charge_is_booked_once(&mut self, charges: &[Charge]) {
        let paid = self.payments().await;
        let booked: BTreeMap<&str, &Paid> = paid.iter().map(|paid| (paid.charge.as_str(), paid)).collect();
        for charge in charges {
            let id = charge.telegram_payment_charge_id.as_str();
            match booked.get(id) {
                None => self.broken(format!("charge lost: {id}")),
                Some(paid) => {
                    let same = (paid.payer, paid.amount) == (charge.payer, charge.total_amount)
                        && paid.currency == charge.currency
                        && paid.payload == charge.invoice_payload;
                    if !same {
                        self.broken(format!("charge booked as something else: {id}"));
                    }
                    if paid.order == 0 || paid.matched != "held" {
                        self.broken(format!(
                            "charge {id} matched as {} to order {}",
                            paid.matched, paid.order
                        ));
                    }
                }
            }
        }
        let real: BTreeSet<&str> = charges
            .iter()
            .map(|charge| charge.telegram_payment_charge_id.as_str())
            .collect();
        for paid in paid.iter().filter(|paid| !real.contains(paid.charge.as_str())) {
            self.broken(format!("payment without a charge: {}", paid.charge));
        }
    }

    async fn every_order_is_fulfilled_once(&mut self) {
        let sql = "SELECT o.id, o.state, (SELECT count(*) FROM payments p WHERE p.order_id = o.id), \
                   (SELECT count(*) FROM events e WHERE e.order_id = o.id AND e.what = 'fulfilled'), \
                   (SELECT count(*) FROM keys k WHERE k.order_id = o.id), i.quote->>'$.lines[0].goods' = 'keys' \
                   FROM orders o JOIN invoices i ON i.id = o.invoice";
        for row in sqlx::query(sql).fetch_all(&mut self.books).await.unwrap() {
            let (id, state): (i64, String) = (row.get(0), row.get(1));
            let (payments, fulfilled, keys): (i64, i64, i64) = (row.get(2), row.get(3), row.get(4));
            let sells_keys: bool = row.get(5);
            let done = i64::from(state == "fulfilled");
            let as_it_should = payments == done && fulfilled == done && keys == if sells_keys { done } else { 0 };
            if !as_it_should || !matches!(state.as_str(), "fulfilled" | "open" | "held" | "expired" | "cancelled") {
                self.broken(format!(
                    "order {id} is {state} with {payments} payments, fulfilled {fulfilled} times, {keys} keys"
                ));
            }
        }
    }

    /// Keys are compared in the chats: what people can read is what was given away.
    fn every_key_has_one_owner(&mut self) {
        let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for person in self.fair.local.people() {
            for message in self.fair.local.read(FAIR.chat(person.id), 0).messages {
                let numbers = message
                    .text
                    .split_whitespace()
                    .filter(|word| OrderId::parse(word).is_ok());
                let order = numbers.map(str::to_string).next().unwrap_or_default();
                let keys = message.text.split_whitespace().filter(|word| word.starts_with("KEY-"));
                for key in keys {
                    owners
                        .entry(key.to_string())
                        .or_default()
                        .insert(format!("{} of {}", order, person.id));
                }
            }
        }
        for (key, owners) in owners.into_iter().filter(|(_, owners)| owners.len() > 1) {
            self.broken(format!("key sold twice: {key} to {owners:?}"));
        }
    }

    async fn every_receipt_arrived(&mut self) {
        for paid in self.payments().await {
            let chat = self.fair.local.read(FAIR.chat(paid.payer), 0);
            let number = OrderId(paid.order).to_string();
            let receipt = |text: &str| text.contains(&number) && text.contains(&paid.charge);
            let copies = chat
                .messages
                .iter()
                .filter(|message| message.by_bot && receipt(&message.text))
                .count();
            if copies == 0 {
                self.broken(format!("receipt missing: order {number}"));
            } else if copies > COPIES_MAX {
                self.broken(format!("receipt of order {number} sent {copies} times"));
            }
        }
    }

    /// What was counted, less what was sold, is there; what is held is reserved.
    async fn the_shelves_are_right(&mut self) {
        let sold = |goods: &str, states: &str| {
            format!(
                "SELECT coalesce(sum(i.quote->>'$.lines[0].quantity'), 0) FROM orders o JOIN invoices i ON i.id = o.invoice \
                 WHERE o.state IN ({states}) AND i.quote->>'$.lines[0].product' = '{goods}'"
            )
        };
        for (sku, counted) in [("loaf", LOAVES), ("game", KEYS)] {
            let sql = format!(
                "SELECT on_hand, reserved, ({}), ({}) FROM stock WHERE sku = '{sku}'",
                sold(sku, "'paid', 'fulfilled'"),
                sold(sku, "'held'"),
            );
            let row = sqlx::query(sqlx::AssertSqlSafe(sql))
                .fetch_one(&mut self.books)
                .await
                .unwrap();
            let (on_hand, reserved, sold, held): (i64, i64, i64, i64) =
                (row.get(0), row.get(1), row.get(2), row.get(3));
            if on_hand != counted - sold || reserved != held {
                self.broken(format!(
                    "{counted} {sku} were counted, {sold} sold, {on_hand} are there; {held} held, {reserved} reserved"
                ));
            }
        }
        let unsold = self.count("SELECT count(*) FROM keys WHERE order_id = 0").await;
        let given = self.count("SELECT count(*) FROM keys WHERE order_id <> 0").await;
        if unsold + given != KEYS {
            self.broken(format!("of {KEYS} keys, {given} were given and {unsold} are left"));
        }
    }

    async fn the_books_balance(&mut self, charges: &[Charge]) {
        let taken: i64 = charges.iter().map(|charge| charge.total_amount).sum();
        let cleared = self
            .count("SELECT coalesce(sum(amount), 0) FROM entries WHERE account = 'clearing'")
            .await;
        if taken != cleared {
            self.broken(format!("{taken} was charged, {cleared} is in the ledger"));
        }
        let dead = self.count("SELECT count(*) FROM inbox WHERE state = 2").await;
        let alerts = self
            .count(
                "SELECT count(*) FROM outbox WHERE effect->>'$.alert' IS NOT NULL AND effect->>'$.alert.files' IS NULL",
            )
            .await;
        let failed = self.count("SELECT count(*) FROM outbox WHERE state IN (2, 3)").await;
        if (dead, alerts, failed) != (0, 0, 0) {
            self.broken(format!(
                "{dead} dead letters, {alerts} alerts, {failed} messages that were not sent"
            ));
        }
        let reader = Reader::open(&self.fair.database()).await.unwrap();
        for violation in reader.money_check().await.unwrap() {
            self.broken(violation);
        }
        reader.close().await;
    }
}
