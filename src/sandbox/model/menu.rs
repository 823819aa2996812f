//! The commands that a bot shows: kept per scope and language, found for a person in a chat.
//! Rules: Bot API, "setMyCommands", "getMyCommands", "deleteMyCommands" and "Determining list of commands".

use serde::{Deserialize, Serialize};

use super::Model;
use super::execute::Answer;
use super::render::json;
use crate::sandbox::Error;
use crate::sandbox::api::{CommandList, Refusal, Scope};
use crate::sandbox::view::{ChatId, MenuCommand};

/// Whose menu, with the chat that was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Whose {
    Everybody,
    PrivateChats,
    Groups,
    Administrators,
    Chat(ChatId),
    ChatAdministrators(ChatId),
    Member(ChatId, i64),
}

/// All lists of one bot.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Menus(Vec<Menu>);

#[derive(Serialize, Deserialize)]
struct Menu {
    whose: Whose,
    language: String,
    commands: Vec<MenuCommand>,
}

impl Menus {
    fn get(&self, whose: Whose, language: &str) -> Option<&[MenuCommand]> {
        let mut menus = self.0.iter();
        let menu = menus.find(|menu| menu.whose == whose && menu.language == language);
        menu.map(|menu| menu.commands.as_slice())
    }

    /// An empty list is none: whoever saw it sees the next wider one.
    fn set(&mut self, whose: Whose, language: String, commands: Vec<MenuCommand>) {
        self.0.retain(|menu| menu.whose != whose || menu.language != language);
        if !commands.is_empty() {
            self.0.push(Menu {
                whose,
                language,
                commands,
            });
        }
    }
}

impl Model {
    pub(super) fn set_commands(
        &mut self,
        bot: i64,
        list: CommandList,
        commands: Vec<MenuCommand>,
    ) -> Result<Answer, Refusal> {
        let whose = self.whose(bot, &list.scope)?;
        if let Some(record) = self.state.bots.get_mut(&bot) {
            record.menus.set(whose, list.language, commands);
        }
        self.news.changed = true;
        Ok(Answer::truth())
    }

    /// The list of exactly this scope and language; empty if there is none.
    pub(super) fn get_commands(&self, bot: i64, list: &CommandList) -> Result<Answer, Refusal> {
        let whose = self.whose(bot, &list.scope)?;
        let record = self.state.bots.get(&bot);
        let commands = record.and_then(|record| record.menus.get(whose, &list.language));
        Ok(Answer::of(json(&commands.unwrap_or_default())))
    }

    fn whose(&self, bot: i64, scope: &Scope) -> Result<Whose, Refusal> {
        let (name, make): (_, fn(ChatId, i64) -> Whose) = match scope {
            Scope::Default => return Ok(Whose::Everybody),
            Scope::AllPrivateChats => return Ok(Whose::PrivateChats),
            Scope::AllGroupChats => return Ok(Whose::Groups),
            Scope::AllChatAdministrators => return Ok(Whose::Administrators),
            Scope::Chat(name) => (name, |chat, _| Whose::Chat(chat)),
            Scope::ChatAdministrators(name) => (name, |chat, _| Whose::ChatAdministrators(chat)),
            Scope::ChatMember(name, _) => (name, Whose::Member),
        };
        let chat = self.known_chat(bot, name)?;
        self.may_read(bot, chat)?;
        if matches!(chat, ChatId::Private { .. }) && !matches!(scope, Scope::Chat(_)) {
            return Err(Refusal::bad("Can't use specified scope in private chats"));
        }
        if self.state.chats.get(&chat).is_some_and(|record| record.is_channel) {
            return Err(Refusal::bad("Can't change commands in channel chats"));
        }
        match scope {
            Scope::ChatMember(_, user) if !self.state.people.contains_key(user) => {
                Err(Refusal::bad("user not found")) // seen in public logs
            }
            Scope::ChatMember(_, user) => Ok(make(chat, *user)),
            _ => Ok(make(chat, 0)),
        }
    }

    /// What the app shows this person behind `/` in this chat: the narrowest list there is, each first in their language.
    pub(crate) fn menu(&self, person: i64, bot: i64, chat: ChatId) -> Result<Vec<MenuCommand>, Error> {
        self.sees(person, chat)?;
        let menus = &self.bot(bot)?.menus;
        let person_record = self.state.people.get(&person);
        let language = person_record.and_then(|record| record.language_code.as_deref());
        let language = language.unwrap_or("");
        let language = language.split('-').next().unwrap_or("");
        let record = self.state.chats.get(&chat);
        let is_admin = record.is_some_and(|record| record.admins.contains(&person));
        let of_group = [
            (true, Whose::Member(chat, person)),
            (is_admin, Whose::ChatAdministrators(chat)),
            (true, Whose::Chat(chat)),
            (is_admin, Whose::Administrators),
            (true, Whose::Groups),
            (true, Whose::Everybody),
        ];
        let of_private = [
            (true, Whose::Chat(chat)),
            (true, Whose::PrivateChats),
            (true, Whose::Everybody),
        ];
        let order = if matches!(chat, ChatId::Private { .. }) {
            &of_private[..]
        } else {
            &of_group[..]
        };
        let counting = order.iter().filter(|(counts, _)| *counts);
        let found = counting
            .flat_map(|(_, whose)| [(whose, language), (whose, "")])
            .find_map(|(whose, language)| menus.get(*whose, language));
        Ok(found.unwrap_or_default().to_vec())
    }
}
