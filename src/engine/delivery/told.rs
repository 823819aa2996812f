//! Orders as they were when they were paid, for as long as messages about them wait: whoever sends those need not read
//! them. An order that changes meanwhile is forgotten, and read like any other.

use std::sync::Arc;

use foldhash::HashMap;

use super::waiting::OWED_READY_MAX;
use crate::{
    conversation::{Change, OrderFacts, OwedRow},
    ids::OrderId,
};

/// What is known of orders, each for as many messages as wait for it.
#[derive(Default)]
pub(super) struct Told(HashMap<OrderId, (Arc<OrderFacts>, usize)>);

impl Told {
    pub(super) fn get(&self, order: OrderId) -> Option<Arc<OrderFacts>> {
        self.0.get(&order).map(|(facts, _)| facts.clone())
    }

    /// Keeps an order for these of the rows that are about it.
    pub(super) fn keep<'a>(&mut self, facts: OrderFacts, rows: impl Iterator<Item = &'a OwedRow>) {
        let order = facts.order.id;
        let waiting = rows.filter(|row| row.owed.order() == Some(order)).count();
        if waiting > 0 && self.0.len() < OWED_READY_MAX {
            self.0.insert(order, (Arc::new(facts), waiting));
        }
    }

    /// One of the messages about it has left.
    pub(super) fn sent(&mut self, row: &OwedRow) {
        let Some(order) = row.owed.order() else { return };
        if let Some((_, waiting)) = self.0.get_mut(&order) {
            *waiting -= 1;
            if *waiting == 0 {
                self.0.remove(&order);
            }
        }
    }

    /// What was known of orders that change is not true any more.
    pub(super) fn changed(&mut self, changes: &[Change]) {
        if self.0.is_empty() {
            return;
        }
        for change in changes {
            if let Change::Order(order) = change {
                self.0.remove(&order.id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        conversation::Owed,
        ids::{ChatId, InvoiceId, OutboxId, ShopId, UserId},
        order::{Order, Quote, State},
        shop::fixture,
        time::Timestamp,
    };

    fn shop() -> ShopId {
        ShopId::parse("bakery").unwrap()
    }

    fn order() -> Order {
        let (id, invoice, payer) = (OrderId(1001), InvoiceId(1), UserId(7));
        Order::born(id, shop(), invoice, payer, State::Fulfilled, Timestamp(1))
    }

    fn facts() -> OrderFacts {
        let revision = fixture::revision("r1", fixture::shop());
        let selection = revision.shop.catalog.products()[0].first_selection();
        let quote = Quote::standing(&revision, &selection).unwrap();
        OrderFacts {
            order: order(),
            quote,
            customer: None,
            charges: Vec::new(),
            keys: Vec::new(),
            balance: None,
        }
    }

    fn row(id: i64, order: i64) -> OwedRow {
        OwedRow {
            id: OutboxId(id),
            shop: shop(),
            chat: ChatId(7),
            language: "en".into(),
            owed: Owed::Receipt { order: OrderId(order) },
        }
    }

    #[test]
    fn an_order_is_known_until_the_last_message_about_it_has_left() {
        let mut told = Told::default();
        let (receipt, notice, other) = (row(1, 1001), row(2, 1001), row(3, 1002));
        told.keep(facts(), [&receipt, &notice, &other].into_iter());
        told.sent(&other);
        told.sent(&receipt);
        assert_eq!(told.get(OrderId(1001)).as_deref(), Some(&facts()));
        told.sent(&notice);
        assert_eq!(told.get(OrderId(1001)), None);
        told.sent(&notice);
        told.keep(facts(), [&other].into_iter());
        assert_eq!(told.get(OrderId(1001)), None, "nothing waits for it");
    }

    #[test]
    fn an_order_that_changes_is_to_be_read() {
        let mut told = Told::default();
        told.keep(facts(), [&row(1, 1001), &row(2, 1001)].into_iter());
        told.changed(&[Change::Owe(row(3, 1001))]);
        assert!(told.get(OrderId(1001)).is_some());
        told.changed(&[Change::Order(order())]);
        assert_eq!(told.get(OrderId(1001)), None);
        told.sent(&row(1, 1001));
    }
}
