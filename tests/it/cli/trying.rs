//! `kiosk try` in a pipe: what a customer sees, and what becomes of money.

use super::Desk;

/// Payment numbers are random, orders have their time.
fn without_chance(text: &str) -> String {
    let changing = |line: &str| {
        let line = line.trim_start();
        ["Payment number:", "Provider's number:"]
            .iter()
            .any(|start| line.starts_with(start))
            || line.contains("· 20")
            || line.starts_with("Order T")
    };
    let kept = text.lines().filter(|line| !changing(line));
    kept.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_script_buys_bread() {
    let desk = Desk::with(&["bakery"]);
    let lines = "Bread\nSourdough\nBuy\nI have read\n/pay\n/orders\n";
    let said = desk.typing(&["try", "bakery"], lines).fine();
    insta::assert_snapshot!("try-bread", without_chance(&said));
}

#[test]
fn a_script_buys_a_key_in_russian_and_gets_it_again() {
    let desk = Desk::with(&["keys", "bakery"]);
    let said = desk.typing(&["try", "bakery", "--language", "ru"], "Хлеб\n").fine();
    assert!(said.contains("Чёрный ржаной"), "{said}");

    let lines = "Moss Garden\nBuy\nI have read\np\n/orders\n1\n";
    let said = desk.typing(&["try", "keys", "--as", "Ben"], lines).fine();
    assert!(said.contains("You are Ben."), "{said}");
    assert_eq!(said.matches("PLAY-KEYS-0001").count(), 2, "{said}");
}

#[test]
fn a_card_that_is_refused_costs_nothing_and_the_invoice_can_still_be_paid() {
    let desk = Desk::with(&["bakery"]);
    let lines = "/pay\nBread\nDark rye\nBuy\nI have read\n/decline\n/paylate\n/arrive\n/pay\n";
    let said = desk.typing(&["try", "bakery"], lines).fine();
    assert!(said.contains("> /pay\n  * There is no invoice to pay yet"), "{said}");
    let parts = [
        "> /decline\n  * The card was refused.",
        "> /paylate\n  * The shop said yes and the money is under way",
        "> /arrive\n-- You paid 5.20 EUR --",
        "> /pay\n  * There is no invoice to pay yet",
    ];
    let mut rest = &*said;
    for part in parts {
        let (_, after) = rest
            .split_once(part)
            .unwrap_or_else(|| panic!("no `{part}` in:\n{said}"));
        rest = after;
    }
    assert_eq!(said.matches("-- You paid").count(), 1, "{said}");
}

#[test]
fn an_amount_of_ones_own_is_typed() {
    let desk = Desk::with(&[]);
    desk.kiosk(&["init", "my-cause", "--kind", "donations"]).fine();
    let lines = "Give\nAnother amount\n25\nBuy\nI have read\n/pay\n";
    let said = desk.typing(&["try", "my-cause"], lines).fine();
    assert!(said.contains("You paid ⭐ 25"), "{said}");
}

#[test]
fn a_shop_that_would_be_live_is_tried_without_its_secrets() {
    let desk = Desk::with(&["bakery"]);
    desk.edit(
        "shops/bakery/shop.yaml",
        "# telegram:\n#   bot_token",
        "telegram:\n  bot_token",
    );
    let words = desk.kiosk(&["check"]).out;
    assert!(words.contains("BAKERY_BOT_TOKEN"), "{words}");
    let said = desk.typing(&["try", "bakery"], "Bread\n").fine();
    assert!(said.contains("Dark rye"), "{said}");
}

#[test]
fn a_shop_with_errors_does_not_open() {
    let desk = Desk::with(&["bakery"]);
    desk.edit("shops/bakery/catalog.yaml", "price: 5.20", "price: 5,20 €");
    let words = desk.kiosk(&["try", "bakery"]).failed(78);
    assert!(words.contains("does not open until this is put right"), "{words}");
    assert!(words.contains("shops/bakery/catalog.yaml:29:"), "{words}");
}
