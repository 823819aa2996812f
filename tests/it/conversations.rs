//! The project's own conversations and those of the shipped shops: every one passes, every sentence of
//! `tests/flow.yaml` is proved by one (or by a test of `hostile.rs`), and each looks into the books.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use kiosk::rehearsal::{Report, run, run_conversations};

use super::hostile;

/// Where a shop of this name is, for the folders under `tests/conversations/`.
const SHOPS: [&str; 3] = ["shops", "examples", "tests/shops"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folders(of: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(of)).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

fn shop_of(conversations: &Path) -> PathBuf {
    let name = conversations.file_name().unwrap();
    let places = SHOPS.iter().map(|place| root().join(place).join(name));
    places
        .into_iter()
        .find(|place| place.is_dir())
        .expect("a shop of this name")
}

fn assert_all_passed(reports: &[Report]) {
    let failed: Vec<String> = reports
        .iter()
        .filter(|report| !report.has_passed())
        .map(ToString::to_string)
        .collect();
    assert!(
        failed.is_empty(),
        "{} of {} failed\n\n{}",
        failed.len(),
        reports.len(),
        failed.join("\n\n")
    );
}

/// `KIOSK_TALK` names those that are wanted, while one is being written.
fn filter() -> Option<String> {
    std::env::var("KIOSK_TALK").ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_conversation_of_the_project_passes_and_every_promise_is_proved() {
    let filter = filter();
    let mut reports = Vec::new();
    for folder in folders("tests/conversations") {
        reports.extend(run_conversations(&shop_of(&folder), &folder, filter.as_deref()).await);
    }
    assert_all_passed(&reports);
    if filter.is_some() {
        return;
    }
    let blind: Vec<&str> = reports
        .iter()
        .filter(|report| !report.looks_into_books)
        .map(|report| report.name.as_str())
        .collect();
    assert!(blind.is_empty(), "these never look into the books: {blind:?}");
    let promised = promises();
    let proved: BTreeSet<String> = reports
        .into_iter()
        .flat_map(|report| report.covers)
        .chain(hostile::COVERS.iter().map(ToString::to_string))
        .collect();
    let unproved: Vec<_> = promised.difference(&proved).collect();
    assert!(unproved.is_empty(), "nothing proves {unproved:?}");
    let unknown: Vec<_> = proved.difference(&promised).collect();
    assert!(unknown.is_empty(), "tests/flow.yaml has no {unknown:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_conversations_of_every_shipped_shop_pass() {
    let filter = filter();
    for shop in folders("shops").into_iter().chain(folders("examples")) {
        let reports = run(&shop, filter.as_deref()).await;
        assert_all_passed(&reports);
        assert!(
            filter.is_some() || reports.len() >= 2,
            "{} has {} conversations",
            shop.display(),
            reports.len()
        );
    }
}

/// The ids of `tests/flow.yaml`: what stands before the first colon of its lines.
fn promises() -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("tests/flow.yaml")).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let ids: Vec<String> = lines.map(|line| line.split_once(": ").unwrap().0.to_owned()).collect();
    let unique: BTreeSet<String> = ids.iter().cloned().collect();
    assert_eq!(unique.len(), ids.len(), "an id stands twice in tests/flow.yaml");
    unique
}
