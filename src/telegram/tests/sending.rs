//! What leaves over the wire.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    fixture::{facts, language, premises, revision, shop},
    server::{Server, TOKEN, ok, refused},
};
use crate::{
    conversation::{Effect, InvoiceMessage, Owed, Place, Screen, Toast},
    http::Http,
    ids::{BotId, ChatId, MessageId, OrderId, Payload, QueryId, TopicId, UpdateId},
    order::{Progress, Refusal, State},
    shop::{Revision, Secret, fixture},
    telegram::{ApiFault, Bot, Manner, Parting, UPDATES_MAX, deliver, mark_notice, perform, set_commands},
};

async fn show(bot: &Bot, revision: &Revision, place: Place, screen: Screen) -> Result<(), ApiFault> {
    let effect = Effect::Show {
        chat: ChatId(7),
        place,
        screen,
        language: language("en"),
    };
    perform(bot, &premises(), revision, &effect, None).await
}

fn card() -> Screen {
    let shop = shop();
    let product = &shop.catalog.products()[0];
    Screen::Card {
        product: product.id.clone(),
        selection: product.first_selection(),
        availability: crate::conversation::Availability::Left(2),
    }
}

fn instead(on_photo: bool) -> Place {
    Place::Instead {
        message: MessageId(5),
        on_photo,
    }
}

#[tokio::test]
async fn updates_are_asked_for_by_name_and_come_back_as_they_are() {
    let me = ok(&json!({"id": 123_456, "is_bot": true, "username": "bakery_bot"}));
    let (server, bot) = Server::start(vec![me, ok(&json!(true)), ok(&json!([{"update_id": 1}]))]).await;
    let me = bot.get_me().await.unwrap();
    assert_eq!((me.id, me.username.as_str()), (BotId(123_456), "bakery_bot"));
    bot.delete_webhook().await.unwrap();
    let body = bot
        .get_updates(Some(UpdateId(7)), UPDATES_MAX, Duration::from_secs(50))
        .await
        .unwrap();
    assert_eq!(crate::telegram::read_batch(&body).unwrap().len(), 1);
    assert_eq!(
        server.body(2),
        json!({"limit": 100, "timeout": 50, "offset": 7,
        "allowed_updates": ["message", "callback_query", "pre_checkout_query", "inline_query"]})
    );
    bot.get_updates(None, 500, Duration::ZERO).await.unwrap();
    assert_eq!(server.body(3).get("offset"), None);
    assert_eq!(server.body(3)["limit"], 100);
}

#[tokio::test]
async fn queries_are_answered_within_their_deadline_and_a_failing_server_costs_no_ten_seconds() {
    let old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    let broken = (502, json!("<html>"));
    let (server, bot) = Server::start(vec![ok(&json!(true)), refused(400, old), broken]).await;
    let (query, second) = (QueryId::new("9"), Duration::from_secs(1));
    bot.answer_pre_checkout(&query, None, second).await.unwrap();
    assert_eq!(server.body(0), json!({"pre_checkout_query_id": "9", "ok": true}));
    let no = "no ".repeat(100);
    assert_eq!(
        bot.answer_pre_checkout(&query, Some(&no), second).await,
        Err(ApiFault::TooOld)
    );
    assert_eq!(server.body(1)["error_message"].as_str().unwrap().len(), 200);
    let began = Instant::now();
    let fault = bot.answer_pre_checkout(&query, None, second).await.unwrap_err();
    assert!(matches!(fault, ApiFault::Unknown(_)));
    assert!(began.elapsed() < Duration::from_secs(3));
    let refusal = Effect::AnswerPreCheckout {
        query: query.clone(),
        verdict: Err(Refusal::TermsNotAgreed),
        language: language("en"),
    };
    perform(&bot, &premises(), &revision(), &refusal, None).await.unwrap();
    assert!(
        server.body(3)["error_message"]
            .as_str()
            .unwrap()
            .contains("@bakery_bot")
    );
    let toast = Effect::AnswerTap {
        query,
        toast: Some(Toast::Gone),
        language: language("en"),
    };
    perform(&bot, &premises(), &revision(), &toast, None).await.unwrap();
    assert_eq!(server.body(4)["callback_query_id"], "9");
}

/// A shop whose staff is told in topic 4 of chat 7.
fn with_topic() -> Revision {
    let mut shop = shop();
    (shop.orders_chat, shop.orders_topic) = (Some(ChatId(7)), TopicId(4));
    Arc::try_unwrap(fixture::revision("r1", shop)).unwrap()
}

#[tokio::test]
async fn the_staff_is_told_in_its_topic_and_a_topic_that_is_gone_loses_nothing() {
    let gone = refused(400, "Bad Request: message thread not found");
    let answers = vec![ok(&json!({})), ok(&json!({})), gone, ok(&json!({}))];
    let (server, bot) = Server::start(answers).await;
    let revision = with_topic();
    show(&bot, &revision, Place::New, Screen::Help).await.unwrap();
    assert_eq!(server.body(0)["message_thread_id"], 4);
    show(&bot, &revision, Place::Topic(TopicId(9)), Screen::Help)
        .await
        .unwrap();
    assert_eq!(
        server.body(1)["message_thread_id"],
        9,
        "an answer stands where it was asked"
    );
    show(&bot, &revision, Place::New, Screen::Help).await.unwrap();
    assert_eq!(server.body(2)["message_thread_id"], 4);
    assert_eq!(server.body(3).get("message_thread_id"), None);
}

#[tokio::test]
async fn screens_are_sent_with_entities_and_edited_in_place() {
    let same =
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same";
    let gone = refused(400, "Bad Request: message to edit not found");
    let answers = vec![ok(&json!({})), ok(&json!({})), refused(400, same), gone];
    let (server, bot) = Server::start(answers).await;
    let revision = revision();
    show(&bot, &revision, Place::New, Screen::Home).await.unwrap();
    let sent = server.body(0);
    assert_eq!(sent["entities"][0], json!({"type": "bold", "offset": 0, "length": 13}));
    assert_eq!(sent.get("parse_mode"), None);
    assert!(sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"].is_string());
    show(&bot, &revision, instead(false), Screen::Home).await.unwrap();
    show(&bot, &revision, instead(false), Screen::Home).await.unwrap();
    show(&bot, &revision, instead(false), Screen::Home).await.unwrap();
    show(&bot, &revision, instead(true), Screen::Home).await.unwrap();
    show(
        &bot,
        &revision,
        instead(false),
        Screen::AskAmount {
            product: shop().catalog.products()[4].id.clone(),
            campaign: None,
        },
    )
    .await
    .unwrap();
    let expected = [
        "SendMessage",
        "EditMessageText",
        "EditMessageText",
        "EditMessageText",
        "SendMessage",
        "SendMessage",
        "SendMessage",
    ];
    assert_eq!(server.methods(), expected);
    let asked = server.body(6);
    assert_eq!(asked["reply_markup"]["force_reply"], true);
    assert_eq!(asked["entities"][0]["url"], "https://t.me/bakery_bot?start=a_top-up");
}

#[tokio::test]
async fn a_file_that_is_no_picture_is_tried_once_and_its_card_is_then_edited_as_words() {
    let (server, bot) = Server::start(vec![refused(400, "Bad Request: IMAGE_PROCESS_FAILED")]).await;
    let revision = on_disk("telegram-no-picture");
    show(&bot, &revision, Place::New, card()).await.unwrap();
    show(&bot, &revision, instead(false), card()).await.unwrap();
    assert_eq!(server.methods(), ["SendPhoto", "SendMessage", "EditMessageText"]);
}

/// A revision whose folder exists and holds the picture and the book.
fn on_disk(name: &str) -> Arc<Revision> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/tmp")
        .join(name);
    for file in ["images/sourdough.png", "goods/book.pdf"] {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, format!("the bytes of {file}")).unwrap();
    }
    let revision = fixture::revision("r1", shop());
    Arc::new(Revision {
        folder,
        ..Arc::try_unwrap(revision).unwrap()
    })
}

fn sent_photo() -> (u16, Value) {
    let size = |id: &str| json!({"file_id": id, "file_unique_id": "u", "width": 1, "height": 1, "file_size": 3});
    let chat = json!({"id": 7, "type": "private", "first_name": "Ann"});
    ok(&json!({"message_id": 6, "date": 1, "chat": chat, "photo": [size("small"), size("large")]}))
}

#[tokio::test]
async fn a_picture_is_uploaded_once_and_left_out_where_telegram_does_not_take_it() {
    let (server, bot) = Server::start(vec![sent_photo()]).await;
    let revision = on_disk("telegram-photo");
    show(&bot, &revision, Place::New, card()).await.unwrap();
    show(&bot, &revision, Place::New, card()).await.unwrap();
    show(&bot, &revision, instead(true), card()).await.unwrap();
    assert_eq!(server.methods(), ["SendPhoto", "SendPhoto", "EditMessageCaption"]);
    assert!(
        server.asked.lock().unwrap()[0]
            .1
            .contains("the bytes of images/sourdough.png")
    );
    assert_eq!(server.body(1)["photo"], "large");
    std::fs::remove_file(revision.folder.join("images/sourdough.png")).unwrap();
    show(&bot, &revision, Place::New, card()).await.unwrap();
    assert_eq!(server.methods()[3], "SendMessage");
}

#[tokio::test]
async fn what_is_owed_is_sent_in_full_or_as_bare_words() {
    let blocked = refused(403, "Forbidden: bot was blocked by the user");
    let (server, bot) = Server::start(vec![ok(&json!({})), ok(&json!({})), blocked]).await;
    let revision = on_disk("telegram-owed");
    let facts = facts(&revision, &["sourdough", "book"], State::Fulfilled);
    let order = OrderId(1042);
    let language = language("en");
    let send = async |owed: &Owed, manner| {
        let parting = Parting {
            chat: ChatId(7),
            owed,
            language: &language,
            facts: Some(&facts),
        };
        deliver(&bot, &premises(), &revision, &parting, manner).await
    };
    send(&Owed::Notice { order }, Manner::Full).await.unwrap();
    assert_eq!(
        server.body(0)["reply_markup"]["inline_keyboard"][0]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    send(&Owed::Notice { order }, Manner::Plain).await.unwrap();
    assert_eq!(
        (server.body(1).get("reply_markup"), server.body(1).get("entities")),
        (None, None)
    );
    assert_eq!(server.body(1)["text"], server.body(0)["text"]);
    assert_eq!(
        send(&Owed::Receipt { order }, Manner::Full).await,
        Err(ApiFault::Blocked)
    );
    send(&Owed::File { order, line: 1 }, Manner::Full).await.unwrap();
    assert_eq!(server.methods()[3], "SendDocument");
    assert!(
        server.asked.lock().unwrap()[3]
            .1
            .contains("the bytes of goods/book.pdf")
    );
    let missing = send(&Owed::File { order, line: 9 }, Manner::Full).await;
    assert!(matches!(missing, Err(ApiFault::Refused { code: 0, .. })));
    let mut marked = facts.clone();
    marked.order.progress = Progress::Done;
    let under = (ChatId(-100), MessageId(8));
    mark_notice(&bot, &premises(), &revision, under, &marked, &language)
        .await
        .unwrap();
    assert_eq!(
        server.body(4)["reply_markup"]["inline_keyboard"][0][0]["text"],
        "✓ Ready"
    );
}

#[tokio::test]
async fn an_invoice_leaves_with_its_amounts_as_they_are() {
    let (server, bot) = Server::start(vec![]).await;
    let revision = revision();
    let mut quote = facts(&revision, &["key"], State::Open).quote;
    quote.lines[0].unit = 499_999_999_999;
    quote.total = 999_999_999_998;
    let message = InvoiceMessage {
        chat: ChatId(7),
        payload: Payload(9),
        quote,
        language: language("en"),
    };
    let effect = Effect::SendInvoice(Box::new(message));
    perform(&bot, &premises(), &revision, &effect, None).await.unwrap();
    assert_eq!(server.methods(), ["sendInvoice"]);
    assert_eq!(server.body(0)["prices"][0]["amount"], 999_999_999_998_i64);
    assert_eq!(server.body(0)["currency"], "EUR");
}

#[tokio::test]
async fn the_menu_of_commands_is_set_for_everybody_and_for_each_language() {
    let (server, bot) = Server::start(vec![]).await;
    set_commands(&bot, &revision()).await.unwrap();
    let languages: Vec<Value> = (0..3).map(|at| server.body(at)["language_code"].clone()).collect();
    assert_eq!(languages, [json!(null), json!("en"), json!("ru")]);
    assert_eq!(
        server.body(2)["commands"][0],
        json!({"command": "start", "description": "Посмотреть товары"})
    );
}

#[tokio::test]
async fn no_fault_and_no_debug_text_holds_the_token() {
    let http = Http::new().unwrap();
    let nobody = Bot::new(&http, "http://127.0.0.1:1", &Secret::new(TOKEN)).unwrap();
    let query = nobody.get_me().await.unwrap_err();
    let upload = show(&nobody, &on_disk("telegram-fault"), Place::New, card())
        .await
        .unwrap_err();
    assert!(
        matches!((&query, &upload), (ApiFault::NotSent(_), ApiFault::NotSent(_))),
        "{query} {upload}"
    );
    let bad = Bot::new(&http, "telegram", &Secret::new(TOKEN)).unwrap_err();
    for words in [
        format!("{query} {upload} {bad}"),
        format!("{query:?} {upload:?} {bad:?} {nobody:?}"),
    ] {
        assert!(!words.contains("AAbbCC"), "{words}");
    }
}

#[tokio::test]
async fn an_invoice_is_not_lost_with_its_picture() {
    let refusal = refused(400, "Bad Request: wrong invoice information specified");
    let (server, bot) = Server::start(vec![refusal.clone(), ok(&json!({}))]).await;
    let mut shop = fixture::shop();
    let mut products: Vec<_> = shop
        .catalog
        .products()
        .iter()
        .map(|product| (**product).clone())
        .collect();
    products[0].invoice_photo = Some(crate::shop::InvoicePhoto {
        url: "https://example.com/gone.jpg".into(),
        width: 800,
        height: 600,
        size: 0,
    });
    shop.catalog = crate::shop::Catalog::new(Vec::new(), products);
    let revision = fixture::revision("r2", shop);
    let quote = facts(&revision, &["sourdough"], State::Open).quote;
    let effect = Effect::SendInvoice(Box::new(InvoiceMessage {
        chat: ChatId(7),
        payload: Payload(1),
        quote,
        language: language("en"),
    }));
    perform(&bot, &premises(), &revision, &effect, None).await.unwrap();
    assert_eq!(server.body(0)["photo_url"], "https://example.com/gone.jpg");
    assert_eq!(server.body(0)["photo_width"], 800);
    let second = server.body(1);
    assert_eq!((second.get("photo_url"), second.get("photo_width")), (None, None));
    assert_eq!(second["prices"], server.body(0)["prices"]);
}
