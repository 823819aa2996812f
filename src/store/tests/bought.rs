//! What customers have bought, in books that stay open: at any moment what the database would tell.

use super::fixture::*;
use crate::{
    conversation::{Books, Bought, Change, Decision, Event, Key, Missing, Payment, Turn},
    ids::{Payload, UserId},
    order::{Goods, MOVES, Order, State, Step},
    shop::Payable,
    store::{Outcome, Store},
    time::{HandClock, Timestamp},
};

/// Numbers that look like chance, the same for the same seed.
struct Chance(u64);

impl Chance {
    /// One of so many, from 0.
    fn of(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % count
    }
}

/// Does anything that may happen to an order of one of two customers: it is made, held, held anew, let go, paid in time or
/// late, fulfilled, given back. Some turns look at what was bought.
fn anything(turn: &Turn, books: &Books) -> Result<Decision, Missing> {
    let chance = &mut Chance(u64::try_from(turn.nonce).unwrap());
    let who = [ANN, BOB][chance.of(2)];
    if chance.of(3) == 0 {
        books.bought(&shop(), who)?;
    }
    let orders = books.latest_orders(&shop(), who)?;
    let changes = match orders.get(chance.of(orders.len() + 2)) {
        Some((order, _)) => moved((*order).clone(), turn, chance),
        None => made(books, who, turn, chance),
    };
    Ok(Decision {
        changes,
        effects: Vec::new(),
        paid: None,
    })
}

fn made(books: &Books, who: UserId, turn: &Turn, chance: &mut Chance) -> Vec<Change> {
    let next = books.next;
    let lines =
        ["bread", "jam", "tea"].map(|name| line(name, 1 + i64::try_from(chance.of(3)).unwrap(), Goods::Physical));
    let mut invoice = invoice(next.invoice.0, Payable::WhileStockLasts, lines[chance.of(3)..].to_vec());
    invoice.payload = Payload(next.invoice.0.unsigned_abs().into());
    let mut order = order(next.order.0, &invoice, who, State::Open);
    let mut changes = vec![Change::Invoice(invoice)];
    // Some are born by a pre-checkout, some by money.
    if chance.of(3) == 0 {
        changes.extend(stepped(&mut order, [Step::Hold, Step::Pay][chance.of(2)], turn));
    }
    changes.push(Change::Order(order));
    changes
}

fn moved(mut order: Order, turn: &Turn, chance: &mut Chance) -> Vec<Change> {
    let mut changes = Vec::new();
    for _ in 0..=chance.of(2) {
        if order.state == State::Held && chance.of(3) == 0 {
            order.hold = Some(hold(turn.arrived));
        }
        let legal: Vec<Step> = MOVES
            .iter()
            .filter(|(from, ..)| *from == order.state)
            .map(|(_, step, _)| *step)
            .collect();
        if !legal.is_empty() {
            changes.extend(stepped(&mut order, legal[chance.of(legal.len())], turn));
        }
    }
    changes.push(Change::Order(order));
    changes
}

/// Moves the order; money is booked.
fn stepped(order: &mut Order, step: Step, turn: &Turn) -> Option<Change> {
    order.step(step, turn.now).unwrap();
    if step == Step::Hold {
        order.hold = Some(hold(turn.arrived));
    }
    (step == Step::Pay).then(|| {
        Change::Payment(Payment {
            at: turn.now,
            ..payment(&format!("c{}", order.id.0), Some(order.id))
        })
    })
}

/// What the database tells somebody who knows nothing.
async fn told(store: &mut Store, who: UserId) -> Vec<Bought> {
    let fresh = books(store, &[Key::Bought(shop(), who)]).await;
    fresh.bought(&shop(), who).unwrap().into_iter().cloned().collect()
}

#[tokio::test]
async fn what_books_keep_is_what_the_database_tells_whatever_became_of_orders() {
    let (mut compared, mut longest) = (0, 0);
    for seed in 1..=12 {
        let folder = Folder::new();
        let mut store = folder.store().await;
        with_mind(&mut store, anything);
        let chance = &mut Chance(seed);
        for batch in 0..40 {
            if chance.of(10) == 0 {
                store.kept = None;
            }
            let now = Timestamp(NOW.0 + batch * 1000);
            let mut jobs: Vec<_> = (0..=chance.of(6))
                .map(|n| {
                    let mut job = job(
                        batch * 10 + i64::try_from(n).unwrap(),
                        u128::try_from(chance.of(1 << 30)).unwrap(),
                        Event::Nothing,
                    );
                    job.turn.arrived = Timestamp(now.0 - i64::try_from(chance.of(900)).unwrap());
                    job
                })
                .collect();
            let outcomes = store
                .run(jobs.iter_mut().collect(), &HandClock::at(now), &mut |_, _| {})
                .await
                .unwrap();
            let decided = |outcome: &Outcome| matches!(outcome, Outcome::Decided(_));
            assert!(outcomes.iter().all(decided), "{outcomes:?}");
            for who in [ANN, BOB] {
                let kept = store.kept.as_ref().and_then(|kept| kept.bought(&shop(), who).ok());
                let Some(kept) = kept.map(|kept| kept.into_iter().cloned().collect::<Vec<_>>()) else {
                    continue;
                };
                assert_eq!(kept, told(&mut store, who).await, "seed {seed}, batch {batch}");
                compared += 1;
                longest = longest.max(kept.len());
            }
        }
    }
    assert!(compared > 300 && longest > 10, "{compared}, {longest}");
}

/// Whoever bought very much does not fill the books: what they bought is read again, and everything else stays.
#[tokio::test]
async fn long_histories_are_forgotten_after_their_batch() {
    const ORDERS: i64 = 4097;
    let folder = Folder::new();
    let mut store = folder.store().await;
    let bread = invoice(1, Payable::WhileStockLasts, vec![line("bread", 1, Goods::Physical)]);
    let orders = (0..ORDERS).map(|n| {
        let mut order = order(1001 + n, &bread, ANN, State::Held);
        order.n = n + 1;
        Change::Order(order)
    });
    let changes = [Change::Invoice(bread.clone())].into_iter().chain(orders);
    write(&mut store, changes.collect()).await.unwrap();
    store.kept = None;
    with_mind(&mut store, |turn, books| {
        let who = if turn.nonce == 0 { ANN } else { BOB };
        let count = books.bought(&shop(), who)?.len();
        assert_eq!(count, if turn.nonce == 0 { 4097 } else { 0 });
        Ok(Decision::default())
    });
    for nonce in [0, 1] {
        run(
            &mut store,
            vec![job(nonce, nonce.unsigned_abs().into(), Event::Nothing)],
        )
        .await
        .unwrap();
        let kept = store.kept.as_ref().unwrap();
        assert!(kept.bought(&shop(), ANN).is_err());
        assert_eq!(kept.bought(&shop(), BOB).is_ok(), nonce == 1);
    }
}
