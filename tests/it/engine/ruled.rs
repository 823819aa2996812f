//! The owner's rules between a customer and the money, over the whole way.

use std::time::{Duration, Instant};

use kiosk::{sandbox::Outcome, store::Reader};

use super::bench::{ANN, BOB, Bench, OWNER, is_invoice, shop_id};

const CATALOG: &str = "products:\n  - {id: bread, title: Bread, description: Fresh., price: 6.50, stock: 3}\n  \
                       - {id: cake, title: Cake, description: Sweet., price: 9.00, stock: 3}\n";
const ONE_ORDER: &str = r#"
const API = 1;
fn one_order(customer) {
    if customer.orders > 0 { return deny("One order per customer."); }
}
"#;

#[tokio::test]
async fn two_payments_at_once_cannot_both_be_the_first() {
    let bench = Bench::new().await;
    bench.rule(CATALOG, ONE_ORDER).await;
    let bread = bench.invoice(ANN).await;
    let card = bench.open_invoice_for(ANN, "cake", bread.id).await;
    let cake = bench.sees_after(ANN, card, is_invoice).await;
    let queries = [bench.press_pay(ANN, &bread), bench.press_pay(ANN, &cake)];
    let answers = [bench.answer(queries[0]).await, bench.answer(queries[1]).await];
    let confirmed = answers.iter().filter(|answer| **answer == Outcome::Confirmed).count();
    assert_eq!(confirmed, 1, "{answers:?}");
    let no = answers.iter().find_map(|answer| match answer {
        Outcome::Refused { words } => Some(words.as_str()),
        _ => None,
    });
    assert_eq!(no, Some("One order per customer."));
    let other = bench.invoice(BOB).await;
    let query = bench.press_pay(BOB, &other);
    assert_eq!(bench.answer(query).await, Outcome::Confirmed, "another customer may");
    bench.books_are_right().await;
    bench.world.stop().await;
}

#[tokio::test]
async fn a_rule_that_never_ends_is_stopped_told_to_the_staff_and_given_up() {
    let bench = Bench::new().await;
    bench.local.start(OWNER, bench.bot, "").unwrap();
    let endless = "const API = 1;\nfn endless(invoice, customer) { if invoice.paying && customer.id == 1001 { print(`before ${customer.orders}`); print(\"and after\"); loop { let x = 1; } } }";
    bench.rule(CATALOG, endless).await;
    let invoice = bench.invoice(ANN).await;
    for _ in 0..4 {
        let query = bench.press_pay(ANN, &invoice);
        let Outcome::Refused { words } = bench.answer(query).await else {
            panic!("a rule without an answer says no");
        };
        assert!(words.contains("cannot take this order"), "{words}");
    }
    let alert = bench
        .sees(OWNER, |message| message.text.contains("three times in a row"))
        .await;
    assert!(alert.text.contains("limits.rhai:2:"), "{}", alert.text);
    for line in ["printed: before 0", "printed: and after"] {
        assert!(alert.text.contains(line), "{}", alert.text);
    }
    let trouble = bench.world.handle().trouble(&shop_id()).unwrap_or_default();
    assert!(trouble.contains("limits.endless failed three times"), "{trouble}");
    bench.world.handle().settled().await;
    let heard = bench.local.read(bench.chat(OWNER), 0);
    let alerts = heard
        .messages
        .iter()
        .filter(|message| message.text.contains("limits.endless"));
    assert_eq!(alerts.count(), 2, "the first time, and when it is given up");
    bench.books_are_right().await;
    bench.world.stop().await;
}

/// How many rows of a table there are.
async fn rows(reader: &Reader, table: &str) -> i64 {
    let counts = reader.counts().await.unwrap();
    counts.iter().find(|(name, _)| *name == table).unwrap().1
}

#[tokio::test]
async fn what_rules_said_is_forgotten_long_after_the_updates() {
    const CEILING: Duration = Duration::from_secs(60);
    let (bench, clock) = Bench::by_hand().await;
    bench.rule(CATALOG, ONE_ORDER).await;
    bench.invoice(ANN).await;
    let reader = bench.reader().await;
    assert_eq!(rows(&reader, "reasons").await, 1);
    for (days, table, left) in [(30, "inbox", 1), (61, "reasons", 0)] {
        clock.advance(Duration::from_hours(days * 24));
        let began = Instant::now();
        while rows(&reader, table).await > 0 {
            assert!(began.elapsed() < CEILING, "{table} is never forgotten");
            clock.advance(Duration::from_mins(61));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(rows(&reader, "reasons").await, left);
    }
    reader.close().await;
    bench.world.stop().await;
}
