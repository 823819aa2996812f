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
    store::KeptFiles,
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
        let prepare = self.preparation(start).await?;
        self.reload_prepared(start, prepare()).await
    }

    /// The same, once it is prepared.
    pub(super) async fn reload_prepared(&self, start: &ShopStart, prepared: Prepared) -> Result<(), Fault> {
        let shop = self.shops.find(&start.revision.shop.id)?;
        shop.knows_the_bot(start)?;
        self.keep(&shop, start, prepared.files).await?;
        shop.renew(start)?;
        crate::failpoint::pass("reload.swap");
        take_counts(&shop, &start.revision, prepared.counts).await
    }

    /// What is to be found out before a revision can serve. With a large catalog that takes a while, and needs no writer.
    pub(super) async fn preparation(
        &self,
        start: &ShopStart,
    ) -> Result<impl Fn() -> Prepared + Send + Sync + 'static, Fault> {
        let shop = self.shops.find(&start.revision.shop.id)?;
        let unkept = self.ground.reader.unkept(&start.files.hashes()).await?;
        let (revision, files) = (start.revision.clone(), start.files.clone());
        Ok(move || Prepared {
            counts: counts(&shop, &revision),
            files: KeptFiles {
                listed: files.listed(),
                new: files.packed(&unkept),
            },
        })
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
        let prepare = self.preparation(start).await?;
        let prepared = prepare();
        self.keep(shop, start, prepared.files).await?;
        take_counts(shop, &start.revision, prepared.counts).await
    }

    /// Stores a revision's files and the new lines of its key pools; of a shop that closes, since when it does.
    async fn keep(&self, shop: &RunningShop, start: &ShopStart, files: KeptFiles) -> Result<(), Fault> {
        let at = self.ground.clock.now();
        if start.revision.closing {
            let id = shop.id.clone();
            return shop.errand(|reply| Errand::BeginClosing { shop: id, at, reply }).await;
        }
        let (id, revision) = (shop.id.clone(), start.revision.id.clone());
        let instead_of = start.instead_of.as_ref().map(Print::to_string).unwrap_or_default();
        shop.errand(|reply| Errand::Revision {
            shop: id,
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

/// What is known before a revision serves.
pub(super) struct Prepared {
    counts: Event,
    files: KeptFiles,
}

/// The numbers that are others than in the revision whose counts were taken last. Where anything failed since, that is
/// none, and all numbers are looked at.
fn counts(shop: &RunningShop, revision: &Revision) -> Event {
    let before = shop.counted.swap(None);
    let before = before.as_ref().map(|before| &before.shop.catalog);
    Event::opened(&revision.shop.catalog, before)
}

/// Has the counts of a revision that serves taken.
async fn take_counts(shop: &Arc<RunningShop>, revision: &Arc<Revision>, counts: Event) -> Result<(), Fault> {
    if let Done::Decided { .. } = shop.submit_maker(counts)?.await.map_err(|_| Fault::Lost)? {
        shop.counted.store(Some(revision.clone()));
    }
    Ok(())
}
