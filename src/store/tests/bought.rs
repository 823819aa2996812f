//! What customers have bought, as it is kept while books open and close: at any moment what the database would tell.

use std::collections::BTreeMap;

use super::fixture::*;
use crate::{
    conversation::{Books, Bought, Change, Decision, Event, Key, Missing, Payment, Turn},
    ids::{Payload, UserId},
    money::Currency,
    order::{Goods, MOVES, Order, State, Step},
    rules::Purchase,
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
    fresh.bought(&shop(), who).unwrap().to_vec()
}

/// The same by day and product, summed up by whoever asked last: in one of two zones, one of the orders not counted.
fn summed(books: &Books, who: UserId, chance: &mut Chance) -> Option<Vec<Purchase>> {
    let zone = ["Europe/Lisbon", "Pacific/Kiritimati"][chance.of(20) / 19];
    let currency = Currency::parse(["EUR", "XTR"][chance.of(2)]).unwrap();
    let bought = books.bought(&shop(), who).ok()?;
    let held = bought.get(chance.of(bought.len() + 2)).map(|order| order.id);
    let purchases = books.purchases((&shop(), who), zone, currency, held).unwrap();
    let mut rest = bought.to_vec();
    rest.retain(|order| Some(order.id) != held);
    assert_eq!(purchases, counted(&rest, zone, currency));
    Some(purchases)
}

/// One by one.
fn counted(orders: &[Bought], zone: &str, currency: Currency) -> Vec<Purchase> {
    let mut sums: BTreeMap<(i64, &str), (i64, i64)> = BTreeMap::new();
    for order in orders {
        let day = order.at.civil(zone).day_number;
        let lines = order.lines.iter();
        let lines = lines.map(|line| (line.product.as_str(), line.quantity, line.unit * line.quantity));
        for (product, units, amount) in lines.chain([("", 1, order.total)]) {
            let sum = sums.entry((day, product)).or_default();
            sum.0 += units;
            sum.1 += if order.currency == currency { amount } else { 0 };
        }
    }
    let purchase = |((day, product), (units, amount)): ((i64, &str), (i64, i64))| Purchase {
        product: product.to_owned(),
        day,
        units,
        amount,
    };
    sums.into_iter().map(purchase).collect()
}

#[tokio::test]
async fn what_is_kept_is_what_the_database_tells_whatever_became_of_orders() {
    let (mut compared, mut forgotten, mut outlived, mut longest) = (0, 0, 0, 0);
    for seed in 1..=12 {
        let folder = Folder::new();
        let mut store = folder.store().await;
        with_mind(&mut store, anything);
        let chance = &mut Chance(seed);
        for batch in 0..40 {
            let mut closed = false;
            match (chance.of(12), &mut store.kept) {
                (0, kept) => *kept = None,
                (1..3, Some(books)) => {
                    books.close();
                    closed = true;
                }
                // Neither customer fits, or one, or both.
                (3, Some(books)) => books.keep_few_histories([1, 8, 80][chance.of(3)]),
                _ => {}
            }
            let known = |store: &Store| {
                store
                    .kept
                    .as_ref()
                    .is_some_and(|books| books.bought(&shop(), ANN).is_ok())
            };
            let before = known(&store);
            outlived += i32::from(closed && before);
            // Some batches come days later.
            let now = Timestamp(NOW.0 + batch * 1000 + batch / 8 * 90_000_000);
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
            forgotten += i32::from(before && !known(&store));
            for who in [ANN, BOB] {
                let books = store.kept.as_ref().unwrap();
                let Ok(kept) = books.bought(&shop(), who).map(<[Bought]>::to_vec) else {
                    continue;
                };
                summed(books, who, chance);
                assert_eq!(kept, told(&mut store, who).await, "seed {seed}, batch {batch}");
                compared += 1;
                longest = longest.max(kept.len());
            }
        }
    }
    assert!(
        compared > 300 && forgotten > 10 && outlived > 20 && longest > 10,
        "{compared} compared, {forgotten} forgotten, {outlived} outlived their books, {longest} orders"
    );
}

/// Of many customers those stay known who were asked about last.
#[tokio::test]
async fn those_histories_go_that_nobody_asked_for_lately() {
    let folder = Folder::new();
    let mut store = folder.store().await;
    let bread = invoice(1, Payable::WhileStockLasts, vec![line("bread", 1, Goods::Physical)]);
    let orders = (0..6).map(|n| {
        let mut order = order(1001 + n, &bread, ANN, State::Held);
        order.n = n + 1;
        Change::Order(order)
    });
    let changes = [Change::Invoice(bread.clone())].into_iter().chain(orders);
    write(&mut store, changes.collect()).await.unwrap();
    // By the nonce: ANN bought six times, and the others never.
    with_mind(&mut store, |turn, books| {
        let who = UserId(ANN.0 + i64::try_from(turn.nonce).unwrap());
        books.bought(&shop(), who)?;
        Ok(Decision::default())
    });
    store.kept.as_mut().unwrap().keep_few_histories(10);
    let known = |store: &Store, nonce: i64| {
        let books = store.kept.as_ref().unwrap();
        books.is_loaded(&Key::Bought(shop(), UserId(ANN.0 + nonce)))
    };
    let asked = [0, 1, 2, 0, 3];
    for (n, nonce) in (0..).zip(asked) {
        let job = job(n, nonce, Event::Nothing);
        run(&mut store, vec![job]).await.unwrap();
    }
    assert_eq!([0, 1, 2, 3].map(|nonce| known(&store, nonce)), [true; 4]);
    run(&mut store, vec![job(5, 4, Event::Nothing)]).await.unwrap();
    let left = [0, 1, 2, 3, 4].map(|nonce| known(&store, nonce));
    assert_eq!(left, [false, false, false, true, true]);
}
