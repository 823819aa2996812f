//! Inline mode: queries, results, the messages that they become, and edits by inline message id.

use serde_json::json;

use super::*;
use crate::sandbox::{BotSettings, InlineButton, Outcome, Payment, People, Press};

const GROUP: i64 = -1_002_222_222_222;

impl Play {
    /// With inline mode and its feedback switched on.
    async fn inline() -> Play {
        let play = Play::started().await;
        let settings = BotSettings {
            inline: true,
            inline_feedback: true,
            ..BotSettings::default()
        };
        play.local.set_bot(play.bot, settings).unwrap();
        play
    }

    async fn offer(&self, query: i64, more: Value) -> Value {
        let answer = json!({"inline_query_id": query.to_string(), "results": results(), "cache_time": 0});
        self.ok("answerInlineQuery", with(answer, more)).await
    }
}

fn article(id: &str, content: &Value) -> Value {
    json!({"type": "article", "id": id, "title": "Bread", "description": "12.50 EUR", "input_message_content": content})
}

fn results() -> Value {
    let buy = json!({"inline_keyboard": [[{"text": "Buy", "callback_data": "buy:bread"}]]});
    let card = with(
        article("card", &json!({"message_text": "Bread, 12.50 EUR"})),
        json!({"reply_markup": buy}),
    );
    let content = with(invoice(), json!({"chat_id": null}));
    json!([
        card,
        article("bill", &content),
        article("plain", &json!({"message_text": "Just words"}))
    ])
}

#[tokio::test]
async fn a_query_reaches_the_bot_and_its_results_the_person() {
    let play = Play::inline().await;
    assert_eq!(play.ok("getMe", json!({})).await["supports_inline_queries"], true);
    let friends = ChatId::people(BOB, ANN);
    let query = play.local.type_inline(BOB, play.bot, friends, "bread").unwrap();
    assert_eq!(play.local.inline_answer(query).unwrap(), None);
    let update = play.updates().await[0]["inline_query"].clone();
    let asked = ["query", "offset", "chat_type"].map(|name| update[name].as_str().unwrap());
    assert_eq!(asked, ["bread", "", "private"]);
    assert_eq!(
        (&update["id"], &update["from"]["id"]),
        (&json!(query.to_string()), &json!(BOB))
    );
    let button = json!({"text": "Open the shop", "start_parameter": "inline"});
    play.offer(query, json!({"button": button, "next_offset": "50"})).await;
    let answer = play.local.inline_answer(query).unwrap().unwrap();
    let shown: Vec<&str> = answer.results.iter().map(|result| result.id.as_str()).collect();
    assert_eq!(shown, ["card", "bill", "plain"]);
    assert_eq!((answer.results[0].title.as_str(), answer.is_cached), ("Bread", false));
    let button = InlineButton {
        text: "Open the shop".into(),
        start_parameter: "inline".into(),
    };
    assert_eq!(answer.button, Some(button));
    let next = play.local.more_inline(query).unwrap();
    assert_eq!(play.updates().await[0]["inline_query"]["offset"], "50");
    assert!(play.local.more_inline(next).is_err());
    for (chat, kind) in [
        (ChatId::private(play.bot, ANN), "sender"),
        (play.local.put_group(GROUP, "Street", &[ANN]).unwrap(), "supergroup"),
    ] {
        play.local.type_inline(ANN, play.bot, chat, "").unwrap();
        assert_eq!(play.updates().await[0]["inline_query"]["chat_type"], kind);
    }
}

#[tokio::test]
async fn a_chosen_result_is_a_message_of_the_person_that_the_bot_edits_by_its_inline_id() {
    let play = Play::inline().await;
    let friends = ChatId::people(BOB, ANN);
    let query = play.local.type_inline(BOB, play.bot, friends, "bread").unwrap();
    play.offer(query, json!({})).await;
    play.updates().await;
    let message = play.local.choose(query, "card").unwrap();
    let seen = play.local.message(friends, message).unwrap();
    assert_eq!(
        (seen.author, seen.via_bot, seen.text.as_str()),
        (BOB, Some(play.bot), "Bread, 12.50 EUR")
    );
    let chosen = play.updates().await[0]["chosen_inline_result"].clone();
    assert_eq!(
        (&chosen["result_id"], &chosen["query"], &chosen["from"]["id"]),
        (&json!("card"), &json!("bread"), &json!(BOB))
    );
    let inline_id = &chosen["inline_message_id"];
    assert!(inline_id.is_string());

    let tap = play.local.tap(ANN, friends, message, "buy:bread").unwrap();
    let tapped = play.updates().await[0]["callback_query"].clone();
    assert_eq!(
        (&tapped["inline_message_id"], &tapped["message"]),
        (inline_id, &Value::Null)
    );
    let answer = json!({"callback_query_id": tap.to_string(), "text": "Sold out"});
    play.ok("answerCallbackQuery", answer).await;
    assert_eq!(play.local.tap_answer(tap).unwrap().unwrap().text, "Sold out");

    let edit = json!({"inline_message_id": inline_id, "text": "Sold out"});
    assert_eq!(play.ok("editMessageText", edit.clone()).await, json!(true));
    let seen = play.local.message(friends, message).unwrap();
    assert_eq!((seen.text.as_str(), seen.edits, seen.buttons.len()), ("Sold out", 1, 0));
    let words = "Bad Request: message is not modified: specified new message content and reply markup are exactly the \
        same as a current content and reply markup of the message";
    assert_eq!(play.refused("editMessageText", edit.clone()).await.1, words);
    let keyboard = json!({"inline_keyboard": [[{"text": "Shop", "url": "https://t.me/bakery_bot?start=x"}]]});
    let markup = json!({"inline_message_id": inline_id, "reply_markup": keyboard});
    assert_eq!(play.ok("editMessageReplyMarkup", markup).await, json!(true));
    let unknown = with(edit.clone(), json!({"inline_message_id": "BAAAnobody"}));
    assert_eq!(
        play.refused("editMessageText", unknown).await.1,
        "Bad Request: MESSAGE_ID_INVALID"
    );
    let nothing = with(edit, json!({"inline_message_id": null}));
    assert_eq!(
        play.refused("editMessageText", nothing).await.1,
        "Bad Request: message identifier is not specified"
    );
    play.local.choose(query, "plain").unwrap();
    let chosen = play.updates().await[0]["chosen_inline_result"].clone();
    assert_eq!(
        chosen["inline_message_id"],
        Value::Null,
        "nothing to tap, nothing to edit"
    );
    assert!(play.local.choose(query, "cake").is_err());
}

#[tokio::test]
async fn an_inline_invoice_is_paid_by_everybody_who_sees_it() {
    let play = Play::inline().await;
    let group = play.local.put_group(GROUP, "Street", &[ANN, BOB, play.bot]).unwrap();
    let query = play.local.type_inline(BOB, play.bot, group, "").unwrap();
    play.updates().await;
    play.offer(query, json!({})).await;
    let message = play.local.choose(query, "bill").unwrap();
    let updates = play.updates().await;
    let told = &updates[0]["message"];
    assert_eq!(
        (&told["via_bot"]["id"], &told["from"]["id"]),
        (&json!(play.bot), &json!(BOB)),
        "a bot in the group sees what is sent via it"
    );
    assert!(updates[1]["chosen_inline_result"]["inline_message_id"].is_string());
    let seen = play.local.message(group, message).unwrap();
    assert_eq!(seen.buttons[0][0].press, Press::Pay);
    let friends = ChatId::people(ANN, 503);
    play.local.put_person(Person::new(503, "Cid")).unwrap();
    let copy = play.local.forward(ANN, group, message, friends).unwrap();
    for (payer, chat, message) in [(ANN, group, message), (BOB, group, message), (503, friends, copy)] {
        let payment = play.local.pay(payer, chat, message, Payment::default()).unwrap();
        let yes = json!({"pre_checkout_query_id": payment.to_string(), "ok": true});
        play.ok("answerPreCheckoutQuery", yes).await;
        play.local.charge(payment).unwrap();
        let updates = play.updates().await;
        let paid = &updates.last().unwrap()["message"];
        assert_eq!(paid["from"]["id"], payer);
        assert!(paid["successful_payment"].is_object());
        assert_eq!(play.local.outcome(payment).unwrap(), Outcome::Charged);
    }
}

#[tokio::test]
async fn answers_are_kept_for_as_long_as_the_bot_allowed() {
    let play = Play::inline().await;
    let friends = ChatId::people(BOB, ANN);
    let ask = |person, text| play.local.type_inline(person, play.bot, friends, text).unwrap();
    let answered = |query| play.local.inline_answer(query).unwrap().map(|answer| answer.is_cached);
    play.offer(ask(ANN, "all"), json!({"cache_time": null})).await;
    assert_eq!(answered(ask(BOB, "all")), Some(true));
    play.offer(ask(ANN, "mine"), json!({"cache_time": 10, "is_personal": true}))
        .await;
    assert_eq!(answered(ask(ANN, "mine")), Some(true));
    assert_eq!(answered(ask(BOB, "mine")), None);
    assert_eq!(
        play.updates().await.len(),
        3,
        "only these three queries reached the bot"
    );
    play.pass(10_000);
    assert_eq!(answered(ask(ANN, "mine")), None);
    play.pass(289_999);
    assert_eq!(answered(ask(ANN, "all")), Some(true));
    play.pass(1);
    assert_eq!(
        answered(ask(ANN, "all")),
        None,
        "300 seconds unless the bot says otherwise"
    );
    let late = ask(ANN, "late");
    play.pass(30_001);
    let answer = json!({"inline_query_id": late.to_string(), "results": []});
    let words = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    assert_eq!(play.refused("answerInlineQuery", answer).await.1, words);
}

#[tokio::test]
async fn wrong_answers_are_refused_in_telegrams_words() {
    let play = Play::inline().await;
    let query = play.local.type_inline(ANN, play.bot, play.ann(), "x").unwrap();
    let text = json!({"message_text": "t"});
    let cannot = "Bad Request: can't parse inline query result:";
    for (results, words) in [
        (
            json!(7),
            "Bad Request: expected an Array of inline query results".to_owned(),
        ),
        (json!([7]), format!("{cannot} Inline query result must be an object")),
        (json!([{"id": "a"}]), format!("{cannot} Can't find field \"type\"")),
        (
            json!([with(article("", &text), json!({}))]),
            "Bad Request: RESULT_ID_INVALID".to_owned(),
        ),
        (
            json!([article("a", &json!(null))]),
            format!("{cannot} Can't find field \"message_text\""),
        ),
        (
            json!([article("a", &text), article("a", &text)]),
            "Bad Request: RESULT_ID_DUPLICATE".to_owned(),
        ),
        (
            json!([article("a", &with(invoice(), json!({"title": null})))]),
            format!("{cannot} Can't find field \"title\""),
        ),
        (
            json!([{"type": "photo", "id": "a", "photo_file_id": "nobody's"}]),
            "Bad Request: wrong file identifier/HTTP URL specified".to_owned(),
        ),
        (
            Value::Array((0..51).map(|n| article(&n.to_string(), &text)).collect()),
            "Bad Request: too many inline query results specified".to_owned(),
        ),
    ] {
        let answer = json!({"inline_query_id": query.to_string(), "results": results});
        assert_eq!(play.refused("answerInlineQuery", answer).await, (400, words));
    }
    let answer = json!({"inline_query_id": query.to_string(), "results": [], "button": {"text": "x"}});
    let words = "Bad Request: can't parse inline query results button: InlineQueryResultsButton must have exactly one optional field";
    assert_eq!(play.refused("answerInlineQuery", answer.clone()).await.1, words);
    let long = with(answer, json!({"button": null, "next_offset": "x".repeat(65)}));
    assert_eq!(
        play.refused("answerInlineQuery", long).await.1,
        "Bad Request: NEXT_OFFSET_INVALID"
    );
    play.local.set_bot(play.bot, BotSettings::default()).unwrap();
    let off = play.local.type_inline(ANN, play.bot, play.ann(), "x").unwrap_err();
    assert!(off.to_string().contains("inline mode"), "{off}");
}

#[tokio::test]
async fn another_process_types_and_chooses() {
    let play = Play::inline().await;
    let people = People::new(play.sandbox.url());
    let friends = ChatId::people(ANN, BOB);
    let query = people.type_inline(ANN, play.bot, friends, "bread").await.unwrap();
    assert_eq!(people.inline_answer(query).await.unwrap(), None);
    let answer = async {
        real_ms(100).await;
        play.offer(query, json!({"next_offset": "2"})).await
    };
    let (offered, _) = tokio::join!(people.wait_for_inline_answer(query, Duration::from_secs(10)), answer);
    assert_eq!(offered.unwrap().unwrap().results.len(), 3);
    people.more_inline(query).await.unwrap();
    let message = people.choose(query, "plain").await.unwrap();
    assert_eq!(people.message(friends, message).await.unwrap().text, "Just words");
}
