//! The runner on small conversations: what is wrong with a file is said with its place, and a shop that does otherwise
//! than is written is caught, with what it said instead.

use std::path::{Path, PathBuf};

use super::{Outcome, Report, folder::TempFolder, run_conversations};
use crate::config::line_and_column;

fn gifts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shops/gifts")
}

async fn play(text: &str) -> Report {
    let folder = TempFolder::new().unwrap();
    std::fs::write(folder.path().join("talk.yaml"), text).unwrap();
    let mut reports = run_conversations(&gifts(), folder.path(), None).await;
    assert_eq!(reports.len(), 1, "{reports:?}");
    reports.remove(0)
}

/// Where the last of these words stands in a text.
fn place_of(words: &str, text: &str) -> String {
    let at = text
        .rfind(words)
        .unwrap_or_else(|| panic!("`{words}` is not in `{text}`"));
    let (line, column) = line_and_column(text, at);
    format!("talk.yaml:{line}:{column}")
}

fn talk(steps: &str) -> String {
    format!("name: A talk\ntalk:\n{steps}")
}

#[tokio::test]
async fn every_mistake_of_a_file_is_said_with_its_place() {
    let cases = [
        ("talk: [{ann: /start}]", "talk", "`name` is missing"),
        ("name: A talk", "name", "`talk` is missing"),
        (&talk("  - ann: {tpa: Buy}"), "tpa", "there is no setting `tpa` here"),
        (&talk("  - ann: {tpa: Buy}"), "tpa", "did you mean `tap`?"),
        (&talk("  - ann: {}"), "{}", "does nothing"),
        (&talk("  - ann: {press: Buy}"), "press", "did you mean `tap`?"),
        (&talk("  - ann: {tap: Buy, buys: card}"), "{tap", "several things"),
        (
            &talk("  - ann: /start\n    shop: {silent: true}"),
            "ann",
            "a step is one person or thing",
        ),
        (
            &talk("  - ann:\n    tap: Buy"),
            "ann",
            "write two spaces more before `tap:`",
        ),
        (&talk("  - ann: {buys: crad}"), "crad", "did you mean `card`?"),
        (&talk("  - ann: {tap: [Buy]}"), "[Buy]", "a group of settings"),
        (&talk("  - ann: {pays: the invoice}"), "the invoice", "last invoice"),
        (&talk("  - ann smith: /start"), "ann smith", "name of a person"),
        (&talk("  - wait: soon"), "soon", "no time to wait"),
        (&talk("  - shop: {silent: yes}"), "yes", "only `true`"),
        (
            &talk("  - books: {orders: {payed: 1}}"),
            "payed",
            "no state of an order",
        ),
        (&talk("  - books: {stock: {card: -1}}"), "-1", "no count"),
        (&talk("  - books: {stock: {cards: 1}}"), "cards", "did you mean `card`?"),
        (
            "name: A talk\ngiven: {language: {ann: russian}}\ntalk: []",
            "russian",
            "no language",
        ),
    ];
    for (text, place, words) in cases {
        let report = play(text).await;
        let Outcome::Unreadable { problems } = &report.outcome else {
            panic!("{text}: {report}")
        };
        let place = place_of(place, text);
        assert!(problems.contains(&place), "{text}: {place} is not in\n{problems}");
        assert!(problems.contains(words), "{text}: `{words}` is not in\n{problems}");
    }
}

#[tokio::test]
async fn two_mistakes_are_said_in_one_go() {
    let report = play(&talk("  - wait: soon\n  - ann: {buys: crad}")).await;
    let Outcome::Unreadable { problems } = &report.outcome else {
        panic!("{report}")
    };
    assert!(problems.contains("2 errors"), "{problems}");
    let report = play(&talk("  - ann: {laugh: Buy}")).await;
    let Outcome::Unreadable { problems } = &report.outcome else {
        panic!("{report}")
    };
    assert!(
        problems.contains("`laugh`") && problems.contains("1 error"),
        "what it does is not missed: {problems}"
    );
}

#[tokio::test]
async fn a_shop_that_does_otherwise_is_caught_where_it_was_written() {
    let bought = "  - ann: {buys: card}\n  - ann: {pays: last invoice}\n";
    let cases = [
        (
            "  - ann: /start\n  - shop: {says: Good evening}",
            "Good",
            "says “Good evening” to ann",
        ),
        (
            "  - ann: /start\n  - shop: {lacks: Pick a present}",
            "Pick",
            "does not say",
        ),
        (
            "  - ann: /start\n  - shop: {buttons: [Gift card, Bread]}",
            "Bread",
            "a button for ann says “Bread”",
        ),
        (
            "  - ann: /start\n  - shop: {silent: true}",
            "true",
            "says nothing to ann",
        ),
        (
            "  - ann: {buys: card}\n  - shop: {invoice: 4.51 EUR}",
            "4.51",
            "over 4.51 EUR",
        ),
        (
            "  - ann: {buys: card}\n  - shop: {accepts: payment}",
            "payment",
            "accepts ann's payment",
        ),
        ("  - ann: {buys: card}\n  - shop: {receipt: true}", "true", "a receipt"),
        (
            "  - ann: {buys: card}\n  - shop: {nothing_changes: true}",
            "true",
            "nothing changes",
        ),
        (
            "  - ann: {buys: card}\n  - shop: {refuses: sold out}",
            "sold",
            "refuses ann",
        ),
        ("  - ann: {tap: Buy}", "ann", "this step can be done"),
        ("  - shop: {to: ben, silent: true}", "shop", "this step can be done"),
        (
            "  - ann: {buys: card}\n  - books: {orders: {open: 2}}",
            "{open",
            "2 open",
        ),
        ("  - ann: {buys: card}\n  - books: {orders: {}}", "{}", "no orders"),
        (
            &format!("{bought}  - books: {{stock: {{card: 3}}}}"),
            "3",
            "3 of card in stock",
        ),
        (&format!("{bought}  - books: {{requests: {{}}}}"), "{}", "{}"),
        (
            "  - reload: {catalog.yaml: {bread: cake}}",
            "reload",
            "this step can be done",
        ),
    ];
    for (steps, place, words) in cases {
        let report = play(&talk(steps)).await;
        let Outcome::Failed {
            place: at, expected, ..
        } = &report.outcome
        else {
            panic!("{steps}: {report}")
        };
        assert_eq!(*at, place_of(place, &talk(steps)), "{steps}: {report}");
        assert!(expected.contains(words), "{steps}: {report}");
    }
}

#[tokio::test]
async fn a_failure_shows_the_end_of_the_talk() {
    let report = play(&talk("  - ann: /start\n  - shop: {says: Good evening}")).await;
    let shown = report.to_string();
    for part in [
        "FAILED  A talk",
        "at talk.yaml:4:18",
        "ann: /start",
        "shop → ann: Gift Counter",
    ] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
}

#[tokio::test]
async fn time_is_told_and_not_spent() {
    let began = std::time::Instant::now();
    let report = play(&talk(
        "  - ann: {buys: card}\n  - wait: 300d\n  - books: {orders: {expired: 1}}",
    ))
    .await;
    let Outcome::Passed { virtual_time, .. } = report.outcome else {
        panic!("{report}")
    };
    assert!(virtual_time.as_secs() >= 300 * 86_400);
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_broken_shop_is_shown_and_not_played() {
    let folder = TempFolder::new().unwrap();
    let shop = folder.path().join("broken");
    std::fs::create_dir_all(&shop).unwrap();
    std::fs::write(shop.join("shop.yaml"), "nmae: Bakery\n").unwrap();
    let reports = super::run(&shop, None).await;
    let [
        Report {
            outcome: Outcome::Unreadable { problems },
            ..
        },
    ] = reports.as_slice()
    else {
        panic!("{reports:?}")
    };
    assert!(problems.contains("shop.yaml:1:1"), "{problems}");
}
