//! What opening a database checks.

use super::fixture::*;
use crate::{
    conversation::{Change, Key},
    ids::RevisionId,
    order::{Goods, State},
    shop::Payable,
    store::{Reader, Store, StoreError, open::known_version},
    time::Timestamp,
};

#[tokio::test]
async fn a_fresh_database_opens_twice_and_keeps_nothing_of_its_self_test() {
    let folder = Folder::new();
    let store = folder.store().await;
    assert_eq!(store.next().order, crate::ids::OrderId::FIRST);
    store.close().await.unwrap();
    let store = folder.store().await;
    let left: i64 = sqlx::query_scalar("SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM keys)")
        .fetch_one(&mut { store }.connection)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused_untouched() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    sqlx::raw_sql(
        "INSERT INTO _sqlx_migrations(version, description, success, checksum, execution_time) \
         VALUES (10, 'later', true, x'00', 0)",
    )
    .execute(&mut store.connection)
    .await
    .unwrap();
    store.close().await.unwrap();
    let newer = StoreError::NewerDatabase {
        path: folder.database(),
        found: 10,
        known: known_version(),
    };
    assert_eq!(Store::open(&folder.database()).await.err(), Some(newer.clone()));
    assert_eq!(Reader::open(&folder.database()).await.err(), Some(newer.clone()));
    let words = format!("has version 10, this program knows versions up to {}", known_version());
    assert!(newer.to_string().contains(&words), "{newer}");
}

#[tokio::test]
async fn a_database_of_the_first_version_is_brought_up_to_date_with_what_it_holds() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let revision = RevisionId::new("1");
    let invoice = invoice(8, Payable::Once, vec![line("bread", 1, Goods::Physical)]);
    let mut first = order(1041, &invoice, ANN, State::Open);
    first.created_at = Timestamp(NOW.0 - 5);
    let changes = vec![
        Change::Invoice(invoice),
        Change::Order(first),
        Change::Customer(customer(ANN, "Ann")),
        Change::Customer(customer(BOB, "Bob")),
    ];
    write(&mut store, changes).await.unwrap();
    let later = "ALTER TABLE revisions DROP COLUMN instead_of; ALTER TABLE posts DROP COLUMN topic; DROP TABLE texts; \
                 ALTER TABLE customers DROP COLUMN age; ALTER TABLE customers DROP COLUMN unpaid; \
                 ALTER TABLE customers DROP COLUMN unpaid_at; ALTER TABLE customers DROP COLUMN first_seen; \
                 DROP TABLE reasons; DROP TABLE payments; CREATE TABLE payments(shop TEXT NOT NULL, charge_id TEXT NOT NULL, \
                 provider_id TEXT NOT NULL, payer INTEGER NOT NULL, payload TEXT NOT NULL, currency TEXT NOT NULL, \
                 amount INTEGER NOT NULL, order_id INTEGER NOT NULL, matched TEXT NOT NULL, at INTEGER NOT NULL, \
                 PRIMARY KEY (shop, charge_id)) STRICT, WITHOUT ROWID; \
                 CREATE INDEX payments_loose ON payments(shop) WHERE order_id = 0; \
                 CREATE INDEX inbox_done ON inbox(received_at) WHERE state = 1; \
                 INSERT INTO payments VALUES ('bakery', 'a', 'p', 501, '', 'EUR', 650, 0, 'late', 9), \
                 ('bakery', 'b', 'p', 501, '', 'EUR', 7, 0, 'late', 8); \
                 INSERT INTO revisions VALUES ('bakery', '1', '{\"texts\":{\"shop.yaml\":\"a\",\"terms.yaml\":\"a\"}, \
                 \"others\":{\"goods/b\":7}}', 0); DELETE FROM _sqlx_migrations WHERE version > 1";
    store.close().await.unwrap();
    // The store's own connection has statements that name the later columns.
    let plain = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.database());
    let mut plain = sqlx::ConnectOptions::connect(&plain).await.unwrap();
    sqlx::raw_sql(later).execute(&mut plain).await.unwrap();
    sqlx::Connection::close(plain).await.unwrap();
    let older = Reader::open(&folder.database()).await.err().unwrap();
    assert!(older.to_string().contains("has version 1"), "{older}");
    folder.store().await.close().await.unwrap();
    let saved = folder.reader().await.last_revision(&shop()).await.unwrap().unwrap();
    assert_eq!((saved.revision, saved.instead_of.as_str()), (revision, ""));
    let files = r#"{"texts":{"shop.yaml":"a","terms.yaml":"a"},"packed":{},"others":{"goods/b":7}}"#;
    assert_eq!(saved.files, files);
    let payments = folder.reader().await.payments(&shop()).await.unwrap();
    let amounts: Vec<i64> = payments.iter().map(|(payment, _)| payment.charge.amount).collect();
    assert_eq!(amounts, [7, 650]);
    let keys = [ANN, BOB].map(|user| Key::Customer(shop(), user));
    let mut store = folder.store().await;
    let books = books(&mut store, &keys).await;
    let first_seen = |user| books.customer(&shop(), user).unwrap().unwrap().first_seen;
    assert_eq!((first_seen(ANN), first_seen(BOB)), (Timestamp(NOW.0 - 5), NOW));
}

#[tokio::test]
async fn what_is_not_a_database_or_not_there_is_said_so() {
    let folder = Folder::new();
    std::fs::write(folder.database(), "shop: bakery\n".repeat(500)).unwrap();
    let damaged = Store::open(&folder.database()).await.err().unwrap();
    assert!(matches!(damaged, StoreError::Corrupt { .. }), "{damaged}");
    let missing = Reader::open(&folder.database().join("nowhere")).await.err().unwrap();
    assert!(matches!(missing, StoreError::Io { .. }), "{missing}");
}
