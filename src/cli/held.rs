//! What a shop starts with whose folder opens: the folder, unless a rollback set it aside or it holds what looks like a
//! slip. Then what served goes on, and the reload tells the staff.

use super::{
    folders::{Folders, Opened},
    output,
    worlds::Side,
};
use crate::{
    engine::bot_id,
    shop::{differences, slips},
    store::{Reader, StoreError},
};

/// What is to be served instead of a folder that opens; the operator hears why.
pub(super) async fn instead(
    folders: &Folders,
    opened: &Opened,
    side: Side,
    reader: &Reader,
) -> Result<Option<Opened>, StoreError> {
    let shop = &opened.shop().id;
    let Some(saved) = reader.last_revision(shop).await? else {
        return Ok(None);
    };
    if saved.revision == opened.revision.id {
        return Ok(None);
    }
    // Files that this version of kiosk does not take any more serve nobody.
    let Ok(mut before) = folders.open_kept(shop, &saved.files, side.is_play(), false) else {
        return Ok(None);
    };
    let bot = |of: &Opened| of.live_token().and_then(bot_id);
    if side == Side::Live && bot(&before) != bot(opened) {
        return Ok(None);
    }
    before.set_aside = opened.print().filter(|print| print.to_string() == saved.instead_of);
    if before.set_aside.is_some() {
        output::error(&format!(
            "`{shop}` goes on with revision {}, for which a rollback set the files in its folder aside; `kiosk reload \
             {shop}` takes them",
            saved.revision
        ));
        return Ok(Some(before));
    }
    let found = differences(before.shop(), opened.shop());
    let reasons = slips(before.shop(), opened.shop(), &found, &reader.promised(shop).await?);
    if reasons.is_empty() {
        return Ok(None);
    }
    output::error(&format!(
        "`{shop}` goes on with revision {}, since the files in its folder may hold a slip: {}. If it is meant, say `kiosk \
         reload {shop} --accept {}`",
        saved.revision,
        reasons.join("; "),
        opened.revision.id
    ));
    Ok(Some(before))
}
