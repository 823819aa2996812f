//! Groups and channels in this process: set up, and how people and bots come and go.

use super::model::{NewChat, Standing};
use super::view::{BotSettings, ChatId};
use super::{Error, Local};

/// Setting up. No bot hears of it: the place has been so for long.
impl Local {
    /// Makes a group (id down to -999999999999) or supergroup (ids that begin with -100), or renames it and adds members.
    /// Members are people and bots; a bot that is no member cannot send.
    pub fn put_group(&self, id: i64, title: &str, members: &[i64]) -> Result<ChatId, Error> {
        self.put(&NewChat {
            id,
            title,
            is_channel: false,
            members,
            admins: &[],
        })
    }

    /// Makes a channel, or renames it and adds to it. Administrators post, subscribers read; a bot can only be the former.
    pub fn put_channel(&self, id: i64, title: &str, admins: &[i64], subscribers: &[i64]) -> Result<ChatId, Error> {
        self.put(&NewChat {
            id,
            title,
            is_channel: true,
            members: subscribers,
            admins,
        })
    }

    fn put(&self, new: &NewChat<'_>) -> Result<ChatId, Error> {
        self.shared.change(|model, _| model.put_chat(new))?
    }

    /// Makes a supergroup or channel public under a name without `@`, or private again under the empty one. Everybody sees
    /// what stands in a public one, and bots may name it `@username`.
    pub fn name_chat(&self, id: i64, username: &str) -> Result<(), Error> {
        self.shared.change(|model, _| model.name_chat(id, username))?
    }

    /// Makes a topic of a supergroup, or renames it.
    pub fn put_topic(&self, id: i64, topic: i64, name: &str) -> Result<(), Error> {
        self.shared.change(|model, _| model.put_topic(id, topic, name))?
    }

    /// Deletes a topic with all that stands in it.
    pub fn delete_topic(&self, id: i64, topic: i64) -> Result<(), Error> {
        self.shared.change(|model, _| model.delete_topic(id, topic))?
    }

    /// A person writes in a topic; returns the message's id.
    pub fn say_in_topic(&self, person: i64, id: i64, topic: i64, text: &str) -> Result<i64, Error> {
        self.shared
            .change(|model, now_ms| model.say_in_topic(person, (id, topic), text, now_ms))?
    }

    /// People and bots of a group or channel.
    pub fn members(&self, id: i64) -> Result<Vec<i64>, Error> {
        self.shared.look(|model, _| model.members(id))
    }

    /// What the bot's owner tells `@BotFather`.
    pub fn set_bot(&self, bot: i64, settings: BotSettings) -> Result<(), Error> {
        self.shared.change(|model, _| model.set_bot(bot, settings))?
    }
}

/// Coming and going. Bots are told as Telegram tells them.
impl Local {
    /// A person comes in by themselves.
    pub fn join(&self, id: i64, person: i64) -> Result<(), Error> {
        self.stand(id, person, person, Standing::Member)
    }

    /// Somebody in it brings another: a person, or a bot, which becomes an administrator in a channel.
    pub fn add_member(&self, id: i64, by: i64, member: i64) -> Result<(), Error> {
        self.stand(id, by, member, Standing::Member)
    }

    pub fn make_admin(&self, id: i64, by: i64, member: i64) -> Result<(), Error> {
        self.stand(id, by, member, Standing::Admin)
    }

    /// A person or a bot goes.
    pub fn leave_group(&self, id: i64, member: i64) -> Result<(), Error> {
        self.stand(id, member, member, Standing::Left)
    }

    /// Somebody in it shows another out, who cannot come back by themselves.
    pub fn kick(&self, id: i64, by: i64, member: i64) -> Result<(), Error> {
        self.stand(id, by, member, Standing::Kicked)
    }

    /// A basic group becomes the supergroup `to`; requests that name the old id are refused with the new one.
    pub fn upgrade_group(&self, id: i64, to: i64) -> Result<ChatId, Error> {
        self.shared
            .change(|model, now_ms| model.upgrade_group(id, to, now_ms))?
    }

    /// A person deletes their account.
    pub fn deactivate(&self, person: i64) -> Result<(), Error> {
        self.shared.change(|model, _| model.deactivate(person))?
    }

    fn stand(&self, id: i64, by: i64, who: i64, to: Standing) -> Result<(), Error> {
        self.shared
            .change(|model, now_ms| model.set_standing(id, by, who, to, now_ms))?
    }
}
