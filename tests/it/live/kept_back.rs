//! Files that wait: for a yes where they look like a slip, for their next change after a rollback. A restart is no yes.

use std::time::{Duration, Instant};

use kiosk::sandbox::{ChatId, MessageView, Person, Press};

use super::{ANN, CEILING, FAIR, Live, STAFF_CHAT, catalog};
use crate::fair::STAFF;

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_waits_for_a_yes() {
    let live = Live::open("live-slip").await;
    let serving = live.revision().await;
    live.save("catalog.yaml", &catalog("52.0"));
    live.attempt_is("held").await;
    assert_eq!(live.revision().await, serving);
    live.staff_hear("kiosk reload fair --accept").await;
    let held = live.held().await;
    let (fine, words) = live.kiosk(&["reload", FAIR.name]);
    assert!(!fine && words.contains("more than 5 times"), "{words}");
    assert!(live.kiosk(&["reload", FAIR.name, "--accept", &held]).0);
    assert_eq!(live.revision().await, held);
    live.staff_hear("now serves its new files").await;
    assert_eq!(live.heard("may hold a slip"), 1, "one question is enough");
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
    live.staff_hear("serves an earlier version").await;
    let (fine, words) = live.kiosk(&["rollback", FAIR.name, &first]);
    assert!(fine && words.contains("which served already"), "{words}");
    let live = live.restart("second").await;
    assert_eq!(live.revision().await, first);
    live.attempt_is("rolled_back").await;
    let (fine, words) = live.kiosk(&["status"]);
    assert!(!fine && words.contains("set aside by a rollback"), "{words}");
    assert_eq!(live.heard("serves an earlier version"), 1);
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

/// The question in the staff's chat, with its button.
async fn question(live: &Live) -> MessageView {
    let chat = ChatId::Group { id: STAFF_CHAT };
    let asks =
        |message: &MessageView| message.every_button().next().is_some() && message.text.contains("may hold a slip");
    let began = Instant::now();
    loop {
        let messages = live.fair.local.read(chat, 0).messages;
        if let Some(message) = messages.into_iter().rfind(asks) {
            return message;
        }
        assert!(began.elapsed() < CEILING, "the staff were never asked");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Presses the button of a question, and gives what is said over the chat.
async fn presses(live: &Live, person: i64, question: &MessageView) -> String {
    let local = &live.fair.local;
    let chat = ChatId::Group { id: STAFF_CHAT };
    let data = question.every_button().find_map(|button| match &button.press {
        Press::Data(data) => Some(data.clone()),
        _ => None,
    });
    let tap = local.forge_tap(person, chat, question.id, &data.unwrap()).unwrap();
    let began = Instant::now();
    loop {
        if let Some(toast) = local.tap_answer(tap).unwrap() {
            return toast.text;
        }
        assert!(began.elapsed() < CEILING, "the button was never answered");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_says_yes_in_the_chat_once_and_only_to_what_was_shown() {
    let live = Live::open("live-button").await;
    let serving = live.revision().await;
    live.save("catalog.yaml", &catalog("52.00"));
    live.held().await;
    let first = question(&live).await;
    live.fair.local.put_person(Person::new(ANN, "Ann")).unwrap();
    assert!(presses(&live, ANN, &first).await.contains("for the shop's staff"));
    assert_eq!(live.revision().await, serving);

    // The files change once more: the button of the first question is one for others.
    live.save("catalog.yaml", &catalog("53.00"));
    live.staff_hear("53.00 €").await;
    let held = live.held().await;
    assert!(presses(&live, STAFF, &first).await.contains("holds other files by now"));
    assert_eq!(live.revision().await, serving);
    live.staff_hear("are not in the folder any more").await;

    let live = live.restart("second").await;
    let second = question(&live).await;
    assert!(presses(&live, STAFF, &second).await.contains("now serves these files"));
    assert_eq!(live.revision().await, held);
    assert!(
        presses(&live, STAFF, &second)
            .await
            .contains("serves these files already")
    );
    live.staff_hear("were accepted").await;
    let chat = ChatId::Group { id: STAFF_CHAT };
    let began = Instant::now();
    loop {
        let messages = live.fair.local.read(chat, 0).messages;
        let edited = messages.iter().find(|message| message.id == second.id).unwrap();
        if edited.every_button().next().is_none() {
            break;
        }
        assert!(began.elapsed() < CEILING, "the button stayed: {edited:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    live.ends_well().await;
}
