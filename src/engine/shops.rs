//! The shops of a world, by name. They come and go while it runs. One bot serves one shop: two pollers of one token would
//! take updates from each other.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{
    Fault, ShopStart, delivery, expiry, intake,
    shop::{Ground, RunningShop},
    supervise::keep_alive,
};
use crate::ids::ShopId;

/// All shops that run in a world.
pub(super) struct Shops(Mutex<Vec<Arc<RunningShop>>>);

impl Shops {
    pub(super) fn new(ground: &Arc<Ground>, starts: &[ShopStart]) -> Result<Shops, Fault> {
        let shops = Shops(Mutex::default());
        for start in starts {
            shops.add(ground, start)?;
        }
        Ok(shops)
    }

    /// Takes up a shop, in the place of one that has closed.
    pub(super) fn add(&self, ground: &Arc<Ground>, start: &ShopStart) -> Result<Arc<RunningShop>, Fault> {
        let shop = Arc::new(RunningShop::new(ground, start)?);
        let mut shops = self.lock();
        let open = |other: &&Arc<RunningShop>| !other.closed.is_given();
        if let Some(first) = shops
            .iter()
            .filter(open)
            .find(|other| other.bot_id == shop.bot_id || other.id == shop.id)
        {
            return Err(Fault::SameBot {
                first: first.id.clone(),
                second: shop.id.clone(),
            });
        }
        ground.meters.begin(shop.id.as_str());
        shops.retain(|other| other.id != shop.id);
        shops.push(shop.clone());
        Ok(shop)
    }

    pub(super) fn find(&self, id: &ShopId) -> Result<Arc<RunningShop>, Fault> {
        self.find_word(id.as_str())
    }

    pub(super) fn find_word(&self, word: &str) -> Result<Arc<RunningShop>, Fault> {
        let shops = self.lock();
        let found = shops.iter().find(|shop| shop.id.as_str() == word);
        found.cloned().ok_or_else(|| Fault::UnknownShop { shop: word.into() })
    }

    pub(super) fn all(&self) -> Vec<Arc<RunningShop>> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<RunningShop>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets the tasks of a shop run until it closes.
pub(super) fn let_run(shop: &Arc<RunningShop>) {
    spawn(shop, "intake", intake::run);
    spawn(shop, "delivery", delivery::run);
    spawn(shop, "expiry", expiry::run);
}

fn spawn<F>(shop: &Arc<RunningShop>, what: &str, run: fn(Arc<RunningShop>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let own = shop.clone();
    let alive = keep_alive(
        format!("{}: {what}", shop.id),
        shop.ground.clock.clone(),
        shop.closed.clone(),
        move || run(own.clone()),
    );
    shop.keep_task(tokio::spawn(alive));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes_of<F>(_: fn(Arc<RunningShop>) -> F) -> usize {
        size_of::<F>()
    }

    /// A thousand shops to which nobody comes hold each of these a thousand times.
    #[test]
    fn the_tasks_of_an_idle_shop_are_small() {
        let tasks = [
            ("intake", bytes_of(intake::run), 3200),
            ("delivery", bytes_of(delivery::run), 1024),
            ("expiry", bytes_of(expiry::run), 512),
        ];
        for (task, bytes, most) in tasks {
            assert!(
                bytes <= most,
                "{task} holds {bytes} bytes while it waits, and was to hold {most} at most: box what it seldom does"
            );
        }
    }
}
