//! What each command says of itself.

use super::Desk;

pub(super) const COMMANDS: [&str; 9] = [
    "run", "try", "check", "test", "orders", "order", "stock", "reload", "init",
];

#[test]
fn every_command_explains_itself_with_examples() {
    let desk = Desk::with(&[]);
    for command in COMMANDS {
        let help = desk.kiosk(&[command, "--help"]).fine();
        assert!(help.contains("Examples:\n  kiosk"), "{help}");
        insta::assert_snapshot!(format!("help-{command}"), help);
    }
}

#[test]
fn the_first_page_lists_every_command() {
    let desk = Desk::with(&[]);
    let help = desk.kiosk(&["--help"]).fine();
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {command} ")), "{command}:\n{help}");
    }
    insta::assert_snapshot!("help", help);
}

#[test]
fn a_mistyped_command_is_usage() {
    let desk = Desk::with(&["bakery"]);
    for arguments in [
        &["bkae"][..],
        &["try"],
        &["try", "bkaery"],
        &["check", "bkaery"],
        &["test", "bkaery"],
        &["orders", "bkaery"],
        &["stock", "bkaery"],
        &["stock", "bakery", "rye", "ten"],
        &["order", "bread"],
        &["init", "My Shop", "--kind", "bakery"],
        &["init", "my-shop", "--kind", "zeppelins"],
        &["orders", "--limit", "0"],
        &["check", "--config", "none.yaml"],
    ] {
        let words = desk.kiosk(arguments).failed(2);
        assert!(words.starts_with("error: "), "{arguments:?}: {words}");
    }
    let words = desk.kiosk(&["try", "bkaery"]).failed(2);
    assert!(words.contains("there are: bakery"), "{words}");
}
