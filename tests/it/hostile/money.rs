//! Money that fits nothing: it is booked in every case, told to its payer and to the staff, and delivers nothing.

use kiosk::{order::State, sandbox::Outcome};
use serde_json::json;

use super::{
    ANN, BOB, OWNER, STRANGER, assert_told, count, heard, inject, invoiced, last_id, open, orders, paid, rows,
    still_sells,
};
use crate::engine::bench::{Bench, CATALOG_YAML, SHOP_YAML, is_receipt, shop_id, shop_of};

/// The charges that need people, with why.
async fn surplus(bench: &Bench) -> Vec<(String, i64, String)> {
    let loose = bench.reader().await.surplus(&shop_id()).await.unwrap();
    let told = loose.into_iter().map(|loose| {
        let payment = loose.payment;
        (payment.charge.id.to_string(), payment.charge.amount, payment.matched)
    });
    told.collect()
}

#[tokio::test]
async fn money_for_an_invoice_that_the_shop_never_made() {
    let bench = open().await;
    bench.local.start(ANN, bench.bot, "").unwrap();
    super::quiet(&bench).await;
    let (hers, owners) = (last_id(&bench, ANN), last_id(&bench, OWNER));
    inject(
        &bench,
        "message",
        &paid(ANN, "charge-1", "never made", &json!(650), "EUR"),
    )
    .await;
    assert_eq!(
        surplus(&bench).await,
        [("charge-1".into(), 650, "unknown_payload".into())]
    );
    assert_told(&bench, ANN, hers, &["a person has to look at it", "charge-1"]);
    assert_told(&bench, OWNER, owners, &["belongs to no order", "charge-1"]);
    assert!(heard(&bench, ANN, hers).iter().all(|message| !is_receipt(message)));
    // The same charge again is the same money.
    inject(
        &bench,
        "message",
        &paid(ANN, "charge-1", "never made", &json!(650), "EUR"),
    )
    .await;
    assert_eq!(count(&rows(&bench).await, "payments"), 1);
    still_sells(&bench).await;
    bench.world.stop().await;
}

#[tokio::test]
async fn money_of_somebody_for_whom_the_invoice_was_not_made() {
    let bench = open().await;
    let start = shop_of(
        "bakery",
        &format!("{SHOP_YAML}invoices: {{payer: invited}}\n"),
        CATALOG_YAML,
        &bench.token,
    );
    bench.world.handle().reload(&start).await.unwrap();
    let (_, payload) = invoiced(&bench, ANN).await;
    let (hers, owners) = (last_id(&bench, ANN), last_id(&bench, OWNER));
    inject(
        &bench,
        "message",
        &paid(STRANGER, "charge-2", &payload, &json!(650), "EUR"),
    )
    .await;
    assert_eq!(
        surplus(&bench).await,
        [("charge-2".into(), 650, "unknown_payer".into())]
    );
    assert_told(&bench, OWNER, owners, &["made for somebody else", "1777", "charge-2"]);
    assert_eq!(heard(&bench, ANN, hers), [], "another's money is no news of hers");
    assert_eq!(orders(&bench).await, [State::Open]);
    assert_eq!(bench.stock().await.on_hand, 3);
    still_sells(&bench).await;
    bench.world.stop().await;
}

#[tokio::test]
async fn money_that_is_not_the_quoted_sum_delivers_nothing_until_people_looked() {
    for (amount, currency) in [
        (649, "EUR"),
        (-650, "EUR"),
        (0, "EUR"),
        (650, "USD"),
        (1_000_000_000_000_000_i64, "EUR"),
        (650, "???"),
    ] {
        let bench = open().await;
        let (invoice, payload) = invoiced(&bench, ANN).await;
        let query = bench.press_pay(ANN, &invoice);
        assert_eq!(bench.answer(query).await, Outcome::Confirmed);
        let (hers, owners) = (last_id(&bench, ANN), last_id(&bench, OWNER));
        inject(
            &bench,
            "message",
            &paid(ANN, "charge-3", &payload, &json!(amount), currency),
        )
        .await;
        let case = format!("{amount} {currency}");
        assert_eq!(orders(&bench).await, [State::Review], "{case}");
        assert_eq!(surplus(&bench).await.len(), 1, "{case}");
        assert_told(&bench, ANN, hers, &["a person has to look at it", "charge-3"]);
        assert_told(&bench, OWNER, owners, &["not what its invoice asked for", "charge-3"]);
        let stock = bench.stock().await;
        assert_eq!((stock.on_hand, stock.reserved), (3, 0), "{case}");
        still_sells(&bench).await;
        bench.world.stop().await;
    }
}

#[tokio::test]
async fn amounts_at_the_edge_of_all_numbers_are_booked_or_kept_and_stop_nothing() {
    let bench = open().await;
    let after = last_id(&bench, OWNER);
    let most = 1_000_000_000_000_000_i64;
    for (n, amount) in [most, most, -most, -1, 0].into_iter().enumerate() {
        let charge = format!("edge-{n}");
        inject(
            &bench,
            "message",
            &paid(BOB, &charge, "never made", &json!(amount), "EUR"),
        )
        .await;
        assert_told(&bench, OWNER, after, &[&charge]);
    }
    // No amount at all: nobody can book it, and nobody may lose it.
    for amount in [
        json!(most + 1),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(6.5),
        json!(null),
    ] {
        let after = last_id(&bench, OWNER);
        inject(&bench, "message", &paid(BOB, "edge-9", "never made", &amount, "EUR")).await;
        assert_told(
            &bench,
            OWNER,
            after,
            &["about a payment that this shop could not handle"],
        );
    }
    assert_eq!(count(&rows(&bench).await, "payments"), 5);
    still_sells(&bench).await;
    bench.world.stop().await;
}
