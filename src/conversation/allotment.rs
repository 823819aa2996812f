//! The goods of a paid order: units of what is counted, keys of pools. Promised ones where the order held them, else only
//! what nobody else was promised. Nothing is taken here: the decision about the money does that.

use super::{Missing, StockRow, desk::Desk};
use crate::{
    ids::{KeyId, Sku},
    order::Goods,
    payment::Invoice,
};

/// Whether the units were kept for this order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Promise {
    Held,
    None,
}

/// What the goods of an order take from the stock.
pub(super) struct Allotment {
    /// Each count as it will be, with the units taken from it.
    pub(super) rows: Vec<(StockRow, i64)>,
    /// Each key with the line it is for.
    pub(super) keys: Vec<(KeyId, i64)>,
}

/// Finds the units: promised ones where the order held them, else only free ones. `None` where something is short.
pub(super) fn allotment(desk: &Desk<'_>, invoice: &Invoice, promise: Promise) -> Result<Option<Allotment>, Missing> {
    let mut rows = Vec::new();
    for (sku, units) in invoice.quote.demand() {
        let Some(row) = desk.books.stock(&desk.shop.id, &sku)? else {
            return Ok(None);
        };
        let (there, promised) = if promise == Promise::Held {
            (row.on_hand, units)
        } else {
            (row.free(), 0)
        };
        if there < units {
            return Ok(None);
        }
        let row = StockRow {
            on_hand: row.on_hand - units,
            reserved: (row.reserved - promised).max(0),
            ..row.clone()
        };
        rows.push((row, units));
    }
    Ok(keys(desk, invoice)?.map(|keys| Allotment { rows, keys }))
}

/// One key for each unit, each with the line it is for.
fn keys(desk: &Desk<'_>, invoice: &Invoice) -> Result<Option<Vec<(KeyId, i64)>>, Missing> {
    let lines = invoice
        .quote
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.goods == Goods::Keys);
    let wanted: Vec<(i64, &Sku, i64)> = lines
        .map(|(at, line)| (i64::try_from(at).unwrap_or(0), &line.sku, line.quantity))
        .collect();
    let mut allotted = Vec::new();
    for (at, sku, units) in wanted {
        let taken = i64::try_from(allotted.len()).unwrap_or(i64::MAX);
        let heads = desk.books.keys(&desk.shop.id, sku, units.saturating_add(taken))?;
        let fresh = heads
            .into_iter()
            .filter(|key| !allotted.iter().any(|(other, _)| other == key));
        let fresh: Vec<(KeyId, i64)> = fresh
            .take(usize::try_from(units).unwrap_or(0))
            .map(|key| (key, at))
            .collect();
        if i64::try_from(fresh.len()).unwrap_or(0) < units {
            return Ok(None);
        }
        allotted.extend(fresh);
    }
    Ok(Some(allotted))
}
