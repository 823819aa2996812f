//! Commands about files: `check`, `init`, `test`.

use std::{fs, process::Stdio};

use super::Desk;

#[test]
fn check_tells_place_reason_and_the_corrected_line() {
    let desk = Desk::with(&["bakery", "keys"]);
    assert_eq!(desk.kiosk(&["check"]).fine(), "2 shops, no problems\n");

    desk.edit("shops/bakery/catalog.yaml", "price: 5.20", "price: 5,20 €");
    let ended = desk.kiosk(&["check"]);
    insta::assert_snapshot!("check-broken", ended.out);
    assert_eq!((ended.code, &*ended.err), (Some(78), ""));
    assert_eq!(desk.kiosk(&["check", "keys"]).fine(), "1 shop, no problems\n");

    let found = desk.json(&["check", "--json"]);
    assert_eq!((&found["errors"], &found["warnings"]), (&1.into(), &0.into()));
    let bakery = &found["shops"][0];
    assert_eq!(
        (&bakery["shop"], &bakery["folder"]),
        (&"bakery".into(), &"shops/bakery".into())
    );
    let problem = &bakery["problems"][0];
    assert_eq!(
        (&problem["code"], &problem["line"]),
        (&"currency-sign".into(), &29.into())
    );
    assert_eq!(found["shops"][1]["problems"].as_array().map(Vec::len), Some(0));
}

#[test]
fn warnings_fail_only_when_asked() {
    let desk = Desk::with(&["bakery"]);
    fs::write(
        desk.root.join("shops/bakery/terms.yaml"),
        "text: “We bake after you have paid.”\n",
    )
    .unwrap();
    let ended = desk.kiosk(&["check"]);
    assert_eq!(ended.code, Some(0), "{}", ended.out);
    assert!(ended.out.contains("warning[smart-quotes]"), "{}", ended.out);
    assert_eq!(desk.kiosk(&["check", "--strict"]).code, Some(1));
}

#[test]
fn check_without_shops_says_how_to_begin() {
    let desk = Desk::with(&[]);
    let words = desk.kiosk(&["check"]).failed(1);
    assert!(words.contains("init corner-bakery --kind bakery"), "{words}");
    let words = desk.kiosk(&["check", "--shops", "nowhere"]).failed(1);
    assert!(words.contains("`nowhere`") && words.contains("--shops"), "{words}");
}

#[test]
fn a_reader_who_leaves_is_no_failure() {
    let desk = Desk::with(&["bakery"]);
    let mut child = desk
        .command(&["check", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_new_shop_of_every_kind_is_clean_and_says_what_to_do_next() {
    let desk = Desk::with(&[]);
    for kind in ["bakery", "keys", "donations", "top-up"] {
        let name = format!("my-{kind}");
        let said = desk.kiosk(&["init", &name, "--kind", kind]).fine();
        assert!(said.contains(&format!("try {name}")), "{said}");
        assert!(said.contains(&format!("check {name}")), "{said}");
        let checked = desk.kiosk(&["check", &name]);
        assert_eq!(checked.code, Some(0), "{}", checked.out);
    }
    let elsewhere = desk
        .kiosk(&["init", "other", "--kind", "bakery", "--in", "more"])
        .fine();
    assert!(elsewhere.contains("try other --shops more"), "{elsewhere}");
    assert_eq!(
        desk.kiosk(&["check", "other", "--shops", "more"]).fine(),
        "1 shop, no problems\n"
    );
}

#[test]
fn init_never_touches_a_folder_that_is_there() {
    let desk = Desk::with(&["bakery"]);
    let before = fs::read_to_string(desk.root.join("shops/bakery/shop.yaml")).unwrap();
    let words = desk.kiosk(&["init", "bakery", "--kind", "keys"]).failed(1);
    assert!(words.contains("is there already"), "{words}");
    assert_eq!(
        fs::read_to_string(desk.root.join("shops/bakery/shop.yaml")).unwrap(),
        before
    );
    assert!(!desk.root.join("shops/bakery/goods").exists());
}

const TALK: &str = "\
name: Rye is bread
talk:
  - ann: /start
  - shop: {says: Corner Bakery}
  - ann: {tap: Bread}
  - shop: {buttons: [Dark rye]}
";

#[test]
fn a_shops_own_conversations_pass_or_say_what_was_said_instead() {
    let desk = Desk::with(&["bakery"]);
    let tests = desk.root.join("shops/bakery/tests");
    let _ = fs::remove_dir_all(&tests);
    let words = desk.kiosk(&["test", "bakery"]).failed(1);
    assert!(words.contains("no conversations to play"), "{words}");

    fs::create_dir_all(&tests).unwrap();
    fs::write(tests.join("rye.yaml"), TALK).unwrap();
    let said = desk.kiosk(&["test", "bakery"]).fine();
    assert!(
        said.contains("Rye is bread") && said.ends_with("1 conversation, 0 failed\n"),
        "{said}"
    );

    fs::write(tests.join("cake.yaml"), TALK.replace("Dark rye", "Cheesecake")).unwrap();
    let ended = desk.kiosk(&["test", "bakery"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.contains("cake.yaml:6"), "{}", ended.out);
    assert!(ended.out.contains("Dark rye"), "what was said instead: {}", ended.out);
    assert!(ended.out.ends_with("2 conversations, 1 failed\n"), "{}", ended.out);
    assert_eq!(desk.kiosk(&["test", "bakery", "--filter", "rye.yaml"]).code, Some(0));

    let report = desk.json(&["test", "bakery", "--json"]);
    assert_eq!(
        (&report["failed"], report["conversations"].as_array().unwrap().len()),
        (&1.into(), 2)
    );
}
