//! Files: sent by people and bots, asked for by `getFile`, downloaded.

use serde_json::json;

use super::*;
use crate::sandbox::{NewFile, SentAs};

fn receipt(content: &[u8]) -> NewFile {
    NewFile {
        sent_as: SentAs::Photo,
        name: "receipt.png".into(),
        mime_type: "image/png".into(),
        caption: "I paid".into(),
        content: content.to_vec(),
    }
}

/// Status and body of what stands behind a path.
async fn download(play: &Play, token: &str, path: &str) -> (u16, Vec<u8>) {
    let url = format!("{}/file/bot{token}/{path}", play.sandbox.url());
    let answer = play.client.get(url).send().await.unwrap();
    (answer.status().as_u16(), answer.bytes().await.unwrap().to_vec())
}

#[tokio::test]
async fn a_bot_downloads_what_a_person_sent_it() {
    let play = Play::started().await;
    let bytes: Vec<u8> = (0..200_000_u32).map(|at| (at % 251) as u8).collect();
    play.local.send_file(ANN, play.ann(), receipt(&bytes)).unwrap();
    let updates = play.updates().await;
    let message = &updates[0]["message"];
    assert_eq!(message["caption"], "I paid");
    let file_id = &message["photo"][0]["file_id"];
    let file = play.ok("getFile", json!({"file_id": file_id})).await;
    assert_eq!(
        (&file["file_id"], &file["file_size"], &file["file_unique_id"]),
        (file_id, &json!(200_000), &message["photo"][0]["file_unique_id"])
    );
    let path = file["file_path"].as_str().unwrap();
    let (name, ending) = path.split_once('.').unwrap();
    assert!(name.starts_with("photos/file_") && ending == "jpg", "{path}");
    assert_eq!(download(&play, &play.token, path).await, (200, bytes));
}

#[tokio::test]
async fn a_file_is_for_the_bot_that_got_it_alone() {
    let play = Play::started().await;
    play.local.send_file(ANN, play.ann(), receipt(b"one")).unwrap();
    let file_id = play.updates().await[0]["message"]["photo"][0]["file_id"].clone();
    let file = play.ok("getFile", json!({"file_id": file_id})).await;
    let path = file["file_path"].as_str().unwrap();
    let other = play.local.add_bot("Florist", "florist_bot").unwrap();
    let url = format!("{}/bot{other}/getFile", play.sandbox.url());
    let answer = play.client.post(url).json(&json!({"file_id": file_id})).send().await;
    let answer: Value = answer.unwrap().json().await.unwrap();
    assert_eq!(answer["description"], "Bad Request: invalid file_id");
    for (token, path, status) in [
        (other.as_str(), path, 404),
        (play.token.as_str(), "photos/file_999.jpg", 404),
        ("1:wrong", path, 401),
        ("no-token", path, 401),
    ] {
        let (said, body) = download(&play, token, path).await;
        assert_eq!(said, status, "{token} {path}");
        assert_eq!(serde_json::from_slice::<Value>(&body).unwrap()["ok"], false);
    }
}

#[tokio::test]
async fn a_file_beyond_20_mb_is_too_big_and_one_from_before_a_restart_is_unavailable() {
    let folder = std::env::temp_dir().join(format!("kiosk-files-{}", crate::sandbox::chance::letters(12)));
    std::fs::create_dir_all(&folder).unwrap();
    let options = Options {
        state: Some(folder.join("telegram.json")),
        ..Options::default()
    };
    let play = Play::with(options.clone()).await;
    play.local.start(ANN, play.bot, "").unwrap();
    let big = reqwest::multipart::Part::bytes(vec![7; 20 * 1024 * 1024 + 1]).file_name("film.bin");
    let form = reqwest::multipart::Form::new().text("chat_id", ANN.to_string());
    let sent = play.client.post(play.url("sendDocument"));
    let sent = sent.multipart(form.part("document", big)).send().await.unwrap();
    let sent: Value = sent.json().await.unwrap();
    let file_id = sent["result"]["document"]["file_id"].clone();
    let said = play.refused("getFile", json!({"file_id": file_id})).await;
    assert_eq!(said, (400, "Bad Request: file is too big".into()));
    play.updates().await;
    play.local.send_file(ANN, play.ann(), receipt(b"one")).unwrap();
    let file_id = play.updates().await[0]["message"]["photo"][0]["file_id"].clone();
    play.sandbox.stop().await;
    let play = Play::with(options).await;
    let said = play.refused("getFile", json!({"file_id": file_id})).await;
    let words = "Bad Request: wrong file_id or the file is temporarily unavailable";
    assert_eq!(said, (400, words.into()));
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_copy_of_a_photo_has_another_caption_and_buttons_of_its_own() {
    let play = Play::started().await;
    let original = play.local.send_file(ANN, play.ann(), receipt(b"\x89PNG")).unwrap();
    let copy = json!({"chat_id": ANN, "from_chat_id": ANN, "message_id": original});
    let keyboard = json!({"inline_keyboard": [[{"text": "Paid", "callback_data": "x"}]]});
    let changed = json!({"caption": "<b>Seen</b>", "parse_mode": "HTML", "reply_markup": keyboard});
    let changed = with(changed, json!({"reply_parameters": {"message_id": original}}));
    for (request, text, buttons, reply_to) in [
        (copy.clone(), "I paid", 0, None),
        (with(copy, changed), "Seen", 1, Some(original)),
    ] {
        let id = play.ok("copyMessage", request).await["message_id"].as_i64().unwrap();
        let seen = play.local.message(play.ann(), id).unwrap();
        assert_eq!(
            (seen.text.as_str(), seen.every_button().count(), seen.reply_to),
            (text, buttons, reply_to)
        );
        assert!(matches!(seen.content, crate::sandbox::Content::Photo(_)) && seen.by_bot);
    }
}
