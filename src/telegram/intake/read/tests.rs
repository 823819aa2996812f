//! Updates read into events: odd ones, cut ones, and money in each of them.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::conversation::Tap;

/// In the shapes that Telegram sends, unknown fields included.
fn samples() -> Vec<Value> {
    let ann = json!({"id": 7_263_151_821_i64, "is_bot": false, "first_name": "Ann \u{202e}<b>", "username": "ann",
            "language_code": "ru-RU", "is_premium": true});
    let chat = json!({"id": 7_263_151_821_i64, "first_name": "Ann", "type": "private"});
    let payload = "0123456789abcdef0123456789abcdef";
    vec![
        json!({"update_id": 1, "message": {"message_id": 5, "from": ann, "chat": chat, "date": 1_795_521_909,
                "text": "/start p_sourdough", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}}),
        json!({"update_id": 2, "callback_query": {"id": "4382", "from": ann, "chat_instance": "-1", "data": "h",
                "message": {"message_id": 6, "chat": chat, "date": 1, "photo": [{"file_id": "x"}]}}}),
        json!({"update_id": 3, "pre_checkout_query": {"id": "99", "from": ann, "currency": "EUR",
                "total_amount": 650, "invoice_payload": payload, "order_info": {"name": "Ann"}}}),
        json!({"update_id": 4, "message": {"message_id": 7, "from": ann, "chat": chat, "date": 1,
                "successful_payment": {"currency": "IDR", "total_amount": 999_999_999_999_i64, "invoice_payload": payload,
                "telegram_payment_charge_id": "7263_1_2", "provider_payment_charge_id": "ch_3Pit"}}}),
    ]
}

fn of(value: &Value) -> Event {
    event(&value.to_string())
}

fn message_of(changes: &Value) -> Event {
    let mut update = samples().remove(0);
    for (key, value) in changes.as_object().unwrap() {
        update["message"][key] = value.clone();
    }
    of(&update)
}

#[test]
fn words_are_read_with_their_sender() {
    let Event::Message(message) = of(&samples()[0]) else {
        panic!()
    };
    assert_eq!(
        (message.text.as_str(), message.private, message.reply_to),
        ("/start p_sourdough", true, None)
    );
    assert_eq!((message.chat, message.id), (ChatId(7_263_151_821), MessageId(5)));
    assert_eq!(message.from.language_code.as_deref(), Some("ru-RU"));
    let Event::Message(photo) = message_of(&json!({"text": null, "photo": [], "caption": "/terms"})) else {
        panic!()
    };
    assert_eq!(photo.text, "");
    let group = json!({"chat": {"id": -5, "type": "supergroup"}});
    assert!(matches!(message_of(&group), Event::Message(message) if !message.private && message.chat == ChatId(-5)));
}

#[test]
fn a_message_of_a_topic_says_so_and_a_thread_of_replies_is_none() {
    let topic = |more: &Value| match message_of(more) {
        Event::Message(message) => message.topic.0,
        other => panic!("{other:?}"),
    };
    let group = json!({"id": -1_001_234_567_890_i64, "type": "supergroup"});
    let thread = json!({"chat": group, "message_thread_id": 4});
    let of_topic = json!({"chat": group, "message_thread_id": 4, "is_topic_message": true});
    assert_eq!([topic(&thread), topic(&of_topic), topic(&json!({}))], [0, 4, 0]);
}

#[test]
fn words_that_are_not_the_senders_own_say_nothing() {
    assert_eq!(message_of(&json!({"sender_chat": {"id": -1}})), Event::Nothing);
    assert_eq!(message_of(&json!({"from": {"id": 9, "is_bot": true}})), Event::Nothing);
    assert_eq!(message_of(&json!({"from": null})), Event::Nothing);
    assert_eq!(message_of(&json!({"via_bot": {"id": 9}})), Event::Nothing);
    let forwarded = message_of(&json!({"forward_origin": {"type": "user"}}));
    assert!(matches!(forwarded, Event::Message(message) if message.text.is_empty()));
    let mut edited = samples().remove(0);
    edited["edited_message"] = edited["message"].take();
    assert_eq!(of(&edited), Event::Nothing);
}

#[test]
fn a_reply_to_our_question_names_its_product() {
    let asked = |bot: bool, url: &str| {
        let replied = json!({"from": {"id": 1, "is_bot": bot}, "text": "How much?",
                "entities": [{"type": "bold"}, {"type": "text_link", "url": url}]});
        match message_of(&json!({"reply_to_message": replied, "text": "12"})) {
            Event::Message(message) => message.reply_to,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        asked(true, "https://t.me/bakery_bot?start=a_tip-jar"),
        Some("a_tip-jar".into())
    );
    assert_eq!(
        asked(true, "https://t.me/bakery_bot?start=p_tip-jar"),
        Some("a_tip-jar".into())
    );
    assert_eq!(
        asked(true, "https://t.me/bakery_bot?start=a_tip-jar_flyer"),
        Some("a_tip-jar_flyer".into())
    );
    assert_eq!(asked(true, "https://t.me/bakery_bot?start=x_tip-jar"), None);
    assert_eq!(asked(true, "https://t.me/bakery_bot?start=a_-"), None);
    assert_eq!(asked(false, "https://t.me/bakery_bot?start=a_tip-jar"), None);
}

#[test]
fn buttons_are_read_also_where_their_message_is_gone() {
    let Event::Tap(tap) = of(&samples()[1]) else { panic!() };
    assert_eq!(
        (tap.tap.clone(), tap.on_photo, tap.message, tap.private),
        (Some(Tap::Home), true, MessageId(6), true)
    );
    let mut update = samples().remove(1);
    update["callback_query"]["message"] = Value::Null;
    update["callback_query"]["data"] = json!("forged");
    let Event::Tap(tap) = of(&update) else { panic!() };
    assert_eq!(
        (tap.tap, tap.chat, tap.message),
        (None, ChatId(7_263_151_821), MessageId(0))
    );
}

#[test]
fn a_question_about_money_is_read_and_an_odd_one_still_gets_its_no() {
    let Event::PreCheckout(question, person) = of(&samples()[2]) else {
        panic!()
    };
    assert_eq!((question.amount, question.payer), (650, person.user()));
    assert_eq!(question.payload, Payload::parse("0123456789abcdef0123456789abcdef"));
    let odd = json!({"update_id": 3, "pre_checkout_query": {"id": "9", "total_amount": "650", "currency": 5}});
    let Event::PreCheckout(question, _) = of(&odd) else {
        panic!()
    };
    assert_eq!((question.amount, question.currency, question.payload), (0, None, None));
}

#[test]
fn money_is_seen_beyond_32_bits_and_with_fields_missing() {
    let Event::Paid(charge, person, chat) = of(&samples()[3]) else {
        panic!()
    };
    assert_eq!((charge.amount, charge.currency_code.as_str()), (999_999_999_999, "IDR"));
    assert_eq!((charge.payer, chat), (person.user(), ChatId(7_263_151_821)));
    let bare = json!({"update_id": 4, "channel_post": {"chat": {"id": 8}, "sender_chat": {"id": 8},
            "successful_payment": {"telegram_payment_charge_id": "c", "total_amount": 1, "currency": null}}});
    let Event::Paid(charge, ..) = of(&bare) else { panic!() };
    assert_eq!(
        (charge.payer, charge.payload.as_str(), charge.currency_code.as_str()),
        (UserId(8), "", "")
    );
}

#[test]
fn money_that_cannot_be_read_is_noticed_and_words_about_money_are_not_money() {
    let unreadable = r#"{"update_id":4,"message":{"successful_payment" : {"total_amount":99999999999999999999}}}"#;
    assert_eq!(event(unreadable), Event::Nothing);
    assert!(holds_money(unreadable));
    let no_charge_id = json!({"from": {"id": 5, "first_name": "Ann"}, "chat": {"id": 5, "type": "private"},
            "successful_payment": {"currency": "EUR", "total_amount": 650}});
    assert_eq!(of(&json!({"update_id": 4, "message": no_charge_id})), Event::Nothing);
    let reply = message_of(&json!({"text": "thanks", "reply_to_message": no_charge_id}));
    assert!(matches!(reply, Event::Message(_)), "{reply:?}");
    for words in [
        "successful_payment",
        "\"successful_payment\": {}",
        "{\"successful_payment\": 1}",
    ] {
        let raw = json!({"message": {"text": words}}).to_string();
        assert!(!holds_money(&raw), "{raw}");
    }
}

#[test]
fn a_wrong_type_deep_inside_costs_only_its_own_field() {
    let odd_ones = [
        json!(null),
        json!(true),
        json!([{"id": 1}]),
        json!({"id": 1}),
        json!(1.5),
        json!(u64::MAX),
    ];
    for odd in odd_ones {
        let from = json!({"first_name": odd, "username": odd, "id": 5});
        let paid = json!({"telegram_payment_charge_id": "c", "total_amount": 999_999_999_999_i64, "currency": odd,
                "order_info": {"name": odd, "email": "a@example.com", "shipping_address": {"city": odd, "state": "S"}}});
        let update = json!({"message": {"photo": odd, "from": from, "chat": odd, "successful_payment": paid}});
        let Event::Paid(charge, person, chat) = of(&update) else {
            panic!("{odd}")
        };
        assert_eq!((person.id, person.first_name.as_str(), person.username), (5, "", None));
        assert_eq!((charge.amount, charge.currency_code.as_str()), (999_999_999_999, ""));
        let address = charge.info.address.unwrap();
        assert_eq!(
            (charge.info.name.as_str(), charge.info.email.as_str()),
            ("", "a@example.com")
        );
        assert_eq!((address.city.as_str(), address.state.as_str()), ("", "S"));
        // A chat without a number is the payer's own, but an `id` among the odd ones is one.
        assert_eq!(chat.0, if odd.is_object() { 1 } else { 5 });

        let replied = json!({"from": {"is_bot": true}, "entities": [odd, {"url": odd}], "caption": "?start=a_tip-jar"});
        let Event::Message(message) = message_of(&json!({"text": odd, "reply_to_message": replied})) else {
            panic!("{odd}")
        };
        assert_eq!(
            (message.text.as_str(), message.reply_to.as_deref()),
            ("", Some("a_tip-jar"))
        );
    }
}

#[test]
fn of_two_fields_of_one_name_the_last_one_counts() {
    let twice = r#"{"message":{"text":"a","text":"\u0062","from":{"id":1,"id":5},"chat":{"id":5,"type":"private"}}}"#;
    let Event::Message(message) = event(twice) else {
        panic!()
    };
    assert_eq!((message.text.as_str(), message.from.id), ("b", 5));
}

proptest! {
    #[test]
    fn mutated_updates_do_no_harm(which in 0..4_usize, at in any::<prop::sample::Index>(), with in any::<char>(), cut in any::<bool>()) {
        let mut chars: Vec<char> = samples()[which].to_string().chars().collect();
        let at = at.index(chars.len());
        chars[at] = with;
        if cut {
            chars.truncate(at + 1);
        }
        let raw: String = chars.into_iter().collect();
        let _ = (event(&raw), holds_money(&raw));
    }

    #[test]
    fn arbitrary_json_does_no_harm(key in "message|callback_query|pre_checkout_query|x", inner in "[\\[\\]{}:,\"a-z0-9\\\\u-]{0,80}") {
        let raw = format!(r#"{{"update_id":1,"{key}":{inner}}}"#);
        let _ = (event(&raw), holds_money(&raw), event(&inner));
    }

    #[test]
    fn any_field_may_hold_anything(which in 0..4_usize, at in any::<prop::sample::Index>(), odd in 0..6_usize) {
        let odd = [json!(null), json!([]), json!({}), json!("x"), json!(-1), json!(1.5)][odd].clone();
        let mut update = samples().swap_remove(which);
        let inner = update.as_object_mut().unwrap().values_mut().find(|value| value.is_object()).unwrap();
        let fields = inner.as_object_mut().unwrap();
        let key = fields.keys().nth(at.index(fields.len())).unwrap().clone();
        fields.insert(key, odd);
        let _ = of(&update);
    }
}
