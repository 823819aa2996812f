//! A disk that is full, a run that fails half-way, a call that was not awaited to its end.

use super::fixture::*;
use crate::{
    conversation::{Change, Event},
    store::{Job, Outcome, Store, StoreError},
    time::HandClock,
};

async fn pragma(store: &mut Store, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&mut store.connection).await.unwrap()
}

/// Lets the database grow no more.
async fn fill_disk(store: &mut Store) {
    let pages = pragma(store, "PRAGMA page_count").await;
    let sql = format!("PRAGMA max_page_count = {}", pages + 2);
    let _: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .fetch_one(&mut store.connection)
        .await
        .unwrap();
}

async fn free_disk(store: &mut Store) {
    pragma(store, "PRAGMA max_page_count = 1000000").await;
}

fn huge(update: i64, nonce: u128) -> Job {
    let mut job = job(update, nonce, paid("c1", ANN));
    job.inbox.as_mut().unwrap().raw = "x".repeat(100_000);
    job
}

#[tokio::test]
async fn a_full_disk_is_nobodys_fault_and_passes() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    with_mind(&mut store, planned);
    let ann = plan(vec![Change::Customer(customer(ANN, "Ann"))]);
    fill_disk(&mut store).await;
    let full = StoreError::DiskFull {
        path: folder.database(),
    };
    assert_eq!(
        run(&mut store, vec![job(1, ann, Event::Nothing), huge(2, ann)]).await,
        Err(full.clone())
    );
    assert!(full.to_string().contains("free some space"), "{full}");
    let counts = folder.reader().await.counts().await.unwrap();
    assert!(
        counts.iter().all(|(_, count)| *count == 0),
        "nothing is durable: {counts:?}"
    );
    free_disk(&mut store).await;
    let outcomes = run(&mut store, vec![job(1, ann, Event::Nothing), huge(2, ann)])
        .await
        .unwrap();
    assert!(
        outcomes.iter().all(|outcome| matches!(outcome, Outcome::Decided(_))),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn a_run_that_stops_half_way_tells_what_is_durable_and_leaves_the_rest() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    with_mind(&mut store, planned);
    let more = plan(vec![Change::Stock(count("bread", 5, 0))]);
    let bad = plan(vec![Change::Stock(count("rolls", -1, 0))]);
    let ann = plan(vec![Change::Customer(customer(ANN, "Ann"))]);
    let by_hand = |plan| Job {
        turn: turn(plan, Event::Nothing),
        inbox: None,
    };
    fill_disk(&mut store).await;
    let mut jobs = [by_hand(more), job(2, bad, Event::Nothing), huge(3, ann)];
    let jobs = jobs.iter_mut().collect();
    let halted = store.run(jobs, &HandClock::at(NOW), &mut |_, _| {}).await.unwrap_err();
    let full = StoreError::DiskFull {
        path: folder.database(),
    };
    assert_eq!(halted.error, full);
    assert!(
        matches!(
            halted.outcomes[..],
            [Some(Outcome::Decided(_)), Some(Outcome::Failed { tries: 1, .. }), None]
        ),
        "{halted:?}"
    );
    let stock = folder.reader().await.stock(&shop()).await.unwrap();
    assert_eq!(stock[0].on_hand, 5, "done once, and not to be done again");
}

#[tokio::test]
async fn a_transaction_that_was_left_open_is_rolled_back_first() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    sqlx::raw_sql("BEGIN IMMEDIATE; INSERT INTO meta VALUES ('left', 'over')")
        .execute(&mut store.connection)
        .await
        .unwrap();
    store.in_transaction = true;
    write(&mut store, vec![Change::Customer(customer(ANN, "Ann"))])
        .await
        .unwrap();
    let counts = folder.reader().await.counts().await.unwrap();
    assert!(
        counts.contains(&("customers", 1)) && counts.contains(&("meta", 0)),
        "{counts:?}"
    );
}

#[tokio::test]
async fn another_programs_lock_is_busy_and_passes() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let mut other = crate::store::open::connect(&folder.database()).await.unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let kept = store.keep(&shop(), &[update_row(1)]).await;
    assert_eq!(
        kept,
        Err(StoreError::Busy {
            path: folder.database()
        })
    );
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    assert_eq!(store.keep(&shop(), &[update_row(1)]).await, Ok(()));
}

#[tokio::test]
async fn a_lost_connection_is_replaced() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    store.lost = true;
    write(&mut store, vec![Change::Stock(count("bread", 5, 0))])
        .await
        .unwrap();
    let books = books(&mut store, &[crate::conversation::Key::Stock(shop(), sku("bread"))]).await;
    assert_eq!(books.stock(&shop(), &sku("bread")).unwrap().unwrap().free(), 5);
}
