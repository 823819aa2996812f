//! What the database itself refuses.

use super::fixture::*;
use crate::{
    conversation::{Change, Consent},
    ids::{KeyId, OrderId},
    order::{Goods, State},
    payment::{Settled, entries},
    shop::Payable,
    store::Store,
};

async fn refusal(store: &mut Store, sql: &'static str) -> String {
    let refused = sqlx::raw_sql(sql).execute(&mut store.connection).await;
    refused.map_or_else(|error| error.to_string(), |_| String::new())
}

/// A database with a row in every table that only grows, and a key that is sold.
async fn filled(folder: &Folder) -> Store {
    let mut store = folder.store().await;
    let texts = vec!["KEY-1".to_string()];
    store.import_keys(&shop(), &sku("game"), &texts, NOW).await.unwrap();
    let invoice = invoice(1, Payable::Once, vec![line("game", 1, Goods::Keys)]);
    let mut changes = vec![
        Change::Order(order(1001, &invoice, ANN, State::Fulfilled)),
        Change::Invoice(invoice),
        Change::Consent(Consent {
            shop: shop(),
            user: ANN,
            to: "t1".into(),
            how: "button",
            at: NOW,
        }),
        Change::KeyAllotted {
            key: KeyId(1),
            order: OrderId(1001),
            line: 0,
        },
        Change::Payment(payment("c1", Some(OrderId(1001)))),
        Change::Event(happened(1001, "paid")),
    ];
    let charge = payment("c1", None).charge;
    let booked = entries(&charge.id, "EUR", charge.amount, Some(Settled::default()));
    changes.extend(booked.into_iter().map(|entry| Change::Entry(shop(), entry, NOW)));
    write(&mut store, changes).await.unwrap();
    store
}

#[tokio::test]
async fn history_is_neither_changed_nor_deleted() {
    let folder = Folder::new();
    let mut store = filled(&folder).await;
    for (sql, table) in [
        ("UPDATE payments SET amount = 1", "payments"),
        ("DELETE FROM payments", "payments"),
        ("UPDATE entries SET amount = 1", "entries"),
        ("DELETE FROM entries", "entries"),
        ("UPDATE events SET note = 'x'", "events"),
        ("DELETE FROM events", "events"),
        ("UPDATE consents SET how = 'x'", "consents"),
        ("DELETE FROM consents", "consents"),
        ("UPDATE stock_moves SET units = 2", "stock_moves"),
        ("DELETE FROM stock_moves", "stock_moves"),
        ("UPDATE invoices SET quote = '{}'", "invoices"),
        ("DELETE FROM invoices", "invoices"),
    ] {
        let refused = refusal(&mut store, sql).await;
        assert!(
            refused.contains(&format!("{table} are append-only")),
            "{sql}: {refused}"
        );
    }
    assert!(
        refusal(&mut store, "UPDATE keys SET order_id = 7")
            .await
            .contains("was sold to order 1001")
    );
    assert!(
        refusal(&mut store, "UPDATE stock SET reserved = 9")
            .await
            .contains("CHECK")
    );
    let unknown = "INSERT INTO orders SELECT 7, shop, invoice, payer, 7, 'lost', version, once, chat, origin, language, \
        progress, hold_query, hold_since, hold_until, hold_answer, tip, info, valid_until, created_at, updated_at FROM orders";
    assert!(refusal(&mut store, unknown).await.contains("no known state: lost"));
}

#[tokio::test]
async fn every_move_that_the_table_does_not_lead_to_is_refused() {
    let folder = Folder::new();
    let mut store = filled(&folder).await;
    for from in State::ALL {
        for to in State::ALL.into_iter().filter(|to| *to != from) {
            sqlx::raw_sql("BEGIN; DROP TRIGGER orders_move")
                .execute(&mut store.connection)
                .await
                .unwrap();
            let set = format!("UPDATE orders SET state = '{}'", from.word());
            sqlx::raw_sql(sqlx::AssertSqlSafe(set))
                .execute(&mut store.connection)
                .await
                .unwrap();
            crate::store::triggers::renew_within(&mut store.connection)
                .await
                .unwrap();
            let set = format!("UPDATE orders SET state = '{}'", to.word());
            let moved = sqlx::raw_sql(sqlx::AssertSqlSafe(set))
                .execute(&mut store.connection)
                .await;
            assert_eq!(moved.is_ok(), from.can_become(to), "{from:?} to {to:?}");
            sqlx::raw_sql("ROLLBACK").execute(&mut store.connection).await.unwrap();
        }
    }
}

#[tokio::test]
async fn the_index_of_the_only_place_names_the_states_that_take_it() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    for (name, takes) in [
        ("orders_once", State::takes_the_only_place as fn(State) -> bool),
        ("orders_live", State::is_live),
    ] {
        let sql: String = sqlx::query_scalar("SELECT sql FROM sqlite_schema WHERE name = ?")
            .bind(name)
            .fetch_one(&mut store.connection)
            .await
            .unwrap();
        let words: Vec<&str> = sql.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
        for state in State::ALL {
            assert_eq!(words.contains(&state.word()), takes(state), "{name}: {state:?}");
        }
    }
}

#[tokio::test]
async fn a_key_is_sold_once() {
    let folder = Folder::new();
    let mut store = filled(&folder).await;
    let again = Change::KeyAllotted {
        key: KeyId(1),
        order: OrderId(1002),
        line: 0,
    };
    assert!(write(&mut store, vec![again]).await.is_err());
}

#[tokio::test]
async fn who_leaves_the_only_place_makes_room_in_the_same_batch() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let invoice = invoice(1, Payable::Once, vec![line("bread", 1, Goods::Physical)]);
    let (mut ann, mut bob) = (
        order(1002, &invoice, ANN, State::Held),
        order(1001, &invoice, BOB, State::Open),
    );
    let changes = vec![
        Change::Invoice(invoice),
        Change::Order(ann.clone()),
        Change::Order(bob.clone()),
    ];
    write(&mut store, changes).await.unwrap();
    (ann.version, ann.state, ann.hold) = (1, State::Open, None);
    (bob.version, bob.state, bob.hold) = (1, State::Held, Some(hold(NOW)));
    write(&mut store, vec![Change::Order(bob), Change::Order(ann)])
        .await
        .unwrap();
    assert_eq!(folder.reader().await.unanswered(NOW).await.unwrap()[0].payer, BOB);
}

#[tokio::test]
async fn an_order_that_is_no_longer_as_it_was_read_is_not_overwritten() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let invoice = invoice(1, Payable::Once, vec![line("bread", 1, Goods::Physical)]);
    let mut ann = order(1001, &invoice, ANN, State::Open);
    write(&mut store, vec![Change::Invoice(invoice), Change::Order(ann.clone())])
        .await
        .unwrap();
    for (read, state) in [(1, State::Held), (2, State::Open), (3, State::Held)] {
        (ann.version, ann.state) = (read, state);
        write(&mut store, vec![Change::Order(ann.clone())]).await.unwrap();
    }
    ann.state = State::Open;
    assert!(
        write(&mut store, vec![Change::Order(ann.clone())]).await.is_err(),
        "version 3 was read, 4 is there"
    );
    ann.state = State::Paid;
    assert!(write(&mut store, vec![Change::Order(ann)]).await.is_err());
    assert_eq!(
        folder.reader().await.facts(&[OrderId(1001)]).await.unwrap()[0]
            .order
            .state,
        State::Held
    );
}
