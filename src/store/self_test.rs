//! Proves at every start that the write text reaches every table: it writes one row of each and changes what can change,
//! then rolls back. A text whose values do not line up writes nothing and says nothing, so nobody else would notice.

use sqlx::Row as _;

use super::{
    Store, StoreError,
    changes::Changes,
    error::Fault,
    write::{self, Rows, Table, row},
};
use crate::{
    conversation::{
        Alert, Balance, Change, Consent, Customer, Decision, DeliveryEnd, Move, OrderEvent, Owed, OwedRow, Payment,
        StockRow,
    },
    ids::{
        ChargeId, ChatId, Code, InvoiceId, KeyId, MessageId, OrderId, OutboxId, Payload, ProductId, RevisionId, ShopId,
        Sku, TermsVersion, UserId,
    },
    money::Currency,
    order::{Form, Goods, Line, Order, OrderInfo, Progress, Quote, State},
    payment::{Audience, Charge, Invoice, Payable, Settled, entries},
    shop::Selection,
    time::Timestamp,
};

/// Ids that no row has: the sequences begin above 0.
const ID: i64 = -1;

/// What is there once everything was written, as one row of ones.
const WRITTEN: &str = "SELECT \
    (SELECT count(*) FROM customers WHERE user = -1), (SELECT count(*) FROM consents WHERE user = -1), \
    (SELECT count(*) FROM orders WHERE id = -1 AND version = 2 AND state = 'expired' AND valid_until = 1), \
    (SELECT count(*) FROM orders WHERE id = -2 AND version = 2 AND state = 'held'), \
    (SELECT count(*) FROM stock WHERE sku = 'self test' AND version = 2 AND on_hand = 2), \
    (SELECT count(*) FROM stock_moves WHERE order_id = -1), (SELECT count(*) FROM balances WHERE user = -1), \
    (SELECT count(*) FROM keys WHERE id = -1 AND order_id = -1), (SELECT count(*) FROM payments WHERE order_id = -1), \
    (SELECT count(*) / 2 FROM entries WHERE tx = 'self test'), (SELECT count(*) FROM events WHERE order_id = -1), \
    (SELECT count(*) FROM outbox WHERE id = -1 AND state = 0 AND ended_at = 0), \
    (SELECT count(*) FROM outbox WHERE id = -2 AND state = 1), (SELECT count(*) FROM inbox WHERE bot = -1 AND state = 1)";

/// Writes, looks and rolls back.
pub(super) async fn run(store: &mut Store) -> Result<(), StoreError> {
    let shop = ShopId::parse("self-test").map_err(|_| failed(store, "no name for its shop"))?;
    let tested = write_all(store, &shop).await;
    store.roll_back().await;
    tested.map_err(|fault| match fault {
        Fault::Machine(error) => error,
        Fault::Conflict(why) | Fault::Turn(why) => failed(store, &why),
    })
}

fn failed(store: &Store, why: &str) -> StoreError {
    StoreError::Other {
        path: store.path.clone(),
        why: format!(
            "it does not take what this program writes ({why}); nothing was changed. Restore a backup, or use the \
             program that wrote this database"
        ),
    }
}

async fn write_all(store: &mut Store, shop: &ShopId) -> Result<(), Fault> {
    let key = "BEGIN IMMEDIATE; INSERT INTO keys(id, shop, sku, text, order_id, line) \
               VALUES (-1, 'self-test', 'self test', 'self test', 0, 0)";
    store.in_transaction = true;
    let begun = sqlx::raw_sql(key).execute(&mut store.connection).await;
    begun.map_err(|error| Fault::of(&error, &store.path))?;
    let (first, second) = (first(shop), second(shop));
    send(store, &first, 0).await?;
    send(store, &second, 1).await?;
    let counts = sqlx::query(WRITTEN).fetch_one(&mut store.connection).await;
    let counts = counts.map_err(|error| Fault::of(&error, &store.path))?;
    let missing = (0..counts.len()).find(|at| counts.try_get::<i64, _>(*at).ok() != Some(1));
    match missing {
        None => Ok(()),
        Some(at) => Err(Fault::Turn(format!("test row {at} was not written"))),
    }
}

async fn send(store: &mut Store, decision: &Decision, update_state: i64) -> Result<(), Fault> {
    let rows = rows(decision, update_state).and_then(|rows| write::part(&rows, |_| true));
    let write = rows.map_err(|error| Fault::Turn(error.to_string()))?;
    store.send(write).await.map(drop)
}

fn rows(decision: &Decision, update_state: i64) -> Result<Rows<'_>, serde_json::Error> {
    let mut changes = Changes::default();
    changes.add(decision, Timestamp(1))?;
    changes.push(Table::Inbox, row![ID, ID, "self-test", "{}", update_state, 0, 1, ""]);
    Ok(changes.into_rows())
}

/// One row of each table.
fn first(shop: &ShopId) -> Decision {
    let charge = charge();
    let entries = entries(&charge.id, "XTR", 1, Some(Settled::default()));
    let mut changes = vec![
        Change::Customer(customer(shop)),
        Change::Consent(Consent {
            shop: shop.clone(),
            user: UserId(ID),
            terms: TermsVersion::new("1"),
            how: "button",
            at: Timestamp(1),
        }),
        Change::Invoice(invoice(shop)),
        Change::Order(order(shop, ID, 0, State::Open)),
        Change::Order(order(shop, ID - 1, 0, State::Open)),
        Change::Stock(count(shop, 0)),
        Change::Move(Move {
            shop: shop.clone(),
            sku: Sku::new("self test"),
            units: 1,
            why: "recount",
            order: Some(OrderId(ID)),
            at: Timestamp(1),
        }),
        Change::Balance(Balance {
            shop: shop.clone(),
            user: UserId(ID),
            currency: Currency::stars(),
            amount: 1,
        }),
        Change::Payment(Payment {
            shop: shop.clone(),
            charge,
            order: Some(OrderId(ID)),
            matched: "held",
            at: Timestamp(1),
        }),
        Change::Event(OrderEvent {
            shop: shop.clone(),
            order: OrderId(ID),
            what: "open",
            actor: None,
            revision: RevisionId::new("1"),
            note: String::new(),
            at: Timestamp(1),
        }),
        Change::Owe(owed(shop, ID)),
        Change::Owe(owed(shop, ID - 1)),
    ];
    changes.extend(
        entries
            .into_iter()
            .map(|entry| Change::Entry(shop.clone(), entry, Timestamp(1))),
    );
    Decision {
        changes,
        effects: Vec::new(),
    }
}

/// Changes of what `first` wrote. The row that ends as blocked is revived by the same text.
fn second(shop: &ShopId) -> Decision {
    let end = |row, end| Change::OutboxEnd {
        row: OutboxId(row),
        end,
        at: Timestamp(2),
    };
    Decision {
        changes: vec![
            Change::Order(order(shop, ID, 1, State::Expired)),
            Change::Order(order(shop, ID - 1, 1, State::Held)),
            Change::Stock(count(shop, 1)),
            Change::KeyAllotted {
                key: KeyId(ID),
                order: OrderId(ID),
                line: 0,
            },
            end(ID, DeliveryEnd::Blocked),
            end(ID - 1, DeliveryEnd::Sent),
            Change::Revive {
                shop: shop.clone(),
                chat: ChatId(ID),
            },
        ],
        effects: Vec::new(),
    }
}

fn customer(shop: &ShopId) -> Customer {
    Customer {
        shop: shop.clone(),
        user: UserId(ID),
        name: String::new(),
        username: String::new(),
        language: String::new(),
        agreed: String::new(),
        blocked: false,
        seen_at: Timestamp(1),
    }
}

fn invoice(shop: &ShopId) -> Invoice {
    let line = ProductId::parse(shop.as_str()).ok().map(|product| Line {
        product,
        title: String::new(),
        choices: Vec::new(),
        sku: Sku::new("self test"),
        counted: true,
        quantity: 1,
        unit: 1,
        goods: Goods::Keys,
    });
    let quote = Quote {
        lines: line.into_iter().collect(),
        currency: Currency::stars(),
        total: 1,
        terms: TermsVersion::new("1"),
        revision: RevisionId::new("1"),
        valid_until: Timestamp(1),
        selection: Selection {
            product: Code(0),
            choices: Vec::new(),
            quantity: 1,
            amount: None,
        },
        form: Form::default(),
    };
    Invoice {
        id: InvoiceId(ID),
        shop: shop.clone(),
        payload: Payload(u128::MAX),
        audience: Audience::Anyone,
        payable: Payable::WhileStockLasts,
        quote,
        created_at: Timestamp(1),
    }
}

fn order(shop: &ShopId, id: i64, version: i64, state: State) -> Order {
    Order {
        id: OrderId(id),
        shop: shop.clone(),
        invoice: InvoiceId(ID),
        payer: UserId(ID),
        n: -id,
        state,
        version,
        once: false,
        chat: ChatId(ID),
        origin: MessageId(0),
        language: String::new(),
        progress: Progress::None,
        hold: None,
        tip: 0,
        info: OrderInfo::default(),
        created_at: Timestamp(1),
        updated_at: Timestamp(1),
    }
}

fn count(shop: &ShopId, version: i64) -> StockRow {
    StockRow {
        shop: shop.clone(),
        sku: Sku::new("self test"),
        on_hand: 1 + version,
        reserved: 0,
        in_file: -1,
        version,
    }
}

fn charge() -> Charge {
    Charge {
        id: ChargeId::new("self test"),
        provider_id: String::new(),
        payer: UserId(ID),
        payload: String::new(),
        currency_code: "XTR".into(),
        amount: 1,
        info: OrderInfo::default(),
    }
}

fn owed(shop: &ShopId, id: i64) -> OwedRow {
    OwedRow {
        id: OutboxId(id),
        shop: shop.clone(),
        chat: ChatId(ID),
        language: "en".into(),
        owed: Owed::Alert(Alert::PaidLate { order: OrderId(ID) }),
    }
}
