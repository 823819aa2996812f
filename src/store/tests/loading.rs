//! What each key brings into the books, and that what was not loaded is not taken for absent.

use super::fixture::*;
use crate::{
    conversation::{Change, Key, Missing},
    ids::{KeyId, MessageId, OrderId, Payload, ShopId},
    order::{Goods, State},
    shop::Payable,
    store::Store,
};

/// Ann's open order of a loaf and two keys, Bob's cancelled one of the same invoice, counts, keys and money.
async fn stocked(folder: &Folder, payable: Payable) -> Store {
    let mut store = folder.store().await;
    let texts: Vec<String> = (1..=5).map(|n| format!("KEY-{n}")).collect();
    assert_eq!(store.import_keys(&shop(), &sku("game"), &texts, NOW).await, Ok(5));
    let invoice = invoice(
        1,
        payable,
        vec![line("bread", 3, Goods::Physical), line("game", 2, Goods::Keys)],
    );
    let changes = vec![
        Change::Customer(customer(ANN, "Ann")),
        Change::Invoice(invoice.clone()),
        Change::Order(order(1001, &invoice, ANN, State::Open)),
        Change::Order(order(1002, &invoice, BOB, State::Cancelled)),
        Change::Stock(count("bread", 12, 3)),
        Change::Balance(balance(ANN, 250)),
        Change::Payment(payment("c1", None)),
    ];
    write(&mut store, changes).await.unwrap();
    store
}

#[tokio::test]
async fn an_invoice_brings_its_payers_order_and_all_that_belongs_to_it() {
    let folder = Folder::new();
    let mut store = stocked(&folder, Payable::WhileStockLasts).await;
    let books = books(&mut store, &[Key::Invoice(shop(), Payload(1), ANN)]).await;
    let (found, orders) = books.invoice(&shop(), Payload(1), ANN).unwrap().unwrap();
    assert_eq!(*found, invoice(1, Payable::WhileStockLasts, found.quote.lines.clone()));
    let mut expected = order(1001, found, ANN, State::Open);
    expected.version = 1;
    assert_eq!(orders, [&expected]);
    assert_eq!(books.stock(&shop(), &sku("bread")).unwrap().unwrap().free(), 9);
    assert_eq!(books.keys(&shop(), &sku("game"), 2), Ok(vec![KeyId(1), KeyId(2)]));
    assert_eq!(books.balance(&shop(), ANN, eur()), Ok(250));
    assert_eq!(books.order(&shop(), OrderId(1001)).unwrap().unwrap().0, &expected);
}

#[tokio::test]
async fn where_an_invoice_is_payable_once_everybodys_orders_come() {
    let folder = Folder::new();
    let mut store = stocked(&folder, Payable::Once).await;
    let books = books(&mut store, &[Key::Invoice(shop(), Payload(1), ANN)]).await;
    let (_, orders) = books.invoice(&shop(), Payload(1), ANN).unwrap().unwrap();
    assert_eq!(orders.iter().map(|order| order.payer).collect::<Vec<_>>(), [ANN, BOB]);
}

#[tokio::test]
async fn an_order_brings_what_its_invoice_brings() {
    let folder = Folder::new();
    let mut store = stocked(&folder, Payable::OncePerCustomer).await;
    let books = books(&mut store, &[Key::Order(shop(), OrderId(1001))]).await;
    assert!(books.order(&shop(), OrderId(1001)).unwrap().is_some());
    assert!(books.invoice(&shop(), Payload(1), ANN).unwrap().is_some());
    assert!(books.stock(&shop(), &sku("bread")).unwrap().is_some());
    assert!(books.stock(&shop(), &sku("game")).unwrap().is_some());
    assert_eq!(books.keys(&shop(), &sku("game"), 2).unwrap().len(), 2);
    assert_eq!(books.balance(&shop(), ANN, eur()), Ok(250));
}

#[tokio::test]
async fn lists_bring_orders_with_their_invoices() {
    let folder = Folder::new();
    let mut store = stocked(&folder, Payable::WhileStockLasts).await;
    let second = invoice(2, Payable::Once, vec![line("bread", 1, Goods::Physical)]);
    let mut elsewhere = order(1003, &second, ANN, State::Held);
    elsewhere.origin = MessageId(41);
    write(&mut store, vec![Change::Invoice(second), Change::Order(elsewhere)])
        .await
        .unwrap();
    let keys = [
        Key::LiveOrders(shop(), ANN),
        Key::LiveOrders(shop(), BOB),
        Key::OrdersFrom(shop(), ANN, MessageId(41)),
        Key::LatestOrders(shop(), ANN),
        Key::LatestOrders(shop(), BOB),
    ];
    let books = books(&mut store, &keys).await;
    let ids = |rows: Vec<(&crate::order::Order, &crate::payment::Invoice)>| {
        rows.iter()
            .map(|(order, invoice)| (order.id.0, invoice.id.0))
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(books.live_orders(&shop(), ANN).unwrap()), [(1001, 1), (1003, 2)]);
    assert_eq!(ids(books.live_orders(&shop(), BOB).unwrap()), []);
    assert_eq!(
        ids(books.orders_from(&shop(), ANN, MessageId(41)).unwrap()),
        [(1003, 2)]
    );
    assert_eq!(ids(books.latest_orders(&shop(), ANN).unwrap()), [(1003, 2), (1001, 1)]);
    assert_eq!(ids(books.latest_orders(&shop(), BOB).unwrap()), [(1002, 1)]);
}

#[tokio::test]
async fn single_keys_bring_their_rows_and_absence_is_known() {
    let folder = Folder::new();
    let mut store = stocked(&folder, Payable::Once).await;
    let other = ShopId::parse("other").unwrap();
    let charged = |id| payment(id, None).charge;
    let charge = |id| Key::Charge(shop(), charged(id).payload, charged(id).id);
    let keys = [
        Key::Customer(shop(), ANN),
        Key::Customer(shop(), BOB),
        Key::Customer(other.clone(), ANN),
        Key::Stock(shop(), sku("bread")),
        Key::Stock(shop(), sku("cake")),
        Key::Balance(shop(), ANN, eur()),
        Key::Balance(shop(), BOB, eur()),
        charge("c1"),
        charge("c2"),
        Key::Invoice(other.clone(), Payload(1), ANN),
        Key::Invoice(shop(), Payload(99), ANN),
        Key::Order(other.clone(), OrderId(1001)),
        Key::Order(shop(), OrderId(77)),
    ];
    let books = books(&mut store, &keys).await;
    assert_eq!(books.customer(&shop(), ANN).unwrap(), Some(&customer(ANN, "Ann")));
    assert_eq!(books.customer(&shop(), BOB), Ok(None));
    assert_eq!(books.customer(&other, ANN), Ok(None));
    let mut bread = count("bread", 12, 3);
    bread.version = 1;
    assert_eq!(books.stock(&shop(), &sku("bread")), Ok(Some(&bread)));
    assert_eq!(books.stock(&shop(), &sku("cake")), Ok(None));
    assert_eq!(books.balance(&shop(), ANN, eur()), Ok(250));
    assert_eq!(books.balance(&shop(), BOB, eur()), Ok(0));
    assert_eq!(books.knows_charge(&shop(), &charged("c1")), Ok(true));
    assert_eq!(books.knows_charge(&shop(), &charged("c2")), Ok(false));
    assert!(books.invoice(&other, Payload(1), ANN).unwrap().is_none());
    assert!(books.invoice(&shop(), Payload(99), ANN).unwrap().is_none());
    assert!(books.order(&other, OrderId(1001)).unwrap().is_none());
    assert!(books.order(&shop(), OrderId(77)).unwrap().is_none());
}

#[tokio::test]
async fn what_was_not_loaded_is_not_absent() {
    let folder = Folder::new();
    let mut store = stocked(&folder, Payable::Once).await;
    let books = books(&mut store, &[Key::Customer(shop(), ANN)]).await;
    let stock = Key::Stock(shop(), sku("bread"));
    assert_eq!(books.stock(&shop(), &sku("bread")), Err(Missing::Rows(stock)));
    assert_eq!(
        books.customer(&shop(), BOB),
        Err(Missing::Rows(Key::Customer(shop(), BOB)))
    );
    let game = Key::Keys(shop(), sku("game"), 1);
    assert_eq!(books.keys(&shop(), &sku("game"), 1), Err(Missing::Rows(game)));
    // One question must not answer from what the one before it collected.
    let books = super::fixture::books(&mut store, &[Key::Invoice(shop(), Payload(1), ANN)]).await;
    assert!(books.stock(&shop(), &sku("bread")).unwrap().is_some());
    let books = super::fixture::books(&mut store, &[Key::LiveOrders(shop(), BOB)]).await;
    assert!(books.invoice(&shop(), Payload(1), ANN).is_err());
    assert!(books.order(&shop(), OrderId(1001)).is_err());
}

#[tokio::test]
async fn a_pool_is_known_to_be_empty_only_when_all_of_it_was_read() {
    let folder = Folder::new();
    let mut store = stocked(&folder, Payable::Once).await;
    let three = Key::Keys(shop(), sku("game"), 3);
    let loaded = books(&mut store, &[three.clone(), Key::Keys(shop(), sku("none"), 1)]).await;
    assert_eq!(loaded.keys(&shop(), &sku("game"), 3).unwrap().len(), 3);
    assert_eq!(loaded.keys(&shop(), &sku("none"), 1), Ok(Vec::new()));
    assert!(!loaded.is_loaded(&three), "two more are in the pool");
    let nine = Key::Keys(shop(), sku("game"), 9);
    let loaded = books(&mut store, std::slice::from_ref(&nine)).await;
    assert_eq!(loaded.keys(&shop(), &sku("game"), 9).unwrap().len(), 5);
    assert!(loaded.is_loaded(&nine));
}

#[tokio::test]
async fn two_payers_of_one_pool_find_keys_for_both() {
    let folder = Folder::new();
    let mut store = stocked(&folder, Payable::WhileStockLasts).await;
    let keys = [
        Key::Invoice(shop(), Payload(1), ANN),
        Key::Invoice(shop(), Payload(1), BOB),
    ];
    let books = books(&mut store, &keys).await;
    assert_eq!(books.keys(&shop(), &sku("game"), 4).unwrap().len(), 4);
}
