//! Where the time goes when one file of a large catalog changes, step by step, in this process.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use kiosk::{
    config::{Files, Known, Memory, Secrets, compile_again, load_again},
    conversation::Event,
    ids::ShopId,
    shop::{Shop, differences, slips},
};

use crate::{SAVES, at, folder::Folder, shown};

const STEPS: [&str; 6] = [
    "what changed is read",
    "it is checked",
    "it is compared",
    "looked over for slips",
    "counts are looked up",
    "the old one is dropped",
];

/// 100,000 products in 100 files, of which one is saved.
pub(crate) fn parts() {
    let folder = Folder::new();
    folder.shop("large", 100, 1_000);
    let path = folder.shops().join("large");
    let (mut memory, mut known) = (Memory::default(), Known::default());
    let began = Instant::now();
    let loaded = load_again(&path, Secrets::Unread, &mut memory, &mut known);
    println!(
        "100,000 products read and checked for the first time: {}",
        shown(began.elapsed())
    );
    let mut serves = loaded.shop.unwrap();
    // What is younger than this is read again whatever its times say.
    std::thread::sleep(Duration::from_secs(3));
    let mut steps: [Vec<Duration>; STEPS.len()] = Default::default();
    for round in 0..SAVES {
        folder.save("large", 50, 1_000, round + 1);
        let mut began = Instant::now();
        let mut step = |number: usize| {
            steps[number].push(began.elapsed());
            began = Instant::now();
        };
        let files = Files::read_again(&path, &mut memory).unwrap();
        step(0);
        let id = ShopId::parse("large").unwrap();
        let loaded = compile_again(id, files, Secrets::Unread, &mut known);
        let now: Shop = loaded.shop.unwrap();
        step(1);
        let found = differences(&serves, &now);
        step(2);
        black_box(slips(&serves, &now, &found, &std::collections::BTreeSet::new()));
        step(3);
        black_box(Event::opened(&now.catalog, Some(&serves.catalog)));
        step(4);
        drop(std::mem::replace(&mut serves, now));
        step(5);
    }
    for (words, mut times) in STEPS.into_iter().zip(steps) {
        println!("  one of 100 files saved: {words}: {}", shown(at(&mut times, 50)));
    }
}
