//! What a reader finds.

use super::fixture::*;
use crate::{
    conversation::{Change, DeliveryEnd, Event, Person},
    ids::{ChatId, KeyId, OrderId, OutboxId, Payload},
    money::Money,
    order::{Goods, Order, Progress, State},
    payment::{Charge, Settled, entries},
    shop::Payable,
    store::{OrderFilter, Outcome, Store},
    time::Timestamp,
};

/// Ann has paid for two keys and a loaf with everything that belongs to it; Bob holds a loaf.
async fn sold(folder: &Folder) -> Store {
    let mut store = folder.store().await;
    let keys = ["K-1".to_string(), "K-2".to_string(), "K-3".to_string()];
    store.import_keys(&shop(), &sku("game"), &keys, NOW).await.unwrap();
    let invoice = invoice(
        1,
        Payable::WhileStockLasts,
        vec![line("bread", 1, Goods::Physical), line("game", 2, Goods::Keys)],
    );
    let mut anns = order(1001, &invoice, ANN, State::Fulfilled);
    anns.progress = Progress::Done;
    let mut game = count("game", 1, 0);
    (game.version, game.in_file) = (1, -1);
    let allotted = |key, line| Change::KeyAllotted {
        key: KeyId(key),
        order: OrderId(1001),
        line,
    };
    let sale = |sku_: &str, units| {
        let mut sale = moved(sku_, units);
        (sale.why, sale.order) = ("sale", Some(OrderId(1001)));
        Change::Move(sale)
    };
    let mut loaf_of_bob = invoice.clone();
    (loaf_of_bob.id.0, loaf_of_bob.payload.0) = (2, 2);
    loaf_of_bob.quote = quote(vec![line("bread", 1, Goods::Physical)]);
    let mut changes = vec![
        Change::Customer(customer(ANN, "Ann \u{0} \"[7,8]\" \u{1f956}")),
        Change::Invoice(invoice),
        Change::Order(order(1002, &loaf_of_bob, BOB, State::Held)),
        Change::Invoice(loaf_of_bob),
        Change::Order(anns),
        Change::Stock(count("bread", 11, 1)),
        Change::Move(moved("bread", 12)),
        sale("bread", -1),
        Change::Stock(game),
        sale("game", -2),
        allotted(1, 1),
        allotted(2, 1),
        Change::Payment(payment("c1", Some(OrderId(1001)))),
        Change::Event(happened(1001, "open")),
        Change::Event(happened(1001, "paid")),
        Change::Owe(owed(1, ANN, 1001)),
        Change::Owe(owed(2, ANN, 1002)),
        Change::Owe(owed(3, BOB, 1001)),
        Change::Balance(balance(ANN, 250)),
    ];
    let charge = payment("c1", None).charge;
    let booked = entries(&charge.id, "EUR", charge.amount, Some(Settled::default()));
    changes.extend(booked.into_iter().map(|entry| Change::Entry(shop(), entry, NOW)));
    write(&mut store, changes).await.unwrap();
    store
}

#[tokio::test]
async fn facts_are_whole() {
    let folder = Folder::new();
    let _store = sold(&folder).await;
    let facts = folder
        .reader()
        .await
        .facts(&[OrderId(1002), OrderId(1001), OrderId(9)])
        .await
        .unwrap();
    let [ann, bob] = facts.as_slice() else {
        panic!("{facts:?}");
    };
    assert_eq!(
        (ann.order.id.0, ann.order.state, ann.order.progress),
        (1001, State::Fulfilled, Progress::Done)
    );
    assert_eq!(ann.customer.as_ref().unwrap().name, "Ann \u{0} \"[7,8]\" \u{1f956}");
    assert_eq!((ann.charges[0].id.as_str(), ann.charges[0].amount), ("c1", 650));
    let keys: Vec<(i64, &str)> = ann.keys.iter().map(|key| (key.line, key.text.as_str())).collect();
    assert_eq!(keys, [(1, "K-1"), (1, "K-2")]);
    assert_eq!(ann.balance, Some(Money::new(250, eur())));
    assert_eq!(ann.quote.lines.len(), 2);
    assert_eq!(
        (bob.order.hold.clone(), bob.customer.is_none(), bob.balance),
        (Some(hold(NOW)), true, None)
    );
    assert!(bob.charges.is_empty() && bob.keys.is_empty());
}

/// Who sends the receipt need not read the order that the decision tells.
#[tokio::test]
async fn what_a_decision_tells_of_the_order_that_it_paid_is_what_is_read() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let pools = ["K-1".to_string()];
    store.import_keys(&shop(), &sku("game"), &pools, NOW).await.unwrap();
    for (id, goods) in [
        (1, Goods::Text("At the door.".into())),
        (2, Goods::Keys),
        (3, Goods::Credit(650)),
    ] {
        let mut line = line("game", 1, goods.clone());
        line.counted = false;
        let invoice = invoice(id, Payable::WhileStockLasts, vec![line]);
        let held = order(1000 + id, &invoice, ANN, State::Held);
        write(&mut store, vec![Change::Invoice(invoice), Change::Order(held)])
            .await
            .unwrap();
        let charge = Charge {
            payload: Payload(id.unsigned_abs().into()).to_string(),
            ..charge(&format!("c{id}"), ANN, 650)
        };
        let ann = Person {
            id: ANN.0,
            first_name: "Ann".into(),
            ..Person::default()
        };
        let paid = job(id, 0, Event::Paid(charge, ann, ChatId::of(ANN)));
        let outcomes = run(&mut store, vec![paid]).await.unwrap();
        let [Outcome::Decided(decision)] = outcomes.as_slice() else {
            panic!("{outcomes:?}");
        };
        let Some(told) = decision.paid.clone() else {
            assert!(!matches!(goods, Goods::Text(_)), "{decision:?}");
            continue;
        };
        assert!(
            matches!(goods, Goods::Text(_)),
            "keys and accounts are in the database alone"
        );
        let mut read = folder.reader().await.facts(&[told.order.id]).await.unwrap();
        assert_eq!(read[0].order.version, told.order.version + 1, "by its commit");
        read[0].order.version = told.order.version;
        assert_eq!(read, [*told]);
        assert_eq!(read[0].charges.len(), 1);
        assert_eq!(read[0].order.state, State::Fulfilled);
    }
}

#[tokio::test]
async fn owed_messages_come_in_order_until_they_end_and_again_when_they_are_revived() {
    let folder = Folder::new();
    let mut store = sold(&folder).await;
    let reader = folder.reader().await;
    let ids = |rows: Vec<crate::conversation::OwedRow>| rows.iter().map(|row| row.id.0).collect::<Vec<_>>();
    assert_eq!(ids(reader.owed(&shop(), OutboxId(0), 2).await.unwrap()), [1, 2]);
    assert_eq!(
        reader.owed(&shop(), OutboxId(2), 9).await.unwrap(),
        [owed(3, BOB, 1001)]
    );
    let end = |row, end| Change::OutboxEnd {
        row: OutboxId(row),
        end,
        at: NOW,
    };
    let ends = vec![
        end(1, DeliveryEnd::Blocked),
        end(2, DeliveryEnd::Failed("chat not found".into())),
        end(3, DeliveryEnd::Sent),
    ];
    write(&mut store, ends).await.unwrap();
    assert_eq!(
        ids(reader.owed(&shop(), OutboxId(0), 9).await.unwrap()),
        Vec::<i64>::new()
    );
    let revive = Change::Revive {
        shop: shop(),
        chat: ChatId::of(ANN),
    };
    write(&mut store, vec![revive]).await.unwrap();
    assert_eq!(ids(reader.owed_for_chat(&shop(), ChatId::of(ANN)).await.unwrap()), [1]);
    assert_eq!(
        ids(reader.owed_for_chat(&shop(), ChatId::of(BOB)).await.unwrap()),
        Vec::<i64>::new()
    );
    let again = vec![end(2, DeliveryEnd::Sent)];
    write(&mut store, again).await.unwrap();
    let history = reader.history(OrderId(1002)).await.unwrap().unwrap();
    assert_eq!(
        history.outbox[0].end,
        Some(DeliveryEnd::Failed("chat not found".into())),
        "it ended before"
    );
}

#[tokio::test]
async fn due_are_holds_and_invoices_that_ran_out_while_we_saw_all_updates() {
    let folder = Folder::new();
    let mut store = sold(&folder).await;
    let reader = folder.reader().await;
    let third = invoice(3, Payable::Once, vec![line("bread", 1, Goods::Physical)]);
    let open = order(1003, &third, ANN, State::Open);
    let (hold_ends, invoice_ends) = (hold(NOW).until, third.quote.valid_until);
    write(&mut store, vec![Change::Invoice(third), Change::Order(open)])
        .await
        .unwrap();
    assert_eq!(reader.due(&shop(), Timestamp(hold_ends.0 - 1)).await, Ok(vec![]));
    assert_eq!(reader.due(&shop(), hold_ends).await, Ok(vec![OrderId(1002)]));
    assert_eq!(
        reader.due(&shop(), Timestamp(invoice_ends.0 - 1)).await,
        Ok(vec![OrderId(1002)])
    );
    assert_eq!(
        reader.due(&shop(), invoice_ends).await,
        Ok(vec![OrderId(1002), OrderId(1003)])
    );
    let other = crate::ids::ShopId::parse("other").unwrap();
    assert_eq!(reader.due(&other, invoice_ends).await, Ok(vec![]));
}

#[tokio::test]
async fn unanswered_are_held_orders_of_unknown_answer() {
    let folder = Folder::new();
    let mut store = sold(&folder).await;
    let reader = folder.reader().await;
    let of = |orders: Vec<Order>| orders.iter().map(|order| order.id.0).collect::<Vec<_>>();
    assert_eq!(of(reader.unanswered(NOW).await.unwrap()), [1002]);
    assert_eq!(
        of(reader.unanswered(Timestamp(NOW.0 + 1)).await.unwrap()),
        Vec::<i64>::new()
    );
    let mut renewed = reader.unanswered(NOW).await.unwrap().remove(0);
    renewed.hold.as_mut().unwrap().answer = crate::order::Answer::Renewed;
    write(&mut store, vec![Change::Order(renewed.clone())]).await.unwrap();
    let read = reader.unanswered(NOW).await.unwrap();
    assert_eq!(read[0].hold, renewed.hold, "a renewed yes is unanswered, too");
    let mut taken = reader.unanswered(NOW).await.unwrap().remove(0);
    taken.hold.as_mut().unwrap().answer = crate::order::Answer::Taken;
    write(&mut store, vec![Change::Order(taken)]).await.unwrap();
    assert_eq!(of(reader.unanswered(NOW).await.unwrap()), Vec::<i64>::new());
}

#[tokio::test]
async fn orders_and_histories_are_listed_for_people() {
    let folder = Folder::new();
    let _store = sold(&folder).await;
    let reader = folder.reader().await;
    let filter = OrderFilter { shop: shop(), limit: 9 };
    let listed = reader.orders(&filter).await.unwrap();
    assert_eq!(
        listed.iter().map(|row| row.order.id.0).collect::<Vec<_>>(),
        [1002, 1001]
    );
    assert_eq!(listed[1].customer.as_ref().unwrap().user, ANN);
    assert_eq!(listed[0].quote.total, 650);
    let history = reader.history(OrderId(1001)).await.unwrap().unwrap();
    let what: Vec<&str> = history.events.iter().map(|event| event.what.as_str()).collect();
    assert_eq!((what, history.events[0].actor), (vec!["open", "paid"], Some(ANN)));
    assert_eq!(
        (history.payments[0].matched.as_str(), history.payments[0].order),
        ("held", Some(OrderId(1001)))
    );
    assert_eq!(history.outbox.iter().map(|row| row.id.0).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(
        (history.outbox[0].end.clone(), history.outbox[0].created_at),
        (None, NOW)
    );
    assert!(reader.history(OrderId(9)).await.unwrap().is_none());
}

#[tokio::test]
async fn money_that_waits_for_people_is_listed() {
    let folder = Folder::new();
    let mut store = sold(&folder).await;
    let reader = folder.reader().await;
    assert_eq!(reader.surplus(&shop()).await, Ok(vec![]));
    let stuck = invoice(4, Payable::Once, vec![line("bread", 1, Goods::Physical)]);
    let changes = vec![
        Change::Order(order(1004, &stuck, BOB, State::Unfulfillable)),
        Change::Invoice(stuck),
        Change::Payment(payment("c4", Some(OrderId(1004)))),
        Change::Payment(payment("c5", None)),
    ];
    write(&mut store, changes).await.unwrap();
    let loose = reader.surplus(&shop()).await.unwrap();
    let seen: Vec<_> = loose
        .iter()
        .map(|row| (row.payment.charge.id.as_str(), row.payment.order, row.state))
        .collect();
    assert_eq!(
        seen,
        [
            ("c5", None, None),
            ("c4", Some(OrderId(1004)), Some(State::Unfulfillable))
        ]
    );
}

#[tokio::test]
async fn books_that_do_not_balance_are_said_in_words() {
    let folder = Folder::new();
    let mut store = sold(&folder).await;
    let reader = folder.reader().await;
    assert_eq!(reader.money_check().await, Ok(Vec::new()));
    let wrong = "INSERT INTO entries(shop, tx, account, currency, amount, at) VALUES ('bakery', 'c1', 'clearing', 'EUR', 5, 1); \
        UPDATE stock SET on_hand = 20, reserved = 3 WHERE sku = 'bread'; \
        INSERT INTO keys(shop, sku, text, order_id, line) VALUES ('bakery', 'game', 'found', 0, 0); \
        UPDATE orders SET state = 'paid' WHERE id = 1002";
    sqlx::raw_sql(wrong).execute(&mut store.connection).await.unwrap();
    let said = reader.money_check().await.unwrap();
    assert_eq!(
        said,
        [
            "the entries of charge c1 of bakery sum to 5 EUR, not 0",
            "payments of bakery sum to 650 EUR, its clearing account to 655",
            "stock of bread of bakery is 20, its moves sum to 11",
            "of bread of bakery 3 are reserved, held orders want 0",
            "stock of the keys game of bakery is 1, unsold are 2",
            "order 1002 is paid, but no payment of it is in the books",
        ]
    );
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let folder = Folder::new();
    let _store = folder.store().await;
    let reader = folder.reader().await;
    let refused = sqlx::query("DELETE FROM orders").execute(reader.pool()).await;
    assert!(refused.unwrap_err().to_string().contains("readonly"));
}
