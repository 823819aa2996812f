//! The program as people run it: the real binary, in a folder of its own, on what it prints and how it ends.

mod folder;
mod readme;
mod replay;
mod running;

use folder::Folder;

/// From the shelf to the receipt.
const BUYS_BREAD: &str = "Bread\nDark rye\nBuy\nI have read\n/pay\n/orders\n";

#[test]
fn every_command_explains_itself() {
    let folder = Folder::with("help", &[]);
    insta::assert_snapshot!("help", folder.kiosk("--help").with_code(0).out);
    for command in [
        "run",
        "try",
        "check",
        "explain",
        "test",
        "orders",
        "order",
        "explain-order",
        "stock",
        "status",
        "plan",
        "post",
        "posts",
        "unpost",
        "link",
        "unlink",
        "reload",
        "revisions",
        "rollback",
        "init",
        "schema",
        "rules",
        "rules new",
        "rules docs",
        "rules try",
        "rules replay",
    ] {
        let help = folder.kiosk(&format!("{command} --help")).with_code(0).out;
        insta::assert_snapshot!(format!("help-{}", command.replace(' ', "-")), help);
    }
}

#[test]
fn what_a_rule_may_use_is_listed_for_people_and_tools() {
    let folder = Folder::with("rules-docs", &[]);
    let all = folder.kiosk("rules docs").with_code(0).out;
    let bought = folder.kiosk("rules docs bought").with_code(0).out;
    assert!(bought.starts_with("customer: Who would pay"), "{bought}");
    assert!(
        bought.contains("customer.bought_within(\"sourdough\", 7) is 3"),
        "{bought}"
    );
    assert!(all.lines().count() > 3 * bought.lines().count(), "{all}");
    let json: serde_json::Value = serde_json::from_str(&folder.kiosk("rules docs --json").with_code(0).out).unwrap();
    assert_eq!(json["api"], 1);
    assert_eq!(json["items"].as_array().unwrap().len(), kiosk::rules::items().count());
    let page = folder.kiosk("rules docs --markdown").with_code(0).out;
    assert_eq!(page, kiosk::rules::page());
    let definitions = folder.kiosk("rules docs --definitions").with_code(0).out;
    assert_eq!(definitions, kiosk::rules::definitions());
    folder.kiosk("rules docs bougt").refused(1, &["did you mean `bought`?"]);
    folder
        .kiosk("rules docs total --markdown")
        .refused(2, &["cannot be used with"]);
}

/// As the page says it: from nothing to a rule that is tested, asked, and found to be missed.
#[test]
fn a_new_rule_is_tested_and_asked_at_once() {
    let folder = Folder::with("rules-new", &["examples/rules"]);
    let new = folder.kiosk("rules new wine-limit").with_code(0);
    new.says(&["rules/wine-limit.rhai", "rules/wine-limit.test.yaml", "test rules"]);
    folder
        .kiosk("rules new wine-limit")
        .refused(1, &["is there already, and nothing was written"]);
    folder
        .kiosk("rules new Wine --shop rules")
        .refused(2, &["cannot be a rule's name"]);
    let tested = folder.kiosk("test rules --coverage --mutate --junit report.xml");
    tested
        .with_code(0)
        .says(&["passed  Eleven are too many (", "rule tests, 0 failed"]);
    let xml = std::fs::read_to_string(folder.path("report.xml")).unwrap();
    assert!(xml.contains("name=\"Eleven are too many\" time="), "{xml}");
    folder.write("order.json", r#"{"lines": {"red": 11}, "customer": {"orders": 1}}"#);
    let asked = folder.kiosk("rules try rules order.json").with_code(0);
    asked.says(&[
        "deny “At most ten pieces",
        "rule: wine-limit.wine_limit, line 6, column 16",
    ]);
    folder.write("order.json", r#"{"lines": {"rad": 11}}"#);
    folder
        .kiosk("rules try rules order.json")
        .refused(78, &["did you mean `red`?"]);
    folder.change("shops/rules/rules/wine-limit.rhai", "> 10", "> 11");
    let failed = folder.kiosk("test rules --filter pieces").with_code(1);
    failed.says(&["conversations are not played while a test of a rule fails"]);
    let failed = folder.kiosk("test rules --filter many").with_code(1);
    failed.says(&[
        "FAILED  Eleven are too many",
        "given:    11 × red",
        "expected: deny with “At most ten”",
        "instead:  allow",
    ]);
    folder
        .kiosk("check rules")
        .with_code(78)
        .says(&["error[rule-test]", "the test “Eleven are too many” fails"]);
}

/// Also a conversation shows what a rule does, and would go another way without it.
#[test]
fn conversations_count_as_tests_of_rules() {
    let folder = Folder::with("rules-talked", &["examples/rules"]);
    folder.write("shops/rules/rules/wine-hours.test.yaml", "tests: []\n");
    folder.kiosk("test rules --coverage --mutate").with_code(0);
    let some = folder
        .kiosk("test rules --coverage --mutate --filter bottles")
        .with_code(1);
    some.says(&[
        "UNREACHED  no test ends at the no in rules/wine-hours.rhai:",
        "UNREACHED  no test is let through by the rule `wine-hours.",
        "UNTESTED  without the rule `wine-hours.",
    ]);
}

/// Policies are asked before rules, and say so where somebody tests or tries.
#[test]
fn policies_are_tried_and_tested_beside_rules() {
    let folder = Folder::with("rules-policies", &["examples/rules"]);
    folder.change(
        "shops/rules/shop.yaml",
        "payments:",
        "policies: {maximum_order: 50}\npayments:",
    );
    folder.write("order.json", r#"{"lines": {"red": 11}}"#);
    let asked = folder.kiosk("rules try rules order.json").with_code(0);
    asked.says(&[
        "refused by the policy `maximum_order`, before any rule is asked",
        "allow",
    ]);
    let json: serde_json::Value =
        serde_json::from_str(&folder.kiosk("rules try rules order.json --json").with_code(0).out).unwrap();
    assert_eq!(json["policy"], "maximum_order");
    folder.write(
        "shops/rules/rules/policies.test.yaml",
        "tests:\n  - {name: Fifty are the most, given: {total: 50.01}, expect: {policy: maximum_order}}\n  \
         - {name: And still fine, given: {total: 50}, expect: allow}\n",
    );
    folder
        .kiosk("test rules --filter policies")
        .with_code(0)
        .says(&["passed  Fifty are the most", "passed  And still fine"]);
    folder
        .kiosk("test rules --filter Twelve")
        .says(&["note:     no rule is asked about this order: the policy `maximum_order` refuses it before"]);
}

/// A policy that no test reaches is named as a rule is, and conversations count.
#[test]
fn policies_without_a_test_are_named() {
    let folder = Folder::with("policies-covered", &["tests/shops/winery"]);
    folder.kiosk("test winery --coverage --mutate").with_code(0);
    let tests = "shops/winery/rules/policies.test.yaml";
    folder.change(tests, "expect: {policy: after_unpaid}", "expect: deny");
    folder.kiosk("test winery --coverage --mutate").with_code(0);
    folder.change(
        tests,
        "{payments: 2, ago: 29m}}}\n    expect: deny",
        "{payments: 1}}}\n    expect: allow",
    );
    let left = folder.kiosk("test winery --coverage --mutate").with_code(1);
    left.says(&[
        "UNREACHED  no test is refused by the policy `after_unpaid`",
        "UNTESTED  without the policy `after_unpaid` every test still holds",
        "10 rule tests, 0 failed",
    ]);
    let json = folder.kiosk("test winery --coverage --mutate --json").with_code(1);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["unreached_policies"], serde_json::json!(["after_unpaid"]));
    assert_eq!(json["unmissed_policies"], serde_json::json!(["after_unpaid"]));
    let talk = std::fs::read_to_string("tests/conversations/winery/unpaid.yaml").unwrap();
    folder.write("shops/winery/tests/unpaid.yaml", &talk);
    folder.kiosk("test winery --coverage --mutate").with_code(0);
}

#[test]
fn what_is_mistyped_ends_with_two() {
    let folder = Folder::with("mistyped", &["shops/bakery"]);
    folder.kiosk("sell").refused(2, &["unrecognized subcommand 'sell'"]);
    folder.kiosk("check --loud").refused(2, &["--loud"]);
    folder.kiosk("order").refused(2, &["<NUMBER>"]);
    folder
        .kiosk("order bread")
        .refused(2, &["is no order number", "1042-9"]);
    folder
        .kiosk("stock bakery rye ten")
        .refused(2, &["write +N for what came in"]);
    folder.kiosk("init x --kind zoo").refused(2, &["bakery", "top-up"]);
    folder
        .kiosk("try bakeri")
        .refused(2, &["no shop `bakeri`", "there are: bakery"]);
    folder.kiosk("orders bakeri").refused(2, &["there are: bakery"]);
    folder
        .kiosk("check --config none.yaml")
        .refused(2, &["no settings file none.yaml"]);
    folder.write("kiosk.yaml", "shop: shops\n");
    folder
        .kiosk("check")
        .refused(2, &["kiosk.yaml: `shop` is no setting", "there are: shops"]);
}

#[test]
fn every_code_is_explained() {
    let folder = Folder::with("explain", &[]);
    let page = folder.kiosk("explain comma-decimal").with_code(0);
    page.says(&["comma-decimal (error)", "Wrong", "price: 5,20", "Right", "price: 5.20"]);
    let all = folder.kiosk("explain").with_code(0);
    assert_eq!(all.out.lines().count(), kiosk::config::Kind::ALL.len());
    folder
        .kiosk("explain comma-decimals")
        .refused(2, &["no code `comma-decimals`", "did you mean `comma-decimal`?"]);
}

#[test]
fn a_new_shop_of_every_kind_is_right_at_once() {
    let folder = Folder::with("init", &[]);
    for kind in ["bakery", "keys", "donations", "top-up"] {
        let made = folder.kiosk(&format!("init my-{kind} --kind {kind}")).with_code(0);
        made.says(&["A new shop lies in", "shop.yaml", &format!("try my-{kind}"), "check"]);
        let checked = folder.kiosk(&format!("check my-{kind} --json")).with_code(0).json();
        assert_eq!(checked["errors"], 0, "{checked}");
        assert_eq!(checked["shops"][0]["shop"], format!("my-{kind}"));
        let played = folder.kiosk(&format!("test my-{kind}")).with_code(0);
        played.says(&["1 conversation"]);
        let talk = folder.path(&format!("shops/my-{kind}/tests/first-order.yaml"));
        assert!(schemas_named_in(&talk).iter().all(|schema| schema.is_file()), "{kind}");
    }
    folder.change("shops/my-keys/shop.yaml", "name:", "# mine\nname:");
    folder
        .kiosk("init my-keys --kind keys")
        .refused(1, &["is there already"]);
    folder.kiosk("init My-Keys --kind keys").refused(2, &["lower-case"]);
    let kept = std::fs::read_to_string(folder.path("shops/my-keys/shop.yaml")).unwrap();
    assert!(kept.contains("# mine"));
    let elsewhere = folder.kiosk("init far --kind keys --in other").with_code(0);
    elsewhere.says(&["try far --shops other"]);
    folder.kiosk("check far --shops other").with_code(0);
}

/// The schema that a file's first lines name, from the file's own place.
fn schemas_named_in(file: &std::path::Path) -> Vec<std::path::PathBuf> {
    let text = std::fs::read_to_string(file).unwrap();
    let lines = text.lines().take(2);
    let named = lines.map(|line| line.rsplit_once(['=', ' ']).unwrap().1);
    named.map(|path| file.parent().unwrap().join(path)).collect()
}

#[test]
fn the_lines_for_editors_lead_to_a_schema_that_check_does_not_mind() {
    let folder = Folder::with("schema", &[]);
    folder.kiosk("init bread --kind bakery").with_code(0);
    for name in ["shop", "catalog", "terms", "support"] {
        let named = schemas_named_in(&folder.path(&format!("shops/bread/{name}.yaml")));
        assert_eq!(named.len(), 2);
        for schema in named {
            assert!(schema.ends_with(format!(".schema/{name}.json")), "{schema:?}");
            assert!(std::fs::read_to_string(schema).unwrap().contains("json-schema.org"));
        }
    }
    folder.write("shops/bread/catalog/more.yaml", "categories: []\n");
    let said = folder.kiosk("schema --shop bread --write").with_code(0);
    said.says(&[
        "shops/bread/.schema",
        "catalog/more.yaml",
        "$schema=../.schema/catalog.json",
    ]);
    assert!(!said.out.contains("shop.yaml"), "has its lines: {}", said.out);
    let fine = folder.kiosk("check bread --strict").with_code(0);
    fine.says(&["1 shop, no problems"]);
}

#[test]
fn a_schema_knows_the_words_of_a_shop() {
    let folder = Folder::with("schema-own", &["shops/bakery"]);
    let kinds = folder.kiosk("schema").with_code(0);
    kinds.says(&["catalog", "what we sell", "texts.yaml"]);
    let category =
        |schema: &serde_json::Value| schema["properties"]["products"]["items"]["properties"]["category"].clone();
    let plain = folder.kiosk("schema catalog").with_code(0).json();
    assert_eq!(category(&plain)["enum"], serde_json::Value::Null);
    let own = folder.kiosk("schema catalog --shop bakery").with_code(0).json();
    assert_eq!(category(&own)["enum"], serde_json::json!(["bread", "sweet"]));
    folder.kiosk("schema bread").refused(2, &["bread", "catalog"]);
    folder.kiosk("schema --write").refused(2, &["--shop"]);
}

/// The shop opens all the same: whoever runs it does not play conversations.
#[test]
fn a_mistake_in_a_conversation_is_told_by_check_and_by_nothing_else_that_serves() {
    let folder = Folder::with("check-talks", &["shops/bakery"]);
    folder.change(
        "shops/bakery/tests/last-loaf.yaml",
        "stock: {sourdough: 1}",
        "stock: {sourdoh: 1}",
    );
    folder.change(
        "shops/bakery/tests/last-loaf.yaml",
        "- ann: {tap: Buy}",
        "- ann: {tpa: Buy}",
    );
    let said = folder.kiosk("check bakery").with_code(78);
    said.says(&[
        "shops/bakery/tests/last-loaf.yaml:2:",
        "did you mean `sourdough`?",
        "shops/bakery/tests/last-loaf.yaml:9:",
        "did you mean `tap`?",
        "1 shop, 2 errors",
    ]);
    let json = folder.kiosk("check bakery --json").with_code(78).json();
    assert_eq!(
        json["shops"][0]["problems"][0]["file"], "tests/last-loaf.yaml",
        "{json}"
    );
    folder.kiosk("plan bakery").with_code(0);
    let schema = folder.kiosk("schema conversations --shop bakery").with_code(0).json();
    let stock = &schema["properties"]["given"]["properties"]["stock"]["propertyNames"]["enum"];
    assert!(
        stock.as_array().unwrap().iter().any(|sku| sku == "sourdough"),
        "{stock}"
    );
    // While the shop itself is wrong, nothing is compared with what it sells, and all the rest is said.
    folder.change("shops/bakery/catalog.yaml", "price: 5.20", "price: 5,20");
    let said = folder.kiosk("check bakery").with_code(78);
    said.says(&["5,20", "did you mean `tap`?", "1 shop, 2 errors"]);
}

#[test]
fn a_broken_shop_is_told_with_place_reason_and_cure() {
    let folder = Folder::with("check", &["shops/bakery", "shops/keys"]);
    let fine = folder.kiosk("check").with_code(0);
    // Who names the folder of the shops means the shops in it.
    assert_eq!(folder.kiosk("check shops").with_code(0).out, fine.out);
    assert_eq!(fine.out, "2 shops, no problems\n");
    folder.change("shops/bakery/catalog.yaml", "price: 5.20", "price: 5,20 €");
    let said = folder.kiosk("check bakery").with_code(78);
    let (problem, rest) = said.out.split_once("\n\n").unwrap();
    assert!(
        rest.starts_with("1 shop, 1 error\n") && rest.contains("explain currency-sign  tells more"),
        "{rest}"
    );
    assert!(
        include_str!("../../../README.md").contains(problem),
        "as the README shows it: {problem}"
    );
    folder.change("shops/bakery/catalog.yaml", "category: sweet", "category: swet");
    let said = folder.kiosk("check").with_code(78);
    said.says(&[
        "In shops/bakery:",
        "error[currency-sign]",
        "swet",
        "sweet",
        "2 shops, 3 errors",
    ]);
    assert!(!said.out.contains('\u{1b}'), "no colours in a pipe");
    let json = folder.kiosk("check bakery --json").with_code(78).json();
    assert_eq!(json["errors"], 3);
    let problems = json["shops"][0]["problems"].as_array().unwrap();
    let price = problems
        .iter()
        .find(|problem| problem["code"] == "currency-sign")
        .unwrap();
    assert_eq!((&price["file"], &price["line"]), (&"catalog.yaml".into(), &29.into()));
    folder.kiosk("check keys").with_code(0).says(&["1 shop, no problems"]);
    folder
        .kiosk("try bakery")
        .refused(78, &["does not open", "write `5.20`"]);
    folder.kiosk("stock bakery rye +1").refused(78, &["write `5.20`"]);
}

#[test]
fn warnings_fail_only_where_that_is_asked() {
    let folder = Folder::with("strict", &["examples/top-up"]);
    folder
        .kiosk("check")
        .with_code(0)
        .says(&["warning[digital-for-fiat]", "1 shop, 1 warning"]);
    folder.kiosk("check --strict").with_code(1);
}

#[test]
fn a_script_buys_bread_and_a_key_and_the_owner_sees_both() {
    let folder = Folder::with("buys", &["shops/bakery", "shops/keys"]);
    folder.kiosk("orders").with_code(0).says(&["No orders yet."]);
    let shown = folder.kiosk("try --help").out;
    assert!(
        shown.contains(&BUYS_BREAD.replace('\n', r"\n")),
        "what the help shows is what is typed here"
    );
    let bread = folder.piped("try bakery", BUYS_BREAD).with_code(0);
    bread.says(&[
        "> Bread",
        "Dark rye · 5.20 €",
        "> Buy",
        "agree",
        "Invoice: Dark rye",
        "Total: 5.20 EUR",
    ]);
    bread.says(&[
        "-- You paid 5.20 EUR --",
        "goes into the oven",
        "> /orders",
        "T1001-9",
        "paid",
    ]);
    assert!(!bread.out.contains('\u{1b}'), "no colours in a pipe");
    let key = "Star Miner\nBuy\nI have read\n/pay\n";
    let key = folder.piped("try keys --as Ben", key).with_code(0);
    key.says(&["You are Ben", "250", "You paid ⭐ 250", "PLAY-STAR-MINER-0001"]);

    let orders = folder.kiosk("orders").with_code(0);
    orders.says(&["keys  ", "Ben (", "1 × Star Miner", "250 XTR", "paid"]);
    orders.says(&["T1001-9", "bakery", "Ann (", "1 × Dark rye", "5.20 EUR", "paid"]);
    let bakery = folder.kiosk("orders bakery --json").with_code(0).json();
    let order = &bakery["orders"][0];
    assert_eq!(bakery["orders"].as_array().unwrap().len(), 1);
    assert_eq!((&order["number"], &order["total"]), (&"T1001-9".into(), &520.into()));
    assert_eq!(order["state"], "fulfilled");

    let history = folder.kiosk("order t1001-9").with_code(0);
    history.says(&[
        "Order T1001-9 of bakery: paid",
        "Ann",
        "5.20 EUR",
        "Bought",
        "1 × Dark rye",
    ]);
    history.says(&["Payments", "in time", "charge ", "Messages", "receipt", "sent"]);
    history.says(&[
        "invoice is out",
        "yes at pre-checkout",
        "money came in",
        "goods allotted",
    ]);
    let json = folder.kiosk("order T1001-9 --json").with_code(0).json();
    assert_eq!(json["payments"][0]["amount"], 520);
    assert_eq!(json["messages"][0]["end"], "sent");
    std::fs::remove_dir_all(folder.path("shops/bakery")).unwrap();
    folder.kiosk("orders").with_code(0).says(&["T1001-9", "bakery"]);
    folder.kiosk("orders bakery").with_code(0).says(&["T1001-9"]);
    folder.kiosk("order 1001-8").refused(2, &["misread"]);
    folder
        .kiosk("order T1099-6")
        .refused(1, &["there is no order T1099-6", "orders"]);
}

#[test]
fn counts_are_shown_and_changed_where_nothing_runs() {
    let folder = Folder::with("stock", &["shops/bakery", "shops/keys"]);
    folder.piped("try bakery", BUYS_BREAD).with_code(0);
    let counts = folder.kiosk("stock bakery").with_code(0);
    counts.says(&[
        "on hand",
        "promised",
        "free",
        "cinnamon-roll",
        "24",
        "rye",
        "7",
        "sourdough",
        "12",
        "sandbox",
    ]);
    folder
        .kiosk("stock bakery rye +5")
        .with_code(0)
        .says(&["rye", "12", "12"]);
    folder
        .kiosk("stock bakery rye -2")
        .with_code(0)
        .says(&["rye", "10", "10"]);
    folder.kiosk("stock bakery rye 3").with_code(0).says(&["rye", "3", "3"]);
    folder
        .kiosk("stock bakery rye -4")
        .refused(1, &["`rye` stays at 3", "fewer than none"]);
    folder
        .kiosk("stock bakery honey-cake 4")
        .refused(1, &["counts nothing called `honey-cake`"]);
    folder
        .kiosk("stock keys star-miner +1")
        .refused(1, &["pool of keys", "add lines to its file"]);
    let rye = folder.kiosk("stock bakery rye --json").with_code(0).json();
    assert_eq!((&rye[0]["on_hand"], &rye[0]["free"]), (&3.into(), &3.into()));
}

#[test]
fn links_are_made_listed_and_closed_where_nothing_runs() {
    let folder = Folder::with("links", &["shops/bakery"]);
    folder
        .kiosk("posts bakery")
        .with_code(0)
        .says(&["bakery has no posts and no links"]);
    let card = folder.kiosk("link bakery rye --tag flyer").with_code(0);
    assert!(card.out.contains("?start=p_rye_flyer\n"), "{}", card.out);
    let first = folder.kiosk("link bakery sourdough --as invoice --json").with_code(0);
    let first = first.json();
    assert!(first["url"].as_str().unwrap().starts_with("https://t.me/"), "{first}");
    let again = folder.kiosk("link bakery sourdough --as invoice --json").with_code(0);
    assert_eq!(again.json()["url"], first["url"], "the same link");
    let sliced = "link bakery sourdough/sliced --as invoice --payable once --json";
    let sliced = folder.kiosk(sliced).with_code(0).json();
    assert_ne!(sliced["url"], first["url"]);
    folder
        .kiosk("unlink bakery 1")
        .with_code(0)
        .says(&["link 1 of sourdough (sandbox) is closed"]);
    folder.kiosk("unlink bakery 1").refused(1, &["is closed already"]);
    folder.kiosk("unlink bakery 7").refused(1, &["no post or link 7"]);
    let posts = folder.kiosk("posts bakery --json").with_code(0).json();
    let states = [&posts[0]["state"], &posts[1]["state"]];
    assert_eq!(states, ["closed", "open"]);
    folder
        .kiosk("link bakery baguette")
        .refused(1, &["sells nothing called `baguette`"]);
    folder
        .kiosk("link bakery rye/sliced")
        .refused(1, &["no choice called `sliced`"]);
    folder
        .kiosk("link bakery rye --payable once")
        .refused(1, &["a card leads into the bot"]);
    folder
        .kiosk("link bakery rye --tag Loud!")
        .refused(1, &["`Loud!` is no tag"]);
}

#[test]
fn a_post_that_telegram_does_not_take_says_why() {
    let folder = Folder::with("unposted", &["shops/bakery"]);
    folder
        .kiosk("post bakery rye --to -100555")
        .refused(1, &["is not shown", "chat not found"]);
    folder
        .kiosk("post bakery rye --to somewhere")
        .refused(1, &["`somewhere` is no chat"]);
    folder
        .kiosk("posts bakery")
        .with_code(0)
        .says(&["card", "rye", "-100555", "failed", "chat not found"]);
}

#[test]
fn odd_money_is_played_and_told_to_the_owner() {
    let folder = Folder::with("odd-money", &["shops/bakery"]);
    let talk = "/arrive\n/pay\nBread\nDark rye\nBuy\nI have read\n/decline\n/paylate\n/arrive\n/quit\nBread\n";
    let said = folder.piped("try bakery", talk).with_code(0);
    said.says(&[
        "No money is under way",
        "There is no invoice to pay yet",
        "card was refused",
    ]);
    said.says(&[
        "money is under way",
        "> /arrive",
        "-- You paid 5.20 EUR --",
        "T1001-9",
        "> /quit",
    ]);
    assert!(said.out.trim_end().ends_with("> /quit"), "{}", said.out);
    assert!(!folder.kiosk("orders").out.contains("Needs a person"));

    folder
        .piped("try bakery", "Bread\nDark rye\nBuy\n/paytwice\n")
        .with_code(0);
    let orders = folder.kiosk("orders").with_code(0);
    orders.says(&[
        "Needs a person:",
        "no order (play)",
        "bakery",
        "5.20 EUR",
        "was paid before",
    ]);
    let json = folder.kiosk("orders --json").with_code(0).json();
    assert_eq!(json["needs_a_person"][0]["kind"], "money");
    assert_eq!(json["needs_a_person"][0]["amount"], 520);
}

#[test]
fn a_shop_plays_its_own_conversations() {
    let folder = Folder::with("test", &["shops/bakery"]);
    let all = folder.kiosk("test bakery").with_code(0);
    all.says(&[
        "passed  The last loaf goes to one customer",
        "4 rule tests, 0 failed; 4 conversations, 0 failed",
    ]);
    let one = folder.kiosk("test bakery --filter loaf --json").with_code(0).json();
    assert_eq!(one["conversations"].as_array().unwrap().len(), 1);
    assert_eq!(one["failed"], 0);
    folder
        .kiosk("test bakery --filter zeppelin")
        .refused(1, &["nothing to test", "zeppelin"]);
    let wrong = "name: Rye is dear\ntalk:\n  - ann: /start\n  - shop: {says: Fresh fish}\n";
    folder.write("shops/bakery/tests/wrong.yaml", wrong);
    let failed = folder.kiosk("test bakery --filter dear").with_code(1);
    failed.says(&[
        "Rye is dear",
        "tests/wrong.yaml:4",
        "Fresh bread",
        "1 conversation, 1 failed",
    ]);
    folder.change("shops/bakery/catalog.yaml", "price: 5.20", "price: 5,20");
    let unread = folder.kiosk("test bakery --filter dear").with_code(1);
    unread.says(&["comma-decimal", "nothing is tested while the files are wrong"]);
    assert!(!folder.path(".kiosk").exists(), "a rehearsal leaves nothing behind");
}

#[test]
fn whoever_stops_reading_is_no_error() {
    use std::process::{Command, Stdio};
    let folder = Folder::with("pipe", &["shops/bakery"]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiosk"));
    command
        .current_dir(folder.path(""))
        .arg("check")
        .stdout(writer)
        .stderr(Stdio::piped());
    let ended = command.output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.len()), (Some(0), 0));
}

#[test]
fn check_ends_with_what_it_found() {
    let folder = Folder::with("codes", &["shops/bakery", "examples/top-up"]);
    let line = "shops/bakery/catalog.yaml:29:12: error[currency-sign]: the currency is said once, in shop.yaml, and not in \
                `5,20 €` (write `5.20`)\n";
    assert!(
        include_str!("../../../README.md").contains(line),
        "as the README shows it"
    );
    for form in ["", "--lines", "--json"] {
        folder.kiosk(&format!("check bakery {form}")).with_code(0);
        folder.kiosk(&format!("check bakery --strict {form}")).with_code(0);
        folder.kiosk(&format!("check top-up {form}")).with_code(0);
        folder.kiosk(&format!("check top-up --strict {form}")).with_code(1);
        folder
            .kiosk(&format!("check bakri {form}"))
            .refused(2, &["there are: bakery"]);
    }
    folder.kiosk("check --lines --json").refused(2, &["--json"]);
    assert_eq!(folder.kiosk("check bakery --lines").out, "");
    folder.change("shops/bakery/catalog.yaml", "price: 5.20", "price: 5,20 €");
    for form in ["", "--strict", "--lines", "--json --strict"] {
        folder.kiosk(&format!("check {form}")).with_code(78);
    }
    assert_eq!(folder.kiosk("check bakery --lines").out, line);
}
