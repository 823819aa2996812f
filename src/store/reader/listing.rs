//! Lists for people and for start-up: orders, counts, the last good files of a shop, how many rows there are.

use serde::Deserialize;

use super::super::{
    StoreError,
    customer_row::{CustomerRow, customer_columns},
    rows::{CountRow, OrderRow, order_columns, stock_columns},
};
use super::Reader;
use crate::{
    conversation::{Customer, StockRow},
    ids::ShopId,
    order::{Order, Quote},
};

/// Which orders to list: a shop's latest.
#[derive(Clone, Debug)]
pub struct OrderFilter {
    pub shop: ShopId,
    pub limit: i64,
}

/// One order of a list.
#[derive(Clone, Debug)]
pub struct OrderListing {
    pub order: Order,
    pub quote: Quote,
    pub customer: Option<Customer>,
}

/// Walks back from the newest order and stops at the limit: an index for this would cost every purchase.
pub(in crate::store) const LISTING: &str = concat!(
    "SELECT json_array(",
    order_columns!(),
    ", json(i.quote), json((SELECT ",
    customer_columns!(),
    " FROM customers c WHERE c.shop = o.shop AND c.user = o.payer))) \
     FROM orders o NOT INDEXED CROSS JOIN invoices i ON i.id = o.invoice WHERE o.shop = ? ORDER BY o.id DESC LIMIT ?"
);

pub(in crate::store) const STOCK: &str = concat!(
    "SELECT ",
    stock_columns!(),
    " FROM stock s WHERE s.shop = ? ORDER BY s.sku"
);

const SHOPS: &str = "SELECT json_group_array(shop) FROM (SELECT DISTINCT shop FROM revisions ORDER BY shop)";

/// Every table, in the order of the migration.
const TABLES: [&str; 18] = [
    "customers",
    "consents",
    "invoices",
    "posts",
    "orders",
    "stock",
    "stock_moves",
    "keys",
    "balances",
    "payments",
    "entries",
    "events",
    "reasons",
    "outbox",
    "inbox",
    "revisions",
    "closings",
    "meta",
];

#[derive(Deserialize)]
struct ListingRow(OrderRow, Quote, Option<CustomerRow>);

impl Reader {
    /// Every shop that was ever served here, by name; its folder may be gone.
    pub async fn shops(&self) -> Result<Vec<ShopId>, StoreError> {
        let rows: Vec<Vec<ShopId>> = self.rows(sqlx::query(SHOPS)).await?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// A shop's latest orders, newest first.
    pub async fn orders(&self, filter: &OrderFilter) -> Result<Vec<OrderListing>, StoreError> {
        let query = sqlx::query(LISTING).bind(filter.shop.as_str()).bind(filter.limit);
        let rows: Vec<ListingRow> = self.rows(query).await?;
        let listings = rows.into_iter().map(|ListingRow(order, quote, customer)| OrderListing {
            order: order.into(),
            quote,
            customer: customer.map(Into::into),
        });
        Ok(listings.collect())
    }

    /// Every count of a shop, by sku.
    pub async fn stock(&self, shop: &ShopId) -> Result<Vec<StockRow>, StoreError> {
        let rows: Vec<CountRow> = self.rows(sqlx::query(STOCK).bind(shop.as_str())).await?;
        Ok(rows.into_iter().map(StockRow::from).collect())
    }

    /// How many rows each table has.
    pub async fn counts(&self) -> Result<Vec<(&'static str, i64)>, StoreError> {
        let counts = TABLES.map(|table| format!("(SELECT count(*) FROM {table})"));
        let sql = format!("SELECT json_array({})", counts.join(", "));
        let rows: Vec<Vec<i64>> = self.rows(sqlx::query(sqlx::AssertSqlSafe(sql))).await?;
        Ok(TABLES.into_iter().zip(rows.into_iter().flatten()).collect())
    }
}
