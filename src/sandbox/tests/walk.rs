//! Every method that the sandbox plays, asked rightly and with each required parameter missing; every kind of update
//! that it makes. Each answer and each update is held against the Bot API's own names, types and required fields.

use std::collections::BTreeSet;

use reqwest::multipart::{Form, Part};
use serde_json::json;

use super::*;
use crate::sandbox::api::Method;
use crate::sandbox::{BotSettings, Payment};

const PICTURE: &[u8] = b"\x89PNG picture";

/// A play in which there is something for every method to work on.
pub(super) struct Walk {
    pub(super) play: Play,
    text: i64,
    photo: (i64, String),
    document: String,
}

impl Walk {
    async fn new() -> Walk {
        Walk::with(Options::default()).await
    }

    pub(super) async fn with(options: Options) -> Walk {
        let play = Play::started_with(options).await;
        let text = play.send("hello").await;
        let photo = upload(&play, "sendPhoto", "photo").await;
        let file = |sent: &Value| sent["photo"][0]["file_id"].as_str().unwrap().to_owned();
        let photo = (photo["message_id"].as_i64().unwrap(), file(&photo));
        let document = upload(&play, "sendDocument", "document").await;
        let document = document["document"]["file_id"].as_str().unwrap().to_owned();
        Walk {
            play,
            text,
            photo,
            document,
        }
    }

    /// A right request of a method. What can be asked once only is made anew each time.
    pub(super) async fn right(&self, method: &str) -> Value {
        let (ann, text, photo) = (ANN, self.text, self.photo.0);
        let keyboard = json!({"inline_keyboard": [[{"text": "b", "callback_data": "x"}]]});
        let bold = json!([{"type": "bold", "offset": 0, "length": 1}]);
        match method {
            "getMe" | "getWebhookInfo" | "deleteWebhook" | "getMyStarBalance" => json!({}),
            "getUpdates" => json!({"offset": 1, "limit": 100, "timeout": 0, "allowed_updates": []}),
            "setWebhook" => json!({"url": "https://example.com/hook", "max_connections": 5}),
            "sendMessage" => json!({"chat_id": ann, "text": "hi", "entities": bold, "reply_markup": keyboard}),
            "sendPhoto" => json!({"chat_id": ann, "photo": self.photo.1, "caption": "c", "caption_entities": bold}),
            "sendDocument" => {
                json!({"chat_id": ann, "document": self.document, "reply_parameters": {"message_id": text}})
            }
            "sendInvoice" => invoice(),
            "sendMediaGroup" => {
                let photo = json!({"type": "photo", "media": self.photo.1});
                json!({"chat_id": ann, "media": [photo, photo]})
            }
            "getChat" | "getChatMemberCount" => json!({"chat_id": ann}),
            "getChatMember" => json!({"chat_id": self.channel(), "user_id": ann}),
            "sendChatAction" => json!({"chat_id": ann, "action": "typing"}),
            "deleteMessages" => json!({"chat_id": ann, "message_ids": [self.play.send("short-lived").await]}),
            "createChatInviteLink" => json!({"chat_id": self.channel(), "name": "Bread", "member_limit": 9}),
            "createChatSubscriptionInviteLink" => json!({
                "chat_id": self.channel(), "subscription_period": 2_592_000, "subscription_price": 50,
            }),
            "createForumTopic" => json!({"chat_id": self.forum(), "name": "Orders", "icon_color": 0xff_d67e}),
            "getChatAdministrators" | "leaveChat" => json!({"chat_id": self.channel()}),
            "createInvoiceLink" => with(invoice(), json!({"chat_id": null})),
            "forwardMessage" | "copyMessage" => json!({"chat_id": ann, "from_chat_id": ann, "message_id": text}),
            "editMessageText" => {
                let words = format!("edited {}", crate::sandbox::chance::letters(5));
                json!({"chat_id": ann, "message_id": text, "text": words})
            }
            "editMessageCaption" => {
                let words = crate::sandbox::chance::letters(9);
                json!({"chat_id": ann, "message_id": photo, "caption": words})
            }
            "editMessageMedia" => {
                let caption = crate::sandbox::chance::letters(9);
                let media = json!({"type": "photo", "media": self.photo.1, "caption": caption});
                json!({"chat_id": ann, "message_id": photo, "media": media})
            }
            "answerInlineQuery" => {
                let content = json!({"message_text": "t"});
                let article = json!({"type": "article", "id": "a", "title": "t", "input_message_content": content});
                let photo =
                    json!({"type": "photo", "id": "b", "photo_file_id": self.photo.1, "reply_markup": keyboard});
                let results = json!([article, photo]);
                json!({"inline_query_id": self.typed().to_string(), "results": results, "cache_time": 0})
            }
            "editMessageReplyMarkup" => {
                let data = crate::sandbox::chance::letters(9);
                let keyboard = json!({"inline_keyboard": [[{"text": "b", "callback_data": data}]]});
                json!({"chat_id": ann, "message_id": text, "reply_markup": keyboard})
            }
            "deleteMessage" => json!({"chat_id": ann, "message_id": self.play.send("short-lived").await}),
            "answerCallbackQuery" => {
                json!({"callback_query_id": self.tap().await.to_string(), "text": "t", "show_alert": true})
            }
            "answerPreCheckoutQuery" => json!({"pre_checkout_query_id": self.pay().await.to_string(), "ok": true}),
            "answerShippingQuery" => json!({
                "shipping_query_id": self.ship().await.to_string(), "ok": true,
                "shipping_options": [{"id": "post", "title": "Post", "prices": [{"label": "Post", "amount": 300}]}],
            }),
            "refundStarPayment" => json!({"user_id": ann, "telegram_payment_charge_id": self.stars().await}),
            "getStarTransactions" => json!({"offset": 0, "limit": 10}),
            "editUserStarSubscription" => {
                let charge = subscriptions::begun(&self.play).await.telegram_payment_charge_id;
                json!({"user_id": ann, "telegram_payment_charge_id": charge, "is_canceled": true})
            }
            "getMyCommands" | "deleteMyCommands" => json!({"scope": {"type": "chat", "chat_id": ann}}),
            "getFile" => json!({"file_id": self.document}),
            "sendPaidMedia" => {
                let photo = json!({"type": "photo", "media": self.photo.1});
                json!({"chat_id": ann, "star_count": 5, "media": [photo, photo], "payload": "p", "caption": "c"})
            }
            "setMyCommands" => json!({"commands": [{"command": "start", "description": "Begin"}]}),
            _ => panic!("no right request is written down for {method}"),
        }
    }

    /// A channel in which the bot is an administrator.
    fn channel(&self) -> i64 {
        let id = -1_001_111_111_111;
        self.play
            .local
            .put_channel(id, "News", &[self.play.bot], &[ANN])
            .unwrap();
        id
    }

    /// A supergroup with topics, in which the bot is an administrator.
    fn forum(&self) -> i64 {
        let (local, id) = (&self.play.local, -1_001_111_111_112);
        local.put_group(id, "Bakers", &[ANN, self.play.bot]).unwrap();
        local.make_admin(id, ANN, self.play.bot).unwrap();
        local.put_topic(id, 4, "Bread").unwrap();
        id
    }

    fn typed(&self) -> i64 {
        let (local, bot) = (&self.play.local, self.play.bot);
        let inline = BotSettings {
            inline: true,
            ..BotSettings::default()
        };
        local.set_bot(bot, inline).unwrap();
        local.type_inline(ANN, bot, self.play.ann(), "bread").unwrap()
    }

    async fn tap(&self) -> i64 {
        let keyboard = json!({"inline_keyboard": [[{"text": "b", "callback_data": "x"}]]});
        let sent = json!({"chat_id": ANN, "text": "tap", "reply_markup": keyboard});
        let message = self.play.ok("sendMessage", sent).await["message_id"].as_i64().unwrap();
        self.play.local.tap(ANN, self.play.ann(), message, "x").unwrap()
    }

    async fn ship(&self) -> i64 {
        let sent = self
            .play
            .ok("sendInvoice", with(invoice(), json!({"is_flexible": true})))
            .await;
        let message = sent["message_id"].as_i64().unwrap();
        let address = shipping::riga();
        self.play
            .local
            .ask_shipping(ANN, self.play.ann(), message, &address)
            .unwrap()
    }

    /// The id of a charge in Stars.
    async fn stars(&self) -> String {
        stars::bought(&self.play, 5).await.telegram_payment_charge_id
    }

    async fn pay(&self) -> i64 {
        let message = self.play.invoice().await;
        self.play
            .local
            .pay(ANN, self.play.ann(), message, Payment::default())
            .unwrap()
    }
}

async fn upload(play: &Play, method: &str, field: &'static str) -> Value {
    let part = Part::bytes(PICTURE)
        .file_name("file.png")
        .mime_str("image/png")
        .unwrap();
    let form = Form::new().text("chat_id", ANN.to_string()).part(field, part);
    let answer = play.client.post(play.url(method)).multipart(form).send().await.unwrap();
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(
        spec::judge_result(method, &answer["result"]),
        Vec::<String>::new(),
        "{answer}"
    );
    answer["result"].clone()
}

/// `ok` judges each answer.
#[tokio::test]
async fn every_answer_is_one_of_the_bot_api() {
    let walk = Walk::new().await;
    for method in Method::names() {
        let request = walk.right(method).await;
        walk.play.ok(method, request).await;
        walk.play.pass(1_000);
        if method == "setWebhook" {
            walk.play.ok("deleteWebhook", json!({})).await;
        }
    }
    assert_eq!(
        walk.play.local.complaints(),
        Vec::<String>::new(),
        "and so is every request of this test"
    );
}

/// What the real server takes as the wish for none.
const NOT_MISSED: &[(&str, &str)] = &[
    ("setWebhook", "url"),
    ("setMyCommands", "commands"),
    ("answerInlineQuery", "results"),
];

#[tokio::test]
async fn no_required_parameter_may_be_missing() {
    let walk = Walk::new().await;
    let mut tried = 0;
    for method in Method::names() {
        for parameter in spec::required(method) {
            let mut request = walk.right(method).await;
            request.as_object_mut().unwrap().remove(parameter).unwrap();
            let (status, answer) = walk.play.call(method, request).await;
            let is_missed = !NOT_MISSED.contains(&(method, parameter));
            assert_eq!(status == 400, is_missed, "{method} without {parameter}: {answer}");
            walk.play.pass(1_000);
            tried += 1;
        }
    }
    assert!(tried >= 19, "{tried}");
}

/// `updates` judges each of them.
#[tokio::test]
async fn every_update_is_one_of_the_bot_api() {
    let walk = Walk::new().await;
    let play = &walk.play;
    play.local.say(ANN, play.ann(), "/help").unwrap();
    walk.tap().await;
    walk.ship().await;
    let refunded = json!({"user_id": ANN, "telegram_payment_charge_id": walk.stars().await});
    play.ok("refundStarPayment", refunded).await;
    let payment = walk.pay().await;
    play.ok(
        "answerPreCheckoutQuery",
        json!({"pre_checkout_query_id": payment.to_string(), "ok": true}),
    )
    .await;
    play.local.charge(payment).unwrap();
    let charge = subscriptions::begun(play).await.telegram_payment_charge_id;
    play.local.cancel_subscription(ANN, &charge).unwrap();
    let paid = play.ok("sendPaidMedia", walk.right("sendPaidMedia").await).await;
    let message = paid["message_id"].as_i64().unwrap();
    play.local.buy_media(ANN, play.ann(), message).unwrap();
    play.local.block(ANN, play.bot).unwrap();
    play.local.unblock(ANN, play.bot).unwrap();
    let updates = play.updates().await;
    let kinds: BTreeSet<&str> = updates
        .iter()
        .flat_map(|update| update.as_object().unwrap().keys())
        .map(String::as_str)
        .collect();
    let made = [
        "callback_query",
        "message",
        "my_chat_member",
        "pre_checkout_query",
        "purchased_paid_media",
        "shipping_query",
        "subscription",
        "update_id",
    ];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), made);
}
