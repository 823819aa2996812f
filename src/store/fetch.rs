//! Filling the books: asks for what the turns name, puts what came back into the books and says what is loaded now, be
//! it a row or the knowledge that there is none.

use std::collections::{BTreeMap, VecDeque};

use foldhash::{HashMap, HashSet};
use serde::de::DeserializeOwned;
use sqlx::Row as _;

use super::{
    Store,
    bought::BoughtRow,
    customer_row::CustomerRow,
    error::Fault,
    jsonb::JsonRows,
    load::{Answer, Place, Wants, kind},
    load_text,
    rows::{BalanceRow, CountRow, InvoiceRow, OrderRow, PostRow},
    write::{Cell, Value, Write, row},
};
use crate::{
    conversation::{Books, Bought, Key},
    ids::{BotId, ChargeId, InvoiceId, KeyId, OrderId, Payload, ShopId, Sku, UpdateId, UserId},
    order::{Goods, Order},
    payment::Invoice,
};

/// Over so many updates that nobody asks for it costs less to walk than to begin anew.
const GAP_MAX: i64 = 8;

/// What one call asks for.
pub(super) struct Ask<'a> {
    pub(super) keys: &'a [Key],
    /// Updates that may have been handled before.
    pub(super) updates: &'a [(BotId, UpdateId)],
    /// How many keys the batch has given away so far.
    pub(super) keys_given: i64,
    /// Sends one of two texts: for a batch, they cost less than a text for each mixture.
    pub(super) whole: bool,
}

/// What came back.
#[derive(Default)]
struct Found {
    invoices: HashMap<InvoiceId, Invoice>,
    payloads: HashMap<Payload, InvoiceId>,
    orders: HashMap<OrderId, Order>,
    /// Pools of which every unsold key is in the books now.
    exhausted: HashSet<(ShopId, Sku)>,
    bought: HashMap<(ShopId, UserId), Vec<Bought>>,
    seen: HashSet<(BotId, UpdateId)>,
}

impl Store {
    /// Loads what these keys name with all that belongs to it.
    #[cfg(test)]
    pub(crate) async fn load(&mut self, books: &mut Books, keys: &[Key]) -> Result<(), super::StoreError> {
        let ask = Ask {
            keys,
            updates: &[],
            keys_given: 0,
            whole: false,
        };
        let fetched = self.fetch(books, &ask).await;
        fetched.map(drop).map_err(|fault| fault.error(&self.path))
    }

    /// One call. Gives the updates of those asked for that are done or dead.
    pub(super) async fn fetch(
        &mut self,
        books: &mut Books,
        ask: &Ask<'_>,
    ) -> Result<HashSet<(BotId, UpdateId)>, Fault> {
        let asked = rows_by_kind(ask);
        let kinds = asked.keys().fold(0, |all, kind| all | kind);
        let kinds = match kinds {
            _ if !ask.whole => kinds,
            kinds if kinds & !kind::KNOWN == 0 => kind::KNOWN,
            kinds => kinds | kind::ALL,
        };
        let text = self.load_texts.text(kinds);
        if text.is_empty() {
            return Ok(HashSet::default());
        }
        let wants = load_text::parts(kinds).flat_map(|part| part.wants);
        let values = wants.map(|want| match want {
            Wants::Rows(kind) => Value::Rows(asked.get(kind).cloned()),
            Wants::KeysGiven => Value::Count(ask.keys_given),
        });
        let values = values.collect();
        let rows = self.send(Write { text, values }).await?;
        let mut found = Found::default();
        let answers = load_text::parts(kinds).filter_map(|part| match part.place {
            Place::Column(answer) => Some(answer),
            _ => None,
        });
        let cells = rows
            .iter()
            .flat_map(|row| (0..row.len()).map(move |at| row.try_get(at)));
        for (answer, cell) in answers.zip(cells) {
            let json: &str = cell.map_err(|error| Fault::of(&error, &self.path))?;
            let taken = found.take(answer, json, books);
            taken.map_err(|error| Fault::Turn(format!("stored {answer:?} cannot be read: {error}")))?;
        }
        for key in ask.keys {
            if let Key::Bought(shop, user) = key {
                let bought = found.bought.remove(&(shop.clone(), *user));
                books.put_bought(shop.clone(), *user, bought.unwrap_or_default());
            }
        }
        found.mark(ask.keys, books);
        Ok(found.seen)
    }
}

/// What is asked for as rows of binary JSON, by kind.
fn rows_by_kind(ask: &Ask<'_>) -> BTreeMap<u16, Vec<u8>> {
    let mut rows: BTreeMap<u16, JsonRows> = BTreeMap::new();
    for key in ask.keys {
        let (kind, row) = cells(key);
        rows.entry(kind).or_default().push(&row);
    }
    for (bot, first, last) in runs(ask.updates) {
        rows.entry(kind::UPDATE)
            .or_default()
            .push(&row![bot.0, first.0, last.0]);
    }
    rows.into_iter().map(|(kind, rows)| (kind, rows.into_blob())).collect()
}

/// Updates that lie side by side are one question: from which to which. What lies in a small gap may be among the answers.
fn runs(updates: &[(BotId, UpdateId)]) -> Vec<(BotId, UpdateId, UpdateId)> {
    let mut sorted = updates.to_vec();
    sorted.sort_unstable();
    let mut runs: Vec<(BotId, UpdateId, UpdateId)> = Vec::new();
    for (bot, update) in sorted {
        match runs.last_mut() {
            Some((of, _, last)) if *of == bot && update.0.saturating_sub(last.0) <= GAP_MAX => *last = update,
            _ => runs.push((bot, update, update)),
        }
    }
    runs
}

fn cells(key: &Key) -> (u16, Vec<Cell<'_>>) {
    match key {
        Key::Customer(shop, user) => (kind::CUSTOMER, row![shop.as_str(), user.0].into()),
        Key::Invoice(shop, payload, user) => (kind::INVOICE, row![shop.as_str(), payload.to_string(), user.0].into()),
        Key::Order(shop, id) => (kind::ORDER, row![shop.as_str(), id.0].into()),
        Key::LiveOrders(shop, user) => (kind::LIVE, row![shop.as_str(), user.0].into()),
        Key::OrdersFrom(shop, user, card) => (kind::FROM, row![shop.as_str(), user.0, card.0].into()),
        Key::LatestOrders(shop, user) => (kind::LATEST, row![shop.as_str(), user.0].into()),
        Key::Stock(shop, sku) => (kind::STOCK, row![shop.as_str(), sku.as_str()].into()),
        Key::Keys(shop, sku, units) => (kind::KEYS, row![shop.as_str(), sku.as_str(), *units].into()),
        Key::Balance(shop, user, currency) => (kind::BALANCE, row![shop.as_str(), user.0, currency.code()].into()),
        Key::Charge(shop, payload, charge) => (
            kind::CHARGE,
            row![shop.as_str(), payload.as_str(), charge.as_str()].into(),
        ),
        Key::Post(shop, post) => (kind::POST, row![shop.as_str(), post.0].into()),
        Key::Bought(shop, user) => (kind::BOUGHT, row![shop.as_str(), user.0].into()),
        Key::OpenPosts(shop) => (kind::OPEN_POSTS, row![shop.as_str()].into()),
        Key::Standing(shop, post, fingerprint) => {
            (kind::STANDING, row![shop.as_str(), post.0, fingerprint.as_str()].into())
        }
    }
}

impl Found {
    /// Takes the rows of one reading statement.
    fn take(&mut self, answer: Answer, json: &str, books: &mut Books) -> Result<(), serde_json::Error> {
        match answer {
            Answer::Customers => each(json, |row: CustomerRow| books.put_customer(row.into())),
            Answer::Invoices => each(json, |row: InvoiceRow| self.take_invoice(row.into(), books)),
            Answer::Orders => each(json, |row: OrderRow| self.take_order(row.into(), books)),
            Answer::Stock => each(json, |row: CountRow| books.put_stock(row.into())),
            Answer::Balances => each(json, |row: BalanceRow| books.put_balance(row.into())),
            Answer::Charges => each(json, |(shop, payload, charge): (ShopId, String, ChargeId)| {
                books.put_charge(shop, payload, charge);
            }),
            Answer::Pools => each(
                json,
                |(shop, sku, limit, heads): (ShopId, Sku, usize, VecDeque<KeyId>)| {
                    if heads.len() < limit {
                        self.exhausted.insert((shop.clone(), sku.clone()));
                    }
                    books.put_keys(shop, sku, heads);
                },
            ),
            Answer::Posts => each(json, |row: PostRow| books.put_post(row.into())),
            Answer::Bought => each(json, |row: BoughtRow| {
                let (shop, user, bought) = row.into();
                self.bought.entry((shop, user)).or_default().push(bought);
            }),
            Answer::Updates => each(json, |key: (BotId, UpdateId)| {
                self.seen.insert(key);
            }),
        }
    }

    fn take_invoice(&mut self, invoice: Invoice, books: &mut Books) {
        books.put_invoice(invoice.clone());
        self.payloads.insert(invoice.payload, invoice.id);
        self.invoices.insert(invoice.id, invoice);
    }

    fn take_order(&mut self, order: Order, books: &mut Books) {
        books.put_order(order.clone());
        self.orders.insert(order.id, order);
    }

    /// Says what is loaded: every key that was asked for, and what came along with it.
    fn mark(&self, keys: &[Key], books: &mut Books) {
        for key in keys {
            if let Some((invoice, payer)) = self.root(key) {
                books.loaded(Key::Invoice(invoice.shop.clone(), invoice.payload, payer));
                self.mark_root(invoice, payer, books);
            }
            self.mark_asked(key, books);
        }
        for order in self.orders.values() {
            books.loaded(Key::Order(order.shop.clone(), order.id));
        }
    }

    /// The invoice and payer whose things were loaded because of this key.
    fn root(&self, key: &Key) -> Option<(&Invoice, UserId)> {
        match key {
            Key::Invoice(shop, payload, payer) => {
                let invoice = self.invoices.get(self.payloads.get(payload)?)?;
                (invoice.shop == *shop).then_some((invoice, *payer))
            }
            Key::Order(shop, id) => {
                let order = self.orders.get(id).filter(|order| order.shop == *shop)?;
                Some((self.invoices.get(&order.invoice)?, order.payer))
            }
            _ => None,
        }
    }

    fn mark_root(&self, invoice: &Invoice, payer: UserId, books: &mut Books) {
        let (shop, quote) = (&invoice.shop, &invoice.quote);
        for line in &quote.lines {
            if line.counted {
                books.loaded(Key::Stock(shop.clone(), line.sku.clone()));
            }
            if line.goods == Goods::Keys {
                self.mark_asked(&Key::Keys(shop.clone(), line.sku.clone(), line.quantity), books);
            }
        }
        books.loaded(Key::Balance(shop.clone(), payer, quote.currency));
    }

    /// Key heads are the exception: a turn of the batch uses them up, so "there are no more" is known only of a pool
    /// whose every unsold key was read. Of others the books ask again when their heads run short.
    fn mark_asked(&self, key: &Key, books: &mut Books) {
        let known = match key {
            Key::Keys(shop, sku, _) => self.exhausted.contains(&(shop.clone(), sku.clone())),
            _ => true,
        };
        if known {
            books.loaded(key.clone());
        }
    }
}

fn each<T: DeserializeOwned>(json: &str, take: impl FnMut(T)) -> Result<(), serde_json::Error> {
    let rows: Vec<T> = serde_json::from_str(json)?;
    rows.into_iter().for_each(take);
    Ok(())
}
