//! Commands beside a kiosk that runs: they attach to it, ask it, and are refused where two would touch one thing.

use super::{BUYS_BREAD, folder::Folder};

#[test]
fn commands_reach_the_kiosk_that_runs() {
    let folder = Folder::with("running", &["shops/bakery", "shops/keys"]);
    let running = folder.run();
    assert!(folder.announced().contains("bakery  Corner Bakery  sandbox"));
    folder
        .kiosk("run")
        .refused(1, &["another kiosk already works on .kiosk"]);

    let bread = folder.piped("try bakery", BUYS_BREAD).with_code(0);
    assert!(!bread.out.contains("sandbox of its own"), "it visits the one that runs");
    bread.says(&["You paid 5.20 EUR", "T1001-9"]);
    folder.kiosk("orders").with_code(0).says(&["T1001-9"]);

    folder.kiosk("stock bakery rye +5").with_code(0).says(&["rye", "12"]);
    folder.kiosk("stock bakery rye -13").refused(1, &["`rye` stays at 12"]);
    folder.kiosk("stock keys star-miner 9").refused(1, &["pool of keys"]);

    let link = "link bakery rye --as invoice --json";
    let link = folder.kiosk(link).with_code(0).json();
    assert!(link["url"].as_str().unwrap().starts_with("https://t.me/"), "{link}");
    folder
        .kiosk("link bakery rye --tag flyer")
        .with_code(0)
        .says(&["?start=p_rye_flyer"]);
    folder.kiosk("unlink bakery 1").with_code(0).says(&["is closed"]);
    folder
        .kiosk("post bakery rye --to -100555")
        .refused(1, &["is not shown", "chat not found"]);

    // The shop keeps its memory and its counts over a stop.
    assert_eq!(running.stop(), Some(0));
    assert!(folder.announced().contains("Stopping"));
    folder
        .piped("try bakery", "/orders\n")
        .with_code(0)
        .says(&["sandbox of its own", "T1001-9"]);
    folder.kiosk("stock bakery rye").with_code(0).says(&["rye", "12"]);
}

#[test]
fn a_reload_takes_what_is_right_and_keeps_the_old_where_it_is_wrong() {
    let folder = Folder::with("reload", &["shops/bakery", "shops/keys"]);
    folder.kiosk("reload").refused(1, &["no kiosk runs"]);
    let running = folder.run();
    folder
        .kiosk("reload")
        .with_code(0)
        .says(&["bakery: nothing has changed", "keys: nothing has changed"]);

    folder.change("shops/bakery/catalog.yaml", "price: 5.20", "price: 5.60");
    folder
        .kiosk("reload bakery")
        .with_code(0)
        .says(&["bakery: the new files are served"]);
    folder
        .piped("try bakery", "Bread\n")
        .with_code(0)
        .says(&["Dark rye · 5.60 €"]);

    folder.change("shops/bakery/catalog.yaml", "price: 5.60", "price: five");
    let kept = folder.kiosk("reload").with_code(1);
    kept.says(&[
        "bakery: goes on with what it had",
        "catalog.yaml",
        "five",
        "keys: nothing has changed",
    ]);
    folder
        .piped("try bakery", "Bread\n")
        .with_code(0)
        .says(&["Dark rye · 5.60 €"]);

    folder
        .kiosk("reload zoo")
        .refused(2, &["no shop `zoo` runs", "bakery, keys"]);
    assert_eq!(running.stop(), Some(0));
}

#[test]
fn a_broken_shop_does_not_keep_the_others_closed() {
    let folder = Folder::with("beside", &["shops/bakery", "shops/keys"]);
    folder.change("shops/bakery/catalog.yaml", "price: 5.20", "price: five");
    let running = folder.run();
    let announced = folder.announced();
    assert!(announced.contains("keys  Pixel Keys  sandbox"), "{announced}");
    assert!(!announced.contains("bakery  Corner"), "{announced}");
    assert!(announced.contains("`shops/bakery` does not open"), "{announced}");
    folder.piped("try keys", "/start\n").with_code(0).says(&["Star Miner"]);
    folder
        .kiosk("try bakery")
        .refused(1, &["`bakery` is not in its sandbox", "check bakery"]);
    assert_eq!(running.stop(), Some(0));
}
