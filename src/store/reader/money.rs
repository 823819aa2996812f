//! Money as people must be able to see it: charges that fit no order or whose order is stuck, and whether the books
//! balance. Nothing here mends anything.

use serde::Deserialize;

use super::super::StoreError;
use super::Reader;
use crate::{
    ids::{ChargeId, OrderId, ShopId, UserId},
    order::{OrderInfo, State},
    payment::Charge,
    time::Timestamp,
};

/// A charge in the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    pub shop: ShopId,
    pub charge: Charge,
    /// `None` for money that fits no order.
    pub order: Option<OrderId>,
    /// How it was matched, or why it was not.
    pub matched: String,
    pub at: Timestamp,
}

/// Money that waits for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LooseMoney {
    pub payment: PaymentRow,
    /// Where its order stands, where it has one.
    pub state: Option<State>,
}

/// The columns of a payment `p`.
macro_rules! payment_columns {
    () => {
        "json_array(p.shop, p.charge_id, p.provider_id, p.payer, p.payload, p.currency, p.amount, p.order_id, \
         p.matched, p.at)"
    };
}

pub(in crate::store) const PAYMENTS_OF: &str = concat!(
    "SELECT ",
    payment_columns!(),
    " FROM payments p WHERE p.order_id = ? AND p.order_id <> 0 ORDER BY p.at"
);

pub(in crate::store) const LOOSE: &str = concat!(
    "SELECT json_array(",
    payment_columns!(),
    ", NULL) FROM payments p INDEXED BY payments_loose WHERE p.shop = ? AND p.order_id = 0 \
     UNION ALL SELECT json_array(",
    payment_columns!(),
    ", o.state) FROM orders o INDEXED BY orders_stuck CROSS JOIN payments p ON p.order_id = o.id AND p.order_id <> 0 \
     WHERE o.shop = ? AND o.state IN ('review', 'unfulfillable', 'refund_failed')"
);

/// Oldest first. Whoever lays them beside the provider's list wants all of them.
pub(in crate::store) const PAYMENTS: &str = concat!(
    "SELECT json_array(",
    payment_columns!(),
    ", o.state) FROM payments p LEFT JOIN orders o ON o.id = p.order_id WHERE p.shop = ? ORDER BY p.at, p.charge_id"
);

/// What must hold of the whole database: each statement gives a sentence for whatever does not.
const CHECKS: [&str; 6] = [
    "SELECT 'the entries of charge ' || tx || ' of ' || shop || ' sum to ' || sum(amount) || ' ' || currency || ', not 0' \
     FROM entries GROUP BY shop, tx, currency HAVING sum(amount) <> 0",
    "SELECT 'payments of ' || shop || ' sum to ' || coalesce(paid, 0) || ' ' || currency || ', its clearing account to ' \
     || coalesce(cleared, 0) FROM (SELECT shop, currency, sum(amount) AS paid FROM payments GROUP BY shop, currency) \
     FULL OUTER JOIN (SELECT shop, currency, sum(amount) AS cleared FROM entries WHERE account = 'clearing' \
     GROUP BY shop, currency) USING (shop, currency) WHERE coalesce(paid, 0) <> coalesce(cleared, 0)",
    "SELECT 'stock of ' || sku || ' of ' || shop || ' is ' || coalesce(on_hand, 0) || ', its moves sum to ' \
     || coalesce(moved, 0) FROM stock FULL OUTER JOIN (SELECT shop, sku, sum(units) AS moved FROM stock_moves \
     GROUP BY shop, sku) USING (shop, sku) WHERE coalesce(on_hand, 0) <> coalesce(moved, 0)",
    "SELECT 'of ' || sku || ' of ' || shop || ' ' || coalesce(reserved, 0) || ' are reserved, held orders want ' \
     || coalesce(wanted, 0) FROM stock FULL OUTER JOIN (SELECT o.shop AS shop, l.value->>'sku' AS sku, \
     sum(l.value->>'quantity') AS wanted FROM orders o INDEXED BY orders_live CROSS JOIN invoices i ON i.id = o.invoice \
     CROSS JOIN json_each(i.quote, '$.lines') l WHERE o.state IN ('open', 'held') AND o.state = 'held' \
     AND l.value->>'counted' GROUP BY 1, 2) USING (shop, sku) WHERE coalesce(reserved, 0) <> coalesce(wanted, 0)",
    "SELECT 'stock of the keys ' || sku || ' of ' || shop || ' is ' || on_hand || ', unsold are ' || coalesce(unsold, 0) \
     FROM stock LEFT JOIN (SELECT shop, sku, count(*) AS unsold FROM keys WHERE order_id = 0 GROUP BY shop, sku) \
     USING (shop, sku) WHERE in_file = -1 AND on_hand <> coalesce(unsold, 0)",
    "SELECT 'order ' || o.id || ' is ' || o.state || ', but no payment of it is in the books' FROM orders o \
     WHERE o.state NOT IN ('open', 'held', 'expired', 'cancelled') \
     AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.id AND p.order_id <> 0)",
];

#[derive(Deserialize)]
struct StoredPayment(
    ShopId,
    ChargeId,
    String,
    UserId,
    String,
    String,
    i64,
    i64,
    String,
    Timestamp,
);

#[derive(Deserialize)]
struct StoredLoose(StoredPayment, Option<State>);

impl Reader {
    /// Money that fits no order, or whose order needs people.
    pub async fn surplus(&self, shop: &ShopId) -> Result<Vec<LooseMoney>, StoreError> {
        let query = sqlx::query(LOOSE).bind(shop.as_str()).bind(shop.as_str());
        let rows: Vec<StoredLoose> = self.rows(query).await?;
        let loose = rows.into_iter().map(|StoredLoose(payment, state)| LooseMoney {
            payment: payment.into(),
            state,
        });
        Ok(loose.collect())
    }

    /// Every payment of a shop, oldest first, and where its order stands.
    pub async fn payments(&self, shop: &ShopId) -> Result<Vec<(PaymentRow, Option<State>)>, StoreError> {
        let rows: Vec<StoredLoose> = self.rows(sqlx::query(PAYMENTS).bind(shop.as_str())).await?;
        let payments = rows
            .into_iter()
            .map(|StoredLoose(payment, state)| (payment.into(), state));
        Ok(payments.collect())
    }

    /// Says in words what does not add up; empty where everything does. Reads the whole database.
    pub async fn money_check(&self) -> Result<Vec<String>, StoreError> {
        let mut violations = Vec::new();
        for check in CHECKS {
            violations.extend(self.texts(sqlx::query(check)).await?);
        }
        Ok(violations)
    }
}

/// The charges of one order.
pub(super) async fn payments_of(reader: &Reader, order: OrderId) -> Result<Vec<PaymentRow>, StoreError> {
    let rows: Vec<StoredPayment> = reader.rows(sqlx::query(PAYMENTS_OF).bind(order.0)).await?;
    Ok(rows.into_iter().map(PaymentRow::from).collect())
}

impl From<StoredPayment> for PaymentRow {
    fn from(row: StoredPayment) -> PaymentRow {
        let StoredPayment(shop, id, provider_id, payer, payload, currency_code, amount, order, matched, at) = row;
        PaymentRow {
            shop,
            charge: Charge {
                id,
                provider_id,
                payer,
                payload,
                currency_code,
                amount,
                info: OrderInfo::default(),
            },
            order: (order != 0).then_some(OrderId(order)),
            matched,
            at,
        }
    }
}
