//! Posts, links and inline results, as they leave over the wire.

use serde_json::json;

use super::{
    fixture::{self, language, premises},
    server::{Server, ok, refused},
};
use crate::{
    conversation::{Effect, InlineResult, Post, PostFacts, PostKind, PostState, Showing},
    ids::{Campaign, ChatId, MessageId, Payload, PostId, ProductId, QueryId, Sku, TopicId},
    order::Quote,
    shop::{Payable, Revision},
    telegram::{ApiFault, Bot, perform, show_post},
    time::Timestamp,
};

const GROUP: ChatId = ChatId(-500);

/// Without its pictures: what leaves is words.
fn revision() -> Revision {
    let revision = std::sync::Arc::try_unwrap(fixture::revision()).unwrap();
    Revision {
        folder: "nowhere".into(),
        ..revision
    }
}

/// A post of the sourdough that nobody has seen yet.
fn facts(revision: &Revision, kind: PostKind) -> PostFacts {
    let product = &revision.shop.catalog.products()[0];
    let quote = Quote::standing(revision, &product.first_selection()).unwrap();
    PostFacts {
        post: Post {
            id: PostId(1),
            shop: revision.shop.id.clone(),
            kind,
            chat: GROUP,
            topic: TopicId(0),
            product: product.id.clone(),
            selection: product.first_selection(),
            payable: Payable::WhileStockLasts,
            invoice: None,
            state: PostState::Open,
            message: MessageId(0),
            url: String::new(),
            face: String::new(),
            note: String::new(),
            revision: revision.id.clone(),
            created_at: Timestamp(1),
            version: 1,
        },
        invoice: (kind != PostKind::Card).then_some((Payload(9), quote)),
        free: vec![(Sku::new("sourdough"), 2)],
    }
}

async fn show(bot: &Bot, revision: &Revision, facts: &mut PostFacts) -> Result<Showing, ApiFault> {
    let shown = show_post(bot, &premises(), revision, facts, GROUP).await?;
    facts.post.message = shown.message;
    facts.post.face.clone_from(&shown.face);
    facts.post.url.clone_from(&shown.url);
    Ok(shown)
}

#[tokio::test]
async fn a_card_is_sent_once_edited_when_it_changes_and_taken_away() {
    let sent = ok(&json!({"message_id": 31}));
    let (server, bot) = Server::start(vec![sent]).await;
    let revision = revision();
    let mut facts = facts(&revision, PostKind::Card);
    facts.post.selection.campaign = Campaign::parse("spring");
    assert_eq!(show(&bot, &revision, &mut facts).await.unwrap().message, MessageId(31));
    let body = server.body(0);
    assert_eq!(body["chat_id"], -500);
    assert_eq!(
        body["reply_markup"]["inline_keyboard"][0][0]["url"],
        "https://t.me/bakery_bot?start=p_sourdough_spring"
    );
    let same = show(&bot, &revision, &mut facts).await.unwrap();
    assert_eq!((same.message, server.methods().len()), (MessageId(31), 1));
    facts.free = vec![(Sku::new("sourdough"), 0)];
    show(&bot, &revision, &mut facts).await.unwrap();
    assert!(server.body(1)["text"].as_str().unwrap().contains("Sold out"));
    assert_eq!(
        server.body(1)["reply_markup"]["inline_keyboard"][0][0]["url"],
        "https://t.me/bakery_bot"
    );
    facts.post.state = PostState::Closed;
    let gone = show(&bot, &revision, &mut facts).await.unwrap();
    assert_eq!((gone.message, gone.note.as_str()), (MessageId(0), ""));
    assert_eq!(server.methods(), ["SendMessage", "EditMessageText", "deleteMessage"]);
}

#[tokio::test]
async fn a_post_stands_in_its_topic_and_in_no_other() {
    let gone = refused(400, "Bad Request: message thread not found");
    let (server, bot) = Server::start(vec![
        ok(&json!({"message_id": 31})),
        ok(&json!({"message_id": 32})),
        gone,
    ])
    .await;
    let revision = revision();
    for kind in [PostKind::Card, PostKind::Invoice] {
        let mut facts = facts(&revision, kind);
        facts.post.topic = TopicId(4);
        show(&bot, &revision, &mut facts).await.unwrap();
    }
    assert_eq!(
        [
            &server.body(0)["message_thread_id"],
            &server.body(1)["message_thread_id"]
        ],
        [&json!(4), &json!(4)]
    );
    let mut facts = facts(&revision, PostKind::Card);
    facts.post.topic = TopicId(4);
    let refused = show(&bot, &revision, &mut facts).await.unwrap_err();
    assert!(refused.to_string().contains("message thread not found"), "{refused}");
    assert_eq!(
        server.methods().len(),
        3,
        "what was meant for one topic is posted in no other"
    );
}

#[tokio::test]
async fn a_card_that_cannot_be_deleted_says_that_it_is_closed() {
    let old = refused(400, "Bad Request: message can't be deleted for everyone");
    let (server, bot) = Server::start(vec![old]).await;
    let revision = revision();
    let mut facts = facts(&revision, PostKind::Card);
    facts.post.message = MessageId(31);
    facts.post.state = PostState::Closed;
    let still = show(&bot, &revision, &mut facts).await.unwrap();
    assert!(still.note.contains("did not delete it"), "{}", still.note);
    assert_eq!(still.message, MessageId(31));
    assert!(server.body(1)["text"].as_str().unwrap().contains("closed"));
}

#[tokio::test]
async fn an_invoice_is_posted_anew_only_when_it_is_another() {
    let answers = vec![
        ok(&json!({"message_id": 31})),
        ok(&json!(true)),
        ok(&json!({"message_id": 32})),
    ];
    let (server, bot) = Server::start(answers).await;
    let revision = revision();
    let mut facts = facts(&revision, PostKind::Invoice);
    show(&bot, &revision, &mut facts).await.unwrap();
    show(&bot, &revision, &mut facts).await.unwrap();
    assert_eq!(server.methods(), ["sendInvoice"]);
    if let Some((payload, _)) = &mut facts.invoice {
        *payload = Payload(10);
    }
    assert_eq!(show(&bot, &revision, &mut facts).await.unwrap().message, MessageId(32));
    assert_eq!(server.methods()[1..], ["deleteMessage", "sendInvoice"]);
    facts.invoice = None;
    assert_eq!(show(&bot, &revision, &mut facts).await.unwrap().message, MessageId(0));
    assert_eq!(server.methods()[3..], ["deleteMessage"]);
}

#[tokio::test]
async fn a_link_is_made_once_and_has_no_chat() {
    let (server, bot) = Server::start(vec![ok(&json!("https://t.me/$abc"))]).await;
    let revision = revision();
    let mut facts = facts(&revision, PostKind::Link);
    assert_eq!(
        show(&bot, &revision, &mut facts).await.unwrap().url,
        "https://t.me/$abc"
    );
    show(&bot, &revision, &mut facts).await.unwrap();
    assert_eq!(server.methods(), ["createInvoiceLink"]);
    assert_eq!(server.body(0)["payload"], Payload(9).to_string());
    assert!(server.body(0).get("chat_id").is_none() && server.body(0).get("start_parameter").is_none());
}

#[tokio::test]
async fn inline_results_are_cards_or_invoices() {
    let (server, bot) = Server::start(vec![]).await;
    let revision = revision();
    let product = ProductId::parse("sourdough").unwrap();
    let quote = Quote::standing(&revision, &revision.shop.catalog.products()[0].first_selection()).unwrap();
    let results = [None, Some((Payload(9), quote))].map(|invoice| InlineResult {
        product: product.clone(),
        invoice,
    });
    let effect = Effect::AnswerInline {
        query: QueryId::new("1"),
        results: results.into(),
        next: Some(20),
        language: language("ru"),
    };
    perform(&bot, &premises(), &revision, &effect, None).await.unwrap();
    assert_eq!(server.methods(), ["answerInlineQuery"]);
    let body = server.body(0);
    assert_eq!(body["next_offset"], "20");
    let (card, invoice) = (&body["results"][0], &body["results"][1]);
    assert_eq!(
        (&card["type"], &card["title"]),
        (&json!("article"), &json!("Хлеб на закваске"))
    );
    let text = card["input_message_content"]["message_text"].as_str().unwrap();
    assert!(text.starts_with("Хлеб на закваске"), "{text}");
    assert_eq!(
        card["reply_markup"]["inline_keyboard"][0][0]["url"],
        "https://t.me/bakery_bot?start=p_sourdough"
    );
    assert_eq!(invoice["input_message_content"]["prices"][0]["amount"], 650);
    assert_eq!(invoice["input_message_content"]["payload"], Payload(9).to_string());
}
