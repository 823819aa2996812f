//! Who there is and where they talk.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where a conversation happens. Written `private:BOT:PERSON`, `group:ID` or `people:PERSON:PERSON`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum ChatId {
    /// The chat of one person with one bot; the bot knows it by the person's id.
    Private { bot: i64, person: i64 },
    /// A group, supergroup or channel, known to everybody by the same negative id.
    Group { id: i64 },
    /// Two people between themselves. No bot sees it, but inline messages and forwarded copies stand in it.
    People { one: i64, other: i64 },
}

/// A person of the sandbox, as the Bot API shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: i64,
    pub first_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_code: Option<String>,
}

/// A bot of the sandbox, as a person finds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bot {
    pub id: i64,
    pub name: String,
    pub username: String,
}

impl Person {
    /// A person with an id and a first name, who speaks English.
    pub fn new(id: i64, first_name: impl Into<String>) -> Person {
        let language_code = Some("en".to_owned());
        Person {
            id,
            first_name: first_name.into(),
            last_name: None,
            username: None,
            language_code,
        }
    }
}

impl ChatId {
    pub fn private(bot: i64, person: i64) -> ChatId {
        ChatId::Private { bot, person }
    }

    pub fn group(id: i64) -> ChatId {
        ChatId::Group { id }
    }

    /// The same whoever is named first.
    pub fn people(one: i64, other: i64) -> ChatId {
        ChatId::People {
            one: one.min(other),
            other: one.max(other),
        }
    }

    /// The number by which the Bot API names this chat; 0 for one that it never names.
    pub fn number(self) -> i64 {
        match self {
            ChatId::Private { person, .. } => person,
            ChatId::Group { id } => id,
            ChatId::People { .. } => 0,
        }
    }
}

impl fmt::Display for ChatId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChatId::Private { bot, person } => write!(out, "private:{bot}:{person}"),
            ChatId::Group { id } => write!(out, "group:{id}"),
            ChatId::People { one, other } => write!(out, "people:{one}:{other}"),
        }
    }
}

impl FromStr for ChatId {
    type Err = String;

    fn from_str(text: &str) -> Result<ChatId, String> {
        let wrong = || format!("`{text}` is no chat: write `private:BOT:PERSON`, `group:ID` or `people:PERSON:PERSON`");
        let number = |part: Option<&str>| part.and_then(|part| part.parse().ok()).ok_or_else(wrong);
        let mut parts = text.split(':');
        let chat = match parts.next() {
            Some("private") => ChatId::Private {
                bot: number(parts.next())?,
                person: number(parts.next())?,
            },
            Some("group") => ChatId::Group {
                id: number(parts.next())?,
            },
            Some("people") => ChatId::people(number(parts.next())?, number(parts.next())?),
            _ => return Err(wrong()),
        };
        if parts.next().is_some() { Err(wrong()) } else { Ok(chat) }
    }
}

impl From<ChatId> for String {
    fn from(chat: ChatId) -> String {
        chat.to_string()
    }
}

impl TryFrom<String> for ChatId {
    type Error = String;

    fn try_from(text: String) -> Result<ChatId, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_reads_back_what_it_wrote() {
        let chats = [
            ChatId::private(1_234_567_890, 7),
            ChatId::group(-1_001_234),
            ChatId::people(7, 5),
        ];
        for chat in chats {
            assert_eq!(chat.to_string().parse(), Ok(chat));
        }
        for wrong in ["", "private:1", "group:", "group:1:2", "channel:1", "private:a:b"] {
            assert!(wrong.parse::<ChatId>().unwrap_err().contains("is no chat"), "{wrong}");
        }
    }
}
