//! Sending, files, editing, deleting, answering taps.

use serde_json::json;

use super::*;
use crate::sandbox::{Content, Press};

fn part(bytes: &'static [u8], name: &'static str) -> reqwest::multipart::Part {
    reqwest::multipart::Part::bytes(bytes)
        .file_name(name)
        .mime_str("text/plain")
        .unwrap()
}

async fn upload(play: &Play, method: &str, form: reqwest::multipart::Form) -> Value {
    let request = play
        .client
        .post(play.url(method))
        .multipart(form.text("chat_id", ANN.to_string()));
    request.send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn a_message_is_answered_as_the_bot_api_writes_it_and_seen_by_its_person() {
    let play = Play::started().await;
    let sent = play
        .ok("sendMessage", json!({
            "chat_id": ANN, "text": "Bread 😀 now", "protect_content": true,
            "entities": [{"type": "bold", "offset": 0, "length": 5}, {"type": "text_link", "offset": 6, "length": 2, "url": "https://example.com"}],
            "link_preview_options": {"is_disabled": true},
            "reply_parameters": {"message_id": 1},
        }))
        .await;
    assert_eq!(sent["date"], json!(START_MS / 1000));
    assert_eq!(
        sent["from"],
        json!({"id": play.bot, "is_bot": true, "first_name": "Bakery", "username": "bakery_bot"})
    );
    assert_eq!(sent["entities"][1]["url"], "https://example.com");
    assert_eq!(sent["has_protected_content"], true);
    assert_eq!(sent["reply_to_message"]["text"], "/start");
    let seen = play
        .local
        .message(play.ann(), sent["message_id"].as_i64().unwrap())
        .unwrap();
    assert_eq!(
        (seen.text.as_str(), seen.protected, seen.reply_to),
        ("Bread 😀 now", true, Some(1))
    );
    assert_eq!(
        (seen.entities[0].kind.as_str(), seen.author_name.as_str()),
        ("bold", "Bakery")
    );
}

#[tokio::test]
async fn markup_becomes_entities_wherever_a_text_stands() {
    let play = Play::started().await;
    let html = |name: &str, text: &str| json!({"chat_id": ANN, "parse_mode": "HTML", name: text});
    let mention = format!("<b>Hi</b> <a href=\"tg://user?id={ANN}\">you</a> <a href=\"tg://user?id=4\">me</a>");
    let sent = play.ok("sendMessage", html("text", &mention)).await;
    assert_eq!(sent["text"], "Hi you me");
    let kinds = sent["entities"].as_array().unwrap().iter();
    let kinds: Vec<&str> = kinds.map(|entity| entity["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["bold", "text_mention"], "nobody knows a person with the id 4");
    assert_eq!(sent["entities"][1]["user"]["first_name"], "Ann");
    // Entities beside markup count for nothing.
    let both = json!({"entities": [{"type": "bold", "offset": 50, "length": 1}], "message_id": sent["message_id"]});
    let edited = play.ok("editMessageText", with(html("text", "<i>x</i>"), both)).await;
    assert_eq!(
        edited["entities"],
        json!([{"type": "italic", "offset": 0, "length": 1}])
    );
    let form = reqwest::multipart::Form::new()
        .text("caption", "*x*")
        .text("parse_mode", "MarkdownV2")
        .part("photo", part(b"\x89PNG....", "b.png"));
    let photo = upload(&play, "sendPhoto", form).await;
    assert_eq!(photo["result"]["caption_entities"][0]["type"], "bold");
}

#[tokio::test]
async fn force_reply_and_every_kind_of_button_reach_the_person() {
    let play = Play::started().await;
    let keyboard = json!({"inline_keyboard": [
        [{"text": "Site", "url": "https://example.com"}, {"text": "Buy", "callback_data": "b", "style": "success"}],
        [{"text": "Copy", "copy_text": {"text": "KEY"}, "style": "danger"}],
    ]});
    let mut odd = keyboard.clone();
    odd["inline_keyboard"][1][0]["at"] = json!(1);
    let sent = play
        .ok("sendMessage", json!({"chat_id": ANN, "text": "x", "reply_markup": odd}))
        .await;
    assert_eq!(sent["reply_markup"], keyboard, "what no button has is dropped");
    assert_eq!(
        play.local.complaints(),
        ["sendMessage: `reply_markup.inline_keyboard[1][0].at` is no field of InlineKeyboardButton"]
    );
    let seen = play
        .local
        .message(play.ann(), sent["message_id"].as_i64().unwrap())
        .unwrap();
    let presses: Vec<Press> = seen.every_button().map(|button| button.press.clone()).collect();
    let site = Press::Url("https://example.com".into());
    assert_eq!(
        presses,
        [site, Press::Data("b".into()), Press::Other("copy_text".into())]
    );
    play.ok(
        "sendMessage",
        json!({"chat_id": ANN, "text": "Name?", "reply_markup": {"force_reply": true}}),
    )
    .await;
    assert!(play.local.read(play.ann(), 0).last().unwrap().force_reply);
}

#[tokio::test]
async fn a_document_is_uploaded_seen_and_sent_again_by_its_id() {
    let play = Play::started().await;
    let form = reqwest::multipart::Form::new()
        .text("caption", "Your key")
        .part("document", part(b"KEY-1", "key.txt"));
    let sent = upload(&play, "sendDocument", form).await;
    let document = &sent["result"]["document"];
    assert_eq!(
        (&document["file_name"], &document["file_size"]),
        (&json!("key.txt"), &json!(5))
    );
    assert_eq!(document["mime_type"], "text/plain");
    assert_eq!(sent["result"]["caption"], "Your key");
    let again = play
        .ok("sendDocument", json!({"chat_id": ANN, "document": document["file_id"]}))
        .await;
    assert_eq!(again["document"], *document);
    let seen = play.local.read(play.ann(), 0);
    let Content::Document(file) = &seen.last().unwrap().content else {
        panic!("no document")
    };
    assert_eq!(
        (file.name.as_str(), file.bytes, file.head.as_slice()),
        ("key.txt", 5, b"KEY-1".as_slice())
    );
    let wrong = json!({"chat_id": ANN, "photo": document["file_id"]});
    let words = "Bad Request: can't use file of type Document as Photo";
    assert_eq!(play.refused("sendPhoto", wrong).await, (400, words.into()));
}

#[tokio::test]
async fn a_photo_is_uploaded_by_attach_and_its_id_belongs_to_one_bot() {
    let play = Play::started().await;
    let form = reqwest::multipart::Form::new()
        .text("photo", "attach://p1")
        .part("p1", part(b"\x89PNG....", "b.png"));
    let sent = upload(&play, "sendPhoto", form).await;
    let id = sent["result"]["photo"][0]["file_id"].clone();
    assert_eq!(sent["result"]["photo"][0]["file_size"], 8, "{sent}");
    play.ok("sendPhoto", json!({"chat_id": ANN, "photo": id, "caption": "again"}))
        .await;
    let Content::Photo(file) = &play.local.read(play.ann(), 0).last().unwrap().content.clone() else {
        panic!()
    };
    assert_eq!((file.bytes, file.head.len()), (8, 0));

    let other = play.local.add_bot("Florist", "florist_bot").unwrap();
    play.local.start(ANN, play.local.bot_id(&other).unwrap(), "").unwrap();
    let url = format!("{}/bot{other}/sendPhoto", play.sandbox.url());
    let answer = play
        .client
        .post(url)
        .json(&json!({"chat_id": ANN, "photo": id}))
        .send()
        .await
        .unwrap();
    let words = "Bad Request: wrong file identifier/HTTP URL specified";
    assert_eq!(answer.json::<Value>().await.unwrap()["description"], words);
}

#[tokio::test]
async fn of_a_large_document_the_first_64_kib_are_kept() {
    let play = Play::started().await;
    let bytes = vec![b'x'; 3_000_000];
    let file = reqwest::multipart::Part::bytes(bytes).file_name("big.bin");
    let sent = upload(
        &play,
        "sendDocument",
        reqwest::multipart::Form::new().part("document", file),
    )
    .await;
    assert_eq!(sent["result"]["document"]["file_size"], 3_000_000);
    let Content::Document(file) = &play.local.read(play.ann(), 0).last().unwrap().content.clone() else {
        panic!()
    };
    assert_eq!(file.head.len(), 65_536);
}

#[tokio::test]
async fn edits_change_text_caption_and_buttons_and_are_counted() {
    let play = Play::started().await;
    let id = play.send("one").await;
    let keyboard = json!({"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]});
    play.pass(5_000);
    let edited = play
        .ok(
            "editMessageText",
            json!({"chat_id": ANN, "message_id": id, "text": "two", "reply_markup": keyboard}),
        )
        .await;
    assert_eq!(
        (&edited["text"], &edited["edit_date"]),
        (&json!("two"), &json!(START_MS / 1000 + 5))
    );
    let edited = play
        .ok("editMessageReplyMarkup", json!({"chat_id": ANN, "message_id": id}))
        .await;
    assert_eq!(edited["reply_markup"], Value::Null);
    let seen = play.local.message(play.ann(), id).unwrap();
    assert_eq!((seen.text.as_str(), seen.edits, seen.buttons.len()), ("two", 2, 0));

    let form = reqwest::multipart::Form::new().part("document", part(b"1", "a.txt"));
    let file = upload(&play, "sendDocument", form).await["result"]["message_id"]
        .as_i64()
        .unwrap();
    let edited = play
        .ok(
            "editMessageCaption",
            json!({"chat_id": ANN, "message_id": file, "caption": "new"}),
        )
        .await;
    assert_eq!(edited["caption"], "new");
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_refused() {
    let play = Play::started().await;
    let id = play.send("one").await;
    let words = "Bad Request: message is not modified: specified new message content and reply markup are exactly the \
        same as a current content and reply markup of the message";
    let same = json!({"chat_id": ANN, "message_id": id, "text": "one"});
    assert_eq!(play.refused("editMessageText", same).await, (400, words.into()));
    assert_eq!(
        play.refused("editMessageReplyMarkup", json!({"chat_id": ANN, "message_id": id}))
            .await
            .1,
        words
    );
    assert_eq!(play.local.message(play.ann(), id).unwrap().edits, 0);
}

#[tokio::test]
async fn deleted_messages_are_gone_for_both() {
    let play = Play::started().await;
    let id = play.send("one").await;
    let before = play.local.read(play.ann(), 0).revision;
    assert_eq!(
        play.ok("deleteMessage", json!({"chat_id": ANN, "message_id": id}))
            .await,
        json!(true)
    );
    let news = play.local.read(play.ann(), before);
    assert_eq!((news.deleted.as_slice(), news.messages.len()), ([id].as_slice(), 0));
    let words = "Bad Request: message to delete not found";
    assert_eq!(
        play.refused("deleteMessage", json!({"chat_id": ANN, "message_id": id}))
            .await,
        (400, words.into())
    );
    let old = play.send("old").await;
    play.pass(48 * 3_600_000 + 1);
    let words = "Bad Request: message can't be deleted for everyone";
    assert_eq!(
        play.refused("deleteMessage", json!({"chat_id": ANN, "message_id": old}))
            .await
            .1,
        words
    );
}

#[tokio::test]
async fn a_tap_is_answered_once_and_within_fifteen_seconds() {
    let play = Play::started().await;
    let keyboard = json!({"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]});
    let sent = play
        .ok(
            "sendMessage",
            json!({"chat_id": ANN, "text": "x", "reply_markup": keyboard}),
        )
        .await;
    let id = sent["message_id"].as_i64().unwrap();
    let tap = play.local.tap(ANN, play.ann(), id, "go").unwrap();
    assert_eq!(play.local.tap_answer(tap).unwrap(), None);
    let answer = json!({"callback_query_id": tap.to_string(), "text": "No", "show_alert": true});
    play.ok("answerCallbackQuery", answer.clone()).await;
    let toast = play.local.tap_answer(tap).unwrap().unwrap();
    assert_eq!((toast.text.as_str(), toast.alert, toast.person), ("No", true, ANN));
    assert_eq!(play.local.read(play.ann(), 0).toasts, [toast]);

    let words = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    assert_eq!(play.refused("answerCallbackQuery", answer).await, (400, words.into()));
    let tap = play.local.tap(ANN, play.ann(), id, "go").unwrap();
    play.pass(15_001);
    let late = json!({"callback_query_id": tap.to_string()});
    assert_eq!(play.refused("answerCallbackQuery", late).await.1, words);
    assert!(
        play.local
            .tap(ANN, play.ann(), id, "other")
            .unwrap_err()
            .to_string()
            .contains("no button")
    );
    assert!(play.local.tap(BOB, play.ann(), id, "go").is_err());
}

#[tokio::test]
async fn a_forged_tap_carries_any_data_and_any_person() {
    let play = Play::started().await;
    let id = play.send("no buttons here").await;
    play.local.forge_tap(BOB, play.ann(), id, "admin:1").unwrap();
    let update = &play.updates().await[0]["callback_query"];
    assert_eq!(
        (&update["from"]["id"], &update["data"]),
        (&json!(BOB), &json!("admin:1"))
    );
    assert_eq!(update["message"]["chat"]["id"], ANN);
}

#[tokio::test]
async fn nobody_is_written_to_before_they_wrote_or_while_they_block() {
    let play = Play::started().await;
    let to = |id: i64| json!({"chat_id": id, "text": "x"});
    let words = "Forbidden: bot can't initiate conversation with a user";
    assert_eq!(play.refused("sendMessage", to(BOB)).await, (403, words.into()));
    assert_eq!(
        play.refused("sendMessage", to(999)).await,
        (400, "Bad Request: chat not found".into())
    );
    play.local.block(ANN, play.bot).unwrap();
    let update = &play.updates().await[0]["my_chat_member"];
    assert_eq!(update["new_chat_member"]["status"], "kicked");
    let words = "Forbidden: bot was blocked by the user";
    assert_eq!(play.refused("sendMessage", to(ANN)).await, (403, words.into()));
    assert!(play.local.say(ANN, play.ann(), "hi").is_err());
    play.local.unblock(ANN, play.bot).unwrap();
    play.ok("sendMessage", to(ANN)).await;
}
