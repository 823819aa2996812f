//! Queues and timers under a hand-moved clock.

use serde_json::{Value, json};

use super::*;
use crate::sandbox::api::{Fields, GetUpdates, Method, Refusal, Request};
use crate::sandbox::view::{Outcome, Payment, Person};

const ANN: i64 = 501;
const NOW: i64 = 1_767_225_600_000;
const DAY: i64 = 86_400_000;

fn world() -> (Model, i64) {
    let mut model = Model::new(State::default(), Rules::default());
    let token = model
        .add_bot(NewBot {
            name: "Bakery",
            username: "bakery_bot",
            token: None,
        })
        .unwrap();
    let bot = model.bot_of(&token).unwrap();
    model.put_person(Person::new(ANN, "Ann")).unwrap();
    model.say(ANN, ChatId::private(bot, ANN), "/start", None, NOW).unwrap();
    (model, bot)
}

fn call(model: &mut Model, bot: i64, method: &str, body: &Value, now_ms: i64) -> Result<Value, Refusal> {
    let mut fields = Fields::default();
    fields.push_json(body.to_string().as_bytes())?;
    let request = Request::parse(Method::parse(method).unwrap(), &fields)?;
    model
        .execute(bot, request, now_ms)
        .map(|answer| serde_json::from_str(&answer.json).unwrap())
}

/// The update ids that this offset leads to.
fn ids(model: &mut Model, bot: i64, offset: i64, now_ms: i64) -> Vec<i64> {
    let ask = GetUpdates {
        offset,
        limit: 100,
        timeout_s: 0,
        allowed_updates: None,
    };
    let batch = model.get_updates(bot, &ask, 100, now_ms).unwrap();
    let updates: Vec<Value> = serde_json::from_str(&batch.json).unwrap();
    assert_eq!(batch.is_empty, updates.is_empty());
    updates
        .iter()
        .map(|update| update["update_id"].as_i64().unwrap())
        .collect()
}

fn say(model: &mut Model, bot: i64, now_ms: i64) {
    model.say(ANN, ChatId::private(bot, ANN), "hi", None, now_ms).unwrap();
}

/// Ann presses Pay on a new invoice.
fn pay(model: &mut Model, bot: i64, now_ms: i64) -> i64 {
    let invoice = json!({
        "chat_id": ANN, "title": "t", "description": "d", "payload": "p", "provider_token": "1:TEST:x", "currency": "EUR",
        "prices": [{"label": "a", "amount": 500}],
    });
    let sent = call(model, bot, "sendInvoice", &invoice, now_ms).unwrap();
    let message = sent["message_id"].as_i64().unwrap();
    model
        .pay(ANN, ChatId::private(bot, ANN), message, Payment::default(), now_ms)
        .unwrap()
}

fn answer(model: &mut Model, bot: i64, payment: i64, now_ms: i64) -> Result<Value, Refusal> {
    call(
        model,
        bot,
        "answerPreCheckoutQuery",
        &json!({"pre_checkout_query_id": payment.to_string(), "ok": true}),
        now_ms,
    )
}

#[test]
fn a_positive_offset_forgets_what_is_below_it() {
    let (mut model, bot) = world();
    (0..3).for_each(|_| say(&mut model, bot, NOW));
    let first = ids(&mut model, bot, 0, NOW)[0];
    assert_eq!(
        ids(&mut model, bot, 0, NOW),
        [first, first + 1, first + 2, first + 3],
        "0 forgets nothing"
    );
    assert_eq!(ids(&mut model, bot, first + 2, NOW), [first + 2, first + 3]);
    assert_eq!(
        ids(&mut model, bot, first, NOW),
        [first + 2, first + 3],
        "forgotten for good"
    );
}

#[test]
fn a_negative_offset_keeps_the_last_ones() {
    let (mut model, bot) = world();
    (0..3).for_each(|_| say(&mut model, bot, NOW));
    let first = ids(&mut model, bot, 0, NOW)[0];
    assert_eq!(ids(&mut model, bot, -2, NOW), [first + 2, first + 3]);
    assert_eq!(ids(&mut model, bot, -100, NOW), [first + 2, first + 3]);
    assert_eq!(ids(&mut model, bot, -1, NOW), [first + 3]);
}

#[test]
fn an_offset_outside_the_known_range_falls_back_to_the_head() {
    let (mut model, bot) = world();
    say(&mut model, bot, NOW);
    let first = ids(&mut model, bot, 0, NOW)[0];
    let next = first + 2;
    assert_eq!(ids(&mut model, bot, next + 11, NOW), [first, first + 1]);
    assert_eq!(ids(&mut model, bot, 5, NOW), [first, first + 1]);
    assert_eq!(ids(&mut model, bot, i64::from(i32::MAX), NOW), [first, first + 1]);
    assert!(
        ids(&mut model, bot, next, NOW).is_empty(),
        "the next id acknowledges all"
    );
    say(&mut model, bot, NOW);
    assert_eq!(ids(&mut model, bot, 0, NOW), [next], "ids go on by one");
}

#[test]
fn messages_live_a_day_and_queries_150_seconds() {
    let (mut model, bot) = world();
    let keyboard = json!({"inline_keyboard": [[{"text": "b", "callback_data": "x"}]]});
    let sent = call(
        &mut model,
        bot,
        "sendMessage",
        &json!({"chat_id": ANN, "text": "t", "reply_markup": keyboard}),
        NOW,
    );
    let message = sent.unwrap()["message_id"].as_i64().unwrap();
    model.tap(ANN, ChatId::private(bot, ANN), message, "x", NOW).unwrap();
    pay(&mut model, bot, NOW);
    say(&mut model, bot, NOW + 1_000);
    assert_eq!(model.waiting_count(bot, NOW + 149_999).unwrap(), 4);
    assert_eq!(ids(&mut model, bot, 0, NOW + 149_999).len(), 4);
    assert_eq!(ids(&mut model, bot, 0, NOW + 150_000).len(), 2);
    assert_eq!(ids(&mut model, bot, 0, NOW + DAY).len(), 1);
    assert_eq!(ids(&mut model, bot, 0, NOW + DAY + 999).len(), 1);
    assert!(ids(&mut model, bot, 0, NOW + DAY + 1_000).is_empty());
}

#[test]
fn allowed_updates_stay_and_rule_what_is_queued() {
    let (mut model, bot) = world();
    let allow = |model: &mut Model, names: Value| {
        call(
            model,
            bot,
            "getUpdates",
            &json!({"offset": 0, "allowed_updates": names}),
            NOW,
        )
        .unwrap();
    };
    allow(&mut model, json!(["callback_query"]));
    say(&mut model, bot, NOW);
    assert_eq!(
        ids(&mut model, bot, 0, NOW).len(),
        1,
        "what was queued before is still delivered, what came after not"
    );
    call(
        &mut model,
        bot,
        "getUpdates",
        &json!({"allowed_updates": "no json"}),
        NOW,
    )
    .unwrap();
    say(&mut model, bot, NOW);
    assert_eq!(
        ids(&mut model, bot, 0, NOW).len(),
        1,
        "an unreadable list keeps the old one"
    );
    for default in [json!([]), json!(["telepathy"])] {
        allow(&mut model, json!(["poll"]));
        allow(&mut model, default);
        say(&mut model, bot, NOW);
    }
    assert_eq!(
        ids(&mut model, bot, 0, NOW).len(),
        3,
        "empty or unknown lists are the default"
    );
    allow(&mut model, json!(["MESSAGE"]));
    say(&mut model, bot, NOW);
    pay(&mut model, bot, NOW);
    assert_eq!(ids(&mut model, bot, 0, NOW).len(), 4);
}

#[test]
fn an_answer_stays_near_four_mebibytes() {
    let (mut model, bot) = world();
    let large = json!({"text": "x".repeat(1024 * 1024)}).to_string();
    for _ in 0..6 {
        model.inject(bot, "message", &large, NOW).unwrap();
    }
    assert_eq!(
        ids(&mut model, bot, 0, NOW).len(),
        4,
        "/start and three of a mebibyte and a bit"
    );
    let whole = json!({"text": "x".repeat(5 * 1024 * 1024)}).to_string();
    model.state.bots.get_mut(&bot).unwrap().queue.clear();
    model.inject(bot, "message", &whole, NOW).unwrap();
    assert_eq!(
        ids(&mut model, bot, 0, NOW).len(),
        1,
        "one is handed out whatever its size"
    );
}

#[test]
fn a_pre_checkout_query_waits_ten_seconds_sharp() {
    let (mut model, bot) = world();
    let (first, second) = (pay(&mut model, bot, NOW), pay(&mut model, bot, NOW + 1));
    answer(&mut model, bot, first, NOW + 9_999).unwrap();
    model.expire(NOW + 10_000);
    assert_eq!(model.outcome(second).unwrap(), Outcome::Waiting);
    assert_eq!(
        answer(&mut model, bot, second, NOW + 10_001).unwrap_err(),
        Refusal::query_too_old()
    );
    assert_eq!(model.outcome(second).unwrap(), Outcome::TimedOut);
    assert_eq!(model.outcome(first).unwrap(), Outcome::Confirmed);
    model.expire(NOW + DAY);
    assert_eq!(model.charge(first, NOW + DAY).unwrap().total_amount, 500);
}

#[test]
fn settled_payments_are_forgotten_and_open_ones_are_not() {
    let mut model = world().0;
    model.rules.queries = 2;
    let bot = model.bots()[0].id;
    let open = pay(&mut model, bot, NOW);
    let payments: Vec<i64> = (0..4).map(|_| pay(&mut model, bot, NOW)).collect();
    for payment in &payments {
        answer(&mut model, bot, *payment, NOW).unwrap();
        model.charge(*payment, NOW).unwrap();
    }
    assert_eq!(model.outcome(open).unwrap(), Outcome::Waiting);
    assert!(model.outcome(payments[1]).is_err());
    assert_eq!(model.outcome(payments[3]).unwrap(), Outcome::Charged);
    assert_eq!(model.charges().len(), 4, "charges are kept for ever");
}

#[test]
fn news_name_the_bots_and_chats_that_changed_and_reading_makes_none() {
    let (mut model, bot) = world();
    let chat = ChatId::private(bot, ANN);
    let news = model.take_news();
    assert!(news.changed && news.bots == [bot] && news.chats == [chat]);
    model.read(chat, 0);
    ids(&mut model, bot, 0, NOW);
    model.expire(NOW);
    let news = model.take_news();
    assert!(!news.changed && news.bots.is_empty() && news.chats.is_empty());
}

#[test]
fn a_state_survives_its_file_format() {
    let (mut model, bot) = world();
    model
        .put_chat(&NewChat {
            id: -5,
            title: "Staff",
            is_channel: false,
            members: &[ANN, bot],
            admins: &[],
        })
        .unwrap();
    let open = pay(&mut model, bot, NOW);
    let text = serde_json::to_vec(model.state()).unwrap();
    let mut again = Model::new(State::parse(&text).unwrap(), Rules::default());
    let chat = ChatId::private(bot, ANN);
    assert_eq!(again.read(chat, 0), model.read(chat, 0));
    assert_eq!(ids(&mut again, bot, 0, NOW), ids(&mut model, bot, 0, NOW));
    again.expire(NOW + 10_000);
    assert_eq!(again.outcome(open).unwrap(), Outcome::TimedOut);
    let newer = String::from_utf8(text)
        .unwrap()
        .replacen("\"version\":1", "\"version\":2", 1);
    let Err(words) = State::parse(newer.as_bytes()) else {
        panic!("a newer format was read")
    };
    assert!(words.contains("format 2"), "{words}");
}

#[test]
fn a_state_file_of_an_older_kiosk_is_read() {
    let (model, bot) = world();
    let mut old: Value = serde_json::to_value(model.state()).unwrap();
    for name in [
        "links",
        "invites",
        "inline",
        "inline_cache",
        "inline_messages",
        "deactivated",
    ] {
        old.as_object_mut().unwrap().remove(name).unwrap();
    }
    let chat = old["chats"][ChatId::private(bot, ANN).to_string()]
        .as_object_mut()
        .unwrap();
    for name in ["username", "is_channel", "admins", "left", "kicked", "upgraded_to"] {
        chat.remove(name).unwrap();
    }
    let message = chat["messages"][0].as_object_mut().unwrap();
    for name in ["via_bot", "album", "inline_id", "origin"] {
        message.remove(name).unwrap();
    }
    old["bots"][bot.to_string()]
        .as_object_mut()
        .unwrap()
        .remove("settings")
        .unwrap();
    let again = Model::new(State::parse(old.to_string().as_bytes()).unwrap(), Rules::default());
    let chat = ChatId::private(bot, ANN);
    assert_eq!(again.read(chat, 0), model.read(chat, 0));
}
