//! What bots ask about chats, albums, and photos that are sent again by their id.

use serde_json::json;

use super::*;
use crate::sandbox::{Content, InlineResult};

const CHANNEL: i64 = -1_001_111_111_111;
const GROUP: i64 = -1_002_222_222_222;

/// Uploads two pictures as an album.
async fn album(play: &Play, chat: i64) -> Value {
    let picture = |name: &'static str| {
        let part = reqwest::multipart::Part::bytes(&b"\x89PNG picture"[..]);
        part.file_name(name).mime_str("image/png").unwrap()
    };
    let media = json!([
        {"type": "photo", "media": "attach://front", "caption": "From the front"},
        {"type": "photo", "media": "attach://back"},
    ]);
    let form = reqwest::multipart::Form::new()
        .text("chat_id", chat.to_string())
        .text("media", media.to_string())
        .part("front", picture("front.png"))
        .part("back", picture("back.png"));
    let request = play.client.post(play.url("sendMediaGroup")).multipart(form);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["ok"], true, "{answer}");
    answer["result"].clone()
}

#[tokio::test]
async fn a_bot_asks_about_chats_and_their_members() {
    let play = Play::started().await;
    play.local.put_group(GROUP, "Street", &[ANN, play.bot]).unwrap();
    play.local
        .put_channel(CHANNEL, "News", &[play.bot, ANN], &[BOB])
        .unwrap();
    play.local.name_chat(CHANNEL, "bakery_news").unwrap();
    let chat = play.ok("getChat", json!({"chat_id": "@bakery_news"})).await;
    assert_eq!(
        (&chat["id"], &chat["type"], &chat["active_usernames"]),
        (&json!(CHANNEL), &json!("channel"), &json!(["bakery_news"]))
    );
    assert_eq!(play.ok("getChat", json!({"chat_id": ANN})).await["first_name"], "Ann");
    for (chat, user, status) in [
        (GROUP, play.bot, "member"),
        (GROUP, BOB, "left"),
        (CHANNEL, play.bot, "administrator"),
        (CHANNEL, BOB, "member"),
        (ANN, ANN, "member"),
    ] {
        let member = play
            .ok("getChatMember", json!({"chat_id": chat, "user_id": user}))
            .await;
        assert_eq!(
            (&member["status"], &member["user"]["id"]),
            (&json!(status), &json!(user))
        );
    }
    let count = |chat: i64| play.ok("getChatMemberCount", json!({"chat_id": chat}));
    assert_eq!((count(CHANNEL).await, count(ANN).await), (json!(3), json!(2)));
    let admins = play.ok("getChatAdministrators", json!({"chat_id": CHANNEL})).await;
    assert_eq!(admins.as_array().unwrap().len(), 2);
    for (method, body, words) in [
        ("getChat", json!({"chat_id": BOB}), "Bad Request: chat not found"),
        (
            "getChatMember",
            json!({"chat_id": GROUP, "user_id": 77}),
            "Bad Request: user not found",
        ),
        (
            "getChatMember",
            json!({"chat_id": GROUP}),
            "Bad Request: invalid user_id specified",
        ),
        (
            "getChatAdministrators",
            json!({"chat_id": ANN}),
            "Bad Request: there are no administrators in the private chat",
        ),
        (
            "leaveChat",
            json!({"chat_id": ANN}),
            "Bad Request: chat member status can't be changed in private chats",
        ),
    ] {
        assert_eq!(play.refused(method, body).await, (400, words.into()));
    }
    assert_eq!(play.ok("leaveChat", json!({"chat_id": GROUP})).await, json!(true));
    let words = "Forbidden: bot is not a member of the supergroup chat";
    assert_eq!(
        play.refused("getChat", json!({"chat_id": GROUP})).await,
        (403, words.into())
    );
}

#[tokio::test]
async fn an_album_is_several_messages_of_one_group() {
    let play = Play::started().await;
    let channel = play.local.put_channel(CHANNEL, "News", &[play.bot], &[ANN]).unwrap();
    let sent = album(&play, CHANNEL).await;
    assert_eq!(sent[0]["caption"], "From the front");
    assert!(sent[0]["media_group_id"].is_string());
    assert_eq!(sent[0]["media_group_id"], sent[1]["media_group_id"]);
    let seen = play.local.read(channel, 0);
    assert!(
        seen.messages
            .iter()
            .all(|message| matches!(message.content, Content::Photo(_)))
    );
    let photo = json!({"type": "photo", "media": sent[0]["photo"][0]["file_id"]});
    let document = json!({"type": "document", "media": "BQACunknown"});
    for (media, words) in [
        (json!([]), "Bad Request: there are no messages to send"),
        (json!([photo]), "Bad Request: an album has 2-10 items"),
        (
            json!(vec![photo.clone(); 11]),
            "Bad Request: too many messages to send as an album",
        ),
        (json!({}), "Bad Request: expected an Array of InputMedia"),
        (
            json!([photo, document]),
            "Bad Request: can't use the media of the specified type in the album",
        ),
        (
            json!([photo, {"type": "photo", "media": "attach://nothing"}]),
            "Bad Request: can't parse InputMedia: media not found",
        ),
    ] {
        let request = json!({"chat_id": CHANNEL, "media": media});
        assert_eq!(play.refused("sendMediaGroup", request).await, (400, words.into()));
    }
    assert_eq!(
        play.local.read(channel, 0).messages.len(),
        2,
        "all of an album or nothing"
    );
}

#[tokio::test]
async fn a_photo_is_sent_again_by_its_id_everywhere() {
    let play = Play::started().await;
    let channel = play.local.put_channel(CHANNEL, "News", &[play.bot], &[ANN]).unwrap();
    let sent = album(&play, ANN).await;
    let [front, back] = [0, 1].map(|n| sent[n]["photo"][0]["file_id"].as_str().unwrap().to_owned());
    let post = json!({"chat_id": CHANNEL, "photo": front, "caption": "Bread"});
    let post = play.ok("sendPhoto", post).await;
    assert_eq!(post["photo"][0]["file_id"], json!(front));
    let media = json!({"type": "photo", "media": back, "caption": "Cake"});
    let edit = json!({"chat_id": CHANNEL, "message_id": post["message_id"], "media": media});
    let edited = play.ok("editMessageMedia", edit.clone()).await;
    assert_eq!(
        (&edited["photo"][0]["file_id"], &edited["caption"]),
        (&json!(back), &json!("Cake"))
    );
    assert!(play.refused("editMessageMedia", edit).await.1.contains("not modified"));
    let text = play
        .ok("sendMessage", json!({"chat_id": CHANNEL, "text": "Soon"}))
        .await;
    let edit = json!({"chat_id": CHANNEL, "message_id": text["message_id"], "media": media});
    play.ok("editMessageMedia", edit).await;
    let seen = play
        .local
        .message(channel, text["message_id"].as_i64().unwrap())
        .unwrap();
    assert!(
        matches!(seen.content, Content::Photo(file) if file.name == "back.png"),
        "a text can be replaced by a photo"
    );

    let settings = crate::sandbox::BotSettings {
        inline: true,
        ..crate::sandbox::BotSettings::default()
    };
    play.local.set_bot(play.bot, settings).unwrap();
    let friends = ChatId::people(ANN, BOB);
    let query = play.local.type_inline(BOB, play.bot, friends, "").unwrap();
    let results = json!([
        {"type": "photo", "id": "own", "photo_file_id": front, "title": "Bread", "caption": "Bread"},
        {"type": "photo", "id": "web", "photo_url": "https://example.com/a.jpg", "thumbnail_url": "https://example.com/s.jpg"},
    ]);
    let answer = json!({"inline_query_id": query.to_string(), "results": results});
    play.ok("answerInlineQuery", answer).await;
    let offered = play.local.inline_answer(query).unwrap().unwrap();
    let InlineResult { kind, title, .. } = &offered.results[0];
    assert_eq!((kind.as_str(), title.as_str()), ("photo", "Bread"));
    for (result, name) in [("own", "front.png"), ("web", "https://example.com/a.jpg")] {
        let message = play.local.choose(query, result).unwrap();
        let seen = play.local.message(friends, message).unwrap();
        assert!(
            matches!(seen.content, Content::Photo(file) if file.name == name),
            "{result}"
        );
    }
}
