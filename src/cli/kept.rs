//! Shops that were served before and cannot be opened from their folders now: they go on with the last good files,
//! which the database keeps. One whose folder is gone sells nothing new and brings to its end what customers began.

use std::collections::BTreeMap;

use super::{
    folders::{Folders, Opened},
    held, output,
    run::Sorted,
    worlds::Side,
};
use crate::{
    config::Settings,
    engine::bot_id,
    ids::ShopId,
    store::{Reader, SavedRevision, Store, StoreError},
    time::Timestamp,
};

/// What the database of one world keeps of a shop.
struct Kept {
    saved: SavedRevision,
    /// Whether it was closed for good.
    ended: bool,
    unfinished: i64,
}

/// One world's database, where there is one.
#[derive(Default)]
struct World {
    reader: Option<Reader>,
    shops: BTreeMap<ShopId, Kept>,
}

/// What is known of a shop when kiosk starts.
struct Found {
    /// Where it opens from its folder.
    opened: Option<Side>,
    folder: bool,
    /// When it was last taken up in each world.
    live: Option<Timestamp>,
    play: Option<Timestamp>,
}

/// How a shop goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GoesOn {
    /// As ever, since its folder is there and only cannot be opened.
    AsItWas,
    /// To its end, since its folder is gone or moved to the other world.
    Closing,
}

/// Adds to the shops that open those that go on with what is kept. Whoever calls has locked the data folder.
pub(super) async fn add(settings: &Settings, folders: &Folders, sorted: &mut Sorted) -> Result<(), String> {
    let live = world(Side::Live, settings).await.map_err(|error| error.to_string())?;
    let play = world(Side::Sandbox, settings)
        .await
        .map_err(|error| error.to_string())?;
    let folders_there = folders.list()?;
    for (side, world) in [(Side::Live, &live), (Side::Sandbox, &play)] {
        sorted.hold(side, world, folders).await?;
    }
    let shops: std::collections::BTreeSet<&ShopId> = live.shops.keys().chain(play.shops.keys()).collect();
    for shop in shops {
        let (in_live, in_play) = (live.shops.get(shop), play.shops.get(shop));
        let found = Found {
            opened: sorted.side_of(shop),
            folder: folders_there.contains(&folders.folder(shop)),
            live: in_live.map(|kept| kept.saved.saved_at),
            play: in_play.map(|kept| kept.saved.saved_at),
        };
        for (side, how) in found.goes_on() {
            let of_side = if side.is_play() { in_play } else { in_live };
            if let Some(kept) = of_side.filter(|kept| how == GoesOn::AsItWas || !kept.ended) {
                take_up(sorted, folders, shop, kept, side, how);
            }
        }
    }
    for reader in [live.reader, play.reader].into_iter().flatten() {
        reader.close().await;
    }
    Ok(())
}

impl Sorted {
    /// Shops whose folders open and must wait go on with what served.
    async fn hold(&mut self, side: Side, world: &World, folders: &Folders) -> Result<(), String> {
        let Some(reader) = &world.reader else { return Ok(()) };
        let live = self.live.iter_mut().map(|(opened, token)| (opened, Some(token)));
        let play = self.play.iter_mut().map(|opened| (opened, None));
        let of_side: Vec<_> = if side.is_play() { play.collect() } else { live.collect() };
        for (opened, token) in of_side {
            let before = held::instead(folders, opened, side, reader).await;
            let Some(before) = before.map_err(|error| error.to_string())? else {
                continue;
            };
            if let (Some(token), Some(renewed)) = (token, before.live_token()) {
                token.clone_from(renewed);
            }
            *opened = before;
        }
        Ok(())
    }
}

/// The database of a world, if there is one.
pub(super) async fn reader(side: Side, settings: &Settings) -> Result<Option<Reader>, StoreError> {
    let path = side.folder(&settings.data).join("kiosk.db");
    if !path.is_file() {
        return Ok(None);
    }
    // Opening the store brings an older database up to date.
    Store::open(&path).await?.close().await?;
    Reader::open(&path).await.map(Some)
}

async fn world(side: Side, settings: &Settings) -> Result<World, StoreError> {
    let Some(reader) = reader(side, settings).await? else {
        return Ok(World::default());
    };
    let mut shops = BTreeMap::new();
    for shop in reader.shops().await? {
        let Some(saved) = reader.last_revision(&shop).await? else {
            continue;
        };
        let kept = Kept {
            saved,
            ended: reader.closing(&shop).await?.is_some_and(|closing| closing.ended),
            unfinished: reader.unfinished(&shop).await?.count(),
        };
        shops.insert(shop, kept);
    }
    Ok(World {
        reader: Some(reader),
        shops,
    })
}

impl Found {
    /// Where the shop goes on with what is kept of it. Play money is nobody's loss: one that was ever real goes on there.
    fn goes_on(&self) -> Vec<(Side, GoesOn)> {
        let live_ends = self.live.map(|_| (Side::Live, GoesOn::Closing));
        match (self.opened, self.folder) {
            (Some(Side::Live), _) => Vec::new(),
            (Some(Side::Sandbox), _) => live_ends.into_iter().collect(),
            (None, true) if self.play > self.live => {
                let plays = std::iter::once((Side::Sandbox, GoesOn::AsItWas));
                plays.chain(live_ends).collect()
            }
            (None, true) => vec![(Side::Live, GoesOn::AsItWas)],
            (None, false) => vec![live_ends.unwrap_or((Side::Sandbox, GoesOn::Closing))],
        }
    }
}

fn take_up(sorted: &mut Sorted, folders: &Folders, shop: &ShopId, kept: &Kept, side: Side, how: GoesOn) {
    let closing = how == GoesOn::Closing;
    let mut opened = match folders.open_kept(shop, &kept.saved.files, side.is_play(), closing) {
        Ok(opened) => opened,
        Err(report) => {
            output::error(&format!(
                "`{shop}` cannot go on with its last good files either, so nobody answers its customers; put its folder \
                 right and restart\n\n{report}"
            ));
            return;
        }
    };
    let aside = folders.print(shop);
    opened.set_aside = aside.filter(|print| print.to_string() == kept.saved.instead_of);
    match opened.live_token().cloned() {
        _ if side.is_play() => sorted.play.push(opened),
        Some(token) if has_the_bot(sorted, kept, &opened) => sorted.live.push((opened, token)),
        _ => return,
    }
    if !closing {
        output::error(&format!(
            "`{shop}` goes on with its last good files until its folder is put right"
        ));
    }
}

/// A folder that was renamed must not take the bot from what customers began under its old name.
fn has_the_bot(sorted: &mut Sorted, kept: &Kept, opened: &Opened) -> bool {
    let bot = opened.live_token().and_then(bot_id);
    let Some(at) = sorted.live.iter().position(|(_, token)| bot_id(token) == bot) else {
        return true;
    };
    if kept.unfinished == 0 {
        return false;
    }
    let (new, _) = sorted.live.remove(at);
    output::error(&format!(
        "`{}` does not open: its bot still serves `{}`, whose folder is gone and where {} unpaid invoices and unsent \
         messages wait; give the folder its old name back, or try again when they have run out",
        new.shop().id,
        opened.shop().id,
        kept.unfinished
    ));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn goes_on(opened: Option<Side>, folder: bool, live: Option<i64>, play: Option<i64>) -> Vec<(Side, GoesOn)> {
        let found = Found {
            opened,
            folder,
            live: live.map(Timestamp),
            play: play.map(Timestamp),
        };
        found.goes_on()
    }

    #[test]
    fn a_shop_whose_folder_is_gone_ends_where_it_was_real() {
        assert_eq!(goes_on(None, false, Some(1), Some(2)), [(Side::Live, GoesOn::Closing)]);
        assert_eq!(goes_on(None, false, None, Some(2)), [(Side::Sandbox, GoesOn::Closing)]);
    }

    #[test]
    fn a_shop_whose_folder_is_broken_goes_on_where_it_was_last() {
        assert_eq!(goes_on(None, true, Some(2), Some(1)), [(Side::Live, GoesOn::AsItWas)]);
        assert_eq!(goes_on(None, true, None, Some(1)), [(Side::Sandbox, GoesOn::AsItWas)]);
        let moved_to_play = [(Side::Sandbox, GoesOn::AsItWas), (Side::Live, GoesOn::Closing)];
        assert_eq!(goes_on(None, true, Some(1), Some(2)), moved_to_play);
    }

    #[test]
    fn a_shop_that_opens_from_its_folder_ends_only_in_the_other_world() {
        assert_eq!(goes_on(Some(Side::Live), true, Some(1), Some(1)), []);
        let live_ends = [(Side::Live, GoesOn::Closing)];
        assert_eq!(goes_on(Some(Side::Sandbox), true, Some(1), Some(2)), live_ends);
        assert_eq!(goes_on(Some(Side::Sandbox), true, None, Some(2)), []);
    }
}
