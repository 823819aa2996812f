//! `post`, `posts` and `unpost` as an operator types them, in a group with topics: beside a kiosk that runs, and alone.

use std::process::Output;

use kiosk::sandbox::{ChatId, ChatView, Content, MessageView, Outcome, Payment, Person};
use serde_json::Value;

use super::fair::{CEILING, Crowd, FAIR, Fair};

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

fn group(fair: &Fair) -> ChatView {
    fair.local.read(ChatId::group(GROUP), 0)
}

/// What the shop shows in the group now.
fn shown(fair: &Fair) -> Vec<MessageView> {
    group(fair)
        .messages
        .into_iter()
        .filter(|message| message.by_bot)
        .collect()
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
    let engine = fair.start("engine.log", &[]);
    // Whoever has bought something is served: the shop is up.
    let crowd = Crowd::of(&fair.local, 1);
    crowd.buys(1, CEILING).await;
    crowd.goes_home().await;

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
    said(&fair, &format!("post fair loaf --to {GROUP} --topic {TOPIC}"), 0);
    assert_eq!(shown(&fair)[0].topic, Some(TOPIC));
    let table = said(&fair, "posts fair", 0);
    assert!(table.contains(&format!("{GROUP}, topic {TOPIC}")), "{table}");
}
