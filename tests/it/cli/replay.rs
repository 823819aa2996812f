//! Why customers heard yes or no, and what edited rules would have said: asked of a shop in which somebody bought.

use super::folder::Folder;

const PHONE: &str = r#"const API = 1;

fn local_phone(invoice, delivery) {
    if invoice.paying && !delivery.phone.starts_with("351") {
        return deny("Please give a Portuguese phone number.");
    }
}
"#;
const SCRIPT: &str = "shops/bakery/rules/phone.rhai";
/// Somebody is refused for their phone, and pays with another.
const BUYS: &str = "Bread\nSourdough\nBuy\nI have read\n/pay phone +1 555 0100\n/pay\n";

fn bakery(test: &str) -> Folder {
    let folder = Folder::with(test, &["shops/bakery"]);
    folder.write(SCRIPT, PHONE);
    folder
}

#[test]
fn a_refused_order_is_explained_by_rule_line_and_values() {
    let folder = bakery("explained");
    folder
        .piped("try bakery", BUYS)
        .with_code(0)
        .says(&["a Portuguese phone number", "T1001-9"]);
    let told = folder.kiosk("explain-order 1001-9").with_code(0);
    told.says(&[
        "Order T1001-9 of bakery: paid",
        "when the invoice was to be made: yes",
        "fair-shares.four_loaves_a_day, rules/fair-shares.rhai:4:1: yes (",
        "customer.bought_within(\"sourdough\", 1) = 0",
        "phone.local_phone, rules/phone.rhai:3:1: yes",
        "when Pay was pressed: no, “Please give a Portuguese phone number.”",
        "refused by the rule phone.local_phone",
        "phone.local_phone, rules/phone.rhai:5:16: no, “Please give",
        "invoice.paying = true",
        "asked about: 1 × sourdough at 6.50 €",
        "when Pay was pressed: yes",
    ]);
    let json = folder.kiosk("explain-order T1001-9 --json").with_code(0);
    let refused = &json.json()["questions"][1];
    assert_eq!(refused["allowed"], false);
    assert_eq!(refused["refused_by"]["name"], "phone.local_phone");
    let rule = &refused["rules"][2];
    assert_eq!((&rule["file"], &rule["line"]), (&"rules/phone.rhai".into(), &5.into()));
    assert_eq!(rule["values"][0]["expression"], "invoice.paying");

    folder.write("order.json", &json.out);
    let asked = folder.kiosk("rules try bakery order.json").with_code(0);
    asked.says(&["allow", "deny “Please give", "phone.local_phone, line 5", "allow"]);
    folder.write("order.json", &refused["input"].to_string());
    let asked = folder.kiosk("rules try bakery order.json --json").with_code(0);
    assert_eq!(asked.json()["verdict"]["deny"]["rule"], "phone.local_phone");

    let customer = refused["customer"].to_string();
    let of_customer = folder
        .kiosk(&format!("explain-order --customer {customer}"))
        .with_code(0);
    of_customer.says(&[
        "when Pay was pressed: no",
        "of bakery, order T1001-9",
        "refused by the rule",
    ]);
    let nobody = folder.kiosk("explain-order --customer 5").with_code(0);
    nobody.says(&["Customer 5", "nothing is kept"]);
    folder
        .kiosk("explain-order 1002-4")
        .refused(1, &["there is no order 1002-4", "orders` lists"]);
    folder.kiosk("explain-order 1001-8").refused(2, &["its last digit"]);
    folder.kiosk("explain-order").refused(2, &["<NUMBER>"]);
}

#[test]
fn a_refusal_by_a_policy_is_explained_without_any_rule() {
    let folder = Folder::with("policy", &["shops/bakery"]);
    std::fs::remove_dir_all(folder.path("shops/bakery/rules")).unwrap();
    let shop = "shops/bakery/shop.yaml";
    folder.change(shop, "ask: [name, phone]", "ask: [name, phone, address]");
    let text = std::fs::read_to_string(folder.path(shop)).unwrap();
    folder.write(shop, &format!("{text}\npolicies:\n  countries: [PT]\n"));
    let buys = "Bread\nSourdough\nBuy\nI have read\n/pay country DE\n";
    folder.piped("try bakery", buys).with_code(0);
    folder.kiosk("explain-order 1001-9").with_code(0).says(&[
        "Order T1001-9 of bakery: waits for payment",
        "when Pay was pressed: no, “",
        "refused by the policy `countries`, shop.yaml:",
    ]);
    let replay = folder.kiosk("rules replay bakery").with_code(0);
    replay.says(&["nothing to ask again", "no rule of bakery was asked"]);

    folder.change(shop, "countries: [PT]", "minimum_order: 100");
    folder.piped("try bakery", "Bread\nSourdough\nBuy\n").with_code(0);
    let refused = folder.kiosk("explain-order 1001-9 --json").with_code(0).json();
    let customer = refused["questions"][0]["customer"].to_string();
    let told = folder
        .kiosk(&format!("explain-order --customer {customer}"))
        .with_code(0);
    told.says(&[
        "of bakery, order T1001-9",
        "when the invoice was to be made: no, “",
        "of bakery, before there was an order",
        "refused by the policy `minimum_order`, shop.yaml:",
    ]);
}

#[test]
fn edited_rules_are_laid_beside_what_happened() {
    let folder = bakery("replay");
    folder
        .kiosk("rules replay bakery")
        .with_code(0)
        .says(&["nothing to ask again"]);
    folder.piped("try bakery", BUYS).with_code(0);
    folder
        .kiosk("rules replay bakery")
        .with_code(0)
        .says(&["1 order asked again, of what is kept", "nothing would change"]);

    folder.change(SCRIPT, "\"351\"", "\"+1\"");
    let running = folder.run();
    let replay = folder.kiosk("rules replay bakery --since 7d").with_code(0);
    assert_eq!(running.stop(), Some(0));
    replay.says(&[
        "1 order asked again, of what was asked since",
        "1 of 1 order would now be refused:",
        "T1001-9",
        "yes → no, “Please give a Portuguese phone number.” (phone.local_phone, rules/phone.rhai:5:16)",
        "1 of 1 order would now be allowed:",
        "no, “Please give a Portuguese phone number.” (phone.local_phone, rules/phone.rhai:5:16) → yes",
    ]);
    let json = folder.kiosk("rules replay bakery --json").with_code(0);
    assert_eq!(
        (&json.json()["orders"], &json.json()["questions"]),
        (&1.into(), &3.into())
    );
    assert_eq!(json.json()["now_refused"][0]["number"], "T1001-9");
    folder.write("order.json", &json.out);
    let asked = folder.kiosk("rules try bakery order.json").with_code(0);
    asked.says(&["allow", "deny “Please give"]);

    folder.change(SCRIPT, "a Portuguese", "another");
    folder.change(SCRIPT, "\"+1\"", "\"351\"");
    let replay = folder.kiosk("rules replay bakery").with_code(0);
    replay.says(&[
        "1 of 1 order would be refused in other words or by another rule:",
        "“Please give a Portuguese phone number.”",
        "→ no, “Please give another phone number.”",
    ]);
    let later = folder.kiosk("rules replay bakery --since 2099-01-01").with_code(0);
    later.says(&["nothing to ask again: in what was asked since 2099-01-01 00:00"]);
}

/// The block of the page that begins so.
fn block(begins: &str) -> String {
    const PAGE: &str = include_str!("../../../examples/rules/README.md");
    let from = PAGE.split("```").find(|block| block.trim_start().starts_with(begins));
    // Blocks within a list are indented.
    let text = from.unwrap_or_else(|| panic!("no block begins with `{begins}`"));
    let lines = text
        .lines()
        .skip(1)
        .map(|line| line.strip_prefix("   ").unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// Without what differs from day to day: digits of times, durations and customers.
fn timeless(text: &str) -> String {
    let mut words: Vec<String> = text.split_whitespace().map(ToOwned::to_owned).collect();
    for at in 0..words.len() {
        let is_time = |word: &str| word.len() >= 5 && word.chars().all(|c| c.is_ascii_digit() || "-:,".contains(c));
        let is_varying = is_time(&words[at]) || (at > 0 && words[at - 1] == "customer");
        if is_varying || words.get(at + 1).is_some_and(|next| next == "µs)") {
            words[at] = "…".to_owned();
        }
    }
    words.join(" ")
}

#[test]
fn the_page_on_rules_shows_what_is_printed() {
    let folder = Folder::with("replay-page", &["shops/bakery"]);
    let script = "shops/bakery/rules/rye-limit.rhai";
    folder.write(script, block("rust\n   const API = 1;").trim_start());
    folder
        .piped("try bakery", "Bread\nDark rye\nBuy\nI have read\n/pay\n")
        .with_code(0);
    let again = folder.piped("try bakery", "Bread\nDark rye\nBuy\n/pay\n");
    again.with_code(0).says(&["T1002-4"]);
    let told = folder.kiosk("explain-order T1002-4").with_code(0).out;
    let shown = block("text\nOrder T1002-4");
    assert!(timeless(&told).starts_with(&timeless(&shown)), "{told}\n{shown}");
    folder.change(script, "> 3", "> 1");
    let replay = folder.kiosk("rules replay bakery --since 7d").with_code(0).out;
    let shown = block("text\n2 orders asked again");
    assert_eq!(timeless(&replay), timeless(&shown), "{replay}\n{shown}");
}

#[test]
fn a_rule_that_would_fail_or_cannot_be_read_is_said() {
    let folder = bakery("replay-fails");
    folder.piped("try bakery", BUYS).with_code(0);
    folder.change(SCRIPT, "return deny", "throw \"oh\"; return deny");
    let replay = folder.kiosk("rules replay bakery").with_code(1);
    replay.says(&[
        "would be refused in other words",
        "a rule fails 1 time, first for T1001-9:",
        "phone.rhai:5:9: oh",
    ]);
    folder.change(SCRIPT, "delivery.phone", "delivery.fone");
    folder
        .kiosk("rules replay bakery")
        .refused(78, &["rules/phone.rhai:4:", "`delivery` has no property `fone`"]);
    folder
        .kiosk("rules replay bakery --since yesterday")
        .refused(78, &["error"]);
    folder.write(SCRIPT, PHONE);
    folder
        .kiosk("rules replay bakery --since yesterday")
        .refused(2, &["no time to begin at", "such as 7d"]);
    folder.kiosk("rules replay bakeri").refused(2, &["there are: bakery"]);
}
