//! A moment of the books: how many rows each table has, how every order and count stands. Two of them say what changed.

use super::{
    script::Count,
    stage::{Stage, words},
};
use crate::{
    conversation::StockRow,
    ids::{OrderId, OutboxId, Sku},
    order::{Progress, State},
    store::OrderFilter,
};

/// No talk makes more orders or messages.
pub(super) const ROWS_MAX: i64 = 10_000;
/// Rows of these tables tell what came in and why it was answered so, also where nothing comes of it.
const TELLING: [&str; 2] = ["inbox", "reasons"];

/// A moment of the books.
#[derive(Debug, PartialEq)]
pub(super) struct Snapshot {
    rows: Vec<(&'static str, i64)>,
    pub(super) orders: Vec<(OrderId, State, Progress)>,
    stock: Vec<StockRow>,
    surplus: usize,
    owed: usize,
}

impl Snapshot {
    pub(super) async fn take(stage: &Stage) -> Result<Snapshot, String> {
        let (reader, shop) = (stage.reader(), stage.shop_id());
        let filter = OrderFilter {
            shop: shop.clone(),
            limit: ROWS_MAX,
        };
        let orders = reader.orders(&filter).await.map_err(words)?;
        let rows = reader.counts().await.map_err(words)?;
        Ok(Snapshot {
            rows: rows.into_iter().filter(|(table, _)| !TELLING.contains(table)).collect(),
            orders: orders
                .iter()
                .map(|listing| (listing.order.id, listing.order.state, listing.order.progress))
                .collect(),
            stock: reader.stock(&shop).await.map_err(words)?,
            surplus: reader.surplus(&shop).await.map_err(words)?.len(),
            owed: owed(stage).await?,
        })
    }

    /// What a later moment has otherwise, in words.
    pub(super) fn difference(&self, later: &Snapshot) -> Option<String> {
        let mut parts: Vec<String> = Vec::new();
        for ((table, before), (_, after)) in self.rows.iter().zip(&later.rows) {
            if before != after {
                parts.push(format!("{table} had {before} rows and has {after}"));
            }
        }
        if self.orders != later.orders {
            parts.push(format!("orders were {}, and are {}", states(self), states(later)));
        }
        for row in &later.stock {
            if let Some(before) = self.stock.iter().find(|before| before.sku == row.sku && *before != row) {
                parts.push(format!(
                    "{} had {} with {} reserved, and has {} with {}",
                    row.sku, before.on_hand, before.reserved, row.on_hand, row.reserved
                ));
            }
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    fn rows_of(&self, table: &str) -> i64 {
        self.rows
            .iter()
            .find(|(name, _)| *name == table)
            .map_or(0, |(_, rows)| *rows)
    }

    fn stock(&self, sku: &Sku, number: fn(&StockRow) -> i64) -> i64 {
        self.stock.iter().find(|row| row.sku == *sku).map_or(0, number)
    }

    pub(super) fn count(&self, stage: &Stage, what: &Count) -> i64 {
        let length = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
        match what {
            Count::OnHand(sku) => self.stock(sku, |row| row.on_hand),
            Count::Reserved(sku) => self.stock(sku, |row| row.reserved),
            Count::Charges => length(stage.local.charges().len()),
            Count::Payments => self.rows_of("payments"),
            Count::Surplus => length(self.surplus),
            Count::Consents => self.rows_of("consents"),
            Count::Customers => self.rows_of("customers"),
            Count::Invoices => self.rows_of("invoices"),
            Count::Owed => length(self.owed),
        }
    }
}

pub(super) fn states(snapshot: &Snapshot) -> String {
    let words = snapshot.orders.iter().rev().map(|(_, state, progress)| match progress {
        Progress::None => state.word().to_owned(),
        progress => format!("{} and {}", state.word(), progress.word()),
    });
    format!("[{}]", words.collect::<Vec<_>>().join(", "))
}

async fn owed(stage: &Stage) -> Result<usize, String> {
    let owed = stage.reader().owed(&stage.shop_id(), OutboxId(0), ROWS_MAX).await;
    owed.map(|rows| rows.len()).map_err(words)
}
