//! One update, read into the event that it is.

use std::borrow::Cow;

use super::{
    batch::storable,
    fields::Field,
    form::order_info,
    shapes::{Content, Shown, Update, User},
};
use crate::{
    conversation::{Event, InlineQuery, Message, Person, TapEvent},
    ids::{Campaign, ChargeId, ChatId, MessageId, Payload, ProductId, QueryId, TopicId, UserId},
    money::Currency,
    payment::{AMOUNT_MAX, Charge, PreCheckout},
    telegram::buttons,
};

/// Under these keys a message tells of money that moved.
const MONEY_KEYS: [&str; 2] = ["successful_payment", "refunded_payment"];

/// What the content of an update of one kind means.
type Meaning = fn(Content) -> Option<Event>;

/// What an update means to a shop; `Nothing` also for what cannot be read.
pub fn event(raw: &str) -> Event {
    read(&storable(raw)).unwrap_or(Event::Nothing)
}

fn read(raw: &str) -> Option<Event> {
    let mut json = serde_json::Deserializer::from_str(raw);
    let Update(mut contents) = Update::read(&mut json).ok()?;
    json.end().ok()?;
    if contents.iter().any(|(_, content)| is_about_money(content)) {
        return contents.into_iter().find_map(|(_, content)| money(content));
    }
    let kinds: [(&str, Meaning); 4] = [
        ("pre_checkout_query", pre_checkout),
        ("callback_query", tap),
        ("inline_query", inline),
        ("message", message),
    ];
    kinds.into_iter().find_map(|(kind, meaning)| {
        let at = contents.iter().rposition(|(key, _)| key == kind)?;
        meaning(contents.swap_remove(at).1)
    })
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
fn is_about_money(message: &Content) -> bool {
    message.successful_payment.is_there() || message.refunded_payment.is_there()
}

/// A payment, in whatever kind of message it came.
fn money(message: Content) -> Option<Event> {
    let payment = message.successful_payment.0?;
    let person = person(message.from);
    let chat = message.chat.id.unwrap_or(person.id);
    let payer = if person.id == 0 { chat.max(0) } else { person.id };
    let charge = Charge {
        id: ChargeId::new(filled(payment.telegram_payment_charge_id)?),
        provider_id: payment.provider_payment_charge_id.into_owned(),
        payer: UserId(payer),
        payload: payment.invoice_payload.into_owned(),
        currency_code: payment.currency.into_owned(),
        amount: payment
            .total_amount
            .filter(|amount| amount.unsigned_abs() <= AMOUNT_MAX)?,
        info: order_info(payment.order_info),
    };
    Some(Event::Paid(charge, Person { id: payer, ..person }, ChatId(chat)))
}

/// An amount that cannot be read is 0, which no quote is: the payer gets a no instead of a time-out.
fn pre_checkout(query: Content) -> Option<Event> {
    let person = person(query.from);
    let question = PreCheckout {
        query: QueryId::new(filled(query.id)?),
        payer: person.user(),
        payload: Payload::parse(&query.invoice_payload),
        currency: Currency::parse(&query.currency),
        amount: query.total_amount.unwrap_or(0),
        info: order_info(query.order_info),
    };
    Some(Event::PreCheckout(question, person))
}

/// A pressed button. Under a message that Telegram no longer shows us, the answer goes to the person's own chat.
fn tap(query: Content) -> Option<Event> {
    let from = person(query.from);
    if from.id <= 0 {
        return None;
    }
    let message = query.message;
    let chat = ChatId(message.chat.id.unwrap_or(from.id));
    Some(Event::Tap(TapEvent {
        query: QueryId::new(filled(query.id)?),
        private: chat == ChatId(from.id),
        chat,
        message: MessageId(message.message_id.unwrap_or(0)),
        on_photo: message.photo.is_there(),
        tap: buttons::decode(&query.data),
        from,
    }))
}

/// What somebody types behind the bot's name.
fn inline(query: Content) -> Option<Event> {
    Some(Event::Inline(InlineQuery {
        query: QueryId::new(filled(query.id)?),
        from: person(query.from),
        words: query.query.into_owned(),
        offset: query.offset.into_owned(),
    }))
}

/// Words of a person. Those of bots, channels and anonymous admins are nobody's, and what somebody sent through a bot's
/// inline mode, such as a card of this shop, asks for no answer; forwarded ones are not the sender's own and count as no
/// words.
fn message(message: Content) -> Option<Event> {
    let is_bot = message.from.is_bot;
    let is_nobodys = message.sender_chat.is_there() || message.via_bot.is_there();
    let from = person(message.from);
    if from.id <= 0 || is_bot || is_nobodys {
        return None;
    }
    let foreign = message.forward_origin.is_there() || message.forward_date.is_there();
    let private = message.chat.kind == "private";
    // Replies in a group without topics are threads, too.
    let in_topic = message.is_topic_message && !private;
    let topic = message.message_thread_id.filter(|_| in_topic);
    Some(Event::Message(Message {
        chat: ChatId(message.chat.id?),
        topic: TopicId(topic.unwrap_or(0)),
        private,
        id: MessageId(message.message_id.unwrap_or(0)),
        text: if foreign {
            String::new()
        } else {
            message.text.into_owned()
        },
        reply_to: asked_amount_of(&message.reply_to_message).filter(|_| private),
        from,
    }))
}

/// The deep-link parameter of the product for which our own message asked an amount. In a private chat, the only bot
/// that writes is ours.
fn asked_amount_of(replied: &Shown) -> Option<String> {
    if !replied.from.is_bot {
        return None;
    }
    let entities = replied.entities.iter().chain(&replied.caption_entities);
    let urls = entities.map(|entity| &entity.url);
    urls.chain([&replied.text, &replied.caption])
        .find_map(|text| product_in_link(text))
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

fn person(user: User) -> Person {
    Person {
        id: user.id.unwrap_or(0),
        first_name: user.first_name.into_owned(),
        username: filled(user.username),
        language_code: filled(user.language_code),
    }
}

/// A text that is there and not empty.
fn filled(text: Cow<str>) -> Option<String> {
    (!text.is_empty()).then(|| text.into_owned())
}

#[cfg(test)]
mod tests;
