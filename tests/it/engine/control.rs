//! What commands ask of a running engine, and of a folder where none runs.

use kiosk::{
    conversation::StockChange,
    engine::{
        World,
        control::{Answer, Request, ask},
    },
    ids::Sku,
};

use super::bench::{ANN, Bench, options, shop_id};

fn stock(add: Option<i64>, set: Option<i64>) -> Request {
    Request::Stock {
        shop: "bakery".into(),
        sku: "bread".into(),
        add,
        set,
    }
}

fn counted(on_hand: i64) -> Answer {
    Answer::Stock {
        sku: "bread".into(),
        on_hand,
        reserved: 0,
    }
}

#[tokio::test]
async fn counts_are_moved_and_set_through_the_socket() {
    let bench = Bench::new().await;
    let folder = bench.folder.path();
    assert_eq!(ask(folder, &stock(Some(12), None)).await.unwrap(), Some(counted(15)));
    assert_eq!(ask(folder, &stock(None, Some(4))).await.unwrap(), Some(counted(4)));
    let refused = ask(folder, &stock(None, None)).await.unwrap();
    assert!(matches!(refused, Some(Answer::Refused { words }) if words.contains("`add`")));
    let unknown = Request::Reload {
        shop: "florist".into(),
        accept: None,
    };
    assert!(matches!(
        ask(folder, &unknown).await.unwrap(),
        Some(Answer::Refused { .. })
    ));
    let Some(Answer::Status(report)) = ask(folder, &Request::Status).await.unwrap() else {
        panic!("no status")
    };
    assert_eq!(report.shops[0].shop, "bakery");
    bench.world.stop().await;
    assert_eq!(ask(bench.folder.path(), &Request::Status).await.unwrap(), None);
    bench.sandbox.stop().await;
}

#[tokio::test]
async fn a_reload_serves_the_new_files_and_counts_what_they_say() {
    let bench = Bench::new().await;
    let new = "products:\n  - {id: bread, title: Rye bread, description: Dark., price: 7, stock: 9}\n";
    bench.world.handle().reload(&bench.start_again(new)).await.unwrap();
    assert_eq!(bench.stock().await.on_hand, 9);
    bench.local.start(ANN, bench.bot, "p_bread").unwrap();
    bench
        .sees(ANN, |message| message.by_bot && message.text.contains("Rye bread"))
        .await;
    let mut stranger = bench.start_again(new);
    stranger.bot_token = kiosk::shop::Secret::new("42:abc");
    let refused = bench.world.handle().reload(&stranger).await.unwrap_err();
    assert!(refused.to_string().contains("another bot"), "{refused}");
    bench.world.stop().await;
}

#[tokio::test]
async fn without_an_engine_a_command_takes_the_lock_and_steps_itself() {
    let bench = Bench::new().await;
    let start =
        bench.start_again("products:\n  - {id: bread, title: Bread, description: Fresh., price: 6.50, stock: 3}\n");
    bench.world.stop().await;
    let options = options(bench.folder.path(), bench.sandbox.url(), &bench.clock);
    let world = World::open(options, std::slice::from_ref(&start)).await.unwrap();
    let handle = world.handle();
    let (shop, bread) = (shop_id(), Sku::new("bread"));
    let row = world
        .drive(handle.stock(&shop, &bread, StockChange::Add(2)))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((row.on_hand, row.reserved), (5, 0));
    world.stop().await;
}
