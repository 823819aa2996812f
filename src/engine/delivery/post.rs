//! Bringing a post up to date. Its row is read at the moment of showing it: whatever became of it since it was owed is
//! shown, once.

use crate::{
    conversation::Showing,
    engine::shop::RunningShop,
    ids::{MessageId, PostId},
    telegram::{self, ApiFault},
};

/// What is there of a post now, and how showing it went; `None` where there is no such post.
pub(super) async fn show(shop: &RunningShop, id: PostId) -> Result<Option<(Showing, Result<(), ApiFault>)>, ApiFault> {
    let facts = shop.ground.reader.post(&shop.id, id).await;
    let facts = facts.map_err(|error| ApiFault::NotSent(error.to_string()))?;
    let Some(mut facts) = facts else { return Ok(None) };
    shop.be_introduced().await?;
    let (account, revision) = (shop.account.load_full(), shop.revision.load_full());
    let mut chat = facts.post.chat;
    loop {
        let shown = telegram::show_post(&account.bot, &account.premises, &revision, &facts, chat).await;
        match shown {
            Err(ApiFault::Migrated { to }) if chat == facts.post.chat => {
                // The supergroup has none of the old group's messages: it gets one of its own.
                chat = to;
                facts.post.message = MessageId(0);
                facts.post.face.clear();
            }
            Ok(showing) => return Ok(Some((showing, Ok(())))),
            Err(fault) => return Ok(Some((Showing::before(&facts.post), Err(fault)))),
        }
    }
}
