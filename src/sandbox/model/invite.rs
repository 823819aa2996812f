//! Invite links of groups and channels. Rules: Bot API, "createChatInviteLink",
//! "createChatSubscriptionInviteLink" (only of a channel; the Stars are the channel's, and its bot hears nothing of them)
//! and "`ChatInviteLink`".

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Model;
use super::execute::Answer;
use super::members::{Change, Standing};
use super::message::Author;
use crate::sandbox::api::{NewInvite, Refusal, Subscription};
use crate::sandbox::view::{ChatId, Opened};
use crate::sandbox::{Error, chance};

/// A link and how often it was used.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Invite {
    chat: i64,
    creator: i64,
    name: String,
    expire_date: i64,
    member_limit: i64,
    used: i64,
    #[serde(default)]
    subscription: Option<Subscription>,
}

impl Model {
    pub(super) fn create_invite(&mut self, bot: i64, new: &NewInvite) -> Result<Answer, Refusal> {
        let chat = self.open_chat(bot, &new.chat)?;
        let record = self.state.chats.get(&chat);
        if !record.is_some_and(|record| record.admins.contains(&bot)) {
            return Err(Refusal::bad("not enough rights to manage chat invite link")); // TDLib
        }
        if new.subscription.is_some() && !record.is_some_and(|record| record.is_channel) {
            return Err(Refusal::bad("CHAT_NOT_A_CHANNEL")); // invented wording
        }
        let slug = chance::letters(16);
        let invite = Invite {
            chat: chat.number(),
            creator: bot,
            name: new.name.clone(),
            expire_date: new.expire_date,
            member_limit: new.member_limit,
            used: 0,
            subscription: new.subscription,
        };
        let shown = self.invite_json(&slug, &invite);
        self.state.invites.insert(slug, invite);
        self.news.changed = true;
        Ok(Answer::of(shown.to_string()))
    }

    fn invite_json(&self, slug: &str, invite: &Invite) -> Value {
        let mut shown = json!({
            "invite_link": format!("https://t.me/+{slug}"), "creator": self.user(Author::Bot(invite.creator)),
            "creates_join_request": false, "is_primary": false, "is_revoked": false,
        });
        if !invite.name.is_empty() {
            shown["name"] = json!(invite.name);
        }
        if let Some(subscription) = invite.subscription {
            shown["subscription_period"] = json!(subscription.period_s);
            shown["subscription_price"] = json!(subscription.price);
        }
        if invite.expire_date > 0 {
            shown["expire_date"] = json!(invite.expire_date);
        }
        if invite.member_limit > 0 {
            shown["member_limit"] = json!(invite.member_limit);
        }
        shown
    }

    /// A person comes in by a link.
    pub(super) fn accept_invite(&mut self, person: i64, slug: &str, now_ms: i64) -> Result<Opened, Error> {
        let invite = self.state.invites.get(slug);
        let invite = invite.ok_or_else(|| Error::refused("no bot of this sandbox has made this link"))?;
        let expired = invite.expire_date > 0 && invite.expire_date <= now_ms.div_euclid(1_000);
        if expired || (invite.member_limit > 0 && invite.used >= invite.member_limit) {
            return Err(Error::refused("this link has expired"));
        }
        let (id, link) = (invite.chat, self.invite_json(slug, invite));
        let change = Change {
            by: person,
            who: person,
            to: Standing::Member,
            link: Some(link),
        };
        self.change_standing(id, &change, now_ms)?;
        if let Some(invite) = self.state.invites.get_mut(slug) {
            invite.used += 1;
        }
        Ok(Opened::Group {
            chat: ChatId::group(id),
        })
    }
}
