//! `kiosk orders`: what was ordered, newest first, from both worlds, and on top what needs a person. It only reads.

use clap::Args;
use serde_json::{Value, json};

use super::{
    ending::{Ending, Exit, Failure},
    folders::Folders,
    output::{Output, Tone, columns},
    place, posts, statement,
    troubles::{self, Trouble, Zones, zone},
    words,
    worlds::{self, Side},
};
use crate::{
    config::Settings,
    ids::ShopId,
    store::{OrderFilter, OrderListing, Reader},
};

/// Lists orders, newest first, and what needs a person
///
/// Reads the databases of both worlds, whether kiosk runs or not. Numbers of orders with play money begin with T.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk orders
  kiosk orders bakery --limit 200
  kiosk orders bakery --csv
  kiosk orders --json")]
pub(super) struct Orders {
    /// One shop; without it, every shop that was ever served
    shop: Option<String>,
    /// How many orders of each shop at most
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    /// Print a JSON document
    #[arg(long)]
    json: bool,
    /// Print every payment of the shop as CSV, in the columns of its provider's own list
    #[arg(long, requires = "shop", conflicts_with_all = ["json", "limit"])]
    csv: bool,
}

/// An order of one of the worlds.
struct Listed {
    side: Side,
    listing: OrderListing,
}

pub(super) async fn run(settings: &Settings, orders: &Orders, out: &mut Output) -> Ending {
    let folders = Folders::new(settings);
    if let (true, Some(shop)) = (orders.csv, &orders.shop) {
        return statement::print(settings, &folders, &posts::shop_id(shop)?, out).await;
    }
    let mut listed = Vec::new();
    let mut troubles = Vec::new();
    let mut zones = Zones::new();
    for (side, reader) in worlds::readers(&settings.data).await? {
        for shop in shops(&reader, orders.shop.as_deref()).await? {
            listed.extend(list(side, &reader, &shop, orders.limit).await?);
            troubles.extend(troubles::of_shop(side, &reader, &shop).await?);
            zones.insert(shop.clone(), folders.timezone(&shop));
        }
    }
    listed.sort_by_key(|row| std::cmp::Reverse(row.listing.order.created_at));
    if let (Some(name), true, true) = (&orders.shop, listed.is_empty(), troubles.is_empty()) {
        // Nothing is known of it: then it should at least be a shop.
        place::shop_folder(settings, name)?;
    }
    if orders.json {
        out.json(&document(&listed, &troubles))?;
    } else {
        report(out, &zones, &listed, &troubles)?;
    }
    Ok(Exit::Fine)
}

/// Every shop that was ever served: its money is owed an eye when its folder is gone, too.
async fn shops(reader: &Reader, named: Option<&str>) -> Result<Vec<ShopId>, Failure> {
    match named {
        Some(name) => Ok(vec![posts::shop_id(name)?]),
        None => reader.shops().await.map_err(Failure::said),
    }
}

async fn list(side: Side, reader: &Reader, shop: &ShopId, limit: u16) -> Result<Vec<Listed>, Failure> {
    let filter = OrderFilter {
        shop: shop.clone(),
        limit: limit.into(),
    };
    let listings = reader.orders(&filter).await.map_err(Failure::said)?;
    Ok(listings.into_iter().map(|listing| Listed { side, listing }).collect())
}

fn report(out: &mut Output, zones: &Zones, listed: &[Listed], troubles: &[Trouble]) -> Result<(), Failure> {
    if !troubles.is_empty() {
        let heading = out.paint(Tone::Bad, "Needs a person:");
        out.line(&heading)?;
        let rows: Vec<_> = troubles.iter().map(|trouble| trouble.row(zones)).collect();
        out.text(&columns(&rows, "  "))?;
        out.line("")?;
    }
    if listed.is_empty() {
        return Ok(out.line("No orders yet.")?);
    }
    let rows: Vec<_> = listed.iter().map(|row| row.cells(zones)).collect();
    Ok(out.text(&columns(&rows, ""))?)
}

impl Listed {
    fn number(&self) -> String {
        self.listing.order.id.shown(self.side.is_play())
    }

    fn cells(&self, zones: &Zones) -> Vec<String> {
        let OrderListing { order, quote, customer } = &self.listing;
        vec![
            self.number(),
            order.created_at.local(zone(zones, &order.shop)),
            order.shop.to_string(),
            words::person(customer.as_ref(), order.payer),
            words::lines(quote),
            quote.total_with(order.tip).to_string(),
            words::state(order).to_owned(),
        ]
    }

    fn record(&self) -> Value {
        let OrderListing { order, quote, customer } = &self.listing;
        json!({
            "number": self.number(),
            "play": self.side.is_play(),
            "at": order.created_at.to_string(),
            "shop": order.shop,
            "customer": {
                "id": order.payer,
                "name": customer.as_ref().map(|customer| &customer.name),
                "username": customer.as_ref().map(|customer| &customer.username),
            },
            "what": words::lines(quote),
            "tag": quote.selection.campaign,
            "total": quote.total_with(order.tip).minor,
            "tip": order.tip,
            "currency": quote.currency,
            "state": order.state,
            "progress": order.progress,
        })
    }
}

fn document(listed: &[Listed], troubles: &[Trouble]) -> Value {
    let troubles: Vec<Value> = troubles.iter().map(Trouble::record).collect();
    let orders: Vec<Value> = listed.iter().map(Listed::record).collect();
    json!({"needs_a_person": troubles, "orders": orders})
}
