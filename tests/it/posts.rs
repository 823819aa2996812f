//! `post`, `posts` and `unpost` as an operator types them, in a group with topics: beside a kiosk that runs, and alone.

use std::process::Output;

use kiosk::sandbox::{ChatId, Content, MessageView, Outcome, Payment, Person};
use serde_json::Value;

use super::fair::{CEILING, Crowd, Engine, FAIR, Fair, free_port};

const GROUP: i64 = -1_002_000_000_077;
const TOPIC: i64 = 4;
const ANN: i64 = 31;

fn words(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + text(&output.stderr).as_str()
}

fn said(fair: &Fair, line: &str, code: i32) -> String {
    let typed: Vec<&str> = line.split_whitespace().collect();
    let output = fair.command(&typed).output().unwrap();
    assert_eq!(output.status.code(), Some(code), "{line}: {}", words(&output));
    words(&output)
}

fn json(fair: &Fair, line: &str) -> Value {
    serde_json::from_str(&said(fair, line, 0)).unwrap()
}

/// What the shop shows in a group now.
fn shown_in(fair: &Fair, group: i64) -> Vec<MessageView> {
    let messages = fair.local.read(ChatId::group(group), 0).messages;
    messages.into_iter().filter(|message| message.by_bot).collect()
}

fn shown(fair: &Fair) -> Vec<MessageView> {
    shown_in(fair, GROUP)
}

/// A shop that serves: somebody has bought something.
async fn serving(fair: &Fair) -> Engine {
    let engine = fair.start("engine.log", &[]);
    let crowd = Crowd::of(&fair.local, 1);
    crowd.buys(1, CEILING).await;
    crowd.goes_home().await;
    engine
}

/// A group with a topic, in which Ann and the shop's bot are.
async fn open(name: &str) -> Fair {
    let fair = Fair::open(name).await;
    fair.local.put_person(Person::new(ANN, "Ann")).unwrap();
    fair.local.put_group(GROUP, "Neighbours", &[ANN, FAIR.bot]).unwrap();
    fair.local.put_topic(GROUP, TOPIC, "Bread").unwrap();
    fair
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_posts_into_a_topic_and_takes_it_back() {
    let fair = open("topic").await;
    let engine = serving(&fair).await;
    let card = json(&fair, &format!("post fair loaf --to {GROUP} --topic {TOPIC} --json"));
    assert_eq!(
        (&card["kind"], &card["topic"], &card["state"]),
        (&"card".into(), &TOPIC.into(), &"open".into())
    );
    let invoice = format!("post fair game --to {GROUP} --topic {TOPIC} --as invoice --payable once --tag street");
    assert!(said(&fair, &invoice, 0).contains(&format!("in chat {GROUP}, topic {TOPIC}")));
    let messages = shown(&fair);
    assert_eq!(
        messages.iter().map(|message| message.topic).collect::<Vec<_>>(),
        [Some(TOPIC); 2]
    );

    let refused = said(&fair, &format!("post fair loaf --to {GROUP} --topic 99"), 1);
    assert!(
        refused.contains("is not shown") && refused.contains("message thread not found"),
        "{refused}"
    );
    let nobody = said(&fair, &format!("post fair loaf --to {GROUP} --topic 0"), 1);
    assert!(nobody.contains("topic"), "{nobody}");

    // A stranger hears how to agree, in the group as anywhere.
    let bill = messages
        .iter()
        .find(|message| matches!(message.content, Content::Invoice(_)))
        .unwrap();
    let query = fair
        .local
        .pay(ANN, ChatId::group(GROUP), bill.id, Payment::default())
        .unwrap();
    let outcome = fair.local.wait_for_outcome(query, CEILING).await.unwrap();
    assert!(
        matches!(&outcome, Outcome::Refused { words } if words.contains("agree to the terms")),
        "{outcome:?}"
    );

    let listed = json(&fair, "posts fair --json");
    let states: Vec<&Value> = listed.as_array().unwrap().iter().map(|post| &post["state"]).collect();
    assert_eq!(states, ["open", "open", "failed"]);
    assert_eq!(listed[1]["tag"], "street");
    assert!(said(&fair, "unpost fair 2", 0).contains("is closed"));
    assert_eq!(shown(&fair).len(), 1, "its message is gone");
    engine.stop().await;

    // Where nothing runs, the same commands do the same.
    said(&fair, "unpost fair 1", 0);
    assert!(shown(&fair).is_empty());
    fair.local.name_chat(GROUP, "neighbours").unwrap();
    said(&fair, &format!("post fair loaf --to @neighbours --topic {TOPIC}"), 0);
    assert_eq!(shown(&fair)[0].topic, Some(TOPIC));
    let table = said(&fair, "posts fair", 0);
    assert!(table.contains(&format!("{GROUP}, topic {TOPIC}")), "{table}");
}

/// The post is kept, and whoever asked for it is not kept waiting.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_by_hand_ends_where_telegram_cannot_be_reached() {
    let fair = open("no-telegram").await;
    let group = GROUP.to_string();
    let mut post = fair.command(&["post", FAIR.name, "loaf", "--to", &group]);
    let nobody = format!("http://127.0.0.1:{}", free_port());
    let output = post.env("KIOSK_API_URL", nobody).output().unwrap();
    let words = words(&output);
    assert!(output.status.success() && words.contains("is on its way"), "{words}");
    let running = serving(&fair).await;
    assert_eq!(shown(&fair).len(), 1);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_follows_its_group_that_becomes_a_supergroup() {
    const SMALL: i64 = -4_077;
    let fair = open("grown").await;
    fair.local.put_group(SMALL, "Street", &[ANN, FAIR.bot]).unwrap();
    let engine = serving(&fair).await;
    said(&fair, &format!("post fair loaf --to {SMALL}"), 0);
    said(&fair, &format!("post fair game --to {SMALL} --as invoice"), 0);
    assert_eq!(shown_in(&fair, SMALL).len(), 2);

    let grown = GROUP - 1;
    fair.local.upgrade_group(SMALL, grown).unwrap();
    let catalog = fair.shop_folder(FAIR).join("catalog.yaml");
    let files = std::fs::read_to_string(&catalog).unwrap();
    let dearer = files
        .replace("price: 5.00", "price: 6.00")
        .replace("price: 10.00", "price: 11.00");
    std::fs::write(&catalog, dearer).unwrap();
    said(&fair, "reload fair", 0);
    let began = tokio::time::Instant::now();
    let moved = |posts: &Value| posts.as_array().unwrap().iter().all(|post| post["chat"] == grown);
    while !moved(&json(&fair, "posts fair --json")) {
        assert!(began.elapsed() < CEILING, "{}", said(&fair, "posts fair", 0));
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let messages = shown_in(&fair, grown);
    assert!(
        messages.iter().any(|message| message.text.contains("6.00")),
        "{messages:?}"
    );
    let priced =
        |message: &MessageView| matches!(&message.content, Content::Invoice(invoice) if invoice.total_amount == 1_100);
    assert!(messages.iter().any(priced), "{messages:?}");
    said(&fair, "unpost fair 1", 0);
    said(&fair, "unpost fair 2", 0);
    assert!(shown_in(&fair, grown).is_empty());
    engine.stop().await;
}
