//! What one guilty turn does to the others, and what becomes of it.

use super::{batches::scalar, fixture::*};
use crate::{
    conversation::{Books, Change, Decision, Event, Missing, Turn},
    store::{Job, Outcome},
};

#[tokio::test]
async fn one_guilty_turn_is_found_and_the_others_are_written() {
    fn decide(turn: &Turn, books: &Books) -> Result<Decision, Missing> {
        assert!(turn.nonce != 666, "this one panics");
        planned(turn, books)
    }
    let folder = Folder::new();
    let mut store = folder.store().await;
    with_mind(&mut store, decide);
    let good = plan(vec![Change::Customer(customer(ANN, "Ann"))]);
    let unwritable = plan(vec![Change::Stock(count("bread", -1, 0))]);
    let job_of = |n: i64| {
        let nonce = match n {
            3 => unwritable,
            6 => 666,
            _ => good,
        };
        job(n, nonce, Event::Nothing)
    };
    let outcomes = run(&mut store, (0..9).map(job_of).collect()).await.unwrap();
    for (n, outcome) in outcomes.iter().enumerate() {
        let guilty = n == 3 || n == 6;
        let expected = Outcome::Failed { tries: 1, dead: false };
        assert_eq!(*outcome == expected, guilty, "{n}: {outcome:?}");
    }
    assert_eq!(
        scalar(&mut store, "SELECT count(*) FROM inbox WHERE state = 1").await,
        7
    );
    assert_eq!(
        scalar(&mut store, "SELECT count(*) FROM inbox WHERE state = 0 AND tries = 1").await,
        2
    );
    assert_eq!(
        scalar(
            &mut store,
            "SELECT count(*) FROM inbox WHERE note = 'panic: this one panics'"
        )
        .await,
        1
    );
}

#[tokio::test]
async fn after_five_tries_money_is_booked_bare_and_the_staff_hears() {
    fn decide(_: &Turn, _: &Books) -> Result<Decision, Missing> {
        panic!("never works")
    }
    let folder = Folder::new();
    let mut store = folder.store().await;
    with_mind(&mut store, decide);
    for tries in 1..=5 {
        // Telegram delivers it again without knowing of the tries before.
        let outcomes = run(&mut store, vec![job(1, 0, paid("c1", ANN))]).await.unwrap();
        assert_eq!(
            outcomes,
            [Outcome::Failed {
                tries,
                dead: tries == 5
            }]
        );
    }
    let outcomes = run(&mut store, vec![job(1, 0, paid("c1", ANN))]).await.unwrap();
    assert_eq!(outcomes, [Outcome::Seen]);
    let booked = "SELECT count(*) FROM payments WHERE charge_id = 'c1' AND order_id = 0 AND matched = 'dead_letter'";
    assert_eq!(scalar(&mut store, booked).await, 1);
    assert_eq!(scalar(&mut store, "SELECT count(*) FROM entries").await, 2);
    assert_eq!(scalar(&mut store, "SELECT sum(amount) FROM entries").await, 0);
    assert_eq!(
        scalar(&mut store, "SELECT amount FROM entries WHERE account = 'suspense'").await,
        -650
    );
    let told = "SELECT count(*) FROM outbox WHERE chat = 900 AND effect = \
                '{\"alert\":{\"dead_letter\":{\"update\":1,\"holds_money\":true}}}'";
    assert_eq!(scalar(&mut store, told).await, 1);
    assert_eq!(store.next().outbox.0, 2);
}

#[tokio::test]
async fn a_turn_without_an_update_fails_for_good() {
    fn decide(_: &Turn, _: &Books) -> Result<Decision, Missing> {
        panic!("never works")
    }
    let folder = Folder::new();
    let mut store = folder.store().await;
    with_mind(&mut store, decide);
    let timer = Job {
        turn: turn(0, Event::Opened { counted: [].into() }),
        inbox: None,
    };
    let outcomes = run(&mut store, vec![timer]).await.unwrap();
    assert_eq!(outcomes, [Outcome::Failed { tries: 1, dead: true }]);
}

#[tokio::test]
async fn a_dead_letter_books_no_charge_twice_and_none_in_another_currency() {
    fn decide(_: &Turn, _: &Books) -> Result<Decision, Missing> {
        panic!("never works")
    }
    let folder = Folder::new();
    let mut store = folder.store().await;
    write(&mut store, vec![Change::Payment(payment("known", None))])
        .await
        .unwrap();
    with_mind(&mut store, decide);
    let strange = match paid("strange", ANN) {
        Event::Paid(mut charge, person, chat) => {
            charge.currency_code = "ZZZ".into();
            Event::Paid(charge, person, chat)
        }
        other => other,
    };
    for _ in 1..=5 {
        let jobs = vec![job(1, 0, paid("known", ANN)), job(2, 0, strange.clone())];
        run(&mut store, jobs).await.unwrap();
    }
    assert_eq!(
        scalar(&mut store, "SELECT count(*) FROM inbox WHERE state = 2").await,
        2
    );
    assert_eq!(scalar(&mut store, "SELECT count(*) FROM payments").await, 2);
    assert_eq!(
        scalar(
            &mut store,
            "SELECT count(*) FROM entries WHERE currency = 'ZZZ' AND tx = 'strange'"
        )
        .await,
        2
    );
    assert_eq!(scalar(&mut store, "SELECT count(*) FROM entries").await, 2);
}

#[tokio::test]
async fn a_run_of_nothing_does_nothing() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    assert_eq!(run(&mut store, Vec::new()).await, Ok(Vec::new()));
}
