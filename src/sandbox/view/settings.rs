//! What a bot's owner sets by talking to `@BotFather`.

use serde::{Deserialize, Serialize};

/// The switches of a bot; the defaults are those of a bot that `@BotFather` has just made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "four independent switches of one bot")]
pub struct BotSettings {
    /// `/setinline`: people may type queries for it in any chat.
    pub inline: bool,
    /// `/setinlinefeedback`: the bot is told which of its results was chosen.
    pub inline_feedback: bool,
    /// `/setprivacy`: in groups it sees only what is meant for it. Here a change counts at once; in Telegram the bot has
    /// to be added to its groups again.
    pub privacy: bool,
    /// `/setjoingroups`: it can be added to groups.
    pub joins_groups: bool,
}

impl Default for BotSettings {
    fn default() -> BotSettings {
        BotSettings {
            inline: false,
            inline_feedback: false,
            privacy: true,
            joins_groups: true,
        }
    }
}
