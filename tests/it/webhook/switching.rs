//! The real binary, from fetching updates to having them posted and back, while people buy; and killed in between. No
//! update is lost by it and none is handled twice: the books are right, to the last receipt.

use crate::fair::{CEILING, Crowd, FAIR, Fair, Judge, Way};

const PEOPLE: i64 = 8;
/// So many more are bought before the next change.
const PURCHASES: u64 = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_fetching_to_posting_and_back_while_people_buy() {
    let mut fair = Fair::open("switching").await;
    let crowd = Crowd::of(&fair.local, PEOPLE);
    let mut engine = fair.start("start.log", &[]);
    for (at, way) in [Way::Posted, Way::Fetched, Way::Posted, Way::Fetched]
        .into_iter()
        .enumerate()
    {
        crowd.buys(PURCHASES, CEILING).await;
        // Half of the changes come with a crash.
        if at % 2 == 0 {
            engine.stop().await;
        } else {
            engine.kill();
        }
        fair.change_way(way);
        engine = fair.start(&format!("{at}-{way:?}.log"), &[]);
    }
    crowd.buys(PURCHASES, CEILING).await;
    assert_eq!(
        crowd.goes_home().await,
        0,
        "who presses Pay hears something in ten seconds"
    );
    let mut judge = Judge::new(&fair).await;
    judge.waits_for_quiet(CEILING).await;
    engine.stop().await;
    assert_eq!(judge.verdict().await, [""; 0]);
    let calls = fair.local.request_counts();
    // More where Telegram said that it was too soon.
    assert!(calls["setWebhook"] >= 2, "{calls:?}");
    assert_eq!(fair.local.waiting_count(FAIR.bot).unwrap(), 0);
}
