//! A message that is ready to leave: words, perhaps a picture, buttons. `render` makes these, `sender` sends them.

use super::rich::Rich;
use crate::{
    conversation::Tap,
    ids::{ChatId, TopicId},
};

/// Longer words on a button are cut: clients show no more of them.
const BUTTON_CHARACTERS_MAX: usize = 60;

/// One message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outgoing {
    pub(super) text: Rich,
    /// A picture of the shop's folder.
    pub(super) photo: Option<String>,
    pub(super) buttons: Vec<Vec<Button>>,
    /// Asks for a reply; such a message has no buttons.
    pub(super) force_reply: bool,
}

/// Where a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) chat: ChatId,
    /// `TopicId(0)` where the chat has none, or its general one is meant.
    pub(super) topic: TopicId,
}

/// A button under a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Button {
    pub(super) text: String,
    pub(super) press: Press,
}

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Press {
    /// Asks us.
    Tap(Tap),
    /// Opens an address; works in every chat, also where nobody has met the bot.
    Url(String),
}

impl Outgoing {
    pub(super) fn words(text: Rich) -> Outgoing {
        Outgoing {
            text,
            ..Outgoing::default()
        }
    }

    /// Adds a row; an empty one is left out.
    pub(super) fn row(mut self, buttons: impl IntoIterator<Item = Button>) -> Outgoing {
        let row: Vec<Button> = buttons.into_iter().collect();
        if !row.is_empty() {
            self.buttons.push(row);
        }
        self
    }
}

impl Button {
    pub(super) fn new(text: impl AsRef<str>, tap: Tap) -> Button {
        Button::of(text, Press::Tap(tap))
    }

    pub(super) fn link(text: impl AsRef<str>, url: String) -> Button {
        Button::of(text, Press::Url(url))
    }

    #[cfg(test)]
    pub(super) fn tap(&self) -> &Tap {
        match &self.press {
            Press::Tap(tap) => tap,
            Press::Url(url) => panic!("a link to {url}"),
        }
    }

    fn of(text: impl AsRef<str>, press: Press) -> Button {
        let text = text.as_ref();
        let mut text: String = match text.char_indices().nth(BUTTON_CHARACTERS_MAX) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.to_string(),
        };
        if text.trim().is_empty() {
            text = "·".into();
        }
        Button { text, press }
    }
}
