//! What bots may know of chats and their members. Rules: Bot API, "getChat", "getChatMember",
//! "getChatAdministrators" ("all chat administrators, except other bots"), "getChatMemberCount", "leaveChat",
//! "sendChatAction".

use serde_json::{Value, json};

use super::Model;
use super::execute::Answer;
use super::members::Standing;
use crate::sandbox::api::{About, AboutChat, Refusal};
use crate::sandbox::view::ChatId;

impl Model {
    pub(super) fn about(&mut self, bot: i64, ask: &AboutChat, now_ms: i64) -> Result<Answer, Refusal> {
        if matches!(ask.about, About::Action) {
            return self.open_chat(bot, &ask.chat).map(|_| Answer::truth());
        }
        let chat = self.known_chat(bot, &ask.chat)?;
        self.may_read(bot, chat)?;
        let value = match ask.about {
            About::Chat => self.full_chat(chat),
            About::Administrators => self.administrators(bot, chat)?,
            About::MemberCount => self.member_count(chat),
            About::Member(id) => self.member_of(chat, id)?,
            About::Leave => self.leave(bot, chat, now_ms)?,
            About::Action => Value::Bool(true),
        };
        Ok(Answer::of(value.to_string()))
    }

    /// telegram-bot-api, `check_chat_access`: reading asks for less than writing.
    pub(super) fn may_read(&self, bot: i64, chat: ChatId) -> Result<(), Refusal> {
        let ChatId::Group { id } = chat else {
            let met = self.state.chats.contains_key(&chat);
            return met.then_some(()).ok_or_else(|| Refusal::bad("chat not found"));
        };
        let record = self
            .state
            .chats
            .get(&chat)
            .ok_or_else(|| Refusal::bad("chat not found"))?;
        let kind = record.kind(id);
        match record.standing(bot) {
            Standing::Kicked => Err(Refusal::forbidden(&format!("bot was kicked from the {kind} chat"))),
            Standing::Left if record.username.is_empty() => {
                Err(Refusal::forbidden(&format!("bot is not a member of the {kind} chat")))
            }
            _ => Ok(()),
        }
    }

    /// A `ChatFullInfo`: the chat, and what must be there besides.
    fn full_chat(&self, chat: ChatId) -> Value {
        let mut full = json!(self.shown_chat(chat));
        full["accent_color_id"] = json!(0);
        full["max_reaction_count"] = json!(11);
        full["accepted_gift_types"] = json!({
            "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false, "premium_subscription": false,
            "gifts_from_channels": false,
        });
        if let Some(username) = full.get("username").cloned() {
            full["active_usernames"] = json!([username]);
        }
        full
    }

    fn administrators(&self, bot: i64, chat: ChatId) -> Result<Value, Refusal> {
        let Some(record) = self.group_record(chat) else {
            return Err(Refusal::bad("there are no administrators in the private chat"));
        };
        let shown = |id: &&i64| **id == bot || !self.state.bots.contains_key(id);
        let admins = record.admins.iter().filter(shown);
        Ok(admins.map(|id| self.member_json(chat, *id, Standing::Admin)).collect())
    }

    fn member_count(&self, chat: ChatId) -> Value {
        // telegram-bot-api, `process_get_chat_member_count_query`: a private chat has two.
        json!(self.group_record(chat).map_or(2, |record| record.members.len()))
    }

    fn member_of(&self, chat: ChatId, id: i64) -> Result<Value, Refusal> {
        let known = self.state.people.contains_key(&id) || self.state.bots.contains_key(&id);
        if !known {
            return Err(Refusal::bad("user not found")); // seen in public logs
        }
        let standing = match chat {
            ChatId::Group { .. } => self
                .group_record(chat)
                .map_or(Standing::Left, |record| record.standing(id)),
            ChatId::Private { bot, person } if [bot, person].contains(&id) => Standing::Member,
            ChatId::Private { .. } | ChatId::People { .. } => Standing::Left,
        };
        Ok(self.member_json(chat, id, standing))
    }

    fn leave(&mut self, bot: i64, chat: ChatId, now_ms: i64) -> Result<Value, Refusal> {
        let ChatId::Group { id } = chat else {
            return Err(Refusal::bad("chat member status can't be changed in private chats"));
        };
        let left = self.set_standing(id, bot, bot, Standing::Left, now_ms);
        left.map(|()| Value::Bool(true))
            .map_err(|error| Refusal::bad(error.to_string()))
    }

    fn group_record(&self, chat: ChatId) -> Option<&super::chat::ChatRecord> {
        let is_group = matches!(chat, ChatId::Group { .. });
        self.state.chats.get(&chat).filter(|_| is_group)
    }
}
