//! JSON that is in databases already and must load for ever. A line that no longer fits is a database that no longer
//! opens: add new forms beside the old ones, never change these files.

use super::fixture::*;
use crate::{
    conversation::{Alert, Change, Key, Owed},
    ids::{ChargeId, OrderId, OutboxId, Payload, PostId},
    order::{Form, Goods, Progress, Quote, State},
    payment::Surplus,
    shop::{Ask, Payable},
    store::Store,
};

const QUOTE: &str = include_str!("golden/quote.json");
/// A quote's form, then what a payer filled in.
const FORM: &str = include_str!("golden/form.jsonl");
const OWED: &str = include_str!("golden/owed.jsonl");

/// What `golden/quote.json` says.
fn the_quote() -> Quote {
    quote(vec![
        line("bread/sliced", 2, Goods::Physical),
        line("poem", 1, Goods::Text("Roses are red".into())),
        line("map", 1, Goods::File("goods/map.pdf".into())),
        line("game", 3, Goods::Keys),
        line("card", 1, Goods::Credit(500)),
    ])
}

/// What `golden/owed.jsonl` says, line by line.
fn the_owed() -> Vec<Owed> {
    let (order, charge) = (OrderId(1001), ChargeId::new("c1"));
    vec![
        Owed::Receipt { order },
        Owed::File { order, line: 2 },
        Owed::Notice { order },
        Owed::Progress {
            order,
            progress: Progress::Shipped,
        },
        Owed::MoneyNote {
            order: Some(order),
            charge: charge.clone(),
        },
        Owed::MoneyNote {
            order: None,
            charge: charge.clone(),
        },
        Owed::Alert(Alert::Surplus {
            charge: charge.clone(),
            payer: ANN,
            amount: 650,
            currency: "EUR".into(),
            why: Surplus::PaidTwice,
        }),
        Owed::Alert(Alert::WrongAmount {
            order,
            charge: charge.clone(),
            amount: 650,
            currency: "EUR".into(),
        }),
        Owed::Alert(Alert::NothingLeft { order, charge }),
        Owed::Alert(Alert::PaidLate { order }),
        Owed::Alert(Alert::DeadLetter {
            update: 7,
            holds_money: true,
        }),
        Owed::Post { post: PostId(3) },
    ]
}

async fn insert(store: &mut Store, sql: &'static str, json: &str) {
    sqlx::query(sql)
        .bind(json.trim())
        .execute(&mut store.connection)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_stored_quote_loads() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let sql = "INSERT INTO invoices VALUES (1, 'bakery', '00000000000000000000000000000001', 'customer', 501, 'once', 0, '', ?, 1)";
    insert(&mut store, sql, QUOTE).await;
    let books = books(&mut store, &[Key::Invoice(shop(), Payload(1), ANN)]).await;
    let (found, _) = books.invoice(&shop(), Payload(1), ANN).unwrap().unwrap();
    assert_eq!(found.quote, the_quote());
    assert_eq!(found.payable, Payable::Once);
}

#[tokio::test]
async fn stored_messages_of_every_kind_load() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    for json in OWED.lines() {
        let sql = "INSERT INTO outbox(shop, chat, language, order_id, effect, state, note, created_at, ended_at) \
                   VALUES ('bakery', 501, 'en', 0, ?, 0, '', 1, 0)";
        insert(&mut store, sql, json).await;
    }
    let rows = folder.reader().await.owed(&shop(), OutboxId(0), 100).await.unwrap();
    assert_eq!(rows.into_iter().map(|row| row.owed).collect::<Vec<_>>(), the_owed());
}

#[tokio::test]
async fn what_is_written_today_is_what_the_files_say() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let mut invoice = invoice(1, Payable::Once, Vec::new());
    invoice.quote = the_quote();
    let owed = the_owed().into_iter().zip(1..).map(|(owed, id)| {
        let mut row = owed_row(id);
        row.owed = owed;
        Change::Owe(row)
    });
    write(&mut store, owed.chain([Change::Invoice(invoice)]).collect())
        .await
        .unwrap();
    let quote: String = sqlx::query_scalar("SELECT quote FROM invoices")
        .fetch_one(&mut store.connection)
        .await
        .unwrap();
    assert_eq!(quote, QUOTE.trim());
    let effects: Vec<String> = sqlx::query_scalar("SELECT effect FROM outbox ORDER BY id")
        .fetch_all(&mut store.connection)
        .await
        .unwrap();
    assert_eq!(effects, OWED.lines().collect::<Vec<_>>());
}

#[tokio::test]
async fn a_form_and_what_was_filled_in_load_as_they_were_stored() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let (form, info) = FORM.trim().split_once('\n').unwrap();
    let mut invoice = invoice(1, Payable::Once, Vec::new());
    invoice.quote.form = Form {
        ask: Ask::ALL.to_vec(),
        tip_max: 500,
    };
    let order = order(1001, &invoice, ANN, State::Open);
    let filled_in = order.info.clone();
    write(&mut store, vec![Change::Invoice(invoice), Change::Order(order)])
        .await
        .unwrap();
    let stored: (String, String) = sqlx::query_as("SELECT i.quote->'form', o.info FROM invoices i, orders o")
        .fetch_one(&mut store.connection)
        .await
        .unwrap();
    assert_eq!((stored.0.as_str(), stored.1.as_str()), (form, info));
    let books = books(&mut store, &[Key::Order(shop(), OrderId(1001))]).await;
    let (order, invoice) = books.order(&shop(), OrderId(1001)).unwrap().unwrap();
    assert_eq!(
        (&order.info, order.tip, invoice.quote.form.tip_max),
        (&filled_in, 50, 500)
    );
}

fn owed_row(id: i64) -> crate::conversation::OwedRow {
    owed(id, ANN, 1001)
}
