//! One update, read into the event that it is.

use serde_json::Value;

use super::{batch::storable, form::order_info};
use crate::{
    conversation::{Event, InlineQuery, Message, Person, TapEvent},
    ids::{Campaign, ChargeId, ChatId, MessageId, Payload, ProductId, QueryId, TopicId, UserId},
    money::Currency,
    payment::{AMOUNT_MAX, Charge, PreCheckout},
    telegram::buttons,
};

/// Under these keys a message tells of money that moved.
const MONEY_KEYS: [&str; 2] = ["successful_payment", "refunded_payment"];

/// What an update means to a shop; `Nothing` also for what cannot be read.
pub fn event(raw: &str) -> Event {
    let Ok(update) = serde_json::from_str::<Value>(&storable(raw)) else {
        return Event::Nothing;
    };
    if is_about_money(&update) {
        return money(&update).unwrap_or(Event::Nothing);
    }
    let read = update
        .get("pre_checkout_query")
        .and_then(pre_checkout)
        .or_else(|| update.get("callback_query").and_then(tap))
        .or_else(|| update.get("inline_query").and_then(inline))
        .or_else(|| update.get("message").and_then(message));
    read.unwrap_or(Event::Nothing)
}

/// Whether an update that could not be read may be about money that moved. The text is searched for the key itself:
/// inside somebody's words its quotes would be escaped.
pub fn holds_money(raw: &str) -> bool {
    MONEY_KEYS.iter().any(|key| {
        raw.match_indices(&format!("\"{key}\""))
            .any(|(at, found)| raw[at + found.len()..].trim_start().starts_with(':'))
    })
}

/// Whether this is a service message about money that moved. Where it cannot be read it means nothing: money is no
/// customer's words, and must not be answered as such. A reply to such a message is words.
fn is_about_money(update: &Value) -> bool {
    let messages = update.as_object().into_iter().flat_map(|update| update.values());
    messages
        .filter_map(Value::as_object)
        .any(|message| MONEY_KEYS.iter().any(|key| message.contains_key(*key)))
}

/// A payment, in whatever kind of message it came.
fn money(update: &Value) -> Option<Event> {
    let (message, payment) = update
        .as_object()?
        .values()
        .find_map(|message| Some((message, message.get("successful_payment")?)))?;
    let person = person(&message["from"]);
    let chat = number(&message["chat"], "id").unwrap_or(person.id);
    let payer = if person.id == 0 { chat.max(0) } else { person.id };
    let charge = Charge {
        id: ChargeId::new(filled(payment, "telegram_payment_charge_id")?),
        provider_id: words(payment, "provider_payment_charge_id"),
        payer: UserId(payer),
        payload: words(payment, "invoice_payload"),
        currency_code: words(payment, "currency"),
        amount: number(payment, "total_amount").filter(|amount| amount.unsigned_abs() <= AMOUNT_MAX)?,
        info: order_info(&payment["order_info"]),
    };
    Some(Event::Paid(charge, Person { id: payer, ..person }, ChatId(chat)))
}

/// An amount that cannot be read is 0, which no quote is: the payer gets a no instead of a time-out.
fn pre_checkout(query: &Value) -> Option<Event> {
    let person = person(&query["from"]);
    let question = PreCheckout {
        query: QueryId::new(filled(query, "id")?),
        payer: person.user(),
        payload: Payload::parse(&words(query, "invoice_payload")),
        currency: Currency::parse(&words(query, "currency")),
        amount: number(query, "total_amount").unwrap_or(0),
        info: order_info(&query["order_info"]),
    };
    Some(Event::PreCheckout(question, person))
}

/// A pressed button. Under a message that Telegram no longer shows us, the answer goes to the person's own chat.
fn tap(query: &Value) -> Option<Event> {
    let from = person(&query["from"]);
    if from.id <= 0 {
        return None;
    }
    let message = &query["message"];
    let chat = number(&message["chat"], "id").map_or(ChatId(from.id), ChatId);
    Some(Event::Tap(TapEvent {
        query: QueryId::new(filled(query, "id")?),
        private: chat == ChatId(from.id),
        chat,
        message: MessageId(number(message, "message_id").unwrap_or(0)),
        on_photo: message.get("photo").is_some(),
        tap: buttons::decode(&words(query, "data")),
        from,
    }))
}

/// What somebody types behind the bot's name.
fn inline(query: &Value) -> Option<Event> {
    Some(Event::Inline(InlineQuery {
        query: QueryId::new(filled(query, "id")?),
        from: person(&query["from"]),
        words: words(query, "query"),
        offset: words(query, "offset"),
    }))
}

/// Words of a person. Those of bots, channels and anonymous admins are nobody's, and what somebody sent through a bot's
/// inline mode, such as a card of this shop, asks for no answer; forwarded ones are not the sender's own and count as no
/// words.
fn message(message: &Value) -> Option<Event> {
    let from = person(&message["from"]);
    let is_bot = message["from"]["is_bot"].as_bool().unwrap_or(false);
    let is_nobodys = ["sender_chat", "via_bot"].iter().any(|key| message.get(*key).is_some());
    if from.id <= 0 || is_bot || is_nobodys {
        return None;
    }
    let foreign = ["forward_origin", "forward_date"]
        .iter()
        .any(|key| message.get(*key).is_some());
    let private = message["chat"]["type"] == "private";
    // Replies in a group without topics are threads, too.
    let in_topic = message["is_topic_message"] == true && !private;
    let topic = number(message, "message_thread_id").filter(|_| in_topic);
    Some(Event::Message(Message {
        chat: ChatId(number(&message["chat"], "id")?),
        topic: TopicId(topic.unwrap_or(0)),
        private,
        id: MessageId(number(message, "message_id").unwrap_or(0)),
        text: if foreign { String::new() } else { words(message, "text") },
        reply_to: message
            .get("reply_to_message")
            .filter(|_| private)
            .and_then(asked_amount_of),
        from,
    }))
}

/// The deep-link parameter of the product for which our own message asked an amount. In a private chat, the only bot
/// that writes is ours.
fn asked_amount_of(replied: &Value) -> Option<String> {
    if replied["from"]["is_bot"] != true {
        return None;
    }
    let urls = ["entities", "caption_entities"].into_iter();
    let urls = urls
        .filter_map(|key| replied[key].as_array())
        .flatten()
        .map(|entity| words(entity, "url"));
    let texts = [words(replied, "text"), words(replied, "caption")];
    urls.chain(texts).find_map(|text| product_in_link(&text))
}

/// `a_<id>` or `a_<id>_<tag>` out of `https://t.me/some_bot?start=a_<id>` or `…?start=p_<id>_<tag>`.
fn product_in_link(text: &str) -> Option<String> {
    text.match_indices("?start=").find_map(|(at, found)| {
        let rest = &text[at + found.len()..];
        let rest = rest.strip_prefix("a_").or_else(|| rest.strip_prefix("p_"))?;
        let end = rest.find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '-' | '_'));
        let rest = &rest[..end.unwrap_or(rest.len())];
        let (id, tag) = rest.split_once('_').unwrap_or((rest, ""));
        let id = ProductId::parse(id).ok()?;
        Some(match Campaign::parse(tag) {
            Some(tag) => format!("a_{id}_{tag}"),
            None => format!("a_{id}"),
        })
    })
}

fn person(user: &Value) -> Person {
    Person {
        id: number(user, "id").unwrap_or(0),
        first_name: words(user, "first_name"),
        username: filled(user, "username"),
        language_code: filled(user, "language_code"),
    }
}

fn number(of: &Value, key: &str) -> Option<i64> {
    of.get(key)?.as_i64()
}

pub(super) fn words(of: &Value, key: &str) -> String {
    filled(of, key).unwrap_or_default()
}

/// A text that is there and not empty.
fn filled(of: &Value, key: &str) -> Option<String> {
    let text = of.get(key)?.as_str()?;
    (!text.is_empty()).then(|| text.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

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
        assert!(
            matches!(message_of(&group), Event::Message(message) if !message.private && message.chat == ChatId(-5))
        );
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
}
