//! `examples/rules`: its page is current, every rule holds its tests, and the tests hold every rule.

use std::path::Path;

use kiosk::config::{self, Secrets};
use kiosk::rules;

const FOLDER: &str = "examples/rules";

#[test]
fn the_page_holds_the_table_that_the_program_uses() {
    let path = Path::new(FOLDER).join("README.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (written, made) = page.split_once(rules::PAGE_BEGINS).unwrap_or((&page, ""));
    let made = format!("{}{made}", rules::PAGE_BEGINS);
    if made != rules::page() && std::env::var("INSTA_UPDATE").is_ok_and(|wish| wish == "always") {
        std::fs::write(&path, format!("{written}{}", rules::page())).unwrap();
        return;
    }
    assert_eq!(made, rules::page(), "INSTA_UPDATE=always writes the part that is made");
}

#[test]
fn every_rule_of_the_example_is_tested_so_that_breaking_it_is_noticed() {
    let loaded = config::load(Path::new(FOLDER), Secrets::Unread);
    let shop = loaded.shop.unwrap();
    let (tests, problems) = config::rule_tests(&loaded.files, Some(&shop));
    assert!(problems.is_empty());
    let names: Vec<&str> = shop.rules.names().collect();
    assert!(names.len() >= 10, "{names:?}");
    let reports = config::play_rule_tests(&tests, &shop.rules, &loaded.files);
    assert!(reports.iter().all(|report| report.passed));
    assert_eq!(config::unreached(&tests, &shop.rules, rules::Reached::default()), []);
    assert_eq!(config::mutate(&tests, &shop.rules), Vec::<String>::new());
}

#[test]
fn the_page_names_every_script() {
    let page = std::fs::read_to_string(Path::new(FOLDER).join("README.md")).unwrap();
    let mut scripts = 0;
    for entry in std::fs::read_dir(Path::new(FOLDER).join("rules")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(script) = name.strip_suffix(".rhai") {
            scripts += 1;
            assert!(
                page.contains(&format!("| [{script}](rules/{script}.rhai) |")),
                "{script}"
            );
        }
    }
    assert!(scripts >= 10);
}
