//! A process that dies around a commit, and one with a planted bug: each runs in a process of its own.

use std::process::{Command, ExitStatus};

use super::fixture::*;
use crate::{
    conversation::Change,
    ids::OrderId,
    order::{Goods, State},
    shop::Payable,
};

const FOLDER: &str = "KIOSK_TEST_FOLDER";

/// Runs `buys_and_pays` in another process, with one variable set.
fn in_another_process(folder: &Folder, variable: &str, value: &str) -> ExitStatus {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::tests::dying::buys_and_pays", "--ignored"])
        .env(FOLDER, folder.path())
        .env(variable, value)
        .output()
        .unwrap()
        .status
}

#[tokio::test]
#[ignore = "runs in a process of its own, started by the tests below"]
async fn buys_and_pays() {
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    let database = std::path::Path::new(&folder).join("kiosk.db");
    let mut store = crate::store::Store::open(&database).await.unwrap();
    with_mind(&mut store, planned);
    let invoice = invoice(1, Payable::Once, vec![line("bread", 1, Goods::Physical)]);
    let held = order(1001, &invoice, ANN, State::Held);
    let mut fulfilled = held.clone();
    (fulfilled.state, fulfilled.version, fulfilled.hold) = (State::Fulfilled, 1, None);
    let holds = plan(vec![
        Change::Invoice(invoice),
        Change::Order(held),
        Change::Reason(Box::new(reason(1001, 0))),
    ]);
    let pays = |owed_id| {
        let payment = Change::Payment(payment("c1", Some(OrderId(1001))));
        plan(vec![
            payment,
            Change::Owe(owed(owed_id, ANN, 1001)),
            Change::Customer(customer(ANN, "Ann")),
        ])
    };
    let first = pays(1);
    let arrived = |nonce| job(2, nonce, paid("c1", ANN));
    run(&mut store, vec![job(1, holds, crate::conversation::Event::Nothing)])
        .await
        .unwrap();
    run(&mut store, vec![arrived(first)]).await.unwrap();
    // Telegram delivers it again.
    run(&mut store, vec![arrived(pays(2))]).await.unwrap();
    write(&mut store, vec![Change::Order(fulfilled)]).await.unwrap();
}

#[tokio::test]
async fn whatever_a_process_dies_of_each_commit_is_whole_or_not_there() {
    for (point, orders, payments) in [
        ("pre.decided", 0, 0),
        ("pre.before_commit", 0, 0),
        ("intake.before_commit", 0, 0),
        ("pre.after_commit", 1, 0),
        ("intake.after_commit", 1, 0),
        ("pay.begin", 1, 0),
        ("pay.mid_tx", 1, 0),
        ("pay.after_commit", 1, 1),
        ("intake.after_commit:2", 1, 1),
    ] {
        let folder = Folder::new();
        assert!(
            !in_another_process(&folder, "KIOSK_FAILPOINT", point).success(),
            "{point} was not passed"
        );
        drop(folder.store().await);
        let counts = folder.reader().await.counts().await.unwrap();
        let expected = [
            ("orders", orders),
            ("invoices", orders),
            ("reasons", orders),
            ("payments", payments),
            ("outbox", payments),
            ("customers", payments),
            ("inbox", orders + payments),
        ];
        for count in expected {
            assert!(counts.contains(&count), "{point}: {count:?} in {counts:?}");
        }
    }
}

#[tokio::test]
async fn a_planted_bug_does_its_harm_so_that_tests_can_see_it() {
    let healthy = Folder::new();
    assert!(in_another_process(&healthy, "KIOSK_PLANT", "none").success());
    let planted = Folder::new();
    assert!(in_another_process(&planted, "KIOSK_PLANT", "dedupe").success());
    let counts = healthy.reader().await.counts().await.unwrap();
    assert!(
        counts.contains(&("payments", 1)) && counts.contains(&("outbox", 1)),
        "{counts:?}"
    );
    let counts = planted.reader().await.counts().await.unwrap();
    assert!(
        counts.contains(&("payments", 1)) && counts.contains(&("outbox", 2)),
        "{counts:?}"
    );
}
