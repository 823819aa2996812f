//! Messages and users as the Bot API shows them to bots.

use std::borrow::Cow;

use serde::Serialize;

use super::Model;
use super::bill::{Invoice, RefundedPayment, SuccessfulPayment};
use super::message::{Author, Body, Message};
use crate::sandbox::api::{FileKind, KeyboardButton};
use crate::sandbox::view::{ChatId, Entity};

/// A user: a person or a bot.
#[derive(Serialize)]
pub(super) struct User<'a> {
    pub(super) id: i64,
    pub(super) is_bot: bool,
    pub(super) first_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language_code: Option<&'a str>,
}

/// A chat.
#[derive(Serialize)]
pub(super) struct Chat<'a> {
    id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_forum: Option<bool>,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// A message; what it lacks is left out.
#[derive(Default, Serialize)]
pub(super) struct Shown<'a> {
    message_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_thread_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_topic_message: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<User<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sender_chat: Option<Chat<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chat: Option<Chat<'a>>,
    date: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    via_bot: Option<User<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    forward_origin: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edit_date: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_protected_content: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_group_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to_message: Option<Box<Shown<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<Cow<'a, [Entity]>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    photo: Option<[PhotoSize<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paid_media: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<Document<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caption_entities: Option<Cow<'a, [Entity]>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<Invoice<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    successful_payment: Option<SuccessfulPayment<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refunded_payment: Option<RefundedPayment<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_chat_members: Option<Vec<User<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_chat_member: Option<User<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    migrate_to_chat_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    migrate_from_chat_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_markup: Option<Keyboard<'a>>,
}

#[derive(Serialize)]
pub(super) struct PhotoSize<'a> {
    file_id: &'a str,
    file_unique_id: &'a str,
    file_size: u64,
    width: u32,
    height: u32,
}

#[derive(Serialize)]
struct Document<'a> {
    file_name: &'a str,
    mime_type: &'a str,
    file_id: &'a str,
    file_unique_id: &'a str,
    file_size: u64,
}

#[derive(Serialize)]
struct Keyboard<'a> {
    inline_keyboard: &'a [Vec<KeyboardButton>],
}

/// The sides of the one size of a photo that is handed out; pictures are not looked into.
const PHOTO_SIDES: (u32, u32) = (800, 600);

impl Model {
    pub(super) fn user(&self, author: Author) -> Option<User<'_>> {
        match author {
            Author::Bot(id) => self.state.bots.get(&id).map(|bot| User {
                id,
                is_bot: true,
                first_name: &bot.name,
                last_name: None,
                username: Some(&bot.username),
                language_code: None,
            }),
            Author::Person(id) => self.state.people.get(&id).map(|person| User {
                id,
                is_bot: false,
                first_name: &person.first_name,
                last_name: person.last_name.as_deref(),
                username: person.username.as_deref(),
                language_code: person.language_code.as_deref(),
            }),
        }
    }

    pub(super) fn shown_chat(&self, chat: ChatId) -> Option<Chat<'_>> {
        let bare = Chat {
            id: chat.number(),
            title: None,
            first_name: None,
            last_name: None,
            username: None,
            is_forum: None,
            kind: "",
        };
        match chat {
            ChatId::Private { person, .. } => self.state.people.get(&person).map(|person| Chat {
                first_name: Some(&person.first_name),
                last_name: person.last_name.as_deref(),
                username: person.username.as_deref(),
                kind: "private",
                ..bare
            }),
            ChatId::Group { id } => self.state.chats.get(&chat).map(|record| Chat {
                title: Some(&record.title),
                username: Some(record.username.as_str()).filter(|name| !name.is_empty()),
                is_forum: (!record.topics.is_empty()).then_some(true),
                kind: record.kind(id),
                ..bare
            }),
            ChatId::People { .. } => None,
        }
    }

    /// A message with the one that it replies to, but no deeper.
    pub(super) fn shown<'a>(&'a self, chat: ChatId, message: &'a Message) -> Shown<'a> {
        let mut shown = self.shown_alone(chat, message);
        let replied = message.reply_to.and_then(|id| self.state.chats.get(&chat)?.message(id));
        shown.reply_to_message = replied.map(|replied| Box::new(self.shown_alone(chat, replied)));
        shown
    }

    pub(super) fn message_json(&self, chat: ChatId, message: i64) -> String {
        let found = self.state.chats.get(&chat).and_then(|record| record.message(message));
        found.map_or_else(|| "null".into(), |message| json(&self.shown(chat, message)))
    }

    fn shown_alone<'a>(&'a self, chat: ChatId, message: &'a Message) -> Shown<'a> {
        // What stands in a channel is the channel's (Bot API, "Message": `sender_chat`).
        let is_post = self.state.chats.get(&chat).is_some_and(|record| record.is_channel);
        let mut shown = Shown {
            message_id: message.id,
            message_thread_id: message.topic,
            is_topic_message: message.topic.map(|_| true),
            from: if is_post { None } else { self.user(message.author) },
            sender_chat: if is_post { self.shown_chat(chat) } else { None },
            chat: self.shown_chat(chat),
            forward_origin: message.origin.as_ref().map(|origin| self.origin_json(origin)),
            via_bot: message.via_bot.and_then(|bot| self.user(Author::Bot(bot))),
            date: message.date_ms.div_euclid(1_000),
            edit_date: message.edited_ms.map(|at| at.div_euclid(1_000)),
            media_group_id: message.album.as_deref(),
            has_protected_content: message.protected.then_some(true),
            reply_markup: (!message.rows.is_empty()).then_some(Keyboard {
                inline_keyboard: &message.rows,
            }),
            ..Shown::default()
        };
        self.fill_body(&mut shown, message);
        shown
    }

    fn fill_body<'a>(&'a self, shown: &mut Shown<'a>, message: &'a Message) {
        let text = Some(message.text.as_str()).filter(|text| !text.is_empty());
        let entities = Some(self.entities(message)).filter(|entities| !entities.is_empty());
        match &message.body {
            Body::Text => (shown.text, shown.entities) = (text, entities),
            Body::File { kind, id } => {
                (shown.caption, shown.caption_entities) = (text, entities);
                self.fill_file(shown, *kind, id);
            }
            Body::Invoice { invoice, .. } => {
                shown.invoice = Some(Invoice::of(invoice));
            }
            Body::PaidMedia(sale) => {
                (shown.caption, shown.caption_entities) = (text, entities);
                shown.paid_media = Some(self.sale_json(sale));
            }
            Body::Joined(who) => {
                let users = who.iter().filter_map(|id| self.user(self.author(*id)));
                shown.new_chat_members = Some(users.collect());
            }
            Body::Left(who) => shown.left_chat_member = self.user(self.author(*who)),
            Body::MigratedTo(id) => shown.migrate_to_chat_id = Some(*id),
            Body::MigratedFrom(id) => shown.migrate_from_chat_id = Some(*id),
            Body::Refunded(charge) => shown.refunded_payment = Some(RefundedPayment::of(charge)),
            Body::Paid(charge) => {
                let purchase = self.state.purchases.get(charge.query);
                shown.successful_payment = Some(SuccessfulPayment::of(charge, purchase));
            }
        }
    }

    /// The one size of a photo that is handed out.
    pub(super) fn photo_sizes<'a>(&'a self, id: &'a str) -> Option<[PhotoSize<'a>; 1]> {
        let record = self.state.files.get(id)?;
        let (width, height) = PHOTO_SIDES;
        Some([PhotoSize {
            file_id: id,
            file_unique_id: &record.unique_id,
            file_size: record.file.bytes,
            width,
            height,
        }])
    }

    fn fill_file<'a>(&'a self, shown: &mut Shown<'a>, kind: FileKind, id: &'a str) {
        let Some(record) = self.state.files.get(id) else { return };
        let (file_unique_id, file_size) = (record.unique_id.as_str(), record.file.bytes);
        match kind {
            FileKind::Photo => shown.photo = self.photo_sizes(id),
            FileKind::Document => {
                let (file_name, mime_type) = (record.file.name.as_str(), record.file.mime_type.as_str());
                shown.document = Some(Document {
                    file_name,
                    mime_type,
                    file_id: id,
                    file_unique_id,
                    file_size,
                });
            }
        }
    }
}

/// JSON of what the sandbox made itself, which cannot fail: no map with keys that are no text.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".into())
}
