//! What it takes to remember what customers bought, so that no question of a rule reads it again: as many orders as are
//! kept, of one line each, each on a day of its own.

use kiosk::{
    conversation::{Books, Bought, BoughtLine, HISTORIES_ORDERS_MAX, Sequence},
    ids::{InvoiceId, OrderId, OutboxId, PostId, ProductId, ShopId, UserId},
    money::Currency,
    time::Timestamp,
};

use crate::{
    alone::resident_kib,
    table::{Goal, Table},
};

const ORDERS_EACH: usize = 10;
const DAY_MS: i64 = 86_400_000;

pub(crate) fn histories(table: &mut Table) -> Books {
    let shop = ShopId::parse("bakery").unwrap();
    let before = resident_kib();
    let mut books = Books::new(Sequence {
        order: OrderId(1),
        invoice: InvoiceId(1),
        outbox: OutboxId(1),
        post: PostId(1),
    });
    // A customer counts as one order more.
    let customers = HISTORIES_ORDERS_MAX / (ORDERS_EACH + 1);
    for customer in (1..).take(customers).map(UserId) {
        let bought = (1..).take(ORDERS_EACH).map(order).collect();
        books.put_bought(shop.clone(), customer, bought);
        let asked = books.purchases((&shop, customer), "Europe/Lisbon", Currency::stars(), None);
        assert_eq!(asked.unwrap().len(), 2 * ORDERS_EACH);
    }
    let grown = (resident_kib() - before) as f64;
    let orders = customers * ORDERS_EACH;
    table.row(
        &format!("What {customers} customers bought in {orders} orders, kept for rules"),
        &format!(
            "{:.0} MB, {:.0} bytes an order",
            grown / 1024.0,
            grown * 1024.0 / orders as f64
        ),
        &Goal::None,
    );
    books
}

/// As the database tells one: nothing of it is shared.
fn order(number: i64) -> Bought {
    Bought {
        id: OrderId(number),
        at: Timestamp(number * DAY_MS),
        currency: Currency::stars(),
        total: 450,
        lines: vec![BoughtLine {
            product: ProductId::parse("sourdough-loaf").unwrap(),
            quantity: 1,
            unit: 450,
        }],
    }
}
