//! Batches: what is written, what is guarded, what is decided again.

use super::fixture::*;
use crate::{
    conversation::{Books, Change, Decision, Event, Key, Missing, Turn},
    ids::{OrderId, Payload},
    order::{Goods, State, Step},
    shop::Payable,
    store::{Outcome, Store},
};

fn bread() -> crate::payment::Invoice {
    invoice(1, Payable::Once, vec![line("bread", 1, Goods::Physical)])
}

pub(super) async fn scalar(store: &mut Store, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&mut store.connection).await.unwrap()
}

/// Turn 0 opens an order of one loaf, 1 holds it, 2 pays it, each by what the books say.
pub(super) fn opens_holds_and_pays(turn: &Turn, books: &Books) -> Result<Decision, Missing> {
    let changes = if turn.nonce == 0 {
        vec![
            Change::Invoice(bread()),
            Change::Order(order(books.next.order.0, &bread(), ANN, State::Open)),
            Change::Stock(count("bread", 5, 0)),
        ]
    } else {
        let (_, orders) = books.invoice(&shop(), Payload(1), ANN)?.unwrap();
        let mut order = orders[0].clone();
        let step = if turn.nonce == 1 { Step::Hold } else { Step::Pay };
        order.step(step, turn.now).unwrap();
        order.hold = (turn.nonce == 1).then(|| hold(turn.now));
        let mut stock = books.stock(&shop(), &sku("bread"))?.unwrap().clone();
        stock.reserved += 2 - i64::try_from(turn.nonce).unwrap();
        vec![Change::Order(order), Change::Stock(stock)]
    };
    Ok(Decision {
        changes,
        effects: Vec::new(),
        paid: None,
    })
}

#[tokio::test]
async fn later_turns_see_what_earlier_ones_changed_and_each_row_is_written_once() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    with_mind(&mut store, opens_holds_and_pays);
    let mut jobs: Vec<_> = (0..3).map(|n: u8| job(n.into(), n.into(), Event::Nothing)).collect();
    let mut told = Vec::new();
    let clock = crate::time::HandClock::at(NOW);
    let mut tell = |at, _: &Decision| told.push(at);
    let outcomes = store.run(jobs.iter_mut().collect(), &clock, &mut tell).await.unwrap();
    assert!(
        outcomes.iter().all(|outcome| matches!(outcome, Outcome::Decided(_))),
        "{outcomes:?}"
    );
    assert_eq!(told, [0, 1, 2]);
    assert_eq!(
        scalar(
            &mut store,
            "SELECT count(*) FROM orders WHERE id = 1001 AND state = 'paid' AND version = 1"
        )
        .await,
        1
    );
    assert_eq!(scalar(&mut store, "SELECT reserved FROM stock").await, 1);
    assert_eq!(
        scalar(&mut store, "SELECT count(*) FROM inbox WHERE state = 1").await,
        3
    );
    assert_eq!(store.next().order, OrderId(1002));
}

#[tokio::test]
async fn an_update_that_was_handled_is_seen_and_not_decided_again() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    with_mind(&mut store, planned);
    let first = plan(vec![Change::Customer(customer(ANN, "Ann"))]);
    let second = plan(vec![Change::Customer(customer(ANN, "changed"))]);
    store.keep(&shop(), &[update_row(1)]).await.unwrap();
    let outcomes = run(
        &mut store,
        vec![job(1, first, Event::Nothing), job(1, second, Event::Nothing)],
    )
    .await
    .unwrap();
    assert!(
        matches!(outcomes.as_slice(), [Outcome::Decided(_), Outcome::Seen]),
        "{outcomes:?}"
    );
    let outcomes = run(&mut store, vec![job(1, second, Event::Nothing)]).await.unwrap();
    assert_eq!(outcomes, [Outcome::Seen]);
    assert_eq!(
        scalar(&mut store, "SELECT count(*) FROM customers WHERE name = 'Ann'").await,
        1
    );
    assert_eq!(
        scalar(&mut store, "SELECT count(*) FROM inbox WHERE state = 1").await,
        1
    );
}

#[tokio::test]
async fn of_a_handled_update_its_number_is_kept_and_of_money_all_that_telegram_said() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    with_mind(&mut store, planned);
    let nothing = plan(Vec::new());
    let jobs = vec![job(1, nothing, Event::Nothing), job(2, nothing, paid("c1", ANN))];
    run(&mut store, jobs).await.unwrap();
    let kept: Vec<(i64, String)> =
        sqlx::query_as("SELECT update_id, raw FROM inbox WHERE state = 1 ORDER BY update_id")
            .fetch_all(&mut store.connection)
            .await
            .unwrap();
    assert_eq!(kept, [(1, String::new()), (2, update_row(2).raw)]);
}

#[tokio::test]
async fn what_a_turn_misses_is_loaded_and_it_is_decided_again() {
    fn decide(turn: &Turn, books: &Books) -> Result<Decision, Missing> {
        let mut changes = Vec::new();
        if turn.nonce == 0 {
            let mut ann = books.customer(&shop(), ANN)?.unwrap().clone();
            ann.name.push_str(" Lee");
            books.balance(&shop(), ANN, eur())?;
            books.stock(&shop(), &sku("bread"))?;
            changes.push(Change::Customer(ann));
        } else {
            assert_eq!(books.customer(&shop(), ANN)?.unwrap().name, "Ann Lee");
            books.live_orders(&shop(), ANN)?;
        }
        Ok(Decision {
            changes,
            effects: Vec::new(),
            paid: None,
        })
    }
    let folder = Folder::new();
    let mut store = folder.store().await;
    write(&mut store, vec![Change::Customer(customer(ANN, "Ann"))])
        .await
        .unwrap();
    with_mind(&mut store, decide);
    let outcomes = run(&mut store, vec![job(1, 0, Event::Nothing), job(2, 1, Event::Nothing)])
        .await
        .unwrap();
    assert!(
        outcomes.iter().all(|outcome| matches!(outcome, Outcome::Decided(_))),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn a_turn_that_never_has_enough_is_at_fault() {
    fn decide(_: &Turn, books: &Books) -> Result<Decision, Missing> {
        let asked = (0..1_000)
            .find(|n| !books.is_loaded(&Key::Stock(shop(), sku(&n.to_string()))))
            .unwrap();
        Err(Missing::Rows(Key::Stock(shop(), sku(&asked.to_string()))))
    }
    let folder = Folder::new();
    let mut store = folder.store().await;
    with_mind(&mut store, decide);
    let outcomes = run(&mut store, vec![job(1, 0, Event::Nothing)]).await.unwrap();
    assert_eq!(outcomes, [Outcome::Failed { tries: 1, dead: false }]);
}

#[tokio::test]
async fn rows_that_changed_in_the_meantime_are_decided_again() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    write(&mut store, vec![Change::Stock(count("bread", 5, 0))])
        .await
        .unwrap();
    // A decision on a version that is no longer there never fits: it is tried again, then it is the turn's fault.
    let mut stale = count("bread", 4, 0);
    stale.version = 7;
    with_mind(&mut store, planned);
    let bad = plan(vec![Change::Stock(stale)]);
    let good = plan(vec![Change::Customer(customer(ANN, "Ann"))]);
    let jobs = vec![job(1, good, Event::Nothing), job(2, bad, Event::Nothing)];
    let outcomes = run(&mut store, jobs).await.unwrap();
    assert!(matches!(outcomes[0], Outcome::Decided(_)), "{outcomes:?}");
    assert_eq!(outcomes[1], Outcome::Failed { tries: 1, dead: false });
    assert_eq!(scalar(&mut store, "SELECT on_hand FROM stock").await, 5);
    assert_eq!(
        scalar(
            &mut store,
            "SELECT count(*) FROM inbox WHERE note LIKE 'stock: sent 1 rows, wrote 0'"
        )
        .await,
        1
    );
}

#[tokio::test]
async fn the_database_refuses_illegal_moves_and_second_sales() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let first = order(1001, &bread(), ANN, State::Paid);
    write(&mut store, vec![Change::Invoice(bread()), Change::Order(first.clone())])
        .await
        .unwrap();
    let mut back = first;
    back.version = 1;
    back.state = State::Open;
    let refused = write(&mut store, vec![Change::Order(back)])
        .await
        .unwrap_err()
        .to_string();
    assert!(refused.contains("Failed"), "{refused}");
    let moved: Result<_, sqlx::Error> = sqlx::raw_sql("UPDATE orders SET state = 'open'")
        .execute(&mut store.connection)
        .await;
    assert!(
        moved
            .unwrap_err()
            .to_string()
            .contains("order 1001 is paid and cannot become open")
    );
    let second = order(1002, &bread(), BOB, State::Held);
    assert!(
        write(&mut store, vec![Change::Order(second)]).await.is_err(),
        "the only place is taken"
    );
    assert_eq!(scalar(&mut store, "SELECT count(*) FROM orders").await, 1);
}

#[tokio::test]
async fn a_pool_that_runs_short_in_a_batch_is_read_again_and_no_key_goes_twice() {
    fn decide(turn: &Turn, books: &Books) -> Result<Decision, Missing> {
        let wanted = i64::try_from(turn.nonce).unwrap();
        let keys = books.keys(&shop(), &sku("game"), wanted)?;
        let order = OrderId(2000 + wanted);
        let allotted = keys.into_iter().map(|key| Change::KeyAllotted { key, order, line: 0 });
        Ok(Decision {
            changes: allotted.collect(),
            effects: Vec::new(),
            paid: None,
        })
    }
    let folder = Folder::new();
    let mut store = folder.store().await;
    let texts: Vec<String> = (0..9).map(|n| n.to_string()).collect();
    store.import_keys(&shop(), &sku("game"), &texts, NOW).await.unwrap();
    with_mind(&mut store, decide);
    let jobs = [1, 2, 1, 3, 9]
        .into_iter()
        .zip(1..)
        .map(|(wanted, n)| job(n, wanted, Event::Nothing));
    let outcomes = run(&mut store, jobs.collect()).await.unwrap();
    let given: Vec<usize> = outcomes
        .iter()
        .map(|outcome| match outcome {
            Outcome::Decided(decision) => decision.changes.len(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(given, [1, 2, 1, 3, 2], "the last one finds what is left");
    assert_eq!(
        scalar(&mut store, "SELECT count(*) FROM keys WHERE order_id = 0").await,
        0
    );
}
