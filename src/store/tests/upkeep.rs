//! What is written outside of batches.

use std::collections::BTreeMap;

use super::fixture::*;
use crate::{
    conversation::{Change, Event},
    ids::{BotId, OrderId, RevisionId, ShopId, UpdateId},
    order::{Goods, State},
    shop::Payable,
    store::{Closing, KeptFiles, SavedRevision, Store, Unfinished},
    time::Timestamp,
};

#[tokio::test]
async fn keys_are_imported_once_and_counted() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let reader = folder.reader().await;
    let texts = |range: std::ops::Range<i32>| range.map(|n| format!("[{n}] \"key\"")).collect::<Vec<_>>();
    assert_eq!(store.import_keys(&shop(), &sku("game"), &texts(0..3), NOW).await, Ok(3));
    assert_eq!(store.import_keys(&shop(), &sku("game"), &texts(0..3), NOW).await, Ok(0));
    assert_eq!(store.import_keys(&shop(), &sku("game"), &texts(1..5), NOW).await, Ok(2));
    let stock = reader.stock(&shop()).await.unwrap();
    assert_eq!((stock[0].on_hand, stock[0].in_file, stock.len()), (5, -1, 1));
    assert_eq!(reader.money_check().await, Ok(Vec::new()));
    let stored: String = sqlx::query_scalar("SELECT text FROM keys WHERE id = 1")
        .fetch_one(&mut store.connection)
        .await
        .unwrap();
    assert_eq!(stored, "[0] \"key\"");
}

#[tokio::test]
async fn a_product_that_was_counted_by_hand_has_as_many_as_it_has_keys() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let changes = vec![Change::Stock(count("game", 12, 0)), Change::Move(moved("game", 12))];
    write(&mut store, changes).await.unwrap();
    assert_eq!(
        store.import_keys(&shop(), &sku("game"), &["K".into()], NOW).await,
        Ok(1)
    );
    let reader = folder.reader().await;
    assert_eq!(reader.stock(&shop()).await.unwrap()[0].on_hand, 1);
    assert_eq!(reader.money_check().await, Ok(Vec::new()));
}

#[tokio::test]
async fn only_handled_updates_go_when_they_are_old() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    with_mind(&mut store, planned);
    let nothing = plan(Vec::new());
    run(&mut store, vec![job(1, nothing, Event::Nothing)]).await.unwrap();
    store.keep(&shop(), &[update_row(2), update_row(1)]).await.unwrap();
    assert_eq!(store.prune(NOW).await, Ok(0), "it came at this moment, not before");
    assert_eq!(store.prune(Timestamp(NOW.0 + 1)).await, Ok(1));
    assert_eq!(
        folder.reader().await.inbox_owed(BotId(7), UpdateId(i64::MIN), 10).await,
        Ok(vec![update_row(2)])
    );
}

#[tokio::test]
async fn old_updates_of_every_bot_go_up_to_the_first_that_is_young() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let old = Timestamp(NOW.0 - 9);
    let rows = [
        (7, 1, 2, old),
        (7, 2, 1, old),
        (7, 3, 0, old),
        (7, 4, 1, old),
        (7, 5, 1, NOW),
        (7, 6, 1, old),
        (8, 1, 1, NOW),
        (9, 1, 1, old),
        (9, 2, 1, old),
    ];
    for (bot, update, state, at) in rows {
        sqlx::query("INSERT INTO inbox VALUES (?, ?, 'bakery', '', ?, 0, ?, '')")
            .bind(bot)
            .bind(update)
            .bind(state)
            .bind(at.0)
            .execute(&mut store.connection)
            .await
            .unwrap();
    }
    assert_eq!(store.prune(NOW).await, Ok(4));
    let left = sqlx::query_as("SELECT bot, update_id FROM inbox ORDER BY bot, update_id");
    let left: Vec<(i64, i64)> = left.fetch_all(&mut store.connection).await.unwrap();
    assert_eq!(
        left,
        [(7, 1), (7, 3), (7, 5), (7, 6), (8, 1)],
        "dead, owed, young, and behind it"
    );
    assert_eq!(store.prune(NOW).await, Ok(0));
    store.prune_whole(NOW).await.unwrap();
    let left = sqlx::query_as("SELECT bot, update_id FROM inbox ORDER BY bot, update_id");
    let left: Vec<(i64, i64)> = left.fetch_all(&mut store.connection).await.unwrap();
    assert_eq!(
        left,
        [(7, 1), (7, 3), (7, 5), (8, 1)],
        "at a start nothing old stays behind"
    );
    assert_eq!(store.prune(Timestamp(NOW.0 + 1)).await, Ok(2));
}

#[tokio::test]
async fn the_files_that_served_last_are_kept() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let reader = folder.reader().await;
    assert_eq!(reader.last_revision(&shop()).await, Ok(None));
    let (first, second) = (RevisionId::new("1"), RevisionId::new("2"));
    let save = [
        (&first, [("shop.yaml", "a"), ("terms.yaml", "a")], ""),
        (&second, [("shop.yaml", "b"), ("terms.yaml", "a")], ""),
        (&first, [("shop.yaml", "a"), ("terms.yaml", "a")], "the folder"),
    ];
    for (later, (revision, texts, instead_of)) in (0..).zip(save) {
        let files = kept(&texts);
        let at = Timestamp(NOW.0 + later);
        store
            .save_revision(&shop(), revision, &files, instead_of, at)
            .await
            .unwrap();
    }
    let saved = SavedRevision {
        revision: first,
        files: r#"{"texts":{},"packed":{"shop.yaml":"61","terms.yaml":"61"},"others":{"goods/b":7}}"#.into(),
        instead_of: "the folder".into(),
        saved_at: Timestamp(NOW.0 + 2),
    };
    assert_eq!(reader.last_revision(&shop()).await, Ok(Some(saved)));
    let other = reader.revision(&shop(), &second).await.unwrap().unwrap();
    assert!(
        other.files.contains(r#""shop.yaml":"62","terms.yaml":"61""#),
        "{}",
        other.files
    );
    let texts = sqlx::query_scalar("SELECT count(*) FROM texts");
    let texts: i64 = texts.fetch_one(&mut store.connection).await.unwrap();
    assert_eq!(texts, 2, "each text is kept once");
    let hashes = ["of c", "of a"].map(str::to_owned);
    assert_eq!(reader.unkept(&hashes).await.unwrap(), ["of c"]);
}

/// Texts are their own hashes here, and nothing is packed.
fn kept(texts: &[(&str, &str)]) -> KeptFiles {
    let names: BTreeMap<_, _> = texts.iter().map(|(name, text)| (name, format!("of {text}"))).collect();
    let new = texts
        .iter()
        .map(|(_, text)| (format!("of {text}"), text.as_bytes().to_vec()));
    KeptFiles {
        listed: serde_json::json!({"texts": names, "others": {"goods/b": 7}}).to_string(),
        new: new.collect(),
    }
}

#[tokio::test]
async fn a_shop_closes_once_and_opens_again() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let reader = folder.reader().await;
    assert_eq!(reader.closing(&shop()).await, Ok(None));
    store.begin_closing(&shop(), NOW).await.unwrap();
    store.begin_closing(&shop(), Timestamp(NOW.0 + 5)).await.unwrap();
    let closing = |ended| Ok(Some(Closing { since: NOW, ended }));
    assert_eq!(reader.closing(&shop()).await, closing(false));
    store.end_closing(&shop(), Timestamp(NOW.0 + 9)).await.unwrap();
    assert_eq!(reader.closing(&shop()).await, closing(true));
    let (again, files) = (RevisionId::new("2"), kept(&[]));
    store.save_revision(&shop(), &again, &files, "", NOW).await.unwrap();
    assert_eq!(reader.closing(&shop()).await, Ok(None));
}

#[tokio::test]
async fn what_is_unfinished_is_counted_by_shop() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let reader = folder.reader().await;
    assert_eq!(reader.unfinished(&shop()).await, Ok(Unfinished::default()));
    let invoice = invoice(8, Payable::Once, vec![line("bread", 1, Goods::Physical)]);
    let open = Change::Order(order(1041, &invoice, ANN, State::Open));
    write(&mut store, vec![Change::Invoice(invoice), open]).await.unwrap();
    store.keep(&shop(), &[update_row(1)]).await.unwrap();
    let unfinished = reader.unfinished(&shop()).await.unwrap();
    assert_eq!((unfinished.open, unfinished.updates, unfinished.count()), (1, 1, 2));
    let other = ShopId::parse("aardvark").unwrap();
    assert_eq!(reader.unfinished(&other).await, Ok(Unfinished::default()));
}

#[tokio::test]
async fn every_shop_that_served_is_known_once() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let reader = folder.reader().await;
    assert_eq!(reader.shops().await, Ok(Vec::new()));
    let other = ShopId::parse("aardvark").unwrap();
    for (shop, revision) in [(shop(), "1"), (shop(), "2"), (other.clone(), "1")] {
        let revision = RevisionId::new(revision);
        let files = kept(&[]);
        store.save_revision(&shop, &revision, &files, "", NOW).await.unwrap();
    }
    assert_eq!(reader.shops().await, Ok(vec![other, shop()]));
}

#[tokio::test]
async fn numbers_go_on_after_a_restart() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let invoice = invoice(8, Payable::Once, vec![line("bread", 1, Goods::Physical)]);
    let changes = vec![
        Change::Order(order(1041, &invoice, ANN, State::Open)),
        Change::Invoice(invoice),
        Change::Owe(owed(5, ANN, 1041)),
    ];
    write(&mut store, changes).await.unwrap();
    let before = store.next();
    store.close().await.unwrap();
    let next = Store::open(&folder.database()).await.unwrap().next();
    assert_eq!(next, before);
    assert_eq!((next.order, next.invoice.0, next.outbox.0), (OrderId(1042), 9, 6));
}
