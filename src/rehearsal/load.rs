//! The shop of a rehearsal: a copy of its folder compiled as `check` would, with play keys, a staff and an orders chat.

use std::{path::Path, sync::Arc};

use super::{
    cast::STAFF_ID,
    script::{Given, Without},
};
use crate::{
    config::{self, Files, Loaded, Look, Secrets},
    engine::ShopStart,
    ids::{ChatId, Sku, UserId},
    shop::{Deliver, Provider, Revision, Role, Secret, Shop, Staff},
};

/// So many play keys a pool has where nothing else is given.
const PLAY_KEYS: i64 = 5;
/// Where orders are announced if the shop names no chat.
const ORDERS_CHAT: ChatId = ChatId(-1_001_000_000_001);
/// What stands for a provider's token.
const PLAY_PROVIDER_TOKEN: &str = "PLAY:PROVIDER";

/// The shop in a folder, or what is wrong with it. No secret is read.
pub(super) fn load(folder: &Path) -> Result<(Files, Revision), String> {
    let loaded = config::load(folder, Secrets::Unread);
    let id = loaded.revision();
    let Loaded { files, shop, problems } = loaded;
    match shop {
        Some(shop) => {
            let folder = folder.into();
            let revision = Revision {
                id,
                shop,
                folder,
                closing: false,
            };
            Ok((files, revision))
        }
        None => Err(config::render(&problems, &files, "", Look::Plain)),
    }
}

/// What the engine starts with; `staff` are the ids of those who work in the shop besides the one of every rehearsal.
pub(super) fn start(folder: &Path, token: &str, given: &Given, staff: &[i64]) -> Result<ShopStart, String> {
    let (files, mut revision) = load(folder)?;
    let shop = &mut revision.shop;
    match &given.without {
        Some(Without::Rule(rule)) => shop.rules = shop.rules.without(rule),
        Some(Without::Policy(policy)) => shop.policies = std::mem::take(&mut shop.policies).without(policy),
        None => {}
    }
    shop.orders_chat.get_or_insert(ORDERS_CHAT);
    shop.staff
        .extend(std::iter::once(&STAFF_ID).chain(staff).map(|id| Staff {
            id: UserId(*id),
            role: Role::Owner,
        }));
    let provider_token = match shop.payments.provider {
        Provider::Stars => "",
        _ => PLAY_PROVIDER_TOKEN,
    };
    Ok(ShopStart {
        keys: play_keys(shop, given),
        revision: Arc::new(revision),
        files,
        bot_token: Secret::new(token),
        provider_token: provider_token.into(),
        instead_of: None,
    })
}

/// The same for a second start.
pub(super) fn again(start: &ShopStart) -> ShopStart {
    ShopStart {
        revision: start.revision.clone(),
        files: start.files.clone(),
        bot_token: start.bot_token.clone(),
        provider_token: start.provider_token.clone(),
        keys: start.keys.clone(),
        instead_of: start.instead_of.clone(),
    }
}

fn play_keys(shop: &Shop, given: &Given) -> Vec<(Sku, Vec<String>)> {
    let products = shop.catalog.products().iter();
    let pools = products.filter(|product| matches!(product.deliver, Deliver::Keys(_)));
    pools
        .map(|product| {
            let sku = product.sku(None);
            let named = given.keys.iter().find(|(named, _)| *named == sku);
            let count = named.map_or(PLAY_KEYS, |(_, count)| *count);
            let name = sku.as_str().to_uppercase();
            let keys = (1..=count).map(|n| format!("PLAY-{name}-{n:04}")).collect();
            (sku, keys)
        })
        .collect()
}
