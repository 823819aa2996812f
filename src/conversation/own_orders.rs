//! `/orders`: what a customer bought, each receipt and its goods once more, and the invoice that still waits.

use super::{Effect, Missing, OrderSummary, Owed, Place, Screen, TapEvent, browse, buy, desk::Desk};
use crate::{
    ids::{ChatId, OrderId},
    money::Money,
    order::{Goods, Order, State},
    payment::Invoice,
};

pub(super) fn list(desk: &Desk<'_>) -> Result<Screen, Missing> {
    let orders = desk.books.latest_orders(&desk.shop.id, desk.customer.user)?;
    let orders = orders.into_iter().map(summary).collect();
    let balance = desk
        .books
        .balance(&desk.shop.id, desk.customer.user, desk.shop.currency)?;
    let balance = (balance != 0).then(|| Money::new(balance, desk.shop.currency));
    Ok(Screen::Orders { orders, balance })
}

fn summary((order, invoice): (&Order, &Invoice)) -> OrderSummary {
    let names: Vec<String> = invoice
        .quote
        .lines
        .iter()
        .map(|line| format!("{} × {}", line.quantity, line.name()))
        .collect();
    OrderSummary {
        order: order.id,
        state: order.state,
        what: names.join(", "),
        total: invoice.quote.total_with(order.tip),
        at: order.created_at,
    }
}

/// One of the customer's own orders: its receipt and goods once more, or the invoice that still waits.
pub(super) fn one(desk: &mut Desk<'_>, tap: &TapEvent, id: OrderId) -> Result<(), Missing> {
    let found = desk.books.order(&desk.shop.id, id)?;
    let Some((order, invoice)) = found.filter(|(order, _)| order.payer == tap.from.user()) else {
        browse::gone(desk, tap);
        return Ok(());
    };
    desk.answer_tap(&tap.query, None);
    if order.state.has_money() {
        show_again(desk, tap.chat, order, invoice);
    } else if buy::is_open(desk, order, invoice) {
        buy::send_invoice(desk, tap.chat, invoice);
    } else {
        let orders = vec![summary((order, invoice))];
        desk.show(tap.chat, Place::New, Screen::Orders { orders, balance: None });
    }
    Ok(())
}

fn show_again(desk: &mut Desk<'_>, chat: ChatId, order: &Order, invoice: &Invoice) {
    let files = invoice
        .quote
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| matches!(line.goods, Goods::File(_)));
    let files = files.map(|(line, _)| Owed::File { order: order.id, line });
    let fulfilled = order.state == State::Fulfilled;
    let goods: Vec<Owed> = if fulfilled { files.collect() } else { Vec::new() };
    for owed in std::iter::once(Owed::Receipt { order: order.id }).chain(goods) {
        let language = desk.language.clone();
        desk.effect(Effect::Again { chat, owed, language });
    }
}
