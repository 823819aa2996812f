//! Media that are seen once Stars are paid for them.

use serde_json::json;

use super::*;
use crate::sandbox::{ChargedFor, Content, NewFile, People, SentAs};

impl Play {
    /// The file id of a photo of this bot.
    async fn photo(&self) -> Value {
        let file = NewFile {
            sent_as: SentAs::Photo,
            name: "cake.png".into(),
            mime_type: "image/png".into(),
            caption: String::new(),
            content: b"\x89PNG".to_vec(),
        };
        self.local.send_file(ANN, self.ann(), file).unwrap();
        self.updates().await[0]["message"]["photo"][0]["file_id"].clone()
    }

    /// Two photos for 7 Stars; returns the sent message.
    async fn sell(&self, chat: i64, payload: &str) -> Value {
        let photo = json!({"type": "photo", "media": self.photo().await});
        let media = json!({"chat_id": chat, "star_count": 7, "media": [photo, photo], "payload": payload});
        self.ok("sendPaidMedia", with(media, json!({"caption": "The recipe"})))
            .await
    }
}

#[tokio::test]
async fn who_pays_sees_them_and_the_bot_is_told_with_its_payload() {
    let play = Play::started().await;
    let sent = play.sell(ANN, "recipe-1").await;
    assert_eq!(sent["paid_media"]["star_count"], 7);
    assert_eq!(sent["paid_media"]["paid_media"].as_array().unwrap().len(), 2);
    let message = sent["message_id"].as_i64().unwrap();
    let seen = play.local.message(play.ann(), message).unwrap();
    assert_eq!(seen.content, Content::PaidMedia { stars: 7, count: 2 });
    assert_eq!(seen.text, "The recipe");
    let people = People::new(play.sandbox.url());
    let charge = people.buy_media(ANN, play.ann(), message).await.unwrap();
    assert_eq!((charge.total_amount, charge.charged_for), (7, ChargedFor::Media));
    let updates = play.updates().await;
    assert_eq!(updates.len(), 1, "nothing is asked before, and no message says it");
    let bought = &updates[0]["purchased_paid_media"];
    assert_eq!(
        (&bought["from"]["id"], &bought["paid_media_payload"]),
        (&json!(ANN), &json!("recipe-1"))
    );
    let listed = play.ok("getStarTransactions", json!({})).await;
    let source = &listed["transactions"][0]["source"];
    assert_eq!(
        (&source["transaction_type"], &source["paid_media_payload"]),
        (&json!("paid_media_payment"), &json!("recipe-1"))
    );
    assert_eq!(play.ok("getMyStarBalance", json!({})).await, json!({"amount": 7}));
    let twice = play.local.buy_media(ANN, play.ann(), message);
    assert!(
        twice
            .unwrap_err()
            .to_string()
            .contains("has paid for these media already")
    );
}

#[tokio::test]
async fn without_a_payload_and_in_a_channel_the_bot_hears_nothing() {
    let play = Play::started().await;
    let sent = play.sell(ANN, "").await;
    play.local
        .buy_media(ANN, play.ann(), sent["message_id"].as_i64().unwrap())
        .unwrap();
    let id = -1_001_999_111_222;
    let channel = play.local.put_channel(id, "News", &[play.bot], &[ANN]).unwrap();
    let post = play.sell(id, "recipe-1").await;
    play.local
        .buy_media(ANN, channel, post["message_id"].as_i64().unwrap())
        .unwrap();
    assert_eq!(play.updates().await, Vec::<Value>::new());
    let balance = play.ok("getMyStarBalance", json!({})).await;
    assert_eq!(
        balance,
        json!({"amount": 7}),
        "what is paid in a channel is the channel's"
    );
}

#[tokio::test]
async fn they_can_be_forwarded_and_not_copied() {
    let play = Play::started().await;
    let sent = play.sell(ANN, "recipe-1").await;
    let carry = json!({"chat_id": ANN, "from_chat_id": ANN, "message_id": sent["message_id"]});
    let said = play.refused("copyMessage", carry.clone()).await;
    assert_eq!(said, (400, "Bad Request: the message can't be copied".into()));
    let copy = play.ok("forwardMessage", carry).await;
    let charge = play
        .local
        .buy_media(ANN, play.ann(), copy["message_id"].as_i64().unwrap());
    assert_eq!(charge.unwrap().bot, play.bot);
    let edited = json!({"chat_id": ANN, "message_id": sent["message_id"], "caption": "The whole recipe"});
    let edited = play.ok("editMessageCaption", edited).await;
    assert_eq!(
        (&edited["caption"], &edited["paid_media"]["star_count"]),
        (&json!("The whole recipe"), &json!(7))
    );
}
