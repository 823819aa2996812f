//! Commands about what happened: `orders`, `order`, `stock`, while no kiosk runs.

use super::Desk;

#[test]
fn orders_are_listed_newest_first_and_each_has_its_history() {
    let desk = Desk::with(&["bakery", "keys"]);
    assert_eq!(desk.kiosk(&["orders"]).fine(), "No orders yet.\n");
    let first = desk.buy_rye("Ann");
    let lines = "Moss Garden\nBuy\nI have read\n/pay\n";
    let second = super::order_number(&desk.typing(&["try", "keys", "--as", "Ben"], lines).fine());

    let said = desk.kiosk(&["orders"]).fine();
    let rows: Vec<&str> = said.lines().collect();
    assert_eq!(rows.len(), 2, "{said}");
    assert!(rows[0].starts_with(&second) && rows[0].contains("120 XTR"), "{said}");
    assert!(
        rows[1].starts_with(&first) && rows[1].contains("1 × Dark rye"),
        "{said}"
    );
    assert!(
        rows[1].contains("Ann (") && rows[1].ends_with("5.20 EUR  paid"),
        "{said}"
    );
    assert_eq!(desk.kiosk(&["orders", "keys"]).fine().lines().count(), 1);

    let said = desk.kiosk(&["order", &first.replace(['T', '-'], "")]).fine();
    for part in [
        &*format!("Order {first} of bakery: paid"),
        "1 × Dark rye  5.20 EUR  to be handed over or sent",
        "in time  charge ",
        "receipt",
        "yes at pre-checkout",
        "money came in",
        "goods allotted",
    ] {
        assert!(said.contains(part), "no `{part}` in:\n{said}");
    }
    let said = desk.kiosk(&["order", &second]).fine();
    assert!(!said.contains("PLAY-KEYS"), "a sold key is its buyer's: {said}");
}

#[test]
fn the_json_of_orders_is_for_tools() {
    let desk = Desk::with(&["bakery"]);
    let number = desk.buy_rye("Ann");
    let all = desk.json(&["orders", "--json"]);
    assert_eq!(all["needs_a_person"].as_array().map(Vec::len), Some(0));
    let row = &all["orders"][0];
    for (key, value) in [
        ("number", number.as_str()),
        ("shop", "bakery"),
        ("currency", "EUR"),
        ("state", "fulfilled"),
        ("what", "1 × Dark rye"),
    ] {
        assert_eq!(row[key], value, "{row:#}");
    }
    assert_eq!((&row["total"], &row["play"]), (&520.into(), &true.into()));

    let one = desk.json(&["order", &number, "--json"]);
    assert_eq!(one["lines"][0]["sku"], "rye", "{one:#}");
    assert_eq!(one["payments"][0]["amount"], 520);
    assert_eq!(one["payments"][0]["matched"], "held");
    assert_eq!(one["messages"][0]["end"], "sent");
    let happened: Vec<&str> = one["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|event| event["what"].as_str())
        .collect();
    assert!(
        happened.starts_with(&["open", "held"]) && happened.contains(&"fulfilled"),
        "{happened:?}"
    );
}

#[test]
fn money_that_fits_no_order_stands_on_top() {
    let desk = Desk::with(&["bakery"]);
    let lines = "Bread\nDark rye\nBuy\nI have read\n/paytwice\n";
    desk.typing(&["try", "bakery"], lines).fine();
    let said = desk.kiosk(&["orders"]).fine();
    let (troubles, orders) = said.split_once("\n\n").unwrap();
    assert!(troubles.starts_with("Needs a person:\n  no order  "), "{said}");
    assert!(
        troubles.contains("5.20 EUR from") && troubles.contains("was paid before (charge"),
        "{said}"
    );
    assert_eq!(orders.lines().count(), 1, "{said}");
    let all = desk.json(&["orders", "--json"]);
    let trouble = &all["needs_a_person"][0];
    assert_eq!(
        (&trouble["kind"], &trouble["matched"]),
        (&"money".into(), &"paid_twice".into())
    );
}

#[test]
fn a_number_that_was_misheard_is_told_apart_from_one_that_there_is_not() {
    let desk = Desk::with(&["bakery"]);
    desk.buy_rye("Ann");
    assert!(desk.kiosk(&["order", "T1010-9"]).failed(2).contains("swapped"));
    assert!(
        desk.kiosk(&["order", "bread"])
            .failed(2)
            .contains("they look like 1042-9")
    );
    let words = desk.kiosk(&["order", "T1002-4"]).failed(1);
    assert!(words.contains("there is no order T1002-4"), "{words}");
}

#[test]
fn counts_are_shown_and_changed_while_no_kiosk_runs() {
    let desk = Desk::with(&["bakery", "keys"]);
    desk.buy_rye("Ann");
    let said = desk.kiosk(&["stock", "bakery", "rye"]).fine();
    let cells = |said: &str| -> Vec<String> {
        let row = said.lines().last().unwrap_or_default();
        row.split_whitespace().map(str::to_owned).collect()
    };
    assert_eq!(cells(&said), ["rye", "7", "0", "7", "sandbox"], "{said}");
    assert_eq!(cells(&desk.kiosk(&["stock", "bakery", "rye", "+12"]).fine())[1], "19");
    assert_eq!(cells(&desk.kiosk(&["stock", "bakery", "rye", "-4"]).fine())[1], "15");
    assert_eq!(cells(&desk.kiosk(&["stock", "bakery", "rye", "3"]).fine())[1], "3");
    let rows = desk.json(&["stock", "bakery", "rye", "--json"]);
    assert_eq!((&rows[0]["on_hand"], &rows[0]["free"]), (&3.into(), &3.into()));

    let words = desk.kiosk(&["stock", "bakery", "rye", "-9"]).failed(1);
    assert!(words.contains("`rye` stays at 3"), "{words}");
    let words = desk.kiosk(&["stock", "bakery", "honey-cake", "+1"]).failed(1);
    assert!(words.contains("counts nothing called `honey-cake`"), "{words}");
    let words = desk.kiosk(&["stock", "keys", "moss-garden", "+1"]).failed(1);
    assert!(words.contains("is a pool of keys"), "{words}");
    assert_eq!(cells(&desk.kiosk(&["stock", "bakery", "rye"]).fine())[1], "3");

    let said = desk.typing(&["try", "bakery"], "Bread\nDark rye\n").fine();
    assert!(said.contains("3 left"), "the shop counts the same: {said}");
}
