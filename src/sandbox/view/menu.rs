//! The menu of a bot as a person sees it in a chat.

use serde::{Deserialize, Serialize};

/// One line of it; also what the Bot API calls a `BotCommand`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuCommand {
    /// Without the `/` that stands before it.
    pub command: String,
    pub description: String,
}
