//! `kiosk stock`: how many there are, and a change of it. A change goes to the engine that serves the shop; where none
//! does, this takes the data folder's lock and drives the same step once.

use std::cmp::Ordering;

use clap::Args;
use serde_json::{Value, json};

use super::{
    ending::{Ending, Exit, Failure},
    output::{Output, Tone, clean_line, columns},
    place,
    worlds::{self, Side},
};
use crate::{
    config::Settings,
    conversation::{StockChange, StockRow},
    engine::control::{Answer, Request},
    ids::{ShopId, Sku},
};

/// Shows and changes how many there are of what a shop counts
///
/// A number sets the count, +N and -N move it. The `stock:` of the files is a count of its own day: it is taken again
/// only when that number changes.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk stock bakery                 every count
  kiosk stock bakery sourdough       one product
  kiosk stock bakery sourdough +12   twelve more came in
  kiosk stock bakery sourdough 7     seven are there, I counted
  kiosk stock options anchor-shirt/xl 7 --shops examples    the same for a choice, in another folder of shops")]
pub(super) struct Stock {
    /// A shop
    shop: String,
    /// One product, or a choice that is counted by itself
    #[arg(value_name = "PRODUCT[/CHOICE]")]
    sku: Option<String>,
    /// How many came in (+N), went (-N), or are there (N)
    #[arg(value_name = "+N|-N|N", allow_hyphen_values = true, value_parser = change, requires = "sku")]
    change: Option<StockChange>,
    /// Print a JSON document
    #[arg(long)]
    json: bool,
}

fn change(text: &str) -> Result<StockChange, String> {
    let number = |digits: &str| {
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let wrong = || "write +N for what came in, -N for what went, N for what is there".to_owned();
        digits.parse::<i64>().ok().filter(|_| plain).ok_or_else(wrong)
    };
    match text.split_at_checked(1) {
        Some(("+", digits)) => number(digits).map(StockChange::Add),
        Some(("-", digits)) => number(digits).map(|units| StockChange::Add(-units)),
        _ => number(text).map(StockChange::Set),
    }
}

pub(super) async fn run(settings: &Settings, stock: &Stock, out: &mut Output) -> Ending {
    let shop = ShopId::parse(&stock.shop).map_err(|_| {
        Failure::Usage(format!(
            "`{}` is no shop's name; see `{}`",
            stock.shop,
            out.command("check")
        ))
    })?;
    let mut rows = counts(settings, &shop).await?;
    if rows.is_empty() {
        place::shop_folder(settings, shop.as_str())?;
    }
    if let (Some(sku), Some(change)) = (&stock.sku, stock.change) {
        let row = apply(settings, &shop, sku, change, &rows).await?;
        rows = vec![row];
    } else if let Some(sku) = &stock.sku {
        let wanted = |row: &StockRow| row.sku.as_str() == sku || row.sku.as_str().starts_with(&format!("{sku}/"));
        rows.retain(|(_, row)| wanted(row));
        if rows.is_empty() {
            return Err(uncounted(&shop, sku));
        }
    }
    if stock.json {
        out.json(&rows.iter().map(|(side, row)| record(*side, row)).collect())?;
        return Ok(Exit::Fine);
    }
    report(out, &shop, &rows)?;
    Ok(Exit::Fine)
}

/// The counts of both worlds; a shop has usually been in one of them.
async fn counts(settings: &Settings, shop: &ShopId) -> Result<Vec<(Side, StockRow)>, Failure> {
    let mut rows = Vec::new();
    for (side, reader) in worlds::readers(&settings.data).await? {
        let counted = reader.stock(shop).await.map_err(Failure::said)?;
        rows.extend(counted.into_iter().map(|row| (side, row)));
    }
    Ok(rows)
}

/// Changes a count, and says what it is then; a refusal in words where it cannot be so.
async fn apply(
    settings: &Settings,
    shop: &ShopId,
    sku: &str,
    change: StockChange,
    rows: &[(Side, StockRow)],
) -> Result<(Side, StockRow), Failure> {
    let serving = worlds::running(&settings.data).await?;
    let serving = serving.iter().find(|(_, status)| status.shop == shop.as_str());
    let (side, after) = match serving {
        Some((side, _)) => {
            refuse_pool(rows, *side, shop, sku)?;
            (*side, ask(settings, *side, shop, sku, change).await?)
        }
        None => {
            let folder = place::shop_folder(settings, shop.as_str())?;
            let by_hand = worlds::ByHand::open(settings, &folder).await?;
            let side = by_hand.side();
            let done = match refuse_pool(&counts(settings, shop).await?, side, shop, sku) {
                Ok(()) => by_hand.stock(shop, &Sku::new(sku), change).await,
                Err(refused) => Err(refused),
            };
            by_hand.close().await;
            (side, done?)
        }
    };
    let before = rows.iter().find(|(own, row)| *own == side && row.sku == after.sku);
    check(change, before.map(|(_, row)| row), &after)?;
    Ok((side, after))
}

async fn ask(
    settings: &Settings,
    side: Side,
    shop: &ShopId,
    sku: &str,
    change: StockChange,
) -> Result<StockRow, Failure> {
    let (add, set) = match change {
        StockChange::Add(units) => (Some(units), None),
        StockChange::Set(units) => (None, Some(units)),
    };
    let request = Request::Stock {
        shop: shop.to_string(),
        sku: sku.to_owned(),
        add,
        set,
    };
    match worlds::ask(&settings.data, side, &request).await? {
        Some(Answer::Stock { sku, on_hand, reserved }) => Ok(StockRow {
            shop: shop.clone(),
            sku: Sku::new(sku),
            on_hand,
            reserved,
            in_file: 0,
            version: 0,
        }),
        Some(Answer::Refused { words }) => Err(Failure::Said(words)),
        Some(_) => Err(Failure::said(
            "the engine answered something else; is it another version?",
        )),
        None => Err(Failure::said(
            "kiosk ended before it could change the count; nothing was changed",
        )),
    }
}

/// A pool has as many as it has unsold keys.
fn refuse_pool(rows: &[(Side, StockRow)], side: Side, shop: &ShopId, sku: &str) -> Result<(), Failure> {
    let Some((_, row)) = rows.iter().find(|(own, row)| *own == side && row.sku.as_str() == sku) else {
        return Err(uncounted(shop, sku));
    };
    if row.in_file < 0 {
        return Err(Failure::said(format_args!(
            "`{sku}` is a pool of keys, and there are as many as it has unsold lines: add lines to its file in goods/, \
             then reload the shop"
        )));
    }
    Ok(())
}

fn uncounted(shop: &ShopId, sku: &str) -> Failure {
    Failure::said(format_args!(
        "`{shop}` counts nothing called `{sku}`: it has no `stock` in the catalog, or kiosk has not run since it got one"
    ))
}

/// The engine leaves a count alone that would fall below zero or below what is promised.
fn check(change: StockChange, before: Option<&StockRow>, after: &StockRow) -> Result<(), Failure> {
    let wanted = match change {
        StockChange::Set(units) => units,
        StockChange::Add(units) => before.map_or(after.on_hand, |row| row.on_hand.saturating_add(units)),
    };
    let unchanged = before.is_none_or(|row| row.on_hand == after.on_hand);
    if !unchanged || wanted >= after.reserved || wanted == after.on_hand {
        return Ok(());
    }
    let why = match wanted.cmp(&0) {
        Ordering::Less => "there cannot be fewer than none".to_owned(),
        _ => format!("{} are promised to customers who are paying now", after.reserved),
    };
    Err(Failure::said(format_args!(
        "`{}` stays at {}: {why}",
        clean_line(after.sku.as_str()),
        after.on_hand
    )))
}

fn report(out: &mut Output, shop: &ShopId, rows: &[(Side, StockRow)]) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(out.line(&format!("{shop} counts nothing, or kiosk has not run with it yet."))?);
    }
    let headings = ["", "on hand", "promised", "free", ""].map(str::to_owned).to_vec();
    let mut table = vec![headings];
    table.extend(rows.iter().map(|(side, row)| cells(*side, row)));
    let text = columns(&table, "");
    let (heading, rest) = text.split_once('\n').unwrap_or((&text, ""));
    out.line(&out.paint(Tone::Faint, heading))?;
    Ok(out.text(rest)?)
}

fn cells(side: Side, row: &StockRow) -> Vec<String> {
    let note = match (side, row.in_file < 0) {
        (Side::Live, false) => "",
        (Side::Live, true) => "keys",
        (Side::Sandbox, false) => "sandbox",
        (Side::Sandbox, true) => "play keys, sandbox",
    };
    let numbers = [row.on_hand, row.reserved, row.free()].map(|number| number.to_string());
    let mut cells = vec![row.sku.to_string()];
    cells.extend(numbers);
    cells.push(note.to_owned());
    cells
}

fn record(side: Side, row: &StockRow) -> Value {
    json!({
        "sku": row.sku,
        "play": side.is_play(),
        "on_hand": row.on_hand,
        "promised": row.reserved,
        "free": row.free(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(on_hand: i64, reserved: i64) -> StockRow {
        StockRow {
            shop: ShopId::parse("bakery").unwrap(),
            sku: Sku::new("rye"),
            on_hand,
            reserved,
            in_file: 8,
            version: 1,
        }
    }

    #[test]
    fn a_change_is_read_with_its_sign() {
        assert_eq!(change("+12"), Ok(StockChange::Add(12)));
        assert_eq!(change("-3"), Ok(StockChange::Add(-3)));
        assert_eq!(change("7"), Ok(StockChange::Set(7)));
        for wrong in ["", "+", "--3", "+-3", "1.5", "ten", "12 ", "99999999999999999999"] {
            assert!(change(wrong).unwrap_err().contains("write +N"), "{wrong}");
        }
    }

    #[test]
    fn a_count_that_was_not_changed_says_why() {
        let words = |change, after| {
            check(change, Some(&row(8, 2)), &after)
                .unwrap_err()
                .words()
                .unwrap()
                .to_owned()
        };
        assert!(words(StockChange::Set(1), row(8, 2)).contains("stays at 8: 2 are promised"));
        assert!(words(StockChange::Add(-9), row(8, 2)).contains("fewer than none"));
        assert!(check(StockChange::Add(4), Some(&row(8, 2)), &row(12, 2)).is_ok());
        assert!(check(StockChange::Set(8), Some(&row(8, 2)), &row(8, 2)).is_ok());
        // Somebody bought one meanwhile.
        assert!(check(StockChange::Add(4), Some(&row(8, 2)), &row(11, 1)).is_ok());
    }

    #[test]
    fn keys_are_counted_by_their_file_alone() {
        let shop = ShopId::parse("keys").unwrap();
        let pool = StockRow {
            in_file: -1,
            ..row(8, 0)
        };
        let refused = refuse_pool(&[(Side::Live, pool)], Side::Live, &shop, "rye").unwrap_err();
        assert!(refused.words().unwrap().contains("add lines to its file"));
        assert!(refuse_pool(&[(Side::Live, row(8, 0))], Side::Live, &shop, "rye").is_ok());
        let unknown = refuse_pool(&[(Side::Sandbox, row(8, 0))], Side::Live, &shop, "rye").unwrap_err();
        assert!(unknown.words().unwrap().contains("counts nothing called"));
    }
}
