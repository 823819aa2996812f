//! What bots ask about chats, albums, and photos that are sent again by their id.

use serde_json::json;

use super::*;
use crate::sandbox::{Content, InlineResult, Opened};

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

#[tokio::test]
async fn an_invite_link_lets_in_as_many_as_it_says() {
    let play = Play::started().await;
    play.local.put_group(GROUP, "Street", &[ANN, play.bot]).unwrap();
    let ask = json!({"chat_id": GROUP, "name": "From the shop", "member_limit": 1});
    let words = "Bad Request: not enough rights to manage chat invite link";
    assert_eq!(
        play.refused("createChatInviteLink", ask.clone()).await,
        (400, words.into())
    );
    play.local.make_admin(GROUP, ANN, play.bot).unwrap();
    let made = play.ok("createChatInviteLink", ask).await;
    assert_eq!(
        (&made["name"], &made["creator"]["id"]),
        (&json!("From the shop"), &json!(play.bot))
    );
    let link = made["invite_link"].as_str().unwrap();
    play.call("getUpdates", json!({"offset": -1, "allowed_updates": ["chat_member"]}))
        .await;
    play.updates().await;
    let chat = ChatId::group(GROUP);
    assert_eq!(play.local.open(BOB, link).unwrap(), Opened::Group { chat });
    let told = play.updates().await[0]["chat_member"].clone();
    assert_eq!(
        (&told["new_chat_member"]["status"], &told["invite_link"]["name"]),
        (&json!("member"), &json!("From the shop"))
    );
    assert!(play.local.open(ANN, link).unwrap_err().to_string().contains("expired"));
    let brief = json!({"chat_id": GROUP, "expire_date": START_MS / 1_000 + 60});
    let brief = play.ok("createChatInviteLink", brief).await["invite_link"].clone();
    play.pass(60_000);
    assert!(play.local.open(ANN, brief.as_str().unwrap()).is_err());
    assert!(play.local.open(ANN, "https://t.me/+unknown").is_err());
}

#[tokio::test]
async fn a_channel_is_entered_by_a_link_that_names_what_a_month_costs() {
    let play = Play::started().await;
    let channel = -1_001_333_444_555;
    play.local.put_channel(channel, "News", &[play.bot], &[ANN]).unwrap();
    let ask = json!({"chat_id": channel, "subscription_period": 2_592_000, "subscription_price": 50});
    let made = play.ok("createChatSubscriptionInviteLink", ask.clone()).await;
    assert_eq!(
        (&made["subscription_period"], &made["subscription_price"]),
        (&json!(2_592_000), &json!(50))
    );
    let chat = ChatId::group(channel);
    let opened = play.local.open(BOB, made["invite_link"].as_str().unwrap()).unwrap();
    assert_eq!(opened, Opened::Group { chat });
    assert_eq!(
        play.ok("getMyStarBalance", json!({})).await["amount"],
        0,
        "the Stars are the channel's"
    );
    play.local.put_group(GROUP, "Street", &[ANN, play.bot]).unwrap();
    play.local.make_admin(GROUP, ANN, play.bot).unwrap();
    for (change, words) in [
        (json!({"subscription_period": 60}), "SUBSCRIPTION_PERIOD_INVALID"),
        (json!({"subscription_price": 10_001}), "SUBSCRIPTION_AMOUNT_INVALID"),
        (json!({"chat_id": GROUP}), "CHAT_NOT_A_CHANNEL"),
    ] {
        let refused = play
            .refused("createChatSubscriptionInviteLink", with(ask.clone(), change))
            .await;
        assert_eq!(refused, (400, format!("Bad Request: {words}")));
    }
}

#[tokio::test]
async fn posts_can_be_deleted_after_two_days_and_private_messages_cannot() {
    let play = Play::started().await;
    play.local.put_channel(CHANNEL, "News", &[play.bot, ANN], &[]).unwrap();
    let send = |chat: i64| play.ok("sendMessage", json!({"chat_id": chat, "text": "x"}));
    let (post, private) = (send(CHANNEL).await, send(ANN).await);
    let others = play.local.say(ANN, ChatId::group(CHANNEL), "y").unwrap();
    play.pass(48 * 3_600_000 + 1);
    for message in [post["message_id"].clone(), json!(others)] {
        play.ok("deleteMessage", json!({"chat_id": CHANNEL, "message_id": message}))
            .await;
    }
    let private = json!({"chat_id": ANN, "message_id": private["message_id"]});
    let words = "Bad Request: message can't be deleted for everyone";
    assert_eq!(play.refused("deleteMessage", private).await, (400, words.into()));
}

#[tokio::test]
async fn a_deleted_account_does_nothing_and_hears_nothing() {
    let play = Play::started().await;
    play.local.deactivate(ANN).unwrap();
    let words = "Forbidden: user is deactivated";
    let send = json!({"chat_id": ANN, "text": "x"});
    assert_eq!(play.refused("sendMessage", send).await, (403, words.into()));
    let refused = play.local.say(ANN, play.ann(), "hi").unwrap_err();
    assert!(refused.to_string().contains("deleted their account"), "{refused}");
}

#[tokio::test]
async fn several_messages_are_deleted_at_once_and_missing_ones_skipped() {
    let play = Play::started().await;
    let (one, two) = (play.send("one").await, play.send("two").await);
    let ask = json!({"chat_id": ANN, "message_ids": [one, 999, two]});
    assert_eq!(play.ok("deleteMessages", ask).await, json!(true));
    assert_eq!(play.local.read(play.ann(), 0).messages.len(), 1, "her /start is left");
    for (ids, words) in [
        (json!("x"), "Bad Request: can't parse message_ids JSON object"),
        (json!({}), "Bad Request: expected an Array of message identifiers"),
        (json!([null]), "Bad Request: message identifier must be a Number"),
        (json!(["x"]), "Bad Request: can't parse message identifier as a Number"),
        (json!([0]), "Bad Request: invalid message identifier specified"),
        (
            json!(vec![1; 101]),
            "Bad Request: too many message identifiers specified",
        ),
    ] {
        let ask = json!({"chat_id": ANN, "message_ids": ids});
        assert_eq!(play.refused("deleteMessages", ask).await, (400, words.into()));
    }
    play.ok("sendChatAction", json!({"chat_id": ANN, "action": "typing"}))
        .await;
    let dance = json!({"chat_id": ANN, "action": "dancing"});
    let words = "Bad Request: wrong parameter action in request";
    assert_eq!(play.refused("sendChatAction", dance).await, (400, words.into()));
}
