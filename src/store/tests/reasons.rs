//! Why customers heard yes or no: what is kept of it, and for how long.

use std::sync::Arc;

use super::fixture::*;
use crate::{
    conversation::{Change, Reason},
    ids::{OrderId, ShopId},
    order::Refusal,
    rules::sample,
    store::Store,
    time::Timestamp,
};

const REASONS: &str = include_str!("golden/reasons.jsonl");

async fn kept(store: &mut Store, reasons: &[Reason]) {
    let changes = reasons.iter().map(|reason| Change::Reason(Box::new(reason.clone())));
    write(store, changes.collect()).await.unwrap();
}

#[tokio::test]
async fn a_reason_is_found_by_its_order_its_shop_and_its_customer() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let bare = Reason {
        refusal: Some(Refusal::Expired),
        said: Arc::default(),
        input: None,
        ..reason(1002, 1)
    };
    let yes = Reason {
        refusal: None,
        paying: false,
        ..reason(0, 2)
    };
    let all = [reason(1001, 0), bare, yes];
    kept(&mut store, &all).await;
    let reader = folder.reader().await;
    assert_eq!(reader.reasons(OrderId(1001)).await.unwrap(), all[..1]);
    assert_eq!(reader.reasons(OrderId(0)).await.unwrap(), []);
    assert_eq!(reader.reasons_since(&shop(), NOW).await.unwrap(), all);
    assert_eq!(
        reader.reasons_since(&shop(), Timestamp(NOW.0 + 1)).await.unwrap(),
        all[1..]
    );
    assert_eq!(reader.reasons_for(&shop(), ANN).await.unwrap(), all);
    assert_eq!(reader.reasons_for(&shop(), BOB).await.unwrap(), []);
}

#[tokio::test]
async fn what_is_old_goes_and_of_each_shop_only_the_newest_stay() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let other = ShopId::parse("aardvark").unwrap();
    let of_other = |reason: Reason| Reason {
        shop: other.clone(),
        ..reason
    };
    let busy: Vec<Reason> = (0..5).map(|at| reason(1001, at)).collect();
    kept(&mut store, &busy).await;
    kept(&mut store, &[of_other(reason(1002, 0)), of_other(reason(1002, 1))]).await;
    assert_eq!(
        store.forget_reasons_beyond(5, NOW).await,
        Ok(0),
        "none is older than this moment"
    );
    assert_eq!(store.forget_reasons_beyond(3, NOW).await, Ok(2), "two of the busy shop");
    assert_eq!(store.forget_reasons_beyond(3, NOW).await, Ok(0));
    let reader = folder.reader().await;
    assert_eq!(reader.reasons_since(&shop(), Timestamp(0)).await.unwrap(), busy[2..]);
    assert_eq!(reader.reasons_since(&other, Timestamp(0)).await.unwrap().len(), 2);
    assert_eq!(store.forget_reasons(Timestamp(NOW.0 + 4)).await, Ok(4));
    assert_eq!(reader.reasons_since(&shop(), Timestamp(0)).await.unwrap(), busy[4..]);
    assert_eq!(reader.reasons_since(&other, Timestamp(0)).await.unwrap(), []);
}

#[tokio::test]
async fn a_history_without_end_is_not_kept_and_the_answer_is() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let mut input = (*sample()).clone();
    let day = input.customer.purchases[0].clone();
    input.customer.purchases = vec![day; 2000];
    let long = Reason {
        input: Some(Arc::new(input)),
        ..reason(1001, 0)
    };
    kept(&mut store, std::slice::from_ref(&long)).await;
    let without = Reason { input: None, ..long };
    assert_eq!(folder.reader().await.reasons(OrderId(1001)).await.unwrap(), [without]);
}

/// Rows of this form are in databases: refusal, what was said, what was asked.
#[tokio::test]
async fn reasons_of_earlier_programs_can_be_read() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let [refusal, said, input] = REASONS.lines().collect::<Vec<_>>()[..] else {
        panic!("three lines");
    };
    sqlx::query(
        "INSERT INTO reasons(shop, at, order_id, payer, paying, revision, refusal, said, input) \
         VALUES ('bakery', ?, 1001, 501, 1, '0123456789abcdef', ?, ?, ?)",
    )
    .bind(NOW.0)
    .bind(refusal)
    .bind(said)
    .bind(input)
    .execute(&mut store.connection)
    .await
    .unwrap();
    assert_eq!(
        folder.reader().await.reasons(OrderId(1001)).await.unwrap(),
        [reason(1001, 0)]
    );
}
