//! Whole orders, as a message about them can show them: with quote, customer, money and goods.

use serde::Deserialize;

use super::super::{
    StoreError,
    customer_row::{CustomerRow, customer_columns},
    rows::{OrderRow, order_columns},
};
use super::Reader;
use crate::{
    conversation::{ChargeFact, KeyFact, OrderFacts},
    ids::{ChargeId, OrderId},
    money::Money,
    order::{Order, Quote},
    time::Timestamp,
};

/// What every statement about whole orders reads; `o` and `i` are its order and invoice.
macro_rules! facts_columns {
    () => {
        concat!(
            "json_array(",
            order_columns!(),
            ", json(i.quote), json((SELECT ",
            customer_columns!(),
            " FROM customers c WHERE c.shop = o.shop AND c.user = o.payer)), \
             json((SELECT json_group_array(json_array(p.charge_id, p.provider_id, p.amount, p.currency, p.at)) \
              FROM payments p WHERE p.order_id = o.id AND p.order_id <> 0)), \
             json((SELECT json_group_array(json_array(k.line, k.text)) FROM keys k \
              WHERE k.order_id = o.id AND k.order_id <> 0)), \
             (SELECT b.amount FROM balances b WHERE b.shop = o.shop AND b.user = o.payer \
              AND b.currency = i.quote->>'currency'))"
        )
    };
}

pub(in crate::store) const FACTS: &str = concat!(
    "SELECT ",
    facts_columns!(),
    " FROM json_each(?) j CROSS JOIN orders o ON o.id = j.value CROSS JOIN invoices i ON i.id = o.invoice ORDER BY o.id"
);

#[derive(Deserialize)]
pub(super) struct FactsRow {
    order: OrderRow,
    quote: Quote,
    customer: Option<CustomerRow>,
    charges: Vec<(ChargeId, String, i64, String, Timestamp)>,
    keys: Vec<(i64, String)>,
    balance: Option<i64>,
}

impl Reader {
    /// All that a message about these orders can say; an order that is not there is left out.
    pub async fn facts(&self, orders: &[OrderId]) -> Result<Vec<OrderFacts>, StoreError> {
        let ids = serde_json::to_string(orders).map_err(|error| self.unreadable(&error))?;
        let rows: Vec<FactsRow> = self.rows(sqlx::query(FACTS).bind(ids)).await?;
        Ok(rows.into_iter().map(OrderFacts::from).collect())
    }
}

impl From<FactsRow> for OrderFacts {
    fn from(row: FactsRow) -> OrderFacts {
        let charges = row
            .charges
            .into_iter()
            .map(|(id, provider_id, amount, currency_code, at)| ChargeFact {
                id,
                provider_id,
                amount,
                currency_code,
                at,
            });
        let mut keys: Vec<KeyFact> = row
            .keys
            .into_iter()
            .map(|(line, text)| KeyFact { line, text })
            .collect();
        keys.sort_by_key(|key| key.line);
        OrderFacts {
            order: Order::from(row.order),
            customer: row.customer.map(Into::into),
            charges: charges.collect(),
            keys,
            balance: row.balance.map(|minor| Money::new(minor, row.quote.currency)),
            quote: row.quote,
        }
    }
}
