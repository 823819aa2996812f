//! Groups and channels from another process.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::act::{Act, value};
use super::client::People;
use crate::sandbox::view::{BotSettings, ChatId};
use crate::sandbox::{Error, Local};

/// One act; each is a call of [`Local`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PlaceAct {
    PutGroup {
        id: i64,
        title: String,
        members: Vec<i64>,
    },
    PutChannel {
        id: i64,
        title: String,
        admins: Vec<i64>,
        subscribers: Vec<i64>,
    },
    Name {
        id: i64,
        username: String,
    },
    PutTopic {
        id: i64,
        topic: i64,
        name: String,
    },
    DeleteTopic {
        id: i64,
        topic: i64,
    },
    SayInTopic {
        person: i64,
        id: i64,
        topic: i64,
        text: String,
    },
    Members {
        id: i64,
    },
    Join {
        id: i64,
        person: i64,
    },
    AddMember {
        id: i64,
        by: i64,
        member: i64,
    },
    MakeAdmin {
        id: i64,
        by: i64,
        member: i64,
    },
    Leave {
        id: i64,
        member: i64,
    },
    Kick {
        id: i64,
        by: i64,
        member: i64,
    },
    UpgradeGroup {
        id: i64,
        to: i64,
    },
    Deactivate {
        person: i64,
    },
    SetBot {
        bot: i64,
        settings: BotSettings,
    },
}

pub(super) fn perform(local: &Local, act: PlaceAct) -> Result<Value, Error> {
    match act {
        PlaceAct::PutGroup { id, title, members } => value(local.put_group(id, &title, &members)?),
        PlaceAct::PutChannel {
            id,
            title,
            admins,
            subscribers,
        } => value(local.put_channel(id, &title, &admins, &subscribers)?),
        PlaceAct::Name { id, username } => value(local.name_chat(id, &username)?),
        PlaceAct::PutTopic { id, topic, name } => value(local.put_topic(id, topic, &name)?),
        PlaceAct::DeleteTopic { id, topic } => value(local.delete_topic(id, topic)?),
        PlaceAct::SayInTopic {
            person,
            id,
            topic,
            text,
        } => value(local.say_in_topic(person, id, topic, &text)?),
        PlaceAct::Members { id } => value(local.members(id)?),
        PlaceAct::Join { id, person } => value(local.join(id, person)?),
        PlaceAct::AddMember { id, by, member } => value(local.add_member(id, by, member)?),
        PlaceAct::MakeAdmin { id, by, member } => value(local.make_admin(id, by, member)?),
        PlaceAct::Leave { id, member } => value(local.leave_group(id, member)?),
        PlaceAct::Kick { id, by, member } => value(local.kick(id, by, member)?),
        PlaceAct::UpgradeGroup { id, to } => value(local.upgrade_group(id, to)?),
        PlaceAct::Deactivate { person } => value(local.deactivate(person)?),
        PlaceAct::SetBot { bot, settings } => value(local.set_bot(bot, settings)?),
    }
}

/// Groups and channels.
impl People {
    pub async fn put_group(&self, id: i64, title: &str, members: &[i64]) -> Result<ChatId, Error> {
        let (title, members) = (title.to_owned(), members.to_vec());
        self.act(Act::Place(PlaceAct::PutGroup { id, title, members })).await
    }

    pub async fn put_channel(
        &self,
        id: i64,
        title: &str,
        admins: &[i64],
        subscribers: &[i64],
    ) -> Result<ChatId, Error> {
        let act = PlaceAct::PutChannel {
            id,
            title: title.to_owned(),
            admins: admins.to_vec(),
            subscribers: subscribers.to_vec(),
        };
        self.act(Act::Place(act)).await
    }

    pub async fn name_chat(&self, id: i64, username: &str) -> Result<(), Error> {
        let username = username.to_owned();
        self.act(Act::Place(PlaceAct::Name { id, username })).await
    }

    pub async fn put_topic(&self, id: i64, topic: i64, name: &str) -> Result<(), Error> {
        let name = name.to_owned();
        self.act(Act::Place(PlaceAct::PutTopic { id, topic, name })).await
    }

    pub async fn delete_topic(&self, id: i64, topic: i64) -> Result<(), Error> {
        self.act(Act::Place(PlaceAct::DeleteTopic { id, topic })).await
    }

    pub async fn say_in_topic(&self, person: i64, id: i64, topic: i64, text: &str) -> Result<i64, Error> {
        let text = text.to_owned();
        let act = PlaceAct::SayInTopic {
            person,
            id,
            topic,
            text,
        };
        self.act(Act::Place(act)).await
    }

    pub async fn members(&self, id: i64) -> Result<Vec<i64>, Error> {
        self.act(Act::Place(PlaceAct::Members { id })).await
    }

    pub async fn join(&self, id: i64, person: i64) -> Result<(), Error> {
        self.act(Act::Place(PlaceAct::Join { id, person })).await
    }

    pub async fn add_member(&self, id: i64, by: i64, member: i64) -> Result<(), Error> {
        self.act(Act::Place(PlaceAct::AddMember { id, by, member })).await
    }

    pub async fn make_admin(&self, id: i64, by: i64, member: i64) -> Result<(), Error> {
        self.act(Act::Place(PlaceAct::MakeAdmin { id, by, member })).await
    }

    pub async fn leave_group(&self, id: i64, member: i64) -> Result<(), Error> {
        self.act(Act::Place(PlaceAct::Leave { id, member })).await
    }

    pub async fn kick(&self, id: i64, by: i64, member: i64) -> Result<(), Error> {
        self.act(Act::Place(PlaceAct::Kick { id, by, member })).await
    }

    pub async fn upgrade_group(&self, id: i64, to: i64) -> Result<ChatId, Error> {
        self.act(Act::Place(PlaceAct::UpgradeGroup { id, to })).await
    }

    pub async fn deactivate(&self, person: i64) -> Result<(), Error> {
        self.act(Act::Place(PlaceAct::Deactivate { person })).await
    }

    pub async fn set_bot(&self, bot: i64, settings: BotSettings) -> Result<(), Error> {
        self.act(Act::Place(PlaceAct::SetBot { bot, settings })).await
    }
}
