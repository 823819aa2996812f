//! Files that wait: for a yes where they look like a slip, for their next change after a rollback. A restart is no yes.

use super::{FAIR, Live, catalog};

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_waits_for_a_yes() {
    let live = Live::open("live-slip").await;
    let serving = live.revision().await;
    live.save("catalog.yaml", &catalog("52.0"));
    live.attempt_is("held").await;
    assert_eq!(live.revision().await, serving);
    live.staff_hear("kiosk reload --accept").await;
    let held = live.held().await;
    let (fine, words) = live.kiosk(&["reload", FAIR.name]);
    assert!(!fine && words.contains("more than 5 times"), "{words}");
    assert!(live.kiosk(&["reload", FAIR.name, "--accept", &held]).0);
    assert_eq!(live.revision().await, held);
    live.ends_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_waits_across_a_restart() {
    let live = Live::open("live-slip-restart").await;
    let serving = live.revision().await;
    live.save("catalog.yaml", &catalog("52.0"));
    let held = live.held().await;
    let live = live.restart("second").await;
    assert_eq!(live.revision().await, serving);
    assert!(
        live.engine.words().contains("may hold a slip"),
        "{}",
        live.engine.words()
    );
    assert_eq!(live.held().await, held);
    // A count by hand while nothing runs is no yes either.
    let Live { fair, engine } = live;
    engine.stop().await;
    for change in ["+1", "-1"] {
        assert!(
            fair.command(&["stock", FAIR.name, "loaf", change])
                .status()
                .unwrap()
                .success()
        );
    }
    let engine = fair.start("third", &[]);
    let live = Live { fair, engine };
    live.is_up().await;
    assert_eq!(live.revision().await, serving);
    assert!(live.kiosk(&["reload", FAIR.name, "--accept", &held]).0);
    let live = live.restart("fourth").await;
    assert_eq!(live.revision().await, held);
    live.ends_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rollback_serves_across_a_restart_until_the_files_change() {
    let live = Live::open("live-rollback").await;
    let first = live.revision().await;
    live.save("catalog.yaml", &catalog("5.50"));
    let second = live.serves_other_than(&first).await;
    let (fine, words) = live.kiosk(&["rollback", FAIR.name, &first]);
    assert!(fine && words.contains("until the files change again"), "{words}");
    assert_eq!(live.revision().await, first);
    let live = live.restart("second").await;
    assert_eq!(live.revision().await, first);
    live.attempt_is("rolled_back").await;
    let (fine, words) = live.kiosk(&["status"]);
    assert!(!fine && words.contains("set aside by a rollback"), "{words}");
    live.save("catalog.yaml", &catalog("5.60"));
    let third = live.serves_other_than(&first).await;
    let live = live.restart("third").await;
    assert_eq!(live.revision().await, third);
    // Files that are asked for by name are taken, whatever a rollback said.
    assert!(live.kiosk(&["rollback", FAIR.name, &second]).0);
    assert!(live.kiosk(&["reload", FAIR.name]).0);
    assert_eq!(live.revision().await, third);
    live.ends_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rollback_away_from_broken_files_serves_across_a_restart() {
    let live = Live::open("live-rollback-broken").await;
    let first = live.revision().await;
    live.save("catalog.yaml", &catalog("5.50"));
    live.serves_other_than(&first).await;
    live.save("catalog.yaml", "products: [\n");
    live.attempt_is("wrong").await;
    assert!(live.kiosk(&["rollback", FAIR.name, &first]).0);
    let live = live.restart("second").await;
    assert_eq!(live.revision().await, first);
    live.attempt_is("rolled_back").await;
    live.ends_well().await;
}
