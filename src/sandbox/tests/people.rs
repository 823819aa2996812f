//! People: as they act in this process, and the same from another one over HTTP.

use std::time::Instant;

use serde_json::json;

use super::*;
use crate::sandbox::{Error, Outcome, Payment, People};

#[tokio::test]
async fn a_person_waits_for_news_and_gets_only_what_is_new() {
    let play = Play::started().await;
    let seen = play.local.read(play.ann(), 0);
    let send = async {
        real_ms(150).await;
        play.send("news").await
    };
    let start = Instant::now();
    let (news, id) = tokio::join!(
        play.local
            .wait_for_news(play.ann(), seen.revision, Duration::from_secs(5)),
        send
    );
    assert!(start.elapsed().as_millis() < 600);
    assert_eq!((news.messages.len(), news.messages[0].id), (1, id));
    assert_eq!(news.revision, seen.revision + 1);
    let start = Instant::now();
    let none = play
        .local
        .wait_for_news(play.ann(), news.revision, Duration::from_millis(100))
        .await;
    assert!(none.messages.is_empty() && start.elapsed().as_millis() >= 100);
}

#[tokio::test]
async fn impossible_acts_are_refused_in_words() {
    let play = Play::started().await;
    let said = |error: Error| error.to_string();
    assert!(said(play.local.say(777, play.ann(), "hi").unwrap_err()).contains("no person 777"));
    assert!(said(play.local.say(BOB, play.ann(), "hi").unwrap_err()).contains("is not in"));
    assert!(said(play.local.say(ANN, ChatId::private(1, ANN), "hi").unwrap_err()).contains("no bot 1"));
    assert!(said(play.local.say(ANN, play.ann(), " ").unwrap_err()).contains("1 to 4096"));
    assert!(said(play.local.reply(ANN, play.ann(), 99, "x").unwrap_err()).contains("no message 99"));
    assert!(said(play.local.put_person(Person::new(0, "x")).unwrap_err()).contains("positive id"));
    assert!(said(play.local.outcome(1).unwrap_err()).contains("unknown"));
    assert!(said(play.local.tap_answer(1).unwrap_err()).contains("unknown"));
    assert!(play.local.read(ChatId::private(1, 2), 0).messages.is_empty());
}

#[tokio::test]
async fn names_and_languages_reach_the_bot_and_can_change() {
    let play = Play::started().await;
    let ann = Person {
        last_name: Some("Kalnina".into()),
        username: Some("ann".into()),
        language_code: Some("lv".into()),
        ..Person::new(ANN, "Anna")
    };
    play.local.put_person(ann).unwrap();
    play.local.say(ANN, play.ann(), "hi").unwrap();
    let from = &play.updates().await[0]["message"]["from"];
    assert_eq!(
        *from,
        json!({
            "id": ANN, "is_bot": false, "first_name": "Anna", "last_name": "Kalnina", "username": "ann", "language_code": "lv",
        })
    );
    assert_eq!(play.local.people().len(), 2);
}

#[tokio::test]
async fn another_process_plays_people_over_http() {
    let play = Play::new().await;
    let people = People::new(play.sandbox.url());
    assert_eq!(people.bots().await.unwrap()[0].username, "bakery_bot");
    people.put_person(Person::new(77, "Cid")).await.unwrap();
    people.start(77, play.bot, "gift").await.unwrap();
    let chat = ChatId::private(play.bot, 77);
    assert_eq!(play.updates().await[0]["message"]["text"], "/start gift");

    let keyboard = json!({"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]});
    play.ok(
        "sendMessage",
        json!({"chat_id": 77, "text": "menu", "reply_markup": keyboard}),
    )
    .await;
    let seen = people.wait_for_news(chat, 1, Duration::from_secs(5)).await.unwrap();
    assert_eq!(seen, play.local.read(chat, 1));
    let menu = seen.last().unwrap().id;
    let tap = people.tap(77, chat, menu, "go").await.unwrap();
    assert_eq!(people.tap_answer(tap).await.unwrap(), None);
    people.forge_tap(77, chat, menu, "evil").await.unwrap();
    people.reply(77, chat, menu, "a reply").await.unwrap();
    people.say(77, chat, "a text").await.unwrap();
    assert_eq!(play.updates().await.len(), 4);

    let sent = play.ok("sendInvoice", with(invoice(), json!({"chat_id": 77}))).await;
    let message = sent["message_id"].as_i64().unwrap();
    let payment = people.pay(77, chat, message, Payment::default()).await.unwrap();
    assert_eq!(people.outcome(payment).await.unwrap(), Outcome::Waiting);
    play.ok(
        "answerPreCheckoutQuery",
        json!({"pre_checkout_query_id": payment.to_string(), "ok": true}),
    )
    .await;
    let charge = people.charge(payment).await.unwrap();
    let again = people.charge_again(payment).await.unwrap();
    assert_eq!(people.charges().await.unwrap(), [charge, again]);
    assert_eq!(
        people.message(chat, message).await.unwrap(),
        play.local.message(chat, message).unwrap()
    );
    let refused = people.decline(payment).await.unwrap_err();
    assert_eq!(refused, play.local.decline(payment).unwrap_err());
    people.block(77, play.bot).await.unwrap();
    people.unblock(77, play.bot).await.unwrap();
    let group = people.put_group(-5, "Staff", &[77, play.bot]).await.unwrap();
    assert_eq!(
        (group, people.read(group, 0).await.unwrap().messages.len()),
        (ChatId::group(-5), 0)
    );
}

#[tokio::test]
async fn a_sandbox_that_is_gone_is_named() {
    let people = People::new("http://127.0.0.1:1");
    let Err(Error::Machine(words)) = people.bots().await else {
        panic!("nobody can have answered")
    };
    assert!(
        words.contains("no sandbox answers at http://127.0.0.1:1/people"),
        "{words}"
    );
}
