//! The group of the neighbourhood and the shop's channel: where the shop posts, and whoever acts there is a member.

use super::{Stage, words};
use crate::{
    engine::Wish,
    rehearsal::cast::{CHANNEL_ID, GROUP_ID, STAFF_ID},
    sandbox::ChatId,
};

const GROUP_TITLE: &str = "Neighbours";
const CHANNEL_TITLE: &str = "News of the shop";

impl Stage {
    /// Whoever acts in the group is in it, and so is the bot.
    pub(in crate::rehearsal) fn enter_group(&self, who: i64) -> Result<ChatId, String> {
        self.local
            .put_group(GROUP_ID, GROUP_TITLE, &[self.bot, who])
            .map_err(words)
    }

    /// The bot posts in the channel, everybody else reads.
    pub(in crate::rehearsal) fn enter_channel(&self, who: i64) -> Result<ChatId, String> {
        self.local
            .put_channel(CHANNEL_ID, CHANNEL_TITLE, &[self.bot], &[who])
            .map_err(words)
    }

    /// The operator posts, or makes a link, as `kiosk post` and `kiosk link` do.
    pub(in crate::rehearsal) async fn offer(&mut self, wish: &Wish) -> Result<(), String> {
        self.enter_group(STAFF_ID)?;
        self.enter_channel(STAFF_ID)?;
        let world = self.world.as_ref().ok_or("the engine does not run")?;
        let (handle, shop) = (world.handle(), self.shop_id());
        let made = handle.offer(&shop, wish).await.map_err(words)?;
        self.settle().await?;
        self.post = Some(handle.post(&shop, made.id).await.map_err(words)?);
        Ok(())
    }

    /// The operator takes it back.
    pub(in crate::rehearsal) async fn withdraw(&mut self) -> Result<(), String> {
        let (Some(world), Some(post)) = (&self.world, &self.post) else {
            return Err("nothing was posted".into());
        };
        world.handle().withdraw(&self.shop_id(), post.id).await.map_err(words)?;
        self.settle().await
    }

    /// The address of the latest link.
    pub(in crate::rehearsal) fn link(&self) -> Result<String, String> {
        let url = self.post.as_ref().map(|post| post.url.clone());
        url.filter(|url| !url.is_empty())
            .ok_or_else(|| "there is no link".into())
    }

    /// What somebody passed on to this person last.
    pub(in crate::rehearsal) fn passed_to(&self, person: i64) -> Result<(ChatId, i64), String> {
        let mut passed = self.passed.iter().rev().filter(|(to, ..)| *to == person);
        let latest = passed.next().ok_or("nobody passed anything on to them")?;
        Ok((latest.1, latest.2))
    }
}
