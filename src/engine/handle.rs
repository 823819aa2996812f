//! What may be asked of a running world from outside: counts, reloads, how it is. Each change is a turn or an errand of
//! the writer; the answer comes when it is durable.

use std::sync::Arc;

use super::{
    Fault, Meters, ShopStart,
    reload::Print,
    shop::{Ground, RunningShop},
    shops::Shops,
    task::Done,
    writer::Errand,
};
use crate::{
    conversation::{Change, Event, StockChange, StockRow},
    ids::{ShopId, Sku},
    shop::Revision,
};

/// A cloneable way into a running world.
#[derive(Clone)]
pub struct Handle {
    pub(super) ground: Arc<Ground>,
    pub(super) shops: Arc<Shops>,
}

impl Handle {
    /// Moves or sets a count; the row as it is then.
    pub async fn stock(&self, shop: &ShopId, sku: &Sku, change: StockChange) -> Result<StockRow, Fault> {
        let shop = self.shops.find(shop)?;
        let event = Event::Stock {
            sku: sku.clone(),
            change,
        };
        let Done::Decided { changes, .. } = shop.submit(event).await.map_err(|_| Fault::Stopping)? else {
            return Err(Fault::Command(format!(
                "the count of `{sku}` could not be changed; the log says why"
            )));
        };
        let counted = changes.into_iter().find_map(|change| match change {
            Change::Stock(row) => Some(row),
            _ => None,
        });
        match counted {
            Some(row) => Ok(row),
            None => self.count_now(&shop, sku).await,
        }
    }

    /// Serves another revision from now on; turns under way keep the one they took.
    pub async fn reload(&self, start: &ShopStart) -> Result<(), Fault> {
        let counts = self.counts(&start.revision)?;
        self.reload_with(start, counts).await
    }

    /// The same, where it is known already what is to be counted.
    pub(super) async fn reload_with(&self, start: &ShopStart, counts: Counts) -> Result<(), Fault> {
        let shop = self.shops.find(&start.revision.shop.id)?;
        shop.knows_the_bot(start)?;
        self.keep(&shop, start).await?;
        shop.renew(start)?;
        crate::failpoint::pass("reload.swap");
        counts.take(&shop).await
    }

    /// What a revision has counted anew once it serves. In a large catalog that is not found in a moment.
    pub(super) fn counts(&self, revision: &Arc<Revision>) -> Result<Counts, Fault> {
        let shop = self.shops.find(&revision.shop.id)?;
        Ok(Counts::of(&shop, revision))
    }

    /// How many turns wait for the writer.
    pub fn waiting(&self) -> usize {
        self.ground.queue.len()
    }

    /// What is wrong with a shop, for the operator.
    pub fn trouble(&self, shop: &ShopId) -> Option<String> {
        self.shops.find(shop).ok()?.trouble()
    }

    /// What is counted while the world runs.
    pub fn meters(&self) -> Meters {
        self.ground.meters.clone()
    }

    /// Waits until no turn, answer or message is under way. A turn makes messages and a message a turn, so both must be
    /// seen idle while nothing new came.
    pub async fn settled(&self) {
        let (busy, unsent) = (&self.ground.busy, &self.ground.unsent);
        loop {
            let before = (busy.ever(), unsent.ever());
            busy.idle().await;
            unsent.idle().await;
            if busy.is_idle() && before == (busy.ever(), unsent.ever()) {
                return;
            }
        }
    }

    /// Writes down what the shops start with, and has their counts taken.
    pub(super) async fn begin(&self, starts: &[ShopStart]) -> Result<(), Fault> {
        for start in starts {
            let shop = self.shops.find(&start.revision.shop.id)?;
            self.take_up(&shop, start).await?;
        }
        Ok(())
    }

    pub(super) async fn take_up(&self, shop: &Arc<RunningShop>, start: &ShopStart) -> Result<(), Fault> {
        let counts = Counts::of(shop, &start.revision);
        self.keep(shop, start).await?;
        counts.take(shop).await
    }

    /// Stores a revision's files and the new lines of its key pools; of a shop that closes, since when it does.
    async fn keep(&self, shop: &RunningShop, start: &ShopStart) -> Result<(), Fault> {
        let at = self.ground.clock.now();
        if start.revision.closing {
            let id = shop.id.clone();
            return shop.errand(|reply| Errand::BeginClosing { shop: id, at, reply }).await;
        }
        let revision = start.revision.clone();
        let files = start.files.clone();
        let instead_of = start.instead_of.as_ref().map(Print::to_string).unwrap_or_default();
        shop.errand(|reply| Errand::Revision {
            revision,
            files,
            instead_of,
            at,
            reply,
        })
        .await?;
        for (sku, texts) in &start.keys {
            let (id, sku, texts) = (shop.id.clone(), sku.clone(), texts.clone());
            let import = |reply| Errand::Keys {
                shop: id,
                sku,
                texts,
                at,
                reply,
            };
            shop.errand(import).await?;
        }
        Ok(())
    }

    async fn count_now(&self, shop: &RunningShop, sku: &Sku) -> Result<StockRow, Fault> {
        let rows = self.ground.reader.stock(&shop.id).await?;
        let unknown = || Fault::Command(format!("`{}` counts nothing called `{sku}`", shop.id));
        rows.into_iter().find(|row| row.sku == *sku).ok_or_else(unknown)
    }
}

/// The numbers of a revision that are others than in the one whose counts were taken last. Where anything failed since,
/// that is none, and all numbers are looked at.
pub(super) struct Counts {
    event: Event,
    revision: Arc<Revision>,
}

impl Counts {
    fn of(shop: &RunningShop, revision: &Arc<Revision>) -> Counts {
        let before = shop.counted.swap(None);
        let before = before.as_ref().map(|before| &before.shop.catalog);
        Counts {
            event: Event::opened(&revision.shop.catalog, before),
            revision: revision.clone(),
        }
    }

    /// Has them counted; the revision serves.
    async fn take(self, shop: &Arc<RunningShop>) -> Result<(), Fault> {
        if let Done::Decided { .. } = shop.submit_maker(self.event)?.await.map_err(|_| Fault::Lost)? {
            shop.counted.store(Some(self.revision));
        }
        Ok(())
    }
}
