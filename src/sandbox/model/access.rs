//! May a bot write here? The server's own checks and words (telegram-bot-api, `check_chat_access`).

use super::Model;
use super::members::Standing;
use crate::sandbox::api::{ChatName, Refusal};
use crate::sandbox::view::ChatId;

impl Model {
    /// The chat that a bot means, if the bot may write there now.
    pub(super) fn open_chat(&self, bot: i64, name: &ChatName) -> Result<ChatId, Refusal> {
        let chat = self.known_chat(bot, name)?;
        match chat {
            ChatId::Group { id } => self.may_write(bot, id).map(|()| chat),
            ChatId::Private { .. } | ChatId::People { .. } => self.may_reach(chat).map(|()| chat),
        }
    }

    /// The chat that a bot means, if the bot may know of it.
    pub(super) fn known_chat(&self, bot: i64, name: &ChatName) -> Result<ChatId, Refusal> {
        let not_found = || Refusal::bad("chat not found");
        let number = match name {
            ChatName::Number(number) => *number,
            ChatName::Public(username) => self.named_chat(username).ok_or_else(not_found)?,
        };
        if number >= 0 {
            let person = self.state.people.contains_key(&number);
            return person.then(|| ChatId::private(bot, number)).ok_or_else(not_found);
        }
        let chat = ChatId::group(number);
        let record = self.state.chats.get(&chat).ok_or_else(not_found)?;
        let met = record.standing(bot) != Standing::Left || record.left.contains(&bot);
        (met || !record.username.is_empty())
            .then_some(chat)
            .ok_or_else(not_found)
    }

    fn may_reach(&self, chat: ChatId) -> Result<(), Refusal> {
        let is_gone = self.state.deactivated.contains(&chat.number());
        match self.state.chats.get(&chat) {
            _ if is_gone => Err(Refusal::forbidden("user is deactivated")),
            Some(record) if record.blocked => Err(Refusal::forbidden("bot was blocked by the user")),
            Some(record) if record.started => Ok(()),
            _ => Err(Refusal::forbidden("bot can't initiate conversation with a user")),
        }
    }

    fn may_write(&self, bot: i64, id: i64) -> Result<(), Refusal> {
        let Some(record) = self.state.chats.get(&ChatId::group(id)) else {
            return Err(Refusal::bad("chat not found"));
        };
        let kind = record.kind(id);
        match (record.upgraded_to, record.standing(bot)) {
            (Some(to), _) => Err(Refusal::migrated(to)),
            (_, Standing::Kicked) => Err(Refusal::forbidden(&format!("bot was kicked from the {kind} chat"))),
            (_, Standing::Left) => Err(Refusal::forbidden(&format!("bot is not a member of the {kind} chat"))),
            // TDLib, `can_send_message`.
            (_, Standing::Member) if record.is_channel => {
                Err(Refusal::bad("need administrator rights in the channel chat"))
            }
            (_, Standing::Member | Standing::Admin) => Ok(()),
        }
    }
}
