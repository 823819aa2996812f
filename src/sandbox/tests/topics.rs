//! Topics of supergroups: written in by bots and people.

use serde_json::json;

use super::*;
use crate::sandbox::People;

const GROUP: i64 = -1_001_222_333_444;

async fn forum() -> Play {
    let play = Play::started().await;
    play.local.put_group(GROUP, "Bakers", &[ANN, play.bot]).unwrap();
    play.local.make_admin(GROUP, ANN, play.bot).unwrap();
    play.local.put_topic(GROUP, 4, "Orders").unwrap();
    play.updates().await;
    play
}

#[tokio::test]
async fn what_a_bot_sends_to_a_topic_stands_there() {
    let play = forum().await;
    let to = |topic: Value| json!({"chat_id": GROUP, "message_thread_id": topic});
    let words = with(to(json!(4)), json!({"text": "An order"}));
    let sent = play.ok("sendMessage", words).await;
    assert_eq!(
        (
            &sent["message_thread_id"],
            &sent["is_topic_message"],
            &sent["chat"]["is_forum"]
        ),
        (&json!(4), &json!(true), &json!(true))
    );
    let invoice = play.ok("sendInvoice", with(invoice(), to(json!(4)))).await;
    assert_eq!(invoice["message_thread_id"], 4);
    let reply = json!({"chat_id": GROUP, "text": "Done", "reply_parameters": {"message_id": sent["message_id"]}});
    let reply = play.ok("sendMessage", reply).await;
    assert_eq!(reply["message_thread_id"], 4, "a reply stands where the other does");
    let general = play.ok("sendMessage", json!({"chat_id": GROUP, "text": "All"})).await;
    assert_eq!(
        (&general["message_thread_id"], &general["is_topic_message"]),
        (&Value::Null, &Value::Null)
    );
    let carried = json!({"from_chat_id": GROUP, "message_id": sent["message_id"]});
    let carried = play.ok("forwardMessage", with(to(json!(4)), carried)).await;
    assert_eq!(carried["message_thread_id"], 4);
    let seen = play
        .local
        .message(ChatId::group(GROUP), sent["message_id"].as_i64().unwrap());
    assert_eq!(seen.unwrap().topic, Some(4));
}

#[tokio::test]
async fn a_topic_that_is_not_there_is_refused() {
    let play = forum().await;
    let not_found = (400, "Bad Request: message thread not found".to_owned());
    for (chat, topic) in [(GROUP, 5), (GROUP, 1), (ANN, 4)] {
        let words = json!({"chat_id": chat, "message_thread_id": topic, "text": "An order"});
        assert_eq!(play.refused("sendMessage", words).await, not_found, "{chat} {topic}");
    }
    let words = json!({"chat_id": GROUP, "message_thread_id": 4, "text": "An order"});
    let sent = play.ok("sendMessage", words.clone()).await["message_id"]
        .as_i64()
        .unwrap();
    People::new(play.sandbox.url()).delete_topic(GROUP, 4).await.unwrap();
    assert_eq!(play.refused("sendMessage", words).await, not_found);
    assert!(
        play.local.message(ChatId::group(GROUP), sent).is_err(),
        "it went with its topic"
    );
}

#[tokio::test]
async fn what_a_person_says_in_a_topic_says_so() {
    let play = forum().await;
    let people = People::new(play.sandbox.url());
    people.put_topic(GROUP, 7, "Chatter").await.unwrap();
    people.say_in_topic(ANN, GROUP, 7, "/id").await.unwrap();
    let updates = play.updates().await;
    let message = &updates[0]["message"];
    assert_eq!(
        (
            &message["message_thread_id"],
            &message["is_topic_message"],
            &message["text"]
        ),
        (&json!(7), &json!(true), &json!("/id"))
    );
    assert!(play.local.say_in_topic(ANN, GROUP, 8, "hello").is_err());
    let basic = play.local.put_group(-77, "Few", &[ANN]).unwrap();
    assert!(play.local.put_topic(basic.number(), 4, "Orders").is_err());
}

#[tokio::test]
async fn a_bot_makes_a_topic_and_writes_there() {
    let play = forum().await;
    let made = play
        .ok("createForumTopic", json!({"chat_id": GROUP, "name": "Returns"}))
        .await;
    assert_eq!(made["icon_color"], 0x6f_b9f0);
    let topic = made["message_thread_id"].as_i64().unwrap();
    let first = play.local.message(ChatId::group(GROUP), topic).unwrap();
    assert_eq!((first.topic, first.text.as_str()), (Some(topic), "Topic: Returns"));
    let words = json!({"chat_id": GROUP, "message_thread_id": topic, "text": "Here"});
    assert_eq!(play.ok("sendMessage", words).await["message_thread_id"], topic);
    let plain = -1_001_222_333_445;
    play.local.put_group(plain, "Street", &[ANN, play.bot]).unwrap();
    for (change, words) in [
        (json!({"chat_id": plain}), "the chat is not a forum"),
        (json!({"name": " "}), "title must be non-empty"),
        (json!({"icon_color": 1}), "invalid forum topic icon color specified"),
    ] {
        let request = with(json!({"chat_id": GROUP, "name": "Returns"}), change);
        let refused = play.refused("createForumTopic", request).await;
        assert_eq!(refused, (400, format!("Bad Request: {words}")));
    }
}
