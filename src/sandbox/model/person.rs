//! What people do besides tapping and paying: exist, write, block.

use serde_json::json;

use super::Model;
use super::message::{Author, Body, Message};
use super::render;
use crate::sandbox::Error;
use crate::sandbox::api::{FileKind, Upload};
use crate::sandbox::view::{ChatId, Entity, NewFile, Person, SentAs};

/// Longer texts are cut into several messages by the app; the sandbox refuses them instead.
const TEXT_CHARACTERS_MAX: usize = 4096;

impl Model {
    /// Makes a person, or changes the one with this id.
    pub(crate) fn put_person(&mut self, person: Person) -> Result<(), Error> {
        if person.id <= 0 || person.first_name.is_empty() {
            return Err(Error::refused("a person has a positive id and a first name"));
        }
        if self.state.people.get(&person.id) != Some(&person) {
            self.state.people.insert(person.id, person);
            self.news.changed = true;
        }
        Ok(())
    }

    pub(crate) fn people(&self) -> Vec<Person> {
        let mut people: Vec<Person> = self.state.people.values().cloned().collect();
        people.sort_by_key(|person| person.id);
        people
    }

    /// Writes a text, perhaps in reply to a message, and returns the new message's id.
    pub(crate) fn say(
        &mut self,
        person: i64,
        chat: ChatId,
        text: &str,
        reply_to: Option<i64>,
        now_ms: i64,
    ) -> Result<i64, Error> {
        self.say_there(person, (chat, None), text, reply_to, now_ms)
    }

    fn say_there(
        &mut self,
        person: i64,
        (chat, topic): (ChatId, Option<i64>),
        text: &str,
        reply_to: Option<i64>,
        now_ms: i64,
    ) -> Result<i64, Error> {
        self.enter(person, chat)?;
        if text.trim().is_empty() || text.chars().count() > TEXT_CHARACTERS_MAX {
            return Err(Error::refused("a message has 1 to 4096 characters"));
        }
        if let Some(to) = reply_to {
            self.message(chat, to)?;
        }
        let mut message = Message::new(Author::Person(person), text, Body::Text, now_ms);
        message.entities = commands(text);
        message.reply_to = reply_to;
        message.topic = topic;
        let id = self.append(chat, message);
        if let Some(record) = self.state.chats.get_mut(&chat) {
            record.started = true;
        }
        self.tell_bots(chat, id, now_ms);
        Ok(id)
    }

    /// Writes a text in a topic of a group.
    pub(crate) fn say_in_topic(
        &mut self,
        person: i64,
        (group, topic): (i64, i64),
        text: &str,
        now_ms: i64,
    ) -> Result<i64, Error> {
        let chat = ChatId::group(group);
        self.known_topic(chat, topic)?;
        self.say_there(person, (chat, Some(topic)), text, None, now_ms)
    }

    /// Sends a photo or a document to a bot and returns the new message's id. Its id is the bot's, so that it goes to a
    /// private chat only.
    pub(crate) fn send_file(&mut self, person: i64, chat: ChatId, file: NewFile, now_ms: i64) -> Result<i64, Error> {
        let ChatId::Private { bot, .. } = chat else {
            return Err(Error::refused(
                "the sandbox plays files from people in private chats with bots only",
            ));
        };
        self.enter(person, chat)?;
        let kind = match file.sent_as {
            SentAs::Photo => FileKind::Photo,
            SentAs::Document => FileKind::Document,
        };
        let upload = Upload {
            part: String::new(),
            file_name: file.name,
            mime_type: file.mime_type,
            bytes: u64::try_from(file.content.len()).unwrap_or(0),
            content: file.content.into(),
        };
        let id = self.state.files.add(bot, kind, upload, self.rules.documents);
        let body = Body::File { kind, id };
        let id = self.append(chat, Message::new(Author::Person(person), file.caption, body, now_ms));
        if let Some(record) = self.state.chats.get_mut(&chat) {
            record.started = true;
        }
        self.tell_bots(chat, id, now_ms);
        Ok(id)
    }

    /// Makes sure that this person may write here, and that the private chat exists.
    pub(super) fn enter(&mut self, person: i64, chat: ChatId) -> Result<(), Error> {
        self.member(person, chat)?;
        let bot = match chat {
            ChatId::Private { bot, .. } => bot,
            ChatId::Group { .. } => return self.may_post(person, chat),
            ChatId::People { one, other } => {
                self.person(one).and(self.person(other))?;
                self.state.chats.entry(chat).or_default();
                return Ok(());
            }
        };
        self.bot(bot)?;
        self.state.chats.entry(chat).or_default();
        self.unblocked(chat)
    }

    /// Nobody writes to a bot that they blocked.
    pub(super) fn unblocked(&self, chat: ChatId) -> Result<(), Error> {
        match (chat, self.state.chats.get(&chat)) {
            (ChatId::Private { bot, person }, Some(record)) if record.blocked => Err(Error::refused(format!(
                "person {person} blocked bot {bot}: unblock it first"
            ))),
            _ => Ok(()),
        }
    }

    /// Everybody writes in groups, administrators in channels.
    fn may_post(&self, person: i64, chat: ChatId) -> Result<(), Error> {
        let record = self.chat(chat)?;
        if record.is_channel && !record.admins.contains(&person) {
            return Err(Error::refused(format!(
                "person {person} is no administrator of the channel {chat}"
            )));
        }
        match record.upgraded_to {
            Some(to) => Err(Error::refused(format!("{chat} is the supergroup {to} now"))),
            None => Ok(()),
        }
    }

    /// Deletes this person's account. They do nothing any more, and bots cannot write to them.
    pub(crate) fn deactivate(&mut self, person: i64) -> Result<(), Error> {
        self.person(person)?;
        self.state.deactivated.insert(person);
        self.news.changed = true;
        Ok(())
    }

    pub(super) fn person(&self, person: i64) -> Result<(), Error> {
        if self.state.deactivated.contains(&person) {
            return Err(Error::refused(format!("person {person} deleted their account")));
        }
        if self.state.people.contains_key(&person) {
            return Ok(());
        }
        Err(Error::refused(format!("there is no person {person} in this sandbox")))
    }

    /// Does this person see what stands in this chat? Public groups and channels are open to all.
    pub(super) fn sees(&self, person: i64, chat: ChatId) -> Result<(), Error> {
        let record = self.state.chats.get(&chat);
        if record.is_some_and(|record| !record.username.is_empty()) {
            return self.person(person);
        }
        self.member(person, chat)
    }

    /// Is this person of this chat?
    pub(super) fn member(&self, person: i64, chat: ChatId) -> Result<(), Error> {
        self.person(person)?;
        let inside = match chat {
            ChatId::Private { person: owner, .. } => owner == person,
            ChatId::Group { .. } => self.chat(chat)?.members.contains(&person),
            ChatId::People { one, other } => person == one || person == other,
        };
        if inside {
            Ok(())
        } else {
            Err(Error::refused(format!("person {person} is not in {chat}")))
        }
    }

    pub(crate) fn set_blocked(&mut self, person: i64, bot: i64, blocked: bool, now_ms: i64) -> Result<(), Error> {
        let chat = ChatId::private(bot, person);
        self.member(person, chat)?;
        self.bot(bot)?;
        let record = self.state.chats.entry(chat).or_default();
        if record.blocked == blocked {
            return Ok(());
        }
        record.blocked = blocked;
        self.bump(chat);
        let (before, after) = if blocked {
            ("member", "kicked")
        } else {
            ("kicked", "member")
        };
        let update = json!({
            "chat": self.shown_chat(chat), "from": self.user(Author::Person(person)), "date": now_ms.div_euclid(1_000),
            "old_chat_member": self.membership(bot, before), "new_chat_member": self.membership(bot, after),
        });
        self.queue_update(bot, "my_chat_member", &update.to_string(), now_ms);
        Ok(())
    }

    fn membership(&self, bot: i64, status: &str) -> serde_json::Value {
        let user = self.user(Author::Bot(bot));
        match status {
            "kicked" => json!({"user": user, "status": status, "until_date": 0}),
            _ => json!({"user": user, "status": status}),
        }
    }
}

/// The `bot_command` entity of a text that starts with a command, which Telegram finds by itself.
fn commands(text: &str) -> Vec<Entity> {
    let known = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '_' || *letter == '@';
    let Some(name) = text.strip_prefix('/') else {
        return Vec::new();
    };
    let length = name.chars().take_while(known).count();
    if length == 0 {
        return Vec::new();
    }
    let length = i64::try_from(length).unwrap_or(0) + 1;
    vec![Entity {
        kind: "bot_command".into(),
        offset: 0,
        length,
        rest: serde_json::Map::new(),
    }]
}

impl Model {
    /// A callback query or pre-checkout query names its person so.
    pub(super) fn person_json(&self, person: i64) -> String {
        render::json(&self.user(Author::Person(person)))
    }
}
