//! Shops whose folder is gone, broken or renamed when kiosk starts: what customers began comes to its end.

use std::fs;

use kiosk::sandbox::Outcome;

use super::fair::{CEILING, FAIR, Fair, Judge, Visitor};

const ANN: i64 = 61;
const BOB: i64 = 62;
const CAT: i64 = 63;

fn visitor(fair: &Fair, id: i64) -> Visitor {
    Visitor::new(&fair.local, FAIR, id)
}

async fn hears_that_it_is_closed(visitor: &mut Visitor) {
    assert!(visitor.invoice("loaf").await.is_none());
    let said = visitor.local.read(visitor.chat, 0).messages;
    assert!(
        said.iter()
            .any(|message| message.text.contains("closed and sells nothing new")),
        "{said:#?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_under_way_is_served_when_the_folder_is_gone() {
    let fair = Fair::open("folder-gone").await;
    let engine = fair.start("first", &[]);
    let (mut ann, mut bob, mut cat) = (visitor(&fair, ANN), visitor(&fair, BOB), visitor(&fair, CAT));
    let unpaid = ann.invoice("game").await.unwrap();
    let held = bob.invoice("game").await.unwrap();
    let Some((query, Outcome::Confirmed)) = bob.asks(&held).await else {
        panic!("no yes")
    };
    engine.stop().await;
    let kept = fair.folder.join("kept");
    fs::rename(fair.shop_folder(FAIR), &kept).unwrap();

    let engine = fair.start("gone", &[]);
    assert!(bob.pays(query).await.unwrap().text.contains("KEY-0001"));
    let status = fair.command(&["status"]).output().unwrap();
    let status = String::from_utf8(status.stdout).unwrap();
    assert!(status.contains("gone; the shop ends"), "{status}");
    let Some((_, Outcome::Refused { words })) = ann.asks(&unpaid).await else {
        panic!("no refusal")
    };
    assert!(words.contains("closed and sells nothing new"), "{words}");
    hears_that_it_is_closed(&mut cat).await;
    engine.stop().await;

    fs::rename(&kept, fair.shop_folder(FAIR)).unwrap();
    let engine = fair.start("back", &[]);
    assert!(cat.buys("game", false).await.is_some());
    Judge::new(&fair).await.waits_for_quiet(CEILING).await;
    engine.stop().await;
    assert_eq!(Judge::new(&fair).await.verdict().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_whose_files_were_broken_while_it_was_closed_goes_on_with_the_last_good_ones() {
    let fair = Fair::open("folder-broken").await;
    let engine = fair.start("first", &[]);
    assert!(visitor(&fair, ANN).buys("loaf", false).await.is_some());
    engine.stop().await;
    fs::write(fair.shop_folder(FAIR).join("catalog.yaml"), "products: [\n").unwrap();

    let engine = fair.start("broken", &[]);
    assert!(visitor(&fair, BOB).buys("game", false).await.is_some());
    let words = engine.words();
    assert!(words.contains("`fair` goes on with its last good files"), "{words}");
    assert!(!words.contains("does not open"), "{words}");
    engine.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_folder_waits_for_what_was_begun_under_its_old_name() {
    let fair = Fair::open("folder-renamed").await;
    let engine = fair.start("first", &[]);
    let mut ann = visitor(&fair, ANN);
    let unpaid = ann.invoice("game").await.unwrap();
    engine.stop().await;
    fs::rename(fair.shop_folder(FAIR), fair.folder.join("shops/market")).unwrap();

    let engine = fair.start("renamed", &[]);
    let Some((_, Outcome::Refused { words })) = ann.asks(&unpaid).await else {
        panic!("no refusal")
    };
    assert!(words.contains("closed"), "{words}");
    let words = engine.words();
    assert!(
        words.contains("`market` does not open: its bot still serves `fair`"),
        "{words}"
    );
    engine.stop().await;
}
