//! Two worlds on one machine: what is played in one is in no other.

use kiosk::{
    engine::{World, WorldOptions},
    store::Reader,
};

use super::{ANN, open, quiet, still_sells};
use crate::engine::bench::{CATALOG_YAML, TempFolder, options, shop, shop_id};

#[tokio::test]
async fn play_leaves_no_trace_in_the_live_world() {
    let bench = open().await;
    let folder = TempFolder::new();
    let token = bench.local.add_bot("Live Bakery", "live_bakery_bot").unwrap();
    let options = WorldOptions {
        play: false,
        ..options(folder.path(), bench.sandbox.url(), &bench.clock)
    };
    let live = World::start(options, vec![shop("bakery", CATALOG_YAML, &token)])
        .await
        .unwrap();
    still_sells(&bench).await;
    let reader = Reader::open(&folder.path().join("kiosk.db")).await.unwrap();
    let traces = [
        "orders",
        "invoices",
        "payments",
        "entries",
        "consents",
        "customers",
        "keys",
        "inbox",
        "outbox",
    ];
    let counts = reader.counts().await.unwrap();
    for (table, rows) in counts.iter().filter(|(table, _)| traces.contains(table)) {
        assert_eq!(*rows, 0, "{table}");
    }
    assert_eq!(reader.stock(&shop_id()).await.unwrap()[0].on_hand, 3);
    // And the live shop's words are not called play.
    let bot = bench.local.bot_id(&token).unwrap();
    bench.local.start(ANN, bot, "p_bread").unwrap();
    live.handle().settled().await;
    quiet(&bench).await;
    assert_eq!(bench.stock().await.on_hand, 2);
    live.stop().await;
    bench.world.stop().await;
}
