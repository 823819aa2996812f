//! What a customer has bought, for the owner's own checks. It is read from the orders themselves, so that it is right whatever
//! became of them, and only for shops that have such checks: others pay nothing for it.

use serde::Deserialize;

use crate::{
    conversation::{Bought, BoughtLine},
    ids::{OrderId, ProductId, ShopId, UserId},
    money::Currency,
    time::Timestamp,
};

/// The states are those that take the only place of an invoice: held, or paid and not given back.
pub(super) const SELECT: &str = "SELECT json_group_array(json_array(o.shop, o.payer, o.id, \
    coalesce((SELECT min(p.at) FROM payments p WHERE p.order_id = o.id AND p.order_id <> 0), o.hold_since), \
    i.quote->>'currency', i.quote->>'total', json((SELECT json_group_array(json_array(l.value->>'product', \
    l.value->>'quantity', l.value->>'unit')) FROM json_each(i.quote, '$.lines') l)))) \
    FROM jsonb_each(?) j CROSS JOIN orders o INDEXED BY orders_of_payer \
    ON o.shop = j.value->>0 AND o.payer = j.value->>1 CROSS JOIN invoices i ON i.id = o.invoice \
    WHERE o.state IN ('held', 'paid', 'fulfilled', 'review', 'unfulfillable', 'refund_pending', 'refund_failed')";

/// One order of it.
#[derive(Deserialize)]
pub(super) struct BoughtRow(
    ShopId,
    UserId,
    OrderId,
    Timestamp,
    Currency,
    i64,
    Vec<(ProductId, i64, i64)>,
);

impl From<BoughtRow> for (ShopId, UserId, Bought) {
    fn from(row: BoughtRow) -> (ShopId, UserId, Bought) {
        let BoughtRow(shop, user, id, at, currency, total, lines) = row;
        let lines = lines.into_iter().map(|(product, quantity, unit)| BoughtLine {
            product,
            quantity,
            unit,
        });
        let bought = Bought {
            id,
            at,
            currency,
            total,
            lines: lines.collect(),
        };
        (shop, user, bought)
    }
}
