//! The shops of a world, by name. One bot serves one shop: two pollers of one token would take updates from each other.

use std::sync::Arc;

use super::{
    Fault, ShopStart,
    shop::{Ground, RunningShop},
};
use crate::ids::ShopId;

/// All shops that run in a world.
pub(super) struct Shops(Vec<Arc<RunningShop>>);

impl Shops {
    pub(super) fn new(ground: &Arc<Ground>, starts: &[ShopStart]) -> Result<Shops, Fault> {
        let mut shops: Vec<Arc<RunningShop>> = Vec::new();
        for start in starts {
            let shop = RunningShop::new(ground, start)?;
            if let Some(first) = shops.iter().find(|other| other.bot_id == shop.bot_id) {
                return Err(Fault::SameBot {
                    first: first.id.clone(),
                    second: shop.id,
                });
            }
            shops.push(Arc::new(shop));
        }
        Ok(Shops(shops))
    }

    pub(super) fn find(&self, id: &ShopId) -> Result<&Arc<RunningShop>, Fault> {
        self.find_word(id.as_str())
    }

    pub(super) fn find_word(&self, word: &str) -> Result<&Arc<RunningShop>, Fault> {
        let found = self.0.iter().find(|shop| shop.id.as_str() == word);
        found.ok_or_else(|| Fault::UnknownShop { shop: word.into() })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<RunningShop>> {
        self.0.iter()
    }
}
