//! The group of the neighbourhood: where the shop posts, and whoever acts there is a member.

use super::{Stage, words};
use crate::{
    engine::Wish,
    rehearsal::cast::{GROUP_ID, STAFF_ID},
    sandbox::ChatId,
};

const GROUP_TITLE: &str = "Neighbours";

impl Stage {
    /// Whoever acts in the group is in it, and so is the bot.
    pub(in crate::rehearsal) fn enter_group(&self, who: i64) -> Result<ChatId, String> {
        self.local
            .put_group(GROUP_ID, GROUP_TITLE, &[self.bot, who])
            .map_err(words)
    }

    /// The operator posts in the group, as `kiosk post` does.
    pub(in crate::rehearsal) async fn offer(&mut self, wish: &Wish) -> Result<(), String> {
        self.enter_group(STAFF_ID)?;
        let world = self.world.as_ref().ok_or("the engine does not run")?;
        let made = world.handle().offer(&self.shop_id(), wish).await;
        self.post = Some(made.map_err(words)?.id);
        self.settle().await
    }

    pub(in crate::rehearsal) async fn withdraw(&mut self) -> Result<(), String> {
        let (Some(world), Some(post)) = (&self.world, self.post) else {
            return Err("nothing was posted".into());
        };
        world.handle().withdraw(&self.shop_id(), post).await.map_err(words)?;
        self.settle().await
    }
}
