//! What a shop shows outside its own chats: a card or an invoice in a group or channel, or a link that can be paid.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ChatId, InvoiceId, MessageId, PostId, ProductId, RevisionId, ShopId, TopicId},
    shop::{Payable, Selection},
    time::Timestamp,
};

/// A post or a link, as it is meant to be and as it was last shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub id: PostId,
    pub shop: ShopId,
    pub kind: PostKind,
    /// `ChatId(0)` for a link.
    pub chat: ChatId,
    /// `TopicId(0)` where the chat has none, or its general one is meant.
    pub topic: TopicId,
    pub product: ProductId,
    pub selection: Selection,
    pub payable: Payable,
    /// The standing invoice that it offers now; `None` for a card, and while the product is not on sale.
    pub invoice: Option<InvoiceId>,
    pub state: PostState,
    /// What is there: `MessageId(0)` for nothing.
    pub message: MessageId,
    /// The address of a link; empty until Telegram has given it.
    pub url: String,
    /// What was shown last, in a form that can be compared; empty for nothing.
    pub face: String,
    /// Why it is as it is, for people; may be empty.
    pub note: String,
    /// By which it was last looked over.
    pub revision: RevisionId,
    pub created_at: Timestamp,
    /// As it was loaded; 0 for a row that is not written yet. The guarded update raises it.
    pub version: i64,
}

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    Card,
    Invoice,
    Link,
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostState {
    Open,
    /// Taken back: it cannot be paid any more.
    Closed,
    /// Telegram does not take it, or somebody removed it from its chat.
    Failed,
}

impl PostKind {
    pub fn word(self) -> &'static str {
        match self {
            PostKind::Card => "card",
            PostKind::Invoice => "invoice",
            PostKind::Link => "link",
        }
    }
}

impl PostState {
    pub fn word(self) -> &'static str {
        match self {
            PostState::Open => "open",
            PostState::Closed => "closed",
            PostState::Failed => "failed",
        }
    }
}
