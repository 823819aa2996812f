//! Formatting and buttons of a message.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A piece of formatting, as the Bot API writes it. Offsets and lengths are UTF-16 code units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    #[serde(rename = "type")]
    pub kind: String,
    pub offset: i64,
    pub length: i64,
    /// What the kind needs besides: `url`, `language`, `user`, `custom_emoji_id`, ….
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A button below a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub text: String,
    pub press: Press,
}

/// What happens when a button is pressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Press {
    /// The bot gets this callback data.
    Data(String),
    /// The app opens this address.
    Url(String),
    /// The payment form opens.
    Pay,
    /// Something that the sandbox stores but does not play: a web app, copying, an inline query.
    Other(String),
}
