//! Who comes, goes and rises in groups and channels, and which bots are told.
//! Rules: Bot API, "Update" (`my_chat_member`, `chat_member`), "`ChatMember`" and "Message" (`new_chat_members`,
//! `left_chat_member`). People's own rights are not asked for: the sandbox judges bots.

use serde_json::{Value, json};

use super::Model;
use super::chat::ChatRecord;
use super::message::{Author, Body, Message};
use crate::sandbox::Error;
use crate::sandbox::view::ChatId;

/// What somebody is in a group or channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Left,
    Kicked,
    Member,
    Admin,
}

impl Standing {
    pub(super) fn is_inside(self) -> bool {
        matches!(self, Standing::Member | Standing::Admin)
    }
}

impl ChatRecord {
    pub(super) fn standing(&self, who: i64) -> Standing {
        if self.admins.contains(&who) {
            Standing::Admin
        } else if self.members.contains(&who) {
            Standing::Member
        } else if self.kicked.contains(&who) {
            Standing::Kicked
        } else {
            Standing::Left
        }
    }

    fn set_standing(&mut self, who: i64, to: Standing) {
        for set in [&mut self.members, &mut self.admins, &mut self.left, &mut self.kicked] {
            set.remove(&who);
        }
        match to {
            Standing::Left => self.left.insert(who),
            Standing::Kicked => self.kicked.insert(who),
            Standing::Member => self.members.insert(who),
            Standing::Admin => self.members.insert(who) && self.admins.insert(who),
        };
    }
}

/// Who becomes what, by whom, and by which invite link if by one.
pub(super) struct Change {
    pub(super) by: i64,
    pub(super) who: i64,
    pub(super) to: Standing,
    pub(super) link: Option<Value>,
}

impl Model {
    /// `by` lets `who` in, shows them out, makes them an administrator or takes that away.
    pub(crate) fn set_standing(&mut self, id: i64, by: i64, who: i64, to: Standing, now_ms: i64) -> Result<(), Error> {
        let link = None;
        self.change_standing(id, &Change { by, who, to, link }, now_ms)
    }

    pub(super) fn change_standing(&mut self, id: i64, change: &Change, now_ms: i64) -> Result<(), Error> {
        let (by, who, to) = (change.by, change.who, change.to);
        let chat = ChatId::group(id);
        let record = self.chat(chat)?;
        let (before, is_channel) = (record.standing(who), record.is_channel);
        let to = self.lawful(who, to, is_channel)?;
        if by != who && !record.members.contains(&by) {
            return Err(Error::refused(format!("{by} is not in {chat}")));
        }
        if by == who && before == Standing::Kicked && to.is_inside() {
            return Err(Error::refused(format!(
                "{who} was shown out of {chat}: somebody in it has to let them in"
            )));
        }
        if before == to {
            return Ok(());
        }
        if let Some(record) = self.state.chats.get_mut(&chat) {
            record.set_standing(who, to);
        }
        self.bump(chat);
        self.tell_of_standing(chat, change, (before, to), now_ms);
        if !is_channel && before.is_inside() != to.is_inside() {
            self.service_line(chat, by, who, to, now_ms);
        }
        Ok(())
    }

    /// Bots are administrators of channels or nothing (Telegram Bot Features, "Privacy mode"; the apps offer nothing
    /// else), and their owner may keep them out of groups.
    fn lawful(&self, who: i64, to: Standing, is_channel: bool) -> Result<Standing, Error> {
        let Some(bot) = self.state.bots.get(&who) else {
            let unknown = || Error::refused(format!("there is neither a person nor a bot {who} in this sandbox"));
            return self.state.people.contains_key(&who).then_some(to).ok_or_else(unknown);
        };
        if to.is_inside() && !bot.settings.joins_groups {
            return Err(Error::refused(format!(
                "@{} cannot be added to groups: its owner switched that off",
                bot.username
            )));
        }
        Ok(match to {
            Standing::Member if is_channel => Standing::Admin,
            to => to,
        })
    }

    fn tell_of_standing(&mut self, chat: ChatId, change: &Change, (before, after): (Standing, Standing), now_ms: i64) {
        let who = change.who;
        let mut update = json!({
            "chat": self.shown_chat(chat), "from": self.user(self.author(change.by)), "date": now_ms.div_euclid(1_000),
            "old_chat_member": self.member_json(chat, who, before), "new_chat_member": self.member_json(chat, who, after),
        });
        if let Some(link) = &change.link {
            update["invite_link"] = link.clone();
        }
        let update = update.to_string();
        if self.state.bots.contains_key(&who) {
            self.queue_update(who, "my_chat_member", &update, now_ms);
        }
        // "The bot must be an administrator in the chat and must explicitly specify chat_member in the list of
        // allowed_updates" (Bot API, "Update").
        let admins = self.state.chats.get(&chat).map(|record| record.admins.clone());
        for bot in admins.unwrap_or_default() {
            if bot != who && self.state.bots.contains_key(&bot) {
                self.queue_update(bot, "chat_member", &update, now_ms);
            }
        }
    }

    /// "All bots receive all service messages" (Bot FAQ, "What messages will my bot get?"). Who is shown out still gets
    /// the line about it (telegram-bot-api, `need_skip_update_message`).
    fn service_line(&mut self, chat: ChatId, by: i64, who: i64, to: Standing, now_ms: i64) {
        let name = |id: i64| self.user(self.author(id)).map_or("", |user| user.first_name);
        let (line, body) = match (to.is_inside(), by == who) {
            (true, true) => (format!("{} joined the group", name(who)), Body::Joined(vec![who])),
            (true, false) => (format!("{} added {}", name(by), name(who)), Body::Joined(vec![who])),
            (false, true) => (format!("{} left the group", name(who)), Body::Left(who)),
            (false, false) => (format!("{} removed {}", name(by), name(who)), Body::Left(who)),
        };
        let id = self.append(chat, Message::new(self.author(by), line, body, now_ms));
        self.tell_bots(chat, id, now_ms);
        if !to.is_inside() && self.state.bots.contains_key(&who) {
            let json = self.message_json(chat, id);
            self.queue_update(who, "message", &json, now_ms);
        }
    }

    pub(super) fn author(&self, id: i64) -> Author {
        if self.state.bots.contains_key(&id) {
            Author::Bot(id)
        } else {
            Author::Person(id)
        }
    }

    /// A `ChatMember` of the Bot API.
    pub(super) fn member_json(&self, chat: ChatId, who: i64, standing: Standing) -> Value {
        let user = self.user(self.author(who));
        match standing {
            Standing::Left => json!({"user": user, "status": "left"}),
            Standing::Kicked => json!({"user": user, "status": "kicked", "until_date": 0}),
            Standing::Member => json!({"user": user, "status": "member"}),
            Standing::Admin => {
                let mut member = json!({
                    "user": user, "status": "administrator", "can_be_edited": false, "is_anonymous": false,
                    "can_manage_chat": true, "can_delete_messages": true, "can_manage_video_chats": true,
                    "can_restrict_members": true, "can_promote_members": false, "can_change_info": true,
                    "can_invite_users": true, "can_post_stories": true, "can_edit_stories": true,
                    "can_delete_stories": true,
                });
                let is_channel = self.state.chats.get(&chat).is_some_and(|record| record.is_channel);
                let own: &[&str] = if is_channel {
                    &["can_post_messages", "can_edit_messages"]
                } else {
                    &["can_pin_messages"]
                };
                for right in own {
                    member[*right] = Value::Bool(true);
                }
                member
            }
        }
    }
}
