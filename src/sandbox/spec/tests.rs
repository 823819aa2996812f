//! The data file against its source, and the judge against right and wrong values.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::*;

/// What came after the source's version and matters to payments: Bot API 10.2, 14 July 2026.
const LATER: &[(&str, &str)] = &[("Update", "subscription?: BotSubscriptionUpdated")];
const LATER_TYPES: &str = "BotSubscriptionUpdated { user: User, invoice_payload: String, state: String }\n";

#[test]
#[ignore = "needs the source of the file: BOT_API_SPEC=api.min.json, see ORIGIN.md"]
fn the_file_is_what_its_source_says() {
    let source = std::env::var("BOT_API_SPEC").unwrap();
    let source: Value = serde_json::from_slice(&std::fs::read(source).unwrap()).unwrap();
    let written = written(&source);
    if std::env::var("UPDATE").is_ok() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/sandbox/spec/bot-api.txt");
        std::fs::write(path, &written).unwrap();
    } else {
        assert_eq!(TEXT, written);
    }
}

fn written(source: &Value) -> String {
    let mut text = String::from(LATER_TYPES);
    for (name, shape) in source["types"].as_object().unwrap() {
        let line = match shape["subtypes"].as_array() {
            Some(subtypes) => format!("{name} = {}", names(subtypes, " | ")),
            None => {
                let later = LATER
                    .iter()
                    .filter(|(whose, _)| whose == name)
                    .map(|(_, field)| (*field).to_owned());
                let fields: Vec<String> = field_texts(shape).into_iter().chain(later).collect();
                format!("{name} {{ {} }}", fields.join(", "))
            }
        };
        writeln!(text, "{line}").unwrap();
    }
    for (name, call) in source["methods"].as_object().unwrap() {
        let returns = names(call["returns"].as_array().unwrap(), "|");
        writeln!(text, "{name}({}) -> {returns}", field_texts(call).join(", ")).unwrap();
    }
    text
}

fn field_texts(shape: &Value) -> Vec<String> {
    let text = |field: &Value| {
        let mark = if field["required"] == true { "" } else { "?" };
        let kinds = names(field["types"].as_array().unwrap(), "|");
        format!("{}{mark}: {kinds}", field["name"].as_str().unwrap())
    };
    shape["fields"].as_array().into_iter().flatten().map(text).collect()
}

/// `Array of Array of PhotoSize` becomes `PhotoSize[][]`.
fn names(kinds: &[Value], between: &str) -> String {
    let short = |kind: &Value| {
        let kind = kind.as_str().unwrap();
        let name = kind.rsplit("Array of ").next().unwrap();
        format!("{name}{}", "[]".repeat(kind.matches("Array of ").count()))
    };
    kinds.iter().map(short).collect::<Vec<_>>().join(between)
}

#[test]
fn every_line_is_read_and_every_type_is_known() {
    let spec = Spec::parse(TEXT);
    assert_eq!((spec.methods.len(), spec.types.len()), (180, 360));
    assert_eq!(TEXT.lines().count(), 540);
    let all = spec.methods.values().flat_map(|call| &call.fields);
    let of_types = spec.types.values().flat_map(|shape| match shape {
        Shape::Object(fields) => fields.as_slice(),
        Shape::OneOf(_) => &[],
    });
    let known = |kind: &Kind| {
        let basic = ["Integer", "Float", "String", "Boolean"].contains(&kind.name);
        basic || spec.types.contains_key(kind.name)
    };
    for field in all.chain(of_types) {
        assert!(
            !field.kinds.is_empty() && field.kinds.iter().all(known),
            "{}: {:?}",
            field.name,
            field.kinds
        );
    }
    let call = &spec.methods["sendMediaGroup"];
    assert_eq!(
        call.returns,
        [Kind {
            name: "Message",
            depth: 1
        }]
    );
}

#[test]
fn a_result_is_judged_by_names_types_and_required_fields() {
    let right = json!({"id": 7, "is_bot": false, "first_name": "Ann"});
    assert!(judge_result("getMe", &right).is_empty());
    let wrong = json!({"id": "7", "first_name": "Ann", "shoe_size": 38});
    assert_eq!(
        judge_result("getMe", &wrong),
        [
            "`result.id` is no Integer",
            "`result.is_bot` is required in User and missing",
            "`result.shoe_size` is no field of User",
        ]
    );
    assert_eq!(judge_result("editMessageText", &json!(true)), Vec::<String>::new());
    let update = json!({"update_id": 1, "message": {"message_id": 1, "date": 2, "chat": {"id": 5, "type": "private"}}});
    assert!(judge_update(&update).is_empty());
    let nested =
        json!({"update_id": 1, "message": {"message_id": 1, "date": 2, "chat": {"id": 5}, "photo": [{"file_id": 1}]}});
    let complaints = judge_update(&nested);
    assert!(
        complaints.contains(&"`update.message.photo[0].file_id` is no String".to_owned()),
        "{complaints:?}"
    );
    assert!(complaints.contains(&"`update.message.chat.type` is required in Chat and missing".to_owned()));
}

#[test]
fn a_request_is_judged_as_text() {
    let said = |method: &str, body: Value| {
        let mut fields = Fields::default();
        fields.push_json(body.to_string().as_bytes()).unwrap();
        judge_request(method, &fields)
    };
    let keyboard = json!({"inline_keyboard": [[{"text": "b", "callback_data": "x", "colour": "red"}]]});
    assert_eq!(
        said(
            "sendMessage",
            json!({"chat_id": "5", "text": 7, "protect_content": "true", "reply_markup": keyboard})
        ),
        ["`reply_markup.inline_keyboard[0][0].colour` is no field of InlineKeyboardButton"]
    );
    assert_eq!(
        said(
            "sendMessage",
            json!({"chat_id": 5, "txt": "hello", "message_thread_id": "first"})
        ),
        [
            "`txt` is no parameter of this method",
            "`message_thread_id` is neither a number, nor a truth value, nor JSON",
            "`text` is required and missing",
        ]
    );
    let prices = json!([{"label": "a", "amount": "5"}]);
    let invoice =
        json!({"chat_id": 5, "title": "t", "description": "d", "payload": "p", "currency": "XTR", "prices": prices});
    assert_eq!(said("sendInvoice", invoice), ["`prices[0].amount` is no Integer"]);
}

#[test]
fn methods_are_known_in_any_case() {
    assert!(is_method("createForumTopic") && is_method("CREATEFORUMTOPIC") && !is_method("sendTelepathy"));
}
