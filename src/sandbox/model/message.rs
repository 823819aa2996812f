//! One message as the sandbox keeps it.

use serde::{Deserialize, Serialize};

use super::forward::Origin;
use super::paid_media::Sale;
use crate::sandbox::api::{FileKind, KeyboardButton, NewInvoice};
use crate::sandbox::view::{Charge, Entity};

/// A message of either side.
#[derive(Serialize, Deserialize)]
pub(crate) struct Message {
    pub(super) id: i64,
    pub(super) author: Author,
    pub(super) date_ms: i64,
    /// Text or caption.
    pub(super) text: String,
    pub(super) entities: Vec<Entity>,
    pub(super) body: Body,
    pub(super) rows: Vec<Vec<KeyboardButton>>,
    pub(super) force_reply: bool,
    pub(super) reply_to: Option<i64>,
    /// The topic in which it stands.
    #[serde(default)]
    pub(super) topic: Option<i64>,
    pub(super) protected: bool,
    pub(super) edited_ms: Option<i64>,
    pub(super) edits: u32,
    pub(super) revision: u64,
    /// The bot in inline mode through which its author sent it.
    #[serde(default)]
    pub(super) via_bot: Option<i64>,
    /// The album that it is a part of.
    #[serde(default)]
    pub(super) album: Option<String>,
    /// The name by which that bot edits it.
    #[serde(default)]
    pub(super) inline_id: Option<String>,
    /// Of a forwarded copy.
    #[serde(default)]
    pub(super) origin: Option<Origin>,
}

/// Who wrote it.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Author {
    Bot(i64),
    Person(i64),
}

/// What it is besides text.
#[derive(Serialize, Deserialize)]
pub(crate) enum Body {
    Text,
    File {
        kind: FileKind,
        id: String,
    },
    Invoice {
        invoice: NewInvoice,
        paid: bool,
    },
    PaidMedia(Sale),
    Paid(Charge),
    /// The service line of a payment that went back.
    Refunded(Charge),
    /// A service line: these came in, by themselves or brought by the author.
    Joined(Vec<i64>),
    /// A service line: this one went, or was shown out by the author.
    Left(i64),
    /// A service line of a basic group that is this supergroup now.
    MigratedTo(i64),
    /// A service line of a supergroup that was this basic group.
    MigratedFrom(i64),
    /// The service line with which a topic of this name and colour begins.
    TopicCreated(String, i64),
}

impl Body {
    /// A line that Telegram writes by itself. It cannot be forwarded, edited or replied to by a bot's request.
    pub(super) fn is_service(&self) -> bool {
        !matches!(
            self,
            Body::Text | Body::File { .. } | Body::Invoice { .. } | Body::PaidMedia(_)
        )
    }
}

impl Message {
    /// A bare message; the caller fills in what it has besides.
    pub(super) fn new(author: Author, text: impl Into<String>, body: Body, now_ms: i64) -> Message {
        Message {
            id: 0,
            author,
            date_ms: now_ms,
            text: text.into(),
            entities: Vec::new(),
            body,
            rows: Vec::new(),
            force_reply: false,
            reply_to: None,
            topic: None,
            protected: false,
            edited_ms: None,
            edits: 0,
            revision: 0,
            via_bot: None,
            album: None,
            inline_id: None,
            origin: None,
        }
    }

    /// The bot that made it, itself or in inline mode: who hears of its buttons and may edit it.
    pub(super) fn bot(&self) -> Option<i64> {
        match self.author {
            Author::Bot(bot) => Some(bot),
            Author::Person(_) => self.via_bot,
        }
    }

    /// The bot that is paid if this is an invoice, also if it is a forwarded copy of one.
    pub(super) fn seller(&self) -> Option<i64> {
        match &self.origin {
            None => self.bot(),
            Some(Origin {
                author: Author::Bot(bot),
                ..
            }) => self.via_bot.or(Some(*bot)),
            Some(_) => self.via_bot,
        }
    }
}
