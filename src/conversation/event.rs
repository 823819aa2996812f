//! What can happen to a shop. `telegram::intake` makes these from raw updates, the engine makes the rest.

use std::sync::Arc;

use super::{FileNews, PostKind, Showing, Tap, effect::OwedKind};
use crate::{
    ids::{ChatId, MessageId, OrderId, OutboxId, PostId, QueryId, Sku, TopicId, UserId},
    payment::{Charge, PreCheckout},
    shop::{Catalog, Payable, Selection},
    time::Timestamp,
};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    Message(Message),
    Tap(TapEvent),
    /// Somebody looks for something to show in a chat of theirs.
    Inline(InlineQuery),
    PreCheckout(PreCheckout, Person),
    /// Money arrived, in this chat.
    Paid(Charge, Person, ChatId),
    /// An update that is kept and means nothing to a shop.
    Nothing,

    /// A revision began to serve. `counted` are the counts in its files that may be others than before.
    Opened {
        counted: Arc<[(Sku, i64)]>,
    },
    /// An order's hold or invoice may have run out. Nothing that ended after `caught_up` may expire: we have not seen
    /// all updates since.
    Due {
        order: OrderId,
        caught_up: Timestamp,
    },
    /// What became of our yes to a pre-checkout query.
    Answered {
        order: OrderId,
        query: QueryId,
        taken: bool,
    },
    /// An outbox row came to its end.
    Delivered {
        row: OutboxId,
        kind: OwedKind,
        order: Option<OrderId>,
        end: DeliveryEnd,
    },
    /// The staff are to hear of the shop's files.
    Files(FileNews),
    /// Staff or operator set or moved a count.
    Stock {
        sku: Sku,
        change: StockChange,
    },
    /// The operator wants something shown outside the shop's own chats.
    Offer(Offer),
    /// The operator takes a post or a link back.
    Withdraw {
        post: PostId,
    },
    /// An outbox row that brings a post up to date came to its end.
    Posted {
        row: OutboxId,
        post: PostId,
        showing: Showing,
        end: DeliveryEnd,
    },
}

impl Event {
    /// A catalog that began to serve, after one whose counts were taken; without that, all counts are looked at.
    /// A number that is the same as there was taken with it.
    pub fn opened(now: &Catalog, before: Option<&Catalog>) -> Event {
        let nothing = Catalog::default();
        let before = before.unwrap_or(&nothing);
        let counted = now.apart_from(before).flat_map(|product| {
            let known = before.product(&product.id).map(|known| known.counted_skus());
            let mut counted = product.counted_skus();
            counted.retain(|one| known.as_ref().is_none_or(|known| !known.contains(one)));
            counted
        });
        Event::Opened {
            counted: counted.collect(),
        }
    }
}

/// A post or link to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub kind: PostKind,
    /// `ChatId(0)` for a link.
    pub chat: ChatId,
    pub topic: TopicId,
    pub selection: Selection,
    pub payable: Payable,
}

/// Who sent it. Names are as hostile as their owners like.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Person {
    pub id: i64,
    pub first_name: String,
    pub username: Option<String>,
    /// IETF tag of the person's client.
    pub language_code: Option<String>,
}

/// Words in a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub from: Person,
    pub chat: ChatId,
    /// The topic of a group in which it stands; `TopicId(0)` for none.
    pub topic: TopicId,
    /// The bot's own private chat with the sender.
    pub private: bool,
    pub id: MessageId,
    /// Empty for photos, stickers and whatever else is not words.
    pub text: String,
    /// The deep-link parameter that our own message carried, where this is a reply to one that asked for an amount.
    pub reply_to: Option<String>,
}

/// What somebody types behind the bot's name, in whatever chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineQuery {
    pub query: QueryId,
    pub from: Person,
    pub words: String,
    /// What we said where the answer goes on; empty for its beginning.
    pub offset: String,
}

/// A pressed button.
#[derive(Clone, Debug, PartialEq)]
pub struct TapEvent {
    pub query: QueryId,
    pub from: Person,
    pub chat: ChatId,
    pub private: bool,
    pub message: MessageId,
    /// Whether that message is a photo: it cannot be edited into plain text.
    pub on_photo: bool,
    /// `None` for data that no button of ours carries.
    pub tap: Option<Tap>,
}

/// How an outbox row ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryEnd {
    Sent,
    /// The customer blocked the bot; sent when they come back.
    Blocked,
    /// Telegram will never take it; its words.
    Failed(String),
}

/// A change of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockChange {
    /// A delivery came in, or something was lost.
    Add(i64),
    /// This is how many there are.
    Set(i64),
}

impl Person {
    pub fn user(&self) -> UserId {
        UserId(self.id)
    }
}
