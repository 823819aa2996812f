//! One message as the sandbox keeps it.

use serde::{Deserialize, Serialize};

use crate::sandbox::api::{FileKind, KeyboardButton, NewInvoice};
use crate::sandbox::view::{Charge, Entity};

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
    pub(super) protected: bool,
    pub(super) edited_ms: Option<i64>,
    pub(super) edits: u32,
    pub(super) revision: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Author {
    Bot(i64),
    Person(i64),
}

#[derive(Serialize, Deserialize)]
pub(crate) enum Body {
    Text,
    File { kind: FileKind, id: String },
    Invoice { invoice: NewInvoice, paid: bool },
    Paid(Charge),
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
            protected: false,
            edited_ms: None,
            edits: 0,
            revision: 0,
        }
    }
}
