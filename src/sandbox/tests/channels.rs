//! Channels, comings and goings, and who hears of what.

use serde_json::json;

use super::*;
use crate::sandbox::{BotSettings, Content, Payment, People};

const CHANNEL: i64 = -1_001_111_111_111;
const GROUP: i64 = -4_242;
const SUPERGROUP: i64 = -1_002_222_222_222;

fn kinds(updates: &[Value]) -> Vec<String> {
    let kind = |update: &Value| {
        let mut names = update.as_object().unwrap().keys();
        names.find(|name| *name != "update_id").unwrap().clone()
    };
    updates.iter().map(kind).collect()
}

#[tokio::test]
async fn a_bot_posts_in_a_channel_as_an_administrator_only() {
    let play = Play::started().await;
    let subscriber = play
        .local
        .put_channel(CHANNEL, "News", &[ANN], &[BOB, play.bot])
        .unwrap_err();
    assert!(
        subscriber.to_string().contains("only be an administrator"),
        "{subscriber}"
    );
    let channel = play.local.put_channel(CHANNEL, "News", &[ANN], &[BOB]).unwrap();
    let post = json!({"chat_id": CHANNEL, "text": "Fresh bread"});
    assert_eq!(
        play.refused("sendMessage", post.clone()).await,
        (400, "Bad Request: chat not found".into()),
        "a private channel that it never was in"
    );
    play.local.name_chat(CHANNEL, "bakery_news").unwrap();
    let named = with(post.clone(), json!({"chat_id": "@Bakery_News"}));
    let words = "Forbidden: bot is not a member of the channel chat";
    assert_eq!(play.refused("sendMessage", named.clone()).await, (403, words.into()));
    play.local.add_member(CHANNEL, ANN, play.bot).unwrap();
    let joined = &play.updates().await[0]["my_chat_member"];
    assert_eq!(
        (
            &joined["old_chat_member"]["status"],
            &joined["new_chat_member"]["status"]
        ),
        (&json!("left"), &json!("administrator"))
    );
    assert_eq!(joined["new_chat_member"]["can_post_messages"], true);
    let sent = play.ok("sendMessage", named).await;
    let is = json!({"id": CHANNEL, "title": "News", "username": "bakery_news", "type": "channel"});
    assert_eq!((&sent["chat"], &sent["sender_chat"]), (&is, &is));
    assert_eq!(sent["from"], Value::Null);
    let seen = play.local.read(channel, 0);
    assert_eq!(seen.last().unwrap().author_name, "News");
    let refused = play.local.say(BOB, channel, "may I?").unwrap_err();
    assert!(refused.to_string().contains("no administrator"), "{refused}");
    play.local.say(ANN, channel, "Closed today").unwrap();
    let updates = play.updates().await;
    assert_eq!(kinds(&updates), ["channel_post"], "its own posts come to nobody");
    assert_eq!(updates[0]["channel_post"]["sender_chat"], is);
    play.local.kick(CHANNEL, ANN, play.bot).unwrap();
    let words = "Forbidden: bot was kicked from the channel chat";
    assert_eq!(play.refused("sendMessage", post).await, (403, words.into()));
}

#[tokio::test]
async fn an_invoice_in_a_public_channel_is_paid_by_people_who_are_not_in_it() {
    let play = Play::started().await;
    let channel = play.local.put_channel(CHANNEL, "News", &[play.bot], &[ANN]).unwrap();
    let post = play
        .ok("sendInvoice", with(invoice(), json!({"chat_id": CHANNEL})))
        .await;
    let message = post["message_id"].as_i64().unwrap();
    let press = |payer| play.local.pay(payer, channel, message, Payment::default());
    assert!(press(BOB).is_err(), "a private channel is closed to strangers");
    play.local.name_chat(CHANNEL, "bakery_news").unwrap();
    for payer in [ANN, BOB, BOB] {
        let payment = press(payer).unwrap();
        let yes = json!({"pre_checkout_query_id": payment.to_string(), "ok": true});
        play.ok("answerPreCheckoutQuery", yes).await;
        play.local.charge(payment).unwrap();
        let paid = &play.updates().await[1]["message"];
        assert_eq!(
            (&paid["chat"]["id"], &paid["chat"]["type"]),
            (&json!(payer), &json!("private"))
        );
        assert_eq!(paid["successful_payment"]["invoice_payload"], "order-1");
    }
    let seen = play.local.message(channel, message).unwrap();
    assert!(
        matches!(seen.content, Content::Invoice(invoice) if !invoice.receipt),
        "a post never becomes a receipt"
    );
    let words = "Forbidden: bot can't initiate conversation with a user";
    let to_bob = json!({"chat_id": BOB, "text": "thanks"});
    assert_eq!(play.refused("sendMessage", to_bob).await, (403, words.into()));
}

#[tokio::test]
async fn comings_and_goings_reach_the_bots_of_a_group() {
    let play = Play::started().await;
    let group = play.local.put_group(GROUP, "Street", &[ANN]).unwrap();
    play.local.add_member(GROUP, ANN, play.bot).unwrap();
    let updates = play.updates().await;
    assert_eq!(kinds(&updates), ["my_chat_member", "message"]);
    assert_eq!(updates[0]["my_chat_member"]["from"]["id"], ANN);
    assert_eq!(updates[0]["my_chat_member"]["chat"]["type"], "group");
    assert_eq!(updates[1]["message"]["new_chat_members"][0]["id"], play.bot);
    play.local.join(GROUP, BOB).unwrap();
    let updates = play.updates().await;
    assert_eq!(
        kinds(&updates),
        ["message"],
        "chat_member is for administrators that ask for it"
    );
    assert_eq!(updates[0]["message"]["new_chat_members"][0]["id"], BOB);
    let line = play.local.read(group, 0).last().unwrap().clone();
    assert_eq!(
        (line.content, line.text.as_str()),
        (Content::Notice, "Bob joined the group")
    );

    play.call(
        "getUpdates",
        json!({"allowed_updates": ["chat_member", "my_chat_member"]}),
    )
    .await;
    play.local.make_admin(GROUP, ANN, play.bot).unwrap();
    play.local.kick(GROUP, ANN, BOB).unwrap();
    let updates = play.updates().await;
    assert_eq!(kinds(&updates), ["my_chat_member", "chat_member"]);
    assert_eq!(
        updates[1]["chat_member"]["new_chat_member"],
        json!({"user": updates[1]["chat_member"]["old_chat_member"]["user"], "status": "kicked", "until_date": 0})
    );
    assert!(
        play.local
            .join(GROUP, BOB)
            .unwrap_err()
            .to_string()
            .contains("shown out")
    );
    play.call("getUpdates", json!({"allowed_updates": []})).await;
    play.local.kick(GROUP, ANN, play.bot).unwrap();
    let updates = play.updates().await;
    assert_eq!(
        kinds(&updates),
        ["my_chat_member", "message"],
        "who is shown out is told"
    );
    assert_eq!(updates[1]["message"]["left_chat_member"]["id"], play.bot);
    let words = "Forbidden: bot was kicked from the group chat";
    let send = json!({"chat_id": GROUP, "text": "x"});
    assert_eq!(play.refused("sendMessage", send).await, (403, words.into()));
    let shy = BotSettings {
        joins_groups: false,
        ..BotSettings::default()
    };
    play.local.set_bot(play.bot, shy).unwrap();
    let refused = play.local.add_member(GROUP, ANN, play.bot).unwrap_err();
    assert!(refused.to_string().contains("cannot be added"), "{refused}");
    assert_eq!(play.ok("getMe", json!({})).await["can_join_groups"], false);
}

#[tokio::test]
async fn a_basic_group_that_is_a_supergroup_now_refuses_with_the_new_id() {
    let play = Play::started().await;
    play.local.put_group(GROUP, "Street", &[ANN, play.bot]).unwrap();
    let new = play.local.upgrade_group(GROUP, SUPERGROUP).unwrap();
    let updates = play.updates().await;
    assert_eq!(updates[0]["message"]["migrate_to_chat_id"], SUPERGROUP);
    assert_eq!(updates[1]["message"]["migrate_from_chat_id"], GROUP);
    let (status, answer) = play.call("sendMessage", json!({"chat_id": GROUP, "text": "x"})).await;
    let words = "Bad Request: group chat was upgraded to a supergroup chat";
    assert_eq!((status, &answer["description"]), (400, &json!(words)));
    assert_eq!(answer["parameters"], json!({"migrate_to_chat_id": SUPERGROUP}));
    play.ok("sendMessage", json!({"chat_id": SUPERGROUP, "text": "x"}))
        .await;
    assert!(play.local.say(ANN, ChatId::group(GROUP), "hi").is_err());
    play.local.say(ANN, new, "hi").unwrap();
}

#[tokio::test]
async fn each_message_of_a_group_is_for_one_bot_in_privacy_mode() {
    let play = Play::started().await;
    let token = play.local.add_bot("Florist", "florist_bot").unwrap();
    let other = play.local.bot_id(&token).unwrap();
    let group = play
        .local
        .put_group(SUPERGROUP, "Street", &[ANN, play.bot, other])
        .unwrap();
    let heard = |bot| play.local.waiting_count(bot).unwrap();
    play.local.say(ANN, group, "/id").unwrap();
    assert_eq!(
        (heard(play.bot), heard(other)),
        (1, 1),
        "before any bot has written all hear a command"
    );
    let sent = play
        .ok("sendMessage", json!({"chat_id": SUPERGROUP, "text": "Hello"}))
        .await;
    let hello = sent["message_id"].as_i64().unwrap();
    assert_eq!(heard(other), 1, "bots do not hear bots");
    play.local.say(ANN, group, "/id").unwrap();
    assert_eq!(
        (heard(play.bot), heard(other)),
        (2, 1),
        "a general command is for who wrote last"
    );
    play.local.say(ANN, group, "/id@Florist_Bot now").unwrap();
    assert_eq!((heard(play.bot), heard(other)), (2, 2));
    play.local.reply(ANN, group, hello, "/id@florist_bot").unwrap();
    assert_eq!((heard(play.bot), heard(other)), (3, 2), "replies come first");
    play.local.say(ANN, group, "chatter").unwrap();
    assert_eq!((heard(play.bot), heard(other)), (3, 2));
    let open = BotSettings {
        privacy: false,
        ..BotSettings::default()
    };
    play.local.set_bot(other, open).unwrap();
    play.local.make_admin(SUPERGROUP, ANN, play.bot).unwrap();
    let (mine, theirs) = (heard(play.bot), heard(other));
    play.local.say(ANN, group, "chatter").unwrap();
    assert_eq!((heard(play.bot), heard(other)), (mine + 1, theirs + 1));
}

#[tokio::test]
async fn another_process_sets_up_groups_and_channels() {
    let play = Play::started().await;
    let people = People::new(play.sandbox.url());
    let channel = people.put_channel(CHANNEL, "News", &[play.bot], &[ANN]).await.unwrap();
    people.name_chat(CHANNEL, "bakery_news").await.unwrap();
    people.put_group(GROUP, "Street", &[ANN]).await.unwrap();
    people.join(GROUP, BOB).await.unwrap();
    people.add_member(GROUP, ANN, play.bot).await.unwrap();
    people.make_admin(GROUP, ANN, BOB).await.unwrap();
    people.set_bot(play.bot, BotSettings::default()).await.unwrap();
    assert_eq!(people.members(GROUP).await.unwrap(), [ANN, BOB, play.bot]);
    people.kick(GROUP, BOB, ANN).await.unwrap();
    people.leave_group(GROUP, BOB).await.unwrap();
    assert_eq!(people.members(GROUP).await.unwrap(), [play.bot]);
    people.upgrade_group(GROUP, SUPERGROUP).await.unwrap();
    play.ok("sendMessage", json!({"chat_id": CHANNEL, "text": "x"})).await;
    assert_eq!(people.read(channel, 0).await.unwrap().messages.len(), 1);
    assert!(people.join(SUPERGROUP, 999).await.is_err());
}
