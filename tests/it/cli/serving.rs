//! Commands while a kiosk runs: they reach it, and a second one is refused.

use super::{Desk, Running};

#[test]
fn commands_reach_the_kiosk_that_runs() {
    let desk = Desk::with(&["bakery", "keys"]);
    let running = Running::start(&desk, &[]);
    let log = desk.log();
    assert!(log.contains("bakery  Corner Bakery  sandbox: play money"), "{log}");
    assert!(log.contains("-- try bakery"), "{log}");

    let words = desk.kiosk(&["run"]).failed(1);
    assert!(words.contains("another kiosk already works on"), "{words}");

    let said = desk
        .typing(&["try", "bakery"], "Bread\nDark rye\nBuy\nI have read\n/pay\n")
        .fine();
    assert!(!said.contains("sandbox of its own"), "{said}");
    assert!(said.contains("You paid 5.20 EUR"), "{said}");
    assert_eq!(desk.kiosk(&["orders"]).fine().lines().count(), 1);

    let said = desk.kiosk(&["stock", "bakery", "rye", "+5"]).fine();
    assert!(said.contains("rye  12"), "{said}");
    let words = desk.kiosk(&["stock", "bakery", "rye", "-50"]).failed(1);
    assert!(words.contains("stays at 12"), "{words}");
    let words = desk.kiosk(&["stock", "keys", "moss-garden", "9"]).failed(1);
    assert!(words.contains("is a pool of keys"), "{words}");
    assert_eq!(running.stop(), Some(0));
    assert!(
        desk.log()
            .ends_with("Stopping: what was promised is still said and written.\n")
    );
}

#[test]
fn a_reload_swaps_what_is_right_and_keeps_the_old_shop_where_it_is_not() {
    let desk = Desk::with(&["bakery", "keys"]);
    let words = desk.kiosk(&["reload"]).failed(1);
    assert!(words.contains("no kiosk runs"), "{words}");

    let _running = Running::start(&desk, &["run"]);
    let said = desk.kiosk(&["reload"]).fine();
    assert_eq!(said.matches("nothing has changed").count(), 2, "{said}");

    desk.edit("shops/bakery/catalog.yaml", "price: 5.20", "price: 5.40");
    let said = desk.kiosk(&["reload", "bakery"]).fine();
    assert!(said.contains("bakery: the new files are served from now on"), "{said}");
    let seen = desk.typing(&["try", "bakery"], "Bread\n").fine();
    assert!(seen.contains("Dark rye · 5.40 €"), "{seen}");

    desk.edit("shops/bakery/catalog.yaml", "price: 5.40", "price: 5,60");
    let ended = desk.kiosk(&["reload"]);
    assert_eq!(ended.code, Some(1), "{}", ended.out);
    assert!(
        ended.out.contains("bakery: goes on with what it had, because:"),
        "{}",
        ended.out
    );
    assert!(ended.out.contains("shops/bakery/catalog.yaml:29:"), "{}", ended.out);
    assert!(ended.out.contains("keys: nothing has changed"), "{}", ended.out);
    let seen = desk.typing(&["try", "bakery"], "Bread\n").fine();
    assert!(seen.contains("Dark rye · 5.40 €"), "{seen}");

    let words = desk.kiosk(&["reload", "bkaery"]).failed(2);
    assert!(words.contains("there are: bakery, keys"), "{words}");
}

#[test]
fn a_broken_shop_keeps_no_other_from_opening() {
    let desk = Desk::with(&["bakery", "keys"]);
    desk.edit("shops/bakery/catalog.yaml", "price: 5.20", "price: 5,20 €");
    let _running = Running::start(&desk, &[]);
    assert!(desk.log().contains("error[currency-sign]"), "{}", desk.log());
    let said = desk.typing(&["try", "keys"], "Star Miner\n").fine();
    assert!(said.contains("Buy for ⭐250"), "{said}");
    let words = desk.kiosk(&["try", "bakery"]).failed(1);
    assert!(words.contains("`bakery` is not in its sandbox"), "{words}");
}
