//! Wrong requests and what the real server says to them. A row: method, what is changed in a right request, answer.

use serde_json::json;

use super::*;

const ENTITY: &str = "Bad Request: can't parse MessageEntity: ";
const BUTTON: &str = "Bad Request: can't parse inline keyboard button: ";
const PRICE: &str = "Bad Request: can't parse labeled price: ";

type Row = (Value, &'static str);

async fn check(method: &str, right: Value, rows: Vec<Row>) {
    let play = Play::started().await;
    let text = play.send("a text").await;
    let right = with(right, json!({"message_id": text}));
    for (change, words) in rows {
        let (code, description) = play.refused(method, with(right.clone(), change.clone())).await;
        assert_eq!((code, description.as_str()), (400, words), "{method} with {change}");
    }
}

#[tokio::test]
async fn texts_and_chats() {
    let right = json!({"chat_id": ANN, "text": "hello"});
    let rows = vec![
        (json!({"text": null}), "Bad Request: message text is empty"),
        (json!({"text": ""}), "Bad Request: message text is empty"),
        (json!({"text": " \n "}), "Bad Request: text must be non-empty"),
        (json!({"text": "я".repeat(4097)}), "Bad Request: message is too long"),
        (json!({"text": "x".repeat(32_769)}), "Bad Request: text is too long"),
        (json!({"chat_id": null}), "Bad Request: chat_id is empty"),
        (json!({"chat_id": ""}), "Bad Request: chat_id is empty"),
        (json!({"chat_id": "@nobody"}), "Bad Request: chat not found"),
        (json!({"chat_id": "ann"}), "Bad Request: chat not found"),
        (json!({"chat_id": 0}), "Bad Request: chat not found"),
        (json!({"chat_id": -1}), "Bad Request: chat not found"),
        (json!({"parse_mode": "BBCode"}), "Bad Request: unsupported parse_mode"),
        (
            json!({"parse_mode": "HTML"}),
            "Bad Request: the sandbox parses no markup: send entities",
        ),
        (
            json!({"reply_parameters": {"message_id": 99}}),
            "Bad Request: message to be replied not found",
        ),
        (
            json!({"reply_to_message_id": 99}),
            "Bad Request: message to be replied not found",
        ),
        (
            json!({"reply_parameters": "{"}),
            "Bad Request: can't parse reply parameters JSON object",
        ),
        (
            json!({"reply_parameters": "[]"}),
            "Bad Request: object expected as reply parameters",
        ),
    ];
    check("sendMessage", right, rows).await;
}

#[tokio::test]
async fn what_is_just_allowed() {
    let play = Play::started().await;
    let keyboard = json!({"inline_keyboard": [[{"text": "b", "callback_data": "x".repeat(64)}]]});
    let right = json!({"chat_id": ANN.to_string(), "text": "я".repeat(4096), "reply_markup": keyboard});
    play.ok("sendMessage", right.clone()).await;
    play.ok(
        "sendMessage",
        with(right.clone(), json!({"parse_mode": "None", "entities": "no json"})),
    )
    .await;
    let without = json!({"reply_parameters": {"message_id": 99, "allow_sending_without_reply": true}});
    play.ok("sendMessage", with(right, without)).await;
    let limits = json!({
        "title": "t".repeat(32), "description": "d".repeat(255), "payload": "p".repeat(128), "start_parameter": "s".repeat(64),
        "provider_data": "{}", "prices": [{"label": "a", "amount": "915704"}],
        "max_tip_amount": 4, "suggested_tip_amounts": [1, 2, 3, 4],
    });
    play.ok("sendInvoice", with(invoice(), limits)).await;
    play.ok(
        "setMyCommands",
        json!({"commands": [{"command": "start", "description": "Begin"}]}),
    )
    .await;
}

#[tokio::test]
async fn entities() {
    let entity = |entity: Value| json!({"entities": [entity]});
    let bold = |offset: i64, length: i64| entity(json!({"type": "bold", "offset": offset, "length": length}));
    let link = |url: &str| entity(json!({"type": "text_link", "offset": 0, "length": 1, "url": url}));
    let said = |words: &str| -> &'static str { Box::leak(format!("{ENTITY}{words}").into_boxed_str()) };
    let rows = vec![
        (
            bold(100, 1),
            "Bad Request: entity begins after the end of the text at UTF-16 offset 100",
        ),
        (
            bold(0, 100),
            "Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
        ),
        (bold(-1, 1), "Bad Request: receive an entity with incorrect offset -1"),
        (bold(0, -1), "Bad Request: receive an entity with incorrect length -1"),
        (entity(json!(7)), said("expected an Object")),
        (
            entity(json!({"type": "shout", "offset": 0, "length": 1})),
            said("Unsupported type specified"),
        ),
        (
            entity(json!({"offset": 0, "length": 1})),
            said("Can't find field \"type\""),
        ),
        (
            entity(json!({"type": "bold", "length": 1})),
            said("Can't find field \"offset\""),
        ),
        (
            entity(json!({"type": "text_link", "offset": 0, "length": 1})),
            said("Can't find field \"url\""),
        ),
        (
            entity(json!({"type": "text_mention", "offset": 0, "length": 1})),
            said("Can't find field \"user\""),
        ),
        (
            link("not-a-url"),
            "Bad Request: entity URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (link(""), "Bad Request: entity URL '' is invalid: URL host is empty"),
    ];
    check("sendMessage", json!({"chat_id": ANN, "text": "hello"}), rows).await;
}

#[tokio::test]
async fn keyboards() {
    let markup = |markup: Value| json!({"reply_markup": markup});
    let button = |button: Value| markup(json!({"inline_keyboard": [[button]]}));
    let said = |words: &str| -> &'static str { Box::leak(format!("{BUTTON}{words}").into_boxed_str()) };
    let many: Vec<Value> = (0..101).map(|_| json!({"text": "b", "callback_data": "x"})).collect();
    let rows = vec![
        (
            markup(json!("{")),
            "Bad Request: can't parse reply keyboard markup JSON object",
        ),
        (markup(json!([])), "Bad Request: object expected as reply markup"),
        (
            markup(json!({"inline_keyboard": 1})),
            "Bad Request: field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array",
        ),
        (
            markup(json!({"inline_keyboard": [1]})),
            "Bad Request: field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays",
        ),
        (
            markup(json!({"force_reply": "yes"})),
            "Bad Request: field \"force_reply\" of the reply markup must be of the type Boolean",
        ),
        (button(json!("b")), said("InlineKeyboardButton must be an Object")),
        (button(json!({"callback_data": "x"})), said("Can't find field \"text\"")),
        (
            button(json!({"text": "b"})),
            said("Text buttons are unallowed in the inline keyboard"),
        ),
        (
            button(json!({"text": "b", "callback_data": ""})),
            said("Text buttons are unallowed in the inline keyboard"),
        ),
        (
            button(json!({"text": "", "callback_data": "x"})),
            "Bad Request: inline keyboard button text must be non-empty",
        ),
        (
            button(json!({"text": "b", "callback_data": "ü".repeat(33)})),
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            button(json!({"text": "b", "url": "not-a-url"})),
            "Bad Request: inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            button(json!({"text": "b", "url": "ftp://example.com"})),
            "Bad Request: inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
        (
            button(json!({"text": "b", "pay": true})),
            "Bad Request: BUTTON_TYPE_INVALID",
        ),
        (
            markup(json!({"inline_keyboard": [many]})),
            "Bad Request: reply markup is too long",
        ),
    ];
    check("sendMessage", json!({"chat_id": ANN, "text": "hello"}), rows).await;
}

#[tokio::test]
async fn invoices_and_prices() {
    let prices = |prices: Value| json!({"prices": prices});
    let price = |label: &str, amount: i64| json!({"label": label, "amount": amount});
    let said = |words: &str| -> &'static str { Box::leak(format!("{PRICE}{words}").into_boxed_str()) };
    let rows = vec![
        (json!({"title": null}), "Bad Request: parameter \"title\" is required"),
        (
            json!({"description": ""}),
            "Bad Request: parameter \"description\" is required",
        ),
        (
            json!({"payload": null}),
            "Bad Request: parameter \"payload\" is required",
        ),
        (
            json!({"currency": null}),
            "Bad Request: parameter \"currency\" is required",
        ),
        (json!({"prices": null}), "Bad Request: parameter \"prices\" is required"),
        (
            json!({"title": "t".repeat(33)}),
            "Bad Request: invoice title is too long",
        ),
        (
            json!({"description": "d".repeat(256)}),
            "Bad Request: invoice description is too long",
        ),
        (
            json!({"payload": "ü".repeat(65)}),
            "Bad Request: INVOICE_PAYLOAD_INVALID",
        ),
        (prices(json!("{")), "Bad Request: can't parse prices JSON object"),
        (prices(json!({})), "Bad Request: expected an Array of labeled prices"),
        (prices(json!([])), "Bad Request: there must be at least one price"),
        (prices(json!([1])), said("LabeledPrice must be an Object")),
        (prices(json!([{"amount": 1}])), said("Can't find field \"label\"")),
        (
            prices(json!([price("", 100)])),
            said("LabeledPrice label must be non-empty"),
        ),
        (prices(json!([{"label": "a"}])), said("Can't find field \"amount\"")),
        (
            prices(json!([{"label": "a", "amount": true}])),
            said("Field \"amount\" must be of type Number or String"),
        ),
        (
            prices(json!([{"label": "a", "amount": 1.5}])),
            said("Can't parse \"amount\" as Number"),
        ),
        (
            prices(json!([{"label": "a", "amount": "9999999999999999999"}])),
            said("Can't parse \"amount\" as Number"),
        ),
        (
            prices(json!([price("a", 1_000_000_000_000)])),
            "Bad Request: too big amount of the currency specified",
        ),
        (
            prices(json!([price("a", i64::MIN)])),
            "Bad Request: too big amount of the currency specified",
        ),
        (
            prices(json!([price("a", 100), price("b", -100)])),
            "Bad Request: total price must be positive",
        ),
        (
            prices(json!([price("a", 999_999_999_999), price("b", 1)])),
            "Bad Request: total price is too big",
        ),
        (
            prices(json!([price("a", 91)])),
            "Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID",
        ),
        (
            prices(json!([price("a", 915_705)])),
            "Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID",
        ),
    ];
    check("sendInvoice", invoice(), rows).await;
}

#[tokio::test]
async fn invoices_currencies_tips_and_keyboards() {
    let price = |label: &str, amount: i64| json!({"label": label, "amount": amount});
    let stars = |more: Value| {
        with(
            json!({"currency": "XTR", "provider_token": "", "prices": [price("a", 5)]}),
            more,
        )
    };
    let rows = vec![
        (json!({"currency": "eur"}), "Bad Request: CURRENCY_INVALID"),
        (json!({"provider_token": null}), "Bad Request: PAYMENT_PROVIDER_INVALID"),
        (json!({"provider_token": " "}), "Bad Request: PAYMENT_PROVIDER_INVALID"),
        (json!({"provider_data": "{"}), "Bad Request: DATA_JSON_INVALID"),
        (json!({"start_parameter": "a b"}), "Bad Request: START_PARAM_INVALID"),
        (
            json!({"start_parameter": "s".repeat(65)}),
            "Bad Request: START_PARAM_INVALID",
        ),
        (
            json!({"max_tip_amount": "much"}),
            "Bad Request: can't parse \"max_tip_amount\" as Number",
        ),
        (
            json!({"max_tip_amount": -1}),
            "Bad Request: invalid max_tip_amount of the currency specified",
        ),
        (
            json!({"suggested_tip_amounts": "{"}),
            "Bad Request: can't parse suggested_tip_amounts JSON object",
        ),
        (
            json!({"suggested_tip_amounts": 1}),
            "Bad Request: expected an Array of suggested tip amounts",
        ),
        (
            json!({"max_tip_amount": 9, "suggested_tip_amounts": [0]}),
            "Bad Request: suggested tip amount must be positive",
        ),
        (
            json!({"max_tip_amount": 9, "suggested_tip_amounts": [10]}),
            "Bad Request: suggested tip amount can't be bigger than max_tip_amount",
        ),
        (
            json!({"max_tip_amount": 9, "suggested_tip_amounts": [1, 2, 3, 4, 5]}),
            "Bad Request: there can be at most 4 suggested tip amounts",
        ),
        (
            json!({"max_tip_amount": 9, "suggested_tip_amounts": [2, 2]}),
            "Bad Request: suggested tip amounts must be in increasing order",
        ),
        (
            stars(json!({"provider_token": "1:TEST:x"})),
            "Bad Request: PAYMENT_PROVIDER_INVALID",
        ),
        (
            stars(json!({"prices": [price("a", 5), price("b", 5)]})),
            "Bad Request: PRICES_TOO_MANY",
        ),
        (
            stars(json!({"prices": [price("a", 100_001)]})),
            "Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID",
        ),
        (
            stars(json!({"max_tip_amount": 5})),
            "Bad Request: tips aren't supported for payments in Telegram Stars",
        ),
        (json!({"chat_id": null}), "Bad Request: chat_id is empty"),
        (
            json!({"reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "x"}, {"text": "p", "pay": true}]]}}),
            "Bad Request: REPLY_MARKUP_BUY_EMPTY",
        ),
        (
            json!({"reply_markup": {"inline_keyboard": [[{"text": "p", "pay": true}, {"text": "p", "pay": true}]]}}),
            "Bad Request: BUTTON_POS_INVALID",
        ),
        (
            json!({"reply_markup": {"force_reply": true}}),
            "Bad Request: inline keyboard expected",
        ),
    ];
    check("sendInvoice", invoice(), rows).await;
}

#[tokio::test]
async fn edits_and_deletions() {
    let rows = || {
        vec![
            (
                json!({"message_id": null}),
                "Bad Request: message identifier is not specified",
            ),
            (
                json!({"chat_id": null}),
                "Bad Request: message identifier is not specified",
            ),
            (json!({"message_id": 99}), "Bad Request: message to edit not found"),
            (json!({"message_id": 1}), "Bad Request: message can't be edited"),
            (json!({"chat_id": 99}), "Bad Request: chat not found"),
            (
                json!({"reply_markup": {"force_reply": true}}),
                "Bad Request: inline keyboard expected",
            ),
        ]
    };
    check("editMessageText", json!({"chat_id": ANN, "text": "new"}), rows()).await;
    check("editMessageReplyMarkup", json!({"chat_id": ANN}), rows()).await;
    let mut captions = rows();
    captions.push((json!({}), "Bad Request: there is no caption in the message to edit"));
    captions.push((
        json!({"caption": "x".repeat(1025)}),
        "Bad Request: message caption is too long",
    ));
    check(
        "editMessageCaption",
        json!({"chat_id": ANN, "caption": "new"}),
        captions,
    )
    .await;
    let pay = json!({"reply_markup": {"inline_keyboard": [[{"text": "p", "pay": true}]]}});
    check(
        "editMessageText",
        json!({"chat_id": ANN, "text": "new"}),
        vec![
            (pay, "Bad Request: BUTTON_TYPE_INVALID"),
            (json!({"text": ""}), "Bad Request: message text is empty"),
        ],
    )
    .await;
    check(
        "deleteMessage",
        json!({"chat_id": ANN}),
        vec![
            (json!({"message_id": 99}), "Bad Request: message to delete not found"),
            (
                json!({"message_id": "x"}),
                "Bad Request: message identifier is not specified",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn files_answers_and_commands() {
    let too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    check(
        "sendPhoto",
        json!({"chat_id": ANN}),
        vec![
            (json!({}), "Bad Request: there is no photo in the request"),
            (
                json!({"photo": "attach://nothing"}),
                "Bad Request: there is no photo in the request",
            ),
            (
                json!({"photo": "AgACmadeup"}),
                "Bad Request: wrong file identifier/HTTP URL specified",
            ),
            (
                json!({"photo": "https://example.com/a.png"}),
                "Bad Request: failed to get HTTP URL content",
            ),
            (
                json!({"photo": "x", "caption": "x".repeat(1025)}),
                "Bad Request: message caption is too long",
            ),
        ],
    )
    .await;
    check(
        "sendDocument",
        json!({"chat_id": ANN}),
        vec![(json!({}), "Bad Request: there is no document in the request")],
    )
    .await;
    check(
        "answerCallbackQuery",
        json!({}),
        vec![
            (json!({"callback_query_id": "12"}), too_old),
            (json!({}), too_old),
            (json!({"text": "x".repeat(201)}), "Bad Request: MESSAGE_TOO_LONG"),
        ],
    )
    .await;
    let command = |name: &str, description: &str| json!({"commands": [{"command": name, "description": description}]});
    check(
        "setMyCommands",
        json!({}),
        vec![
            (
                json!({"commands": "{"}),
                "Bad Request: can't parse commands JSON object",
            ),
            (json!({"commands": {}}), "Bad Request: expected an Array of BotCommand"),
            (
                json!({"commands": [1]}),
                "Bad Request: can't parse BotCommand: expected an Object",
            ),
            (
                json!({"commands": [{"command": "a"}]}),
                "Bad Request: can't parse BotCommand: Can't find field \"description\"",
            ),
            (command("Start", "x"), "Bad Request: BOT_COMMAND_INVALID"),
            (command("", "x"), "Bad Request: command must be non-empty"),
            (
                command(&"a".repeat(33), "x"),
                "Bad Request: command length must not exceed 32",
            ),
            (command("a", ""), "Bad Request: command description must be non-empty"),
            (
                command("a", &"x".repeat(257)),
                "Bad Request: command description length must not exceed 256",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn uploads_that_are_refused() {
    let play = Play::started().await;
    let cases: [(&str, &[u8], &str); 2] = [
        ("photo", b"not a picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        ("photo", b"", "Bad Request: file must be non-empty"),
    ];
    for (field, bytes, words) in cases {
        let part = reqwest::multipart::Part::bytes(bytes).file_name("x");
        let form = reqwest::multipart::Form::new()
            .text("chat_id", ANN.to_string())
            .part(field, part);
        let answer = play
            .client
            .post(play.url("sendPhoto"))
            .multipart(form)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.json::<Value>().await.unwrap()["description"], words);
    }
    let payload = reqwest::multipart::Part::bytes(b"\xff\xfe".as_slice());
    let form = reqwest::multipart::Form::new()
        .text("chat_id", ANN.to_string())
        .part("payload", payload);
    let answer = play
        .client
        .post(play.url("sendInvoice"))
        .multipart(form)
        .send()
        .await
        .unwrap();
    let words = "Bad Request: the payload must be encoded in UTF-8";
    assert_eq!(answer.json::<Value>().await.unwrap()["description"], words);
}
