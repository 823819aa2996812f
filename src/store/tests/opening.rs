//! What opening a database checks.

use super::fixture::*;
use crate::store::{Reader, Store, StoreError};

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
         VALUES (9, 'later', true, x'00', 0)",
    )
    .execute(&mut store.connection)
    .await
    .unwrap();
    store.close().await.unwrap();
    let newer = StoreError::NewerDatabase {
        path: folder.database(),
        found: 9,
        known: 1,
    };
    assert_eq!(Store::open(&folder.database()).await.err(), Some(newer.clone()));
    assert_eq!(Reader::open(&folder.database()).await.err(), Some(newer.clone()));
    assert!(
        newer
            .to_string()
            .contains("has version 9, this program knows versions up to 1")
    );
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
