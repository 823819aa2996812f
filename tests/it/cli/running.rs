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
fn the_menu_inline_mode_and_links_can_be_tried() {
    let folder = Folder::with("elsewhere", &["shops/bakery"]);
    let running = folder.run();
    folder
        .piped("try bakery", "/\n@bakery_bot rye\n2\n1\n")
        .with_code(0)
        .says(&[
            "/orders       Your orders and receipts",
            "[2] Dark rye · 5.20 €",
            "[1] 🛒 Buy <https://t.me/bakery_bot?start=p_rye>",
            "Buy for 5.20 €",
        ]);
    folder.piped("try bakery", BUYS_BREAD).with_code(0);
    let link = folder.kiosk("link bakery rye --as invoice --json").with_code(0).json();
    let link = link["url"].as_str().unwrap();
    folder
        .piped("try bakery", &format!("{link}\n/pay\n"))
        .with_code(0)
        .says(&["Invoice: Dark rye", "You paid 5.20 EUR", "T1002-"]);
    folder.kiosk("unlink bakery 1").with_code(0);
    folder
        .piped(
            "try bakery",
            &format!("{link}\n/pay\nhttps://example.org\n@florist_bot roses\n"),
        )
        .with_code(0)
        .says(&["The shop does not take the payment", "no other bot answers here"]);
    assert_eq!(running.stop(), Some(0));
}

#[test]
fn whoever_comes_into_the_group_of_a_shop_can_pay_what_is_posted_there() {
    let folder = Folder::with("in-a-group", &["shops/bakery"]);
    folder.change("shops/bakery/shop.yaml", "# orders_chat", "orders_chat");
    folder.change("shops/bakery/shop.yaml", "terms: before_paying", "terms: by_paying");
    let running = folder.run();
    let posted = folder.kiosk("post bakery rye --to -1001234567890 --as invoice --payable once_per_customer");
    posted.with_code(0).says(&["is in chat -1001234567890"]);
    for (name, number) in [("Ann", "T1001-"), ("Ben", "T1002-")] {
        folder
            .piped(&format!("try bakery --as {name} --chat -1001234567890"), "/pay\n")
            .with_code(0)
            .says(&["Invoice: Dark rye", "You paid 5.20 EUR"]);
        folder
            .piped(&format!("try bakery --as {name}"), "/orders\n")
            .says(&[number]);
    }
    folder
        .piped("try bakery --as Ann --chat -1001234567890", "/pay\n")
        .says(&["The shop does not take the payment"]);
    assert_eq!(running.stop(), Some(0));
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
    assert!(
        announced.contains("what lies in `shops/bakery` serves nobody"),
        "{announced}"
    );
    folder.piped("try keys", "/start\n").with_code(0).says(&["Star Miner"]);
    folder
        .kiosk("try bakery")
        .refused(1, &["`bakery` is not in its sandbox", "check bakery"]);
    assert_eq!(running.stop(), Some(0));
}

#[test]
fn a_plan_says_what_would_change_and_a_rollback_takes_it_back() {
    let folder = Folder::with("plan", &["shops/bakery"]);
    folder.kiosk("status").refused(1, &["no kiosk runs"]);
    folder.kiosk("plan bakery").with_code(0).says(&["never served here"]);
    folder.kiosk("revisions bakery").refused(2, &["was ever served here"]);
    let running = folder.run();
    let first = folder.kiosk("status --json").with_code(0).json();
    let first = first["shops"][0]["revision"].as_str().unwrap().to_owned();
    folder
        .kiosk("plan bakery")
        .with_code(0)
        .says(&["these files serve already"]);
    folder
        .piped("try bakery", "Bread\nDark rye\nBuy\nI have read\n")
        .with_code(0);

    // Another data folder knows nothing, and the running kiosk is not asked: the plan is made from the files.
    folder.change("shops/bakery/catalog.yaml", "price: 5.20", "price: 52.0");
    let plan = folder.kiosk("plan bakery").with_code(0);
    plan.says(&[
        "price up: `rye`, 52.00 € instead of 5.20 €",
        "would be refused when somebody pays them: 1",
        "may be a slip",
        "reload bakery --accept",
    ]);
    let plan = folder.kiosk("plan bakery --json").with_code(0).json();
    assert_eq!(
        (&plan["differences"][0]["kind"], &plan["unpaid_invoices_refused"]),
        (&"price".into(), &1.into())
    );
    folder
        .kiosk("reload bakery")
        .with_code(1)
        .says(&["goes on with what it had", "more than 5 times"]);
    let status = folder.kiosk("status").with_code(1);
    status.says(&[&first, "held back, --accept", "holds other files"]);
    let wanted = plan["revision"].as_str().unwrap();
    folder.kiosk(&format!("reload bakery --accept {wanted}")).with_code(0);
    folder
        .piped("try bakery", "Bread\n")
        .with_code(0)
        .says(&["Dark rye · 52.00 €"]);

    folder.kiosk("revisions bakery").with_code(0).says(&[wanted, &first]);
    folder
        .kiosk("rollback bakery none")
        .refused(1, &["no revision `none`", "`cargo run -- revisions bakery"]);
    folder
        .kiosk(&format!("rollback bakery {first}"))
        .with_code(0)
        .says(&["served from now on"]);
    folder
        .piped("try bakery", "Bread\n")
        .with_code(0)
        .says(&["Dark rye · 5.20 €"]);
    folder
        .kiosk("status")
        .with_code(1)
        .says(&[&first, "set aside by a rollback"]);
    folder.change("shops/bakery/catalog.yaml", "price: 52.0", "price: 5.20");
    folder.kiosk("reload bakery").with_code(0);
    folder
        .kiosk("status")
        .with_code(0)
        .says(&["bakery", "sandbox", &first, "served"]);
    assert_eq!(running.stop(), Some(0));
}

#[test]
fn a_chat_whose_kiosk_dies_ends_in_a_clear_sentence() {
    let folder = Folder::with("dies", &["shops/bakery"]);
    let running = folder.run();
    folder
        .interrupted("try bakery", ["Bread\n", "Dark rye\nBuy\n"], "Dark rye", || {
            drop(running);
        })
        .refused(1, &["does not answer any more, so the chat ends", "Start it again"]);
}
