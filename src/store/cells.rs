//! Rows that have a key of their own, cell by cell in the columns of their statements: whole where they are new, else
//! what can change.

use super::write::{Cell, Table, row};
use crate::{
    conversation::{DeliveryEnd, Post, StockRow},
    order::{Answer, Hold, Order, State},
    payment::Audience,
    shop::Payable,
};

/// A new order whole; of one that is there, what can change.
pub(super) fn order_cells(order: &Order, info: String) -> (Table, Vec<Cell<'_>>) {
    let hold = order.hold.as_ref();
    let query = hold.map_or("", |hold| hold.query.as_str());
    let since = hold.map_or(0, |hold| hold.since.0);
    let until = hold.map_or(0, |hold| hold.until.0);
    let (state, answer) = (order.state.word(), answer_word(hold));
    if order.version == 0 {
        let row = row![
            order.id.0,
            order.shop.as_str(),
            order.invoice.0,
            order.payer.0,
            order.n,
            state,
            i64::from(order.once),
            order.chat.0,
            order.origin.0,
            order.language.as_str(),
            order.progress.word(),
            query,
            since,
            until,
            answer,
            order.tip,
            info,
            order.created_at.0,
            order.updated_at.0,
        ];
        return (Table::OrdersNew, row.into());
    }
    let row = row![
        order.id.0,
        order.version,
        state,
        order.progress.word(),
        query,
        since,
        until,
        answer,
        order.tip,
        info,
        order.updated_at.0,
    ];
    (table_of_move(order.state), row.into())
}

fn table_of_move(to: State) -> Table {
    if to.takes_the_only_place() {
        Table::Orders
    } else {
        Table::OrdersLeaving
    }
}

/// A new post whole; of one that is there, what can change.
pub(super) fn post_cells(post: &Post) -> Result<(Table, Vec<Cell<'_>>), serde_json::Error> {
    let (state, invoice) = (post.state.word(), post.invoice.map_or(0, |invoice| invoice.0));
    if post.version == 0 {
        let row = row![
            post.id.0,
            post.shop.as_str(),
            post.kind.word(),
            post.chat.0,
            post.topic.0,
            post.product.as_str(),
            serde_json::to_string(&post.selection)?,
            payable_word(post.payable),
            invoice,
            state,
            post.message.0,
            post.url.as_str(),
            post.face.as_str(),
            post.note.as_str(),
            post.revision.as_str(),
            post.created_at.0,
            1,
        ];
        return Ok((Table::PostsNew, row.into()));
    }
    let row = row![
        post.id.0,
        post.version,
        post.chat.0,
        invoice,
        state,
        post.message.0,
        post.url.as_str(),
        post.face.as_str(),
        post.note.as_str(),
        post.revision.as_str(),
    ];
    Ok((Table::Posts, row.into()))
}

pub(super) fn stock_cells(s: &StockRow) -> (Table, Vec<Cell<'_>>) {
    let (shop, sku) = (s.shop.as_str(), s.sku.as_str());
    if s.version == 0 {
        (
            Table::StockNew,
            row![shop, sku, s.on_hand, s.reserved, s.in_file, 1].into(),
        )
    } else {
        (
            Table::Stock,
            row![shop, sku, s.version, s.on_hand, s.reserved, s.in_file].into(),
        )
    }
}

/// The stored state of an outbox row that has ended, and Telegram's words where it failed.
pub(super) fn end_words(end: &DeliveryEnd) -> (i64, &str) {
    match end {
        DeliveryEnd::Sent => (1, ""),
        DeliveryEnd::Blocked => (2, ""),
        DeliveryEnd::Failed(why) => (3, why),
    }
}

/// The stored word of what is known of a yes; empty where there is no hold.
fn answer_word(hold: Option<&Hold>) -> &'static str {
    match hold.map(|hold| hold.answer) {
        None => "",
        Some(Answer::Pending) => "pending",
        Some(Answer::Renewed) => "renewed",
        Some(Answer::Taken) => "taken",
    }
}

/// The stored words of an audience and a payable.
pub(super) fn audience_word(audience: Audience) -> &'static str {
    match audience {
        Audience::Customer(_) => "customer",
        Audience::OnlyCustomer(_) => "only_customer",
        Audience::Anyone => "anyone",
    }
}

pub(super) fn payable_word(payable: Payable) -> &'static str {
    match payable {
        Payable::Once => "once",
        Payable::OncePerCustomer => "once_per_customer",
        Payable::WhileStockLasts => "while_stock_lasts",
    }
}
