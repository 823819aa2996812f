//! A chat as a person reads it.

use serde::{Deserialize, Serialize};

use super::{Button, ChatId, Content, Entity};

/// What changed in a chat after a revision; after revision 0 that is everything it still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatView {
    pub chat: ChatId,
    /// Grows with every change of the chat. Hand it back to hear of what is new.
    pub revision: u64,
    /// In the order in which they stand in the chat.
    pub messages: Vec<MessageView>,
    /// Messages that are gone.
    pub deleted: Vec<i64>,
    /// Answers to taps.
    pub toasts: Vec<Toast>,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    pub id: i64,
    /// A person or a bot.
    pub author: i64,
    pub author_name: String,
    pub by_bot: bool,
    /// Unix seconds.
    pub date: i64,
    /// The text, or the caption of a file; for a payment the service line.
    pub text: String,
    pub entities: Vec<Entity>,
    pub content: Content,
    pub buttons: Vec<Vec<Button>>,
    pub reply_to: Option<i64>,
    /// The topic of a group in which it stands.
    #[serde(default)]
    pub topic: Option<i64>,
    /// How often the bot changed it.
    pub edits: u32,
    /// The chat's revision when this message last changed.
    pub revision: u64,
    /// It can be neither forwarded nor saved.
    pub protected: bool,
    /// The app opens a reply to it at once.
    pub force_reply: bool,
    /// The bot in inline mode through which its author sent it.
    pub via_bot: Option<i64>,
    /// Whose it was, if it is a forwarded copy: a person, a bot or a channel.
    pub forwarded_from: Option<String>,
}

/// A bot's answer to a tap: a note at the top of the screen, or a box that wants to be closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toast {
    pub query: i64,
    pub person: i64,
    /// Empty if the bot only stopped the button's spinning.
    pub text: String,
    pub alert: bool,
}

impl ChatView {
    /// The newest message of this view.
    pub fn last(&self) -> Option<&MessageView> {
        self.messages.last()
    }
}

impl MessageView {
    /// Every button, row by row.
    pub fn every_button(&self) -> impl Iterator<Item = &Button> {
        self.buttons.iter().flatten()
    }
}
