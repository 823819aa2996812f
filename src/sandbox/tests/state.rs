//! The state file: what a killed sandbox still knows.

use std::path::PathBuf;

use serde_json::json;

use super::*;
use crate::sandbox::{Content, Outcome, Payment};

/// A folder of this test's own, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("kiosk-sandbox-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn options(&self) -> Options {
        Options {
            state: Some(self.0.join("sandbox.json")),
            ..Options::default()
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_killed_sandbox_loses_nothing_and_repeats_no_id() {
    let folder = Folder::new("kill");
    let play = Play::with(folder.options()).await;
    play.local.start(ANN, play.bot, "").unwrap();
    let update = play.local.waiting_updates(play.bot).unwrap()[0]["update_id"]
        .as_i64()
        .unwrap();
    let form = reqwest::multipart::Form::new().text("chat_id", ANN.to_string()).part(
        "document",
        reqwest::multipart::Part::bytes(b"\xff\x00KEY".as_slice()).file_name("k.bin"),
    );
    play.client
        .post(play.url("sendDocument"))
        .multipart(form)
        .send()
        .await
        .unwrap();
    let message = play.invoice().await;
    let waiting = play.local.pay(ANN, play.ann(), message, Payment::default()).unwrap();
    let paid = play.local.pay(ANN, play.ann(), message, Payment::default()).unwrap();
    play.ok(
        "answerPreCheckoutQuery",
        json!({"pre_checkout_query_id": paid.to_string(), "ok": true}),
    )
    .await;
    let charge = play.local.charge(paid).unwrap();
    let seen = play.local.read(play.ann(), 0);
    // No stop: the file alone must do.
    let after = Play::with(folder.options()).await;
    assert_eq!((&after.token, after.bot), (&play.token, play.bot));
    assert_eq!(after.local.read(after.ann(), 0), seen);
    assert!(matches!(&seen.messages[1].content, Content::Document(file) if file.head == b"\xff\x00KEY"));
    assert_eq!(after.local.charges(), [charge]);
    let ids: Vec<i64> = after
        .local
        .waiting_updates(after.bot)
        .unwrap()
        .iter()
        .map(|u| u["update_id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids, [update, update + 1, update + 2, update + 3]);
    assert_eq!(after.local.outcome(waiting).unwrap(), Outcome::Waiting);
    after.pass(10_000);
    assert_eq!(after.local.outcome(waiting).unwrap(), Outcome::TimedOut);

    after.updates().await;
    let next = after.invoice().await;
    assert!(next > seen.last().unwrap().id);
    assert!(after.local.pay(ANN, after.ann(), next, Payment::default()).unwrap() > paid);
    let updates = after.local.waiting_updates(after.bot).unwrap();
    assert_eq!(updates[0]["update_id"], json!(update + 4));
}

#[tokio::test]
async fn settings_and_acknowledgements_outlive_a_restart() {
    let folder = Folder::new("settings");
    let play = Play::with(folder.options()).await;
    play.local.start(ANN, play.bot, "").unwrap();
    play.updates().await;
    play.call("getUpdates", json!({"allowed_updates": ["callback_query"]}))
        .await;
    let after = Play::with(folder.options()).await;
    after.local.say(ANN, after.ann(), "unheard").unwrap();
    assert_eq!(after.local.waiting_count(after.bot).unwrap(), 0);
}

#[tokio::test]
async fn histories_are_cut_to_200_messages() {
    let folder = Folder::new("trim");
    let play = Play::with(folder.options()).await;
    for n in 0..205 {
        play.local.say(ANN, play.ann(), &n.to_string()).unwrap();
    }
    let after = Play::with(folder.options()).await;
    let seen = after.local.read(after.ann(), 0);
    assert_eq!((seen.messages.len(), seen.messages[0].text.as_str()), (200, "5"));
}

#[tokio::test]
async fn a_state_file_that_cannot_be_written_fails_the_act() {
    let folder = Folder::new("gone");
    let play = Play::with(folder.options()).await;
    play.local.start(ANN, play.bot, "").unwrap();
    std::fs::remove_dir_all(&folder.0).unwrap();
    let error = play.local.say(ANN, play.ann(), "hi").unwrap_err().to_string();
    assert!(
        error.contains("cannot be written") && error.contains("sandbox.json"),
        "{error}"
    );
    assert_eq!(
        play.refused("sendMessage", json!({"chat_id": ANN, "text": "x"}))
            .await
            .0,
        500
    );
}

#[tokio::test]
async fn a_taken_port_and_a_broken_file_are_named_at_the_start() {
    let play = Play::new().await;
    let port: u16 = play.sandbox.url().rsplit(':').next().unwrap().parse().unwrap();
    let Err(error) = Sandbox::start(Options {
        port,
        ..Options::default()
    })
    .await
    else {
        panic!("the port is taken")
    };
    assert!(error.to_string().contains(&format!("127.0.0.1:{port}")), "{error}");
    let folder = Folder::new("broken");
    std::fs::write(folder.0.join("sandbox.json"), "{}").unwrap();
    let Err(error) = Sandbox::start(folder.options()).await else {
        panic!("the file is broken")
    };
    assert!(error.to_string().contains("sandbox.json"), "{error}");
}
