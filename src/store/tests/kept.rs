//! Books that stay open between batches: never older than the database, whoever wrote to it.

use super::{
    batches::{opens_holds_and_pays, scalar},
    fixture::*,
};
use crate::{
    conversation::{Event, Key},
    ids::Payload,
    store::{Outcome, Store},
};

async fn turn_alone(store: &mut Store, n: u8) {
    let outcomes = run(store, vec![job(n.into(), n.into(), Event::Nothing)]).await.unwrap();
    assert!(matches!(outcomes[..], [Outcome::Decided(_)]), "{outcomes:?}");
}

#[tokio::test]
async fn rows_go_through_batch_after_batch_without_being_read_again() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    with_mind(&mut store, opens_holds_and_pays);
    for n in 0..3 {
        turn_alone(&mut store, n).await;
        let kept = store.kept.as_ref().unwrap();
        let (_, found) = kept.invoice(&shop(), Payload(1), ANN).unwrap().unwrap();
        assert_eq!(found[0].version, i64::from(n) + 1, "as the database numbers it");
    }
    let paid = "SELECT count(*) FROM orders WHERE state = 'paid' AND version = 3";
    assert_eq!(scalar(&mut store, paid).await, 1);
    assert_eq!(scalar(&mut store, "SELECT version FROM stock").await, 3);
}

#[tokio::test]
async fn what_is_written_outside_of_batches_closes_the_books() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    with_mind(&mut store, opens_holds_and_pays);
    turn_alone(&mut store, 0).await;
    assert!(store.kept.is_some());
    let keys = ["K1".into(), "K2".into()];
    store.import_keys(&shop(), &sku("bread"), &keys, NOW).await.unwrap();
    let key = Key::Stock(shop(), sku("bread"));
    let books = store.kept.as_ref().unwrap();
    assert!(!books.is_loaded(&key), "the import counted the stock anew");
    turn_alone(&mut store, 1).await;
    assert_eq!(
        scalar(&mut store, "SELECT on_hand * 10 + reserved FROM stock").await,
        21
    );
}

#[tokio::test]
async fn a_batch_that_failed_leaves_no_books() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    with_mind(&mut store, opens_holds_and_pays);
    turn_alone(&mut store, 0).await;
    // Somebody else moves the row on: the guard refuses what the books thought, and the turn is decided anew.
    sqlx::query("UPDATE stock SET on_hand = 3, version = version + 1")
        .execute(&mut store.connection)
        .await
        .unwrap();
    turn_alone(&mut store, 1).await;
    assert_eq!(
        scalar(&mut store, "SELECT on_hand * 10 + reserved FROM stock").await,
        31
    );
    let key = Key::Stock(shop(), sku("bread"));
    assert!(store.kept.as_ref().unwrap().is_loaded(&key));
}
