//! What a look at the files asks of a running world.

use std::{collections::BTreeSet, sync::Arc};

use super::super::{Fault, Handle, ShopStart, shops::let_run};
use crate::{
    conversation::{Event, FileNews},
    ids::{ProductId, RevisionId, ShopId},
    shop::Revision,
};

impl Handle {
    /// Shops that have not closed.
    pub(super) fn open_shops(&self) -> Vec<ShopId> {
        let shops = self.shops.all();
        let open = shops.iter().filter(|shop| !shop.closed.is_given());
        open.map(|shop| shop.id.clone()).collect()
    }

    pub(super) fn revision(&self, shop: &ShopId) -> Option<Arc<Revision>> {
        let shop = self.shops.find(shop).ok()?;
        Some(shop.revision.load_full())
    }

    /// Opens a shop that did not run.
    pub(super) async fn open(&self, start: &ShopStart) -> Result<(), Fault> {
        let shop = self.shops.add(&self.ground, start)?;
        if let Err(fault) = self.take_up(&shop, start).await {
            shop.closed.give();
            return Err(fault);
        }
        let_run(&shop);
        Ok(())
    }

    pub(super) async fn tell_staff(&self, shop: &ShopId, news: FileNews) -> Result<(), Fault> {
        let shop = self.shops.find(shop)?;
        shop.submit(Event::Files(news)).await.map_err(|_| Fault::Stopping)?;
        Ok(())
    }

    /// Products with paid orders that wait for a person's hand.
    pub(super) async fn promised(&self, shop: &ShopId) -> Result<BTreeSet<ProductId>, Fault> {
        Ok(self.ground.reader.promised(shop).await?)
    }

    /// The files of a revision as they were kept.
    pub(super) async fn kept_files(&self, shop: &ShopId, revision: &RevisionId) -> Result<Option<String>, Fault> {
        let saved = self.ground.reader.revision(shop, revision).await?;
        Ok(saved.map(|saved| saved.files))
    }
}
