//! Bots: who they are, their tokens, their queue.

use serde::{Deserialize, Serialize};

use super::Model;
use super::menu::Menus;
use super::queue::Queue;
use super::webhook::Webhook;
use crate::sandbox::view::{Bot, BotSettings};
use crate::sandbox::{Error, chance};

/// A bot and all that is its own.
#[derive(Serialize, Deserialize)]
pub(crate) struct BotRecord {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) username: String,
    pub(super) token: String,
    #[serde(default)]
    pub(super) settings: BotSettings,
    #[serde(default)]
    pub(super) menus: Menus,
    /// Private chats of one bot share a sequence of message ids.
    pub(super) last_message: i64,
    pub(super) queue: Queue,
    #[serde(default)]
    pub(super) webhook: Webhook,
    /// Its updates are held back for now.
    #[serde(skip)]
    pub(super) held: bool,
}

/// A bot to be added.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewBot<'a> {
    pub(crate) name: &'a str,
    pub(crate) username: &'a str,
    /// `None` draws one.
    pub(crate) token: Option<&'a str>,
}

impl Model {
    /// The token of the bot with this username; the bot is made if there is none.
    pub(crate) fn add_bot(&mut self, new: NewBot<'_>) -> Result<String, Error> {
        let same = self
            .state
            .bots
            .values()
            .find(|bot| bot.username.eq_ignore_ascii_case(new.username));
        if let Some(bot) = same {
            return known_bot(bot, new);
        }
        if !new.username.to_ascii_lowercase().ends_with("bot") {
            return Err(Error::refused(format!(
                "`{}`: Telegram demands that a bot's username ends in bot",
                new.username
            )));
        }
        let token = match new.token {
            Some(token) => token.to_owned(),
            None => format!("{}:AA{}", self.free_bot_id(), chance::letters(33)),
        };
        let id = token_id(&token).ok_or_else(|| {
            Error::refused(format!(
                "`{token}` has not the form of a bot token: digits, a colon, letters"
            ))
        })?;
        if let Some(bot) = self.state.bots.get(&id) {
            return Err(Error::refused(format!(
                "the bot id {id} belongs to @{} already",
                bot.username
            )));
        }
        let (name, username) = (new.name.to_owned(), new.username.to_owned());
        let queue = Queue::new();
        self.state.bots.insert(
            id,
            BotRecord {
                id,
                name,
                username,
                token: token.clone(),
                settings: BotSettings::default(),
                menus: Menus::default(),
                last_message: 0,
                queue,
                webhook: Webhook::default(),
                held: false,
            },
        );
        self.tokens.insert(token.clone(), id);
        self.news.changed = true;
        Ok(token)
    }

    /// The old token is worth nothing from now on; the new one is returned.
    pub(crate) fn revoke_token(&mut self, bot: i64) -> Result<String, Error> {
        let record = self.state.bots.get_mut(&bot).ok_or_else(|| no_bot(bot))?;
        let fresh = format!("{bot}:AA{}", chance::letters(33));
        self.tokens.remove(&record.token);
        self.tokens.insert(fresh.clone(), bot);
        record.token.clone_from(&fresh);
        self.news.changed = true;
        self.news.bots.push(bot);
        Ok(fresh)
    }

    pub(crate) fn set_bot(&mut self, bot: i64, settings: BotSettings) -> Result<(), Error> {
        let record = self.state.bots.get_mut(&bot).ok_or_else(|| no_bot(bot))?;
        record.settings = settings;
        self.news.changed = true;
        Ok(())
    }

    pub(crate) fn bots(&self) -> Vec<Bot> {
        let shown = |bot: &BotRecord| Bot {
            id: bot.id,
            name: bot.name.clone(),
            username: bot.username.clone(),
        };
        self.state.bots.values().map(shown).collect()
    }

    pub(super) fn bot(&self, bot: i64) -> Result<&BotRecord, Error> {
        self.state.bots.get(&bot).ok_or_else(|| no_bot(bot))
    }

    fn free_bot_id(&self) -> i64 {
        loop {
            let id = chance::between(1_000_000_000, 9_999_999_999);
            if !self.state.bots.contains_key(&id) {
                return id;
            }
        }
    }
}

pub(super) fn no_bot(bot: i64) -> Error {
    Error::refused(format!("there is no bot {bot} in this sandbox"))
}

fn known_bot(bot: &BotRecord, new: NewBot<'_>) -> Result<String, Error> {
    match new.token {
        Some(token) if token != bot.token => Err(Error::refused(format!(
            "@{} is here already, with another token",
            bot.username
        ))),
        _ => Ok(bot.token.clone()),
    }
}

/// The id in a well-formed token.
pub(crate) fn token_id(token: &str) -> Option<i64> {
    let (id, secret) = token.split_once(':')?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let well_formed = !secret.is_empty() && secret.len() <= 80 && secret.bytes().all(plain);
    let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    if well_formed && digits {
        id.parse().ok().filter(|id| *id > 0)
    } else {
        None
    }
}
