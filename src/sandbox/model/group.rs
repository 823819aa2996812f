//! Groups, supergroups and channels: made by hand as they have been for long, so that no bot is told of it. What
//! changes later is in `members`.

use super::Model;
use super::chat::ChatRecord;
use super::message::{Author, Body, Message};
use crate::sandbox::Error;
use crate::sandbox::view::ChatId;

/// Ids of supergroups and channels lie below (Bot API, "Chat": -100 stands before their own id).
pub(super) const SUPERGROUP_BELOW: i64 = -1_000_000_000_000;

/// A group or channel as it is set up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewChat<'a> {
    pub(crate) id: i64,
    pub(crate) title: &'a str,
    pub(crate) is_channel: bool,
    pub(crate) members: &'a [i64],
    pub(crate) admins: &'a [i64],
}

impl ChatRecord {
    /// The word for its kind in the server's refusals.
    pub(super) fn kind(&self, id: i64) -> &'static str {
        match (self.is_channel, id < SUPERGROUP_BELOW) {
            (true, _) => "channel",
            (false, true) => "supergroup",
            (false, false) => "group",
        }
    }
}

impl Model {
    /// Makes a group or channel, or changes the title and adds the members of one that is there.
    pub(crate) fn put_chat(&mut self, new: &NewChat<'_>) -> Result<ChatId, Error> {
        self.check_chat(new)?;
        let chat = ChatId::group(new.id);
        let record = self.state.chats.entry(chat).or_default();
        new.title.clone_into(&mut record.title);
        record.is_channel = new.is_channel;
        for member in new.members.iter().chain(new.admins) {
            record.members.insert(*member);
            record.left.remove(member);
            record.kicked.remove(member);
        }
        record.admins.extend(new.admins);
        self.bump(chat);
        Ok(chat)
    }

    fn check_chat(&self, new: &NewChat<'_>) -> Result<(), Error> {
        if new.id >= 0 || new.id == SUPERGROUP_BELOW || new.title.is_empty() {
            return Err(Error::refused("a group has a negative id and a title"));
        }
        if new.is_channel && new.id > SUPERGROUP_BELOW {
            return Err(Error::refused(format!(
                "{} cannot be a channel's id: such ids lie below {SUPERGROUP_BELOW}",
                new.id
            )));
        }
        for member in new.members.iter().chain(new.admins) {
            if !self.state.people.contains_key(member) && !self.state.bots.contains_key(member) {
                return Err(Error::refused(format!(
                    "there is neither a person nor a bot {member} in this sandbox"
                )));
            }
        }
        match new.members.iter().find(|id| self.state.bots.contains_key(id)) {
            Some(bot) if new.is_channel => Err(Error::refused(format!(
                "bot {bot} can only be an administrator of a channel, not one of its subscribers"
            ))),
            _ => Ok(()),
        }
    }

    /// Gives a group or channel a name by which everybody finds it, or takes it away.
    pub(crate) fn name_chat(&mut self, id: i64, username: &str) -> Result<(), Error> {
        let chat = ChatId::group(id);
        self.chat(chat)?;
        if !username.is_empty() && id > SUPERGROUP_BELOW {
            return Err(Error::refused("a basic group cannot be public: make it a supergroup"));
        }
        if let Some(record) = self.state.chats.get_mut(&chat) {
            username.trim_start_matches('@').clone_into(&mut record.username);
        }
        self.bump(chat);
        Ok(())
    }

    /// The id of the public group or channel of this name.
    pub(super) fn named_chat(&self, username: &str) -> Option<i64> {
        let named = |record: &ChatRecord| !username.is_empty() && record.username.eq_ignore_ascii_case(username);
        let mut chats = self.state.chats.iter();
        chats.find(|(_, record)| named(record)).map(|(chat, _)| chat.number())
    }

    /// The members, administrators among them.
    pub(crate) fn members(&self, id: i64) -> Result<Vec<i64>, Error> {
        Ok(self.chat(ChatId::group(id))?.members.iter().copied().collect())
    }

    /// A basic group becomes a supergroup. Its old id leads to the new one from now on, and a line in each tells of the
    /// other (Bot API, "Message": `migrate_to_chat_id`, `migrate_from_chat_id`).
    pub(crate) fn upgrade_group(&mut self, id: i64, to: i64, now_ms: i64) -> Result<ChatId, Error> {
        let old = self.chat(ChatId::group(id))?;
        if id < SUPERGROUP_BELOW || old.upgraded_to.is_some() || to > SUPERGROUP_BELOW {
            return Err(Error::refused("only a basic group becomes a supergroup, and only once"));
        }
        let (title, members, admins) = (old.title.clone(), old.members.clone(), old.admins.clone());
        let (members, admins) = (Vec::from_iter(members), Vec::from_iter(admins));
        let by = members.first().map_or(Author::Person(0), |id| self.author(*id));
        let chat = self.put_chat(&NewChat {
            id: to,
            title: &title,
            is_channel: false,
            members: &members,
            admins: &admins,
        })?;
        if let Some(record) = self.state.chats.get_mut(&ChatId::group(id)) {
            record.upgraded_to = Some(to);
        }
        for (here, body) in [
            (ChatId::group(id), Body::MigratedTo(to)),
            (chat, Body::MigratedFrom(id)),
        ] {
            let line = self.append(here, Message::new(by, "The group became a supergroup", body, now_ms));
            self.tell_bots(here, line, now_ms);
        }
        Ok(chat)
    }
}
