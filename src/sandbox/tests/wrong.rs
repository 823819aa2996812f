//! Wrong requests and what the real server says to them. A row: method, what is changed in a right request, answer. Where
//! each answer comes from stands in `spec/rules.txt`, to which `sources` holds it.

use serde_json::json;

use super::*;

const ENTITY: &str = "400 Bad Request: can't parse MessageEntity: ";
const BUTTON: &str = "400 Bad Request: can't parse inline keyboard button: ";
const PRICE: &str = "400 Bad Request: can't parse labeled price: ";

/// What is changed in a right request, and the answer: code, description. `(invented)` before it says that no source
/// gives the wording for this case; what is refused is real.
pub(super) type Row = (Value, &'static str);
/// A method, a right request of it, and its rows.
pub(super) type Section = (&'static str, Value, Vec<Row>);
const INVENTED: &str = "(invented) ";

pub(super) fn table() -> Vec<Section> {
    let parts = [
        texts_and_chats(),
        entities(),
        keyboards(),
        invoices_and_prices(),
        invoices_currencies_tips_and_keyboards(),
        edits_and_deletions(),
        files_answers_and_commands(),
        webhooks_and_stars(),
        scopes_of_commands(),
        files_media_and_subscriptions(),
    ];
    parts.into_iter().flatten().collect()
}

#[tokio::test]
async fn every_wrong_request_has_its_code_and_its_words() {
    let table = table();
    let rows = || table.iter().flat_map(|(_, _, rows)| rows);
    let invented = rows().filter(|(_, words)| words.starts_with(INVENTED)).count();
    assert!(
        rows().count() >= 190 && invented <= 15,
        "{} rows, {invented} invented",
        rows().count()
    );
    for (method, right, rows) in table {
        let play = Play::started().await;
        let right = with(right, json!({"message_id": play.send("a text").await}));
        for (change, words) in rows {
            let (code, description) = play.refused(method, with(right.clone(), change.clone())).await;
            let is_invented = words.starts_with(INVENTED);
            assert!(!is_invented || sources::is_own(&description), "{words} has a source");
            let words = words.trim_start_matches(INVENTED);
            assert_eq!(format!("{code} {description}"), words, "{method} with {change}");
            play.pass(1_000);
        }
    }
}

fn texts_and_chats() -> Vec<Section> {
    let mut table = Vec::new();
    let right = json!({"chat_id": ANN, "text": "hello"});
    let rows = vec![
        (json!({"text": null}), "400 Bad Request: message text is empty"),
        (json!({"text": ""}), "400 Bad Request: message text is empty"),
        (json!({"text": " \n "}), "400 Bad Request: text must be non-empty"),
        (
            json!({"text": "я".repeat(4097)}),
            "400 Bad Request: message is too long",
        ),
        (json!({"text": "x".repeat(32_769)}), "400 Bad Request: text is too long"),
        (json!({"chat_id": null}), "400 Bad Request: chat_id is empty"),
        (json!({"chat_id": ""}), "400 Bad Request: chat_id is empty"),
        (json!({"chat_id": "@nobody"}), "400 Bad Request: chat not found"),
        (json!({"chat_id": "ann"}), "400 Bad Request: chat not found"),
        (json!({"chat_id": 0}), "400 Bad Request: chat not found"),
        (json!({"chat_id": -1}), "400 Bad Request: chat not found"),
        (
            json!({"chat_id": BOB}),
            "403 Forbidden: bot can't initiate conversation with a user",
        ),
        (
            json!({"parse_mode": "BBCode"}),
            "400 Bad Request: unsupported parse_mode",
        ),
        (
            json!({"parse_mode": "html", "text": "2 < 3"}),
            "400 Bad Request: can't parse entities: Unsupported start tag \"\" at byte offset 2",
        ),
        (
            json!({"parse_mode": "MarkdownV2", "text": "ü 5.20"}),
            "400 Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
        ),
        (
            json!({"parse_mode": "Markdown", "text": "a_b"}),
            "400 Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 1",
        ),
        (
            json!({"parse_mode": "HTML", "text": "<b> </b>"}),
            "400 Bad Request: text must be non-empty",
        ),
        (
            json!({"reply_parameters": {"message_id": 99}}),
            "400 Bad Request: message to be replied not found",
        ),
        (
            json!({"reply_to_message_id": 99}),
            "400 Bad Request: message to be replied not found",
        ),
        (
            json!({"reply_parameters": "{"}),
            "400 Bad Request: can't parse reply parameters JSON object",
        ),
        (
            json!({"reply_parameters": "[]"}),
            "400 Bad Request: object expected as reply parameters",
        ),
    ];
    table.push(("sendMessage", right, rows));
    table
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

fn entities() -> Vec<Section> {
    let mut table = Vec::new();
    let entity = |entity: Value| json!({"entities": [entity]});
    let bold = |offset: i64, length: i64| entity(json!({"type": "bold", "offset": offset, "length": length}));
    let link = |url: &str| entity(json!({"type": "text_link", "offset": 0, "length": 1, "url": url}));
    let said = |words: &str| -> &'static str { Box::leak(format!("{ENTITY}{words}").into_boxed_str()) };
    let rows = vec![
        (
            bold(100, 1),
            "400 Bad Request: entity begins after the end of the text at UTF-16 offset 100",
        ),
        (
            bold(0, 100),
            "400 Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
        ),
        (
            bold(-1, 1),
            "400 Bad Request: receive an entity with incorrect offset -1",
        ),
        (
            bold(0, -1),
            "400 Bad Request: receive an entity with incorrect length -1",
        ),
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
            "400 Bad Request: entity URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (link(""), "400 Bad Request: entity URL '' is invalid: URL host is empty"),
    ];
    table.push(("sendMessage", json!({"chat_id": ANN, "text": "hello"}), rows));
    table
}

fn keyboards() -> Vec<Section> {
    let mut table = Vec::new();
    let markup = |markup: Value| json!({"reply_markup": markup});
    let button = |button: Value| markup(json!({"inline_keyboard": [[button]]}));
    let said = |words: &str| -> &'static str { Box::leak(format!("{BUTTON}{words}").into_boxed_str()) };
    let many: Vec<Value> = (0..101).map(|_| json!({"text": "b", "callback_data": "x"})).collect();
    let rows = vec![
        (
            markup(json!("{")),
            "400 Bad Request: can't parse reply keyboard markup JSON object",
        ),
        (markup(json!([])), "400 Bad Request: object expected as reply markup"),
        (
            markup(json!({"inline_keyboard": 1})),
            "400 Bad Request: field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array",
        ),
        (
            markup(json!({"inline_keyboard": [1]})),
            "400 Bad Request: field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays",
        ),
        (
            markup(json!({"force_reply": "yes"})),
            "400 Bad Request: field \"force_reply\" of the reply markup must be of the type Boolean",
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
            "400 Bad Request: inline keyboard button text must be non-empty",
        ),
        (
            button(json!({"text": "b", "callback_data": "ü".repeat(33)})),
            "400 Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            button(json!({"text": "b", "url": "not-a-url"})),
            "400 Bad Request: inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            button(json!({"text": "b", "url": "ftp://example.com"})),
            "400 Bad Request: inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
        (
            button(json!({"text": "b", "pay": true})),
            "400 Bad Request: BUTTON_TYPE_INVALID",
        ),
        (
            markup(json!({"inline_keyboard": [many]})),
            "400 Bad Request: reply markup is too long",
        ),
    ];
    table.push(("sendMessage", json!({"chat_id": ANN, "text": "hello"}), rows));
    table
}

fn invoices_and_prices() -> Vec<Section> {
    let mut table = Vec::new();
    let prices = |prices: Value| json!({"prices": prices});
    let price = |label: &str, amount: i64| json!({"label": label, "amount": amount});
    let said = |words: &str| -> &'static str { Box::leak(format!("{PRICE}{words}").into_boxed_str()) };
    let rows = vec![
        (
            json!({"title": null}),
            "400 Bad Request: parameter \"title\" is required",
        ),
        (
            json!({"description": ""}),
            "400 Bad Request: parameter \"description\" is required",
        ),
        (
            json!({"payload": null}),
            "400 Bad Request: parameter \"payload\" is required",
        ),
        (
            json!({"currency": null}),
            "400 Bad Request: parameter \"currency\" is required",
        ),
        (
            json!({"prices": null}),
            "400 Bad Request: parameter \"prices\" is required",
        ),
        (
            json!({"title": "t".repeat(33)}),
            "(invented) 400 Bad Request: invoice title is too long",
        ),
        (
            json!({"description": "d".repeat(256)}),
            "(invented) 400 Bad Request: invoice description is too long",
        ),
        (
            json!({"payload": "ü".repeat(65)}),
            "400 Bad Request: INVOICE_PAYLOAD_INVALID",
        ),
        (prices(json!("{")), "400 Bad Request: can't parse prices JSON object"),
        (
            prices(json!({})),
            "400 Bad Request: expected an Array of labeled prices",
        ),
        (prices(json!([])), "400 Bad Request: there must be at least one price"),
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
            "400 Bad Request: too big amount of the currency specified",
        ),
        (
            prices(json!([price("a", i64::MIN)])),
            "400 Bad Request: too big amount of the currency specified",
        ),
        (
            prices(json!([price("a", 100), price("b", -100)])),
            "400 Bad Request: total price must be positive",
        ),
        (
            prices(json!([price("a", 999_999_999_999), price("b", 1)])),
            "400 Bad Request: total price is too big",
        ),
        (
            prices(json!([price("a", 91)])),
            "400 Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID",
        ),
        (
            prices(json!([price("a", 915_705)])),
            "400 Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID",
        ),
    ];
    table.push(("sendInvoice", invoice(), rows));
    table
}

fn invoices_currencies_tips_and_keyboards() -> Vec<Section> {
    let mut table = Vec::new();
    let price = |label: &str, amount: i64| json!({"label": label, "amount": amount});
    let stars = |more: Value| {
        with(
            json!({"currency": "XTR", "provider_token": "", "prices": [price("a", 5)]}),
            more,
        )
    };
    let rows = vec![
        (json!({"currency": "eur"}), "400 Bad Request: CURRENCY_INVALID"),
        (
            json!({"provider_token": null}),
            "400 Bad Request: PAYMENT_PROVIDER_INVALID",
        ),
        (
            json!({"provider_token": " "}),
            "400 Bad Request: PAYMENT_PROVIDER_INVALID",
        ),
        (
            json!({"provider_data": "{"}),
            "(invented) 400 Bad Request: DATA_JSON_INVALID",
        ),
        (
            json!({"start_parameter": "a b"}),
            "(invented) 400 Bad Request: START_PARAM_INVALID",
        ),
        (
            json!({"start_parameter": "s".repeat(65)}),
            "(invented) 400 Bad Request: START_PARAM_INVALID",
        ),
        (
            json!({"max_tip_amount": "much"}),
            "400 Bad Request: can't parse \"max_tip_amount\" as Number",
        ),
        (
            json!({"max_tip_amount": -1}),
            "400 Bad Request: invalid max_tip_amount of the currency specified",
        ),
        (
            json!({"suggested_tip_amounts": "{"}),
            "400 Bad Request: can't parse suggested_tip_amounts JSON object",
        ),
        (
            json!({"suggested_tip_amounts": 1}),
            "400 Bad Request: expected an Array of suggested tip amounts",
        ),
        (
            json!({"max_tip_amount": 9, "suggested_tip_amounts": [0]}),
            "400 Bad Request: suggested tip amount must be positive",
        ),
        (
            json!({"max_tip_amount": 9, "suggested_tip_amounts": [10]}),
            "400 Bad Request: suggested tip amount can't be bigger than max_tip_amount",
        ),
        (
            json!({"max_tip_amount": 9, "suggested_tip_amounts": [1, 2, 3, 4, 5]}),
            "400 Bad Request: there can be at most 4 suggested tip amounts",
        ),
        (
            json!({"max_tip_amount": 9, "suggested_tip_amounts": [2, 2]}),
            "(invented) 400 Bad Request: suggested tip amounts must be in increasing order",
        ),
        (
            stars(json!({"provider_token": "1:TEST:x"})),
            "(invented) 400 Bad Request: PAYMENT_PROVIDER_INVALID",
        ),
        (
            stars(json!({"prices": [price("a", 5), price("b", 5)]})),
            "(invented) 400 Bad Request: PRICES_TOO_MANY",
        ),
        (
            stars(json!({"prices": [price("a", 100_001)]})),
            "400 Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID",
        ),
        (
            stars(json!({"max_tip_amount": 5})),
            "(invented) 400 Bad Request: tips aren't supported for payments in Telegram Stars",
        ),
        (json!({"chat_id": null}), "400 Bad Request: chat_id is empty"),
        (
            json!({"reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "x"}, {"text": "p", "pay": true}]]}}),
            "400 Bad Request: REPLY_MARKUP_BUY_EMPTY",
        ),
        (
            json!({"reply_markup": {"inline_keyboard": [[{"text": "p", "pay": true}, {"text": "p", "pay": true}]]}}),
            "400 Bad Request: BUTTON_POS_INVALID",
        ),
        (
            json!({"reply_markup": {"force_reply": true}}),
            "400 Bad Request: inline keyboard expected",
        ),
    ];
    table.push(("sendInvoice", invoice(), rows));
    table
}

fn edits_and_deletions() -> Vec<Section> {
    let mut table = Vec::new();
    let rows = || {
        vec![
            (
                json!({"message_id": null}),
                "400 Bad Request: message identifier is not specified",
            ),
            (
                json!({"chat_id": null}),
                "400 Bad Request: message identifier is not specified",
            ),
            (json!({"message_id": 99}), "400 Bad Request: message to edit not found"),
            (json!({"message_id": 1}), "400 Bad Request: message can't be edited"),
            (json!({"chat_id": 99}), "400 Bad Request: chat not found"),
            (
                json!({"reply_markup": {"force_reply": true}}),
                "400 Bad Request: inline keyboard expected",
            ),
        ]
    };
    table.push(("editMessageText", json!({"chat_id": ANN, "text": "new"}), rows()));
    table.push(("editMessageReplyMarkup", json!({"chat_id": ANN}), rows()));
    let mut captions = rows();
    captions.push((json!({}), "400 Bad Request: there is no caption in the message to edit"));
    captions.push((
        json!({"caption": "x".repeat(1025)}),
        "400 Bad Request: message caption is too long",
    ));
    table.push((
        "editMessageCaption",
        json!({"chat_id": ANN, "caption": "new"}),
        captions,
    ));
    let pay = json!({"reply_markup": {"inline_keyboard": [[{"text": "p", "pay": true}]]}});
    table.push((
        "editMessageText",
        json!({"chat_id": ANN, "text": "new"}),
        vec![
            (pay, "400 Bad Request: BUTTON_TYPE_INVALID"),
            (json!({"text": ""}), "400 Bad Request: message text is empty"),
        ],
    ));
    table.push((
        "deleteMessage",
        json!({"chat_id": ANN}),
        vec![
            (
                json!({"message_id": 99}),
                "400 Bad Request: message to delete not found",
            ),
            (
                json!({"message_id": "x"}),
                "400 Bad Request: message identifier is not specified",
            ),
        ],
    ));
    table
}

fn files_answers_and_commands() -> Vec<Section> {
    let mut table = Vec::new();
    let too_old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid";
    table.push((
        "sendPhoto",
        json!({"chat_id": ANN}),
        vec![
            (json!({}), "400 Bad Request: there is no photo in the request"),
            (
                json!({"photo": "attach://nothing"}),
                "400 Bad Request: there is no photo in the request",
            ),
            (
                json!({"photo": "AgACmadeup"}),
                "400 Bad Request: wrong file identifier/HTTP URL specified",
            ),
            (
                json!({"photo": "https://example.com/a.png"}),
                "400 Bad Request: failed to get HTTP URL content",
            ),
            (
                json!({"photo": "x", "caption": "x".repeat(1025)}),
                "400 Bad Request: message caption is too long",
            ),
        ],
    ));
    table.push((
        "sendDocument",
        json!({"chat_id": ANN}),
        vec![(json!({}), "400 Bad Request: there is no document in the request")],
    ));
    table.push((
        "answerCallbackQuery",
        json!({}),
        vec![
            (json!({"callback_query_id": "12"}), too_old),
            (json!({}), too_old),
            (json!({"text": "x".repeat(201)}), "400 Bad Request: MESSAGE_TOO_LONG"),
        ],
    ));
    let command = |name: &str, description: &str| json!({"commands": [{"command": name, "description": description}]});
    table.push((
        "setMyCommands",
        json!({}),
        vec![
            (
                json!({"commands": "{"}),
                "400 Bad Request: can't parse commands JSON object",
            ),
            (
                json!({"commands": {}}),
                "400 Bad Request: expected an Array of BotCommand",
            ),
            (
                json!({"commands": [1]}),
                "400 Bad Request: can't parse BotCommand: expected an Object",
            ),
            (
                json!({"commands": [{"command": "a"}]}),
                "400 Bad Request: can't parse BotCommand: Can't find field \"description\"",
            ),
            (command("Start", "x"), "400 Bad Request: BOT_COMMAND_INVALID"),
            (command("", "x"), "400 Bad Request: command must be non-empty"),
            (
                command(&"a".repeat(33), "x"),
                "400 Bad Request: command length must not exceed 32",
            ),
            (
                command("a", ""),
                "400 Bad Request: command description must be non-empty",
            ),
            (
                command("a", &"x".repeat(257)),
                "400 Bad Request: command description length must not exceed 256",
            ),
        ],
    ));
    table
}

fn webhooks_and_stars() -> Vec<Section> {
    let https = "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook";
    let ports = "400 Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443";
    let webhooks = vec![
        (
            json!({"url": "ftp://example.com"}),
            "400 Bad Request: invalid webhook URL specified",
        ),
        (
            json!({"url": "https://"}),
            "400 Bad Request: invalid webhook URL specified",
        ),
        (json!({"url": "http://example.com"}), https),
        (json!({"url": "https://example.com:8080"}), ports),
        (
            json!({"url": "https://10.0.0.1"}),
            "400 Bad Request: bad webhook: IP address 10.0.0.1 is reserved",
        ),
        (
            json!({"url": "https://[2001:db8::1]"}),
            "400 Bad Request: bad webhook: IPv6-only addresses are not allowed",
        ),
        (
            json!({"ip_address": "here"}),
            "400 Bad Request: bad webhook: Invalid IP address specified",
        ),
        (
            json!({"secret_token": "x".repeat(257)}),
            "400 Bad Request: secret token is too long",
        ),
        (
            json!({"secret_token": "a b"}),
            "400 Bad Request: secret token contains unallowed characters",
        ),
    ];
    let refunds = vec![
        (json!({"user_id": null}), "400 Bad Request: invalid user_id specified"),
        (json!({"user_id": -5}), "400 Bad Request: invalid user_id specified"),
        (json!({"user_id": 999}), "400 Bad Request: USER_ID_INVALID"),
        (
            json!({"telegram_payment_charge_id": ""}),
            "400 Bad Request: parameter \"telegram_payment_charge_id\" is required",
        ),
        (json!({}), "(invented) 400 Bad Request: CHARGE_ID_INVALID"),
    ];
    let too_old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid";
    let options = json!([{"id": "a", "title": "a", "prices": [{"label": "a", "amount": 1}]}]);
    let shipping = vec![
        (json!({}), too_old),
        (json!({"shipping_query_id": null}), too_old),
        (
            json!({"shipping_options": null}),
            "400 Bad Request: parameter \"shipping_options\" is required",
        ),
        (
            json!({"ok": false}),
            "400 Bad Request: parameter \"error_message\" is required",
        ),
        (
            json!({"shipping_options": []}),
            "400 Bad Request: there must be at least one shipping option",
        ),
    ];
    vec![
        ("setWebhook", json!({"url": "https://example.com"}), webhooks),
        (
            "refundStarPayment",
            json!({"user_id": ANN, "telegram_payment_charge_id": "stx1"}),
            refunds,
        ),
        (
            "answerShippingQuery",
            json!({"shipping_query_id": "7", "ok": true, "shipping_options": options}),
            shipping,
        ),
    ]
}

fn scopes_of_commands() -> Vec<Section> {
    const SCOPE: &str = "400 Bad Request: can't parse BotCommandScope: ";
    let said = |words: &str| -> &'static str { Box::leak(format!("{SCOPE}{words}").into_boxed_str()) };
    let scope = |scope: Value| json!({"scope": scope});
    let rows = || {
        vec![
            (
                scope(json!("{")),
                "400 Bad Request: can't parse BotCommandScope JSON object",
            ),
            (scope(json!([])), said("BotCommandScope must be an Object")),
            (scope(json!({})), said("Can't find field \"type\"")),
            (scope(json!({"type": "everyone"})), said("Unsupported type specified")),
            (scope(json!({"type": "chat"})), said("Can't find field \"chat_id\"")),
            (
                scope(json!({"type": "chat", "chat_id": ""})),
                said("Empty chat_id specified"),
            ),
            (
                scope(json!({"type": "chat", "chat_id": BOB})),
                "400 Bad Request: chat not found",
            ),
            (
                scope(json!({"type": "chat", "chat_id": "@nobody"})),
                "400 Bad Request: chat not found",
            ),
            (
                scope(json!({"type": "chat_member", "chat_id": ANN})),
                said("Can't find field \"user_id\""),
            ),
            (
                scope(json!({"type": "chat_member", "chat_id": ANN, "user_id": 0})),
                said("Invalid user_id specified"),
            ),
            (
                scope(json!({"type": "chat_member", "chat_id": ANN, "user_id": "ann"})),
                said("Field \"user_id\" must be a valid Number"),
            ),
            (
                scope(json!({"type": "chat_administrators", "chat_id": ANN})),
                "400 Bad Request: can't use specified scope in private chats",
            ),
            (
                json!({"language_code": "english"}),
                "400 Bad Request: invalid language code specified",
            ),
            (
                json!({"language_code": "EN"}),
                "400 Bad Request: invalid language code specified",
            ),
        ]
    };
    let commands = json!({"commands": [{"command": "start", "description": "Begin"}]});
    vec![
        ("setMyCommands", commands, rows()),
        ("getMyCommands", json!({}), rows()),
        ("deleteMyCommands", json!({}), rows()),
    ]
}

fn files_media_and_subscriptions() -> Vec<Section> {
    let files = vec![
        (json!({}), "400 Bad Request: file_id not specified"),
        (json!({"file_id": "AgACmadeup"}), "400 Bad Request: invalid file_id"),
    ];
    let no_item = "400 Bad Request: invalid number of paid media specified";
    let no_price = "400 Bad Request: invalid media price specified";
    let photo = |name: &str| json!({"media": [{"type": "photo", "media": name}]});
    let media = vec![
        (json!({}), no_item),
        (json!({"media": []}), no_item),
        (
            json!({"media": "{"}),
            "(invented) 400 Bad Request: can't parse media JSON object",
        ),
        (
            json!({"media": {}}),
            "(invented) 400 Bad Request: expected an Array of InputPaidMedia",
        ),
        (json!({"star_count": null}), no_price),
        (json!({"star_count": 0}), no_price),
        (json!({"star_count": 25_001}), no_price),
        (
            photo("AgACmadeup"),
            "400 Bad Request: wrong file identifier/HTTP URL specified",
        ),
        (
            json!({"payload": "p".repeat(129), "media": [{"type": "photo", "media": "x"}]}),
            "(invented) 400 Bad Request: PAYLOAD_INVALID",
        ),
        (
            json!({"caption": "x".repeat(1025)}),
            "400 Bad Request: message caption is too long",
        ),
        (
            json!({"chat_id": 99, "media": [{"type": "photo", "media": "x"}]}),
            "400 Bad Request: chat not found",
        ),
    ];
    let stars = |amount: i64| json!([{"label": "Month", "amount": amount}]);
    let link = json!({
        "title": "Club", "description": "A month", "payload": "club", "currency": "XTR", "prices": stars(100),
        "subscription_period": 2_592_000,
    });
    let euros = json!({
        "currency": "EUR", "provider_token": "123:TEST:abc", "prices": stars(500),
    });
    let links = vec![
        (
            json!({"subscription_period": 86_400}),
            "400 Bad Request: SUBSCRIPTION_PERIOD_INVALID",
        ),
        (
            json!({"prices": stars(10_001)}),
            "400 Bad Request: SUBSCRIPTION_AMOUNT_INVALID",
        ),
        (euros, "(invented) 400 Bad Request: SUBSCRIPTION_CURRENCY_INVALID"),
        (
            json!({"business_connection_id": "b"}),
            "400 Bad Request: business connection not found",
        ),
    ];
    let edits = vec![
        (json!({}), "400 Bad Request: SUBSCRIPTION_NOT_FOUND"),
        (json!({"user_id": null}), "400 Bad Request: invalid user_id specified"),
        (json!({"user_id": 999}), "400 Bad Request: USER_ID_INVALID"),
        (
            json!({"telegram_payment_charge_id": null}),
            "400 Bad Request: parameter \"telegram_payment_charge_id\" is required",
        ),
    ];
    let edit = json!({"user_id": ANN, "telegram_payment_charge_id": "stx1", "is_canceled": true});
    vec![
        ("getFile", json!({}), files),
        ("sendPaidMedia", json!({"chat_id": ANN, "star_count": 5}), media),
        ("createInvoiceLink", link, links),
        ("editUserStarSubscription", edit, edits),
    ]
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
